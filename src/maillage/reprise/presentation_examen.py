"""What the checking page draws: the dry run, in numbers, pairs, schools and rows. Nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from maillage.enfants.rules.identite import IdentiteLue
from maillage.parcours.rules.mots import date_en_mots
from maillage.reprise.presentation import lieu_en_mots
from maillage.reprise.queries import Examen
from maillage.reprise.rules.noms import cle_d_identite
from maillage.reprise.rules.plan import Destin, EnfantLu
from maillage.reprise.rules.rattachement import Ressemblance

LIGNES_MONTREES = 1000


@dataclass(frozen=True, slots=True)
class ExamenMontre:
    """The fate of rows and cells, in numbers."""

    enfants: int
    crees: int
    completes: int
    refusees: int
    a_trier: int
    a_confirmer: int
    avertissements: int
    cellules: dict[str, int]
    refus: tuple[Any, ...]
    remarques: tuple[str, ...]


def examen(ex: Examen) -> ExamenMontre:
    sorts = Counter(s.destin for s in ex.plan.sorts)
    return ExamenMontre(
        enfants=ex.crees + ex.completes,
        crees=ex.crees,
        completes=ex.completes,
        refusees=len(ex.plan.refus),
        a_trier=sum(t.compartiment != "neutre" for t in ex.plan.textes),
        a_confirmer=len(ex.doublons) + len(ex.rattachement.ressemblances),
        avertissements=len(ex.plan.avertissements),
        cellules={**dict.fromkeys(get_args(Destin), 0), **sorts, "total": sum(sorts.values())},
        refus=ex.plan.refus,
        remarques=ex.plan.remarques,
    )


@dataclass(frozen=True, slots=True)
class Cote:
    """One side of a pair of look-alikes."""

    nom: str
    naissance: str
    ou: str
    cle: str
    naissance_cle: str


@dataclass(frozen=True, slots=True)
class PaireMontree:
    a: Cote
    b: Cote
    raisons: tuple[str, ...]

    @property
    def cotes(self) -> tuple[Cote, Cote]:
        return self.a, self.b

    @property
    def motifs(self) -> str:
        """The reasons in one sentence."""
        suite = [r[:1].lower() + r[1:] for r in self.raisons[1:]]
        return ", ".join([*self.raisons[:1], *suite]) + "."


def _du_fichier(e: EnfantLu) -> Cote:
    x = e.ensemble
    return Cote(
        f"{x.prenom} {x.nom}".strip(),
        date_en_mots(str(x.naissance or "")) or "naissance inconnue",
        lieu_en_mots(e.lignes[0].lieu),
        cle_d_identite(x.nom, x.prenom),
        str(x.naissance or ""),
    )


def _de_la_base(i: IdentiteLue) -> Cote:
    return Cote(
        i.nom_complet,
        date_en_mots(str(i.naissance or "")) or "naissance inconnue",
        "déjà dans Maillage",
        cle_d_identite(i.nom, i.prenom),
        str(i.naissance or ""),
    )


def doublons(ex: Examen) -> tuple[PaireMontree, ...]:
    """Pairs inside the file that wait for a decision."""
    par_ligne = {str(ligne.lieu): e for e in ex.enfants for ligne in e.lignes}
    return tuple(
        PaireMontree(
            _du_fichier(par_ligne[str(p.a)]), _du_fichier(par_ligne[str(p.b)]), tuple(p.raisons)
        )
        for p in ex.doublons
        if str(p.a) in par_ligne and str(p.b) in par_ligne
    )


def ressemblances(
    vues: Iterable[tuple[Ressemblance, EnfantLu, IdentiteLue]],
) -> tuple[PaireMontree, ...]:
    """Pairs between the file and the base that wait for a decision."""
    return tuple(PaireMontree(_du_fichier(e), _de_la_base(i), r.raisons) for r, e, i in vues)


@dataclass(frozen=True, slots=True)
class EcoleMontree:
    texte: str
    niveau: str
    lignes: int
    candidats: tuple[Any, ...]
    phrase: str


def ecoles(vues: Iterable[tuple[str, str | None, int, Any]]) -> tuple[EcoleMontree, ...]:
    """School names to decide on, the most frequent first."""
    return tuple(
        EcoleMontree(texte, niveau or "", n, tuple(r.candidats)[:6], r.motif.phrase)
        for texte, niveau, n, r in vues
    )


@dataclass(frozen=True, slots=True)
class LigneMontree:
    """The fate of one row."""

    ou: str
    enfant: str
    sort: str
    etat: str
    detail: str


@dataclass(frozen=True, slots=True)
class LignesMontrees:
    """The fate of the rows that speak of a child: all those refused, the first of the others."""

    refusees: tuple[LigneMontree, ...]
    reprises: tuple[LigneMontree, ...]
    total: int

    @property
    def montrees(self) -> int:
        return len(self.reprises)


def lignes(ex: Examen) -> LignesMontrees:
    """The fate of each row that speaks of a child."""
    refus = [
        LigneMontree(
            lieu_en_mots(r.lieu), "", "Refusée", "bad",
            f"{r.erreur} ({r.colonne} : {r.valeur})" if r.valeur else r.erreur,
        )
        for r in ex.plan.refus
    ]  # fmt: skip
    connus = ex.rattachement.connus
    avertis = Counter(str(a.lieu) for a in ex.plan.avertissements)
    reprises = [
        LigneMontree(
            lieu_en_mots(ligne.lieu),
            f"{e.ensemble.prenom} {e.ensemble.nom}".strip(),
            "Complète un dossier" if e.cle in connus else "Crée un dossier",
            "info" if e.cle in connus else "ok",
            _avertis(avertis[str(ligne.lieu)]),
        )
        for e in ex.enfants
        for ligne in e.lignes
    ]
    return LignesMontrees(tuple(refus), tuple(reprises[:LIGNES_MONTREES]), len(reprises))


def _avertis(nombre: int) -> str:
    if not nombre:
        return ""
    return "1 valeur à préciser" if nombre == 1 else f"{nombre} valeurs à préciser"
