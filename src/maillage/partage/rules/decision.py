"""The first reading of the table: one acteur, one act, one volet, one dossier, one day."""

from __future__ import annotations

from datetime import date

from maillage.comptes.rules import HORS_DU_SECRET, Acteur
from maillage.dossiers.rules import Faits, Volet
from maillage.notions.decision import Decision, Motif
from maillage.partage.rules.actes import SUR_DOSSIER, SUR_SOI, Acte, Relation
from maillage.partage.rules.table import ART_128, CNIL, RULES, SECURITE, SOINS, Rule


def relations(acteur: Acteur, faits: Faits, at: date) -> frozenset[Relation]:
    """What ties the acteur to the dossier on this day."""
    if acteur.programme_id is None or acteur.programme_id != faits.programme:
        return frozenset({Relation.AUCUNE})
    suit = any(a.poste in acteur.postes and a.periode.contient(at) for a in faits.cercle)
    return frozenset({Relation.MEME_PROGRAMME, *((Relation.CERCLE,) if suit else ())})


def rules_de(acteur: Acteur, acte: Acte, volet: Volet | None) -> tuple[Rule, ...]:
    """The rules of the table that speak of this acteur's missions, act and volet.

    A mission out of the secret silences the others: the wall holds even if somebody was given both.
    """
    missions = acteur.missions & HORS_DU_SECRET or acteur.missions
    return tuple(r for r in RULES if r.mission in missions and r.couvre(acte, volet))


def ouvre(acteur: Acteur, acte: Acte) -> bool:
    """Tell whether this act is within the acteur's missions at all, before any dossier is looked at."""
    if acte in SUR_SOI:
        return acteur.id is not None
    volets = (*Volet,) if acte in SUR_DOSSIER else (None,)
    return acteur.programme_id is not None and any(rules_de(acteur, acte, v) for v in volets)


def decide(
    acteur: Acteur, acte: Acte, volet: Volet | None, faits: Faits | None, at: date
) -> Decision:
    """Allow or refuse, always with the reason and the legal ground. Default: refuse.

    `faits` is None for acts on the programme itself (`acte` not in SUR_DOSSIER).
    """
    if acte in SUR_SOI and acteur.id is not None:
        return Decision(True, Motif("son_compte", "C'est votre compte."), SECURITE)
    candidates = rules_de(acteur, acte, volet)
    if acte not in SUR_DOSSIER:
        if candidates and acteur.programme_id is not None:
            return _oui(candidates[0], "votre programme")
        return _non(acteur, acte, volet)
    if faits is None:
        return _non(acteur, acte, volet)
    liens = relations(acteur, faits, at)
    for candidate in candidates:
        if candidate.relation in liens and faits.etat in candidate.etats:
            return _oui(candidate, candidate.relation.libelle)
    return _non(acteur, acte, volet)


def _oui(r: Rule, lien: str) -> Decision:
    faits = {"Mission": r.mission.libelle, "Lien": lien}
    return Decision(True, Motif(r.nom, r.phrase, faits), r.fondement)


def _non(acteur: Acteur, acte: Acte, volet: Volet | None) -> Decision:
    """A refusal says the same thing whether the dossier exists or not."""
    faits = {"Mission": acteur.mission_affichee}
    if acteur.missions & HORS_DU_SECRET:
        motif = Motif(
            "mur", "Aucune information nominative ne peut être transmise à cette mission.", faits
        )
        return Decision(False, motif, ART_128, "Les chiffres publiés sont les seuls accessibles.")
    if volet is Volet.SANTE or volet is Volet.PROTECTION:
        motif = Motif("volet_ferme", "Votre mission n'ouvre pas ce volet.", faits)
        return Decision(
            False, motif, SOINS if volet is Volet.SANTE else CNIL,
            "Demandez à la personne qui tient ce volet un extrait écrit pour vous.",
        )  # fmt: skip
    if volet is not None and rules_de(acteur, acte, volet):
        motif = Motif("hors_cercle", "Vous ne suivez pas cet enfant à cette date.", faits)
        return Decision(False, motif, CNIL, "La coordination peut vous désigner.")
    motif = Motif("mission", "Votre mission ne donne pas cet accès.", faits)
    return Decision(False, motif, CNIL, "Parlez-en à la coordination du programme.")
