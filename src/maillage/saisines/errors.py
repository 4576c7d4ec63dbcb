"""Refusals of this room."""

from __future__ import annotations

from maillage.notions.erreurs import ErreurMetier


class LienFerme(ErreurMetier):
    """Whatever the reason: unknown, ended, taken back, used. The same words for all."""

    statut = 410

    def __init__(self) -> None:
        super().__init__(
            "Ce lien ne sert plus.",
            rien_perdu="Rien n’a été envoyé.",
            a_faire="Demandez un nouveau lien à l’équipe du programme, ou téléphonez-lui.",
        )


class DemandeIncomplete(ErreurMetier):
    """A demand without what makes it one."""

    def __init__(self) -> None:
        super().__init__(
            "Il manque quelque chose dans la demande.",
            rien_perdu="Ce que vous avez écrit est gardé.",
            a_faire="Complétez les champs signalés. Les points d’appui sont toujours demandés.",
        )


class DejaTraitee(ErreurMetier):
    """Somebody received or refused this demand meanwhile."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Une autre personne a déjà traité cette demande.",
            a_faire="Rouvrez-la pour voir ce qui a été décidé.",
        )


class MotifInconnu(ErreurMetier):
    """A refusal says one reason of the list N13."""

    def __init__(self) -> None:
        super().__init__("Choisissez un motif de la liste.")


class EnfantNonRetenu(ErreurMetier):
    """The dossier chosen is not one that this person may write to."""

    def __init__(self) -> None:
        super().__init__(
            "Ce dossier ne peut pas recevoir la demande.",
            a_faire="Choisissez un enfant de la liste, ou créez un dossier.",
        )
