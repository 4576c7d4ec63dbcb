"""Letters that tell a family who accompanies the child from now on.

Each is addressed to one adult and holds only what may be said to her (`enfants.queries.destinataire`): neither the note of
the référent nor a protected address.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.enfants.queries.destinataire import destinataire, parents_inconnus
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.passations.models import EnfantConfie
from maillage.passations.queries.liste import une_passation
from maillage.passations.rules.passations import EtatDePassation, Issue


@dataclass(frozen=True, slots=True)
class Lettre:
    """One letter, every text already cleared for its addressee."""

    nom: str
    adresse: str
    enfant: str
    programme: str
    ancien: str
    nouveau: str
    depuis: date
    jusqu_au: date | None
    le: date


def lettres(acteur: Acteur, passation_id: UUID, *, at: date) -> tuple[Lettre, ...]:
    """One letter for each adult of each child given, by whoever gives, receives or leads; `Introuvable` before it is decided."""
    passation, tient = une_passation(acteur, passation_id, at=at)
    if passation.etat != EtatDePassation.FAITE:
        raise Introuvable
    visibles = dossiers_visibles(acteur, Acte.ECRIRE, Volet.FAMILLE, at).values("pk")
    rangs = passation.enfants.filter(issue=Issue.CONFIE, dossier_id__in=visibles)
    if not tient and passation.poste_id not in acteur.postes:
        rangs = rangs.filter(receveur_id__in=acteur.postes)
    tries = rangs.select_related("receveur", "passation__poste").order_by("receveur", "dossier_id")
    return tuple(ecrite for rang in tries for ecrite in _aux_adultes(acteur, rang, at))


def _aux_adultes(acteur: Acteur, rang: EnfantConfie, at: date) -> Iterable[Lettre]:
    dossier = rang.dossier_id
    cles = trousseau(acteur.programme_id, [dossier], [Volet.FAMILLE])
    _, decision = exiger(acteur, Acte.ECRIRE, Volet.FAMILLE, dossier, at)
    noter(acteur, Acte.LIRE, decision, volet=Volet.FAMILLE, dossier=dossier, objet="courrier")
    textes = {
        "programme": comptes.programme(acteur.programme_id).nom,
        "ancien": rang.passation.poste.libelle,
        "nouveau": rang.receveur.libelle if rang.receveur else "",
    }
    adultes = enfants.responsables(dossier, cles)
    for adulte in adultes:
        qui = destinataire(acteur, dossier, adulte.id, textes, at=at)
        yield _lettre(rang, qui.nom, qui.adresse, qui.enfant, dict(qui.textes), at)
    if not adultes:
        with suppress(Introuvable):  # an address is protected: no letter at all
            enfant = parents_inconnus(acteur, dossier, at=at)
            yield _lettre(rang, f"Aux parents de {enfant}", "", enfant, textes, at)


def _lettre(
    rang: EnfantConfie, nom: str, adresse: str, enfant: str, textes: dict[str, str], at: date
) -> Lettre:
    return Lettre(
        nom=nom,
        adresse=adresse,
        enfant=enfant,
        programme=textes["programme"],
        ancien=textes["ancien"],
        nouveau=textes["nouveau"],
        depuis=rang.passation.depuis,
        jusqu_au=rang.passation.jusqu_au,
        le=at,
    )
