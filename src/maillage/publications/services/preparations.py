"""Releases asked for, computed by a job, stopped, abandoned, started again; and what the programme decided once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.notions.temps import AnneeScolaire
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.publications import tasks
from maillage.publications.errors import DejaParue, PassageRefuse
from maillage.publications.magasin.models import Parution
from maillage.publications.models import (
    BASES,
    EtatDeCalcul,
    Preparation,
    ReglageDePublication,
)
from maillage.publications.queries.noms import exiger_sans_nom
from maillage.publications.queries.registre import seuil_promis
from maillage.publications.rules.catalogue import choisies, proposees
from maillage.publications.rules.periodes import PeriodeScolaire, finies
from maillage.publications.rules.vie import EtatDePublication, Geste, arrivee_de, passer_de
from maillage.statistiques.rules.divulgation.demande import Mode

ACTE = Acte.PREPARER_LES_PUBLICATIONS


class DemandeDePublicationRefusee(ErreurMetier):
    """A release that cannot be asked for."""

    rien_perdu = "Rien n'a été préparé."


def preparer(
    *,
    acteur: Acteur,
    titre: str,
    annee: AnneeScolaire,
    periode: PeriodeScolaire,
    tables: Sequence[str],
    mode: Mode,
    seuil: int,
    formulaire: UUID,
    at: date,
) -> UUID:
    """Ask for a release. The threshold of the programme, and that of the year's releases, may be raised, never lowered."""
    retenues = _permises(annee, periode, tables, at)
    exiger_sans_nom(acteur, titre, at=at)
    seuil = _seuil(acteur, annee, seuil)
    with transaction.atomic():
        deja = Preparation.objects.filter(
            programme_id=acteur.programme_id, formulaire=formulaire
        ).first()
        if deja is not None:
            return deja.id
        rang = Preparation.objects.create(
            programme_id=acteur.programme_id,
            titre=titre.strip() or periode.titre(annee),
            annee=annee.rentree,
            periode=periode,
            tables=retenues,
            mode=mode,
            seuil=seuil,
            base=BASES[seuil],
            auteur_id=acteur.id,
            formulaire=formulaire,
        )
        noter_le_geste(acteur, ACTE, rang.id, at)
    tasks.proteger_la_publication.enqueue(str(rang.id))
    return rang.id


def _seuil(acteur: Acteur, annee: AnneeScolaire, demande: int) -> int:
    if acteur.programme_id is None:
        return demande
    connu = ReglageDePublication.objects.filter(programme_id=acteur.programme_id).first()
    promis = seuil_promis(acteur.programme_id, annee.rentree)
    return max(demande, connu.seuil if connu else 0, promis)


def _permises(
    annee: AnneeScolaire, periode: PeriodeScolaire, tables: Sequence[str], at: date
) -> list[str]:
    if periode not in finies(annee, at):
        raise DemandeDePublicationRefusee(
            "Cette période n'est pas finie.",
            a_faire="Attendez son dernier jour, ou choisissez-en une autre.",
        )
    permises = {t.code for t in proposees(trimestre=periode.trimestre)}
    retenues = [t.code for t in choisies(tables) if t.code in permises]
    if not retenues:
        raise DemandeDePublicationRefusee("Choisissez au moins un tableau de cette période.")
    return retenues


def arreter(*, acteur: Acteur, preparation_id: UUID, at: date) -> None:
    """Ask the job to stop."""
    with transaction.atomic():
        rang = la_sienne(acteur, preparation_id)
        if rang.calcul == EtatDeCalcul.EN_COURS:
            Preparation.objects.filter(id=rang.id).update(arret_demande=True)
            noter_le_geste(acteur, ACTE, rang.id, at)


def relancer(*, acteur: Acteur, preparation_id: UUID, at: date) -> None:
    """Compute again, with the counts and the register of now: what was computed before is replaced."""
    with transaction.atomic():
        rang = la_sienne(acteur, preparation_id)
        if rang.calcul == EtatDeCalcul.EN_COURS and not rang.arret_demande:
            return
        if rang.etat != EtatDePublication.PREPAREE:
            exiger_le_passage(rang, Geste.RELANCER)
            exiger_pas_parue(rang)
        rang.etat, rang.calcul = EtatDePublication.PREPAREE, EtatDeCalcul.EN_COURS
        rang.fait, rang.total, rang.arret_demande, rang.resultat = 0, 0, False, None
        rang.seuil = _seuil(acteur, AnneeScolaire(rang.annee), rang.seuil)
        rang.base = BASES[rang.seuil]
        rang.save()
        noter_le_geste(acteur, ACTE, rang.id, at)
    tasks.proteger_la_publication.enqueue(str(preparation_id))


def abandonner(*, acteur: Acteur, preparation_id: UUID, at: date) -> None:
    """Give up a release that did not come out: its counts are erased."""
    with transaction.atomic():
        rang = la_sienne(acteur, preparation_id)
        exiger_le_passage(rang, Geste.ABANDONNER)
        exiger_pas_parue(rang)
        rang.etat, rang.scelle, rang.resultat = EtatDePublication.ABANDONNEE, None, None
        rang.arret_demande = True
        rang.save()
        noter_le_geste(acteur, ACTE, rang.id, at)


def regler(*, acteur: Acteur, mode: Mode, seuil: int, at: date) -> None:
    """Decide, for the programme, under which number a cell is small and how figures leave by default."""
    with transaction.atomic():
        ReglageDePublication.objects.update_or_create(
            programme_id=acteur.programme_id, defaults={"mode": mode, "seuil": seuil}
        )
        decision = decide(acteur, ACTE, None, None, at)
        noter(acteur, ACTE, decision, objet=f"reglage des publications {mode} {seuil}")


def la_sienne(acteur: Acteur, preparation_id: UUID) -> Preparation:
    """A release of the acteur's programme, locked."""
    rangs = Preparation.objects.select_for_update()
    rang = rangs.filter(programme_id=acteur.programme_id, id=preparation_id).first()
    if rang is None:
        raise Introuvable
    return rang


def exiger_le_passage(rang: Preparation, geste: Geste) -> EtatDePublication:
    """Where this passage leads; refused with its reason when the table does not hold it."""
    etat = EtatDePublication(rang.etat)
    decision = passer_de(etat, geste)
    if not decision:
        raise PassageRefuse(decision)
    return arrivee_de(etat, geste)


def exiger_pas_parue(rang: Preparation) -> None:
    """What the store holds is known for ever: the register ends by knowing it too."""
    if Parution.objects.filter(preparation=rang.id).exists():
        raise DejaParue


def noter_le_geste(acteur: Acteur, acte: Acte, preparation_id: UUID, at: date) -> None:
    """One event for each act on a release."""
    decision = decide(acteur, acte, None, None, at)
    noter(acteur, acte, decision, objet=f"publication {preparation_id}")
