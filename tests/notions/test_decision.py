"""A decision always carries its ground; an error always says what is not lost."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from maillage.notions.decision import Decision, Motif, Texte
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier, Introuvable


@pytest.mark.parametrize("reference", ["", "  ", "\n"])
def test_un_texte_sans_reference_ne_fonde_rien(reference: str) -> None:
    with pytest.raises(ValueError, match="fonde"):
        Texte(reference)


def test_une_decision_vaut_sa_reponse_et_ne_se_modifie_pas() -> None:
    oui, non = (Decision(b, Motif("m", "Phrase."), Texte("Loi")) for b in (True, False))
    assert oui
    assert not non
    with pytest.raises(FrozenInstanceError):
        non.accordee = True  # type: ignore[misc]


def test_une_erreur_dit_ce_qui_s_est_passe_ce_qui_est_garde_et_que_faire() -> None:
    assert str(ErreurMetier("Refusé.", a_faire="Recommencez.")) == (
        "Refusé. Rien n'a été modifié. Recommencez."
    )
    assert str(ErreurMetier("Refusé.", rien_perdu="")) == "Refusé."


def test_introuvable_ne_dit_rien_de_plus_a_l_un_qu_a_l_autre() -> None:
    assert (Introuvable().statut, str(Introuvable())) == (
        404,
        "Cette page n'existe pas, ou vous n'y avez pas accès.",
    )
    assert ConflitDeVersion("x").statut == 409
