"""Writes of publications. `joindre` is for the rooms that write reports from releases."""

from maillage.publications.services.documents import joindre

__all__ = ["joindre"]
