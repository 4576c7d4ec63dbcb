"""Refusals of hand-overs."""

from __future__ import annotations

from maillage.notions.decision import Decision
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class PassationRefusee(ErreurMetier):
    """A rule says no, and why."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)
        self.decision = decision


class DejaEnPreparation(ErreurMetier):
    """One preparation at a time for a poste."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Une passation de ce poste est déjà en préparation.",
            a_faire="Ouvrez-la dans la liste, ou abandonnez-la d'abord.",
        )


class PosteSansEnfant(ErreurMetier):
    """Nothing to hand over."""

    def __init__(self) -> None:
        super().__init__("Ce poste ne suit aucun enfant à cette date.")


class PosteInconnu(ErreurMetier):
    """The poste is not one of this programme that leads parcours, or it is the one that gives."""

    def __init__(self) -> None:
        super().__init__(
            "Ce poste ne peut pas recevoir ces enfants.",
            a_faire="Choisissez un autre poste de référent de votre programme.",
        )


class SansReceveur(ErreurMetier):
    """No poste to give to."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun autre poste de référent n'est tenu ce jour-là.",
            a_faire="Confiez d'abord un poste à quelqu'un, à la page « Équipe ».",
        )


class PassationChangee(ConflitDeVersion):
    """Somebody decided or gave up the same hand-over since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Cette passation n'est plus en préparation.",
            a_faire="Rechargez la page : elle montre ce qui est décidé.",
        )


class NoteChangee(ConflitDeVersion):
    """Somebody wrote the note of the same child since the page was opened."""

    rien_perdu = "Rien n'a été remplacé ; votre texte est encore dans le formulaire."

    def __init__(self) -> None:
        super().__init__(
            "Quelqu'un a écrit pour cet enfant pendant que vous écriviez.",
            a_faire="Lisez ce qui est enregistré, puis reprenez votre texte.",
        )


class NoteFermee(ErreurMetier):
    """The note of a hand-over that has begun, or is given up, is read and no longer written."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "La passation a commencé : sa note ne change plus.",
            a_faire="Écrivez dans le fil de l'enfant.",
        )
