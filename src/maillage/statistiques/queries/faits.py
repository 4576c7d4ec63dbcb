"""The facts of a year, read once for every indicator, in a constant number of queries."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.eps.queries.presences import LigneDePresence, presences_du_programme
from maillage.notions.temps import AnneeScolaire
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.saisines.models import Saisine
from maillage.saisines.rules import EtatDeSaisine
from maillage.statistiques.queries.annuelles import autoriser
from maillage.statistiques.queries.observations import enfants_de_l_annee
from maillage.statistiques.rules.faits import DemandesComptees, FaitsDeLAnnee, PresenceComptee


def faits_de_l_annee(
    acteur: Acteur, annee: AnneeScolaire, *, at: date, acte: Acte = Acte.VOIR_LES_CHIFFRES
) -> FaitsDeLAnnee:
    """The facts of the acteur's programme, for whom the policy lets see the figures; the access is noted."""
    programme_id = autoriser(acteur, acte, f"annee {annee.libelle}", at)
    return faits_du_programme(programme_id, annee, at)


def faits_du_programme(programme_id: UUID, annee: AnneeScolaire, at: date) -> FaitsDeLAnnee:
    """The same without policy, for declared jobs."""
    with murs.elargie("faits de l'année"):
        presences = presences_du_programme(programme_id, annee)
        demandes = _demandes(programme_id, annee)
    return FaitsDeLAnnee(
        annee,
        at,
        enfants_de_l_annee(programme_id, annee, at),
        tuple(comptee for ligne in presences.lignes if (comptee := _comptee(ligne)).conviee),
        demandes,
        presences.seances,
    )


def _comptee(ligne: LigneDePresence) -> PresenceComptee:
    """Who wrote took part; a séance of which nothing is noted says nothing of the house."""
    pris_part = ligne.presente + ligne.ecrite
    return PresenceComptee(ligne.institution, pris_part + ligne.excusee + ligne.absente, pris_part)


def _demandes(programme_id: UUID, annee: AnneeScolaire) -> DemandesComptees:
    """Clear columns only: no demand is opened."""
    recues = Saisine.objects.filter(
        programme_id=programme_id, recue_le__gte=annee.debut, recue_le__lte=annee.fin
    )
    lues = recues.values_list("etat", "motif")
    refusees = tuple(sorted(motif for etat, motif in lues if etat == EtatDeSaisine.NON_RETENUE))
    return DemandesComptees(len(lues), refusees)
