"""The figures laid out as tables, the same for the page and for the spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.notions.nomenclatures import charger
from maillage.parcours.rules.individualise import Critere, SourceDeLAccord
from maillage.statistiques.rules.annuelles import SEXES, ChiffresAnnuels, ClasseDAge


@dataclass(frozen=True, slots=True)
class Tableau:
    """A table: what it says, its columns, its rows (label, then figures), the indicators that define it.

    `codes`: the definition of each row, when rows do not share that of the table.
    """

    titre: str
    base: str
    colonnes: tuple[str, ...]
    lignes: tuple[tuple[str | int, ...], ...]
    total: tuple[str | int, ...] | None = None
    definitions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def tableaux(c: ChiffresAnnuels) -> tuple[Tableau, ...]:
    """The four tables of the year."""
    return (_activite(c), _ages(c), _individualises(c), _sorties(c))


def _activite(c: ChiffresAnnuels) -> Tableau:
    return Tableau(
        "L’année en bref",
        "Un enfant compte une fois, même s’il a eu deux parcours.",
        ("Indicateur", "Enfants"),
        (
            ("Enfants suivis au moins un jour", c.enfants),
            ("Entrées pendant l’année", c.entrees),
            ("Sorties pendant l’année", c.sorties),
            ("Situations orientées, non prises en charge", c.non_pris_en_charge),
            ("Situations orientées, en attente d’une réponse", c.en_attente),
            ("Dates à vérifier, comptés à part", c.a_verifier),
        ),
        codes=("enfants_suivis", "entrees", "sorties", "refus", "en_attente", "a_verifier"),
    )


def _ages(c: ChiffresAnnuels) -> Tableau:
    classes = [k for k in ClasseDAge if c.total_age(k) or k not in _RARES]
    return Tableau(
        "Âge et sexe",
        f"Âge au 31 décembre {c.annee.rentree}. L’inconnu est compté à part.",
        ("Classe d’âge", *SEXES.values(), "Ensemble"),
        tuple(
            (k.libelle, *(c.repartition.get((k, s), 0) for s in SEXES), c.total_age(k))
            for k in classes
        ),
        ("Ensemble", *(c.total_sexe(s) for s in SEXES), c.enfants),
        definitions=("ages", "sexes"),
    )


_RARES = frozenset({ClasseDAge.MOINS_DE_2})


def _individualises(c: ChiffresAnnuels) -> Tableau:
    return Tableau(
        "Parcours individualisés",
        "Examen en EPS, accord de la famille, référent désigné et plan d’actions. "
        "Un enfant peut avoir plusieurs critères manquants. L’accord compte s’il était en vigueur, pour la "
        "présentation en EPS ou pour le plan, un jour du parcours ou de l’examen pendant l’année. Ce que disait "
        "l’ancien tableau ne compte que si rien n’a été demandé ici à la famille.",
        ("Situation", "Enfants"),
        (
            ("Parcours individualisés", c.individualises),
            ("Autres parcours", c.non_individualises),
            *((f"dont il manque : {k.dans_une_phrase}", c.manquants.get(k, 0)) for k in Critere),
            ("Accord de la famille : recueilli ici", c.accords.get(SourceDeLAccord.RECUEILLI, 0)),
            (
                "Accord de la famille : repris de l’ancien tableau, à confirmer",
                c.accords.get(SourceDeLAccord.REPRIS, 0),
            ),
        ),
        definitions=("individualises", "criteres_manquants", "accords"),
    )


def _sorties(c: ChiffresAnnuels) -> Tableau:
    nomenclature = charger("n12")
    connus = [m for m in nomenclature.modalites if c.motifs_de_sortie.get(m.code)]
    lignes: list[tuple[str | int, ...]] = [(m.libelle, c.motifs_de_sortie[m.code]) for m in connus]
    if c.motifs_de_sortie.get(None):
        lignes.append(("Motif non renseigné", c.motifs_de_sortie[None]))
    return Tableau(
        "Motifs de sortie",
        "Sorties de l’année, un motif par enfant.",
        ("Motif", "Enfants"),
        tuple(lignes),
        ("Ensemble", c.sorties) if lignes else None,
        definitions=("motifs_de_sortie",),
    )
