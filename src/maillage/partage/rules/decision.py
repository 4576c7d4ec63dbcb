"""The first reading of the table: one acteur, one act, one volet, one dossier, one day."""

from __future__ import annotations

from datetime import date
from functools import cache

from maillage.comptes.rules import HORS_DU_SECRET, Acteur
from maillage.dossiers.rules import Faits, NatureDOuverture, Volet
from maillage.notions.decision import Decision, Motif
from maillage.partage.rules.actes import NOMINATIFS, SUR_DOSSIER, SUR_SOI, Acte, Relation
from maillage.partage.rules.charte import retire
from maillage.partage.rules.fondements import (
    ART_128,
    CHARTE,
    CNIL,
    SECRET_PROFESSIONNEL,
    SECURITE,
    SOINS,
)
from maillage.partage.rules.regle import Rule
from maillage.partage.rules.table import RULES

OUVERTURES = {
    NatureDOuverture.SEANCE: Relation.SEANCE,
    NatureDOuverture.EXTRAIT: Relation.EXTRAIT,
    NatureDOuverture.URGENCE: Relation.URGENCE,
}


def relations(
    acteur: Acteur, faits: Faits, at: date, volet: Volet | None = None
) -> frozenset[Relation]:
    """What ties the acteur to the dossier on this day, and to this volet when one is named."""
    if acteur.programme_id is None or acteur.programme_id != faits.programme:
        return frozenset({Relation.AUCUNE})
    suit = any(a.poste in acteur.postes and a.periode.contient(at) for a in faits.cercle)
    ouvertes = {
        OUVERTURES[o.nature]
        for o in faits.ouvertures
        if o.utilisateur == acteur.id and o.volet is volet
    }
    return frozenset({Relation.MEME_PROGRAMME, *((Relation.CERCLE,) if suit else ()), *ouvertes})


def possibles(acteur: Acteur, acte: Acte, volet: Volet | None) -> tuple[Rule, ...]:
    """The rules of the table that speak of this acteur's missions, act and volet, the charte's retraits taken out.

    A mission out of the secret silences the others: the wall holds even if somebody was given both.
    """
    return tuple(
        r
        for r in _de_la_maison(acteur, acte, volet)
        if not retire(acteur.clauses, r.nom, acte, volet)
    )


def rules_de(acteur: Acteur, acte: Acte, volet: Volet | None) -> tuple[Rule, ...]:
    """Those of `possibles` whose conditions on the person are met: charte signed, secrecy that the volet demands."""
    if acte in NOMINATIFS and not acteur.charte_signee:
        return ()
    return tuple(r for r in possibles(acteur, acte, volet) if _est_tenue(acteur, r, volet))


def ouvre(acteur: Acteur, acte: Acte) -> bool:
    """Tell whether this act is within the acteur's missions at all, before any dossier or condition is looked at."""
    if acte in SUR_SOI:
        return acteur.id is not None
    volets = (*Volet,) if acte in SUR_DOSSIER else (None,)
    return acteur.programme_id is not None and any(possibles(acteur, acte, v) for v in volets)


def attend_la_charte(acteur: Acteur, acte: Acte) -> bool:
    """Tell whether only the signature of the charte is missing to open a page of this act."""
    return acte in NOMINATIFS and not acteur.charte_signee and ouvre(acteur, acte)


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
    liens = relations(acteur, faits, at, volet)
    for candidate in candidates:
        if candidate.relation in liens and faits.etat in candidate.etats:
            return _oui(candidate, candidate.relation.libelle)
    return _non(acteur, acte, volet)


def _de_la_maison(acteur: Acteur, acte: Acte, volet: Volet | None) -> tuple[Rule, ...]:
    missions = acteur.missions & HORS_DU_SECRET or acteur.missions
    return tuple(r for r in _qui_couvrent(acte, volet) if r.mission in missions)


@cache
def _qui_couvrent(acte: Acte, volet: Volet | None) -> tuple[Rule, ...]:
    return tuple(r for r in RULES if r.couvre(acte, volet))


def _est_tenue(acteur: Acteur, r: Rule, volet: Volet | None) -> bool:
    exiges = r.exige(volet)
    return not exiges or bool(exiges & acteur.obligations)


def _oui(r: Rule, lien: str) -> Decision:
    faits = {"Mission": r.mission.libelle, "Lien": lien}
    return Decision(True, Motif(r.nom, r.phrase, faits), r.fondement)


def _non(acteur: Acteur, acte: Acte, volet: Volet | None) -> Decision:
    """A refusal says the same thing whether the dossier exists or not: it looks at the person and at the table only."""
    faits = {"Mission": acteur.mission_affichee}
    if acteur.missions & HORS_DU_SECRET:
        motif = Motif(
            "mur", "Aucune information nominative ne peut être transmise à cette mission.", faits
        )
        return Decision(False, motif, ART_128, "Les chiffres publiés sont les seuls accessibles.")
    candidates = possibles(acteur, acte, volet)
    if candidates and acte in NOMINATIFS and not acteur.charte_signee:
        motif = Motif("charte", "La charte de confidentialité n'est pas encore signée.", faits)
        return Decision(False, motif, CHARTE, "Lisez la charte et signez-la.")
    if candidates and not rules_de(acteur, acte, volet):
        motif = Motif("obligation", "Ce volet demande d'être tenu au secret professionnel.", faits)
        return Decision(False, motif, SECRET_PROFESSIONNEL, "La coordination dit qui y est tenu.")
    if not candidates and _de_la_maison(acteur, acte, volet):
        motif = Motif("clause", "La charte du programme retire cet accès.", faits)
        return Decision(False, motif, CHARTE, "Demandez un extrait écrit pour vous.")
    return _hors_de_portee(candidates, volet, faits)


def _hors_de_portee(
    candidates: tuple[Rule, ...], volet: Volet | None, faits: dict[str, str]
) -> Decision:
    """Refused by the mission or by the lack of a tie, not by the person."""
    if volet is Volet.SANTE or volet is Volet.PROTECTION:
        motif = Motif("volet_ferme", "Votre mission n'ouvre pas ce volet.", faits)
        return Decision(
            False, motif, SOINS if volet is Volet.SANTE else CNIL,
            "Demandez à la personne qui tient ce volet un extrait écrit pour vous.",
        )  # fmt: skip
    if volet is not None and candidates:
        motif = Motif("hors_cercle", "Vous ne suivez pas cet enfant à cette date.", faits)
        return Decision(False, motif, CNIL, "La coordination peut vous désigner.")
    motif = Motif("mission", "Votre mission ne donne pas cet accès.", faits)
    return Decision(False, motif, CNIL, "Parlez-en à la coordination du programme.")
