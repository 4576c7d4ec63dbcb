from __future__ import annotations

import pytest
from django.template import Context, Template

from maillage.coquille import signes
from maillage.coquille.planche import VOLET_FERME
from maillage.coquille.templatetags.maillage import initiales
from maillage.notions.decision import Decision, Motif, Texte

PIEGE = '<script>alert("x")</script>'


def rendu(source: str, **contexte) -> str:
    return Template("{% load maillage %}" + source).render(Context(contexte))


def test_un_badge_dit_par_une_icone_des_mots_et_une_date():
    html = rendu('{% badge "ok" "Écrit signé" "9 janv." %}')
    assert "m-badge--ok" in html
    assert "#check-circle-fill" in html
    assert 'Écrit signé <span class="d">9 janv.</span>' in html


def test_un_badge_sans_date_n_en_montre_pas():
    assert 'class="d"' not in rendu('{% badge "info" "En cours" %}')


def test_un_etat_inconnu_est_refuse():
    with pytest.raises(ValueError, match="État de badge inconnu"):
        signes.badge("rouge", "Non")


def test_une_icone_qui_n_est_pas_livree_est_refusee():
    with pytest.raises(ValueError, match="Icône non livrée"):
        rendu('{% ico "rocket" %}')


@pytest.mark.parametrize("source", ['{% badge "ok" x x %}', '{% volet "sante" x %}'])
def test_ce_que_les_gens_ecrivent_est_echappe(source):
    html = rendu(source, x=PIEGE)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("code", signes.VOLETS)
def test_chaque_volet_a_son_nom_son_icone_et_sa_teinte(code):
    html = rendu("{% volet code %}", code=code)
    nom, icone = signes.VOLETS[code]
    assert nom in html
    assert f"#{icone}" in html
    assert f"v-{code}" in html


def test_pourquoi_montre_la_phrase_les_faits_la_regle_le_fondement_et_la_suite():
    html = rendu('{% pourquoi d "volet Santé" %}', d=VOLET_FERME)
    for attendu in (
        "Votre mission n’ouvre pas ce volet.",
        "référente du parcours",
        "<code>sante.medecin_ou_extrait</code>",
        "Fondement",
        "Demander un extrait",
        "Pourquoi\u00a0? volet Santé",
    ):
        assert attendu in html


def test_pourquoi_s_explique_aussi_quand_c_est_oui():
    oui = Decision(
        accordee=True,
        motif=Motif("referente", "Vous suivez cet enfant."),
        fondement=Texte("Charte"),
    )
    html = rendu('{% pourquoi d "accès" %}', d=oui)
    assert "Vous suivez cet enfant." in html
    assert "À faire" not in html


def test_pourquoi_echappe_les_faits():
    d = Decision(
        accordee=False,
        motif=Motif("r", PIEGE, {PIEGE: PIEGE}),
        fondement=Texte(PIEGE),
        a_faire=PIEGE,
    )
    assert "<script>" not in rendu("{% pourquoi d x %}", d=d, x=PIEGE)


@pytest.mark.parametrize(
    ("nom", "lettres"),
    [("Amina Haddad", "AH"), ("Dr Nour Azzam", "NA"), ("Jean-Luc Petit", "JP"), ("Inès", "I")],
)
def test_les_initiales_tiennent_en_deux_lettres(nom, lettres):
    assert initiales(nom) == lettres
