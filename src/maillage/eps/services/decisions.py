"""Writes of the mode séance: the timer, what will be done, what is decided. The stage follows by `passer`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.utils import timezone

from maillage.accords import queries as accords
from maillage.accords.rules.natures import Nature
from maillage.comptes import queries as comptes
from maillage.comptes.models import Poste
from maillage.comptes.rules import Acteur
from maillage.dossiers.services import numero_d_envoi
from maillage.eps.errors import (
    DecisionsContraires,
    SansDecision,
    SeanceChangee,
    SituationNonPrete,
)
from maillage.eps.models import SituationDeSeance
from maillage.eps.rules.decisions import AJOURNEMENT, contraires, passages_de
from maillage.eps.rules.seances import (
    A_L_ORDRE_DU_JOUR,
    TRAITEES,
    EtatDeSeance,
    EtatDeSituation,
)
from maillage.eps.services.tenues import exiger_de_tenir, seance_tenue, situation_tenue
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.parcours.errors import PosteInconnu
from maillage.parcours.models import PassageEnEps, Tache
from maillage.parcours.queries.etats import dernier, faits_du_passage
from maillage.parcours.rules.passages import decider as permis
from maillage.parcours.services.passages import passer
from maillage.partage.rules.actes import Acte

OUVERTE = (EtatDeSeance.OUVERTE,)


@dataclass(frozen=True, slots=True)
class DecisionVoulue:
    """What the séance decides. `a_tous`: the precision may be read by every member invited."""

    codes: tuple[str, ...]
    precision: str = ""
    a_tous: bool = True


@dataclass(frozen=True, slots=True)
class TacheVoulue:
    """Something to do, by a poste, before a day."""

    libelle: str
    poste: UUID
    echeance: date
    a_tous: bool = True


def ajouter_une_tache(
    *, acteur: Acteur, situation_id: UUID, voulue: TacheVoulue, formulaire: UUID, at: date
) -> Tache:
    """Make a next step of what was just said. The same form sent twice writes one."""
    exiger_de_tenir(acteur, at)
    responsable = _poste(acteur, voulue.poste, at)
    with situation_tenue(
        acteur, situation_id, "tache", at=at, acte=Acte.PLANIFIER, etats=OUVERTE
    ) as tenue:
        dossier = tenue.rang.dossier_id
        envoi = numero_d_envoi(formulaire, dossier, voulue.poste, voulue.echeance, voulue.libelle)
        if deja := Tache.objects.filter(formulaire=envoi).first():
            return deja
        tache = Tache(
            dossier_id=dossier, poste_id=voulue.poste, echeance=voulue.echeance,
            auteur_id=acteur.id, formulaire=envoi,
        )  # fmt: skip
        tache.sceller({"libelle": voulue.libelle}, tenue.cles)
        tache.save(force_insert=True)
        tenue.contenu["taches"] = [
            *(tenue.contenu.get("taches") or ()),
            {
                "id": str(tache.id), "libelle": voulue.libelle, "poste": str(voulue.poste),
                "responsable": responsable, "echeance": voulue.echeance.isoformat(),
                "a_tous": voulue.a_tous,
            },
        ]  # fmt: skip
        tenue.garder()
    return tache


def _poste(acteur: Acteur, poste_id: UUID, at: date) -> str:
    """Who will do it, as the relevé says it: the holder of that day, else the poste."""
    rang = Poste.objects.filter(
        id=poste_id, programme_id=acteur.programme_id, ferme_le__isnull=True
    ).first()
    if rang is None:
        raise PosteInconnu
    tenu = comptes.occupants({poste_id}, at).get(poste_id)
    return tenu[0][1] if tenu else rang.libelle


def decider(
    *,
    acteur: Acteur,
    situation_id: UUID,
    voulue: DecisionVoulue,
    version: int,
    formulaire: UUID,
    at: date,
) -> None:
    """Record what is decided and make the parcours pass; the same form sent twice records once.

    A situation already recorded may be corrected while the séance is open: its words change, its stage has passed.
    """
    exiger_de_tenir(acteur, at)
    codes = _exiger_les_codes(voulue.codes)
    envoi = numero_d_envoi(formulaire, *codes, voulue.precision, voulue.a_tous)
    with situation_tenue(acteur, situation_id, "eps_decision", at=at, etats=OUVERTE) as tenue:
        rang = tenue.rang
        if rang.decide_par_envoi == envoi:
            return
        if rang.version != version:
            raise SeanceChangee
        if rang.etat not in (EtatDeSituation.INSCRITE, *TRAITEES):
            raise Introuvable
        if rang.etat == EtatDeSituation.INSCRITE:
            _faire_passer(acteur, rang, codes, formulaire, at)
        rang.decide_par_envoi = envoi
        arreter_le_chrono(rang)
        tenue.contenu |= {
            "decisions": list(codes), "precision": voulue.precision, "a_tous": voulue.a_tous,
        }  # fmt: skip
        tenue.garder()


def _exiger_les_codes(codes: Sequence[str]) -> tuple[str, ...]:
    connus = charger("n26").codes
    choisis = tuple(c for c in connus if c in codes)
    if not choisis:
        raise SansDecision
    if paire := contraires(choisis):
        raise DecisionsContraires(*paire)
    return choisis


def _faire_passer(
    acteur: Acteur, rang: SituationDeSeance, codes: Sequence[str], formulaire: UUID, at: date
) -> None:
    """Every passage that these decisions ask for, each under its guards. Without agreement today nothing is examined."""
    accord = accords.accord_en_vigueur(rang.dossier_id, Nature.PRESENTATION, at)
    if not accord:
        raise SituationNonPrete(accord)
    rang.etat = EtatDeSituation.AJOURNEE if AJOURNEMENT in codes else EtatDeSituation.EXAMINEE
    for passage in passages_de(codes, reexamen=rang.reexamen):
        parcours = dernier(rang.dossier_id)
        if parcours is None:
            raise Introuvable
        decision = permis(passage, faits_du_passage(parcours, at))
        if decision:  # a stage moved by hand meanwhile stays where it is
            passer(
                acteur=acteur, dossier_id=rang.dossier_id, passage=passage, le=at,
                formulaire=uuid5(formulaire, str(rang.id)), at=at,
            )  # fmt: skip
    if rang.etat == EtatDeSituation.EXAMINEE:
        PassageEnEps.objects.get_or_create(dossier_id=rang.dossier_id, le=at.isoformat())


def arreter_le_chrono(rang: SituationDeSeance) -> None:
    """Keep the seconds of the turn under way (the row is not saved)."""
    if rang.reprise_le is not None:
        rang.ecoule += max(0, int((timezone.now() - rang.reprise_le).total_seconds()))
        rang.reprise_le = None


def regler_le_chrono(
    *, acteur: Acteur, seance_id: UUID, situation_id: UUID, tourne: bool, at: date
) -> None:
    """Start the timer of one situation, or stop it: one alone runs in a séance."""
    with seance_tenue(acteur, seance_id, "chrono", at=at, etats=OUVERTE) as seance:
        rangs = list(seance.situations.select_for_update())
        if situation_id not in {r.id for r in rangs}:
            raise Introuvable
        for rang in rangs:
            if rang.id == situation_id and tourne:
                rang.reprise_le = rang.reprise_le or timezone.now()
            elif rang.reprise_le is not None:
                arreter_le_chrono(rang)
            else:
                continue
            rang.save(update_fields=["ecoule", "reprise_le", "updated_at"])


def lancer_le_chrono(*, acteur: Acteur, seance_id: UUID, numero: int, at: date) -> None:
    """Start the timer of the situation of this number, when it is still to be examined."""
    rangs = SituationDeSeance.objects.filter(
        seance_id=seance_id, seance__programme_id=acteur.programme_id, etat__in=A_L_ORDRE_DU_JOUR
    ).order_by("rang", "created_at")
    for rang in rangs[numero - 1 : numero]:
        if rang.etat == EtatDeSituation.INSCRITE:
            regler_le_chrono(
                acteur=acteur, seance_id=seance_id, situation_id=rang.id, tourne=True, at=at
            )
