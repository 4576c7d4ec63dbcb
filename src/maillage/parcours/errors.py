"""Refusals of the journal and of the tasks."""

from __future__ import annotations

from datetime import date

from maillage.notions.decision import Decision
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class SansReferent(ErreurMetier):
    """A task needs an owner, and nobody leads this parcours."""

    def __init__(self) -> None:
        super().__init__(
            "Cette étape n'a pas de responsable : personne ne suit cet enfant aujourd'hui.",
            rien_perdu="Votre texte est gardé.",
            a_faire="Désignez d'abord un référent de parcours.",
        )


class PosteInconnu(ErreurMetier):
    """The poste is not one of this programme that leads parcours."""

    def __init__(self) -> None:
        super().__init__("Ce référent n'est pas de votre programme.")


class TacheDejaFaite(ErreurMetier):
    """Somebody else ended this task since the page was opened."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette étape était déjà faite.")


class PassageRefuse(ErreurMetier):
    """The table of passages, or one of its guards, says no."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)
        self.decision = decision


class PassageSansMotif(ErreurMetier):
    """An exit, or a demand that is not followed up, always has its reason."""

    def __init__(self) -> None:
        super().__init__("Il manque la raison.", a_faire="Choisissez-la dans la liste.")


class PassageDansLAvenir(ErreurMetier):
    """A passage is noted once it is done."""

    def __init__(self) -> None:
        super().__init__(
            "Cette date est dans l'avenir.",
            a_faire="Notez le passage le jour où il est fait, ou prévoyez une prochaine étape.",
        )


class PassageAvantLePrecedent(ErreurMetier):
    """The life of a parcours goes forward."""

    def __init__(self, jour: date) -> None:
        super().__init__(
            f"Un fait de ce parcours est déjà noté le {jour:%d/%m/%Y}.",
            a_faire="Choisissez ce jour ou un jour plus tard.",
        )


class AnnulationImpossible(ErreurMetier):
    """Only the last passage can be undone, and only for a short time."""

    def __init__(self) -> None:
        super().__init__(
            "Ce passage ne peut plus être annulé.",
            a_faire="S'il est faux, faites le passage suivant et dites pourquoi dans une note.",
        )


class SortieNonCommencee(ErreurMetier):
    """There is no exit to prepare of a parcours that has not begun."""

    def __init__(self) -> None:
        super().__init__(
            "Ce parcours n'a pas commencé : il n'y a pas de sortie à préparer.",
            a_faire="Pour en rester là, choisissez « Ne pas prendre en charge ».",
        )


class SortieChangee(ErreurMetier):
    """Somebody else wrote of this exit since the page was opened."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Quelqu'un d'autre a écrit ici depuis que vous avez ouvert la page.",
            rien_perdu="Vos textes sont gardés ci-dessous, ceux de l'autre personne sont montrés au-dessus.",
            a_faire="Comparez, puis enregistrez de nouveau.",
        )


class RelaisRefuse(ErreurMetier):
    """A relay says who, and answers come after a contact."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)


class VeilleTerminee(ErreurMetier):
    """News are taken during a watch."""

    def __init__(self) -> None:
        super().__init__(
            "Il n'y a pas de veille en cours pour cet enfant.",
            a_faire="Choisissez d'abord « Garder une veille ».",
        )


class PieceJointeRefusee(ErreurMetier):
    """A file that is not kept, and why. `rang`: which one of the form."""

    def __init__(self, raison: str, rang: int = 0) -> None:
        super().__init__(raison, rien_perdu="Votre texte est gardé.")
        self.rang = rang


class CorrectionRefusee(ErreurMetier):
    """The entry is somebody else's."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)
        self.decision = decision


class CorrigeeEntreTemps(ConflitDeVersion):
    """Somebody else corrected the same entry since it was opened."""

    rien_perdu = "Votre texte est gardé, rien n'a été remplacé."

    def __init__(self) -> None:
        super().__init__("Cette note a été corrigée pendant que vous l'écriviez.")


class SyntheseEcriteEntreTemps(ConflitDeVersion):
    """Somebody else wrote the pinned synthesis since it was opened."""

    rien_perdu = "Votre texte est gardé, rien n'a été remplacé."

    def __init__(self) -> None:
        super().__init__("Quelqu'un a écrit la synthèse pendant que vous la modifiiez.")


class ModeleDejaNomme(ErreurMetier):
    """Two templates of a programme never bear the same name."""

    def __init__(self) -> None:
        super().__init__("Un modèle porte déjà ce nom.", a_faire="Choisissez un autre nom.")
