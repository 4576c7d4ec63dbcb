"""Who must agree: the table, the cases that a jurist would ask about, every small family, and what more or less can change."""

from __future__ import annotations

from datetime import date
from itertools import product
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maillage.accords.rules.autorite import PORTEES, Exercice, Titulaire, a_deux
from maillage.accords.rules.empechements import EMPECHEMENTS
from maillage.accords.rules.examen import Demande, Reponse, Sens, examiner
from maillage.accords.rules.natures import Nature, Regime
from maillage.notions.temps import Periode
from tests.accords.familles import (
    ANNEE,
    AT,
    AUTRE,
    DEMANDE,
    MERE,
    OBJETS,
    PERE,
    dit,
    famille,
    juger,
)

DEUX = famille(mere="conjoint", pere="conjoint")

# object, adults, answers, told, explained -> code (docs/regles/accords.md reads the same table)
EXEMPLES = [
    ("usuel", DEUX, {MERE: "accord"}, "", "accord_en_vigueur"),
    ("usuel", DEUX, {MERE: "accord", PERE: "desaccord"}, "", "desaccord_connu"),
    ("usuel", DEUX, {}, "", "accord_attendu"),
    ("usuel", famille(mere="conjoint"), {MERE: "accord"}, "", "accord_en_vigueur"),
    ("usuel", famille(mere="inconnu"), {MERE: "accord"}, "", "accord_attendu"),
    ("usuel", famille(mere="conjoint", autre="confie"), {AUTRE: "accord"}, "", "accord_en_vigueur"),
    ("usuel", famille(mere="retire"), {MERE: "accord"}, "", "accord_attendu"),
    ("psychologue", DEUX, {MERE: "accord"}, "", "accord_de_tous"),
    ("psychologue", DEUX, {MERE: "accord", PERE: "accord"}, "", "accord_en_vigueur"),
    ("psychologue", DEUX, {MERE: "accord", PERE: "refus"}, "", "desaccord_connu"),
    ("psychologue", famille(mere="conjoint"), {MERE: "accord"}, "", "autre_titulaire_inconnu"),
    ("psychologue", famille(mere="exclusif"), {MERE: "accord"}, "", "accord_en_vigueur"),
    ("psychologue", famille(mere="exclusif", pere="sans_exercice"), {MERE: "accord"}, "", "accord_en_vigueur"),
    ("psychologue", famille(mere="exclusif", pere="sans_exercice"), {MERE: "accord", PERE: "refus"}, "",
     "accord_en_vigueur"),
    ("psychologue", famille(mere="exclusif", pere="inconnu"), {MERE: "accord"}, "", "exercice_a_verifier"),
    ("psychologue", famille(autre="tutelle", mere="retire"), {AUTRE: "accord"}, "", "accord_en_vigueur"),
    ("psychologue", famille(autre="delegue"), {AUTRE: "accord"}, "", "accord_en_vigueur"),
    ("psychologue", famille(autre="confie"), {AUTRE: "accord"}, "", "accord_attendu"),
    ("psychologue", (), {}, "", "titulaires_inconnus"),
    ("plan", DEUX, {MERE: "accord"}, "", "autre_a_informer"),
    ("plan", DEUX, {MERE: "accord"}, "pere", "accord_en_vigueur"),
    ("plan", DEUX, {MERE: "accord", PERE: "refus"}, "pere", "desaccord_connu"),
    ("plan", DEUX, {MERE: "retrait"}, "pere", "desaccord_connu"),
    ("plan", famille(mere="conjoint"), {MERE: "accord"}, "", "autre_parent_inconnu"),
    ("plan", famille(mere="conjoint"), {MERE: "accord"}, "explique", "accord_en_vigueur"),
    ("plan", famille(mere="exclusif", pere="sans_exercice"), {MERE: "accord"}, "", "autre_a_informer"),
    ("plan", famille(mere="exclusif", pere="retire", autre="tiers"), {MERE: "accord"}, "", "accord_en_vigueur"),
    ("plan", famille(mere="exclusif", pere="retire"), {MERE: "accord", PERE: "refus"}, "", "accord_en_vigueur"),
    ("plan", famille(mere="inconnu"), {MERE: "accord"}, "", "accord_attendu"),
    ("plan", famille(mere="conjoint", pere="inconnu"), {MERE: "accord"}, "pere", "autre_parent_inconnu"),
    ("plan", famille(mere="exclusif", pere="inconnu"), {MERE: "accord", PERE: "desaccord"}, "pere", "desaccord_connu"),
    ("eps", DEUX, {MERE: "accord"}, "pere", "accord_en_vigueur"),
    ("ecole", DEUX, {PERE: "accord"}, "mere", "accord_en_vigueur"),
    ("sante", DEUX, {PERE: "accord"}, "mere", "accord_de_tous"),
    ("sante", DEUX, {PERE: "accord", MERE: "accord"}, "", "accord_en_vigueur"),
]  # fmt: skip


