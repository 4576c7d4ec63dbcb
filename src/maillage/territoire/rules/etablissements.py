"""A school as people type it («clg Pierre de Geyter», «EE P. Langevin») resolved to its UAI.

The answer carries its confidence and its reason; below the threshold a person decides. An UAI is given
only when one school is clearly ahead and its kind fits. Tables and figures: docs/regles/etablissements.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from maillage.notions.decision import Motif
from maillage.territoire.rules.indices import Indice, Preuve, confronter, preparer
from maillage.territoire.rules.noms import (
    ECOLES,
    MATERNELLE,
    NATURES_DU_NIVEAU,
    PRIMAIRE,
    NomLu,
    lire,
)
from maillage.territoire.rules.vocabulaire import Vocabulaire

CERTITUDE = 0.85  # at or above: resolved without asking
ECART = 0.15  # how far behind the next candidate must stay
ECART_NOM_ENTIER = 0.05  # when the whole name is written and the next one's is not
MONTRABLE = 0.35  # below: not worth showing
CANDIDATS_MONTRES = 5

NATURE_TUE = 0.95
NATURE_CONTREDITE = 0.9  # the text says collège, the level says CE2: the text names the school
MATERNELLE_EN_PRIMAIRE = 0.7  # a primaire holds maternelle classes, but another school may be meant
RANG_TU = 0.8
RANG_DE_TROP = 0.75
HORS_TERRITOIRE = 0.8


CERTAIN = Motif("certain", "Un seul établissement porte ce nom.")
PLUSIEURS = Motif("plusieurs", "Plusieurs établissements peuvent porter ce nom.")
PEU_SUR = Motif("peu_sur", "Un établissement ressemble, sans certitude.")
INCONNU = Motif("inconnu", "Aucun établissement de la liste ne porte ce nom.")
ILLISIBLE = Motif("illisible", "Ce texte ne nomme pas d'établissement.")
MATERNELLE_ABSENTE = Motif(
    "maternelle_absente", "Cette école maternelle n'est pas dans la liste des établissements."
)


@dataclass(frozen=True, slots=True)
class EtablissementConnu:
    """A school of the list. `commune` as its source writes it: Pierrefitte stays Pierrefitte."""

    uai: str
    nom: str
    nature: str
    code_commune: str
    commune: str


@dataclass(frozen=True, slots=True)
class Candidat:
    """A school that the text may mean."""

    uai: str
    nom: str
    confiance: float


@dataclass(frozen=True, slots=True)
class Rapprochement:
    """What a written name resolves to. `uai` is None unless it is certain."""

    uai: str | None
    confiance: float
    libelle: str
    candidats: tuple[Candidat, ...]
    motif: Motif


@dataclass(frozen=True, slots=True, eq=False)
class Repertoire:
    """Schools prepared once for many texts."""

    etablissements: tuple[EtablissementConnu, ...]
    indices: tuple[Indice, ...]
    vocabulaire: Vocabulaire
    memoire: dict[tuple[str, frozenset[str], str | None], Rapprochement] = field(
        default_factory=dict
    )

    @classmethod
    def de(cls, etablissements: Iterable[EtablissementConnu]) -> Self:
        connus = tuple(sorted(etablissements, key=lambda e: e.uai))
        indices = tuple(preparer(e.nom, e.commune) for e in connus)
        return cls(connus, indices, Vocabulaire.de([i.mots for i in indices]))

    def nom_de(self, uai: str) -> str:
        return next((e.nom for e in self.etablissements if e.uai == uai), uai)


def resoudre(
    texte: str,
    repertoire: Repertoire,
    communes: frozenset[str] = frozenset(),
    niveau: str | None = None,
) -> Rapprochement:
    """Find the school that a text names.

    `communes` are the INSEE codes where the child may go to school (the programme's and the home's);
    `niveau` is a code of N4, used when the text does not say which kind of school it is.
    """
    cle = (texte, communes, niveau)
    if cle not in repertoire.memoire:
        repertoire.memoire[cle] = _resoudre(lire(texte), repertoire, communes, niveau)
    return repertoire.memoire[cle]


@dataclass(frozen=True, slots=True)
class _Piste:
    """A school weighed against the text. `ici`: in the communes asked, or its commune is named."""

    note: float
    connu: EtablissementConnu
    preuve: Preuve
    ici: bool


def _resoudre(
    lu: NomLu, repertoire: Repertoire, communes: frozenset[str], niveau: str | None
) -> Rapprochement:
    pistes = []
    for place in repertoire.vocabulaire.candidats(lu.mots):
        connu, indice = repertoire.etablissements[place], repertoire.indices[place]
        if not (nature := _facteur_de_nature(connu.nature, lu, niveau)):
            continue
        preuve = confronter(lu, indice, repertoire.vocabulaire)
        ici = not communes or connu.code_commune in communes or preuve.commune_nommee
        note = preuve.note * nature * _facteur_de_rang(lu.rang, indice.rang)
        note = round(note if ici else note * HORS_TERRITOIRE, 2)
        if note >= MONTRABLE:
            pistes.append(_Piste(note, connu, preuve, ici))
    pistes.sort(key=lambda p: (-p.note, p.connu.uai))
    return _conclure(lu, pistes)


def _facteur_de_nature(nature: str, lu: NomLu, niveau: str | None) -> float:
    """Weigh the kind of a school; 0 rules it out."""
    dites = lu.natures
    du_niveau = NATURES_DU_NIVEAU.get(niveau or "", frozenset())
    if not dites:
        return (1 if nature in du_niveau else 0) if du_niveau else NATURE_TUE
    if MATERNELLE in dites and dites != ECOLES:
        return MATERNELLE_EN_PRIMAIRE if nature == PRIMAIRE else nature in dites
    if nature not in dites:
        return 0
    if du_niveau and not (dites & du_niveau):
        return NATURE_CONTREDITE
    if du_niveau and dites == ECOLES:
        return nature in du_niveau
    return NATURE_TUE if dites == ECOLES else 1


def _facteur_de_rang(dit: str, connu: str) -> float:
    if dit == connu:
        return 1
    if dit and connu:
        return 0
    return RANG_DE_TROP if dit else RANG_TU


def _conclure(lu: NomLu, pistes: Sequence[_Piste]) -> Rapprochement:
    candidats = tuple(
        Candidat(p.connu.uai, p.connu.nom, p.note) for p in pistes[:CANDIDATS_MONTRES]
    )
    if not pistes:
        return Rapprochement(None, 0.0, "", (), _motif_sans_candidat(lu))
    premiere = pistes[0]
    motif = CERTAIN
    if premiere.note < CERTITUDE:
        motif = PEU_SUR
    elif any(_rivale(piste, premiere) for piste in pistes[1:]):
        motif = PLUSIEURS
    uai = premiere.connu.uai if motif is CERTAIN else None
    return Rapprochement(uai, premiere.note, premiere.connu.nom, candidats, motif)


def _rivale(piste: _Piste, premiere: _Piste) -> bool:
    """Tell whether a second school may be meant as well as the first."""
    if premiere.preuve.nom_entier and not piste.preuve.nom_entier:
        return premiere.note - piste.note < ECART_NOM_ENTIER
    if piste.ici and piste.preuve.sans_faute and not premiere.preuve.nom_entier:
        return True  # both names begin or end alike: «La Salle»
    return premiere.note - piste.note < ECART - 1e-9


def _motif_sans_candidat(lu: NomLu) -> Motif:
    if not lu.mots:
        return ILLISIBLE
    return MATERNELLE_ABSENTE if lu.natures == {MATERNELLE} else INCONNU
