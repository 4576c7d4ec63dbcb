"""The life of a synthesis, as a table: written, reread, sent or given up. What was sent does not change."""

from __future__ import annotations

from enum import StrEnum

from maillage.notions.decision import Decision, Motif, Texte

ECRITE_A_PLUSIEURS = Texte(
    "CASF, art. L. 226-2-2 ; charte de confidentialité : écrit relu par ses auteurs"
)


class EtatDeSynthese(StrEnum):
    """Where a synthesis stands."""

    ECRITURE = "en_ecriture"
    RELECTURE = "en_relecture"
    EMISE = "emise"
    ABANDONNEE = "abandonnee"

    @property
    def libelle(self) -> str:
        return {
            EtatDeSynthese.ECRITURE: "En écriture",
            EtatDeSynthese.RELECTURE: "En relecture",
            EtatDeSynthese.EMISE: "Envoyée",
            EtatDeSynthese.ABANDONNEE: "Abandonnée",
        }[self]

    @property
    def couleur(self) -> str:
        return {"en_ecriture": "att", "en_relecture": "info", "emise": "ok", "abandonnee": "inc"}[
            self
        ]


E = EtatDeSynthese
VIVANTES = frozenset({E.ECRITURE, E.RELECTURE})
SUITES: dict[EtatDeSynthese, frozenset[EtatDeSynthese]] = {
    E.ECRITURE: frozenset({E.RELECTURE, E.ABANDONNEE}),
    E.RELECTURE: frozenset({E.ECRITURE, E.EMISE, E.ABANDONNEE}),
    E.EMISE: frozenset(),
    E.ABANDONNEE: frozenset(),
}


def passer(de: EtatDeSynthese, vers: EtatDeSynthese) -> Decision:
    """May it become this? Says why not."""
    if vers in SUITES[de]:
        return Decision(True, Motif("passage_permis", "C’est possible."), ECRITE_A_PLUSIEURS)
    phrase = f"Une synthèse « {de.libelle.lower()} » ne devient pas « {vers.libelle.lower()} »."
    return Decision(False, Motif("passage_inconnu", phrase), ECRITE_A_PLUSIEURS)
