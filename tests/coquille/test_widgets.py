"""Fields drawn in Python are those that Django's templates draw."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from hypothesis import given
from hypothesis import strategies as st

from maillage.coquille.widgets import DESSINS, RenduDirect

MOTS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=12)
ATTRIBUTS = st.dictionaries(
    st.sampled_from(["class", "id", "required", "data-note", "rows", "placeholder"]),
    st.one_of(MOTS, st.booleans(), st.integers(0, 99)),
)
CHOIX = st.lists(st.tuples(st.one_of(MOTS, st.integers(0, 9)), MOTS), max_size=5)
SIMPLES = (
    forms.TextInput, forms.HiddenInput, forms.DateInput, forms.EmailInput, forms.NumberInput,
    forms.PasswordInput, forms.Textarea,
)  # fmt: skip


def des_deux_facons(widget: forms.Widget, nom: str, valeur: Any) -> tuple[str, str]:
    direct, django = RenduDirect(), DjangoTemplates()
    return widget.render(nom, valeur, renderer=direct), widget.render(nom, valeur, renderer=django)


@pytest.mark.parametrize("sorte", SIMPLES)
@given(nom=MOTS, valeur=st.one_of(st.none(), MOTS, st.integers(), st.dates()), attributs=ATTRIBUTS)
def test_un_champ_simple_est_celui_de_django(
    sorte: type[forms.Widget], nom: str, valeur: object, attributs: dict[str, Any]
) -> None:
    direct, django = des_deux_facons(sorte(attrs=attributs), nom, valeur)
    assert direct == django


@given(nom=MOTS, choix=CHOIX, groupe=CHOIX, attributs=ATTRIBUTS, rang=st.integers(0, 5))
def test_une_liste_est_celle_de_django(
    nom: str, choix: list[Any], groupe: list[Any], attributs: dict[str, Any], rang: int
) -> None:
    widget = forms.Select(attrs=attributs, choices=[*choix, ("Un groupe & plus", groupe)])
    valeur = choix[rang][0] if rang < len(choix) else None
    direct, django = des_deux_facons(widget, nom, valeur)
    assert direct == django


def test_ce_qui_est_saisi_ne_sort_pas_de_son_champ() -> None:
    for sorte in (forms.TextInput, forms.Textarea):
        html = sorte().render("q", '"><script>x</script>', renderer=RenduDirect())
        assert "<script" not in html
    html = forms.Select(choices=[("a", "<b>")]).render("q", "a", renderer=RenduDirect())
    assert "&lt;b&gt;" in html


def test_un_autre_champ_va_a_django() -> None:
    choix = forms.RadioSelect(choices=[("a", "A")])
    assert choix.template_name not in DESSINS
    direct, django = des_deux_facons(choix, "q", "a")
    assert direct == django
    quand = forms.DateInput(format="%d/%m/%Y")
    assert "09/03/2017" in quand.render("le", date(2017, 3, 9), renderer=RenduDirect())
