"""Writes docs/regles/passages.md from the table of passages (`start.py carte`)."""

from __future__ import annotations

from maillage.parcours.rules.etapes import FINIES, Etape
from maillage.parcours.rules.passages import TABLE, Garde, MotifDemande, Transition
from maillage.parcours.rules.rectification import RECTIFIABLES, gardes_de
from tests.maison.plan import RACINE

PAGE = RACINE / "docs" / "regles" / "passages.md"
LISTES = {MotifDemande.SORTIE: "N12", MotifDemande.NON_PRISE_EN_CHARGE: "N13"}
TETE = """# Les passages d’un parcours

Écrit par `python3 start.py carte` depuis `maillage.parcours.rules.passages` et `rectification` ; un test échoue quand cette page n’est pas à jour.
Fondement : loi n° 2005-32 du 18 janvier 2005, art. 128 ; circulaire du 13 juin 2005 ; charte de confidentialité, art. 1.

Une étape ne change que par un passage de cette table (`parcours.services.passages.passer`). Une garde est demandée le jour du passage **et** le jour
où il est noté : un accord donné depuis ne couvre pas ce qui s’est fait avant, un accord retiré ne couvre plus rien. Un passage n’est jamais daté
dans l’avenir, ni avant le fait précédent. Le dernier passage s’annule pendant 24 heures : le parcours redevient ce qu’il était (l’examen en EPS et les
veilles venus avec lui partent aussi), la trace reste. Rouvrir fait un nouveau parcours ; l’annuler n’est possible que si rien n’y a été écrit.
L’âge et le territoire se disent au moment du passage, et ne refusent jamais.
"""
RECTIFIER = """## Rectifier une étape fausse

Un tableau repris peut dire une étape que le parcours n’a pas, ou taire celle qu’il a. La coordination seule rectifie, avec sa raison et ce qui le montre ;
la correction est datée, signée, annulable, et ne contourne aucun accord : une situation ne se met à une étape que si tient ce que l’étape suppose.
Une sortie ou une non-prise en charge ne se rectifie pas vers elle-même : elle se note, avec son motif.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            TETE,
            "```mermaid",
            "stateDiagram-v2",
            *(f"    {e.name} : {e.libelle}" for e in Etape),
            f"    [*] --> {Etape.REPEREE.name}",
            f"    [*] --> {Etape.SOLLICITATION.name}",
            *_fleches(),
            *(f"    {e.name} --> [*]" for e in Etape if e in FINIES),
            "```",
            "",
            "| passage | depuis | vers | gardes | raison |",
            "|---|---|---|---|---|",
            *(_ligne(t) for t in TABLE.values()),
            "",
            "## Ce que disent les gardes",
            "",
            "| garde | quand elle manque | que faire |",
            "|---|---|---|",
            *(f"| `{g}` | {g.manque} | {g.a_faire} |" for g in Garde),
            "",
            RECTIFIER,
            "| étape | ce qu’elle suppose |",
            "|---|---|",
            *(f"| {e.libelle} | {_gardes(gardes_de(e))} |" for e in RECTIFIABLES),
            "",
        ]
    )


def _fleches() -> list[str]:
    return [
        f"    {e.name} --> {t.vers.name} : {t.libelle}"
        for t in TABLE.values()
        for e in Etape
        if e in t.depuis
    ]


def _gardes(gardes: tuple[Garde, ...]) -> str:
    return ", ".join(f"`{g}`" for g in gardes) or "rien"


def _ligne(t: Transition) -> str:
    depuis = ", ".join(e.libelle for e in Etape if e in t.depuis)
    vers = f"{t.vers.libelle} (un nouveau parcours)" if t.nouveau else t.vers.libelle
    raison = f"liste {LISTES[t.motif]}" if t.motif else ""
    return f"| {t.libelle} | {depuis} | {vers} | {_gardes(t.gardes)} | {raison} |"
