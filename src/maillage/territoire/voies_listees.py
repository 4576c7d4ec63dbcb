"""Streets of a list, looked for in the files of addresses of this machine: what they are called there, and which lines nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maillage.territoire.geocodage import Geocodeur
from maillage.territoire.lecture_zones import ZoneLue
from maillage.territoire.rules.constats import Constat, Gravite
from maillage.territoire.rules.listes_de_voies import lire_numeros

INCONNUES = (
    "Ces rues ne sont pas reconnues dans le fichier d'adresses. Tant qu'elles y sont, qui habite ailleurs dans "
    "la commune reste à examiner\u00a0: corrigez-les ou retirez-les."
)
ILLISIBLES = "Les numéros de ces lignes ne se lisent pas (1-15, 2 à 30 pairs, 12, 14)."
Situees = tuple[tuple[ZoneLue, tuple[str, ...]], ...]


def reconnaitre_les_voies(
    zones: Sequence[tuple[ZoneLue, tuple[str, ...]]],
) -> tuple[Situees, tuple[Constat, ...]]:
    """Each listed street under the name of the file of addresses, with what must be told of the others."""
    if not any(z.voies for z, _ in zones):
        return tuple(zones), ()
    inconnues: list[str] = []
    illisibles: list[str] = []
    lues = []
    with Geocodeur([]) as geocodeur:
        for zone, communes in zones:
            voies, sures = [], set()
            for rue, numeros in zone.voies:
                connue = geocodeur.voie(rue, communes)
                voies.append((connue.nom if connue else rue, numeros))
                sures.update([connue.nom] if connue else [])
                inconnues.extend([] if connue else [rue])
                illisibles.extend([f"{rue} {numeros}"] if lire_numeros(numeros) is None else [])
            lues.append((replace(zone, voies=tuple(voies), reconnues=frozenset(sures)), communes))
    constats = [
        Constat("voie_inconnue", Gravite.ATTENTION, INCONNUES, tuple(inconnues)),
        Constat("numeros_illisibles", Gravite.REFUS, ILLISIBLES, tuple(illisibles)),
    ]
    return tuple(lues), tuple(c for c in constats if c.zones)
