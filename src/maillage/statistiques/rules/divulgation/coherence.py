"""What a demand must not contradict: names that exist, groups that do not overlap, thresholds that mean something."""

from __future__ import annotations

from maillage.statistiques.rules.divulgation.demande import (
    DETAIL,
    TOTAL,
    Demande,
    DemandeIllisible,
    Dimension,
)

PLUS_GRAND_SEUIL = 10_000


def verifier(d: Demande) -> None:
    """`DemandeIllisible` tells the first contradiction found."""
    if not d.tables or not d.dimensions:
        raise DemandeIllisible("La demande ne nomme aucune table, ou aucune dimension.")
    for dim in d.dimensions:
        _verifier_la_dimension(dim)
    if len({t.id for t in d.tables}) != len(d.tables):
        raise DemandeIllisible("Deux tables portent le même nom.")
    for t in d.tables:
        if len(set(t.dims)) != len(t.dims):
            raise DemandeIllisible(f"« {t.id} » nomme deux fois la même dimension.")
        for nom in t.dims:
            for niveau in t.niveaux[nom]:
                d.dimension(nom).labels(niveau)
    for ou in (*(t.ou for t in d.tables), *(c.ou for c in d.cachees), *d.zeros, *d.places.values()):
        for nom, label in ou.items():
            d.dimension(nom).masque(label)
    if not all(d.zeros):
        raise DemandeIllisible(
            "Un zéro de structure ne nomme aucune valeur : tout serait impossible."
        )
    for c in d.cachees:
        for nom in c.dims:
            d.dimension(nom)
    if min(d.bas, d.haut) < 1 or min(d.seuil, d.base) < 2:
        raise DemandeIllisible("Un seuil, une base ou un écart est trop petit pour protéger.")
    if max(d.bas, d.haut, d.seuil, d.base) > PLUS_GRAND_SEUIL:
        raise DemandeIllisible(f"Un seuil, une base ou un écart dépasse {PLUS_GRAND_SEUIL}.")
    if d.id in d.gelees:
        raise DemandeIllisible("La demande porte le nom d'une publication antérieure.")
    if manquantes := set(d.places) - set(d.gelees):
        raise DemandeIllisible(
            f"Publications placées sans être gelées : {', '.join(sorted(manquantes))}."
        )


def _verifier_la_dimension(dim: Dimension) -> None:
    if not dim.modalites or len(set(dim.modalites)) != len(dim.modalites):
        raise DemandeIllisible(f"« {dim.nom} » n'a pas de valeurs, ou en a deux pareilles.")
    if {TOTAL, DETAIL} & {*dim.modalites, *dim.niveaux}:
        raise DemandeIllisible(f"« {dim.nom} » emploie un mot réservé : {TOTAL} ou {DETAIL}.")
    connus = {m: {m} for m in dim.modalites}
    for niveau, groupes in dim.niveaux.items():
        dedans = [m for ms in groupes.values() for m in ms]
        if len(set(dedans)) != len(dedans) or not set(dedans) <= set(dim.modalites):
            raise DemandeIllisible(f"Le niveau « {niveau} » ne découpe pas « {dim.nom} ».")
        for nom, membres in groupes.items():
            if not membres or nom == TOTAL or connus.setdefault(nom, set(membres)) != set(membres):
                raise DemandeIllisible(f"« {nom} » sert deux fois dans « {dim.nom} », ou est vide.")
