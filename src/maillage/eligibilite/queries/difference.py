"""The zones of a scenario before and after, and what becomes of each. Public facts: no child."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from maillage.comptes.queries import programme
from maillage.comptes.rules import Acteur
from maillage.eligibilite.models import Scenario
from maillage.notions.erreurs import Introuvable
from maillage.territoire import cartes, reperes
from maillage.territoire.cartes import CarteDatee
from maillage.territoire.queries import communes_actuelles
from maillage.territoire.rules.filiation import Devenir, filiations
from maillage.territoire.rules.zones import Zone

CodeEtNom = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ZoneComparee:
    """A line of the table: zones tied to each other. `reste`: part of the old area that leaves; None without old one."""

    devenir: Devenir
    avant: tuple[CodeEtNom, ...]
    apres: tuple[CodeEtNom, ...]
    reste: float | None


@dataclass(frozen=True, slots=True)
class DifferenceDeCartes:
    """The table, the same as shapes, and the zones that no source draws."""

    lignes: tuple[ZoneComparee, ...]
    formes: tuple[dict[str, Any], ...]
    sans_forme: tuple[str, ...]


def difference(acteur: Acteur, ident: UUID) -> DifferenceDeCartes:
    """What a scenario of the acteur's programme changes on the ground of its communes."""
    rang = Scenario.objects.filter(programme_id=acteur.programme_id, id=ident).first()
    if rang is None:
        raise Introuvable
    communes = communes_actuelles(programme(rang.programme_id).communes)
    avant, apres = (
        [cartes.carte(code, programme=rang.programme_id) for code in codes]
        for codes in (rang.cartes_avant, rang.cartes_apres)
    )
    anciennes, nouvelles = _zones(avant, communes), _zones(apres, communes)
    nom = {code: z.nom or code for code, z in {**anciennes, **nouvelles}.items()}
    return DifferenceDeCartes(
        lignes=tuple(
            ZoneComparee(
                f.devenir,
                tuple((c, nom[c]) for c in f.avant),
                tuple((c, nom[c]) for c in f.apres),
                f.reste if f.avant else None,
            )
            for f in filiations(list(anciennes.values()), list(nouvelles.values()))
        ),
        formes=(*_formes(avant, communes, "avant"), *_formes(apres, communes, "apres")),
        sans_forme=tuple(
            sorted(
                {
                    z.nom or z.code
                    for c in (*avant, *apres)
                    for z in c.sans_forme
                    if communes & set(z.communes)
                }
            )
        ),
    )


def _zones(lues: Iterable[CarteDatee], communes: frozenset[str]) -> dict[str, Zone]:
    """Drawn zones of these communes, by code."""
    trouvees: dict[str, Zone] = {}
    for lue in lues:
        ici = {z.code for z in cartes.zones(lue.generation.id) if communes & set(z.communes)}
        trouvees = {z.code: z for z in lue.carte.zones if z.code in ici} | trouvees
    return trouvees


def _formes(
    lues: Iterable[CarteDatee], communes: frozenset[str], cote: str
) -> Iterable[dict[str, Any]]:
    dit = {"avant": "avant", "apres": "après"}[cote]
    for lue in lues:
        for zone in reperes.zones_dessinees(lue, communes):
            yield {**zone, "nom": f"{zone['nom'] or zone['code']} ({dit})", "cote": cote}
