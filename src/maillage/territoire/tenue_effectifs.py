"""Headcounts: the shipped file, a file sent and told before it is stored, figures typed school by school."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.territoire.enregistrements import Rejet
from maillage.territoire.errors import FichierIllisible
from maillage.territoire.lecture_effectifs import lire_effectifs
from maillage.territoire.models import (
    DepotDEffectifs,
    EffectifScolaire,
    Etablissement,
)
from maillage.territoire.queries import communes_actuelles
from maillage.territoire.rules.effectifs import EffectifDit, retenus
from maillage.territoire.rules.noms import COLLEGE, ECOLES

OCTETS_AU_PLUS = 30 * 1024 * 1024
REJETS_GARDES = 50
LOT = 1000


@dataclass(frozen=True, slots=True)
class EcoleACompter:
    """A school of the programme's communes, and its headcount if one is known."""

    uai: str
    nom: str
    nature: str
    effectif: EffectifDit | None


def connus(uais: Iterable[str], programme: UUID, jour: date) -> dict[str, EffectifDit]:
    """The headcount of each school that holds on this day; a school that no source counts is absent."""
    rangs = EffectifScolaire.objects.filter(
        Q(programme=None) | Q(programme=programme), etablissement__in=list(uais), connu_a=None
    )
    champs = ("etablissement_id", "rentree", "effectif", "source", "programme_id")
    return retenus(
        (EffectifDit(*r) for r in rangs.values_list(*champs)), AnneeScolaire.du(jour).rentree
    )


def ecoles_a_compter(programme: UUID, jour: date) -> tuple[EcoleACompter, ...]:
    """The open écoles and collèges of the programme's communes, by name."""
    rangs = list(_ecoles(programme).order_by("nom", "uai").values_list("uai", "nom", "nature"))
    dits = connus([uai for uai, *_ in rangs], programme, jour)
    return tuple(EcoleACompter(uai, nom, nature, dits.get(uai)) for uai, nom, nature in rangs)


def _ecoles(programme: UUID) -> QuerySet[Etablissement]:
    communes = communes_actuelles(comptes.programme(programme).communes)
    return Etablissement.objects.filter(
        commune__in=communes, ouvert=True, nature__in={COLLEGE, *ECOLES}
    )


def deposer(
    *, acteur: Acteur, nom: str, octets: bytes, source: str, rentree: int | None, at: date
) -> UUID:
    """Read a file and keep what it would write in the programme's communes; nothing is stored before somebody says yes."""
    if len(octets) > OCTETS_AU_PLUS:
        raise FichierIllisible(f"Le fichier dépasse {OCTETS_AU_PLUS // 1024 // 1024}\u00a0Mo.")
    lecture = lire_effectifs(
        octets, source=source, rentree=rentree, au_plus=AnneeScolaire.du(at).rentree
    )
    siennes = dict(_ecoles(acteur.programme_id).values_list("uai", "nom"))
    gardes = [d for d in lecture.lignes if d.uai in siennes]
    ailleurs = Etablissement.objects.filter(
        uai__in={d.uai for d in lecture.lignes} - siennes.keys()
    ).count()
    avant = _lus(acteur.programme_id, siennes)
    rapport = {
        "lues": len(lecture.lignes),
        "gardees": len(gardes),
        "changes": _changements(gardes, avant, siennes),
        "inchanges": sum(avant.get((d.uai, d.rentree)) == d.effectif for d in gardes),
        "hors_communes": len(lecture.lignes) - len(gardes),
        "inconnus": len({d.uai for d in lecture.lignes} - siennes.keys()) - ailleurs,
        "rejets": [[r.ligne, r.raison] for r in lecture.rejets[:REJETS_GARDES]],
        "rejetes": len(lecture.rejets),
        "manquent": sorted(
            nom for uai, nom in siennes.items()
            if uai not in {d.uai for d in gardes} and not any(u == uai for u, _ in avant)
        ),
    }  # fmt: skip
    rang = DepotDEffectifs.objects.create(
        programme_id=acteur.programme_id, auteur=acteur.id, fichier=PurePath(nom).name[:120],
        lignes=[asdict(d) | {"programme": None} for d in gardes], rapport=rapport,
    )  # fmt: skip
    return rang.id


def _lus(programme: UUID, uais: Iterable[str]) -> dict[tuple[str, int], int]:
    """What the pages of this programme read today, for each school and rentrée."""
    rangs = EffectifScolaire.objects.filter(
        Q(programme=None) | Q(programme=programme), etablissement__in=list(uais), connu_a=None
    )
    ordre = rangs.order_by("programme_id").values_list(
        "etablissement_id", "rentree", "effectif", "programme_id"
    )
    tries = sorted(ordre, key=lambda r: r[3] is not None)
    return {(uai, rentree): effectif for uai, rentree, effectif, _ in tries}


