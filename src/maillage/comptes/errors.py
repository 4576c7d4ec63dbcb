"""Refusals of accounts and rights, said so that the person knows what to do next."""

from __future__ import annotations

from datetime import date

from maillage.notions.decision import Decision
from maillage.notions.erreurs import ErreurMetier


class HabilitationRefusee(ErreurMetier):
    """A rule of habilitations says no, and why."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)
        self.decision = decision


class CompteDejaOuvert(ErreurMetier):
    """An account bears this address."""

    def __init__(self) -> None:
        super().__init__(
            "Un compte existe déjà pour cette adresse.",
            a_faire="S'il est de votre équipe, ouvrez sa page. Sinon, l'administration technique peut l'ajouter "
            "à votre programme.",
        )


class FinTropLointaine(ErreurMetier):
    """An end date that has passed, or is beyond the end of the next school year."""

    def __init__(self, au_plus_tard: date) -> None:
        super().__init__(
            "Un compte finit entre aujourd'hui et la fin de l'année scolaire prochaine.",
            a_faire=f"Choisissez une date jusqu'au {au_plus_tard:%d/%m/%Y}. L'attestation la prolongera.",
        )


class SecondePersonneAbsente(ErreurMetier):
    """Nobody can be the second person: the coordinator is alone."""

    def __init__(self) -> None:
        super().__init__(
            "Vous êtes la seule personne de la coordination : personne ne peut confirmer avec vous.",
            a_faire="L'administration technique le fait à votre demande écrite, par la commande « maillage mission », "
            "et le journal en garde la trace.",
        )


class DemandeEnAttente(ErreurMetier):
    """The same demand already waits for its second person."""

    def __init__(self) -> None:
        super().__init__(
            "La même demande attend déjà une confirmation.",
            a_faire="Prévenez la personne qui peut confirmer, ou attendez sept jours.",
        )


class DemandeClose(ErreurMetier):
    """Somebody already answered this demand."""

    def __init__(self) -> None:
        super().__init__("Cette demande a déjà reçu sa réponse.")


class PosteOccupe(ErreurMetier):
    """A poste closes when nobody holds it and no child is followed by it."""

    def __init__(self, raison: str) -> None:
        super().__init__(f"Ce poste ne peut pas encore fermer : {raison}.")


class CodeRefuse(ErreurMetier):
    """The code, the address, or both: the answer is the same."""

    def __init__(self) -> None:
        super().__init__(
            "Cette adresse et ce code ne vont pas ensemble, ou le code ne sert plus.",
            rien_perdu="",
            a_faire="Vérifiez les lettres. Un code sert une fois, pendant sept jours.",
        )


class ReconnaissanceManquee(ErreurMetier):
    """The name typed is not the name of the person recognised face to face."""

    def __init__(self) -> None:
        super().__init__(
            "Le nom écrit n'est pas celui de la personne du compte.",
            a_faire="Écrivez son nom tel qu'il est affiché, après l'avoir reconnue en face de vous.",
        )
