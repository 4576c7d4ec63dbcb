"""Free text: when in doubt it waits for a person; nothing sensitive is ever called harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.reprise.lexiques import charger
from maillage.reprise.rules.textes import classer

LEXIQUES = charger()
SANTE = (
    "asthme sévère, PAI à l'école",
    "énurésie signalée par la mère",
    "mère hospitalisée pour dépression",
    "suivi psy au CMP",
    "lunettes cassées",
)
SOCIAL = (
    "père sans emploi depuis 2 ans",
    "famille hébergée à l'hôtel par le 115",
    "AS de secteur sollicitée pour aide financière",
    "RSA suspendu",
    "dettes de cantine",
)
JUDICIAIRE = (
    "AEMO en cours, juge des enfants",
    "IP transmise à la CRIP le 12/11",
    "père incarcéré",
    "violences conjugales, plainte déposée",
    "ordonnance de protection",
)
NEUTRES = (
    "vient régulièrement",
    "à rappeler en janvier",
    "adore le foot",
    "RDV avec les parents le mardi soir",
    "a besoin d'un cartable",
    "RAS",
    "coup de pouce en lecture",
)
JUGEMENTS = ("mère pas très futée, ment beaucoup", "encore des gens du voyage", "père très religieux, barbe", "le père milite dans un parti extrémiste",
             "parents assistés, ne font aucun effort", "famille témoin de Jéhovah", "originaire du Mali, comme tous les autres", "la mère est bizarre")  # fmt: skip


@pytest.mark.parametrize("texte", SANTE)
def test_la_sante(texte: str) -> None:
    assert classer(texte, LEXIQUES) == "sante"


@pytest.mark.parametrize("texte", SOCIAL)
def test_le_social(texte: str) -> None:
    assert classer(texte, LEXIQUES) == "social"


@pytest.mark.parametrize("texte", JUDICIAIRE)
def test_le_judiciaire(texte: str) -> None:
    assert classer(texte, LEXIQUES) == "judiciaire"


@pytest.mark.parametrize("texte", NEUTRES)
def test_l_anodin_reste_anodin(texte: str) -> None:
    assert classer(texte, LEXIQUES) == "neutre"


@pytest.mark.parametrize(
    "texte",
    [
        *JUGEMENTS,
        "asthme / père incarcéré",
        "vit chez Zorglub",
        "les voisins ont rapporté des cris",
    ],
)
def test_un_jugement_un_melange_ou_un_doute_attend_une_personne(texte: str) -> None:
    assert classer(texte, LEXIQUES) == "quarantaine"


def test_l_entete_aide_quand_le_texte_ne_dit_rien_de_connu() -> None:
    assert classer("voir le compte rendu du Zorglub", LEXIQUES, "Suivi santé") == "sante"


@given(
    st.sampled_from((*SANTE, *SOCIAL, *JUDICIAIRE, *JUGEMENTS)),
    st.sampled_from(NEUTRES),
    st.sampled_from((" / ", "\n", ". ", " ; ")),
)
def test_un_texte_sensible_n_est_jamais_dit_anodin(sensible: str, neutre: str, entre: str) -> None:
    for texte in (sensible.upper(), f"{neutre}{entre}{sensible}", f"{sensible}{entre}{neutre}"):
        assert classer(texte, LEXIQUES) != "neutre"
