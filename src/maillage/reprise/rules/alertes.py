"""What a person should know before importing: a file of another town, a file of another time. Nothing is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from maillage.reprise.rules.plan import EnfantLu

ADRESSES_MINIMUM = 10  # below, a few addresses say nothing of a town
ANCIEN = timedelta(days=365)
_CODE_POSTAL = re.compile(r"\b\d{5}\b")


def alertes(
    enfants: Sequence[EnfantLu], codes_postaux: frozenset[str], au: date
) -> tuple[str, ...]:
    """Sentences to show before the import. `codes_postaux` are those of the programme's communes."""
    return tuple(a for a in (_autre_ville(enfants, codes_postaux), _autre_temps(enfants, au)) if a)


def _autre_ville(enfants: Sequence[EnfantLu], connus: frozenset[str]) -> str:
    lus = [
        code
        for e in enfants
        for code in _CODE_POSTAL.findall(f"{e.ensemble.adresse} {e.ensemble.ville}")[-1:]
    ]
    ailleurs = sum(code not in connus for code in lus)
    if not connus or len(lus) < ADRESSES_MINIMUM or ailleurs * 2 <= len(lus):
        return ""
    return (
        f"{ailleurs} adresses sur {len(lus)} sont hors du territoire de votre programme : "
        "vérifiez que ce fichier est bien le vôtre."
    )


def _autre_temps(enfants: Sequence[EnfantLu], au: date) -> str:
    jours = [d for e in enfants for d in _jours(e)]
    dernier = max(jours, default=au)
    ouverts = sum(
        e.ensemble.entree is not None and not (e.ensemble.sortie or e.ensemble.motif_sortie)
        for e in enfants
    )
    if au - dernier < ANCIEN or not ouverts:
        return ""
    return (
        f"La dernière date de ce fichier est le {dernier:%d/%m/%Y}. Ses {ouverts} parcours sans date de sortie "
        "paraîtront encore en cours : notez leur sortie, dans le fichier ou après l'import."
    )


def _jours(e: EnfantLu) -> Iterable[date]:
    x = e.ensemble
    return (d.dernier_jour for d in (x.entree, x.sortie, x.date_reception, *x.eps) if d)
