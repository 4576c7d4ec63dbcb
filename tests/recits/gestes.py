"""What a coordinator does at the reprise, named once."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.recits.regard import Regard

EXEMPLE = files("maillage.reprise").joinpath("data", "exemples", "suivi-saint-denis-2025-2026.xlsx")
NEUILLY = EXEMPLE.parent.joinpath("suivi-neuilly-sur-marne-2015.xlsx")


def nombres(texte: str) -> list[int]:
    """The whole numbers of a text, written as French writes them."""
    return [int(n.replace(" ", "")) for n in re.findall(r"\d+(?: \d{3})*", texte)]


def deposer(r: Regard, fichier: object = str(EXEMPLE)) -> None:
    """Bring a file to the first page of the reprise."""
    r.aller("/reprise/")
    r.page.set_input_files("input[type=file]", fichier)  # type: ignore[arg-type]
    r.bouton("Lire ce fichier").click()


def importer(r: Regard) -> str:
    """From the deposit to the result, without a correction; return the address of the result."""
    deposer(r)
    r.bouton("Vérifier les lignes").click()
    r.page.get_by_role("button", name=re.compile("^Importer")).click()
    r.page.get_by_role("heading", name="Votre tableau est repris").wait_for(timeout=60_000)
    return r.chemin


def faits(r: Regard) -> tuple[int, ...]:
    """The four figures of a result: created, completed, up to date, texts put aside."""
    return tuple(nombres(", ".join(r.page.locator(".m-figs .m-big").all_inner_texts())))
