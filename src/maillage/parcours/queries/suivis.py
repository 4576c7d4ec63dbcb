"""What the exit campaigns of `eligibilite` need to know of the parcours. Callers have asked the policy."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.dossiers.rules import Volet
from maillage.eligibilite.suivis import SuiviConnu
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import FINIES, Etape, commence


def suivis(programme: UUID, dossiers: Collection[UUID]) -> dict[UUID, SuiviConnu]:
    """The latest parcours of each dossier. Its planned end is the end of what is under way, when it is known whole."""
    rangs = Parcours.objects.filter(dossier_id__in=list(dossiers)).order_by("created_at")
    derniers = {r.dossier_id: r for r in rangs}
    cles = trousseau(programme, derniers, [Volet.PARCOURS])
    return {d: _suivi(rang, cles) for d, rang in derniers.items()}


def _suivi(rang: Parcours, cles: Trousseau) -> SuiviConnu:
    etape = Etape(rang.etape)
    return SuiviConnu(
        # a parcours whose plan is proposed again has not ended: see `commence`
        ouvert=etape not in FINIES and commence(etape, rang.entree),
        fin_d_action=_jour(rang.ouvrir(cles).get("sortie_prevue") or ""),
        sorti_le=_jour(rang.sortie) if etape in FINIES else None,
    )


def _jour(texte: str) -> date | None:
    """A date known in part counts by its last day; nothing is nothing."""
    return DatePartielle.lire(texte).dernier_jour if texte else None
