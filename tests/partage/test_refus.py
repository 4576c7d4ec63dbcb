"""The refusal sheet: for everyone who may ask, an answer, its texts, and what can be given instead."""

from __future__ import annotations

import pytest

from maillage.partage.rules.fondements import ART_128
from maillage.partage.rules.refus import REFUS


def test_chacun_de_ceux_qui_demandent_a_sa_feuille() -> None:
    assert set(REFUS) == {"elu", "employeur", "etat", "financeur", "partenaire", "proche"}


@pytest.mark.parametrize("qui", sorted(REFUS))
def test_une_feuille_cite_au_moins_un_texte_et_propose_autre_chose(qui: str) -> None:
    feuille = REFUS[qui]
    assert feuille.textes
    assert all(t.reference.strip() for t in feuille.textes)
    assert feuille.reponse.endswith(".")
    assert feuille.a_la_place.endswith(".")
    assert (ART_128 in feuille.textes) is (qui in {"elu", "employeur", "etat", "financeur"})


def test_la_feuille_d_un_proche_ne_dit_pas_si_un_enfant_est_suivi() -> None:
    assert "ne dit pas si un enfant est suivi" in REFUS["proche"].reponse