def _changements(
    gardes: list[EffectifDit], avant: Mapping[tuple[str, int], int], noms: Mapping[str, str]
) -> list[dict[str, Any]]:
    return [
        {"nom": noms[d.uai], "rentree": d.rentree, "avant": connu, "apres": d.effectif}
        for d in gardes
        if (connu := avant.get((d.uai, d.rentree))) is not None and connu != d.effectif
    ]


@dataclass(frozen=True, slots=True)
class DepotLu:
    """A deposit as its page shows it."""

    id: UUID
    fichier: str
    etat: str
    rapport: Mapping[str, Any]


def depot(acteur: Acteur, depot_id: UUID) -> DepotLu:
    """One deposit of the programme."""
    rang = DepotDEffectifs.objects.filter(programme_id=acteur.programme_id, id=depot_id).first()
    if rang is None:
        raise Introuvable
    return DepotLu(rang.id, rang.fichier, rang.etat, rang.rapport)


@transaction.atomic
def confirmer(*, acteur: Acteur, depot_id: UUID, at: date) -> int:
    """Say yes to a report: its lines become the programme's headcounts. Twice is once."""
    ouverts = DepotDEffectifs.objects.select_for_update().filter(
        programme_id=acteur.programme_id, id=depot_id, etat="a_confirmer"
    )
    rang = ouverts.first()
    if rang is None:
        raise Introuvable
    dits = [EffectifDit(**ligne) for ligne in rang.lignes]
    ecrits = ecrire(dits, programme=acteur.programme_id, par=acteur.id)
    DepotDEffectifs.objects.filter(id=rang.id).update(etat="ecrit", lignes=[])
    _noter(acteur, f"effectifs {rang.id}", ecrits, at)
    return ecrits


def abandonner(*, acteur: Acteur, depot_id: UUID) -> None:
    """Drop a deposit and its lines."""
    ouverts = DepotDEffectifs.objects.filter(
        programme_id=acteur.programme_id, id=depot_id, etat="a_confirmer"
    )
    if not ouverts.update(etat="abandonne", lignes=[]):
        raise Introuvable


@transaction.atomic
def saisir(
    *, acteur: Acteur, effectifs: Mapping[str, int], rentree: int, source: str, at: date
) -> int:
    """Write headcounts typed school by school. Raises Introuvable for a school of another town."""
    siennes = set(_ecoles(acteur.programme_id).values_list("uai", flat=True))
    if not set(effectifs) <= siennes:
        raise Introuvable
    dits = [EffectifDit(uai, rentree, n, source) for uai, n in effectifs.items()]
    ecrits = ecrire(dits, programme=acteur.programme_id, par=acteur.id)
    _noter(acteur, f"effectifs {rentree}", ecrits, at)
    return ecrits


@transaction.atomic
def ecrire(dits: Iterable[EffectifDit], *, programme: UUID | None, par: UUID | None) -> int:
    """Add what is new; what differs replaces, and what was said before stays readable. Returns how many were written."""
    maintenant = timezone.now()
    rangs = EffectifScolaire.objects.select_for_update().filter(programme=programme, connu_a=None)
    avant = {(r.etablissement_id, r.rentree): r for r in rangs}
    finis, neufs = [], []
    for d in dits:
        connu = avant.get((d.uai, d.rentree))
        if connu and (connu.effectif, connu.source) == (d.effectif, d.source):
            continue
        if connu:
            finis.append(connu.pk)
        neufs.append(
            EffectifScolaire(
                etablissement_id=d.uai, programme_id=programme, rentree=d.rentree, effectif=d.effectif,
                source=d.source, dit_par=par, connu_de=maintenant,
            )
        )  # fmt: skip
    EffectifScolaire.objects.filter(pk__in=finis).update(connu_a=maintenant)
    EffectifScolaire.objects.bulk_create(neufs, batch_size=LOT)
    return len(neufs)


def charger_effectifs(*, octets: bytes) -> tuple[int, tuple[Rejet, ...]]:
    """Load a public file for the whole installation: schools of the list only."""
    lecture = lire_effectifs(octets)
    uais = set(Etablissement.objects.values_list("uai", flat=True))
    ecrits = ecrire((d for d in lecture.lignes if d.uai in uais), programme=None, par=None)
    return ecrits, lecture.rejets


def _noter(acteur: Acteur, objet: str, nombre: int, at: date) -> None:
    acte = Acte.TENIR_LE_TERRITOIRE
    noter(acteur, acte, decide(acteur, acte, None, None, at), objet=objet, nombre=nombre)
