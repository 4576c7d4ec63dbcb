"""Reads of the dashboards: which réseaux a person may read, and what is known of one. Aggregates only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from maillage.bilans.models import LectureDuTableau, MesureRep
from maillage.bilans.references import references_publiees
from maillage.bilans.rules.indicateurs_rep import (
    FIN_DE_CM2,
    INDICATEURS,
    PAR_CODE,
    Chapitre,
    IndicateurRep,
    Portee,
)
from maillage.bilans.rules.tableau_rep import (
    EcartDAnnee,
    LigneDuTableau,
    MesureDite,
    ecarts,
    lignes,
    membres_de,
)
from maillage.comptes import queries as comptes
from maillage.comptes.personnes import personnes_nommees
from maillage.comptes.queries import en_vigueur
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide, ouvre
from maillage.territoire.models import Etablissement
from maillage.territoire.queries import ReseauConnu, reseaux

ACTE = Acte.VOIR_LE_TABLEAU_REP


@dataclass(frozen=True, slots=True)
class Reseau:
    """A réseau and its schools: name and kind (N3) by UAI, its collège first."""

    connu: ReseauConnu
    noms: Mapping[str, str]
    natures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IndicateurMontre:
    """One indicator on the page; `vide`: nobody gave a figure of this réseau for this year."""

    indicateur: IndicateurRep
    lignes: tuple[LigneDuTableau, ...]

    @property
    def vide(self) -> bool:
        siennes = (Portee.ETABLISSEMENT, Portee.RESEAU)
        return not any(x.figure for x in self.lignes if x.portee in siennes)


@dataclass(frozen=True, slots=True)
class TableauRep:
    """The dashboard of a réseau for one rentrée, by chapter, and the gap over the years."""

    reseau: Reseau
    annee: AnneeScolaire
    chapitres: tuple[tuple[Chapitre, tuple[IndicateurMontre, ...]], ...]
    ecarts: tuple[EcartDAnnee, ...]
    vide: bool


@dataclass(frozen=True, slots=True)
class LecteurDuReseau:
    """A poste that reads this dashboard, since when."""

    id: int
    poste: str
    depuis: date


def reseaux_lisibles(acteur: Acteur, *, at: date) -> tuple[ReseauConnu, ...]:
    """The réseaux whose dashboard this person may read: all those of the programme, or those opened to her postes."""
    if acteur.programme_id is None or not decide(acteur, ACTE, None, None, at):
        return ()
    tous = reseaux(comptes.programme(acteur.programme_id).communes, at)
    if ouvre(acteur, Acte.TENIR_LES_BILANS):
        return tous
    ouverts = LectureDuTableau.objects.filter(
        en_vigueur(at), programme_id=acteur.programme_id, poste_id__in=acteur.postes
    )
    tetes = set(ouverts.values_list("tete_id", flat=True))
    return tuple(r for r in tous if r.tete in tetes)


def le_reseau(acteur: Acteur, reseau_id: int, *, at: date) -> Reseau:
    """One of them, with the kind of each of its schools; Introuvable for any other."""
    connu = next((r for r in reseaux_lisibles(acteur, at=at) if r.id == reseau_id), None)
    if connu is None:
        decision = decide(acteur, ACTE, None, None, at)
        noter(acteur, ACTE, replace(decision, accordee=False), objet=f"reseau {reseau_id}")
        raise Introuvable
    noms = {connu.tete: connu.nom_de_tete} | {uai: nom for uai, nom, _ in connu.ecoles}
    natures = dict(Etablissement.objects.filter(uai__in=noms).values_list("uai", "nature"))
    return Reseau(connu, noms, {uai: natures[uai] for uai in noms})


def mesures(programme: UUID, tete: str, *, au: datetime | None = None) -> tuple[MesureDite, ...]:
    """What is in force for this réseau (or was, at a moment), and the references shipped that nobody gave otherwise."""
    lus = MesureRep.objects.filter(programme_id=programme, tete_id=tete).order_by("id")
    lus = lus.filter(ecrite_le__lte=au) if au else lus.filter(en_vigueur=True)
    derniers = {(r.indicateur, r.rentree, r.portee, r.etablissement_id): r for r in lus}
    rangs = sorted(
        (r for r in derniers.values() if (r.nombre, r.valeur) != (None, None)),
        key=lambda r: (r.rentree, r.pk),
    )
    noms = personnes_nommees({r.auteur_id for r in rangs}, programme)
    dites = tuple(
        MesureDite(
            r.indicateur, r.rentree, Portee(r.portee), r.etablissement_id or "", r.nombre, r.effectif,
            r.valeur, r.source, timezone.localtime(r.ecrite_le).date(),
            noms[r.auteur_id].nom if r.auteur_id in noms else "",
        )
        for r in rangs
    )  # fmt: skip
    dits = {(m.indicateur, m.portee, m.rentree) for m in dites}
    livrees = (m for m in references_publiees() if (m.indicateur, m.portee, m.rentree) not in dits)
    return (*dites, *livrees)


def tableau(acteur: Acteur, reseau_id: int, annee: AnneeScolaire, *, at: date) -> TableauRep:
    """The dashboard; the reading is noted, though no child is in it."""
    r = le_reseau(acteur, reseau_id, at=at)
    noter(acteur, ACTE, decide(acteur, ACTE, None, None, at), objet=f"reseau {reseau_id}")
    dites = mesures(acteur.programme_id, r.connu.tete)
    montres = [
        IndicateurMontre(i, lignes(dites, i, annee.rentree, r.noms, membres_de(i, r.natures)))
        for i in INDICATEURS
    ]
    cm2 = PAR_CODE[FIN_DE_CM2]
    return TableauRep(
        reseau=r, annee=annee,
        chapitres=tuple(
            (c, tuple(m for m in montres if m.indicateur.chapitre is c)) for c in Chapitre
        ),
        ecarts=ecarts(dites, cm2, membres_de(cm2, r.natures)),
        vide=all(m.vide for m in montres),
    )  # fmt: skip


def lecteurs(acteur: Acteur, tete: str, *, at: date) -> tuple[LecteurDuReseau, ...]:
    """The postes that read this dashboard today."""
    rangs = LectureDuTableau.objects.filter(
        en_vigueur(at), programme_id=acteur.programme_id, tete_id=tete
    ).select_related("poste")
    return tuple(
        LecteurDuReseau(r.pk, r.poste.libelle, r.depuis) for r in rangs.order_by("poste__libelle")
    )
