"""The walk: every address of the site, as Django itself knows it, with what its view declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its name («room:page», or the address itself when it has none), the names of what it holds, its view."""

    nom: str
    motif: str
    porte: tuple[str, ...]
    vue: Any

    @property
    def acte(self) -> Any:
        return getattr(self.vue, "acte", None)

    @property
    def methodes(self) -> tuple[str, ...]:
        return getattr(self.vue, "methodes", ())

    @property
    def publique(self) -> bool:
        return getattr(self.vue, "publique", False)

    @property
    def de_la_maison(self) -> bool:
        return str(self.vue.__module__).startswith("maillage.")

    def __str__(self) -> str:
        return self.nom


def routes() -> list[Route]:
    """Every route of the site, in the order of the resolver."""
    return list(_marcher(get_resolver().url_patterns))


def _marcher(
    motifs: list[Any], espace: str = "", avant: str = "", porte: tuple[str, ...] = ()
) -> Iterator[Route]:
    for motif in motifs:
        ici = avant + str(motif.pattern)
        tient = (*porte, *motif.pattern.regex.groupindex)
        if isinstance(motif, URLResolver):
            plus = f"{motif.namespace}:" if motif.namespace else ""
            yield from _marcher(motif.url_patterns, espace + plus, ici, tient)
        elif isinstance(motif, URLPattern):
            nom = f"{espace}{motif.name}" if motif.name else f"/{ici}"
            yield Route(nom, ici, tient, motif.callback)
