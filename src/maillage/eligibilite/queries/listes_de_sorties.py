"""Exits by name, for whoever may know these children; and what the day of each holds, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite import calendriers
from maillage.eligibilite.models.campagne import Campagne, SortieAccompagnee
from maillage.eligibilite.queries.campagne import (
    SANS_REFERENT,
    comptee,
    noms_des_referents,
    une_campagne,
)
from maillage.eligibilite.rules.campagne import EtatDeCampagne
from maillage.eligibilite.rules.campagne_avancement import Avance, Compte, avance, compter
from maillage.eligibilite.rules.campagne_calendrier import EMPECHEMENTS
from maillage.eligibilite.rules.campagne_relais import EtatDuRelais
from maillage.enfants import queries as enfants
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

COULEURS = {
    Avance.FAITE: "ok",
    Avance.EN_RETARD: "bad",
    Avance.CETTE_SEMAINE: "att",
    Avance.A_VENIR: "info",
    Avance.SANS_SEMAINE: "att",
    Avance.RESTE: "inc",
}


@dataclass(frozen=True, slots=True)
class LigneDeSortie:
    """One child of a campaign, for a list."""

    dossier: UUID
    enfant: str
    referent: str
    semaine: date | None
    a_la_main: bool
    avance: Avance
    relais: EtatDuRelais
    informee_le: date | None
    faite_le: date | None
    empechement: str
    fratrie: bool

    @property
    def couleur(self) -> str:
        """State of the badge; the words are always beside it."""
        return COULEURS[self.avance]


def lignes(acteur: Acteur, campagne_id: UUID, *, at: date) -> tuple[LigneDeSortie, ...]:
    """The children of a campaign by week then name, for whoever leads campaigns."""
    rang = une_campagne(acteur, campagne_id, at)
    return _lignes(acteur, rang.sorties.all(), at, "campagne")


def les_miennes(acteur: Acteur, *, at: date) -> tuple[LigneDeSortie, ...]:
    """The exits of the launched campaign among the children whom this person's postes follow."""
    siens = SortieAccompagnee.objects.filter(
        campagne__programme_id=acteur.programme_id, campagne__etat=EtatDeCampagne.LANCEE
    )
    dossiers = list(siens.values_list("dossier_id", flat=True))
    suivies = [d for d, p in calendriers.referents_de(dossiers, at).items() if p in acteur.postes]
    return _lignes(acteur, siens.filter(dossier_id__in=suivies), at, "mes_sorties")


def _lignes(acteur: Acteur, sorties: QuerySet, at: date, objet: str) -> tuple[LigneDeSortie, ...]:
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    rangs = list(sorties.filter(dossier_id__in=visibles.values("pk")))
    if not rangs:
        return ()
    ids = sorted(r.dossier_id for r in rangs)
    noter_liste(acteur, Acte.LISTER, Volet.IDENTITE, ids, objet)
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, ids, objet)
    identites = enfants.identites(ids, trousseau(acteur.programme_id, ids, [Volet.IDENTITE]))
    noms = noms_des_referents(ids, at)
    lues = [
        LigneDeSortie(
            dossier=r.dossier_id,
            enfant=identites[r.dossier_id].nom_de_liste,
            referent=noms.get(r.dossier_id, SANS_REFERENT),
            semaine=r.semaine,
            a_la_main=r.a_la_main,
            avance=avance(comptee(r, ""), at),
            relais=EtatDuRelais(r.relais),
            informee_le=r.informee_le,
            faite_le=r.faite_le,
            empechement=EMPECHEMENTS[r.empechement].phrase if r.empechement else "",
            fratrie=r.fratrie is not None,
        )
        for r in rangs
    ]
    return tuple(sorted(lues, key=lambda ligne: (ligne.semaine or date.max, ligne.enfant)))


@dataclass(frozen=True, slots=True)
class SortiesDuJour:
    """The launched campaign as a day shows it, in counts: one's own children, or the whole for the coordination."""

    campagne: UUID
    compte: Compte
    cette_semaine: int


def sorties_du_jour(acteur: Acteur, *, at: date) -> SortiesDuJour | None:
    """What the launched campaign asks of this person; None when there is none, or nothing is hers."""
    rang = Campagne.objects.filter(
        programme_id=acteur.programme_id, etat=EtatDeCampagne.LANCEE
    ).first()
    if rang is None:
        return None
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    rangs = list(rang.sorties.filter(dossier_id__in=visibles.values("pk")))
    if not decide(acteur, Acte.CONDUIRE_LES_SORTIES, None, None, at):
        postes = calendriers.referents_de([r.dossier_id for r in rangs], at)
        rangs = [r for r in rangs if postes.get(r.dossier_id) in acteur.postes]
    if not rangs:
        return None
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, sorted(r.dossier_id for r in rangs), "journee")
    comptees = [comptee(r, "") for r in rangs]
    return SortiesDuJour(
        campagne=rang.pk,
        compte=compter(comptees, at),
        cette_semaine=sum(avance(c, at) is Avance.CETTE_SEMAINE for c in comptees),
    )
