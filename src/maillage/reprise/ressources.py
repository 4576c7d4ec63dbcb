"""What other rooms lend to the pure engine: recognition of schools, comparison of children, synonym tables."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from maillage.enfants.rules import doublons
from maillage.reprise import lexiques
from maillage.reprise.rules.plan import Ressources
from maillage.territoire import queries as territoire
from maillage.territoire.rules import memoire
from maillage.territoire.rules.etablissements import Rapprochement


def ressources(programme_id: UUID, communes: Iterable[str]) -> Ressources:
    """Resources for the territory of a programme. A school name decided once by a person is not asked again."""
    codes = territoire.communes_actuelles(communes)
    repertoire = territoire.repertoire(codes)
    retenus = territoire.noms_retenus(programme_id)
    connus: dict[tuple[str, str | None], Rapprochement] = {}

    def resoudre(texte: str, niveau: str | None) -> Rapprochement:
        if (texte, niveau) not in connus:
            connus[texte, niveau] = memoire.rapprocher(texte, repertoire, retenus, codes, niveau)
        return connus[texte, niveau]

    return Ressources(
        lexiques=lexiques.charger(), resoudre_etablissement=resoudre, rapprocher=doublons.rapprocher
    )
