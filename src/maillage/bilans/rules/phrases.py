"""The sentence of each axis of the report: a table of French verbs, filled from the figures of a release."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.bilans.rules.francais import Precision, liste, minuscule
from maillage.bilans.rules.repartitions import INCONNU, Repartition, premieres
from maillage.statistiques.rules.attentes import CLASSES_D_ATTENTE, NON_DIT


@dataclass(frozen=True, slots=True)
class DeTete:
    """«The most numerous is…»; `plusieurs` when the protection cannot tell them apart."""

    une: str
    plusieurs: str
    guillemets: bool = False
    part: bool = True  # of all children: not said of some of them


@dataclass(frozen=True, slots=True)
class DuCompte:
    """«N children are…», for the sum of some codes."""

    codes: tuple[str, ...]
    singulier: str
    pluriel: str
    negatif: str


TETES: dict[str, DeTete] = {
    "age": DeTete("La classe d’âge la plus nombreuse est celle des {}", "Les classes d’âge les plus nombreuses sont celles des {}"),
    "cycle": DeTete("Le cycle le plus représenté : {}", "Les cycles les plus représentés : {}"),
    "label": DeTete("Le plus souvent, l’établissement est : {}", "Les établissements se partagent surtout entre : {}"),
    "quartier": DeTete("Le lieu de vie le plus fréquent : {}", "Les lieux de vie les plus fréquents : {}"),
    "motif": DeTete("Le premier motif d’orientation est {}", "Les premiers motifs d’orientation, à peu près à égalité, sont {}", guillemets=True),
    "origine": DeTete("Les demandes viennent d’abord de {}", "Les demandes viennent d’abord, à peu près à égalité, de {}", guillemets=True),
    "duree": DeTete("La durée la plus fréquente d’un parcours : {}", "Les durées les plus fréquentes d’un parcours : {}"),
    "attendu": DeTete("Le domaine le plus attendu : {}", "Les domaines les plus attendus, à peu près à égalité : {}",
                      guillemets=True, part=False),
}  # fmt: skip
SORTIES = ("objectifs_atteints", "relais", "depart", "arret", "autre_sortie", "sortie_sans_motif")
PAS_COMMENCEE = (
    "une action du droit commun qui n’a pas commencé le dernier jour de l’année, d’après les plans écrits"
    " : elle est proposée, acceptée ou en liste d’attente"
)
COMPTES: dict[str, tuple[DuCompte, ...]] = {
    "arrivee": (
        DuCompte(("entree",), "est entré dans l’année", "sont entrés dans l’année", "n’est entré dans l’année"),
        DuCompte(("deja_suivi",), "était déjà suivi avant", "étaient déjà suivis avant", "n’était déjà suivi avant"),
    ),
    "issue": (
        DuCompte(("en_cours",), "continue son parcours à la fin de l’année", "continuent leur parcours à la fin de l’année",
                 "ne continue son parcours à la fin de l’année"),
        DuCompte(SORTIES, "a quitté le programme", "ont quitté le programme", "n’a quitté le programme"),
        DuCompte(("objectifs_atteints",), "est sorti objectifs atteints", "sont sortis objectifs atteints",
                 "n’est sorti objectifs atteints"),
    ),
    "individualise": (
        DuCompte(("oui",), "a un parcours individualisé au sens de l’enquête nationale",
                 "ont un parcours individualisé au sens de l’enquête nationale",
                 "n’a de parcours individualisé au sens de l’enquête nationale"),
    ),
    "accord": (
        DuCompte(("recueilli", "repris"), "a l’accord de sa famille", "ont l’accord de leur famille",
                 "n’a l’accord de sa famille"),
    ),
    "eps": (
        DuCompte(("oui",), "a vu sa situation examinée en équipe pluridisciplinaire",
                 "ont vu leur situation examinée en équipe pluridisciplinaire",
                 "n’a vu sa situation examinée en équipe pluridisciplinaire"),
    ),
    "evaluations": (
        DuCompte(("2",), "a eu les deux points de l’année avec son école", "ont eu les deux points de l’année avec leur école",
                 "n’a eu les deux points de l’année avec son école"),
        DuCompte(("0",), "n’en a eu aucun", "n’en ont eu aucun", "n’est resté sans aucun point"),
    ),
    "attente": (
        DuCompte(tuple(CLASSES_D_ATTENTE), f"a {PAS_COMMENCEE}", f"ont {PAS_COMMENCEE}",
                 "n’a, d’après les plans écrits, d’action du droit commun en attente le dernier jour de l’année"),
        DuCompte(("6_mois_et_plus",), "attend depuis six mois ou plus", "attendent depuis six mois ou plus",
                 "n’attend depuis six mois ou plus"),
    ),
}  # fmt: skip


def phrases_de(r: Repartition, dit: Precision) -> tuple[str, ...]:
    """What may be said of this axis, in one to four sentences."""
    phrases = [_sexes(r, dit)] if r.axe == "sexe" else []
    if r.axe in TETES:
        phrases.append(_tete(r, dit, TETES[r.axe]))
    for c in COMPTES.get(r.axe, ()):
        n = r.de(*c.codes)
        if n == 0 and dit.arrondie and len(c.codes) > 1:
            continue  # each less than the base: their sum may be more
        phrases.append(dit.sujet(n, c.singulier, c.pluriel, c.negatif))
    phrases.append(_inconnus(r, dit))
    if r.tues:
        s = "s" if r.tues > 1 else ""
        phrases.append(f"{r.tues} nombre{s} masqué{s} pour ne reconnaître personne.")
    return tuple(p for p in phrases if p)


def _tete(r: Repartition, dit: Precision, modele: DeTete) -> str:
    tetes = premieres(r, dit)
    if not tetes:
        return ""
    mots = [f"« {x.libelle} »" if modele.guillemets else minuscule(x.libelle) for x in tetes]
    if len(tetes) > 1:
        return f"{modele.plusieurs.format(liste(mots))}."
    (seule,) = tetes
    part = (
        f", soit {'environ ' if dit.arrondie else ''}{seule.part}\u00a0%"
        if seule.part is not None and modele.part
        else ""
    )
    return f"{modele.une.format(mots[0])} ({dit.enfants(seule.valeur)}{part})."


def _sexes(r: Repartition, dit: Precision) -> str:
    filles, garcons = r.de("fille"), r.de("garcon")
    if filles is None or garcons is None:
        return ""
    if dit.arrondie:
        mots = [
            f"environ {n} {m}" if n else f"moins de {dit.base} {m}"
            for n, m in ((filles, "filles"), (garcons, "garçons"))
        ]
    else:
        mots = [_n(filles, "fille", "aucune"), _n(garcons, "garçon", "aucun")]
    phrase = f"{liste(mots)} sont accompagnés."
    return phrase[:1].upper() + phrase[1:]


def _n(n: int, mot: str, aucun: str) -> str:
    if n == 0:
        return f"{aucun} {mot}"
    return f"{n} {mot}{'s' if n > 1 else ''}"


def _inconnus(r: Repartition, dit: Precision) -> str:
    if sans := r.de(NON_DIT):
        suite = " : on ne peut pas dire lequel vient d’abord" if r.muette else ""
        return f"Pour {dit.enfants(sans)}, le domaine n’est pas dit{suite}."
    n = r.de(INCONNU)
    if not n:
        return ""
    if r.muette and r.axe in TETES:
        return f"Pour {dit.enfants(n)}, l’information n’est pas renseignée : on ne peut pas dire ce qui vient d’abord."
    return f"Pour {dit.enfants(n)}, l’information n’est pas renseignée."
