"""The conservation law: every non-empty cell of the file has one fate, counted by going through the file itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from maillage.classeurs.rules.classeur import Classeur
from maillage.reprise.rules.modele import Correspondance
from maillage.reprise.rules.plan import Destin, EnfantLu, Lieu, LigneLue, Plan, Refus, Sort
from maillage.reprise.rules.releve import Releve


def remarques(classeur: Classeur, tables: tuple[Correspondance, ...]) -> tuple[str, ...]:
    lues = {t.feuille for t in tables}
    return tuple(
        f"Feuille « {f.nom} » : aucun tableau d'enfants."
        for f in classeur.feuilles
        if f.lignes and f.nom not in lues
    )


def sorts_de(
    classeur: Classeur,
    releves: Iterable[Releve],
    refus: dict[Lieu, Refus],
    tables: tuple[Correspondance, ...],
) -> tuple[Sort, ...]:
    """The conservation law, by construction: we go through the cells of the file, not through what was read."""
    connus: dict[Lieu, Sort] = {}
    for releve in releves:
        for sort in releve.sorts:
            refusee = releve.lieu in refus and sort.destin != "ignoree"
            connus[sort.lieu] = (
                Sort(sort.lieu, "refusee", refus[releve.lieu].erreur) if refusee else sort
            )
    entetes = {(t.feuille, n) for t in tables for n in t.zone.entetes}
    lues = {t.feuille for t in tables}
    rendus = []
    for feuille in classeur.feuilles:
        for numero, cellules in feuille.lignes:
            raison = "en-tête" if (feuille.nom, numero) in entetes else (
                "titre ou note hors du tableau" if feuille.nom in lues else "feuille sans enfant"
            )  # fmt: skip
            for cellule in cellules:
                lieu = Lieu(feuille.nom, cellule.ligne, cellule.colonne)
                rendus.append(connus.get(lieu) or Sort(lieu, "ignoree", raison))
    return tuple(rendus)


_POIDS: dict[Destin, int] = {"ignoree": 0, "refusee": 1, "importee": 2, "quarantaine": 3}


def remettre_en_place(plan: Plan, classeur: Classeur, places: Mapping[Lieu, Lieu]) -> Plan:
    """Say where things stand in the file itself, when a sheet was read upright; a cell read twice has its gravest fate."""
    if not places:
        return plan
    redressees = {lieu.feuille for lieu in places}

    def ici(lieu: Lieu) -> Lieu:
        return places.get(lieu) or places.get(Lieu(lieu.feuille, lieu.ligne)) or lieu

    def ligne(lue: LigneLue) -> LigneLue:
        textes = tuple(replace(t, lieu=ici(t.lieu)) for t in lue.textes)
        return replace(lue, lieu=ici(lue.lieu), textes=textes)

    def enfant(e: EnfantLu) -> EnfantLu:
        return replace(e, ensemble=ligne(e.ensemble), lignes=tuple(ligne(x) for x in e.lignes))

    return replace(
        plan,
        enfants=tuple(enfant(e) for e in plan.enfants),
        refus=tuple(replace(r, lieu=ici(r.lieu)) for r in plan.refus),
        doublons=tuple(replace(p, a=ici(p.a), b=ici(p.b)) for p in plan.doublons),
        avertissements=tuple(replace(a, lieu=ici(a.lieu)) for a in plan.avertissements),
        textes=tuple(replace(t, lieu=ici(t.lieu)) for t in plan.textes),
        sorts=_sorts_en_place(plan, classeur, places, redressees),
    )


def _sorts_en_place(
    plan: Plan, classeur: Classeur, places: Mapping[Lieu, Lieu], redressees: set[str]
) -> tuple[Sort, ...]:
    connus: dict[Lieu, Sort] = {}
    for sort in plan.sorts:
        lieu = places.get(sort.lieu) if sort.lieu.feuille in redressees else sort.lieu
        if lieu and (lieu not in connus or _POIDS[sort.destin] > _POIDS[connus[lieu].destin]):
            connus[lieu] = replace(sort, lieu=lieu)
    reels = (
        Lieu(f.nom, c.ligne, c.colonne) for f in classeur.feuilles for _, x in f.lignes for c in x
    )
    return tuple(
        connus.get(x) or Sort(x, "ignoree", "titre ou note hors du tableau") for x in reels
    )