@pytest.mark.parametrize(("objet", "adultes", "reponses", "sus", "code"), EXEMPLES)
def test_chaque_cas_a_sa_reponse_et_son_motif(
    objet: str,
    adultes: tuple[Titulaire, ...],
    reponses: dict[UUID, str],
    sus: str,
    code: str,
) -> None:
    informes = frozenset({"pere": {PERE}, "mere": {MERE}}.get(sus, set()))
    dites = [dit(a, s) for a, s in reponses.items()]
    examen = juger(objet, adultes, *dites, informes=informes, autre_explique=sus == "explique")
    assert examen.decision.motif.code == code
    assert bool(examen.decision) is (code == "accord_en_vigueur")


def test_chaque_empechement_de_la_table_arrive_dans_un_exemple() -> None:
    dates = {"accord_fini", "accord_a_venir"}
    assert {e[-1] for e in EXEMPLES} == {*EMPECHEMENTS, "accord_en_vigueur"} - dates


def test_un_accord_finit_avec_sa_demande_et_ne_commence_pas_avant() -> None:
    oui = dit(MERE, "accord", le=date(2025, 9, 1))
    for jour, code in (
        (date(2026, 8, 31), "accord_en_vigueur"),
        (date(2026, 9, 1), "accord_fini"),
        (date(2025, 8, 31), "accord_a_venir"),
    ):
        assert juger("usuel", DEUX, oui, at=jour).decision.motif.code == code


def test_la_derniere_parole_compte_meme_le_meme_jour() -> None:
    dites = (dit(MERE, "accord", rang=0), dit(MERE, "retrait", rang=1), dit(MERE, "accord", rang=2))
    assert juger("usuel", DEUX, *dites).decision
    assert not juger("usuel", DEUX, *dites[:2]).decision
    assert not juger("usuel", DEUX, *reversed(dites[:2])).decision


def test_un_accord_retire_fait_tomber_le_partage_qui_repose_dessus() -> None:
    dites = (dit(MERE, "accord"),)
    assert juger("ecole", DEUX, *dites, informes=frozenset({PERE})).decision
    retire = (dit(MERE, "retrait"),)
    assert not juger("ecole", DEUX, *dites, informes=frozenset({PERE}), base=retire).decision


def test_l_examen_nomme_qui_manque_qui_informer_et_qui_s_oppose() -> None:
    examen = juger("psychologue", DEUX, dit(MERE, "accord"))
    assert (examen.accordes, examen.attendus, examen.opposes) == ((MERE,), (PERE,), ())
    assert juger("plan", DEUX, dit(MERE, "accord")).a_informer == (PERE,)
    assert juger("plan", DEUX, dit(PERE, "refus")).opposes == (PERE,)


def test_a_verifier_ne_donne_aucune_voix_et_peut_bloquer() -> None:
    inconnu = PORTEES[Exercice.INCONNU]
    assert (inconnu.titulaire, inconnu.usuel, inconnu.bloque, inconnu.informe) == (
        False,
        False,
        True,
        True,
    )


def test_une_seule_personne_n_ecrit_pas_ce_qui_vient_d_un_jugement_ni_n_ote_une_voix() -> None:
    seules = {(a, b) for a in (None, *Exercice) for b in Exercice if not a_deux(a, b)}
    e = Exercice
    assert seules == {
        (None, e.CONJOINT), (None, e.INCONNU), (None, e.TIERS), (e.INCONNU, e.CONJOINT), (e.INCONNU, e.INCONNU),
        (e.CONJOINT, e.CONJOINT), (e.CONJOINT, e.INCONNU), (e.TIERS, e.TIERS), (e.TIERS, e.CONJOINT),
        (e.TIERS, e.INCONNU),
    }  # fmt: skip


