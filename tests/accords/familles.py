"""Small families for the rules of agreements."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from maillage.accords.rules.autorite import Exercice, Titulaire
from maillage.accords.rules.examen import Demande, Examen, Reponse, Sens, examiner
from maillage.accords.rules.natures import Finalite, Nature, Objet
from maillage.dossiers.rules import Volet
from maillage.notions.temps import Periode

AT = date(2026, 1, 15)
ESPACE = UUID("6f0c5a1e-0000-4000-8000-00000000000a")
ANNEE = Periode(date(2025, 9, 1), date(2026, 8, 31))
MERE, PERE, AUTRE = (uuid5(ESPACE, n) for n in ("mère", "père", "autre"))
DEMANDE = uuid5(ESPACE, "demande")
OBJETS = {
    "plan": Objet(Nature.PLAN),
    "psychologue": Objet(Nature.SUIVI_PSYCHOLOGIQUE),
    "usuel": Objet(Nature.ACTE_USUEL, propre="a"),
    "eps": Objet(Nature.PRESENTATION),
    "ecole": Objet(Nature.PARTAGE, Volet.SCOLARITE, "ecole", Finalite.POINT_ECOLE),
    "sante": Objet(Nature.PARTAGE, Volet.SANTE, "cmp", Finalite.SOIGNER),
}


def famille(**adultes: str) -> tuple[Titulaire, ...]:
    """`famille(mere="conjoint", pere="inconnu")`."""
    numeros = {"mere": MERE, "pere": PERE, "autre": AUTRE}
    return tuple(Titulaire(numeros[nom], Exercice(e)) for nom, e in adultes.items())


def dit(adulte: UUID, sens: str, *, le: date = AT, rang: int = 0) -> Reponse:
    return Reponse(DEMANDE, adulte, Sens(sens), le, rang)


def juger(
    objet: str,
    adultes: tuple[Titulaire, ...],
    *reponses: Reponse,
    informes: frozenset[UUID] = frozenset(),
    autre_explique: bool = False,
    at: date = AT,
    base: tuple[Reponse, ...] = (),
) -> Examen:
    demande = Demande(DEMANDE, OBJETS[objet], ANNEE, informes, autre_explique)
    return examiner(demande, adultes, reponses, at, base=base)
