"""The pinned synthesis of a child: the version shown, and the former ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.parcours.models import SyntheseEpinglee
from maillage.parcours.queries.noms import identite_seule
from maillage.parcours.queries.projections import SyntheseLue
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte

RIEN = SyntheseLue(0, "")


@dataclass(frozen=True, slots=True)
class SyntheseOuverte:
    """The synthesis as whoever writes it sees it."""

    enfant: str
    courante: SyntheseLue
    anciennes: tuple[SyntheseLue, ...]


def derniere_synthese(dossier_id: UUID, cles: Trousseau) -> SyntheseLue:
    """The version shown; the reading of the volet was noted."""
    rangs = SyntheseEpinglee.objects.filter(dossier_id=dossier_id).select_related("auteur")
    rang = rangs.order_by("-rang").first()
    return _lue(rang, cles) if rang else RIEN


def synthese_ouverte(acteur: Acteur, dossier_id: UUID, *, at: date) -> SyntheseOuverte:
    """Every version, for whoever may write the next one. The reading is noted."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    enfant = identite_seule(acteur, dossier_id, at=at)
    noter(
        acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id,
        objet="synthese_epinglee",
    )  # fmt: skip
    cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
    rangs = SyntheseEpinglee.objects.filter(dossier_id=dossier_id).select_related("auteur")
    lues = tuple(_lue(r, cles) for r in rangs.order_by("-rang"))
    return SyntheseOuverte(enfant, *((lues[0], lues[1:]) if lues else (RIEN, ())))


def _lue(rang: SyntheseEpinglee, cles: Trousseau) -> SyntheseLue:
    return SyntheseLue(rang.rang, rang.ouvrir(cles)["texte"], rang.auteur.nom, rang.created_at)
