"""Reading of a file of headcounts: the ministry's lists (écoles, collèges, lycées, IPS of collèges, annuaire) or the house's own four columns.

Column names of several years are accepted. A line that says something impossible is refused with its number; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from maillage.territoire.enregistrements import Champs, Lecture, LigneRefusee, Rejet, lire
from maillage.territoire.errors import FichierIllisible
from maillage.territoire.rules.effectifs import (
    EFFECTIF_AU_PLUS,
    EffectifDit,
    effectif_lu,
    rentree_lue,
)
from maillage.territoire.rules.uai import uai_valide

SYNONYMES = MappingProxyType({
    "identifiant_de_l_etablissement": "uai", "numero_uai": "uai", "uai_etablissement": "uai",
    "numero_ecole": "uai", "numero_de_l_ecole": "uai", "numero_college": "uai", "numero_du_college": "uai",
    "numero_lycee": "uai", "numero_du_lycee": "uai",
    "rentree_scolaire": "rentree", "annee_scolaire": "rentree",
    "effectif": "effectif", "effectifs": "effectif", "effectif_total": "effectif", "nbeleves": "effectif",
    "nombre_total_eleves": "effectif", "nombre_total_d_eleves": "effectif", "nombre_d_eleves": "effectif",
    "nombre_eleves_total": "effectif", "nombre_d_eleves_total": "effectif",
    "effectifs_ensemble_gt_pro": "effectif",
})  # fmt: skip

# The index of an école rests on its pupils of CM2: the column beside it is not shown to be the headcount of the école.
IPS_DES_ECOLES = (
    "L'indice de position sociale des écoles ne donne pas l'effectif entier de chaque école."
)
AUTRE_FICHIER = (
    "Prenez le fichier «\u00a0effectifs d'élèves par école\u00a0» sur data.education.gouv.fr."
)


def lire_effectifs(
    octets: bytes, *, source: str = "", rentree: int | None = None, au_plus: int | None = None
) -> Lecture[EffectifDit]:
    """Read a file. `rentree`: that of a file which has no such column; `au_plus`: no rentrée after it is believed."""
    attendues = ("uai", "effectif") if rentree is not None else ("uai", "rentree", "effectif")
    lues = lire(octets, attendues, _ligne(source, rentree, au_plus), SYNONYMES)
    return _sans_contradiction(lues)


def _ligne(
    source: str, rentree: int | None, au_plus: int | None
) -> Callable[[Champs], EffectifDit | None]:
    def ligne(c: Champs) -> EffectifDit | None:
        if "ips" in c and "ecart_type_de_l_ips" not in c and "type_de_lycee" not in c:
            raise FichierIllisible(IPS_DES_ECOLES, a_faire=AUTRE_FICHIER)
        uai = c["uai"].upper()
        if not uai_valide(uai):
            raise LigneRefusee(f"UAI impossible\u00a0: «\u00a0{c['uai'][:20]}\u00a0»")
        if not c["effectif"]:
            return None  # the source says nothing of this school
        effectif = effectif_lu(c["effectif"])
        if effectif is None:
            raise LigneRefusee(
                f"effectif impossible pour {uai}\u00a0: «\u00a0{c['effectif'][:20]}\u00a0» (de 1 à {EFFECTIF_AU_PLUS})"
            )
        dite = c.get("rentree", "")
        lue = rentree_lue(dite) if dite else rentree
        if lue is None:
            raise LigneRefusee(f"rentrée illisible pour {uai}\u00a0: «\u00a0{dite[:20]}\u00a0»")
        if au_plus is not None and lue > au_plus:
            raise LigneRefusee(f"la rentrée {lue} n'a pas encore eu lieu")
        return EffectifDit(uai, lue, effectif, (c.get("source", "") or source)[:160])

    return ligne


def _sans_contradiction(lues: Lecture[EffectifDit | None]) -> Lecture[EffectifDit]:
    """The same school and rentrée twice: once if they agree, refused both if they do not."""
    vus: dict[tuple[str, int], EffectifDit] = {}
    disputes: set[tuple[str, int]] = set()
    for d in filter(None, lues.lignes):
        avant = vus.setdefault((d.uai, d.rentree), d)
        if avant.effectif != d.effectif:
            disputes.add((d.uai, d.rentree))
    rejets = [
        Rejet(0, f"deux effectifs différents pour {uai}, rentrée {rentree}")
        for uai, rentree in sorted(disputes)
    ]
    gardes = tuple(d for cle, d in vus.items() if cle not in disputes)
    return Lecture(gardes, (*lues.rejets, *rejets))
