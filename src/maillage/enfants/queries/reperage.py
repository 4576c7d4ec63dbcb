"""The children whose home somebody must place, for whoever may write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.queries import identites
from maillage.enfants.queries.positions import domiciles_tus, situations
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.territoire.rules.adresses import NatureDePosition


@dataclass(frozen=True, slots=True)
class DomicileAVerifier:
    """A child and why her home must be looked at. No address here."""

    dossier: UUID
    enfant: str
    raison: str


@dataclass(frozen=True, slots=True)
class EtatDesDomiciles:
    """How many homes are placed, and those to look at."""

    surs: int
    a_verifier: tuple[DomicileAVerifier, ...]


def domiciles_a_verifier(acteur: Acteur, *, at: date) -> EtatDesDomiciles:
    """The homes of the children about whom the acteur writes, protected ones left out unless she reads the famille."""
    ecrits = list(
        dossiers_visibles(acteur, Acte.ECRIRE, Volet.IDENTITE, at).values_list("pk", flat=True)
    )
    visibles = sorted(set(ecrits) - domiciles_tus(acteur, ecrits, at))
    if not visibles:
        return EtatDesDomiciles(0, ())
    noter_liste(acteur, Acte.LIRE, Volet.IDENTITE, visibles, "positions")
    cles = trousseau(acteur.programme_id, visibles, [Volet.IDENTITE])
    lues, surs, raisons = situations(visibles, cles, at), 0, {}
    for dossier in visibles:
        ici = lues.get(dossier)
        if ici is None or not ici.ecrite:
            continue
        if ici.position is None:
            raisons[dossier] = "adresse non trouvée"
        elif ici.position.a_verifier:
            raisons[dossier] = (
                f"située {NatureDePosition(ici.position.type_position).libelle}, à vérifier"
            )
        else:
            surs += 1
    noms = identites(list(raisons), cles)
    lignes = [DomicileAVerifier(d, noms[d].nom_complet, r) for d, r in raisons.items()]
    return EtatDesDomiciles(surs, tuple(sorted(lignes, key=lambda x: x.enfant)))
