"""Refusals on dossiers."""

from __future__ import annotations

from datetime import date

from maillage.notions.erreurs import ErreurMetier


class DesignationAnterieure(ErreurMetier):
    """The new référent would start before the present one did."""

    def __init__(self, depuis: date) -> None:
        super().__init__(
            f"Le référent actuel suit cet enfant depuis le {depuis:%d/%m/%Y}.",
            a_faire="Choisissez ce jour-là ou un jour plus tard.",
        )


class DureeInjustifiee(ErreurMetier):
    """A duration longer than the rule, without its written justification."""

    def __init__(self) -> None:
        super().__init__(
            "Une durée plus longue que la règle se justifie par écrit (CNIL, délib. n° 2022-008).",
            a_faire="Écrivez la justification, ou choisissez une durée plus courte.",
        )


class BordereauClos(ErreurMetier):
    """The list was already validated, carried out or given up."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette liste d'élimination n'est plus modifiable.")


class MemePersonne(ErreurMetier):
    """Who prepared a list cannot validate it."""

    def __init__(self) -> None:
        super().__init__(
            "La personne qui a préparé la liste ne peut pas la valider.",
            a_faire="Demandez à une autre coordinatrice ou au délégué à la protection des données.",
        )


class SansVisa(ErreurMetier):
    """Public archives are not destroyed without a visa."""

    def __init__(self) -> None:
        super().__init__(
            "Cette liste n'a pas encore le visa des Archives départementales "
            "(code du patrimoine, art. L212-2).",
            a_faire="Imprimez le bordereau, envoyez-le, puis notez ici la référence du visa.",
        )


class SansVersement(ErreurMetier):
    """The content must be given to the Archives before it is destroyed here."""

    def __init__(self) -> None:
        super().__init__(
            "Le fichier de versement de cette liste n'est pas encore fait.",
            a_faire="La personne qui administre Maillage le fait avec « maillage versement ».",
        )


class DossierGele(ErreurMetier):
    """A gel forbids the destruction."""

    def __init__(self) -> None:
        super().__init__(
            "Un gel interdit de supprimer ce dossier pour le moment.",
            a_faire="Voyez qui l'a posé et jusqu'à quand, à la page « Conservation ».",
        )


class DejaSurUneListe(ErreurMetier):
    """The dossier is already on a list that waits."""

    def __init__(self) -> None:
        super().__init__("Ce dossier est déjà sur une liste d'élimination.")
