"""The life of a release, as a table of passages. What is not written here is refused, and says why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maillage.notions.decision import Decision, Motif, Texte

REGISTRE = Texte("Loi n° 51-711 du 7 juin 1951, art. 6 ; loi n° 2005-32, art. 128")


class EtatDePublication(StrEnum):
    """Where a release is. Nothing comes back from `RETIREE` nor from `ABANDONNEE`."""

    PREPAREE = "preparee"
    PROTEGEE = "protegee"
    APPROUVEE = "approuvee"
    RETIREE = "retiree"
    ABANDONNEE = "abandonnee"

    @property
    def libelle(self) -> str:
        return {
            EtatDePublication.PREPAREE: "Préparée",
            EtatDePublication.PROTEGEE: "Protégée, à approuver",
            EtatDePublication.APPROUVEE: "Publiée",
            EtatDePublication.RETIREE: "Retirée",
            EtatDePublication.ABANDONNEE: "Abandonnée",
        }[self]


class Geste(StrEnum):
    """What is done to a release."""

    PROTEGER = "proteger"
    RELANCER = "relancer"
    APPROUVER = "approuver"
    RETIRER = "retirer"
    ABANDONNER = "abandonner"


@dataclass(frozen=True, slots=True)
class Passage:
    """One allowed passage."""

    geste: Geste
    depuis: EtatDePublication
    vers: EtatDePublication
    phrase: str


E, G = EtatDePublication, Geste
PASSAGES: tuple[Passage, ...] = (
    Passage(G.PROTEGER, E.PREPAREE, E.PROTEGEE, "Le calcul a protégé les tableaux et l'audit les accepte."),
    Passage(G.RELANCER, E.PROTEGEE, E.PREPAREE, "Le calcul reprend avec les comptes d'aujourd'hui."),
    Passage(G.APPROUVER, E.PROTEGEE, E.APPROUVEE, "La coordination approuve : les tableaux sont signés et publiés."),
    Passage(G.RETIRER, E.APPROUVEE, E.RETIREE, "La publication n'est plus montrée ; ce qui a été lu reste connu."),
    Passage(G.ABANDONNER, E.PREPAREE, E.ABANDONNEE, "Rien n'est sorti : la préparation est abandonnée."),
    Passage(G.ABANDONNER, E.PROTEGEE, E.ABANDONNEE, "Rien n'est sorti : la préparation est abandonnée."),
)  # fmt: skip
REFUS: dict[tuple[Geste, EtatDePublication], str] = {
    (G.APPROUVER, E.PREPAREE): "Les tableaux ne sont pas encore protégés : rien ne peut sortir.",
    (G.APPROUVER, E.APPROUVEE): "Cette publication est déjà approuvée.",
    (G.APPROUVER, E.RETIREE): "Une publication retirée ne revient pas : préparez-en une autre.",
    (G.RETIRER, E.PREPAREE): "Rien n'est publié : il n'y a rien à retirer.",
    (G.RETIRER, E.PROTEGEE): "Rien n'est publié : il n'y a rien à retirer.",
    (G.RETIRER, E.RETIREE): "Cette publication est déjà retirée.",
    (G.PROTEGER, E.PROTEGEE): "Ces tableaux sont déjà protégés.",
    (G.PROTEGER, E.APPROUVEE): "Ce qui est publié ne se recalcule pas : préparez une autre publication.",
    (G.PROTEGER, E.RETIREE): "Ce qui a été publié ne se recalcule pas.",
    (G.RELANCER, E.PREPAREE): "Le calcul n'est pas fini.",
    (G.RELANCER, E.APPROUVEE): "Ce qui est publié ne se recalcule pas : préparez une autre publication.",
    (G.RELANCER, E.RETIREE): "Ce qui a été publié ne se recalcule pas.",
    (G.ABANDONNER, E.APPROUVEE): "Une publication parue ne s'abandonne pas : elle se retire.",
    (G.ABANDONNER, E.RETIREE): "Une publication parue ne s'abandonne pas.",
}  # fmt: skip
ABANDON = "Cette préparation est abandonnée : faites-en une autre."


def passer_de(etat: EtatDePublication, geste: Geste) -> Decision:
    """Tell whether this passage is in the table, and why it is or is not."""
    for p in PASSAGES:
        if p.depuis is etat and p.geste is geste:
            return Decision(True, Motif(geste.value, p.phrase), REGISTRE)
    phrase = REFUS.get((geste, etat), ABANDON)
    return Decision(False, Motif(f"{geste.value}_{etat.value}", phrase), REGISTRE)


def arrivee_de(etat: EtatDePublication, geste: Geste) -> EtatDePublication:
    """Where an allowed passage leads."""
    return next(p.vers for p in PASSAGES if p.depuis is etat and p.geste is geste)
