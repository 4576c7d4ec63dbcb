"""Laws of verdicts and of simulation, on children, trees of criteria and maps drawn at random."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.eligibilite.rules.criteres import Continuite, JeuDeRegles
from maillage.eligibilite.rules.examen import Cadre, en_ternaire, juger
from maillage.eligibilite.rules.fonds import Fond
from maillage.eligibilite.rules.lots import Lot
from maillage.eligibilite.rules.rapport import lignes
from maillage.eligibilite.rules.simulation import CAS, VERDICTS, Cas, ajouter, cas_de, simuler
from maillage.eligibilite.rules.situations import SituationAJuger
from maillage.eligibilite.rules.ternaire import Ternaire, et, ou
from tests.eligibilite.monde import BASCULE, ECOLES, FONDS, jeux, lots

fonds = st.sampled_from(FONDS)
ternaires = st.lists(st.sampled_from(Ternaire), max_size=5)


def regle_par_regle(fond: Fond, jeu: JeuDeRegles) -> Cadre:
    return Cadre(jeu, fond, ECOLES, ("93050",), BASCULE)


@given(ternaires)
def test_un_fait_inconnu_ne_tranche_que_si_les_autres_ne_tranchent_pas(
    valeurs: list[Ternaire],
) -> None:
    """Kleene: replacing an unknown by yes or by no never contradicts an answer that was already sure."""
    for operation in (et, ou):
        for sur in (Ternaire.OUI, Ternaire.NON):
            precise = operation(sur if v is Ternaire.INCONNU else v for v in valeurs)
            if operation(valeurs) is not Ternaire.INCONNU:
                assert precise is operation(valeurs)


@settings(max_examples=150, deadline=None)
@given(lots, jeux(avec_continuite=True), jeux(avec_continuite=True), fonds, fonds)
def test_calculer_pour_tous_ou_pour_chacun_revient_au_meme(
    lot: list[SituationAJuger], regles_a: JeuDeRegles, regles_b: JeuDeRegles, a: Fond, b: Fond
) -> None:
    avant, apres = regle_par_regle(a, regles_a), regle_par_regle(b, regles_b)
    s = simuler(Lot.de(lot, 0.5), avant, apres)
    ecrites = lignes(s)
    for rang, situation in enumerate(lot):
        un = juger(situation, avant)
        deux = juger(situation, apres, en_ternaire(un.verdict))
        for vu, j in ((un, s.avant), (deux, s.apres)):
            assert [c.valeur for c in vu.constats] == list(j.valeurs[:, rang])
            assert VERDICTS[j.verdicts[rang]] is vu.verdict
            assert list(vu.satisfaites) == j.satisfaites(rang)
            assert list(vu.inconnues) == j.inconnues(rang)
        assert CAS[s.cas[rang]] is cas_de(un.verdict, deux.verdict)
        faits = ecrites[rang]["faits"]["apres"]
        assert faits["regle"] == (deux.regle.id if deux.regle else None)
        assert faits["zone"] == (deux.place.zone.code if deux.place and deux.place.zone else None)


@given(lots, jeux(avec_continuite=True), fonds)
def test_une_carte_qui_ne_change_pas_ne_change_personne(
    lot: list[SituationAJuger], jeu: JeuDeRegles, fond: Fond
) -> None:
    s = simuler(Lot.de(lot, 0.5), regle_par_regle(fond, jeu), regle_par_regle(fond, jeu))
    assert (s.avant.verdicts == s.apres.verdicts).all()
    assert s.comptes()[Cas.PERDU] == s.comptes()[Cas.GAGNE] == 0


@given(lots, jeux(avec_continuite=False), fonds, fonds)
def test_qui_perd_a_l_aller_gagne_au_retour(
    lot: list[SituationAJuger], jeu: JeuDeRegles, a: Fond, b: Fond
) -> None:
    aller = simuler(Lot.de(lot, 0.5), regle_par_regle(a, jeu), regle_par_regle(b, jeu))
    retour = simuler(Lot.de(lot, 0.5), regle_par_regle(b, jeu), regle_par_regle(a, jeu))
    assert aller.du_cas(Cas.PERDU) == retour.du_cas(Cas.GAGNE)
    assert aller.du_cas(Cas.GAGNE) == retour.du_cas(Cas.PERDU)


@given(lots, jeux(avec_continuite=True), fonds, fonds)
def test_chaque_decoupage_somme_au_total(
    lot: list[SituationAJuger], jeu: JeuDeRegles, a: Fond, b: Fond
) -> None:
    s = simuler(Lot.de(lot, 0.5), regle_par_regle(a, jeu), regle_par_regle(b, jeu))
    assert sum(s.comptes().values()) == len(lot)
    for coupe in (s.par_regle(), s.par_ecole(), s.par_zone(), s.par_referent()):
        assert ajouter(coupe.values()) == s.comptes()


@given(lots, jeux(avec_continuite=False), fonds, fonds)
def test_la_continuite_ne_retire_jamais_rien_et_garde_qui_etait_suivi(
    lot: list[SituationAJuger], jeu: JeuDeRegles, a: Fond, b: Fond
) -> None:
    """Added last to any rules, it takes nobody out, and keeps every child eligible before whose parcours is open."""
    from tests.eligibilite.monde import jeu as faire

    avec = faire(*(r.critere for r in jeu.regles), Continuite(BASCULE))
    l = Lot.de(lot, 0.5)  # noqa: E741
    sans_elle = simuler(l, regle_par_regle(a, jeu), regle_par_regle(b, jeu))
    avec_elle = simuler(l, regle_par_regle(a, avec), regle_par_regle(b, avec))
    assert (avec_elle.apres.verdicts >= sans_elle.apres.verdicts).all()
    assert (avec_elle.avant.verdicts == sans_elle.avant.verdicts).all()
    for rang, situation in enumerate(lot):
        if sans_elle.avant.verdicts[rang] == Ternaire.OUI and situation.parcours_ouvert:
            assert avec_elle.apres.verdicts[rang] == Ternaire.OUI
