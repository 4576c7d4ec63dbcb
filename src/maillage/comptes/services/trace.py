"""Every change of a right is an event: who, on which account, under which rule."""

from __future__ import annotations

from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.tracabilite import services as tracabilite

LIGNE_DE_COMMANDE = (
    "ligne_de_commande"  # the rule of what the technical administration does by hand
)


def noter(par: Acteur, regle: str, objet: object, acte: str = "habiliter") -> None:
    """Write the event in the transaction of the change. `objet`: kind and identifier, never a name."""
    noter_sans_acteur(regle, objet, par.programme_id, par.id, acte)


def noter_sans_acteur(
    regle: str,
    objet: object,
    programme: UUID | None,
    acteur: UUID | None = None,
    acte: str = "habiliter",
) -> None:
    """The same for what nobody signed in did: the command line, an activation."""
    fait = tracabilite.Fait(
        acte=acte, acteur=acteur, programme=programme, regle=regle, objet=str(objet)
    )
    tracabilite.noter(fait)
