"""The timeline as the component draws it, and its filters. No access is decided here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from maillage.notions.nomenclatures import charger
from maillage.parcours.forms_fil import FiltreForm
from maillage.parcours.presentation import Choix
from maillage.parcours.queries.projections import EntreeDuFil, PieceLue, TexteAncien
from maillage.parcours.rules.mots import date_en_mots, mois_en_mots
from maillage.parcours.rules.notes import FaitsDUneNote, Filtre, Moyen

FICHIER = "fichier"  # stands for the old file among the authors


@dataclass(frozen=True, slots=True)
class EntreeMontree:
    """A timeline entry as the component draws it."""

    volet: str
    quand: str
    auteur: str
    titre: str
    texte: str
    mois: str
    url: str = ""
    badges: tuple[tuple[str, str, str, str], ...] = ()
    pieces: tuple[tuple[str, str], ...] = ()  # words, address
    anciens: tuple[tuple[str, str], ...] = ()  # who and when, text
    corriger: str = ""  # address of the page that corrects it


def entrees(fil: Iterable[EntreeDuFil], dossier: UUID | None = None) -> tuple[EntreeMontree, ...]:
    """Timeline entries, worded once. Without `dossier`, nothing leads anywhere: an archive."""
    base = reverse("parcours:fiche", args=[dossier]) if dossier else ""
    return tuple(_montree(e, f"{base}{e.volet}/" if base else "") for e in fil)


def _montree(e: EntreeDuFil, base: str) -> EntreeMontree:
    corrigee = ()
    if e.corrigee_le:
        par = f" par {e.corrigee_par}" if e.corrigee_par != e.auteur else ""
        corrigee = (("info", f"Corrigée{par}", _jour(e.corrigee_le), "pencil-square"),)
    return EntreeMontree(
        volet=e.volet.value,
        quand=date_en_mots(e.le.isoformat()) if e.le else "date inconnue",
        auteur=e.auteur,
        titre=_titre(e.nature, e.moyen),
        texte=e.texte,
        mois=mois_en_mots(e.le) if e.le else "sans date",
        badges=corrigee,
        pieces=tuple((_mots(p), f"{base}pieces/{p.id}/" if base else "") for p in e.pieces),
        anciens=tuple(_ancien(a) for a in e.anciens),
        corriger=f"{base}notes/{e.id}/" if base and e.corrigeable else "",
    )


def _titre(nature: str, moyen: str) -> str:
    """«Enseignants, téléphone»; «Note» when nothing says more."""
    natures = charger("n30")
    dite = natures.libelle(nature) if nature in natures else nature
    if not moyen:
        return dite or "Note"
    par = Moyen(moyen).libelle
    return f"{dite}, {par[:1].lower()}{par[1:]}" if dite else par


def _mots(piece: PieceLue) -> str:
    return f"{piece.libelle or 'Pièce jointe'} ({piece.extension.upper()}, {piece.kilos} Ko)"


def _ancien(a: TexteAncien) -> tuple[str, str]:
    du = f", à propos du {date_en_mots(a.le.isoformat())}" if a.le else ""
    return f"Écrit le {_jour(a.ecrit_le)} par {a.auteur}{du}", a.texte


def _jour(instant: datetime) -> str:
    return date_en_mots(timezone.localtime(instant).date().isoformat())


@dataclass(frozen=True, slots=True)
class FiltresMontres:
    """The filters of a timeline: what may be ticked, what is, the form of the period."""

    form: FiltreForm
    filtre: Filtre
    volets: tuple[Choix, ...]
    natures: tuple[Choix, ...]
    auteurs: tuple[Choix, ...]

    @property
    def coches(self) -> dict[str, int]:
        """How many are ticked in each."""
        lots = {"volets": self.volets, "natures": self.natures, "auteurs": self.auteurs}
        return {nom: sum(c.coche for c in lot) for nom, lot in lots.items()}

    def garder(self, fil: Iterable[EntreeDuFil]) -> tuple[EntreeDuFil, ...]:
        """The entries that answer."""
        return tuple(
            e
            for e in fil
            if self.filtre.garde(FaitsDUneNote(e.volet, e.nature, e.auteur_id, e.le, len(e.pieces)))
        )


def filtres(fil: Iterable[EntreeDuFil], envoi: QueryDict | None) -> FiltresMontres:
    """What is asked of a timeline, among what it holds: an answer that it does not hold is left out."""
    lus = tuple(fil)
    demandes = envoi if envoi is not None else QueryDict()
    form = FiltreForm(envoi)
    d: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    natures, auteurs = charger("n30"), {e.auteur_id: e.auteur for e in lus}
    volets = _choix({e.volet.value: e.volet.libelle for e in lus}, demandes.getlist("volets"))
    types = {e.nature: natures.libelle(e.nature) for e in lus if e.nature in natures}
    montrees = _choix(types, demandes.getlist("natures"))
    qui = _choix({str(i or FICHIER): n for i, n in auteurs.items()}, demandes.getlist("auteurs"))
    coches = {c.valeur for c in qui if c.coche}
    filtre = Filtre(
        volets={c.valeur for c in volets if c.coche},
        natures={c.valeur for c in montrees if c.coche},
        auteurs={i for i in auteurs if str(i or FICHIER) in coches},
        depuis=d.get("depuis"),
        jusqu_au=d.get("jusqu_au"),
        avec_pieces=bool(d.get("avec_pieces")),
    )
    return FiltresMontres(form, filtre, volets, montrees, qui)


def _choix(connus: dict[str, str], coches: list[str]) -> tuple[Choix, ...]:
    return tuple(
        Choix(v, mots, v in coches) for v, mots in sorted(connus.items(), key=lambda c: c[1])
    )
