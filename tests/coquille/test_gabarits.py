"""Templates of the shell: what they load is used, what they say is typeset, what they name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

import maillage.coquille
from maillage.coquille.typographie import composer

RACINE = Path(maillage.coquille.__file__).parent / "templates"
GABARITS = sorted(f.relative_to(RACINE).as_posix() for f in RACINE.rglob("*.html"))
HORS_TEXTE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)


def source(nom: str) -> str:
    return (RACINE / nom).read_text("utf-8")


@pytest.mark.parametrize("nom", GABARITS)
def test_un_gabarit_se_lit(nom):
    get_template(nom)


@pytest.mark.parametrize("nom", GABARITS)
def test_ce_qui_est_charge_sert(nom):
    texte = source(nom)
    bibliotheques = engines["django"].engine.template_libraries
    for chargees in re.findall(r"\{% load ([^%]+) %\}", texte):
        for b in chargees.split():
            connus = engines["django"].engine.libraries[b] and bibliotheques[b]
            mots = {*connus.tags, *connus.filters}
            assert any(re.search(rf"(\{{% |\||as ){m}\b", texte) for m in mots), f"{b} : inutile"


@pytest.mark.parametrize("nom", GABARITS)
def test_les_mots_d_un_gabarit_ont_leurs_espaces_insecables(nom):
    for morceau in HORS_TEXTE.split(source(nom)):
        assert composer(morceau) == morceau


@pytest.mark.parametrize("nom", GABARITS)
def test_aucun_point_d_exclamation_ne_s_adresse_aux_gens(nom):
    texte = "".join(HORS_TEXTE.split(source(nom)))
    assert "!" not in texte


@pytest.mark.parametrize("nom", GABARITS)
def test_un_formulaire_qui_ecrit_porte_son_jeton(nom):
    for formulaire in re.findall(r'<form[^>]*method="post".*?</form>', source(nom), re.DOTALL):
        assert "{% csrf_token %}" in formulaire
