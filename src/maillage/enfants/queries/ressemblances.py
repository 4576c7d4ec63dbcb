"""Search before create: the children of one's own scope who look like one who is about to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau_du_programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.queries import identites
from maillage.enfants.rules.doublons import Raison, rapprocher
from maillage.enfants.rules.fiches import DOUBLON, Fiche
from maillage.enfants.rules.identite import IdentiteLue
from maillage.enfants.rules.recherche import chercher
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte

MONTRES = 8
NOUVEAU = "nouveau"


@dataclass(frozen=True, slots=True)
class Ressemblance:
    """A child already known, and why it may be the same. No reason: found by its name only."""

    dossier: UUID
    identite: IdentiteLue
    fratrie: bool = False
    raisons: tuple[Raison, ...] = ()


def ressemblances(
    acteur: Acteur, identite: IdentiteLue, recherche: str = "", *, at: date
) -> tuple[Ressemblance, ...]:
    """Children whom this person may know of and who look like this one, best first; then those found by `recherche`."""
    visibles = dossiers_visibles(acteur, Acte.LISTER, Volet.IDENTITE, at)
    cles = trousseau_du_programme(acteur.programme_id, [Volet.IDENTITE])
    ouvertes = identites(visibles.values("pk"), cles)
    trouves = _semblables(identite, ouvertes)
    connus = {r.dossier for r in trouves}
    mots = recherche.strip() or f"{identite.prenom} {identite.nom}"
    trouves += [r for r in _nommes(mots, ouvertes) if r.dossier not in connus]
    gardes = tuple(trouves[:MONTRES])
    if gardes:
        noter_liste(
            acteur, Acte.LISTER, Volet.IDENTITE, (r.dossier for r in gardes), "ressemblances"
        )
    return gardes


def _semblables(identite: IdentiteLue, ouvertes: dict[UUID, IdentiteLue]) -> list[Ressemblance]:
    fiches = [_fiche(NOUVEAU, identite), *(_fiche(str(d), i) for d, i in ouvertes.items())]
    lus = []
    for paire in rapprocher(fiches):
        if NOUVEAU in (paire.a, paire.b):
            dossier = UUID(paire.b if paire.a == NOUVEAU else paire.a)
            lus.append(
                Ressemblance(dossier, ouvertes[dossier], paire.classe != DOUBLON, paire.raisons)
            )
    return lus


def _nommes(mots: str, ouvertes: dict[UUID, IdentiteLue]) -> Sequence[Ressemblance]:
    liste = list(ouvertes.items())
    rangs = chercher(mots, [(i.nom, i.prenom) for _, i in liste])[:MONTRES]
    return [Ressemblance(*liste[r]) for r in rangs]


def _fiche(cle: str, lue: IdentiteLue) -> Fiche:
    return Fiche(cle=cle, nom=lue.nom, prenom=lue.prenom, naissance=lue.naissance, sexe=lue.sexe)
