"""Rules of syntheses: what leaves for whom, who has still to agree, what follows what."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.dossiers.rules import Volet
from maillage.syntheses.rules.depart import (
    JAMAIS_A_LA_FAMILLE,
    PorteeDuCourrier,
    SectionEcrite,
    juger,
    peut_partir,
)
from maillage.syntheses.rules.etats import SUITES, EtatDeSynthese, passer
from maillage.syntheses.rules.relecture import (
    AvisDeRelecture,
    RelectureDite,
    attendues,
)
from maillage.syntheses.rules.rubriques import INDISPENSABLES, VOLETS, Rubrique

sections = st.lists(
    st.builds(
        SectionEcrite, st.uuids(), st.sampled_from(Rubrique), st.sampled_from(VOLETS), st.booleans()
    ),
    unique_by=lambda s: s.id,
)
portees = st.builds(
    PorteeDuCourrier,
    st.frozensets(st.sampled_from(VOLETS)),
    st.frozensets(st.sampled_from(VOLETS)),
    st.booleans(),
)


@given(sections, portees)
def test_rien_ne_part_sans_le_droit_de_transmettre_ni_l_accord(
    ecrites: list[SectionEcrite], portee: PorteeDuCourrier
) -> None:
    jugees = juger(ecrites, portee)
    assert {j.section.id for j in jugees} == {s.id for s in ecrites if s.ecrite}
    for j in jugees:
        volet = j.section.volet
        ouvert = volet not in JAMAIS_A_LA_FAMILLE if portee.famille else volet in portee.partages
        assert bool(j.decision) == (volet in portee.extraits and ouvert)
        assert j.decision.motif.phrase


@given(sections, portees)
def test_une_lettre_part_avec_ses_points_d_appui_et_sa_demande_ou_ne_part_pas(
    ecrites: list[SectionEcrite], portee: PorteeDuCourrier
) -> None:
    jugees = juger(ecrites, portee)
    gardees = {j.section.rubrique for j in jugees if j.decision}
    assert bool(peut_partir(jugees)) == (set(INDISPENSABLES) <= gardees)


def test_les_points_d_appui_viennent_avant_les_difficultes() -> None:
    ordre = list(Rubrique)
    assert ordre.index(Rubrique.APPUIS) < ordre.index(Rubrique.DIFFICULTES)
    assert Rubrique.APPUIS in INDISPENSABLES


def test_l_identite_et_la_quarantaine_ne_sont_pas_des_parties() -> None:
    assert set(VOLETS) == set(Volet) - {Volet.IDENTITE, Volet.QUARANTAINE}


PERSONNES = [UUID(int=i) for i in range(3)]
dites = st.lists(
    st.builds(
        RelectureDite,
        st.sampled_from(PERSONNES),
        st.integers(1, 4),
        st.sampled_from(AvisDeRelecture),
    )
)


@given(dites, st.integers(1, 4))
def test_un_mot_change_redemande_l_accord_de_chacun(
    relectures: list[RelectureDite], revision: int
) -> None:
    manquent = attendues(PERSONNES, relectures, revision)
    for qui in PERSONNES:
        siennes = [r for r in relectures if r.personne == qui and r.revision == revision]
        accord = bool(siennes) and siennes[-1].avis is AvisDeRelecture.ACCORD
        assert (qui in manquent) != accord
    assert attendues(PERSONNES, relectures, 5) == tuple(PERSONNES)


@pytest.mark.parametrize("de", list(EtatDeSynthese))
@pytest.mark.parametrize("vers", list(EtatDeSynthese))
def test_une_synthese_ne_passe_que_par_sa_table(de: EtatDeSynthese, vers: EtatDeSynthese) -> None:
    decision = passer(de, vers)
    assert bool(decision) == (vers in SUITES[de])
    assert decision.motif.phrase


def test_ce_qui_est_envoye_ne_bouge_plus() -> None:
    assert SUITES[EtatDeSynthese.EMISE] == frozenset()
    assert EtatDeSynthese.EMISE not in SUITES[EtatDeSynthese.ECRITURE], "reread before it is sent"


def test_le_destinataire_ne_change_rien_a_ce_que_l_emetteur_ne_peut_pas_transmettre() -> None:
    sante = SectionEcrite(uuid4(), Rubrique.SITUATION, Volet.SANTE)
    (jugee,) = juger([sante], PorteeDuCourrier(frozenset(), frozenset(Volet)))
    assert jugee.decision.motif.code == "emetteur"
