"""Actions and waits in a report: what the release shows, said truly."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from maillage.bilans.rules.familles import ATTENDU, FAIT, MOTS_AU_PLUS, parties_simples
from maillage.bilans.rules.rapport import sections_de_la_parution
from maillage.bilans.rules.sections_du_plan import section_des_actions, section_des_manques
from maillage.publications.rules.parutions import (
    Etiquettes,
    Groupe,
    ParutionDetaillee,
    TablePubliee,
)
from maillage.statistiques.rules.attentes import axe_de, natures
from maillage.statistiques.rules.axes import axes_fixes
from tests.bilans.parutions import LECTEURS, dessinee

AXES = {a.nom: a for a in axes_fixes()}
GROUPE = Groupe("actions_du_plan", "Les actions du plan", "Quelles actions ?")
Valeurs = dict[str, int | None]


def parue(
    actions: Valeurs, attente: Valeurs | None = None, attendu: Valeurs | None = None, mode: str = "arrondi"
) -> ParutionDetaillee:  # fmt: skip
    """A release of 145 children: some natures of actions, those who wait."""
    lue = dessinee(mode)
    tables, mots = [], {}

    def poser(
        axe: str, valeurs: Valeurs, groupe: Groupe | None, indicateur: str, titre: str = ""
    ) -> None:
        cells = {((axe, c),): v for c, v in valeurs.items()} | {((axe, "total"),): 145}
        tables.append(TablePubliee(axe, titre or AXES[axe].libelle, "?", (axe,), cells, "", LECTEURS, (indicateur,), groupe))  # fmt: skip
        mots[axe] = Etiquettes(axe, AXES[axe].libelle, {c: AXES[axe].dit(c) for c in valeurs})

    for nature, oui in actions.items():
        non = None if oui is None else 145 - oui
        poser(
            axe_de(nature),
            {"oui": oui, "non": non},
            GROUPE,
            "natures_d_action",
            f"{GROUPE.titre} : {natures()[nature]}",
        )
    for axe, valeurs in (("attente", attente), ("attendu", attendu)):
        if valeurs:
            poser(axe, valeurs, None, "attentes_droit_commun")
    return replace(lue, tables=tuple(tables), etiquettes=mots)


def dites(blocs: tuple[object, ...]) -> str:
    return " ".join(p for b in blocs for p in b.phrases).replace("\u00a0", " ")  # type: ignore[attr-defined]


def test_les_actions_sont_celles_de_la_publication_et_leurs_lignes_ne_s_additionnent_pas() -> None:
    lue = parue({"entretien_famille": 60, "action_collective": 40, "visite_a_domicile": 0})
    section = section_des_actions(lue, {"actions": "Un mot."})
    bloc = section.blocs[0]
    assert bloc.lignes == (
        ("Entretien famille", "60"), ("Action collective", "40"), ("Ensemble des enfants suivis", "145"),
    )  # fmt: skip
    dit = dites(section.blocs)
    assert "L’action la plus fréquente : entretien famille (environ 60 enfants)." in dit
    assert "elles ne s’additionnent pas" in dit
    assert "Une nature qui n’est pas montrée compte moins de 5 enfants." in dit
    assert "feuilles de présence" in dit
    assert bloc.dessin
    assert "Entretien famille : 60" in bloc.dessin.description
    assert (bloc.table, section.commentaire) == ("actions_du_plan", "Un mot.")


def test_deux_actions_que_l_arrondi_ne_distingue_pas_ne_sont_pas_classees() -> None:
    proches = parue({"entretien_famille": 45, "action_collective": 40})
    assert "à peu près à égalité" in dites(section_des_actions(proches, {}).blocs)
    exactes = parue({"entretien_famille": 45, "action_collective": 40}, mode="secret")
    assert "entretien famille (45 enfants)" in dites(section_des_actions(exactes, {}).blocs)


def test_une_action_masquee_se_dit_masquee_et_une_annee_sans_action_le_dit() -> None:
    lue = parue({"entretien_famille": 45, "visite_a_domicile": None}, mode="secret")
    bloc = section_des_actions(lue, {}).blocs[0]
    assert ("Visite à domicile", "masqué") in bloc.lignes
    assert "1 nombre masqué pour ne reconnaître personne." in bloc.phrases
    vide = section_des_actions(parue({"entretien_famille": 0}), {}).blocs[0]
    assert vide.dessin is None
    assert "moins de 5 enfants" in dites((vide,))


def test_une_publication_sans_ces_tableaux_le_dit_et_ne_donne_aucun_nombre() -> None:
    for section in (section_des_actions(dessinee(), {}), section_des_manques(dessinee(), {})):
        assert "ne porte aucun tableau" in dites(section.blocs)
        assert not [b for b in section.blocs if b.lignes]


def test_ceux_qui_attendent_sont_comptes_sans_ceux_qui_n_attendent_pas() -> None:
    lue = parue(
        {}, {"n_attend_pas": 120, "moins_de_3_mois": 5, "3_a_5_mois": 0, "6_mois_et_plus": 20},
        {"n_attend_pas": 120, "sante": 15, "ecole": 0, "domaine_non_dit": 10},
    )  # fmt: skip
    section = section_des_manques(lue, {})
    dit = dites(section.blocs)
    assert "Environ 25 enfants ont une action du droit commun qui n’a pas commencé" in dit
    assert "d’après les plans écrits : elle est proposée, acceptée ou en liste d’attente" in dit
    assert "Environ 20 enfants attendent depuis six mois ou plus." in dit
    assert "Le domaine le plus attendu : « Santé » (environ 15 enfants)." in dit
    assert "Pour environ 10 enfants, le domaine n’est pas dit." in dit
    attente, attendu = section.blocs[:2]
    assert ("Aucune attente notée au plan", "120", "83\u00a0%") in attente.lignes
    assert attente.dessin
    assert attendu.dessin
    assert "Aucune attente" not in attente.dessin.description
    tirets = [f for f in attendu.dessin.formes if f.attribut("stroke-dasharray")]
    assert len(tirets) == 1, "what is not said is apart"


@pytest.mark.parametrize("nature", natures())
def test_chaque_action_se_dit_aux_familles_en_mots_simples(nature: str) -> None:
    dite = [p for x in parties_simples(parue({nature: 60})) for p in x.phrases if "environ 60" in p]
    assert bool(dite) is (axe_de(nature) in FAIT)
    for phrase in (*dite, *ATTENDU.values()):
        assert len(re.findall(r"\w+(?:[’-]\w+)*", phrase)) <= MOTS_AU_PLUS, phrase


def test_les_familles_lisent_combien_attendent_et_pourquoi() -> None:
    lue = parue({}, {"n_attend_pas": 120, "6_mois_et_plus": 25}, {"n_attend_pas": 120, "sante": 25})
    parties = {x.titre: x.phrases for x in parties_simples(lue)}
    assert parties["Qu’est-ce qui n’a pas commencé ?"] == (
        "Environ 25 enfants attendent l’aide d’un autre service.",
        "Le plus souvent, c’est pour la santé.",
    )


def tete(valeurs: Valeurs, mode: str = "secret") -> str:
    phrases = dites(section_des_manques(parue({}, None, valeurs, mode), {}).blocs)
    return phrases if "attendu" in phrases.split("Le service attendu")[0] else ""


def test_rien_n_est_dit_plus_attendu_quand_un_nombre_masque_peut_etre_plus_grand() -> None:
    masque = {"n_attend_pas": 100, "sante": 15, "ecole": None, "loisirs": None}
    assert tete(masque) == ""
    assert "« Santé » (25 enfants)" in tete(masque | {"sante": 25}), "20 are hidden, together"
    assert tete(masque | {"sante": 25, "n_attend_pas": None}) == ""
    familles = parties_simples(parue({}, {"n_attend_pas": 100, "3_a_5_mois": 45}, masque, "secret"))
    assert not [p for x in familles for p in x.phrases if "Le plus souvent" in p]
    action = parue({"entretien_famille": 45, "visite_a_domicile": None}, mode="secret")
    assert "plus fréquente" not in dites(section_des_actions(action, {}).blocs)


def test_rien_n_est_dit_plus_attendu_quand_la_moitie_de_ceux_qui_attendent_n_a_pas_de_domaine() -> (
    None
):
    """Of 40 who wait, not of the 145 who are followed."""
    vague = {"n_attend_pas": 105, "sante": 10, "domaine_non_dit": 30}
    assert tete(vague) == ""
    dit = dites(section_des_manques(parue({}, None, vague, "secret"), {}).blocs)
    assert (
        "Pour 30 enfants, le domaine n’est pas dit : on ne peut pas dire lequel vient d’abord."
        in dit
    )
    assert tete(vague | {"domaine_non_dit": None}) == ""
    assert "« Santé »" in tete({"n_attend_pas": 105, "sante": 25, "domaine_non_dit": 15})


def test_cinq_arrondi_n_est_pas_plus_que_moins_de_cinq() -> None:
    assert tete({"n_attend_pas": 140, "sante": 5, "ecole": 0}, "arrondi") == ""
    peu = parue({"entretien_famille": 5, "action_collective": 0})
    assert "plus fréquente" not in dites(section_des_actions(peu, {}).blocs)


def test_plusieurs_nombres_arrondis_a_rien_ne_font_pas_moins_de_cinq() -> None:
    """Three times four are twelve."""
    rien = {"n_attend_pas": 145, "moins_de_3_mois": 0, "3_a_5_mois": 0, "6_mois_et_plus": 0}
    dit = dites(section_des_manques(parue({}, rien), {}).blocs)
    assert "ont une action" not in dit
    assert "Moins de 5 enfants attendent depuis six mois ou plus." in dit
    exact = dites(section_des_manques(parue({}, rien, mode="secret"), {}).blocs)
    assert (
        "Aucun enfant n’a, d’après les plans écrits, d’action du droit commun en attente" in exact
    )
    partis = dessinee(issue={"en_cours": 145, "objectifs_atteints": 0, "relais": 0})
    assert "quitté le programme" not in dites(
        tuple(b for s in sections_de_la_parution(partis, {}) for b in s.blocs)
    )


def test_un_tableau_ou_tout_s_arrondit_a_rien_n_est_pas_un_tableau_absent() -> None:
    dit = dites(section_des_manques(parue({}, {"n_attend_pas": 0, "3_a_5_mois": 0}), {}).blocs)
    assert "Trop peu d’enfants" in dit
    assert "ne porte aucun tableau" not in dit


def test_ce_qui_n_a_pas_commence_n_est_pas_dit_cherche_sans_etre_trouve() -> None:
    section = section_des_manques(parue({}, {"n_attend_pas": 120, "3_a_5_mois": 25}), {})
    assert (section.titre, section.question) == (
        "Ce qui n’a pas encore commencé", "Quelles actions du droit commun attendent de commencer ?",
    )  # fmt: skip
    assert "Une action proposée attend la réponse de la famille" in dites(section.blocs)
