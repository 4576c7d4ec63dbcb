"""From a school and a class to the codes of the axes. What nobody said is «inconnu»; «hors» has to be known."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.notions.nomenclatures import charger
from maillage.statistiques.rules.axes import HORS, INCONNU

CYCLE_DE_FAMILLE = {
    "maternelle": "maternelle",
    "elementaire": "elementaire",
    "college": "college",
    "lycee": "autre",
}
CYCLE_DE_NATURE = {
    "ecole_maternelle": "maternelle",
    "ecole_elementaire": "elementaire",
    "college": "college",
    "lycee": "autre",
}
HORS_EP = "hors_education_prioritaire"
LABELS_DIRECTS = {"rep": "rep", "rep_plus": "rep_plus", HORS_EP: HORS, "prive_sous_contrat": HORS}


@dataclass(frozen=True, slots=True)
class EcoleComptee:
    """A school as the figures see it on a day. `label`: a code of N5, None when nobody said; `reseau`: UAI of its head."""

    uai: str
    nom: str
    nature: str
    prive: bool = False
    label: str | None = None
    reseau: str | None = None

    @property
    def code_label(self) -> str:
        if self.label in LABELS_DIRECTS:
            return LABELS_DIRECTS[self.label]
        return HORS if self.prive else INCONNU  # REP and REP+ are public

    @property
    def code_reseau(self) -> str:
        if self.reseau:
            return self.reseau
        return HORS if self.code_label == HORS else INCONNU


def cycle(niveau: str | None, ecole: EcoleComptee | None) -> str:
    """The cycle that the class says, else the school; an école primaire alone says nothing."""
    famille = charger("n04").code(niveau).famille if niveau and niveau in charger("n04") else ""
    if famille in CYCLE_DE_FAMILLE:
        return CYCLE_DE_FAMILLE[famille]
    if niveau == "segpa":
        return "college"
    return CYCLE_DE_NATURE.get(ecole.nature, INCONNU) if ecole else INCONNU
