"""Prepare the programme of a story, in its own process: `python -m tests.recits.preparation vide|repris|neuilly|eps`.

`vide`: bases, public data, personas, no child. `repris`: the same, then the demonstration's own import (first town only). `neuilly`: as `vide`,
for the town of the tracker of 2015, with the shipped sample of addresses in service. `eps`: `vide`, then a séance with eleven situations and six members.
"""

from __future__ import annotations

import sys

import django
from django.core.management import call_command

ETAPES: dict[str, tuple[tuple[str, ...], ...]] = {
    "vide": (
        ("creer_les_tables",),
        ("createcachetable",),
        ("collectstatic", "--no-input"),
    ),
    "repris": (),
}
ETAPES["neuilly"] = ETAPES["vide"]


def main(etat: str) -> None:
    django.setup()
    for nom, *options in ETAPES[etat]:
        call_command(nom, *options, verbosity=0)
    from maillage.config.management.commands.demo_preparer import Command

    class UneVille(Command):
        """The demonstration without its second town: stories count rows of the whole base."""

        def _neuilly(self) -> None:
            return

    if etat == "repris":
        call_command(UneVille(), verbosity=0)
        return

    class SansReprise(UneVille):
        """The demonstration before anybody has taken a tracker over."""

        def _reprendre(self) -> None:
            return

    class Neuilly(SansReprise):
        """The same personas in the town of the other tracker: two of them hold postes that it names."""

        code, nom, commune = (
            "neuilly-sur-marne",
            "PRE de Neuilly-sur-Marne (démonstration)",
            "93050",
        )
        postes = {**Command.postes, "nadia": "Hélène Dupuis", "karim": "Thilaka Raman"}

    call_command(Neuilly() if etat == "neuilly" else SansReprise())
    if etat == "neuilly":
        from django.conf import settings

        from maillage.territoire import ban, imports

        ban.charger(imports.EXEMPLE, settings.BAN, au=imports.JOUR_DE_L_EXEMPLE, exemple=True)


def eps() -> None:
    django.setup()
    from tests.recits.seance import preparer

    preparer()


if __name__ == "__main__":
    eps() if sys.argv[1] == "eps" else main(sys.argv[1])
