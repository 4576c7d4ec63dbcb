"""Refusals of syntheses."""

from __future__ import annotations

from maillage.notions.decision import Decision
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier


class PartieChangee(ConflitDeVersion):
    """Somebody else wrote this section since the page was opened."""

    rien_perdu = (
        "Rien n'a été remplacé : votre texte est encore à l'écran, avec celui qui est enregistré."
    )
    a_faire = "Reprenez ce qu'il faut garder, puis enregistrez."

    def __init__(self, texte: str, numero: int) -> None:
        super().__init__("Quelqu'un d'autre a écrit cette partie entre-temps.")
        self.texte, self.numero = texte, numero


class SyntheseChangee(ConflitDeVersion):
    """The text is no longer the one that was read."""

    a_faire = "Rechargez la page et relisez le texte."

    def __init__(self) -> None:
        super().__init__("Le texte a changé depuis que vous l'avez ouvert.")


class SyntheseFigee(ErreurMetier):
    """Sent, or given up: it does not change any more."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette synthèse est envoyée ou abandonnée : elle ne change plus.")


class EtatImpossible(ErreurMetier):
    """The table of its life does not know this passage."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)


class DestinataireImpossible(ErreurMetier):
    """Nobody known, or more than one."""

    def __init__(self) -> None:
        super().__init__(
            "Ce destinataire n'est pas dans la liste.", a_faire="Choisissez-en un dans la liste."
        )


class CoauteurImpossible(ErreurMetier):
    """She writes in no volet of the dossier."""

    def __init__(self) -> None:
        super().__init__("Cette personne ne peut écrire dans aucun volet de ce dossier.")


class RelecturesManquantes(ErreurMetier):
    """Every co-author agrees before a letter is sent."""

    def __init__(self, noms: tuple[str, ...]) -> None:
        super().__init__(
            f"Il manque l'accord de {', '.join(noms)} sur le texte d'aujourd'hui.",
            a_faire="Demandez la relecture, puis envoyez.",
        )


class CourrierImpossible(ErreurMetier):
    """What may leave is not a letter."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase, a_faire=decision.a_faire)


class PosteEtranger(ErreurMetier):
    """A poste of another programme, or closed."""

    def __init__(self) -> None:
        super().__init__("Ce poste n'est pas du programme.", a_faire="Choisissez-en un autre.")


class JourAVenir(ErreurMetier):
    """A fact is logged once it happened."""

    def __init__(self) -> None:
        super().__init__(
            "Cette date est dans l'avenir.", a_faire="Notez le jour de la transmission."
        )
