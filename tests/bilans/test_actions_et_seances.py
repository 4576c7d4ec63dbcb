"""Actions, waits and séances in a report: what the release shows, said truly; no person seen through an institution."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.bilans.queries.seances import seances_de_l_annee
from maillage.bilans.rules.familles import ATTENDU, FAIT, MOTS_AU_PLUS, parties_simples
from maillage.bilans.rules.seances import (
    PERSONNES_AU_MOINS,
    RESTE,
    SEANCES_AU_MOINS,
    PresenceDInstitution,
    SeancesDeLAnnee,
    rassembler,
    seances_dicibles,
)
from maillage.bilans.rules.sections_du_plan import section_des_actions, section_des_manques
from maillage.bilans.rules.sections_ecrites import section_de_la_gouvernance
from maillage.comptes.models import Institution
from maillage.eps.models import Participation, Seance
from maillage.notions.temps import AnneeScolaire
from maillage.publications.rules.parutions import (
    Etiquettes,
    Groupe,
    ParutionDetaillee,
    TablePubliee,
)
from maillage.statistiques.rules.attentes import axe_de, natures
from maillage.statistiques.rules.axes import axes_fixes
from tests.bilans.parutions import LECTEURS, dessinee
from tests.factories.monde import BASES, Monde

ANNEE = AnneeScolaire(2024)
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
    assert "Environ 25 enfants attendent une place dans un service ouvert à tous" in dit
    assert "Environ 20 enfants attendent depuis six mois ou plus." in dit
    assert "Le domaine le plus attendu : « Santé » (environ 15 enfants)." in dit
    assert "Pour environ 10 enfants, le domaine n’est pas dit." in dit
    attente, attendu = section.blocs[:2]
    assert ("N’attend pas", "120", "83\u00a0%") in attente.lignes
    assert attente.dessin
    assert attendu.dessin
    assert "N’attend pas" not in attente.dessin.description
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
    assert parties["Qu’est-ce qui manque ?"] == (
        "Environ 25 enfants attendent encore une place.",
        "Le plus souvent, c’est pour la santé.",
    )


def maison(nom: str, conviee: int, presente: int, personnes: int) -> PresenceDInstitution:
    return PresenceDInstitution(nom, conviee, presente, personnes)


def test_une_institution_d_une_ou_deux_personnes_n_est_pas_nommee() -> None:
    lues = SeancesDeLAnnee(6, (
        maison("Association", 6, 5, 1), maison("CMPP", 6, 4, 3), maison("École", 6, 6, 2), maison("Mairie", 3, 3, 4),
    ))  # fmt: skip
    dites_ = seances_dicibles(lues, 25)
    assert [i.institution for i in dites_.institutions] == ["CMPP", RESTE]
    bloc = section_de_la_gouvernance({}, {}, dites_).blocs[0]
    assert bloc.lignes == (("CMPP", "4", "6"), (RESTE, "14", "15"), ("Ensemble", "18", "21"))
    assert "s’est réunie 6 fois" in bloc.phrases[0]
    assert bloc.dessin
    assert "CMPP : 4 sur 6" in bloc.dessin.description


@pytest.mark.parametrize(
    ("seances", "examines"), [(6, None), (6, 0), (SEANCES_AU_MOINS - 1, 25), (0, 25)]
)
def test_rien_n_est_dit_de_peu_de_seances_ni_quand_personne_n_a_peut_etre_ete_examine(
    seances: int, examines: int | None
) -> None:
    lues = SeancesDeLAnnee(seances, (maison("CMPP", 6, 4, 3),))
    assert seances_dicibles(lues, examines).seances == 0
    assert [b.titre for b in section_de_la_gouvernance({}, {}).blocs] == ["Instances"]


MAISONS = st.builds(
    lambda nom, conviee, part, personnes: maison(nom, conviee, min(conviee, part), personnes),
    st.text("abcd", min_size=1, max_size=3), st.integers(1, 9), st.integers(0, 9), st.integers(1, 5),
)  # fmt: skip


@given(
    maisons=st.lists(MAISONS, max_size=6, unique_by=lambda m: m.institution),
    seances=st.integers(0, 9),
)
def test_ni_une_ligne_ni_ce_qui_reste_ne_parle_de_quelques_personnes(
    maisons: list[PresenceDInstitution], seances: int
) -> None:
    """What a reader who knows who was invited can take off: each line, and all but the lines when it is told."""
    dites_ = seances_dicibles(SeancesDeLAnnee(seances, tuple(maisons)), 25)
    for ligne in dites_.institutions:
        assert ligne.personnes >= PERSONNES_AU_MOINS
        assert ligne.conviee >= SEANCES_AU_MOINS
        assert 0 <= ligne.presente <= ligne.conviee
    nommees = {i.institution for i in dites_.institutions}
    reste = [m for m in maisons if m.institution not in nommees]
    if dites_.ensemble and reste:
        assert len(reste) > 1
        assert sum(m.personnes for m in reste) >= PERSONNES_AU_MOINS
    if RESTE in nommees:
        assert rassembler(reste, RESTE) in dites_.institutions


@BASES
def test_seules_les_seances_closes_de_l_annee_comptent_et_une_institution_une_fois_par_seance(
    monde: Monde,
) -> None:
    paris = ZoneInfo("Europe/Paris")
    ecole = Institution.objects.create(nom="École du Parc", nature="education_nationale")
    leila, amina = monde.acteur("leila").id, monde.acteur("amina").id

    def seance(le: date, etat: str, present: str, close: datetime | None) -> None:
        rang = Seance.objects.create(
            programme=monde.programme, auteur_id=leila, formulaire=uuid4(), le=le, debut=time(14),
            duree=60, lieu="Salle", etat=etat, close_le=close,
        )  # fmt: skip
        for qui, presence in ((leila, present), (amina, "absent")):
            Participation.objects.create(
                seance=rang, utilisateur_id=qui, institution=ecole, presence=presence
            )

    tot, tard = (datetime(2025, m, 1, tzinfo=paris) for m in (1, 6))
    seance(date(2024, 10, 1), "close", "present", tot)
    seance(date(2024, 11, 1), "close", "absent", tard)
    seance(date(2024, 12, 1), "annulee", "present", None)
    seance(date(2025, 9, 1), "close", "present", tard)
    lues = seances_de_l_annee(monde.programme.pk, ANNEE)
    assert lues == SeancesDeLAnnee(2, (maison("École du Parc", 2, 1, 2),))
    alors = seances_de_l_annee(monde.programme.pk, ANNEE, au=datetime(2025, 3, 1, tzinfo=paris))
    assert alors == SeancesDeLAnnee(1, (maison("École du Parc", 1, 1, 2),))
