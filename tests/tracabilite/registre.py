"""A journal of several months, two of them destroyed, written by the product under a clock that the test holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from maillage.tracabilite.export import ligne_d_ancre, lignes
from maillage.tracabilite.rules.ancres import AncreSignee
from maillage.tracabilite.services import Fait, noter
from maillage.tracabilite.services.ancrage import ancrer
from maillage.tracabilite.services.retention import detruire

CHAINE = UUID(int=1)
MOIS = ("2024-10", "2024-11", "2026-09", "2026-10", "2026-11")
DETRUITS = 2


def regler(horloge: pytest.MonkeyPatch, mois: str, jour: int = 5) -> None:
    """Put the clock of the product at ten o'clock on a day of this month."""
    instant = datetime.fromisoformat(f"{mois}-{jour:02d}T10:00:00+00:00")
    horloge.setattr(timezone, "now", lambda: instant)


def fait(**champs: object) -> Fait:
    simple = {"acte": "lire", "acteur": uuid4(), "programme": CHAINE, "regle": "referent_dossier"}
    return Fait(**{**simple, **champs})


def un_mois() -> None:
    """Six events: readings, one of them in a list, and a refusal."""
    for _ in range(2):
        noter(fait(dossier=uuid4(), volet="parcours"), fait(dossiers=(uuid4(), uuid4()), nombre=2))
        noter(fait(dossier=uuid4(), volet="sante", accorde=False))


def tenir(horloge: pytest.MonkeyPatch) -> AncreSignee:
    """Write five months, anchoring each, destroy the two oldest; return the last anchor."""
    for mois in MOIS:
        regler(horloge, mois)
        un_mois()
        ancrer(CHAINE)
    detruire(CHAINE, avant="2025-01")
    un_mois()
    derniere = ancrer(CHAINE)
    assert derniere is not None
    return derniere


def ecrire(dossier: Path, ancre: AncreSignee) -> tuple[Path, Path]:
    """The export, and the file of the last anchor, kept elsewhere."""
    export, dehors = dossier / "journal.jsonl", dossier / "ancre.jsonl"
    export.write_text("".join(lignes([CHAINE])), encoding="utf-8")
    dehors.write_text(ligne_d_ancre(ancre), encoding="utf-8")
    return export, dehors
