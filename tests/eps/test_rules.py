"""Rules of the EPS: the proposed agenda, what must be ready, what each one reads, what a decision does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.eps.rules.decisions import (
    CONTRAIRES,
    DANGER,
    Decidee,
    TacheDecidee,
    contraires,
    ecrire_la_part,
    part_de,
    passages_de,
)
from maillage.eps.rules.ordre import EnAttente, echanger, grouper, proposer
from maillage.eps.rules.preparation import (
    MANQUES,
    Ecrit,
    FaitsDePreparation,
    code_de_situation,
    composer,
    manques,
    nom_de_seance,
    noms_ecrits,
    prete,
)
from maillage.eps.rules.seances import PREMIER_EXAMEN, REEXAMEN, Portee, fin_des_acces
from maillage.notions.nomenclatures import charger
from maillage.parcours.rules.passages import Passage

AT = date(2026, 11, 26)
ESPACE = UUID("6f0c5a1e-0000-4000-8000-0000000000e5")
ECRIT = Ecrit("Dessine très bien.", "Se tait.", "Comment aider ?")
BRUNO, AMINA = (uuid5(ESPACE, n) for n in ("bruno", "amina"))


def attente(nom: str, jours: int, **plus) -> EnAttente:
    return EnAttente(uuid5(ESPACE, nom), AT - timedelta(days=jours), **plus)


ATTENTES = st.lists(
    st.builds(
        EnAttente,
        id=st.uuids(),
        attend_depuis=st.dates(date(2026, 1, 1), AT),
        reexamen=st.booleans(),
        ajournements=st.integers(0, 3),
        groupe=st.sampled_from(["", "jaures", "ferry", "collège"]),
    ),
    max_size=30,
    unique_by=lambda a: a.id,
)
PLACES = st.integers(0, 240)


def noms(ordre, *attentes) -> list[str]:
    connus = {uuid5(ESPACE, n): n for n in attentes}
    return [connus[p.id] for p in ordre.retenues]


def test_qui_attend_depuis_le_plus_longtemps_passe_d_abord_et_la_raison_est_dite():
    ordre = proposer([attente("b", 3), attente("a", 40)], 60, AT)
    assert noms(ordre, "a", "b") == ["a", "b"]
    assert [p.raison for p in ordre.retenues] == [
        "Attend depuis 40 jours.",
        "Attend depuis 3 jours.",
    ]


def test_une_situation_ajournee_passe_avant_une_attente_plus_longue():
    ordre = proposer([attente("longue", 90), attente("ajournee", 5, ajournements=1)], 60, AT)
    assert noms(ordre, "longue", "ajournee") == ["ajournee", "longue"]
    assert ordre.retenues[0].raison == "Ajournée déjà 1 fois ; attend depuis 5 jours."


def test_la_meme_ecole_se_suit_pour_que_ses_partenaires_viennent_une_fois():
    ordre = proposer(
        [
            attente("a", 50, groupe="jaures"),
            attente("b", 40, groupe="ferry"),
            attente("c", 30, groupe="jaures"),
        ],
        60,
        AT,
    )
    assert noms(ordre, "a", "b", "c") == ["a", "c", "b"]
    assert "mêmes partenaires" in ordre.retenues[1].raison


def test_un_premier_examen_trop_long_laisse_la_place_a_un_reexamen_qui_tient():
    ordre = proposer([attente("a", 50), attente("b", 40), attente("r", 1, reexamen=True)], 20, AT)
    assert noms(ordre, "a", "r") == ["a", "r"]
    assert ordre.reportees == (uuid5(ESPACE, "b"),)
    assert ordre.total == PREMIER_EXAMEN + REEXAMEN


@given(ATTENTES, PLACES)
def test_chaque_situation_est_retenue_ou_reportee_une_seule_fois(attentes, place):
    ordre = proposer(attentes, place, AT)
    assert sorted([*(p.id for p in ordre.retenues), *ordre.reportees]) == sorted(
        a.id for a in attentes
    )


@given(ATTENTES, PLACES)
def test_le_total_tient_dans_la_seance_et_rien_de_reporte_n_y_tiendrait(attentes, place):
    ordre = proposer(attentes, place, AT)
    minutes = {a.id: a.minutes for a in attentes}
    assert ordre.total <= place
    assert all(ordre.total + minutes[i] > place for i in ordre.reportees)


@given(ATTENTES, PLACES, st.randoms())
def test_l_ordre_ne_depend_pas_de_l_ordre_des_lignes(attentes, place, hasard):
    melangees = list(attentes)
    hasard.shuffle(melangees)
    assert proposer(melangees, place, AT) == proposer(attentes, place, AT)


@given(ATTENTES)
def test_un_groupe_n_est_jamais_coupe(attentes):
    suite = [a.groupe for a in grouper(attentes)]
    for groupe in {g for g in suite if g}:
        rangs = [r for r, g in enumerate(suite) if g == groupe]
        assert rangs == list(range(rangs[0], rangs[-1] + 1))


@given(ATTENTES, PLACES)
def test_a_duree_egale_une_situation_reportee_n_attend_pas_depuis_plus_longtemps(attentes, place):
    ordre = proposer(attentes, place, AT)
    par_id = {a.id: a for a in attentes}
    for reportee in (par_id[i] for i in ordre.reportees):
        assert all(
            par_id[p.id].rang < reportee.rang
            for p in ordre.retenues
            if par_id[p.id].minutes == reportee.minutes
        )


@given(st.lists(st.uuids(), min_size=1, unique=True), st.data())
def test_monter_puis_descendre_rend_l_ordre(rangs, data):
    ident = data.draw(st.sampled_from(rangs))
    monte = echanger(tuple(rangs), ident, -1)
    assert sorted(monte) == sorted(rangs)
    if monte != tuple(rangs):
        assert echanger(monte, ident, 1) == tuple(rangs)


COMPLET = {"accord": True, "ecrit": ECRIT, "famille_informee_le": AT, "relue": True}


@pytest.mark.parametrize(
    ("absent", "code"),
    [
        ({"accord": False}, "accord"),
        ({"ecrit": Ecrit(" ", "x", "y")}, "appuis"),
        ({"ecrit": Ecrit("x", "", "y")}, "difficultes"),
        ({"ecrit": Ecrit("x", "y", "")}, "question"),
        ({"famille_informee_le": None}, "famille"),
        ({"relue": False}, "relecture"),
    ],
)
def test_une_situation_se_montre_quand_rien_ne_manque_et_dit_ce_qui_manque(absent, code):
    assert prete(FaitsDePreparation(**COMPLET))
    faits = FaitsDePreparation(**{**COMPLET, **absent})
    assert manques(faits) == (code,)
    decision = prete(faits)
    assert not decision
    assert decision.motif.phrase == MANQUES[code]
    assert decision.a_faire


def test_les_points_d_appui_viennent_avant_ce_qui_inquiete():
    texte = composer("Karthik S.", ECRIT, Portee.EXTRAIT)
    places = [texte.index(m) for m in ("Karthik", "Points d’appui", "Ce qui inquiète", "Question")]
    assert places == sorted(places)


def test_qui_ne_lit_que_la_question_ne_lit_pas_ce_qui_inquiete():
    texte = composer("Situation BCDF", ECRIT, Portee.QUESTION)
    assert ECRIT.difficultes not in texte
    assert ECRIT.appuis in texte
    assert ECRIT.question in texte


def test_un_enfant_se_nomme_en_seance_par_son_prenom_et_une_lettre():
    assert nom_de_seance("Karthik", "Selvam") == "Karthik S."
    assert nom_de_seance("LUKA", "cissé") == "Luka C."
    assert nom_de_seance("", "") == "Nom à vérifier"


@given(st.binary(min_size=4, max_size=4))
def test_un_code_de_situation_n_ecrit_aucun_mot(alea):
    code = code_de_situation(alea)
    assert len(code) == 4
    assert not set(code) & set("AEIOUY")


@pytest.mark.parametrize(
    ("texte", "trouve"),
    [
        ("Karthik dessine.", True),
        ("La mère, Mme SELVÂM, vient.", True),
        ("À l’école Jean-Jaurès il lit.", True),
        ("Il habite 12 rue des Lilas.", True),
        ("À l’école, l’enfant dessine dans la rue.", False),
        ("Une chaise et des amis.", False),
        ("La mère est venue, Mme était inquiète.", False),
    ],
)
def test_un_texte_anonyme_ne_porte_ni_nom_ni_ecole_ni_adresse(texte, trouve):
    lieux = ["École élémentaire Jean Jaurès", "12 rue des Lilas"]
    assert bool(noms_ecrits(texte, ["Karthik", "Selvam", "Li", "Mme Selvam"], lieux)) is trouve


@given(st.lists(st.sampled_from(charger("n26").codes), unique=True), st.booleans())
def test_une_decision_n_appelle_que_des_passages_de_l_examen(codes, reexamen):
    passages = passages_de(codes, reexamen=reexamen)
    if reexamen:
        assert set(passages) <= {Passage.POURSUIVRE, Passage.PREPARER_SORTIE}
    else:
        assert passages[0] is Passage.EXAMINER
        assert (Passage.AJOURNER in passages) == ("ajournement" in codes)


@pytest.mark.parametrize("paire", CONTRAIRES)
def test_deux_decisions_contraires_sont_nommees(paire):
    assert contraires(["reorientation", *paire]) == tuple(charger("n26").libelle(c) for c in paire)
    assert contraires(paire[:1]) is None


def tache(libelle: str, poste: UUID = AMINA, *, a_tous: bool = True) -> TacheDecidee:
    return TacheDecidee(libelle, poste, "Amina Haddad", date(2026, 12, 1), a_tous)


def test_la_part_d_un_invite_ne_dit_ni_le_danger_ni_ce_qui_est_reserve():
    decidee = Decidee(
        ("poursuite", DANGER), "Réservé à l’équipe.", a_tous=False,
        taches=(tache("Commune"), tache("Réservée", a_tous=False), tache("À Bruno", BRUNO, a_tous=False)),
    )  # fmt: skip
    part = part_de(decidee, {BRUNO})
    assert part.codes == ("poursuite",)
    assert part.precision == ""
    assert [t.libelle for t in part.taches] == ["Commune", "À Bruno"]
    texte = ecrire_la_part("Karthik S.", part)
    assert "danger" not in texte
    assert "Commune (Amina Haddad, avant le 1er décembre 2026)" in texte


@given(
    st.lists(st.sampled_from(charger("n26").codes), unique=True),
    st.booleans(),
    st.lists(st.tuples(st.sampled_from([BRUNO, AMINA]), st.booleans()), max_size=5),
)
def test_une_part_ne_dit_jamais_plus_que_le_releve(codes, a_tous, taches):
    decidee = Decidee(
        tuple(codes), "mot", a_tous=a_tous,
        taches=tuple(tache(f"t{n}", p, a_tous=t) for n, (p, t) in enumerate(taches)),
    )  # fmt: skip
    part = part_de(decidee, ())
    assert set(part.codes) <= set(decidee.codes)
    assert set(part.taches) <= {t for t in decidee.taches if t.a_tous}
    assert part.precision in {"", decidee.precision}


def test_les_acces_finissent_avec_la_seance_et_le_delai_de_la_charte():
    fin = datetime(2026, 11, 26, 16, tzinfo=UTC)
    assert fin_des_acces(fin, 24) == fin + timedelta(days=1)
    assert fin_des_acces(fin, 0) == fin
