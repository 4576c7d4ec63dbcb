"""Which child of the file is which dossier of the base: sure by identity, else asked, never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from maillage.enfants.rules.fiches import Doublon, Fiche
from maillage.enfants.rules.identite import IdentiteLue
from maillage.reprise.rules.noms import cle_d_identite
from maillage.reprise.rules.plan import EnfantLu

Cle = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ressemblance:
    """A child of the file looks like a dossier of the base; a person decides."""

    enfant: str
    dossier: UUID
    score: float
    raisons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rattachement:
    """Children known for sure, and look-alikes to decide on."""

    connus: Mapping[str, UUID]
    ressemblances: tuple[Ressemblance, ...]


def cle_de(nom: str, prenom: str, naissance: object) -> Cle:
    """Same names once folded, same birth date as known."""
    return (cle_d_identite(nom, prenom), str(naissance or ""))


def rattacher(
    enfants: Sequence[EnfantLu],
    base: Mapping[UUID, IdentiteLue],
    rapprocher: Callable[[Sequence[Fiche]], Sequence[Doublon]],
) -> Rattachement:
    """Pair children of the file with dossiers (`base` in order of creation).

    Children with one same identity are paired in order, so a file imported twice pairs each with its own dossier.
    """
    libres: dict[Cle, list[UUID]] = defaultdict(list)
    for dossier, identite in base.items():
        libres[cle_de(identite.nom, identite.prenom, identite.naissance)].append(dossier)
    connus: dict[str, UUID] = {}
    for e in enfants:
        cle = cle_de(e.ensemble.nom, e.ensemble.prenom, e.ensemble.naissance)
        if libres.get(cle):
            connus[e.cle] = libres[cle].pop(0)
    nouveaux = [e for e in enfants if e.cle not in connus]
    pris = set(connus.values())
    restants = {d: i for d, i in base.items() if d not in pris}
    return Rattachement(connus, _ressemblances(nouveaux, restants, rapprocher))


def trancher(
    rattachement: Rattachement, avis: Callable[[Ressemblance], bool | None]
) -> Rattachement:
    """Apply what persons have said: the same child joins its dossier, a different one is not asked again."""
    connus = dict(rattachement.connus)
    attente = []
    for r in rattachement.ressemblances:
        dit = avis(r)
        if dit and r.enfant not in connus and r.dossier not in connus.values():
            connus[r.enfant] = r.dossier
        elif dit is None:
            attente.append(r)
    libres = tuple(r for r in attente if r.enfant not in connus)
    return Rattachement(connus, libres)


def _ressemblances(
    nouveaux: Sequence[EnfantLu],
    base: Mapping[UUID, IdentiteLue],
    rapprocher: Callable[[Sequence[Fiche]], Sequence[Doublon]],
) -> tuple[Ressemblance, ...]:
    """Compare new children with the base; pairs inside either side are not this question."""
    if not nouveaux or not base:
        return ()
    du_fichier = {f"f{rang}": e for rang, e in enumerate(nouveaux)}
    de_la_base = {f"b{rang}": d for rang, d in enumerate(base)}
    fiches = [
        Fiche(c, e.ensemble.nom, e.ensemble.prenom, e.ensemble.naissance, e.ensemble.sexe)
        for c, e in du_fichier.items()
    ]
    for cle, dossier in de_la_base.items():
        i = base[dossier]
        sexe = {"fille": "F", "garcon": "M"}.get(i.sexe or "")
        fiches.append(Fiche(cle, i.nom, i.prenom, i.naissance, sexe))
    trouvees = []
    for vu in rapprocher(fiches):
        f, b = sorted((vu.a, vu.b), reverse=True)
        if vu.classe != "doublon" or f[0] != "f" or b[0] != "b":
            continue
        enfant, dossier = du_fichier[f].cle, de_la_base[b]
        raisons = tuple(r.phrase for r in vu.raisons)
        trouvees.append(Ressemblance(enfant, dossier, vu.score, raisons))
    return tuple(sorted(trouvees, key=lambda r: -r.score))
