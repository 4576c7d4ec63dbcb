"""Every row of every table read, with what its sheet, its title and its section say of it: year, référente, school."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from maillage.classeurs.rules.classeur import Classeur, Feuille
from maillage.reprise.rules.cases_datees import annee_de, periode_de
from maillage.reprise.rules.champs import Champ
from maillage.reprise.rules.controles import Lues
from maillage.reprise.rules.ecriture import mots
from maillage.reprise.rules.lignes import INTERTITRE, Genre, relever
from maillage.reprise.rules.modele import Correspondance
from maillage.reprise.rules.plan import Ressources
from maillage.reprise.rules.referents import personne_de_la_feuille
from maillage.reprise.rules.releve import Releve

MAX_MOTS_D_UN_NOM = 4
LONGUEUR_D_UNE_ECOLE = 60
_FEUILLE_BANALE = re.compile(
    r"^(feuil(le)?|sheet|table|tableau|suivi|liste|enfants?|csv|donnees|base|export|pre|file active|global|total|"
    r"page|classeur|copie|test|parcours|inscrits?|sortis?|sorties?|entrants?|archives?|recap|synthese|annee|ecole|"
    r"college|lycee|clg|ee|em|eep|mat|maternelle|elementaire|groupe scolaire|gs|quartier|secteur|qpv|zone|"
    r"en cours|en attente|attente|nouveaux?|nouvelles?|actifs?|clotures?|termines?|familles?|fratries?|eps|"
    r"commission|primaire|cp|ce|cm|orient\w*|situations?|"
    r"janv|fevr|mars|avril|mai|juin|juil|aout|sept|oct|nov|dec)"
)


@dataclass(slots=True)
class Rangee:
    """A row read, and what stands around it."""

    table: Correspondance
    genre: Genre
    releve: Releve
    cellules: Lues
    annee: int | None
    periode: str
    referent: str
    ecole: str


def lire_rangees(
    classeur: Classeur,
    tables: Sequence[Correspondance],
    ressources: Ressources,
    pivot: int,
    redressees: Collection[str] = (),
) -> list[Rangee]:
    """Read every table. A sheet named after a person is that person's; named after a school, it is that school's."""
    feuilles = {f.nom: f for f in classeur.feuilles}
    plusieurs = len({t.feuille for t in tables}) > 1
    rangees: list[Rangee] = []
    for table in tables:
        feuille = feuilles[table.feuille]
        titres = _titres(feuille, table)
        annee = annee_de(feuille.nom)
        rentree = annee or next((a for t in titres if (a := annee_de(t))), None)
        ecole = "" if table.de(Champ.ETABLISSEMENT) else _ecole((feuille.nom, *titres), ressources)
        deja_dit = table.de(Champ.REFERENT) or not plusieurs or feuille.nom in redressees
        personne = "" if deja_dit or ecole == feuille.nom else _personne(feuille.nom, titres)
        for genre, raison, releve, cellules in relever(
            feuille, table, ressources.lexiques, pivot, rentree
        ):
            if raison == INTERTITRE and not table.de(Champ.ETABLISSEMENT):
                ecole = _ecole((cellules[0][1].texte,), ressources) or ecole
            rangees.append(
                Rangee(table, genre, releve, cellules, annee, periode_de(feuille.nom), personne, ecole)
            )  # fmt: skip
    return rangees


def _titres(feuille: Feuille, table: Correspondance) -> list[str]:
    premier = min(table.zone.entetes, default=table.zone.debut)
    return [c.texte for numero, cellules in feuille.lignes if numero < premier for c in cellules]


def _ecole(textes: Iterable[str], ressources: Ressources) -> str:
    """The first of these texts that is a known school for certain."""
    courts = (t for t in textes if 2 < len(t) <= LONGUEUR_D_UNE_ECOLE and not t[:1].isdigit())
    return next((t for t in courts if ressources.resoudre_etablissement(t, None).uai), "")


def _personne(nom: str, titres: Iterable[str]) -> str:
    plie = mots(nom)
    if (
        annee_de(nom)
        or _FEUILLE_BANALE.match(plie)
        or len(plie.split()) > MAX_MOTS_D_UN_NOM
        or any(c.isdigit() for c in plie)
    ):
        return ""
    return personne_de_la_feuille(nom, titres)