def attendu(regime: Regime, adultes, dites: dict[UUID, str], informes: frozenset[UUID]) -> bool:
    """The law said again, in other words: who blocks, who is enough, who is told."""
    voix = {"conjoint", "exclusif", "delegue", "tutelle"}
    roles = {t.adulte: t.exercice.value for t in adultes}
    if any(roles[a] in voix | {"inconnu", "confie"} and s != "accord" for a, s in dites.items()):
        return False
    oui = {a for a, s in dites.items() if s == "accord"}
    en_titre = {a for a, r in roles.items() if r in voix}
    if regime is Regime.UN_SUFFIT:
        return any(roles[a] in voix | {"confie"} for a in oui)
    a_deux_sans_l_autre = [roles[a] for a in en_titre] == ["conjoint"]
    if a_deux_sans_l_autre or not en_titre & oui:
        return False
    if regime is Regime.TOUS:
        return en_titre <= oui and "inconnu" not in roles.values()
    a_dire = en_titre | {a for a, r in roles.items() if r in ("inconnu", "sans_exercice")}
    return a_dire <= (oui & en_titre) | informes


@pytest.mark.parametrize("objet", ["usuel", "plan", "psychologue"])
def test_toutes_les_petites_familles_recoivent_la_reponse_de_la_loi(objet: str) -> None:
    """Two adults of every kind, each silent, for, against, back on her word; told or not: every case."""
    paroles = ("", *Sens)
    vus = oui = 0
    for e1, e2, p1, p2, i1, i2 in product(Exercice, Exercice, paroles, paroles, (0, 1), (0, 1)):
        adultes = (Titulaire(MERE, e1), Titulaire(PERE, e2))
        dites = {a: str(p) for a, p in ((MERE, p1), (PERE, p2)) if p}
        informes = frozenset(a for a, i in ((MERE, i1), (PERE, i2)) if i)
        examen = juger(objet, adultes, *(dit(a, p) for a, p in dites.items()), informes=informes)
        assert bool(examen.decision) is attendu(OBJETS[objet].regime, adultes, dites, informes)
        assert examen.decision.fondement.reference
        assert examen.decision or examen.decision.a_faire
        vus, oui = vus + 1, oui + bool(examen.decision)
    assert vus == 9 * 9 * 5 * 5 * 4
    assert 0 < oui < vus


adultes_st = st.lists(st.sampled_from(list(Exercice)), min_size=0, max_size=3).map(
    lambda es: tuple(Titulaire(a, e) for a, e in zip((MERE, PERE, AUTRE), es, strict=False))
)
reponses_st = st.lists(
    st.tuples(st.sampled_from([MERE, PERE, AUTRE]), st.sampled_from(list(Sens)), st.integers(-3, 1)),
    max_size=5,
).map(lambda lot: tuple(
    dit(a, s, le=date.fromordinal(AT.toordinal() + j), rang=r) for r, (a, s, j) in enumerate(lot)
))  # fmt: skip
informes_st = st.frozensets(st.sampled_from([MERE, PERE, AUTRE]))
objets_st = st.sampled_from(list(OBJETS))


@given(objets_st, adultes_st, reponses_st, informes_st, st.booleans(), st.sampled_from([MERE, PERE, AUTRE]),
       st.sampled_from([Sens.REFUS, Sens.DESACCORD, Sens.RETRAIT]))  # fmt: skip
def test_un_non_de_plus_n_ouvre_jamais_rien(
    objet, adultes, dites, informes, dit_pourquoi, qui, sens
):
    avant = juger(objet, adultes, *dites, informes=informes, autre_explique=dit_pourquoi)
    plus = (*dites, dit(qui, sens, rang=99))
    apres = juger(objet, adultes, *plus, informes=informes, autre_explique=dit_pourquoi)
    assert avant.decision or not apres.decision
    if any(t.adulte == qui and t.portee.bloque for t in adultes):
        assert not apres.decision


