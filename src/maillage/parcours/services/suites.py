"""What comes with a passage, and goes with it when it is undone: an examination in EPS, the two days of a watch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from maillage.chiffrement.services import Trousseau
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import Parcours, PassageEnEps, Tache
from maillage.parcours.rules.passages import Passage
from maillage.parcours.rules.sortie import jours_de_veille, veille_en_mots


def ecrire_les_suites(
    rang: Parcours, passage: Passage, le: date, *, poste: UUID | None, auteur: UUID, cles: Trousseau
) -> dict[str, Any]:
    """Write them; return what it takes to undo them."""
    if passage is Passage.EXAMINER:
        _, neuf = PassageEnEps.objects.get_or_create(dossier_id=rang.dossier_id, le=le.isoformat())
        return {"eps": le.isoformat()} if neuf else {}
    if passage is Passage.AJOURNER:  # put off on that day: it was not examined
        retires, _ = PassageEnEps.objects.filter(
            dossier_id=rang.dossier_id, le=le.isoformat()
        ).delete()
        return {"eps_retire": le.isoformat()} if retires else {}
    if passage is Passage.VEILLER and poste is not None:
        taches = _veille(rang, le, poste, auteur, cles)
        return {"taches": [str(t.pk) for t in taches]}
    return {}


def _veille(rang: Parcours, le: date, poste: UUID, auteur: UUID, cles: Trousseau) -> list[Tache]:
    """Two steps, counted from the exit when its day is known, never before the day on which the watch begins."""
    sortie = DatePartielle.lire(rang.sortie) if rang.sortie else None
    depart = sortie.premier_jour if sortie and sortie.complete else le
    taches = []
    for mois, jour in jours_de_veille(depart):
        tache = Tache(
            dossier_id=rang.dossier_id, poste_id=poste, echeance=max(jour, le), auteur_id=auteur
        )
        tache.sceller({"libelle": veille_en_mots(mois), "veille": mois}, cles)
        tache.save(force_insert=True)
        taches.append(tache)
    return taches


def defaire_les_suites(dossier_id: UUID, avant: Mapping[str, Any]) -> None:
    """Take back what came with the passage; a step that somebody has done since stays."""
    if jour := avant.get("eps"):
        PassageEnEps.objects.filter(dossier_id=dossier_id, le=jour).delete()
    if jour := avant.get("eps_retire"):
        PassageEnEps.objects.get_or_create(dossier_id=dossier_id, le=jour)
    if taches := avant.get("taches"):
        Tache.objects.filter(dossier_id=dossier_id, pk__in=taches, faite_le=None).delete()
