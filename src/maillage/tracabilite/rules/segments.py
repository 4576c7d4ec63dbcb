"""Months of the journal: a segment is sealed when its month is over, and may be destroyed when it is old enough.

CNIL, délib. 2021-122: a journal is kept between six months and one year, longer only for a reason. What goes is the
events; the segment stays, with the digest of its last link, so the chain still holds from one end to the other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from maillage.notions.erreurs import ErreurMetier
from maillage.tracabilite.rules.chaine import Rupture, canonique

MINIMUM_LEGAL = 6  # months, délib. 2021-122, § 20: never less
CONSERVATION = 12  # months, unless the programme has a reason
# acts of the journal on itself: they are events like the others, so no seal nor destruction is silent
CLORE, DETRUIRE, EXPORTER = "journal_clore", "journal_detruire", "journal_exporter"
MOIS = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


class MoisIllisible(ErreurMetier):
    """The word is not a month."""

    def __init__(self, texte: str) -> None:
        super().__init__(f"« {texte} » n'est pas un mois : écrivez AAAA-MM.")


class TropRecent(ErreurMetier):
    """Events of this month must still be kept."""

    def __init__(self, limite: str, conservation: int) -> None:
        super().__init__(
            f"Le journal se garde {conservation} mois : rien ne se détruit à partir de {limite}.",
            rien_perdu="Rien n'a été détruit.",
            a_faire=f"Demandez un mois qui ne dépasse pas {limite}.",
        )


@dataclass(frozen=True, slots=True)
class SegmentScelle:
    """The events of a month, from `premier` to `dernier`, between two digests. `sceau` binds it to those before."""

    chaine: UUID
    mois: str
    premier: int
    dernier: int
    precedent: str
    empreinte: str
    sceau: str


def sceller(
    *, chaine: UUID, mois: str, premier: int, dernier: int, precedent: str, empreinte: str, avant: str
) -> SegmentScelle:  # fmt: skip
    """Close a month. `avant` is the seal of the month before it, or "" for the first."""
    dit = {
        "chaine": str(chaine),
        "mois": mois,
        "premier": premier,
        "dernier": dernier,
        "precedent": precedent,
        "empreinte": empreinte,
        "avant": avant,
    }
    sceau = hashlib.sha256(canonique(dit).encode()).hexdigest()
    return SegmentScelle(chaine, mois, premier, dernier, precedent, empreinte, sceau)


def lire_mois(texte: str) -> str:
    """Return a month written AAAA-MM, else raise `MoisIllisible`."""
    if not MOIS.fullmatch(texte):
        raise MoisIllisible(texte)
    return texte


def reculer(mois: str, nombre: int) -> str:
    """The month so many months before."""
    rang = int(mois[:4]) * 12 + int(mois[5:]) - 1 - nombre
    return f"{rang // 12:04d}-{rang % 12 + 1:02d}"


def limite_de_destruction(mois_courant: str, conservation: int) -> str:
    """The first month that must still be kept whole: events noted before it are past their time."""
    return reculer(mois_courant, max(conservation, MINIMUM_LEGAL))


def autoriser_destruction(avant: str, mois_courant: str, conservation: int) -> None:
    """Refuse to destroy what must still be kept. `avant` itself is never destroyed."""
    limite = limite_de_destruction(mois_courant, conservation)
    if lire_mois(avant) > limite:
        raise TropRecent(limite, max(conservation, MINIMUM_LEGAL))


def verifier_segments(segments: Iterable[SegmentScelle], depuis: str) -> Rupture | None:
    """Walk the segments in order: they follow each other without a gap and each seal is the one of its words."""
    rang, precedent, avant = 1, depuis, ""
    for s in segments:
        attendu = sceller(
            chaine=s.chaine, mois=s.mois, premier=rang, dernier=s.dernier,
            precedent=precedent, empreinte=s.empreinte, avant=avant,
        )  # fmt: skip
        if attendu != s:
            return Rupture(s.premier, f"le segment {s.mois} ne correspond pas à son sceau")
        rang, precedent, avant = s.dernier + 1, s.empreinte, s.sceau
    return None
