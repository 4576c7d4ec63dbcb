"""The return to the annual survey: every figure in its place, what is missing said. Pure; receives counts and typed values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from maillage.bilans.rules.nombres import Unite, ecrire_nombre
from maillage.bilans.rules.rubriques import COMPTEES, ECRITES, RubriqueComptee, RubriqueEcrite

INCONNU = "inconnu"
Codes = Mapping[str, str]  # one child in one year: its code on each axis


@dataclass(frozen=True, slots=True)
class Classement:
    """An axis as the survey lists it: its values in order, code and label."""

    nom: str
    modalites: tuple[tuple[str, str], ...]

    def libelle(self, code: str) -> str:
        return dict(self.modalites).get(code, code)


@dataclass(frozen=True, slots=True)
class ValeurEcrite:
    """A figure that somebody wrote, and who did, when."""

    valeur: Decimal
    par: str
    le: datetime


@dataclass(frozen=True, slots=True)
class LigneDEnquete:
    """One line to copy. `valeurs` follow the columns; None: nobody wrote it yet. `repere`: what the national survey said."""

    code: str
    libelle: str
    valeurs: tuple[int | Decimal | None, ...]
    repere: str = ""
    ecrite: ValeurEcrite | None = None
    inconnue: bool = False

    @property
    def textes(self) -> tuple[str, ...]:
        return tuple("" if v is None else ecrire_nombre(v) for v in self.valeurs)


@dataclass(frozen=True, slots=True)
class RubriqueDEnquete:
    """One section of the return."""

    code: str
    titre: str
    base: str
    unite: Unite
    colonnes: tuple[str, ...]
    lignes: tuple[LigneDEnquete, ...]
    total: LigneDEnquete | None
    ecrite: bool = False

    @property
    def manquent(self) -> tuple[LigneDEnquete, ...]:
        """Figures that somebody still has to write."""
        return tuple(x for x in self.lignes if self.ecrite and x.valeurs[-1] is None)


@dataclass(frozen=True, slots=True)
class Manque:
    """Something that the return lacks: children without a code on an axis, or figures that nobody wrote."""

    rubrique: str
    titre: str
    nombre: int
    phrase: str
    ecrit: bool


def rubriques(
    enfants: Sequence[Codes],
    classements: Mapping[str, Classement],
    ecrites: Mapping[str, ValeurEcrite],
    reperes: Mapping[str, str],
) -> tuple[RubriqueDEnquete, ...]:
    """Every section: those that the base counts, for the axes that it knows, then those that people write."""
    comptees = (
        _comptee(r, enfants, classements, reperes) for r in COMPTEES if r.axe in classements
    )
    return (*comptees, *(_ecrite(r, ecrites, reperes) for r in ECRITES))


def complements(lignes: Iterable[tuple[str, str, int | Decimal | None]]) -> RubriqueDEnquete:
    """Other figures of the base: code, label with its unit, value (None: nothing to count)."""
    return RubriqueDEnquete(
        "complements", "Autres chiffres de la base", "Chaque libellé dit son unité.", Unite.DIVERS,
        ("Valeur",), tuple(LigneDEnquete(code, libelle, (v,)) for code, libelle, v in lignes), None,
    )  # fmt: skip


def _comptee(
    r: RubriqueComptee,
    enfants: Sequence[Codes],
    classements: Mapping[str, Classement],
    reperes: Mapping[str, str],
) -> RubriqueDEnquete:
    colonnes = _modalites(enfants, classements.get(r.croise))
    n: Counter[tuple[str, str]] = Counter(
        (e.get(r.axe, INCONNU), e.get(r.croise, INCONNU) if r.croise else "") for e in enfants
    )

    def ligne(code: str, libelle: str, retenus: Iterable[str]) -> LigneDEnquete:
        gardes = set(retenus)
        cases = tuple(sum(n[a, c] for a in gardes) for c, _ in colonnes)
        tous = sum(v for (a, _), v in n.items() if a in gardes)
        repere = reperes.get(f"{r.axe}.{code}", "")
        return LigneDEnquete(code, libelle, (*cases, tous), repere, inconnue=code == INCONNU)

    lus = _modalites(enfants, classements[r.axe])
    return RubriqueDEnquete(
        code=r.axe, titre=r.titre, base=r.base, unite=Unite.ENFANTS,
        colonnes=(*(libelle for _, libelle in colonnes), "Enfants"),
        lignes=tuple(ligne(code, libelle, (code,)) for code, libelle in lus),
        total=ligne("ensemble", "Ensemble", (code for code, _ in lus)),
    )  # fmt: skip


def _modalites(enfants: Sequence[Codes], axe: Classement | None) -> tuple[tuple[str, str], ...]:
    """The values of the axis, and any code met that it does not list: nobody is left uncounted."""
    if axe is None:
        return ()
    listees = {code for code, _ in axe.modalites}
    vues = sorted({e.get(axe.nom, INCONNU) for e in enfants} - listees)
    return (*axe.modalites, *((c, "Non renseigné" if c == INCONNU else c) for c in vues))


def _ecrite(
    r: RubriqueEcrite, ecrites: Mapping[str, ValeurEcrite], reperes: Mapping[str, str]
) -> RubriqueDEnquete:
    lignes = []
    for (_, libelle), cle in zip(r.lignes, r.codes, strict=True):
        dite = ecrites.get(cle)
        valeur = dite.valeur if dite else None
        lignes.append(LigneDEnquete(cle, libelle, (valeur,), reperes.get(cle, ""), dite))
    connues = [x.valeurs[0] for x in lignes if x.valeurs[0] is not None]
    somme = sum((Decimal(v) for v in connues), Decimal(0)) if connues else None
    total = LigneDEnquete(f"{r.code}.total", r.total, (somme,)) if r.total else None
    colonne = "Montant" if r.unite is Unite.EUROS else r.unite.libelle.capitalize()
    return RubriqueDEnquete(
        r.code, r.titre, r.base, r.unite, ("ETP" if r.unite is Unite.ETP else colonne,),
        tuple(lignes), total, ecrite=True,
    )  # fmt: skip


def manques(lues: Sequence[RubriqueDEnquete]) -> tuple[Manque, ...]:
    """What is missing, in the order of the return: said as something to do, never as a fault."""
    dits = []
    for r in lues:
        if r.ecrite and r.manquent:
            n = len(r.manquent)
            phrase = (
                "Rien n’est encore écrit." if n == len(r.lignes)
                else f"{n} nombre{'s' if n > 1 else ''} à écrire : {_enumerer([x.libelle for x in r.manquent])}."
            )  # fmt: skip
            dits.append(Manque(r.code, r.titre, n, phrase, ecrit=True))
        for x in r.lignes:
            inconnus = x.valeurs[-1] or 0
            if not r.ecrite and x.inconnue and inconnus:
                phrase = f"{inconnus} enfant{'s' if inconnus > 1 else ''} à compléter."
                dits.append(Manque(r.code, r.titre, int(inconnus), phrase, ecrit=False))
    return tuple(dits)


def _enumerer(mots: Sequence[str], au_plus: int = 3) -> str:
    montres = [m[0].lower() + m[1:] if m[:2] != m[:2].upper() else m for m in mots[:au_plus]]
    reste = len(mots) - au_plus
    if reste > 0:
        return f"{', '.join(montres)} et {reste} autre{'s' if reste > 1 else ''}"
    return " et ".join(filter(None, (", ".join(montres[:-1]), montres[-1])))
