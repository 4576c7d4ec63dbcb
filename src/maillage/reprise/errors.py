"""Refusals of the reprise."""

from __future__ import annotations

from maillage.notions.erreurs import ErreurMetier


class ArretDemande(ErreurMetier):
    """Somebody asked to stop the import while it was being prepared."""

    def __init__(self) -> None:
        super().__init__("L'import a été arrêté.", rien_perdu="Rien n'a été écrit.")


class DejaLancee(ErreurMetier):
    """The import is running or over."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cet import est déjà lancé ou terminé.")


class AnnulationTardive(ErreurMetier):
    """Somebody has worked on imported children since: undoing would lose that work."""

    def __init__(self, dossiers: int) -> None:
        combien = "un dossier" if dossiers == 1 else f"{dossiers} dossiers"
        super().__init__(
            f"L'import ne peut plus être annulé : quelqu'un a travaillé depuis sur {combien}.",
            a_faire="Corrigez les dossiers un par un, ou reprenez une version corrigée du fichier.",
        )


class TropLourd(ErreurMetier):
    """The file is over the limit."""

    statut = 413

    def __init__(self, mega: int) -> None:
        super().__init__(
            f"Ce fichier dépasse {mega} Mo.",
            rien_perdu="Rien n'a été gardé.",
            a_faire="Enregistrez seulement la feuille utile dans un nouveau fichier, puis déposez-le.",
        )
