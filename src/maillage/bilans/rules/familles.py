"""The report in easy French (FALC): short sentences, one idea each, no figure that the release does not hold. Pure.

Rules kept: at most twelve words a sentence, present or past tense, no acronym without its words, no parenthesis, no percentage.
"""

from __future__ import annotations

from dataclasses import dataclass

from maillage.bilans.rules.francais import Precision
from maillage.bilans.rules.nombres import ecrire_nombre
from maillage.bilans.rules.repartitions import (
    Repartition,
    ensemble,
    lisibles,
    precision,
    premieres,
    repartition,
)
from maillage.publications.rules.parutions import ParutionDetaillee
from maillage.statistiques.rules.attentes import CLASSES_D_ATTENTE

MOTS_AU_PLUS = 12
RAISONS = {
    "insuffisance_des_resultats_scolaires": "L’école est difficile.",
    "isolement_social": "L’enfant est souvent seul.",
    "difficultes_de_langage": "Parler ou comprendre est difficile.",
    "comportement": "Vivre avec les autres est difficile.",
    "absenteisme": "L’enfant manque souvent l’école.",
    "risque_de_decrochage": "L’enfant veut arrêter l’école.",
    "exclusion_temporaire": "L’enfant a été renvoyé quelques jours.",
    "difficultes_de_concentration": "Se concentrer est difficile.",
    "mal_etre": "L’enfant n’a pas confiance en lui.",
    "sante_physique": "L’enfant a besoin de soins.",
    "sante_psychique": "L’enfant va mal dans sa tête.",
    "contexte_familial": "La famille traverse un moment difficile.",
    "relation_famille_ecole": "La famille et l’école se parlent peu.",
    "soutien_a_la_parentalite": "Les parents demandent de l’aide.",
    "precarite": "La famille a peu d’argent, ou un mauvais logement.",
    "acces_aux_loisirs_a_la_culture_au_sport": "L’enfant a peu de sport et de loisirs.",
    "usage_des_ecrans": "Les écrans prennent trop de place.",
    "allophonie": "La famille vient d’arriver et apprend le français.",
    "handicap_suspecte_ou_reconnu": "L’enfant a peut-être un handicap.",
    "harcelement": "D’autres enfants lui font du mal.",
}
RAISONS_MONTREES = 3
# an axis of the actions -> what was done, in plain words: «Pour environ 15 enfants, …»
FAIT = {
    "action_entretien_famille": "nous avons parlé avec les parents.",
    "action_entretien_enfant": "nous avons parlé avec eux.",
    "action_visite_a_domicile": "nous sommes allés à la maison.",
    "action_action_collective": "il y a eu des activités en groupe.",
    "action_action_individuelle": "quelqu’un les a aidés un par un.",
    "action_orientation_droit_commun": "nous avons trouvé une place ailleurs.",
    "action_accompagnement_physique_vers_un_service": "nous sommes allés ensemble à un rendez-vous.",
    "action_mediation_famille_ecole": "nous avons aidé à parler avec l’école.",
    "action_aide_financiere_individuelle": "la famille a reçu de l’argent.",
}
FAITS_MONTRES = 4
ATTENDU = {
    "ecole": "Le plus souvent, c’est pour l’école ou pour parler.",
    "sante": "Le plus souvent, c’est pour la santé.",
    "loisirs": "Le plus souvent, c’est pour le sport ou les loisirs.",
    "famille": "Le plus souvent, c’est pour aider la famille.",
}


@dataclass(frozen=True, slots=True)
class PartieSimple:
    """A title that asks, and short answers."""

    titre: str
    phrases: tuple[str, ...]


def parties_simples(lue: ParutionDetaillee, contact: str = "") -> tuple[PartieSimple, ...]:
    """The parts, those that the release lets say."""
    dit = precision(lue)
    parties = (
        PartieSimple(
            "C’est quoi ?",
            (
                "La ville aide des enfants de 2 à 16 ans.",
                "Elle aide aussi leurs parents.",
                "On appelle cela le programme de réussite éducative.",
            ),
        ),
        PartieSimple("Combien d’enfants ?", _combien(lue, dit)),
        PartieSimple("Pourquoi de l’aide ?", _pourquoi(repartition(lue, "motif"))),
        PartieSimple("Qu’avons-nous fait ?", _fait(lue, dit)),
        PartieSimple("Qu’est-ce qui n’a pas commencé ?", _manque(lue, dit)),
        PartieSimple("Et les parents ?", _parents(repartition(lue, "accord"), dit)),
        PartieSimple("Et ensuite ?", _ensuite(repartition(lue, "issue"), dit)),
        PartieSimple(
            "Qui peut savoir ?",
            (
                "Ce papier ne dit aucun nom.",
                "Personne ne peut reconnaître votre enfant.",
                *(("Les nombres ne sont pas exacts : c’est fait exprès.",) if dit.arrondie else ()),
                "Vous pouvez poser des questions.",
                *((contact,) if contact else ()),
            ),
        ),
    )
    return tuple(p for p in parties if p.phrases)


