"""Refusals of the volets of a child."""

from __future__ import annotations

from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class EcritEntreTemps(ConflitDeVersion):
    """Somebody else corrected the same values since the page was opened."""

    rien_perdu = "Votre saisie est gardée, rien n'a été remplacé."

    def __init__(self) -> None:
        super().__init__("Quelqu'un a corrigé ces informations pendant que vous les modifiiez.")


class PasDeuxFoisLeMeme(ErreurMetier):
    """A child is not a sibling of itself."""

    def __init__(self) -> None:
        super().__init__("Choisissez un autre enfant : celui-ci est déjà le dossier ouvert.")
