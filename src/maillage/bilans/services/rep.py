"""Writing aggregates of a réseau, typed or read from a file, and saying which postes read its dashboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.bilans.fichiers_rep import lire_le_fichier
from maillage.bilans.models import LectureDuTableau, MesureRep
from maillage.bilans.queries.rep import Reseau, le_reseau
from maillage.bilans.rules.indicateurs_rep import PAR_CODE
from maillage.bilans.rules.lecture_rep import LigneImpossible, LigneLue, verifier
from maillage.comptes.models import Poste, Programme
from maillage.comptes.queries import en_vigueur
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

ACTE = Acte.TENIR_LES_BILANS


def _exiger(acteur: Acteur, reseau_id: int, at: date, nombre: int | None = None) -> Reseau:
    decision = decide(acteur, ACTE, None, None, at)
    noter(acteur, ACTE, decision, objet=f"reseau {reseau_id}", nombre=nombre)
    if not decision or acteur.programme_id is None:
        raise Introuvable
    return le_reseau(acteur, reseau_id, at=at)


@transaction.atomic
def ecrire_mesures(
    *,
    acteur: Acteur,
    reseau_id: int,
    lues: Sequence[LigneLue],
    retirees: Iterable[LigneLue] = (),
    at: date,
) -> int:
    """Keep what differs; a figure that stood before stays readable. `retirees`: figures taken back.

    Raises ErreurMetier for a figure that must not be kept, whatever the form let through.
    """
    reseau = _exiger(acteur, reseau_id, at, len(lues))
    _refuser_l_impossible(lues, reseau)
    Programme.objects.select_for_update().get(pk=acteur.programme_id)
    rangs = MesureRep.objects.filter(
        programme_id=acteur.programme_id, tete_id=reseau.connu.tete, en_vigueur=True
    )
    avant = {(r.portee, r.etablissement_id or "", r.indicateur, r.rentree): r for r in rangs}
    vides = (replace(m, nombre=None, effectif=None, valeur=None) for m in retirees)
    finis, neufs = [], []
    for m in (*lues, *vides):
        connue = avant.get((m.portee, m.uai, m.indicateur, m.rentree))
        if _pareille(connue, m):
            continue
        if connue:
            finis.append(connue.pk)
        neufs.append(_rang(acteur, reseau.connu.tete, m))
    MesureRep.objects.filter(pk__in=finis).update(en_vigueur=False)
    MesureRep.objects.bulk_create(neufs)
    return len(neufs)


def _refuser_l_impossible(lues: Iterable[LigneLue], reseau: Reseau) -> None:
    for m in lues:
        if m.uai and m.uai not in reseau.noms:
            raise Introuvable
        try:
            verifier(
                PAR_CODE[m.indicateur],
                m.portee,
                nombre=m.nombre,
                effectif=m.effectif,
                valeur=m.valeur,
            )
        except LigneImpossible as refus:
            raise ErreurMetier(f"Un chiffre ne peut pas être gardé : {refus}.") from refus


def _pareille(r: MesureRep | None, m: LigneLue) -> bool:
    if r is None or (r.nombre, r.valeur) == (None, None):
        return (m.nombre, m.valeur) == (None, None)
    return (r.nombre, r.effectif, r.valeur, r.source) == (m.nombre, m.effectif, m.valeur, m.source)


def _rang(acteur: Acteur, tete: str, m: LigneLue) -> MesureRep:
    return MesureRep(
        programme_id=acteur.programme_id, tete_id=tete, etablissement_id=m.uai or None, portee=m.portee,
        indicateur=m.indicateur, rentree=m.rentree, nombre=m.nombre, effectif=m.effectif, valeur=m.valeur,
        source=m.source, auteur_id=acteur.id, ecrite_le=timezone.now(),
    )  # fmt: skip


def importer(*, acteur: Acteur, reseau_id: int, nom: str, octets: bytes, at: date) -> int:
    """Read a file of aggregates and keep the whole of it, or nothing.

    Raises FichierNominatif when it looks like a list of pupils, FichierRefuse with the lines to put right.
    """
    reseau = _exiger(acteur, reseau_id, at)
    lues = lire_le_fichier(nom, octets, tuple(reseau.noms), au_plus=at)
    return ecrire_mesures(acteur=acteur, reseau_id=reseau_id, lues=lues, at=at)


@transaction.atomic
def ouvrir_la_lecture(*, acteur: Acteur, reseau_id: int, poste_id: UUID, at: date) -> None:
    """Let a poste read this dashboard. Said twice, it is done once."""
    reseau = _exiger(acteur, reseau_id, at)
    poste = Poste.objects.filter(
        pk=poste_id, programme_id=acteur.programme_id, ferme_le=None
    ).first()
    if poste is None:
        raise Introuvable
    en_cours = LectureDuTableau.objects.filter(
        en_vigueur(at), tete_id=reseau.connu.tete, poste=poste, programme_id=acteur.programme_id
    )
    if not en_cours.exists():
        LectureDuTableau.objects.create(
            programme_id=acteur.programme_id, tete_id=reseau.connu.tete, poste=poste, depuis=at,
            ouverte_par_id=acteur.id,
        )  # fmt: skip


@transaction.atomic
def fermer_la_lecture(*, acteur: Acteur, reseau_id: int, lecture_id: int, at: date) -> None:
    """End it today: yesterday was the last day, or it never was when it began today."""
    reseau = _exiger(acteur, reseau_id, at)
    rang = LectureDuTableau.objects.filter(
        pk=lecture_id, programme_id=acteur.programme_id, tete_id=reseau.connu.tete, jusqu_au=None
    ).first()
    if rang is None:
        raise Introuvable
    if rang.depuis >= at:
        rang.delete()
        return
    rang.jusqu_au = at - timedelta(days=1)
    rang.save(update_fields=["jusqu_au"])
