"""Reads of releases being prepared, for the coordination: what is hidden and why, what has changed, who has read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from maillage.comptes.personnes import personnes_nommees
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.publications.models import EtatDeCalcul, Preparation, ReglageDePublication
from maillage.publications.queries import lecture
from maillage.publications.rules.catalogue import PAR_CODE, titres
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.rules.pertes import Raison
from maillage.publications.rules.vie import EtatDePublication, Geste, passer_de
from maillage.statistiques.rules.divulgation.demande import Mode
from maillage.tracabilite.queries.acces import acces_a_l_objet

ACTE = Acte.PREPARER_LES_PUBLICATIONS
MONTREES = 60  # lines of a list on the page; the others are counted
MODES = {
    Mode.ARRONDI: "Nombres arrondis",
    Mode.SUPPRESSION: "Nombres exacts, petites cases masquées",
}


@dataclass(frozen=True, slots=True)
class Reglages:
    """What the programme has decided once."""

    mode: Mode = Mode.ARRONDI
    seuil: int = 5


@dataclass(frozen=True, slots=True)
class PreparationLue:
    """A release as the coordination sees it in a list."""

    id: UUID
    titre: str
    annee: int
    periode: PeriodeScolaire
    mode: Mode
    seuil: int
    etat: EtatDePublication
    calcul: EtatDeCalcul
    fait: int
    total: int
    numero: int | None
    auteur: str
    approuvee_par: str
    approuvee_le: datetime | None
    retiree_le: datetime | None
    created_at: datetime
    version: int
    titres: tuple[str, ...]
    resultat: Mapping[str, Any] = field(default_factory=dict)

    @property
    def en_cours(self) -> bool:
        return self.calcul is EtatDeCalcul.EN_COURS and self.etat is EtatDePublication.PREPAREE

    @property
    def annee_libelle(self) -> str:
        return AnneeScolaire(self.annee).libelle

    @property
    def mode_libelle(self) -> str:
        return MODES[self.mode]

    @property
    def gestes(self) -> frozenset[str]:
        return frozenset(g.value for g in Geste if passer_de(self.etat, g))


@dataclass(frozen=True, slots=True)
class LignePerdue:
    """A cell that readers will not see as it is, in words. `raison` is for the coordination alone."""

    cellule: str
    vraie: int
    montree: int | None
    raison: str


@dataclass(frozen=True, slots=True)
class TablePerdue:
    titre: str
    tues: int
    lignes: tuple[LignePerdue, ...]
    autres: int


@dataclass(frozen=True, slots=True)
class LigneChangee:
    """A cell of an earlier release that some of its children have left."""

    publication: str
    table: str
    cellule: str
    alors: int
    restent: int


@dataclass(frozen=True, slots=True)
class Examen:
    """What the coordination looks at before approving. True counts: for her eyes."""

    tables: tuple[TablePerdue, ...]
    changees: tuple[LigneChangee, ...]
    contredits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LectureFaite:
    """Somebody opened or downloaded a release."""

    nom: str
    le: datetime
    geste: str


def reglages(acteur: Acteur) -> Reglages:
    """The decision of the acteur's programme, or that of the house."""
    rang = ReglageDePublication.objects.filter(programme_id=acteur.programme_id).first()
    return Reglages(Mode(rang.mode), rang.seuil) if rang else Reglages()


def preparations(acteur: Acteur) -> tuple[PreparationLue, ...]:
    """Every release of the programme that was not given up, the latest first."""
    rangs = _rangs(acteur).exclude(etat=EtatDePublication.ABANDONNEE)
    return tuple(_lue(r) for r in rangs.defer("scelle").order_by("-created_at"))


def preparation(acteur: Acteur, ident: UUID) -> PreparationLue:
    """One release of the acteur's programme."""
    return _lue(_un(acteur, ident))


