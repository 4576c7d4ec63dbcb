"""Names of followed children in a text that is about to be published: read, compared, forgotten; the reading is noted."""

from __future__ import annotations

from datetime import date

from maillage.chiffrement.services import trousseau
from maillage.comptes.queries import membres
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.publications.errors import NomDansLesMots
from maillage.publications.rules.noms_dans_le_texte import (
    NomsTrouves,
    membres_dans,
    noms_dans,
)


def noms_trouves(acteur: Acteur, texte: str, *, at: date) -> NomsTrouves:
    """What the text holds of the names that this acteur may know."""
    if acteur.programme_id is None or not texte.strip():
        return NomsTrouves((), ())
    visibles = dossiers_visibles(acteur, Acte.LISTER, Volet.IDENTITE, at)
    ids = sorted(visibles.values_list("pk", flat=True))
    noter_liste(acteur, Acte.LISTER, Volet.IDENTITE, ids, "relecture d'un commentaire")
    lues = enfants.identites(ids, trousseau(acteur.programme_id, ids, [Volet.IDENTITE]))
    trouves = noms_dans(texte, ((i.nom, i.prenom) for i in lues.values()))
    return trouves.avec(membres_dans(texte, (nom for _, nom in membres(acteur.programme_id, at))))


def exiger_sans_nom(acteur: Acteur, mots: str, *, at: date) -> None:
    """Refuse words meant for readers outside that hold a known name. Raises NomDansLesMots."""
    lus = noms_trouves(acteur, mots, at=at)
    if lus.certains or lus.possibles:
        raise NomDansLesMots((*lus.certains, *lus.possibles))
