"""Criteria in words, as the editor and the pages show them."""

from __future__ import annotations

from maillage.eligibilite.rules.criteres import (
    CommuneEntiere,
    Continuite,
    Critere,
    DomicileEnZone,
    EcoleEnReseau,
    Et,
    Ou,
    ParDerogation,
    Poche,
)
from maillage.eligibilite.rules.phrases import NOMS_DE_LABEL


def en_mots(critere: Critere) -> str:
    """A criterion as people say it."""
    match critere:
        case Et(de):
            return " et ".join(_entoure(c) for c in de)
        case Ou(de):
            return " ou ".join(_entoure(c) for c in de)
        case DomicileEnZone(generations, zones):
            ou = f" ({', '.join(zones)})" if zones else ""
            carte = f" des cartes {', '.join(generations)}" if generations else ""
            return f"domicile dans une zone{carte}{ou}"
        case EcoleEnReseau(labels):
            return f"école en {' ou '.join(NOMS_DE_LABEL.get(x, x) for x in labels)}"
        case Poche(liste):
            return f"domicile dans : {', '.join(liste)}"
        case CommuneEntiere(communes):
            return f"domicile à : {', '.join(communes)}" if communes else "domicile dans la commune"
        case Continuite(jusqu_au, parcours_ouvert):
            fin = f" jusqu'au {jusqu_au:%d/%m/%Y}" if jusqu_au else ""
            suivi = ", parcours ouvert" if parcours_ouvert else ""
            return f"éligible avant la carte actuelle{suivi}{fin}"
        case ParDerogation():
            return "dérogation motivée"


def _entoure(critere: Critere) -> str:
    return f"({en_mots(critere)})" if isinstance(critere, Et | Ou) else en_mots(critere)
