"""Refusals of the room."""

from __future__ import annotations

from collections.abc import Sequence

from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier
from maillage.publications.rules.noms_dans_le_texte import NomsTrouves


class ValeursChangees(ConflitDeVersion):
    """Somebody wrote the same figures since the page was opened."""

    def __init__(self, libelles: Sequence[str]) -> None:
        super().__init__(
            f"Quelqu'un vient d'écrire : {', '.join(libelles)}.",
            rien_perdu="Ce que vous avez écrit est encore dans la page ; rien n'a été remplacé.",
            a_faire="Comparez les deux, puis enregistrez de nouveau.",
        )


class RetourDejaEnvoye(ErreurMetier):
    """The return of this year is already marked as sent."""

    def __init__(self) -> None:
        super().__init__("Ce retour est déjà marqué comme envoyé.", rien_perdu="")


class FichierNominatif(ErreurMetier):
    """A file that looks like a list of pupils: refused whole, nothing of it is kept."""

    def __init__(self, signe: str) -> None:
        super().__init__(
            f"Ce fichier semble contenir des élèves : {signe}.",
            rien_perdu="Rien n'en a été lu plus loin ni gardé.",
            a_faire="Le tableau de bord ne reçoit que des nombres par école. Partez du modèle de fichier.",
        )


class FichierRefuse(ErreurMetier):
    """A file that cannot be kept as it is. `lignes`: number of each line and what is wrong with it."""

    rien_perdu = "Aucune ligne n'a été gardée."

    def __init__(
        self,
        message: str,
        lignes: Sequence[tuple[int, str]] = (),
        *,
        a_faire: str = "Corrigez le fichier, puis renvoyez-le.",
    ) -> None:
        super().__init__(message, a_faire=a_faire)
        self.lignes = tuple(lignes)


class CommentaireChange(ConflitDeVersion):
    """Somebody wrote the same section since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Quelqu'un vient d'écrire dans cette partie.",
            rien_perdu="Votre texte est encore dans la page ; le sien est affiché dessous.",
            a_faire="Réunissez les deux, puis enregistrez.",
        )


class RapportApprouve(ErreurMetier):
    """The report is approved: it does not change any more."""

    def __init__(self) -> None:
        super().__init__("Ce rapport est approuvé : il ne change plus.", rien_perdu="")


class RapportChange(ConflitDeVersion):
    """Something of the report changed while its documents were made."""

    def __init__(self) -> None:
        super().__init__(
            "Le rapport a changé pendant que ses documents se faisaient.",
            rien_perdu="Rien n'a été approuvé ni remis.",
            a_faire="Relisez-le, puis approuvez de nouveau.",
        )


class NomDansLeTexte(ErreurMetier):
    """A text meant to be published names a followed child, or seems to."""

    def __init__(self, trouves: NomsTrouves) -> None:
        self.trouves = trouves
        if trouves.certains:
            message = f"Ce texte nomme un enfant suivi : {', '.join(trouves.certains)}."
            a_faire = "Retirez ce nom : le rapport sera lu par des élus."
        else:
            message = f"Ces mots sont aussi des noms de personnes : {', '.join(trouves.possibles)}."
            a_faire = "Retirez-les, ou dites qu'ils ne désignent ni un enfant suivi, ni un proche, ni un professionnel."
        super().__init__(message, rien_perdu="Votre texte est gardé dans la page.", a_faire=a_faire)