@given(objets_st, adultes_st, reponses_st, informes_st, st.booleans(), st.data())
def test_ne_plus_savoir_ce_qu_un_adulte_exerce_n_ouvre_jamais_rien(
    objet, adultes, dites, informes, dit_pourquoi, data
):
    assume(adultes)
    i = data.draw(st.integers(0, len(adultes) - 1))
    moins = (*adultes[:i], Titulaire(adultes[i].adulte, Exercice.INCONNU), *adultes[i + 1 :])
    apres = juger(objet, moins, *dites, informes=informes, autre_explique=dit_pourquoi)
    avant = juger(objet, adultes, *dites, informes=informes, autre_explique=dit_pourquoi)
    assert avant.decision or not apres.decision


@given(objets_st, adultes_st, reponses_st, informes_st, st.booleans())
def test_un_adulte_de_plus_a_verifier_n_ouvre_jamais_rien(
    objet, adultes, dites, informes, dit_pourquoi
):
    assume(0 < len(adultes) < 3)
    plus = (*adultes, Titulaire(AUTRE, Exercice.INCONNU))
    avant = juger(objet, adultes, *dites, informes=informes, autre_explique=dit_pourquoi)
    apres = juger(objet, plus, *dites, informes=informes, autre_explique=dit_pourquoi)
    assert avant.decision or not apres.decision


@given(
    objets_st,
    adultes_st,
    reponses_st,
    informes_st,
    st.booleans(),
    st.sampled_from([MERE, PERE, AUTRE]),
)
def test_un_oui_ou_une_information_de_plus_ne_ferme_jamais(
    objet, adultes, dites, informes, dit_pourquoi, qui
):
    avant = juger(objet, adultes, *dites, informes=informes, autre_explique=dit_pourquoi)
    oui: Reponse = dit(qui, Sens.ACCORD, rang=99)
    for plus, sus in (((*dites, oui), informes), (dites, informes | {qui})):
        apres = juger(objet, adultes, *plus, informes=sus, autre_explique=dit_pourquoi)
        assert apres.decision or not avant.decision


@given(objets_st, adultes_st, reponses_st, informes_st, st.integers(0, 400), st.integers(0, 400))
def test_le_temps_seul_n_ouvre_plus_rien_une_fois_tout_dit(objet, adultes, dites, informes, j1, j2):
    debut = AT.toordinal() + 2  # every answer is dated before
    tot, tard = (date.fromordinal(debut + j) for j in sorted((j1, j2)))
    avant = juger(objet, adultes, *dites, informes=informes, at=tot)
    apres = juger(objet, adultes, *dites, informes=informes, at=tard)
    assert avant.decision or not apres.decision


def test_chaque_nature_dit_combien_de_voix_et_par_quel_texte() -> None:
    for nature in Nature:
        objet = next((o for o in OBJETS.values() if o.nature is nature), None)
        assert nature.libelle
        assert objet is None or (objet.regime.libelle and objet.fondement.reference)


def test_ce_qui_est_examine_se_dit_avec_sa_regle() -> None:
    for dites in ((), (dit(MERE, "accord"),)):
        assert juger("usuel", DEUX, *dites).decision.motif.faits == {
            "Objet": OBJETS["usuel"].nature.libelle,
            "Règle de l’accord": OBJETS["usuel"].regime.libelle,
        }


def test_une_parole_sans_rang_vient_avant_celles_du_meme_jour_qui_en_ont_un() -> None:
    sans_rang = Reponse(DEMANDE, MERE, Sens.ACCORD, AT)
    assert not juger("usuel", DEUX, dit(MERE, "retrait", rang=1), sans_rang).decision


def test_sans_rien_d_ecrit_le_silence_sur_l_autre_parent_n_est_pas_explique() -> None:
    demande = Demande(DEMANDE, OBJETS["plan"], ANNEE)
    examen = examiner(demande, famille(mere="conjoint"), [dit(MERE, "accord")], AT)
    assert examen.decision.motif.code == "autre_parent_inconnu"


def test_pour_un_acte_usuel_personne_n_est_a_informer() -> None:
    assert juger("usuel", DEUX).a_informer == ()


def test_une_demande_sans_fin_qui_n_a_pas_commence_est_a_venir() -> None:
    demain = Periode(date.fromordinal(AT.toordinal() + 1), None)
    demande = Demande(DEMANDE, OBJETS["usuel"], demain)
    examen = examiner(demande, DEUX, [dit(MERE, "accord")], AT)
    assert examen.decision.motif.code == "accord_a_venir"
