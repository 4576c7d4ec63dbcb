"""A figure and its definition, in templates."""

from __future__ import annotations

from typing import Any

from django import template

from maillage.statistiques.rules import definitions
from maillage.statistiques.tableaux import Tableau

register = template.Library()


@register.inclusion_tag("statistiques/elements/definition.html")
def definition(code: str, *, nommee: bool = False) -> dict[str, Any]:
    """The definition of a figure, to open beside it; `nommee`: its name is said, where several stand together."""
    return {"d": definitions.definition(code), "nommee": nommee}


@register.filter
def rangees(t: Tableau) -> list[tuple[tuple[str | int, ...], str]]:
    """The rows of a table, each with the code of its definition."""
    codes = t.codes or ("",) * len(t.lignes)
    return list(zip(t.lignes, codes, strict=True))
