"""Indicators about the children followed in a year: each child counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from maillage.notions.nomenclatures import charger
from maillage.parcours.rules.individualise import Critere, SourceDeLAccord
from maillage.statistiques.rules.annuelles import SEXES, ClasseDAge
from maillage.statistiques.rules.axes import HORS, INCONNU, LABELS
from maillage.statistiques.rules.faits import FaitsDeLAnnee
from maillage.statistiques.rules.valeurs import Ligne

Champs = dict[str, object]


def lignes(comptes: Mapping[str, int], libelles: Mapping[str, str]) -> tuple[Ligne, ...]:
    """A breakdown in the order of the list; codes that the list does not hold come last, under their own name."""
    autres = {c: c for c in sorted(comptes) if c not in libelles}
    return tuple(Ligne(c, lib, comptes.get(c, 0)) for c, lib in {**libelles, **autres}.items())


def nomenclature(numero: str) -> dict[str, str]:
    return {m.code: m.libelle for m in charger(numero).modalites}


def comptes(faits: FaitsDeLAnnee, axe: str) -> Counter[str]:
    """How many children on each code of an axis."""
    return Counter(o.codes[axe] for _, o in faits.suivis)


def _utiles(toutes: Iterable[Ligne]) -> tuple[Ligne, ...]:
    """Long lists show what exists."""
    return tuple(x for x in toutes if x.nombre)


def enfants_suivis(f: FaitsDeLAnnee) -> Champs:
    return {"numerateur": f.chiffres.enfants}


def entrees(f: FaitsDeLAnnee) -> Champs:
    return {"numerateur": f.chiffres.entrees, "denominateur": f.chiffres.enfants}


def sorties(f: FaitsDeLAnnee) -> Champs:
    return {"numerateur": f.chiffres.sorties, "denominateur": f.chiffres.enfants}


def motifs_de_sortie(f: FaitsDeLAnnee) -> Champs:
    lus = {c: n for c, n in f.chiffres.motifs_de_sortie.items() if c is not None}
    return {
        "numerateur": f.chiffres.sorties,
        "lignes": _utiles(lignes(lus, nomenclature("n12"))),
        "inconnus": f.chiffres.motifs_de_sortie.get(None, 0),
    }


def ages(f: FaitsDeLAnnee) -> Champs:
    classes = [c for c in ClasseDAge if c is not ClasseDAge.INCONNUE]
    lues = tuple(Ligne(c, c.libelle, f.chiffres.total_age(c)) for c in classes)
    return {
        "numerateur": f.chiffres.enfants,
        "lignes": tuple(x for x in lues if x.nombre or x.code != ClasseDAge.MOINS_DE_2),
        "inconnus": f.chiffres.total_age(ClasseDAge.INCONNUE),
    }


def sexes(f: FaitsDeLAnnee) -> Champs:
    return {
        "numerateur": f.chiffres.enfants,
        "lignes": tuple(Ligne(s, lib, f.chiffres.total_sexe(s)) for s, lib in SEXES.items() if s),
        "inconnus": f.chiffres.total_sexe(None),
    }


def individualises(f: FaitsDeLAnnee) -> Champs:
    return {"numerateur": f.chiffres.individualises, "denominateur": f.chiffres.enfants}


def criteres_manquants(f: FaitsDeLAnnee) -> Champs:
    return {
        "numerateur": f.chiffres.non_individualises,
        "denominateur": f.chiffres.enfants,
        "lignes": tuple(Ligne(c, c.libelle, f.chiffres.manquants.get(c, 0)) for c in Critere),
    }


def _par_axe(f: FaitsDeLAnnee, axe: str, libelles: Mapping[str, str]) -> Champs:
    lus = comptes(f, axe)
    inconnus = lus.pop(INCONNU, 0)
    return {
        "numerateur": f.chiffres.enfants,
        "lignes": _utiles(lignes(lus, libelles)),
        "inconnus": inconnus,
    }


def motifs(f: FaitsDeLAnnee) -> Champs:
    return _par_axe(f, "motif", nomenclature("n08"))


def origines(f: FaitsDeLAnnee) -> Champs:
    return _par_axe(f, "origine", nomenclature("n07"))


def motifs_cites(f: FaitsDeLAnnee) -> Champs:
    lus = Counter(m for p in f.derniers for m in set(p.motifs))
    return {
        "numerateur": sum(bool(p.motifs) for p in f.derniers),
        "denominateur": f.chiffres.enfants,
        "lignes": _utiles(lignes(lus, nomenclature("n08"))),
        "inconnus": sum(not p.motifs for p in f.derniers),
    }


def accords(f: FaitsDeLAnnee) -> Champs:
    lus = f.chiffres.accords
    return {
        "numerateur": f.chiffres.enfants - lus.get(SourceDeLAccord.AUCUN, 0),
        "denominateur": f.chiffres.enfants,
        "lignes": (
            Ligne("recueilli", "Recueilli ici", lus.get(SourceDeLAccord.RECUEILLI, 0)),
            Ligne("repris", "Repris de l’ancien tableau, à confirmer",
                  lus.get(SourceDeLAccord.REPRIS, 0)),
            Ligne("aucun", "Aucun accord qui compte", lus.get(SourceDeLAccord.AUCUN, 0)),
        ),
    }  # fmt: skip


def quartiers(f: FaitsDeLAnnee) -> Champs:
    lus = comptes(f, "quartier")
    inconnus, dehors = lus.pop(INCONNU, 0), lus[HORS]
    return {
        "numerateur": sum(lus.values()) - dehors,
        "denominateur": f.chiffres.enfants,
        "lignes": _utiles(lignes(lus, {HORS: "Hors quartier prioritaire"})),
        "inconnus": inconnus,
    }


def labels(f: FaitsDeLAnnee) -> Champs:
    lus = comptes(f, "label")
    return {
        "numerateur": lus["rep"] + lus["rep_plus"],
        "denominateur": f.chiffres.enfants,
        "lignes": lignes({c: lus[c] for c in LABELS}, LABELS),
        "inconnus": lus[INCONNU],
    }
