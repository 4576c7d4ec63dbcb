"""Refusals on agreements, parental authority and protected addresses."""

from __future__ import annotations

from maillage.notions.erreurs import ErreurMetier


class MemePersonne(ErreurMetier):
    """Whoever proposed cannot confirm."""

    def __init__(self) -> None:
        super().__init__(
            "Ce changement se décide à deux : vous l'avez proposé, une autre personne doit le confirmer.",
            a_faire="Demandez à la coordination, ou au référent de l'enfant, d'ouvrir cette page.",
        )


class DejaDecide(ErreurMetier):
    """Somebody has confirmed or set aside the proposal since the page was opened."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Cette proposition a déjà été décidée.",
            a_faire="Revenez au volet : il montre ce qui est en vigueur.",
        )


class PropositionEnAttente(ErreurMetier):
    """A proposal on the same adult waits already."""

    def __init__(self) -> None:
        super().__init__(
            "Un changement attend déjà une seconde personne pour cet adulte.",
            a_faire="Confirmez-le ou écartez-le d'abord.",
        )


class ReponseDatee(ErreurMetier):
    """What was said is dated after today, or before the request."""

    def __init__(self) -> None:
        super().__init__(
            "Une réponse ne peut pas être datée de l'avenir.",
            a_faire="Choisissez le jour où la personne l'a dite.",
        )


class SansReference(ErreurMetier):
    """A decision is needed and its reference is missing."""

    def __init__(self) -> None:
        super().__init__(
            "Il manque la référence et la date de la décision.",
            a_faire="Recopiez-les du jugement, de l'ordonnance ou de l'acte.",
        )


class PartageSansFin(ErreurMetier):
    """A share ends before it begins."""

    def __init__(self) -> None:
        super().__init__(
            "La date de fin précède la date de début.",
            a_faire="Choisissez une fin plus tardive, au plus la fin de l'année scolaire suivante.",
        )


class PieceRefusee(ErreurMetier):
    """The scan is not kept."""

    def __init__(self, raison: str) -> None:
        super().__init__(raison, rien_perdu="Le fichier n'a pas été gardé.")
