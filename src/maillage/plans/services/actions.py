"""Actions: written in the plan, then led from «suite» to «suite» by the table. No action begins without the agreement."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.rules.natures import Nature
from maillage.comptes.rules import Acteur
from maillage.dossiers.services import numero_d_envoi
from maillage.notions.erreurs import Introuvable
from maillage.plans.errors import EcritEntreTemps, JourImpossible, MotsManquants, SuiteRefusee
from maillage.plans.models import Action, Objectif
from maillage.plans.rules.suites import Suite, decider_la_suite, ligne_de_vie
from maillage.plans.services.ecriture import (
    Ecriture,
    corriger,
    dossier_de,
    ecriture,
    inserer,
    pas_plus_tard,
    toucher,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEcrite:
    """What is typed of an action. `operateur` and `nature` are codes of N15; `structure` names who does it."""

    libelle: str
    nature: str
    operateur: str
    structure: str = ""
    qui: str = ""


def proposer_action(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    objectif_id: UUID | None,
    ecrite: ActionEcrite,
    debut: date | None,
    fin: date | None,
    formulaire: UUID,
    at: date,
) -> Action:
    """Write an action, as a proposal. The same form sent twice writes one."""
    _dans_l_ordre(debut, fin)
    cle = numero_d_envoi(formulaire, dossier_id, objectif_id, ecrite, debut, fin)
    with ecriture(acteur, dossier_id, at) as e:
        if deja := Action.objects.filter(formulaire=cle).first():
            return deja
        parcours = e.parcours()
        if objectif_id and not Objectif.objects.filter(pk=objectif_id, parcours=parcours).exists():
            raise Introuvable
        e.noter("action")
        rang = Action(
            dossier_id=dossier_id, parcours=parcours, objectif_id=objectif_id, auteur_id=acteur.id,
            debut=debut, fin=fin, formulaire=cle,
        )  # fmt: skip
        inserer(rang, {**asdict(ecrite), "suites": []}, e, parcours.pk)
    return rang


def corriger_action(
    *,
    acteur: Acteur,
    action_id: UUID,
    ecrite: ActionEcrite,
    debut: date | None,
    fin: date | None,
    version: int,
    at: date,
) -> None:
    """Correct the words and the days of an action. A lost race is refused."""
    _dans_l_ordre(debut, fin)
    with ecriture(acteur, dossier_de(Action, action_id), at) as e:
        rang = Action.objects.get(pk=action_id)
        contenu = rang.ouvrir(e.cles)
        nouveau = {**contenu, **asdict(ecrite)}
        if (nouveau, debut, fin) == (contenu, rang.debut, rang.fin):
            return
        if rang.version != version:
            raise EcritEntreTemps
        e.noter("action")
        rang.debut, rang.fin = debut, fin
        corriger(rang, nouveau, e)


def _dans_l_ordre(debut: date | None, fin: date | None) -> None:
    if debut and fin and fin < debut:
        raise JourImpossible("La date de fin précède la date de début.")


def donner_suite(
    *,
    acteur: Acteur,
    action_id: UUID,
    vers: Suite,
    mots: str,
    le: date,
    version: int,
    formulaire: UUID,
    at: date,
) -> Action:
    """Lead an action to its next «suite», on this day. `SuiteRefusee` says what is missing."""
    pas_plus_tard(le, at)
    dossier_id = dossier_de(Action, action_id)
    cle = numero_d_envoi(formulaire, action_id, vers, mots, le)
    with ecriture(acteur, dossier_id, at) as e:
        rang = Action.objects.get(pk=action_id)
        if rang.envoi == cle:
            return rang
        if rang.version != version:
            raise EcritEntreTemps
        de = Suite(rang.suite)
        accord = accords.accord_en_vigueur(dossier_id, Nature.PLAN, at)
        decision = decider_la_suite(de, vers, accord=bool(accord))
        if not decision:
            raise SuiteRefusee(decision)
        _exiger_les_mots(de, vers, mots)
        e.noter("action")
        rang.envoi = cle
        mener(rang, rang.ouvrir(e.cles), vers, mots, le, e)
        toucher(rang.parcours_id)
    return rang


def _exiger_les_mots(de: Suite, vers: Suite, mots: str) -> None:
    ligne = ligne_de_vie(de, vers)
    if ligne.demande_des_mots and not mots.strip():
        raise MotsManquants(
            "Écrivez ce que l'action a donné."
            if ligne.dit_le_resultat
            else "Écrivez pourquoi, en quelques mots."
        )


def mener(
    rang: Action, contenu: dict[str, Any], vers: Suite, mots: str, le: date, e: Ecriture
) -> None:
    """Write the change in the history of the action, and its days when it begins or ends."""
    trace = {
        "de": rang.suite, "vers": vers.value, "le": le.isoformat(), "auteur": str(e.acteur.id),
        "mots": mots,
    }  # fmt: skip
    if vers is Suite.EN_COURS:
        rang.debut = le if rang.suite != Suite.INTERROMPUE else rang.debut or le
        rang.fin = rang.fin if rang.fin and rang.fin >= le else None
    if vers in (Suite.TERMINEE, Suite.INTERROMPUE):
        if rang.debut and le < rang.debut:
            raise JourImpossible("L'action n'avait pas encore commencé ce jour-là.")
        rang.fin = le
    rang.suite = vers
    corriger(rang, {**contenu, "suites": [*contenu["suites"], trace]}, e)
