"""Reads of the journal: verification of chains, what was done on dossiers."""

from __future__ import annotations

from maillage.tracabilite.queries.verification import dossiers_touches, rupture

__all__ = ["dossiers_touches", "rupture"]
