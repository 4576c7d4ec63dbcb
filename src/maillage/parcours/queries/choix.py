"""Which child a note is about: a few letters, inside what the acteur may write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau_du_programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.enfants.rules.recherche import chercher
from maillage.parcours.queries.notes import volets_ou_ecrire
from maillage.parcours.rules.mots import age_en_mots
from maillage.partage.queries import AUCUN, dossiers_visibles, noter_liste, scope
from maillage.partage.rules.actes import Acte

MONTRES = 6
LETTRES_MIN = 2


@dataclass(frozen=True, slots=True)
class EnfantPropose:
    """A child whose name answers; the age tells namesakes apart."""

    dossier: UUID
    nom: str
    age: str


def enfants_proposes(acteur: Acteur, lettres: str, *, at: date) -> tuple[EnfantPropose, ...]:
    """Those of the children this acteur may write about whose name answers, the best first. The access is noted."""
    volets = volets_ou_ecrire(acteur)
    if not volets or len(lettres.strip()) < LETTRES_MIN:
        return ()
    inscriptibles = AUCUN
    for volet in volets:
        inscriptibles |= scope(acteur, Acte.ECRIRE, volet, at)
    connus = dossiers_visibles(acteur, Acte.LISTER, Volet.IDENTITE, at)
    ou = Dossier.objects.filter(inscriptibles, pk__in=connus.values("pk"))
    cles = trousseau_du_programme(acteur.programme_id, [Volet.IDENTITE])
    lues = enfants.identites(ou.values("pk"), cles)
    ids = list(lues)
    rangs = chercher(lettres, [(lues[d].nom, lues[d].prenom) for d in ids])[:MONTRES]
    trouves = [ids[r] for r in rangs]
    noter_liste(acteur, Acte.LISTER, Volet.IDENTITE, trouves, "note_rapide")
    return tuple(
        EnfantPropose(d, lues[d].nom_complet, age_en_mots(lues[d].naissance, at)) for d in trouves
    )
