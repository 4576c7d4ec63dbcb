"""Refusals of what is shared."""

from __future__ import annotations

from maillage.notions.erreurs import ErreurMetier


class ExtraitRefuse(ErreurMetier):
    """An extract that cannot be given as it is asked."""


class DestinataireImpossible(ExtraitRefuse):
    """The charte or the table would not let this person read the extract."""

    def __init__(self) -> None:
        super().__init__(
            "Cette personne ne peut pas recevoir d'extrait de ce volet.",
            a_faire="Choisissez une autre personne, ou un autre volet.",
        )


class AccordManquant(ExtraitRefuse):
    """The family did not agree that this volet be shared with this person."""

    def __init__(self) -> None:
        super().__init__(
            "La famille n'a pas donné son accord pour partager ce volet avec cette personne.",
            rien_perdu="Rien n'a été partagé.",
            a_faire="Demandez-le dans le volet Famille, puis revenez.",
        )


class DureeTropLongue(ExtraitRefuse):
    """Longer than what the charte allows."""

    def __init__(self, jours: int) -> None:
        super().__init__(
            f"La charte du programme limite un extrait à {jours} jours.",
            a_faire="Choisissez un jour plus proche.",
        )
