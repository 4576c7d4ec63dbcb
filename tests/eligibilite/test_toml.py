"""What the pages compose and what the command line reads are the same rules."""

from __future__ import annotations

from hypothesis import given

from maillage.eligibilite.rules.criteres import JeuDeRegles
from maillage.eligibilite.rules.toml_ecrit import ecrire_regles
from maillage.eligibilite.rules.toml_lu import lire_regles
from tests.eligibilite.monde import jeux


@given(jeux(avec_continuite=True))
def test_ecrire_puis_relire_rend_les_memes_regles(jeu: JeuDeRegles) -> None:
    assert lire_regles(ecrire_regles(jeu)) == jeu
