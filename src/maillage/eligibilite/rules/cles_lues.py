"""Reading the keys of a table written by people: every fault kept with its place, none guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from maillage.eligibilite.rules.criteres import Ages
from maillage.notions.erreurs import ErreurMetier

TABLE = dict[str, Any]


class ReglesIllisibles(ErreurMetier):
    """The rules cannot be read: every fault, each with the rule it is in."""

    def __init__(self, fautes: list[str]) -> None:
        super().__init__(
            "Les règles ne peuvent pas être lues. " + " ".join(fautes),
            rien_perdu="Rien n'a été écrit.",
            a_faire="Corrigez le fichier de règles.",
        )
        self.fautes = tuple(fautes)


@dataclass(slots=True)
class LectureDeTable:
    """Faults met so far, and where we are."""

    fautes: list[str] = field(default_factory=list)
    ou: str = ""

    def refuser(self, dit: str) -> None:
        self.fautes.append(f"{self.ou}{dit}")

    def sans_autre_cle(self, table: TABLE, connues: set[str]) -> None:
        for cle in table.keys() - connues:
            self.refuser(f"« {cle} » n'est pas une clé connue ici ({', '.join(sorted(connues))}).")

    def liste(self, table: TABLE, *cles: str, exigee: bool = False) -> tuple[str, ...]:
        """A list of texts under one of several names. A list that is written is never empty."""
        ecrites = [c for c in cles if c in table]
        if not ecrites:
            if exigee:
                self.refuser(f"il lui manque « {cles[0]} », une liste d'au moins une valeur.")
            return ()
        lue = table[ecrites[0]]
        lue = [lue] if isinstance(lue, str | int) and not isinstance(lue, bool) else lue
        if not isinstance(lue, list) or not all(isinstance(v, str | int) for v in lue):
            self.refuser(f"« {ecrites[0]} » est une liste de textes.")
            return ()
        propres = tuple(dict.fromkeys(str(v).strip() for v in lue if str(v).strip()))
        if not propres:
            self.refuser(f"la liste « {ecrites[0]} » est vide : la règle n'admettrait personne.")
        return propres

    def date_lue(self, lue: Any) -> date | None:
        if lue is None:
            return None
        if isinstance(lue, datetime):
            return lue.date()
        if isinstance(lue, date):
            return lue
        try:
            return date.fromisoformat(str(lue).strip())
        except ValueError:
            self.refuser(f"« jusqu_au » n'est pas une date AAAA-MM-JJ : « {lue} ».")
            return None

    def ages(self, table: TABLE) -> Ages | None:
        """`ages = { de = 2, a = 16 }`."""
        lus = table.get("ages")
        if lus is None:
            return None
        de, a = (lus.get("de"), lus.get("a")) if isinstance(lus, dict) else (None, None)
        if type(de) is not int or type(a) is not int or de > a:
            self.refuser("« ages » s'écrit { de = 2, a = 16 }.")
            return None
        return Ages(de, a)
