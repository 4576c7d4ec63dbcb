"""The axes on which children are counted: each a closed list of codes, with its groups and what cannot exist.

Legal ground: annual survey of the PRE (nomenclatures N1 to N12). «Inconnu» is a value of every axis, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maillage.notions.nomenclatures import charger
from maillage.statistiques.rules.attentes import (
    CLASSES_D_ATTENTE,
    DOMAINES_ATTENDUS,
    N_ATTEND_PAS,
    axe_de,
    natures,
)
from maillage.statistiques.rules.issues import ISSUES, SORTIE_SANS_MOTIF

INCONNU, HORS = "inconnu", "hors"
AILLEURS = "ailleurs"  # known, and outside what the programme lists: the list never grows with who is followed
OUI, NON = "oui", "non"
EN_COURS = "en_cours"


@dataclass(frozen=True, slots=True)
class Modalite:
    """One value of an axis."""

    code: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Axe:
    """One axis. `niveaux`: level -> group -> codes. `zeros`: cells, partial or not, that no child can be in."""

    nom: str
    libelle: str
    modalites: tuple[Modalite, ...]
    niveaux: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    zeros: tuple[Mapping[str, str], ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(m.code for m in self.modalites)

    def dit(self, code: str) -> str:
        """The words of a code; the code itself when the axis never held it."""
        return next((m.libelle for m in self.modalites if m.code == code), code)


def axe(
    nom: str,
    libelle: str,
    valeurs: Mapping[str, str],
    inconnu: str | None = "Inconnu",
    *,
    niveaux: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    zeros: tuple[Mapping[str, str], ...] = (),
) -> Axe:
    """An axis of these values, and of what is not known; `inconnu` None: of every child it is known."""
    lus = {**valeurs, **({INCONNU: inconnu} if inconnu is not None else {})}
    return Axe(nom, libelle, tuple(Modalite(*v) for v in lus.items()), niveaux or {}, zeros)


# Lower bound in months, included -> class.
DUREES: tuple[tuple[int, str, str], ...] = (
    (0, "moins_de_6_mois", "Moins de 6 mois"),
    (6, "6_a_11_mois", "6 à 11 mois"),
    (12, "12_a_17_mois", "12 à 17 mois"),
    (18, "18_a_23_mois", "18 à 23 mois"),
    (24, "2_ans_et_plus", "2 ans et plus"),
)
DUREES_D_UN_AN = tuple(code for mois, code, _ in DUREES if mois >= 12)

AGES = {
    "moins_de_2_ans": "Moins de 2 ans",
    **{m.code: m.libelle for m in charger("n02").modalites},
}
CYCLES = {
    "maternelle": "Maternelle",
    "elementaire": "Élémentaire",
    "college": "Collège",
    "autre": "Autre",
}
ACCORDS = {
    "recueilli": "Recueilli ici",
    "repris": "Repris de l’ancien tableau",
    "aucun": "Aucun accord qui compte",
}
EVALUATIONS = {"0": "Aucune", "1": "Une", "2": "Deux"}
LABELS = {"rep_plus": "REP+", "rep": "REP", HORS: "Hors éducation prioritaire"}


def axes_fixes() -> tuple[Axe, ...]:
    """The axes that are the same in every programme, in their order of display."""
    return (
        *_axes_de_l_enfant(),
        *_axes_du_parcours(),
        *_axes_de_l_annee(),
        *_axes_des_actions(),
        *_axes_de_l_attente(),
    )


def _axes_de_l_enfant() -> tuple[Axe, ...]:
    return (
        axe("age", "Âge au 31 décembre", AGES, "Âge inconnu"),
        axe("sexe", "Sexe", {"fille": "Filles", "garcon": "Garçons"}, "Sexe inconnu"),
        axe("label", "Label de l’établissement", LABELS, "Label inconnu"),
        axe("cycle", "Cycle scolaire", CYCLES, "Cycle inconnu"),
    )


def _axes_du_parcours() -> tuple[Axe, ...]:
    issues = {code: libelle for code, (libelle, _) in ISSUES.items()}
    sorties = {**issues, SORTIE_SANS_MOTIF: "Sortie, motif non renseigné"}
    return (
        axe("motif", "Motif principal d’orientation", _libelles("n08"), "Motif principal inconnu"),
        axe("origine", "Origine de l’orientation", _libelles("n07"), "Origine inconnue"),
        axe(
            "arrivee",
            "Arrivée dans l’année",
            {"entree": "Entre dans l’année", "deja_suivi": "Déjà suivi au 1er septembre"},
            # entered since 1 September and still there on 31 August is less than a year
            zeros=tuple({"arrivee": "entree", "duree": d} for d in DUREES_D_UN_AN),
        ),
        axe("issue", "Situation à la fin de l’année", {EN_COURS: "Parcours en cours", **sorties}),
        axe("duree", "Durée du parcours", {code: libelle for _, code, libelle in DUREES}),
    )


def _axes_de_l_annee() -> tuple[Axe, ...]:
    return (
        axe(
            "individualise",
            "Parcours individualisé",
            {OUI: "Individualisé", NON: "Il manque un critère"},
            zeros=({"individualise": OUI, "accord": "aucun"},),
        ),
        axe("accord", "Accord de la famille", ACCORDS),
        axe("eps", "Examen en EPS dans l’année", {OUI: "Examiné dans l’année", NON: "Non examiné"}),
        axe("evaluations", "Évaluations avec l’école", EVALUATIONS),
    )


def _axes_des_actions() -> tuple[Axe, ...]:
    """One for each nature: a child may have several, and is on one side or the other of each."""
    dits = {OUI: "Au moins une action", NON: "Aucune notée au plan"}
    return tuple(
        axe(axe_de(n), f"Action du plan : {mot}", dits, None) for n, mot in natures().items()
    )


def _axes_de_l_attente() -> tuple[Axe, ...]:
    """Who has left waits no more; how long and in which domain are said of the same wait.

    What `attendu` excludes passes through `attente`: the catalogue never releases the first without the second.
    """
    partis = (*ISSUES, SORTIE_SANS_MOTIF, INCONNU)
    rien = {N_ATTEND_PAS: "Aucune attente notée au plan"}
    longues, domaines = CLASSES_D_ATTENTE, DOMAINES_ATTENDUS
    return (
        axe("attente", "Attente du droit commun", {**rien, **longues}, None,
            zeros=tuple({"attente": a, "issue": i} for a in longues for i in partis)),
        axe("attendu", "Domaine attendu du droit commun", {**rien, **domaines}, None,
            zeros=(
                *({"attendu": d, "attente": N_ATTEND_PAS} for d in domaines),
                *({"attente": a, "attendu": N_ATTEND_PAS} for a in longues),
            )),
    )  # fmt: skip


def _libelles(numero: str) -> dict[str, str]:
    return {m.code: m.libelle for m in charger(numero).modalites}
