"""The report of an import, as other programs read it. Every number in it is counted from the fates of the cells."""

from __future__ import annotations

from collections import Counter
from typing import Any

from maillage.reprise.rules.plan import Avertissement, EnfantLu, Plan, Refus, TexteLu

_DESTINS = {
    "importee": "importees",
    "quarantaine": "quarantaine",
    "refusee": "refusees",
    "ignoree": "ignorees",
}


def rapporter(plan: Plan) -> dict[str, Any]:
    """The JSON report."""
    return {
        "enfants": [_enfant(e) for e in plan.enfants],
        "refus": [_refus(r) for r in plan.refus],
        "doublons_a_confirmer": [[str(p.a), str(p.b)] for p in plan.doublons],
        "textes": [_texte(t) for t in plan.textes],
        "avertissements": [_avertissement(a) for a in plan.avertissements]
        + [{"erreur": r} for r in plan.remarques],
        "comptes": _comptes(plan),
        "cellules": _cellules(Counter(s.destin for s in plan.sorts)),
    }


def _enfant(enfant: EnfantLu) -> dict[str, Any]:
    e = enfant.ensemble
    return {
        "nom": e.nom,
        "prenom": e.prenom,
        "naissance": str(e.naissance) if e.naissance else None,
        "sexe": e.sexe,
        "uai": e.uai,
        "motifs": list(e.motifs),
        "entree": str(e.entree) if e.entree else None,
        "sortie": str(e.sortie) if e.sortie else None,
        "motif_sortie": e.motif_sortie,
        "eps": [str(d) for d in e.eps],
        "lignes": [str(ligne.lieu) for ligne in enfant.lignes],
        "classe": e.classe,
        "referent": e.referent,
        "pris_en_charge": e.pris_en_charge,
        "motif_non_prise_en_charge": e.motif_non_prise_en_charge,
        "accord": e.accord,
        "origine": e.origine,
    }


def _refus(refus: Refus) -> dict[str, Any]:
    lieu = refus.lieu
    return {
        "feuille": lieu.feuille,
        "ligne": lieu.ligne,
        "colonne": refus.colonne,
        "valeur": refus.valeur,
        "erreur": refus.erreur,
    }


def _texte(texte: TexteLu) -> dict[str, Any]:
    """Where the text stands and where it seems to belong: never the text itself."""
    lieu = texte.lieu
    return {
        "feuille": lieu.feuille,
        "ligne": lieu.ligne,
        "colonne": texte.colonne,
        "compartiment": texte.compartiment,
    }


def _avertissement(a: Avertissement) -> dict[str, Any]:
    return {
        "feuille": a.lieu.feuille,
        "ligne": a.lieu.ligne,
        "colonne": a.colonne,
        "valeur": a.valeur,
        "erreur": a.message,
    }


def _cellules(comptes: Counter[str]) -> dict[str, int]:
    rendu = {nom: comptes[destin] for destin, nom in _DESTINS.items()}
    return {**rendu, "total": sum(rendu.values())}


def _comptes(plan: Plan) -> dict[str, Any]:
    feuilles = dict.fromkeys(s.lieu.feuille for s in plan.sorts)
    return {
        "enfants": len(plan.enfants),
        "lignes": sum(len(e.lignes) for e in plan.enfants),
        "refus": len(plan.refus),
        "doublons_a_confirmer": len(plan.doublons),
        "textes": dict(Counter(t.compartiment for t in plan.textes)),
        "avertissements": len(plan.avertissements),
        "feuilles": {
            f: _cellules(Counter(s.destin for s in plan.sorts if s.lieu.feuille == f))
            for f in feuilles
        },
        "raisons": dict(Counter(s.raison for s in plan.sorts if s.destin == "ignoree")),
    }
