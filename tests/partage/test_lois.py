"""Laws of the policy, on random worlds: one table, two readings, nothing by default, a wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings

from maillage.comptes.rules import HORS_DU_SECRET, PERSONNE, Acteur, Mission, ObligationDeSecret
from maillage.dossiers import queries as dossiers
from maillage.dossiers.rules import Appartenance, EtatDuDossier, Faits, Ouverture, Qualite, Volet
from maillage.notions.temps import Periode
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import SUR_DOSSIER, SUR_SOI, Acte, Relation
from maillage.partage.rules.charte import CLAUSES, Clause, retire
from maillage.partage.rules.decision import OUVERTURES, decide, ouvre
from maillage.partage.rules.table import RULES
from tests.factories.monde import BASES
from tests.partage.mondes import (
    AUJOURD_HUI,
    ESPACE,
    POSTES,
    PROGRAMMES,
    MondeAleatoire,
    actes_sur_dossier,
    acteurs,
    ecrire,
    faits,
    jours,
    mondes,
    volets,
)

COUPLES = tuple(product(sorted(SUR_DOSSIER), Volet))


@BASES
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(monde=mondes(), at=jours)
def test_la_liste_et_l_instance_disent_la_meme_chose(monde: MondeAleatoire, at: date) -> None:
    ecrire(monde)
    relus = dossiers.faits_de([f.dossier for f in monde.dossiers])
    assert {f.dossier for f in relus} == {f.dossier for f in monde.dossiers}
    for acte, volet in COUPLES:
        liste = set(dossiers_visibles(monde.acteur, acte, volet, at).values_list("pk", flat=True))
        instances = {f.dossier for f in relus if decide(monde.acteur, acte, volet, f, at)}
        attendues = {f.dossier for f in monde.dossiers if decide(monde.acteur, acte, volet, f, at)}
        assert liste == instances == attendues, (acte, volet)


@BASES
def test_la_liste_est_aussi_juste_quand_plusieurs_regles_se_recouvrent() -> None:
    """A child followed by two postes of one person is listed once."""
    poste_a, poste_b, *_ = (p for p, programme in POSTES if programme == PROGRAMMES[0])
    cercle = tuple(
        Appartenance(p, Qualite.RELAIS, Periode(AUJOURD_HUI, None)) for p in (poste_a, poste_b)
    )
    f = Faits(ESPACE, PROGRAMMES[0], EtatDuDossier.ACTIF, cercle)
    missions = frozenset({Mission.REFERENCE, Mission.SOIN, Mission.COORDINATION})
    qui = Acteur(
        ESPACE, "A", f.programme, missions, frozenset({poste_a, poste_b}), charte_signee=True
    )
    ecrire(MondeAleatoire(qui, (f,)))
    liste = dossiers_visibles(qui, Acte.LIRE, Volet.IDENTITE, AUJOURD_HUI)
    assert list(liste.values_list("pk", flat=True)) == [f.dossier]


@given(f=faits(), at=jours)
def test_personne_n_a_aucun_droit(f: Faits, at: date) -> None:
    for acte, volet in COUPLES:
        assert not decide(PERSONNE, acte, volet, f, at)
    for acte in set(Acte) - SUR_DOSSIER:
        assert not decide(PERSONNE, acte, None, None, at)


@given(qui=acteurs(), f=faits(), at=jours)
def test_sans_mission_ou_sans_programme_tout_est_refuse(qui: Acteur, f: Faits, at: date) -> None:
    demunis = (replace(qui, missions=frozenset()), replace(qui, programme_id=None))
    for demuni, (acte, volet) in product(demunis, COUPLES):
        assert not decide(demuni, acte, volet, f, at)
    assert not any(ouvre(demuni, acte) for demuni in demunis for acte in set(Acte) - SUR_SOI)


@given(qui=acteurs(), at=jours)
def test_chacun_tient_son_compte_meme_sans_mission_et_cela_n_ouvre_rien_d_autre(
    qui: Acteur, at: date
) -> None:
    for acte in SUR_SOI:
        for elle in (qui, replace(qui, missions=frozenset(), programme_id=None)):
            oui = decide(elle, acte, None, None, at)
            assert ouvre(elle, acte)
            assert (oui.accordee, oui.motif.code) == (True, "son_compte")
        assert not ouvre(PERSONNE, acte)
        assert not [r for r in RULES if acte in r.actes]
    assert not SUR_SOI & SUR_DOSSIER


@given(qui=acteurs(), f=faits(), acte=actes_sur_dossier, volet=volets, at=jours)
def test_rien_ne_traverse_d_un_programme_a_l_autre(
    qui: Acteur, f: Faits, acte: Acte, volet: Volet, at: date
) -> None:
    if qui.programme_id != f.programme:
        assert not decide(qui, acte, volet, f, at)


@pytest.mark.parametrize("mission", sorted(HORS_DU_SECRET))
@pytest.mark.parametrize("etat", list(EtatDuDossier))
def test_le_mur_tient_pour_tout_acte_tout_volet_tout_etat(
    mission: Mission, etat: EtatDuDossier
) -> None:
    """Exhaustive: even holding the poste that follows the child, even with any other mission beside."""
    poste, programme = POSTES[0]
    suivi = (Appartenance(poste, Qualite.REFERENT, Periode(AUJOURD_HUI, None)),)
    f = Faits(ESPACE, programme, etat, suivi)
    for autre in Mission:
        qui = Acteur(
            ESPACE, "E", programme, frozenset({mission, autre}), frozenset({poste}),
            frozenset(ObligationDeSecret), charte_signee=True,
        )  # fmt: skip
        for acte, volet in COUPLES:
            assert not decide(qui, acte, volet, f, AUJOURD_HUI), (autre, acte, volet)
        hors_dossier = {a for a in set(Acte) - SUR_DOSSIER if ouvre(qui, a)}
        # the list that a DPO validates and the journal that she reads bear no name
        du_dpo = {Acte.VALIDER_ELIMINATION, Acte.VOIR_LE_JOURNAL, Acte.TENIR_LE_JOURNAL}
        sans_nom = du_dpo if Mission.DPO in qui.missions else set()
        if Mission.TECHNIQUE in qui.missions:  # files of addresses are public data
            sans_nom = sans_nom | {Acte.TENIR_LES_ADRESSES}
        if qui.missions & {Mission.ELU, Mission.PILOTAGE}:  # what was released names nobody
            sans_nom = sans_nom | {Acte.LIRE_LES_PUBLICATIONS}
        assert hors_dossier == {Acte.ACCUEILLIR} | SUR_SOI | sans_nom


@given(qui=acteurs(), f=faits(), acte=actes_sur_dossier, volet=volets, at=jours)
def test_retirer_un_poste_ou_un_suivi_n_ajoute_jamais_un_droit(
    qui: Acteur, f: Faits, acte: Acte, volet: Volet, at: date
) -> None:
    avant = bool(decide(qui, acte, volet, f, at))
    for poste in qui.postes:
        moins = replace(qui, postes=qui.postes - {poste})
        assert bool(decide(moins, acte, volet, f, at)) <= avant
    for n in range(len(f.cercle)):
        moins_suivi = replace(f, cercle=f.cercle[:n] + f.cercle[n + 1 :])
        assert bool(decide(qui, acte, volet, moins_suivi, at)) <= avant


@given(qui=acteurs(), f=faits(), acte=actes_sur_dossier, volet=volets, at=jours)
def test_un_dossier_clos_ne_donne_pas_plus_qu_un_dossier_actif(
    qui: Acteur, f: Faits, acte: Acte, volet: Volet, at: date
) -> None:
    actif = bool(decide(qui, acte, volet, replace(f, etat=EtatDuDossier.ACTIF), at))
    assert bool(decide(qui, acte, volet, f, at)) <= actif
    assert not decide(qui, acte, volet, replace(f, etat=EtatDuDossier.PURGE), at)


@given(qui=acteurs(), f=faits(), acte=actes_sur_dossier, volet=volets, at=jours)
def test_un_droit_ne_vient_que_d_une_mission_que_l_on_a(
    qui: Acteur, f: Faits, acte: Acte, volet: Volet, at: date
) -> None:
    oui = decide(qui, acte, volet, f, at)
    if oui:
        regle = next(r for r in RULES if r.nom == oui.motif.code)
        assert regle.mission in qui.missions
        assert regle.couvre(acte, volet)
        assert not regle.exige(volet) or regle.exige(volet) & qui.obligations
        assert qui.charte_signee
        if nature := {r: n for n, r in OUVERTURES.items()}.get(regle.relation):
            assert Ouverture(nature, qui.id, volet) in f.ouvertures
        if regle.relation is Relation.CERCLE:
            assert any(a.poste in qui.postes and a.periode.contient(at) for a in f.cercle)


@given(qui=acteurs(), f=faits(), acte=actes_sur_dossier, volet=volets, at=jours)
def test_toute_decision_porte_sa_raison_et_son_fondement(
    qui: Acteur, f: Faits, acte: Acte, volet: Volet, at: date
) -> None:
    for decision in (decide(qui, acte, volet, f, at), decide(qui, acte, volet, None, at)):
        assert decision.motif.code
        assert decision.motif.phrase.endswith(".")
        assert decision.fondement.reference.strip()
        assert decision.accordee or decision.a_faire


@given(qui=acteurs(), f=faits(), acte=actes_sur_dossier, volet=volets, at=jours)
def test_un_refus_dit_la_meme_chose_que_le_dossier_existe_ou_non(
    qui: Acteur, f: Faits, acte: Acte, volet: Volet, at: date
) -> None:
    decision = decide(qui, acte, volet, f, at)
    if not decision:
        assert decision == decide(qui, acte, volet, None, at)


# --- what the charte and the person's own secrecy change ---------------------------------------


@given(qui=acteurs(), f=faits(), acte=actes_sur_dossier, volet=volets, at=jours)
def test_sans_charte_signee_rien_de_nominatif(
    qui: Acteur, f: Faits, acte: Acte, volet: Volet, at: date
) -> None:
    assert not decide(replace(qui, charte_signee=False), acte, volet, f, at)


@given(qui=acteurs(), f=faits(), acte=actes_sur_dossier, volet=volets, at=jours)
def test_la_charte_resserre_et_n_elargit_jamais(
    qui: Acteur, f: Faits, acte: Acte, volet: Volet, at: date
) -> None:
    sans = bool(decide(replace(qui, clauses=frozenset()), acte, volet, f, at))
    assert bool(decide(qui, acte, volet, f, at)) <= sans
    toutes = replace(qui, clauses=frozenset(Clause))
    assert bool(decide(toutes, acte, volet, f, at)) <= bool(decide(qui, acte, volet, f, at))


@given(qui=acteurs(), f=faits(), acte=actes_sur_dossier, volet=volets, at=jours)
def test_perdre_une_obligation_de_secret_ou_une_ouverture_n_ouvre_rien(
    qui: Acteur, f: Faits, acte: Acte, volet: Volet, at: date
) -> None:
    avant = bool(decide(qui, acte, volet, f, at))
    for obligation in qui.obligations:
        moins = replace(qui, obligations=qui.obligations - {obligation})
        assert bool(decide(moins, acte, volet, f, at)) <= avant
    for n in range(len(f.ouvertures)):
        fermee = replace(f, ouvertures=f.ouvertures[:n] + f.ouvertures[n + 1 :])
        assert bool(decide(qui, acte, volet, fermee, at)) <= avant


@pytest.mark.parametrize("clause", list(Clause))
def test_chaque_clause_retire_vraiment_un_droit_de_la_table(clause: Clause) -> None:
    retrait = CLAUSES[clause].retrait
    assert retrait.regles <= {r.nom for r in RULES}, "une clause nomme des règles qui existent"
    retires = {
        (r.nom, acte, volet)
        for r in RULES
        for acte in r.actes
        for volet in r.volets or {None}
        if retire({clause}, r.nom, acte, volet)
    }
    assert {nom for nom, *_ in retires} == set(retrait.regles)


def test_une_clause_inconnue_ne_retire_ni_n_ajoute_rien() -> None:
    assert not any(
        retire({"inventee"}, r.nom, a, v) for r in RULES for a in r.actes for v in r.volets
    )