def examen(acteur: Acteur, ident: UUID, *, at: date) -> Examen | None:
    """What it hides and why; opened from the seal, and noted. None before the protection."""
    rang = _un(acteur, ident)
    decision = decide(acteur, ACTE, None, None, at)
    if not decision or rang.scelle is None:
        return None
    noter(acteur, ACTE, decision, objet=f"publication {ident} examen")
    ouvert = rang.ouvrir()
    mots = _mots(ouvert["contenu"])
    return Examen(
        tables=tuple(_perdues(t, ouvert["pertes"], mots) for t in rang.tables),
        changees=tuple(
            LigneChangee(
                p.removeprefix("p"), PAR_CODE[t].titre, _dire(c, mots), alors, alors - partis
            )
            for p, t, c, alors, partis in ouvert["divergences"]
        ),
        contredits=tuple(_dire(list(z.items()), mots) for z in ouvert["contredits"]),
    )


def _perdues(table: str, pertes: list[Any], mots: Mapping[tuple[str, str], str]) -> TablePerdue:
    siennes = [p for p in pertes if p[0] == table]
    lignes = tuple(
        LignePerdue(_dire(c, mots), vraie, montree, Raison(raison).libelle if raison else "")
        for _, c, vraie, montree, raison in siennes[:MONTREES]
    )
    tues = sum(p[3] is None for p in siennes)
    return TablePerdue(PAR_CODE[table].titre, tues, lignes, max(0, len(siennes) - MONTREES))


def _mots(contenu: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    return {
        (d["nom"], m["code"]): m["libelle"] for d in contenu["dimensions"] for m in d["modalites"]
    }


def _dire(cellule: list[Any], mots: Mapping[tuple[str, str], str]) -> str:
    dits = [mots.get((d, c), c) for d, c in cellule if c != "total"]
    return ", ".join(dits) or "Ensemble"


GESTES = {"lue": "a lu la page", "tableur": "a téléchargé le tableur", "json": "a téléchargé les données",
          "document": "a téléchargé un document"}  # fmt: skip


def lectures(acteur: Acteur, numero: int) -> tuple[LectureFaite, ...]:
    """Who has read a release, the latest first: what a withdrawal cannot take back."""
    if acteur.programme_id is None:
        return ()
    objets = {f"publication {numero} {g}": dit for g, dit in GESTES.items()}
    lus = acces_a_l_objet(acteur.programme_id, tuple(objets))
    noms = personnes_nommees({a.acteur for a in lus if a.acteur}, acteur.programme_id)
    return tuple(
        LectureFaite(
            noms[a.acteur].nom if a.acteur in noms else "Compte fermé", a.instant, objets[a.objet]
        )
        for a in lus
    )


def suivantes(acteur: Acteur, numero: int) -> tuple[int, ...]:
    """The later releases of the same year: they were protected against this one, and still count it as known."""
    if acteur.programme_id is None:
        return ()
    lues = lecture.publications(acteur.programme_id, retirees=True)
    annee = next((p.annee for p in lues if p.numero == numero), None)
    return tuple(sorted(p.numero for p in lues if p.annee == annee and p.numero > numero))


def _rangs(acteur: Acteur) -> QuerySet[Preparation]:
    rangs = Preparation.objects.filter(programme_id=acteur.programme_id)
    return rangs.select_related("auteur", "approuvee_par")


def _un(acteur: Acteur, ident: UUID) -> Preparation:
    rang = _rangs(acteur).filter(id=ident).first()
    if rang is None:
        raise Introuvable
    return rang


def _lue(rang: Preparation) -> PreparationLue:
    def heure(instant: datetime | None) -> datetime | None:
        return timezone.localtime(instant) if instant else None

    return PreparationLue(
        id=rang.id,
        titre=rang.titre,
        annee=rang.annee,
        periode=PeriodeScolaire(rang.periode),
        mode=Mode(rang.mode),
        seuil=rang.seuil,
        etat=EtatDePublication(rang.etat),
        calcul=EtatDeCalcul(rang.calcul),
        fait=rang.fait,
        total=rang.total,
        numero=rang.numero,
        auteur=rang.auteur.nom if rang.auteur else "",
        approuvee_par=rang.approuvee_par.nom if rang.approuvee_par else "",
        approuvee_le=heure(rang.approuvee_le),
        retiree_le=heure(rang.retiree_le),
        created_at=timezone.localtime(rang.created_at),
        version=rang.version,
        titres=titres(rang.tables),
        resultat=rang.resultat or {},
    )
