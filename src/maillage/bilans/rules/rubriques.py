"""What the annual survey asks, section by section: what the base counts, what somebody has to write.

Words and classes: nomenclatures N1 to N13, N21, N22, N32 (annual survey of the PRE, Val-d'Oise referential, survey of 2008).
"""

from __future__ import annotations

from dataclasses import dataclass

from maillage.bilans.rules.nombres import Unite
from maillage.notions.nomenclatures import charger


@dataclass(frozen=True, slots=True)
class RubriqueComptee:
    """A section that the base counts, from one axis of the observations."""

    axe: str
    titre: str
    base: str
    croise: str = ""  # a second axis, in columns


@dataclass(frozen=True, slots=True)
class RubriqueEcrite:
    """A section that the coordination writes. `lignes`: code and label of each figure."""

    code: str
    titre: str
    base: str
    unite: Unite
    lignes: tuple[tuple[str, str], ...]
    total: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(f"{self.code}.{code}" for code, _ in self.lignes)


COMPTEES: tuple[RubriqueComptee, ...] = (
    RubriqueComptee("age", "Âge et sexe", "Âge au 31 décembre de la rentrée. Un enfant compte une fois.", "sexe"),
    RubriqueComptee("motif", "Motif principal d’orientation", "Le motif principal de l’orientation ; un seul par enfant."),
    RubriqueComptee("origine", "Origine de l’orientation", "Qui a orienté l’enfant vers le programme."),
    RubriqueComptee("arrivee", "Entrées dans l’année", "Enfants entrés dans l’année, et enfants déjà suivis avant."),
    RubriqueComptee("duree", "Durée du parcours", "Depuis l’entrée, jusqu’à la sortie ou jusqu’à aujourd’hui."),
    RubriqueComptee("eps", "Examen en EPS", "Enfants dont la situation a été examinée en équipe de soutien cette année."),
    RubriqueComptee("individualise", "Parcours individualisés",
                    "Examen en EPS, accord de la famille, référent désigné et plan d’actions."),
    RubriqueComptee("accord", "Accord de la famille", "En vigueur un jour au moins du parcours pendant l’année."),
    RubriqueComptee("issue", "Sorties et motifs de sortie", "Ce qu’est devenu le parcours à la fin de l’année."),
    RubriqueComptee("cycle", "Niveau de scolarité", "L’école ou le collège de l’année."),
    RubriqueComptee("label", "Éducation prioritaire", "Le label de l’établissement de l’année."),
    RubriqueComptee("quartier", "Quartier du domicile", "Quartier prioritaire du domicile, selon la carte en vigueur."),
)  # fmt: skip


def _liste(numero: str, famille: str = "") -> tuple[tuple[str, str], ...]:
    nomenclature = charger(numero)
    items = nomenclature.de_famille(famille) if famille else nomenclature.modalites
    return tuple((m.code, m.libelle.replace("'", "’")) for m in items)


ECRITES: tuple[RubriqueEcrite, ...] = (
    RubriqueEcrite("equipe", "Équipe, en équivalents temps plein",
                   "Au 31 décembre, tous employeurs confondus. Un mi-temps s’écrit 0,5.",
                   Unite.ETP, _liste("n21", "metier"), "Ensemble de l’équipe"),
    RubriqueEcrite("postes", "Postes", "Nombre de personnes rémunérées, même à temps partiel.",
                   Unite.POSTES, (("tous", "Personnes dans l’équipe"),)),
    RubriqueEcrite("ressources", "Financements, par financeur", "Montants de l’exercice, en euros.",
                   Unite.EUROS, _liste("n22", "ressource"), "Ensemble des financements"),
    RubriqueEcrite("contributions", "Contributions non financières",
                   "Valeur estimée, en euros. Zéro s’il n’y en a pas.",
                   Unite.EUROS, _liste("n22", "contribution_non_financiere"), "Ensemble des contributions"),
    RubriqueEcrite("depenses", "Dépenses, par nature", "Montants de l’exercice, en euros.",
                   Unite.EUROS, _liste("n22", "depense"), "Ensemble des dépenses"),
    RubriqueEcrite("partenaires", "Partenaires",
                   "Nombre de structures avec lesquelles le programme a travaillé dans l’année.",
                   Unite.STRUCTURES, _liste("n32"), "Ensemble des partenaires"),
)  # fmt: skip
UNITES = {code: r.unite for r in ECRITES for code in r.codes}
LIBELLES_ECRITS = {
    f"{r.code}.{code}": f"{r.titre} : {libelle}" for r in ECRITES for code, libelle in r.lignes
}


def rubrique_ecrite(code: str) -> RubriqueEcrite | None:
    """The typed section of this code, if there is one."""
    return next((r for r in ECRITES if r.code == code), None)
