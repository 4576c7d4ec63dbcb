"""What a charte takes away and what is signed, the rules alone."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.dossiers.rules import Volet
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.charte import (
    BORNES_DE_LA_MAISON,
    CLAUSES,
    Bornes,
    Clause,
    empreinte,
    retire,
)
from maillage.partage.rules.table import RULES

C, A, V = Clause, Acte, Volet
# clause -> rules, acts, volets that it closes, written again by hand
RETIRES = {
    C.COORDINATION_SANS_SOCIAL: {("coord_lecture", A.LIRE, V.SOCIAL)},
    C.COORDINATION_SANS_SCOLARITE: {("coord_lecture", A.LIRE, V.SCOLARITE)},
    C.SOIN_SANS_SCOLARITE: {("soin_scolarite", A.LIRE, V.SCOLARITE)},
    C.SOCIAL_SANS_SCOLARITE: {("social_lecture", A.LIRE, V.SCOLARITE)},
    C.SECRETARIAT_SANS_DOSSIER: {("secretariat", A.LIRE, V.IDENTITE)},
    C.PARTENAIRES_SANS_SOCIAL: {
        (r, A.LIRE_EXTRAIT, V.SOCIAL) for r in ("eps_seance", "eps_extrait", "ecole_extrait")
    },
    C.SANS_URGENCE: {
        ("referent_urgence", A.OUVRIR_EN_URGENCE, V.SANTE),
        ("referent_urgence", A.OUVRIR_EN_URGENCE, V.PROTECTION),
        ("social_urgence", A.OUVRIR_EN_URGENCE, V.SANTE),
        ("referent_en_urgence", A.LIRE, V.SANTE),
        ("referent_en_urgence", A.LIRE, V.PROTECTION),
        ("social_en_urgence", A.LIRE, V.SANTE),
    },
    C.SANS_EXPORT: {
        ("coord_export", A.EXPORTER_LES_NOMS, V.IDENTITE),
        ("coord_exports", A.TENIR_LES_EXPORTS, None),
    },
}


@pytest.mark.parametrize("clause", list(Clause))
def test_chaque_clause_retire_exactement_ce_qu_elle_dit(clause: Clause) -> None:
    retires = {
        (r.nom, a, v)
        for r in RULES
        for a in r.actes
        for v in r.volets or {None}
        if r.couvre(a, v) and retire([clause], r.nom, a, v)
    }
    assert retires == RETIRES[clause]
    assert clause.phrase == CLAUSES[clause].phrase
    assert clause.phrase.endswith(".")


def test_une_clause_sur_tous_les_volets_ne_depend_pas_du_volet() -> None:
    assert all(retire([C.SANS_URGENCE], "referent_en_urgence", A.LIRE, v) for v in (*Volet, None))
    assert not retire([C.SANS_URGENCE], "referent_en_urgence", A.ECRIRE, V.SANTE)
    assert not retire([C.COORDINATION_SANS_SOCIAL], "coord_lecture", A.LIRE, V.SCOLARITE)
    assert not retire([], "coord_lecture", A.LIRE, V.SOCIAL)
    assert retire(["inventee", C.COORDINATION_SANS_SOCIAL], "coord_lecture", A.LIRE, V.SOCIAL)


def test_les_bornes_de_la_maison() -> None:
    assert Bornes(24, 90, 4) == BORNES_DE_LA_MAISON


bornes = st.builds(Bornes, *(st.integers(0, 200),) * 3)


@given(bornes, bornes)
def test_resserrer_prend_de_chaque_duree_la_plus_courte(a: Bornes, b: Bornes) -> None:
    r = a.resserrees(b)
    for duree in ("apres_seance", "extrait", "urgence"):
        assert getattr(r, duree) == min(getattr(a, duree), getattr(b, duree))


def test_ce_qui_est_signe_s_ecrit_toujours_pareil() -> None:
    """A signature given years ago is still the one of the same words."""
    clauses = ["sans_urgence", "sans_export"]
    dit = hashlib.sha256(b"Texte\nsans_export\nsans_urgence\n24/30/4").hexdigest()
    assert empreinte("Texte", clauses, Bornes(extrait=30)) == dit
    assert empreinte("Texte", reversed(clauses), Bornes(extrait=30)) == dit
