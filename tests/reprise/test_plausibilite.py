"""Tables of names that are not lists of children: nothing is imported from them, every cell is accounted for."""

from __future__ import annotations

import pytest

from tests.reprise.atelier import planifier
from tests.reprise.echantillons.fabrique import xlsx

ANNUAIRE = [
    ["Famille de partenaire", "Structure", "Public / âges", "Adresse", "Tél", "Contact"],
    *[["Centre social", "Le Pont", "ados", "70 avenue Jean Moulin", "01 99 00 87 15", "Mme Roy"]]
    * 3,
    *[
        [
            "Centre social",
            "Le Pont",
            "6-11 ans",
            "70 avenue Jean Moulin",
            "01 99 00 87 15",
            "Mme Roy",
        ]
    ]
    * 5,
]
CONTACTS = [
    ["Nom", "Prénom", "Fonction", "Structure", "Téléphone", "Mail"],
    ["Roy", "Anne", "Directrice", "CMPP", "01 99 00 11 22", "a.roy@cmpp.example"],
    ["Diallo", "Ibou", "Éducateur", "Prévention", "01 99 00 11 23", "i.diallo@prev.example"],
    ["Petit", "Luc", "Médecin", "PMI", "01 99 00 11 24", "l.petit@pmi.example"],
]
PRESENCES = [
    ["Enfant", "Classe", "lun 20/10", "mar 21/10", "mer 22/10", "Nb présences"],
    ["POPESCU Maelys", "CP", "x", "", "x", 2],
    ["AYDIN Awa", "CM2", "x", "x", "AE", 2],
    ["MEZIANE Mamadou", "5e", "", "x", "x", 2],
]
LISTE_NUE = [["Nom", "Prénom"], ["Aydin", "Awa"], ["Popescu", "Maelys"], ["Meziane", "Mamadou"]]


@pytest.mark.parametrize(
    "rangees", [ANNUAIRE, CONTACTS, PRESENCES], ids=["annuaire", "contacts", "presences"]
)
def test_un_tableau_qui_ne_tient_pas_des_enfants_n_en_cree_aucun(rangees) -> None:
    plan = planifier(xlsx({"Feuille": rangees}), "x.xlsx")
    assert plan.enfants == ()
    assert {s.destin for s in plan.sorts} == {"ignoree"}
    assert len(plan.sorts) == sum(1 for ligne in rangees for c in ligne if c != "")
    assert any("aucun tableau d'enfants" in r for r in plan.remarques)


def test_une_liste_de_noms_seuls_reste_une_liste_d_enfants() -> None:
    plan = planifier(xlsx({"Liste": LISTE_NUE}), "x.xlsx")
    assert [e.ensemble.prenom for e in plan.enfants] == ["Awa", "Maelys", "Mamadou"]
