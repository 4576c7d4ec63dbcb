"""Writes of réseaux: the coordinator names a collège and its écoles, or an official file does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.territoire import queries
from maillage.territoire.chargement import lire_reseaux
from maillage.territoire.enregistrements import Rejet
from maillage.territoire.errors import EtablissementInconnu, ReseauImpossible
from maillage.territoire.models import Etablissement, Reseau, SecteurDeReseau
from maillage.territoire.rules.reseaux import Changements, Rattachement, changements, composable


@dataclass(frozen=True, slots=True)
class Composition:
    """A réseau as somebody wants it from a day on."""

    tete: str
    label: str
    nom: str
    ecoles: frozenset[str]
    depuis: date


@transaction.atomic
def composer(*, acteur: Acteur, voulu: Composition) -> Changements:
    """Make or change the réseau of a collège of the programme; écoles leave the réseau they were in.

    Raises Introuvable for a collège of another town, EtablissementInconnu, ReseauImpossible.
    """
    _exiger_la_commune(acteur, voulu.tete)
    reseau, change = _poser(voulu, source="saisie")
    _noter(acteur, reseau, len(voulu.ecoles))
    return change


@transaction.atomic
def fermer(*, acteur: Acteur, reseau_id: int, dernier_jour: date) -> None:
    """End a réseau and the rattachements of its écoles on this day."""
    reseau = Reseau.objects.filter(id=reseau_id, jusqu_au__isnull=True).first()
    if reseau is None:
        raise Introuvable
    _exiger_la_commune(acteur, reseau.tete_id)
    _exiger_apres_le_debut(reseau, dernier_jour)
    _finir(reseau, dernier_jour)
    _noter(acteur, reseau, 0)


@transaction.atomic
def charger_reseaux(*, octets: bytes, source: str, au: date) -> Rapport:
    """Load the official list of établissements with their tête, as it stood on the day `au`.

    A collège that the file does not name keeps its réseau: a silent file wipes nothing.
    """
    lecture = lire_reseaux(octets)
    connus = dict(Etablissement.objects.values_list("uai", "nom"))
    membres: dict[str, set[str]] = defaultdict(set)
    tetes: dict[str, tuple[str, str]] = {}
    inconnus = set()
    for ligne in lecture.lignes:
        inconnus |= {ligne.uai, ligne.tete} - connus.keys()
        if ligne.tete in connus and (ligne.uai == ligne.tete or ligne.tete not in tetes):
            tetes[ligne.tete] = (ligne.label, ligne.nom)
        if ligne.uai in connus and ligne.uai != ligne.tete:
            membres[ligne.tete].add(ligne.uai)
    rejets, changes = list(lecture.rejets), 0
    for tete, (label, nom) in sorted(tetes.items()):
        voulu = Composition(tete, label, nom or connus[tete], frozenset(membres[tete]), au)
        try:
            changes += bool(_poser(voulu, source=source)[1])
        except ReseauImpossible as refus:
            rejets.append(Rejet(0, f"{tete}\u00a0: {refus.message}"))
    return Rapport(len(tetes), changes, tuple(rejets), tuple(sorted(inconnus)))


@dataclass(frozen=True, slots=True)
class Rapport:
    """What a loading of réseaux did. `inconnus`: UAI of the file that are in no list of schools."""

    reseaux: int
    changes: int
    rejets: tuple[Rejet, ...]
    inconnus: tuple[str, ...]


def _poser(voulu: Composition, *, source: str) -> tuple[Reseau, Changements]:
    _exiger_composable(voulu)
    reseau = Reseau.objects.select_for_update().filter(tete_id=voulu.tete, jusqu_au=None).first()
    if reseau and reseau.label != voulu.label and reseau.depuis < voulu.depuis:
        _finir(reseau, voulu.depuis - timedelta(days=1))  # another label: another réseau
        reseau = None
    if reseau is None:
        reseau = Reseau(tete_id=voulu.tete, depuis=voulu.depuis)
    reseau.label, reseau.nom, reseau.source = voulu.label, voulu.nom, source
    reseau.save()
    change = changements(_rattachements(reseau), voulu.ecoles, voulu.depuis)
    ailleurs = Reseau.objects.filter(
        secteurs__etablissement__in=change.entrees, secteurs__jusqu_au=None
    )
    for quitte in ailleurs.exclude(pk=reseau.pk).distinct():
        restants = frozenset(r.uai for r in _rattachements(quitte)) - set(change.entrees)
        _appliquer(quitte, changements(_rattachements(quitte), restants, voulu.depuis))
    _appliquer(reseau, change, voulu.depuis)
    return reseau, change


def _exiger_composable(voulu: Composition) -> None:
    natures = dict(
        Etablissement.objects.filter(uai__in={voulu.tete, *voulu.ecoles}).values_list(
            "uai", "nature"
        )
    )
    if not {voulu.tete, *voulu.ecoles} <= natures.keys():
        raise EtablissementInconnu("Un de ces établissements n'est pas dans la liste.")
    decision = composable(natures[voulu.tete], [natures[uai] for uai in sorted(voulu.ecoles)])
    if not decision:
        raise ReseauImpossible(decision.motif.phrase, a_faire=decision.a_faire)


def _rattachements(reseau: Reseau) -> list[Rattachement]:
    rangs = SecteurDeReseau.objects.filter(reseau=reseau, jusqu_au=None)
    return [Rattachement(r.etablissement_id, r.depuis) for r in rangs]


def _appliquer(reseau: Reseau, change: Changements, depuis: date | None = None) -> None:
    rangs = SecteurDeReseau.objects.filter(reseau=reseau, jusqu_au=None)
    rangs.filter(etablissement__in=[r.uai for r in change.effaces]).delete()
    for fini in change.finis:
        rangs.filter(etablissement=fini.uai).update(jusqu_au=fini.jusqu_au)
    if depuis:
        SecteurDeReseau.objects.bulk_create(
            SecteurDeReseau(reseau=reseau, etablissement_id=uai, depuis=depuis)
            for uai in change.entrees
        )


def _finir(reseau: Reseau, dernier_jour: date) -> None:
    lendemain = dernier_jour + timedelta(days=1)
    _appliquer(reseau, changements(_rattachements(reseau), frozenset(), lendemain))
    reseau.jusqu_au = dernier_jour
    reseau.save(update_fields=["jusqu_au"])


def _exiger_apres_le_debut(reseau: Reseau, dernier_jour: date) -> None:
    if dernier_jour < reseau.depuis:
        raise ReseauImpossible(
            "Ce jour est avant le début du réseau.", a_faire="Choisissez un jour plus tardif."
        )


def _exiger_la_commune(acteur: Acteur, uai: str) -> None:
    """A coordinator holds the réseaux of her own town only."""
    communes = queries.communes_actuelles(comptes.programme(acteur.programme_id).communes)
    if not Etablissement.objects.filter(uai=uai, commune__in=communes).exists():
        raise Introuvable


def _noter(acteur: Acteur, reseau: Reseau, ecoles: int) -> None:
    acte = Acte.TENIR_LE_TERRITOIRE
    decision = decide(acteur, acte, None, None, reseau.depuis)
    noter(acteur, acte, decision, objet=str(reseau.pk), nombre=ecoles)
