"""Writes of the exit of one child: its continuity, its week, its relay, what the family was told and said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.dossiers.services import numero_d_envoi
from maillage.eligibilite import calendriers
from maillage.eligibilite.errors_campagne import (
    CampagneChangee,
    RelaisImpossible,
    SemaineImpossible,
    SortieFigee,
)
from maillage.eligibilite.models.campagne import VIVANTES, PassageDeRelais, SortieAccompagnee
from maillage.eligibilite.rules.campagne import SuiteDecidee
from maillage.eligibilite.rules.campagne_calendrier import Semaine, en_semaine
from maillage.eligibilite.rules.campagne_relais import EtatDuRelais, passer
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class SuiteVoulue:
    """What is to be decided for one child."""

    suite: SuiteDecidee
    raison: str
    pas_avant: date | None = None


@dataclass(frozen=True, slots=True)
class RelaisVoulu:
    """A step of the relay, as typed."""

    vers: EtatDuRelais
    structure: str
    texte: str


class _Tenue:
    """An exit held for writing: its row, its keys, its opened words."""

    def __init__(self, rang: SortieAccompagnee, cles: Trousseau) -> None:
        self.rang, self.cles = rang, cles
        self.contenu: dict[str, Any] = rang.ouvrir(cles)

    def garder(self) -> None:
        """Seal again under the next version: whoever read the former one sees that it changed."""
        self.rang.sceller(self.contenu, self.cles)
        self.rang.save()


@contextmanager
def _tenue(
    acteur: Acteur, dossier_id: UUID, version: int | None, objet: str, at: date
) -> Iterator[_Tenue]:
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        rangs = SortieAccompagnee.objects.select_for_update().filter(
            dossier_id=dossier_id, campagne__etat__in=VIVANTES
        )
        rang = rangs.first()
        if rang is None:
            raise Introuvable
        if version is not None and rang.version != version:
            raise CampagneChangee
        noter(acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet=objet)
        yield _Tenue(rang, trousseau(faits.programme, [dossier_id], [Volet.PARCOURS]))


def decider_la_suite(
    *, acteur: Acteur, dossier_id: UUID, voulue: SuiteVoulue, version: int, at: date
) -> None:
    """Decide for one child, whatever the rules; her week is looked for again, her siblings' too."""
    with _tenue(acteur, dossier_id, version, "sortie_suite", at) as tenue:
        rang = tenue.rang
        if rang.faite_le:
            raise SortieFigee
        selon = voulue.suite is SuiteDecidee.SELON_LES_REGLES
        rang.suite = voulue.suite
        rang.pas_avant = voulue.pas_avant if voulue.suite is SuiteDecidee.ATTEND else None
        rang.auteur_id = None if selon else acteur.id
        tenue.contenu["raison"] = "" if selon else voulue.raison
        rang.semaine, rang.a_la_main = None, False
        tenue.garder()
        calendriers.replacer(rang, at)


def deplacer(
    *, acteur: Acteur, dossier_id: UUID, lundi: date, version: int, at: date
) -> tuple[UUID, ...]:
    """Choose a week by hand. Siblings who leave together move together; return those who moved too."""
    with _tenue(acteur, dossier_id, version, "sortie_semaine", at) as tenue:
        rang = tenue.rang
        possibles = calendriers.semaines_de(rang.campagne, at)
        _exiger_la_semaine(rang, lundi, possibles, at)
        autres = _fratrie_a_deplacer(acteur, rang, lundi, possibles, at)
        for sortie in (rang, *autres):
            sortie.semaine, sortie.a_la_main, sortie.empechement = lundi, True, ""
        for sortie in autres:
            sortie.save(update_fields=["semaine", "a_la_main", "empechement", "updated_at"])
        tenue.garder()
    return tuple(a.dossier_id for a in autres)


def _fratrie_a_deplacer(
    acteur: Acteur,
    rang: SortieAccompagnee,
    lundi: date,
    possibles: tuple[Semaine, ...],
    at: date,
) -> list[SortieAccompagnee]:
    """Her siblings of the campaign, each written under the policy of her own dossier."""
    if rang.fratrie is None or not rang.campagne.fratries_ensemble:
        return []
    rangs = SortieAccompagnee.objects.select_for_update().filter(
        campagne_id=rang.campagne_id, fratrie=rang.fratrie, faite_le=None
    )
    autres = list(rangs.exclude(pk=rang.pk).exclude(suite=SuiteDecidee.RESTE))
    for autre in autres:
        try:
            _, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, autre.dossier_id, at)
        except Introuvable:
            raise SemaineImpossible(
                "La fratrie sort ensemble, et un de ses enfants est suivi par quelqu'un d'autre.",
                a_faire="Demandez à la coordination de changer la semaine.",
            ) from None
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=autre.dossier_id,
            objet="sortie_semaine",
        )  # fmt: skip
        _exiger_la_semaine(autre, lundi, possibles, at)
    return autres


def _exiger_la_semaine(
    rang: SortieAccompagnee, lundi: date, possibles: tuple[Semaine, ...], at: date
) -> None:
    if rang.faite_le:
        raise SortieFigee
    depart = calendriers.depart_de(rang, calendriers.cadre_de(rang.campagne, at), None)
    decision = en_semaine(depart, lundi, possibles)
    if not decision:
        raise SemaineImpossible(decision.motif.phrase, a_faire=decision.a_faire)


def passer_le_relais(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    voulu: RelaisVoulu,
    version: int,
    formulaire: UUID,
    at: date,
) -> None:
    """Write one step of the relay, dated and signed. The same form sent twice writes one step."""
    envoi = numero_d_envoi(formulaire, dossier_id, voulu.vers, voulu.structure, voulu.texte)
    with _tenue(acteur, dossier_id, None, "sortie_relais", at) as tenue:
        rang = tenue.rang
        if PassageDeRelais.objects.filter(formulaire=envoi).exists():
            return
        if rang.version != version:
            raise CampagneChangee
        de = EtatDuRelais(rang.relais)
        decision = passer(de, voulu.vers, structure=voulu.structure, pourquoi=voulu.texte)
        if not decision:
            raise RelaisImpossible(decision)
        libre = voulu.vers in {EtatDuRelais.A_CHERCHER, EtatDuRelais.SANS_RELAIS}
        rang.relais = voulu.vers
        rang.structure = "" if libre else voulu.structure or rang.structure
        if voulu.vers is EtatDuRelais.PROPOSE or libre:
            tenue.contenu["relais"] = "" if libre else voulu.texte
        tenue.garder()
        _ajouter_le_passage(tenue, de, voulu, acteur, envoi, at)


def _ajouter_le_passage(
    tenue: _Tenue, de: EtatDuRelais, voulu: RelaisVoulu, acteur: Acteur, envoi: UUID, at: date
) -> None:
    rang = tenue.rang
    passage = PassageDeRelais(
        dossier_id=rang.dossier_id,
        sortie=rang,
        de=de,
        vers=voulu.vers,
        structure=rang.structure,
        le=at,
        auteur_id=acteur.id,
        formulaire=envoi,
    )
    passage.sceller({"texte": voulu.texte}, tenue.cles)
    passage.save(force_insert=True)


def noter_la_famille(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    informee_le: date | None,
    parole: str,
    texte: str,
    version: int,
    at: date,
) -> None:
    """Write when the family was told, and what it said."""
    with _tenue(acteur, dossier_id, version, "sortie_famille", at) as tenue:
        tenue.rang.informee_le = informee_le
        tenue.rang.parole = parole
        tenue.contenu["parole"] = texte
        tenue.garder()
