from __future__ import annotations

import re

from django import forms
from django.template import Context, Template

from maillage.coquille.planche import FormulaireDePlanche

SOURCE = "{% load maillage %}{% resume_erreurs f %}{% for c in f %}{% champ c %}{% endfor %}"


def rendu(f: forms.Form) -> str:
    return Template(SOURCE).render(Context({"f": f}))


def fautif() -> str:
    return rendu(FormulaireDePlanche({"naissance": "31/06/2018"}))


def test_un_formulaire_vierge_ne_reproche_rien():
    html = rendu(FormulaireDePlanche())
    assert "m-errors" not in html
    assert "aria-invalid" not in html


def test_l_erreur_est_a_cote_du_champ_et_le_champ_la_designe():
    html = fautif()
    champ = re.search(r'<input[^>]*id="id_naissance"[^>]*>', html)[0]
    assert 'aria-invalid="true"' in champ
    assert 'aria-describedby="id_naissance_erreur"' in champ
    assert re.search('id="id_naissance_erreur">.*?Le 31\u00a0juin n’existe pas', html)


def test_la_valeur_tapee_est_gardee():
    assert 'value="31/06/2018"' in fautif()


def test_le_resume_compte_les_erreurs_et_mene_a_chacune():
    html = fautif()
    assert "Trois réponses à revoir." in html
    for cible in re.findall(r'<a href="#([^"]+)">', html):
        assert f'id="{cible}"' in html


def test_un_champ_facultatif_le_dit():
    html = rendu(FormulaireDePlanche())
    assert re.search(r"Point d’appui <span[^>]*>\(facultatif\)", html)


def test_l_aide_est_reliee_a_son_champ():
    html = rendu(FormulaireDePlanche())
    assert 'aria-describedby="id_appui_aide"' in html
    assert 'id="id_appui_aide"' in html


def test_une_liste_de_choix_est_un_groupe_avec_sa_question():
    html = rendu(FormulaireDePlanche())
    assert re.search(
        r'<fieldset[^>]*id="id_lecteurs".*?<legend[^>]*>Lue par</legend>', html, re.DOTALL
    )


def test_une_erreur_generale_est_dans_le_resume():
    class F(forms.Form):
        a = forms.CharField(required=False)

        def clean(self):
            raise forms.ValidationError("<b>Les deux dates se contredisent.</b>")

    html = rendu(F({}))
    assert "Une réponse à revoir." in html
    assert "&lt;b&gt;Les deux dates" in html


def test_habiller_un_formulaire_n_en_habille_pas_un_autre():
    fautif()
    assert "is-invalid" not in rendu(FormulaireDePlanche())


def test_un_choix_a_l_apostrophe_de_la_page():
    class Etapes(forms.Form):
        etape = forms.ChoiceField(choices=[("plan", "Plan d'actions proposé")])

    assert "Plan d’actions proposé" in rendu(Etapes())
