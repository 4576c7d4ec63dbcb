"""Form of a home placed by hand: that of any point."""

from __future__ import annotations

from maillage.territoire.forms_points import PointForm

__all__ = ["PointForm"]
