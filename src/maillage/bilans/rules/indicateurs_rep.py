"""The few indicators of a réseau's dashboard: aggregates of schools, never pupils.

Sources: OZP, Créteil («quelques mesures, délibérément limitées en nombre»: élèves, personnels, parcours scolaires); DEPP; P140.
References stand beside the figures and are never norms (ICoTEP).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Chapitre(StrEnum):
    """The three chapters of a dashboard."""

    ELEVES = "eleves"
    PERSONNELS = "personnels"
    PARCOURS = "parcours_scolaires"

    @property
    def libelle(self) -> str:
        return {
            Chapitre.ELEVES: "Les élèves",
            Chapitre.PERSONNELS: "Les personnels",
            Chapitre.PARCOURS: "Les parcours scolaires",
        }[self]


class Mesure(StrEnum):
    """What a figure is: a part of a headcount, or so many pupils for one."""

    PART = "part"
    RAPPORT = "rapport"


class Lieu(StrEnum):
    """Where an indicator is counted."""

    MATERNELLE = "maternelle"
    ELEMENTAIRE = "elementaire"
    COLLEGE = "college"
    PARTOUT = "partout"

    @property
    def natures(self) -> frozenset[str]:
        """The kinds of school (N3) that have these classes."""
        return NATURES[self]


NATURES = {
    Lieu.MATERNELLE: frozenset({"ecole_maternelle", "ecole_primaire"}),
    Lieu.ELEMENTAIRE: frozenset({"ecole_elementaire", "ecole_primaire"}),
    Lieu.COLLEGE: frozenset({"college"}),
    Lieu.PARTOUT: frozenset({"ecole_maternelle", "ecole_primaire", "ecole_elementaire", "college"}),
}


class Portee(StrEnum):
    """What a figure speaks of: a school, the whole réseau, or a reference."""

    ETABLISSEMENT = "etablissement"
    RESEAU = "reseau"
    HORS_EP = "hors_ep"
    DEPARTEMENT = "departement"
    ACADEMIE = "academie"
    NATIONAL = "national"
    REP = "rep"
    REP_PLUS = "rep_plus"

    @property
    def libelle(self) -> str:
        return LIBELLES[self]


LIBELLES = {
    Portee.ETABLISSEMENT: "École ou collège",
    Portee.RESEAU: "Ensemble du réseau",
    Portee.HORS_EP: "Hors éducation prioritaire",
    Portee.DEPARTEMENT: "Département",
    Portee.ACADEMIE: "Académie",
    Portee.NATIONAL: "France, tous établissements",
    Portee.REP: "France, REP",
    Portee.REP_PLUS: "France, REP+",
}
REFERENCES = (
    Portee.HORS_EP, Portee.DEPARTEMENT, Portee.ACADEMIE, Portee.NATIONAL, Portee.REP, Portee.REP_PLUS,
)  # fmt: skip
EFFECTIF_MINIMAL = 5  # of a school: under it, a figure speaks of somebody
EFFECTIF_MAXIMAL = 5_000_000  # of a reference: France has fewer pupils in one level


@dataclass(frozen=True, slots=True)
class IndicateurRep:
    """One indicator. `numerateur` and `denominateur` say what to count; `precaution`: what it does not say."""

    code: str
    chapitre: Chapitre
    libelle: str
    mesure: Mesure
    lieu: Lieu
    numerateur: str
    denominateur: str
    precaution: str
    source: str

    @property
    def base(self) -> str:
        """What a part is counted over, inside a sentence: «élèves de CM2 évalués»."""
        return f"{self.denominateur[:1].lower()}{self.denominateur[1:]}"


FIN_DE_CM2 = "maitrise_fin_cm2"
INDICATEURS: tuple[IndicateurRep, ...] = (
    IndicateurRep(
        "maternelle_avant_trois_ans", Chapitre.ELEVES, "Scolarisation avant trois ans", Mesure.PART, Lieu.MATERNELLE,
        "Enfants de deux ans scolarisés", "Enfants de deux ans du secteur",
        "Dépend des places ouvertes autant que des demandes.", "Référentiel de l’éducation prioritaire, 2014"),
    IndicateurRep(
        "milieux_defavorises", Chapitre.ELEVES, "Enfants d’ouvriers et d’inactifs", Mesure.PART, Lieu.COLLEGE,
        "Élèves dont le responsable est ouvrier ou inactif", "Élèves du collège",
        "Décrit le public accueilli ; ne mesure pas ce que font les équipes.", "DEPP, éducation prioritaire, 2017"),
    IndicateurRep(
        "encadrement", Chapitre.PERSONNELS, "Élèves par classe", Mesure.RAPPORT, Lieu.PARTOUT,
        "Élèves par classe, en moyenne", "Élèves",
        "Une moyenne cache les classes dédoublées.", "DEPP, éducation prioritaire, 2017"),
    IndicateurRep(
        "anciennete", Chapitre.PERSONNELS, "Enseignants en poste depuis cinq ans ou plus", Mesure.PART, Lieu.PARTOUT,
        "Enseignants en poste ici depuis cinq ans ou plus", "Enseignants",
        "La stabilité de l’équipe, sans dire sa qualité.", "Usage des tableaux de bord de réseau"),
    IndicateurRep(
        "maitrise_fin_ce2", Chapitre.PARCOURS, "Maîtrise du français en fin de CE2", Mesure.PART, Lieu.ELEMENTAIRE,
        "Élèves qui maîtrisent le domaine 1 du socle, français", "Élèves de CE2 évalués",
        "Indicateur de la loi de finances ; les absents ne sont pas comptés.", "Programme 140, rapport annuel"),
    IndicateurRep(
        FIN_DE_CM2, Chapitre.PARCOURS, "Maîtrise du français en fin de CM2", Mesure.PART, Lieu.ELEMENTAIRE,
        "Élèves qui maîtrisent le français en fin de CM2", "Élèves de CM2 évalués",
        "Concerne tous les élèves du réseau : on ne peut pas l’attribuer au seul programme.",
        "Objectif national : moins de 10 % d’écart"),
    IndicateurRep(
        "retard_en_sixieme", Chapitre.PARCOURS, "Retard à l’entrée en 6e", Mesure.PART, Lieu.COLLEGE,
        "Élèves entrés en 6e avec un an de retard ou plus", "Élèves entrés en 6e",
        "Le redoublement est devenu rare partout : comparez des années proches.", "DEPP, note 18.02"),
    IndicateurRep(
        "reussite_au_brevet", Chapitre.PARCOURS, "Réussite au brevet", Mesure.PART, Lieu.COLLEGE,
        "Admis au diplôme national du brevet", "Candidats présents",
        "Le contrôle continu compte pour une part de la note.", "Ministère, résultats du DNB"),
    IndicateurRep(
        "passage_en_seconde", Chapitre.PARCOURS, "Passage en 2de générale et technologique", Mesure.PART, Lieu.COLLEGE,
        "Élèves de 3e passés en 2de générale et technologique", "Élèves de 3e",
        "Une orientation, pas une réussite : la voie professionnelle n’est pas un échec.", "Affelnet, conseils de classe"),
)  # fmt: skip
PAR_CODE = {i.code: i for i in INDICATEURS}
