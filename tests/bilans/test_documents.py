"""What reports say and how they are printed: sentences that stay true under protection, four pages whatever is written, plain French."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document as LireDocx
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from maillage.bilans.documents import imprimer_pour_les_elus, page_a_garder
from maillage.bilans.essentiel import couper
from maillage.bilans.rapport_docx import docx
from maillage.bilans.rapport_xlsx import xlsx
from maillage.bilans.rules.familles import MOTS_AU_PLUS, parties_simples
from maillage.bilans.rules.parties import PARTIES
from maillage.bilans.rules.rapport import Rapport
from tests.bilans.parutions import dessinee, rapport_de

LONG = (
    "Un texte d’équipe qui explique longuement ce qui s’est passé dans l’année, sans nommer personne. "
    * 60
)


def phrases(r: Rapport, code: str) -> list[str]:
    section = r.section(code)
    assert section
    return [p.replace("\u00a0", " ") for b in section.blocs for p in b.phrases]


def test_un_nombre_arrondi_se_dit_environ_et_zero_se_dit_moins_de_cinq() -> None:
    r = rapport_de(dessinee())
    assert r.titre == "Environ 145 enfants accompagnés en 2024-2025"
    assert "Moins de 5 enfants sont entrés dans l’année." in phrases(r, "parcours")
    assert "Environ 60 filles et environ 85 garçons sont accompagnés." in phrases(r, "public")


def test_deux_motifs_que_l_arrondi_ne_distingue_pas_ne_sont_pas_classes() -> None:
    """45 and 40, to the nearest 5: which is first is not known."""
    (tete, *_) = phrases(rapport_de(dessinee()), "motifs")
    assert tete.startswith("Les premiers motifs d’orientation, à peu près à égalité")
    exacts = phrases(rapport_de(dessinee("secret")), "motifs")
    assert (
        exacts[0]
        == "Le premier motif d’orientation est « Isolement social » (45 enfants, soit 31 %)."
    )


def test_un_nombre_masque_se_dit_masque_et_ne_donne_ni_part_ni_somme() -> None:
    r = rapport_de(
        dessinee("secret", issue={"en_cours": 100, "objectifs_atteints": None, "relais": None})
    )
    section = r.section("parcours")
    assert section
    bloc = next(b for b in section.blocs if b.table == "issue")
    assert ("Sortie, relais", "masqué", "") in bloc.lignes
    assert "2 nombres masqués pour ne reconnaître personne." in bloc.phrases
    assert bloc.dessin
    assert "Sortie, relais : masqué" in bloc.dessin.description
    assert [f.classe for f in bloc.dessin.formes].count("h") == 2


@pytest.mark.parametrize(
    ("n", "dit"),
    [(0, "Aucun enfant n’est entré dans l’année."), (1, "Un enfant est entré dans l’année."),
     (2, "2 enfants sont entrés dans l’année.")],
)  # fmt: skip
def test_les_accords_de_nombre_sont_justes(n: int, dit: str) -> None:
    lue = dessinee("secret", arrivee={"entree": n, "deja_suivi": 145 - n})
    assert dit in phrases(rapport_de(lue), "parcours")


def test_un_tableau_reserve_aux_pilotes_n_entre_pas_dans_le_rapport() -> None:
    """Documents are read by all the readers of a release: only what is for all of them is used."""
    r = rapport_de(dessinee(pour=frozenset({"pilotage"})))
    assert not [b for s in r.sections for b in s.blocs if b.table]
    assert "145" not in repr(r.sections)


def test_le_francais_facile_a_des_phrases_courtes_sans_pourcentage_ni_sigle() -> None:
    for mode in ("arrondi", "secret"):
        parties = parties_simples(dessinee(mode))
        assert len(parties) >= 5
        for phrase in (p for partie in parties for p in partie.phrases):
            assert len(re.findall(r"\w+(?:[’-]\w+)*", phrase)) <= MOTS_AU_PLUS, phrase
            assert "%" not in phrase
            assert "(" not in phrase
            assert not re.search(r"\b[A-Z]{2,}\b", phrase), phrase
            assert not re.search(r"\bde environ\b", phrase), phrase


def test_l_essentiel_tient_en_quatre_pages_meme_quand_l_equipe_ecrit_beaucoup() -> None:
    r = rapport_de(dessinee(), dict.fromkeys(PARTIES, LONG))
    lu = PdfReader(io.BytesIO(imprimer_pour_les_elus(r)))
    assert len(lu.pages) == 4
    assert "suite dans le rapport" in re.sub(r"\s+", " ", lu.pages[0].extract_text())
    assert couper("abc", 0) == ""
    assert couper("un deux trois", 8) == "un deux… (suite dans le rapport)"


def test_un_texte_ecrit_ne_devient_jamais_une_balise_ni_une_formule() -> None:
    r = rapport_de(
        dessinee(), dict.fromkeys(PARTIES, "=HYPERLINK(1) <script>x</script> & <img src=y>")
    )
    page = page_a_garder(r).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page), "the page asks nothing of anybody"
    with zipfile.ZipFile(io.BytesIO(xlsx(r))) as archive:
        assert not [n for n in archive.namelist() if b"<f>" in archive.read(n)]


def test_le_tableur_et_le_document_portent_les_nombres_du_rapport() -> None:
    r = rapport_de(dessinee(), {"edito": "Un mot."})
    lignes = {x for s in r.sections for b in s.blocs for x in b.lignes}
    livre = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(r)))
    cases = {
        (str(rang[0]), int(rang[1]))
        for nom in livre.sheet_names
        for rang in livre.get_sheet_by_name(nom).to_python()
        if len(rang) > 1 and isinstance(rang[1], float)
    }
    attendues = {(x[0], int(x[1])) for x in lignes if x[1].isdigit()}
    assert attendues
    assert attendues == cases
    definitions = livre.get_sheet_by_name("Définitions").to_python()
    assert any("enfants_suivis v1" in str(rang[0]) for rang in definitions)
    for s in r.sections:
        for b in (b for b in s.blocs if b.table):
            assert "Publication n° 3" in b.provenance
            assert "Enfants suivis" in b.provenance
    document = LireDocx(io.BytesIO(docx(r)))
    lues = {tuple(c.text for c in rang.cells) for t in document.tables for rang in t.rows}
    assert lignes <= lues
    assert any(p.text == "Un mot." for p in document.paragraphs)
    assert docx(r) == docx(r)
    assert xlsx(r) == xlsx(r)


def test_quand_la_moitie_est_inconnue_rien_n_est_dit_premier_et_l_inconnu_reste_a_part() -> None:
    lue = dessinee(motif={"isolement_social": 15, "absenteisme": 5, "inconnu": 125})
    r = rapport_de(lue)
    assert phrases(r, "motifs") == [
        "Pour environ 125 enfants, l’information n’est pas renseignée : on ne peut pas dire ce qui vient d’abord."
    ]
    assert "Pourquoi de l’aide ?" not in [p.titre for p in parties_simples(lue)]
    section = r.section("motifs")
    assert section
    assert section.blocs[0].dessin_court
    tirets = [f for f in section.blocs[0].dessin_court.formes if f.attribut("stroke-dasharray")]
    assert len(tirets) == 1, "what is unknown is dashed, never gathered with the rest"


def test_un_axe_entierement_inconnu_se_dit_en_une_phrase_sans_dessin() -> None:
    section = rapport_de(dessinee(motif={"inconnu": 145})).section("motifs")
    assert section
    (bloc,) = section.blocs
    assert bloc.phrases == ("Cette information n’est renseignée pour aucun enfant.",)
    assert bloc.dessin is None
