"""The list of demands, and one of them opened for whoever receives it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.enfants.rules.identite import IdentiteLue
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.parcours.rules.etapes import Etape
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.saisines.models import COMPARTIMENT, LienDeSaisine, Saisine
from maillage.saisines.queries.brouillons import nombre_d_oublies
from maillage.saisines.queries.ecoles import reconnaitre
from maillage.saisines.rules import EtatDeSaisine, Voie
from maillage.saisines.rules.conservation import limite
from maillage.saisines.rules.contenus import Sollicitation, lire
from maillage.saisines.rules.reception import (
    AlerteDeReception,
    avertir_de_l_age,
    avertir_de_l_ecole,
)
from maillage.saisines.rules.suites import Demandeur, Suite, demandeur, suite_de

MONTREES = 200
A_RECEVOIR = "a_recevoir"
FILTRES = {
    A_RECEVOIR: (EtatDeSaisine.DEPOSEE,),
    "recues": (EtatDeSaisine.RATTACHEE, EtatDeSaisine.JOINTE),
    "non_retenues": (EtatDeSaisine.NON_RETENUE,),
}


@dataclass(frozen=True, slots=True)
class LigneDeSaisine:
    """A demand in the list. `jours`: how long it has waited, or how long it waited."""

    id: UUID
    numero: str
    enfant: str
    ecole: str
    origine: str
    voie: Voie
    etat: EtatDeSaisine
    recue_le: date
    jours: int
    dossier: UUID | None


@dataclass(frozen=True, slots=True)
class ListeDeSaisines:
    """The list, and how many there are in each drawer. `a_effacer`: those whose time is over."""

    lignes: tuple[LigneDeSaisine, ...]
    nombres: dict[str, int]
    plus_ancienne: int | None
    a_effacer: int
    brouillons: int  # drafts that somebody left there


@dataclass(frozen=True, slots=True)
class SaisineLue:
    """One demand, whole."""

    id: UUID
    numero: str
    voie: Voie
    origine: str
    etat: EtatDeSaisine
    recue_le: date
    jours: int
    demande: Sollicitation
    avertissements: tuple[AlerteDeReception, ...]
    structure: str = ""
    par: str = ""
    mot: str = ""
    reconnue: bool = False
    motif: str = ""
    close_le: date | None = None
    dossier: UUID | None = None
    suite: Suite = Suite.RECUE
    famille: bool = False  # the demand is the family's own

    @property
    def identite(self) -> IdentiteLue:
        d = self.demande
        return IdentiteLue(d.nom, d.prenom, d.date_de_naissance, d.sexe or None)

    @property
    def motifs(self) -> tuple[str, ...]:
        return tuple(charger("n08").libelle(m) for m in self.demande.motifs)

    @property
    def appuis(self) -> tuple[str, ...]:
        return tuple(charger("n09").libelle(p) for p in self.demande.points_d_appui)

    @property
    def principal(self) -> str:
        d = self.demande
        return charger("n08").libelle(d.motif_principal) if d.motif_principal else ""


def liste(
    acteur: Acteur, tiroir: str = A_RECEVOIR, origine: str = "", *, at: date
) -> ListeDeSaisines:
    """The demands of one drawer, the oldest first among those that wait; the reading is noted before it leaves."""
    _noter(acteur, Acte.VOIR_LES_SAISINES, f"liste {tiroir}", at)
    toutes = Saisine.objects.filter(programme_id=acteur.programme_id)
    ordre = ("recue_le", "created_at") if tiroir == A_RECEVOIR else ("-close_le", "-created_at")
    rangs = toutes.filter(etat__in=FILTRES[tiroir]).order_by(*ordre)
    if origine:
        rangs = rangs.filter(origine=origine)
    nombres = {nom: toutes.filter(etat__in=etats).count() for nom, etats in FILTRES.items()}
    attente = toutes.filter(etat=EtatDeSaisine.DEPOSEE).order_by("recue_le").first()
    return ListeDeSaisines(
        _lignes(rangs[:MONTREES], acteur, at),
        nombres,
        (at - attente.recue_le).days if attente else None,
        toutes.filter(etat=EtatDeSaisine.NON_RETENUE, close_le__lt=limite(at)).count(),
        nombre_d_oublies(acteur, at),
    )


def _lignes(rangs: Iterable[Saisine], acteur: Acteur, at: date) -> tuple[LigneDeSaisine, ...]:
    lus = list(rangs)
    cles = trousseau(acteur.programme_id, [r.pk for r in lus], [COMPARTIMENT])
    lignes = []
    for r in lus:
        try:
            contenu = r.ouvrir(cles)
        except Illisible:  # one damaged row must not close the list to a whole team
            contenu = {"etiquette": "Demande illisible"}
        d = lire(contenu)
        enfant = f"{d.prenom} {d.nom}".strip() or str(contenu.get("etiquette", ""))
        lignes.append(
            LigneDeSaisine(
                r.pk,
                r.numero,
                enfant,
                d.etablissement,
                charger("n07").libelle(r.origine),
                Voie(r.voie),
                EtatDeSaisine(r.etat),
                r.recue_le,
                ((r.close_le or at) - r.recue_le).days,
                r.suivi_id,
            )
        )
    return tuple(lignes)


def saisine(acteur: Acteur, saisine_id: UUID, *, at: date) -> SaisineLue:
    """One demand for whoever receives it; the reading is noted first."""
    rang = (
        Saisine.objects.filter(pk=saisine_id, programme_id=acteur.programme_id)
        .select_related("lien", "auteur", "parcours")
        .first()
    )
    if rang is None:
        raise Introuvable
    _noter(acteur, Acte.RECEVOIR_LES_SAISINES, f"saisine {rang.pk}", at)
    contenu = rang.ouvrir()
    demande = lire(contenu)
    etat = EtatDeSaisine(rang.etat)
    return SaisineLue(
        rang.pk,
        rang.numero,
        Voie(rang.voie),
        charger("n07").libelle(rang.origine),
        etat,
        rang.recue_le,
        ((rang.close_le or at) - rang.recue_le).days,
        demande,
        _avertir(acteur, demande, at) if etat is EtatDeSaisine.DEPOSEE else (),
        structure=_structure(rang.lien),
        par=rang.auteur.nom if rang.auteur else "",
        mot=str(contenu.get("mot", "")),
        reconnue=rang.reconnue,
        motif=charger("n13").libelle(rang.motif) if rang.motif else "",
        close_le=rang.close_le,
        dossier=rang.suivi_id,
        famille=demandeur(Voie(rang.voie), rang.origine, reconnue=False) is Demandeur.FAMILLE,
        suite=suite_de(etat, Etape(rang.parcours.etape) if rang.parcours else None),
    )


def _structure(lien: LienDeSaisine | None) -> str:
    return lien.structure if lien else ""


def _avertir(acteur: Acteur, demande: Sollicitation, at: date) -> tuple[AlerteDeReception, ...]:
    ecole = reconnaitre(acteur, demande.etablissement, demande.niveau or None, at)
    return (
        *avertir_de_l_age(demande.date_de_naissance, at),
        *avertir_de_l_ecole(
            demande.etablissement, reconnue=bool(ecole.uai), prioritaire=ecole.prioritaire
        ),
    )


def _noter(acteur: Acteur, acte: Acte, objet: str, at: date) -> None:
    decision = decide(acteur, acte, None, None, at)
    noter(acteur, acte, decision, objet=objet)
    if not decision:
        raise Introuvable
