"""From plans and deposits to what the pages draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.enfants.rules.identite import IdentiteLue
from maillage.parcours.rules.mots import date_en_mots
from maillage.reprise.forms import VOLETS, ColonnesForm
from maillage.reprise.queries import Examen, RepriseLue, TexteATrier
from maillage.reprise.rules.champs import Champ
from maillage.reprise.rules.correspondance import FAIBLE, PROBABLE, Colonne, Correspondance
from maillage.reprise.rules.noms import cle_d_identite
from maillage.reprise.rules.plan import EnfantLu
from maillage.reprise.rules.rattachement import Ressemblance

ETATS = {
    "deposee": ("att", "À vérifier"),
    "en_cours": ("info", "Import en cours"),
    "terminee": ("ok", "Importé"),
    "annulee": ("inc", "Annulé"),
    "echouee": ("bad", "Arrêté par une panne"),
}
VOLETS_DE_TRI = [(v.value, v.libelle) for v in VOLETS_DU_DOSSIER]
LIGNES_MONTREES = 1000
#: what is said of a proposal: for one column, for several
AVIS = {
    "Reconnue": ("reconnue", "reconnues"),
    "À confirmer": ("à confirmer", "à confirmer"),
    "À vérifier": ("à vérifier", "à vérifier"),
    "Triée texte par texte": ("triée texte par texte", "triées texte par texte"),
    "Laissée de côté": ("laissée de côté", "laissées de côté"),
}
A_L_ABRI = frozenset({Champ.SENSIBLE, Champ.OBSERVATION})


@dataclass(frozen=True, slots=True)
class Depot:
    """A past deposit on the first page."""

    id: UUID
    fichier: str
    creee_le: Any
    auteur: str
    etat: str
    libelle: str
    ouverte: bool
    crees: int | None


def depots(lues: Iterable[RepriseLue]) -> tuple[Depot, ...]:
    return tuple(
        Depot(
            r.id, r.fichier, r.creee_le, r.auteur, *ETATS[r.etat],
            ouverte=r.etat in ("deposee", "echouee"),
            crees=r.bilan["crees"] if r.bilan else None,
        )
        for r in lues
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColonneMontree:
    """A column of the file, its examples, the field chosen, and how sure the proposal is."""

    entete: str
    exemples: str
    champ: Any
    volet: str
    etat: str
    avis: str


@dataclass(frozen=True, slots=True)
class TableMontree:
    feuille: str
    lignes: str
    resume: str
    colonnes: tuple[ColonneMontree, ...]


def tables(lues: Sequence[Correspondance], form: ColonnesForm) -> tuple[TableMontree, ...]:
    """The tables found in the file, with their fields to correct."""
    return tuple(_table(i, t, form) for i, t in enumerate(lues))


def _table(i: int, t: Correspondance, form: ColonnesForm) -> TableMontree:
    colonnes = tuple(_colonne(c, form[f"c{i}-{c.indice}"]) for c in t.colonnes)
    avis = Counter(c.avis for c in colonnes)
    return TableMontree(
        t.feuille,
        f"lignes {t.zone.debut} à {t.zone.fin}",
        ", ".join(f"{n} {mots[n > 1]}" for a, mots in AVIS.items() if (n := avis[a])),
        colonnes,
    )


def _colonne(c: Colonne, champ: Any) -> ColonneMontree:
    etat, avis = _avis(c)
    exemples = " · ".join(e for e in c.exemples if e)
    if c.champ in A_L_ABRI:  # free text is never shown before it is sorted
        exemples = "contenu masqué pendant la reprise" if exemples else ""
    volet = VOLETS.get(c.champ)
    return ColonneMontree(
        c.entete or "(sans titre)", exemples, champ, volet.value if volet else "", etat, avis
    )


def _avis(c: Colonne) -> tuple[str, str]:
    if c.champ in (Champ.IGNORE, Champ.AGE):
        return "inc", "Laissée de côté"
    if c.champ in A_L_ABRI:
        return "info", "Triée texte par texte"
    if c.confiance > PROBABLE:
        return "ok", "Reconnue"
    return "att", "À confirmer" if c.confiance > FAIBLE else "À vérifier"


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
        cellules={**sorts, "total": sum(sorts.values())},
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
        str(e.lignes[0].lieu).replace("!", ", ligne "),
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
            str(r.lieu).replace("!", ", ligne "), "", "Refusée", "bad",
            f"{r.erreur} ({r.colonne} : {r.valeur})" if r.valeur else r.erreur,
        )
        for r in ex.plan.refus
    ]  # fmt: skip
    connus = ex.rattachement.connus
    avertis = Counter(str(a.lieu) for a in ex.plan.avertissements)
    reprises = [
        LigneMontree(
            str(ligne.lieu).replace("!", ", ligne "),
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


def bilan(lue: RepriseLue) -> dict[str, Any] | None:
    """The result, with the reasons why cells were left aside, the commonest first."""
    if lue.bilan is None:
        return None
    return {**lue.bilan, "raisons": list(lue.bilan["ignorees"].items())}


@dataclass(frozen=True, slots=True)
class TexteMontre:
    id: UUID
    dossier: UUID
    enfant: str
    texte: str
    colonne: str
    source: str
    suggestion: str
    volet: str


def textes(a_trier: Iterable[TexteATrier]) -> tuple[TexteMontre, ...]:
    """Texts to sort, with the volet suggested (never chosen for the person)."""
    return tuple(
        TexteMontre(
            t.id, t.dossier, t.enfant, t.texte, t.colonne, t.source.replace("!", ", ligne "),
            t.suggestion, Volet(t.suggestion).libelle if t.suggestion else "",
        )
        for t in a_trier
    )  # fmt: skip
