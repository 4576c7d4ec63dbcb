"""What this room refuses, and why."""

from __future__ import annotations

from collections.abc import Sequence

from maillage.notions.decision import Decision
from maillage.notions.erreurs import ErreurMetier


class PassageRefuse(ErreurMetier):
    """The passage is not in the table."""

    statut = 409

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.motif.phrase)
        self.decision = decision


class RegistreIncomplet(ErreurMetier):
    """Releases came out whose counts are not here: nothing could be protected against them."""

    rien_perdu = "Rien n'a été publié."
    a_faire = "Remettez la sauvegarde des données qui va avec celle des publications."

    def __init__(self, numeros: list[int]) -> None:
        dits = ", ".join(map(str, numeros))
        super().__init__(f"Les comptes de ces publications manquent au registre : {dits}.")


class MagasinIncomplet(ErreurMetier):
    """Releases of the register are not in the store: it was restored from an older copy."""

    rien_perdu = "Rien n'a été publié."
    a_faire = "Remettez la sauvegarde des publications qui va avec celle des données."

    def __init__(self, numeros: list[int]) -> None:
        dits = ", ".join(map(str, numeros))
        super().__init__(f"Ces publications ont paru et manquent au magasin : {dits}.")


class RaccordRefuse(ErreurMetier):
    """With a release of the year before or after, this one would give a hidden way out by subtraction."""

    rien_perdu = "Rien n'a été publié."
    a_faire = "Retirez « Arrivées de l'année » ou « Où en sont les parcours », ou publiez des nombres arrondis."

    def __init__(self, numero: int) -> None:
        super().__init__(
            f"Rapprochée de la publication n° {numero}, celle-ci livrerait une case masquée : les enfants encore suivis"
            " à la fin d'une année sont ceux déjà suivis au début de la suivante."
        )


class ComptesContraires(ErreurMetier):
    """The engine says that today's counts and what came out cannot both be: which cell is not told outside the seal."""

    rien_perdu = "Rien n'a été publié."
    a_faire = (
        "Relancez le calcul ; si le refus revient, montrez cette page à qui tient l'installation."
    )

    def __init__(self) -> None:
        super().__init__("Les comptes d'aujourd'hui ne s'accordent pas avec ce qui a déjà paru.")


class AutreParue(ErreurMetier):
    """Another release came out since this one was protected."""

    rien_perdu = "Rien n'a été publié."
    a_faire = "Relancez le calcul : il tiendra compte de celle qui vient de paraître."

    def __init__(self) -> None:
        super().__init__("Une autre publication de la même année a paru depuis ce calcul.")


class DejaParue(ErreurMetier):
    """Signed and in the store, and the register was cut before it knew: only the end of the approval may follow."""

    statut = 409
    rien_perdu = "Rien n'est perdu : une coupure est survenue juste après la signature."
    a_faire = "Approuver de nouveau finit l'écriture au registre, sans rien publier de plus."

    def __init__(self) -> None:
        super().__init__("Elle est déjà parue : approuvez pour finir.")


class PasLaMeme(ErreurMetier):
    """What came out under this preparation is not what it holds."""

    statut = 409
    a_faire = "Ne publiez rien de plus, et montrez cette page à qui tient l'installation."

    def __init__(self) -> None:
        super().__init__("Ce qui a paru n'est pas ce que cette préparation contient.")


class ChangeeDepuis(ErreurMetier):
    """It was computed again since the page that approves it was read."""

    statut = 409
    rien_perdu = "Rien n'a été publié."
    a_faire = "Relisez ce qu'elle masque et ce qu'elle montre, puis approuvez."

    def __init__(self) -> None:
        super().__init__("Elle a changé depuis que vous l'avez lue : le calcul a été relancé.")


class RienACompter(ErreurMetier):
    """Nobody was followed in that year."""

    rien_perdu = "Rien n'a été publié."

    def __init__(self) -> None:
        super().__init__("Aucun enfant n'est compté sur cette période : il n'y a rien à publier.")


class DocumentRefuse(ErreurMetier):
    """A document that cannot be joined to a release."""

    rien_perdu = "Rien n'a été joint."


class NomDansLesMots(ErreurMetier):
    """A title or a reason that readers will see holds the name of a followed child or of a member."""

    def __init__(self, mots: Sequence[str]) -> None:
        super().__init__(
            f"Ces mots seront lus hors de l'équipe, et l'un d'eux est un nom connu ici : {', '.join(mots)}.",
            rien_perdu="Rien n'est publié.",
            a_faire="Écrivez-les sans ce nom.",
        )


class DocumentChange(ErreurMetier):
    """The bytes of a joined document are not those whose digest was kept."""

    statut = 409
    rien_perdu = "La publication et ses tableaux ne sont pas touchés."
    a_faire = "Prévenez la coordination : le document est à remettre depuis une sauvegarde."

    def __init__(self) -> None:
        super().__init__("Ce document n'est plus celui qui a été joint : il a été modifié.")