def _nombre(dit: Precision, n: int) -> str:
    if dit.arrondie:
        return f"moins de {dit.base} enfants" if n == 0 else f"environ {ecrire_nombre(n)} enfants"
    return "1 enfant" if n == 1 else f"{ecrire_nombre(n)} enfants"


def _combien(lue: ParutionDetaillee, dit: Precision) -> tuple[str, ...]:
    n = ensemble(lue)
    if n is None or (n == 0 and not dit.arrondie):
        return ()
    phrases = [f"En {lue.parution.annee_libelle}, la ville a aidé {_nombre(dit, n)}."]
    if entrees := _de(repartition(lue, "arrivee"), "entree"):
        phrases.append(f"Cette année, {_nombre(dit, entrees)} sont arrivés." if entrees > 1 else "")
    if eps := _de(repartition(lue, "eps"), "oui"):
        phrases.append(f"Des professionnels ont parlé ensemble pour {_nombre(dit, eps)}.")
    return tuple(p for p in phrases if p)


def _de(r: Repartition | None, *codes: str) -> int | None:
    return r.de(*codes) if r else None


def _pourquoi(r: Repartition | None) -> tuple[str, ...]:
    """The most frequent reasons, without a number: a word is enough."""
    if r is None or r.muette:
        return ()
    connues = sorted(
        (x for x in r.lignes if x.valeur and x.code in RAISONS), key=lambda x: -(x.valeur or 0)
    )
    if not connues:
        return ()
    montrees = [RAISONS[x.code] for x in connues[:RAISONS_MONTREES]]
    dit = "Voici des raisons fréquentes." if r.tues else "Voici les raisons les plus fréquentes."
    return (dit, *montrees)


def _fait(lue: ParutionDetaillee, dit: Precision) -> tuple[str, ...]:
    """What was done, for how many: the most frequent, those that the release lets say."""
    lus = [(FAIT[t.id], t.valeur(**{t.dims[0]: "oui"})) for t in lisibles(lue) if t.id in FAIT]
    connus = sorted(((mots, n) for mots, n in lus if n), key=lambda x: -x[1])
    return tuple(f"Pour {_nombre(dit, n)}, {mots}" for mots, n in connus[:FAITS_MONTRES])


def _manque(lue: ParutionDetaillee, dit: Precision) -> tuple[str, ...]:
    n = _de(repartition(lue, "attente"), *CLASSES_D_ATTENTE)
    if not n:
        return ()
    verbe = "attend" if n == 1 and not dit.arrondie else "attendent"
    dite = _nombre(dit, n)
    phrases = [f"{dite[:1].upper()}{dite[1:]} {verbe} l’aide d’un autre service."]
    domaines = repartition(lue, "attendu")
    tetes = premieres(domaines, dit) if domaines else ()
    if len(tetes) == 1 and tetes[0].code in ATTENDU:
        phrases.append(ATTENDU[tetes[0].code])
    return tuple(phrases)


def _parents(r: Repartition | None, dit: Precision) -> tuple[str, ...]:
    phrases = [
        "Rien ne se fait sans les parents.",
        "Les parents disent oui ou non.",
        "Ils peuvent changer d’avis.",
    ]
    oui = _de(r, "recueilli", "repris")
    if oui:
        phrases.append(f"Pour {_nombre(dit, oui)}, les parents ont dit oui.")
    return tuple(phrases)


def _ensuite(r: Repartition | None, dit: Precision) -> tuple[str, ...]:
    if r is None:
        return ()
    phrases = []
    if reste := _de(r, "en_cours"):
        phrases.append(f"L’aide continue pour {_nombre(dit, reste)}.")
    if atteints := _de(r, "objectifs_atteints"):
        phrases.append(f"L’aide est finie, avec réussite, pour {_nombre(dit, atteints)}.")
    if relais := _de(r, "relais"):
        phrases.append(f"Un autre service aide maintenant {_nombre(dit, relais)}.")
    return tuple(phrases)
