"""A name decided once by a person is not asked again."""

from __future__ import annotations

from collections.abc import Mapping

from maillage.notions.decision import Motif
from maillage.territoire.rules.etablissements import Rapprochement, Repertoire, resoudre
from maillage.territoire.rules.noms import NATURES_DU_NIVEAU, lire, mots_de

RETENU = Motif("retenu", "Votre équipe a déjà choisi cet établissement pour ce nom.")
ECARTE = Motif("ecarte", "Votre équipe a déjà décidé qu'aucun établissement ne convient à ce nom.")


def cle_de_nom(texte: str, niveau: str | None = None) -> str:
    """Return the key under which a decision on this text is remembered.

    The level belongs to the key when the text does not say the kind of school: «Jules Michelet» is a
    collège for a 5e and an école for a CM1.
    """
    mots = " ".join(mots_de(texte))
    natures = NATURES_DU_NIVEAU.get(niveau or "", frozenset())
    return mots if lire(texte).natures or not natures else f"{mots} [{min(natures)}]"


def rapprocher(
    texte: str,
    repertoire: Repertoire,
    retenus: Mapping[str, str | None],
    communes: frozenset[str] = frozenset(),
    niveau: str | None = None,
) -> Rapprochement:
    """Resolve a text, a remembered decision first."""
    cle = cle_de_nom(texte, niveau)
    trouve = resoudre(texte, repertoire, communes, niveau)
    if cle not in retenus:
        return trouve
    uai = retenus[cle]
    if uai is None:
        return Rapprochement(None, 1.0, "", trouve.candidats, ECARTE)
    return Rapprochement(uai, 1.0, repertoire.nom_de(uai), trouve.candidats, RETENU)
