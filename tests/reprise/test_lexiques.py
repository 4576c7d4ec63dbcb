"""The synonym tables speak the codes of the nomenclatures, and each label of a nomenclature finds its own code."""

from __future__ import annotations

import pytest

from maillage.notions.nomenclatures import charger as nomenclature
from maillage.reprise.lexiques import charger
from maillage.reprise.rules.champs import Champ
from maillage.reprise.rules.tables import Table
from maillage.reprise.rules.valeurs import lire_motifs

LEXIQUES = charger()
TABLES = {
    "n04": LEXIQUES.classes,
    "n07": LEXIQUES.origines,
    "n08": LEXIQUES.motifs,
    "n12": LEXIQUES.sorties,
    "n13": LEXIQUES.refus,
    "n28": LEXIQUES.accords,
}


@pytest.mark.parametrize("liste", TABLES)
def test_les_tables_ne_donnent_que_des_codes_connus(liste: str) -> None:
    codes = {m.code for m in nomenclature(liste).modalites}
    assert {r.sens for r in TABLES[liste].regles} <= codes


@pytest.mark.parametrize(
    ("liste", "table"), [(n, t) for n, t in TABLES.items() if n in ("n04", "n12", "n13")]
)
def test_chaque_libelle_trouve_son_code(liste: str, table: Table) -> None:
    lus = {m.libelle: table.premier(m.libelle) for m in nomenclature(liste).modalites}
    assert lus == {m.libelle: m.code for m in nomenclature(liste).modalites}


def test_chaque_libelle_de_motif_trouve_son_code() -> None:
    for modalite in nomenclature("n08").modalites:
        assert lire_motifs(modalite.libelle, LEXIQUES).valeur == (modalite.code,), modalite.libelle


def test_les_entetes_ne_designent_que_des_champs_connus() -> None:
    assert {r.sens.rstrip("?") for r in LEXIQUES.entetes.regles} <= {c.value for c in Champ}
