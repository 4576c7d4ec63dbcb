"""Séances of the EPS in a report: how often the team met, and where institutions were. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from maillage.bilans.rules.blocs import Bloc
from maillage.bilans.rules.dessin import Dessin
from maillage.bilans.rules.graphiques import Barre, barres
from maillage.bilans.rules.seances import (
    PERSONNES_AU_MOINS,
    SEANCES_AU_MOINS,
    PresenceDInstitution,
    SeancesDeLAnnee,
)
from maillage.notions.temps import MOIS
from maillage.statistiques.rules.definitions import definition

DES_SEANCES = tuple((c, definition(c).libelle) for c in ("seances_eps", "presences_eps"))
BARRES_AU_PLUS, BARRES_COURTES = 15, 6  # a page, and the room of a plot in the four pages
ORDRE = (
    "Une institution prend part quand l’un de ses membres est présent ou envoie une contribution écrite.",
    "L’ordre est alphabétique : ce n’est pas un classement.",
)
NOMMEE = (
    f"Une institution n’est nommée que si {PERSONNES_AU_MOINS} personnes y ont pris part en son nom, sur"
    f" {SEANCES_AU_MOINS} séances au moins : on ne juge pas quelqu’un à travers elle."
)
INCOMPLETES = "Trop de présences ne sont pas notées : rien n’est dit des institutions."


def bloc_des_seances(tenues: SeancesDeLAnnee) -> Bloc | None:
    """How often the team met, and where institutions were: alphabetical, this is no ranking."""
    if not tenues.seances:
        return None
    connues = tenues.institutions
    return Bloc(
        titre="L’équipe pluridisciplinaire de soutien",
        phrases=_phrases(tenues),
        sous_titre="Séances où l’institution a pris part, sur celles où sa présence est notée ; une barre pleine : toutes.",
        dessin=_dessiner(connues, BARRES_AU_PLUS),
        dessin_court=_dessiner(connues, BARRES_COURTES),
        colonnes=("Institution", "A pris part", "Séances notées") if connues else (),
        lignes=tuple(
            (i.institution, str(i.presente), str(i.conviee))
            for i in (*connues, *((tenues.ensemble,) if tenues.ensemble else ()))
        ),
        source="Feuilles de présence des séances closes. Nombres exacts : ils comptent des séances, et aucun enfant.",
        definitions=DES_SEANCES,
        sans_court=True,
        a_un_total=tenues.ensemble is not None,
    )


def _phrases(tenues: SeancesDeLAnnee) -> tuple[str, ...]:
    quand = "dans l’année"
    if le := tenues.arretees_au:
        jour = "1er" if le.day == 1 else str(le.day)
        quand = f"dans l’année, au {jour} {MOIS[le.month - 1]} {le.year}, jour du premier rapport de l’année"
    phrases = [
        f"L’équipe pluridisciplinaire de soutien s’est réunie {tenues.seances} fois {quand}."
    ]
    if tenues.incompletes:
        return (*phrases, INCOMPLETES)
    return (*phrases, *(ORDRE if tenues.institutions else ()), NOMMEE)


def _dessiner(connues: Sequence[PresenceDInstitution], au_plus: int) -> Dessin | None:
    """A bar for each; none of them when they are too many: a part of a list that is no ranking would be a choice."""
    if not connues or len(connues) > au_plus:
        return None
    lues = [
        Barre(i.institution, round(100 * i.presente / i.conviee), f"{i.presente} sur {i.conviee}")
        for i in connues
    ]
    dites = " ; ".join(f"{b.libelle} : {b.texte}" for b in lues)
    return barres(lues, f"Part prise aux séances. {dites}.", sur=100)
