"""From a child read in a file to the contents of its volets. Nothing read is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maillage.dossiers.rules import Volet
from maillage.notions.temps import DatePartielle
from maillage.parcours.rules.etapes import Etape, etape_reprise
from maillage.reprise.rules.plan import Avertissement, EnfantLu, LigneLue, TexteLu
from maillage.reprise.rules.textes import sensible

SEXES = {"F": "fille", "M": "garcon"}  # nomenclature N1
ACCORDS = frozenset({"oral_trace", "ecrit_signe"})
Contenu = dict[str, object]


@dataclass(frozen=True, slots=True)
class ContenusRepris:
    """What each volet of the dossier will hold."""

    identite: Contenu
    domicile: Contenu | None
    responsables: tuple[Contenu, ...]
    scolarites: tuple[tuple[int | None, Contenu], ...]
    parcours: Contenu
    dates: Mapping[str, str]  # recue, entree, sortie, etape: in clear
    eps: tuple[str, ...]
    notes_scolarite: tuple[str, ...]
    notes_parcours: tuple[str, ...]
    a_trier: tuple[TexteLu, ...]
    referent: str | None

    @property
    def volets(self) -> tuple[Volet, ...]:
        """Volets that will hold something: the others need no key."""
        tenus = {
            Volet.IDENTITE: True,
            Volet.PARCOURS: True,
            Volet.FAMILLE: bool(self.responsables),
            Volet.SCOLARITE: bool(self.scolarites or self.notes_scolarite),
            Volet.QUARANTAINE: bool(self.a_trier),
        }
        return tuple(v for v, tenu in tenus.items() if tenu)


def contenus(enfant: EnfantLu, avertissements: Sequence[Avertissement] = ()) -> ContenusRepris:
    """Lay a child out by volet. `avertissements` are those of its rows."""
    e = enfant.ensemble
    return ContenusRepris(
        identite={
            "nom": e.nom,
            "prenom": e.prenom,
            "naissance": _texte(e.naissance) or None,
            "sexe": SEXES.get(e.sexe or ""),
        },
        domicile=_domicile(e),
        responsables=_responsables(e),
        scolarites=_scolarites(enfant),
        parcours=_parcours(e, avertissements),
        dates=_dates(e),
        eps=tuple(sorted({str(d) for d in e.eps})),
        notes_scolarite=tuple(f"Point école : {p}" for p in e.points_ecole),
        notes_parcours=(
            *(f"{t.colonne} : {t.texte}" for t in e.textes if not sensible(t.compartiment)),
            *(f"{mois} : {valeur}" for mois, valeur in e.mois),
        ),
        a_trier=tuple(t for t in e.textes if sensible(t.compartiment)),
        referent=e.referent,
    )


def _texte(jour: DatePartielle | None) -> str:
    return str(jour) if jour else ""


def _domicile(e: LigneLue) -> Contenu | None:
    if not (e.adresse or e.ville or e.quartier):
        return None
    return {"adresse": e.adresse, "ville": e.ville, "quartier": e.quartier}


def _responsables(e: LigneLue) -> tuple[Contenu, ...]:
    """Telephones go to the first adult: the file does not say whose they are when there are several."""
    noms = e.responsables or (("",) if e.telephones or e.emails else ())
    return tuple(
        {
            "nom": nom,
            "lien": "",
            "telephones": list(e.telephones) if rang == 0 else [],
            "emails": list(e.emails) if rang == 0 else [],
            "exercice": "a_verifier",
        }
        for rang, nom in enumerate(noms)
    )


def _scolarites(enfant: EnfantLu) -> tuple[tuple[int | None, Contenu], ...]:
    """One school year for each year the file speaks of; the whole child when it speaks of none."""
    par_annee: dict[int | None, Contenu] = {}
    lignes = [ligne for ligne in enfant.lignes if ligne.annee is not None] or [enfant.ensemble]
    for ligne in lignes:
        if ligne.etablissement or ligne.classe or ligne.classe_ecrite:
            par_annee[ligne.annee] = {
                "etablissement": ligne.etablissement,
                "uai": ligne.uai,
                "niveau": ligne.classe,
                "classe": ligne.classe_ecrite,
            }
    return tuple(par_annee.items())


def _parcours(e: LigneLue, avertissements: Sequence[Avertissement]) -> Contenu:
    a_trier = {(t.lieu, t.colonne) for t in e.textes if sensible(t.compartiment)}
    return {
        "numero": e.numero,
        "origine": e.origine,
        "origine_ecrite": "" if e.origine else e.origine_ecrite,
        "motifs": list(e.motifs),
        "accord": e.accord or "non_sollicite",
        "pris_en_charge": e.pris_en_charge,
        "motif_non_prise_en_charge": e.motif_non_prise_en_charge,
        "motif_sortie": e.motif_sortie,
        "actions": list(e.actions),
        "sortie_prevue": _texte(e.sortie_prevue),
        "referent_ecrit": "" if e.referent else e.referent_ecrit,
        "a_preciser": [
            {"colonne": a.colonne, "valeur": a.valeur, "message": a.message}
            for a in avertissements
            if a.valeur and (a.lieu, a.colonne) not in a_trier
        ],
    }


def _dates(e: LigneLue) -> dict[str, str]:
    etape: Etape = etape_reprise(
        pris_en_charge=e.pris_en_charge,
        entree=e.entree is not None,
        sortie=e.sortie is not None or e.motif_sortie is not None,
        eps=bool(e.eps),
        accord=e.accord in ACCORDS,
    )
    return {
        "etape": etape.value,
        "recue": _texte(e.date_reception),
        "entree": _texte(e.entree),
        "sortie": _texte(e.sortie),
    }
