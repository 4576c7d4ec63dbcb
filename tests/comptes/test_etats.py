"""The rules of accounts: when they sleep, when they end, who may give and confirm a right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.comptes.rules import HORS_DU_SECRET, Acteur, Mission
from maillage.comptes.rules.etats import (
    INACTIVITE,
    EtatDuCompte,
    FaitsDuCompte,
    etat_du_compte,
    fin_au_plus_tard,
    suspendu_le,
)
from maillage.comptes.rules.facteurs import (
    ALPHABET,
    ATTENTE_MAXIMALE,
    attente,
    ecrire_code,
    facteurs_forts,
    lire_code,
)
from maillage.comptes.rules.habilitations import (
    EQUIPE,
    RECUL,
    DemandeFaite,
    NatureDeDemande,
    SecondePersonne,
    exige_deux_personnes,
    peut_confirmer,
    peut_habiliter,
    prochaine_attestation,
    se_heurtent,
)

JOUR = date(2026, 11, 23)
UN = timedelta(days=1)
FAITS = FaitsDuCompte(ouvert_le=JOUR, jusqu_au=date(2028, 8, 31))
JOURS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
E = EtatDuCompte


@pytest.mark.parametrize(
    ("champs", "etat"),
    [
        ({}, E.OUVERT),
        ({"active": False}, E.A_ACTIVER),
        ({"ouvert_le": JOUR - INACTIVITE + UN}, E.OUVERT),
        ({"ouvert_le": JOUR - INACTIVITE}, E.SUSPENDU),
        ({"ouvert_le": JOUR - 300 * UN, "dernier_acces": JOUR - 59 * UN}, E.OUVERT),
        ({"ouvert_le": JOUR - 300 * UN, "dernier_acces": JOUR - 60 * UN}, E.SUSPENDU),
        ({"ouvert_le": JOUR - 300 * UN, "repris_le": JOUR}, E.OUVERT),
        ({"ouvert_le": JOUR - INACTIVITE, "active": False}, E.SUSPENDU),
        ({"jusqu_au": JOUR}, E.OUVERT),
        ({"jusqu_au": JOUR - UN}, E.ECHU),
        ({"jusqu_au": None}, E.ECHU),
        ({"jusqu_au": None, "permanent": True, "ouvert_le": JOUR - 900 * UN}, E.OUVERT),
        ({"ferme": True, "permanent": True}, E.FERME),
        ({"ferme": True, "jusqu_au": JOUR - UN}, E.FERME),
    ],
)
def test_un_compte_a_un_etat_chaque_jour(champs: dict[str, object], etat: EtatDuCompte) -> None:
    assert etat_du_compte(replace(FAITS, **champs), JOUR) is etat


def test_seuls_un_compte_ouvert_ou_a_activer_laissent_entrer() -> None:
    assert {e for e in E if e.laisse_entrer} == {E.OUVERT, E.A_ACTIVER}


@given(JOURS, JOURS, JOURS, st.integers(0, 200))
def test_un_compte_qui_ne_sert_pas_ne_se_rouvre_jamais_tout_seul(
    ouvert: date, acces: date, fin: date, plus_tard: int
) -> None:
    faits = FaitsDuCompte(ouvert_le=ouvert, jusqu_au=fin, dernier_acces=acces)
    if not etat_du_compte(faits, acces).laisse_entrer:
        assert not etat_du_compte(faits, acces + plus_tard * UN).laisse_entrer
    assert not etat_du_compte(faits, suspendu_le(faits)).laisse_entrer


@pytest.mark.parametrize(
    ("jour", "fin"),
    [
        (date(2026, 11, 23), date(2028, 8, 31)),
        (date(2026, 8, 31), date(2027, 8, 31)),
        (date(2026, 9, 1), date(2028, 8, 31)),
    ],
)
def test_un_compte_finit_au_plus_tard_avec_l_annee_scolaire_prochaine(
    jour: date, fin: date
) -> None:
    assert fin_au_plus_tard(jour) == fin


@pytest.mark.parametrize(
    ("derniere", "due"),
    [
        (date(2026, 11, 23), date(2027, 2, 23)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 1, 31), date(2026, 4, 30)),
    ],
)
def test_une_attestation_revient_tous_les_trois_mois(derniere: date, due: date) -> None:
    assert prochaine_attestation(derniere, JOUR) == due
    assert prochaine_attestation(None, derniere) == due


@given(st.sets(st.sampled_from(Mission)))
def test_le_mur_ne_depend_pas_de_l_ordre_des_missions(missions: set[Mission]) -> None:
    assert se_heurtent(missions) is (
        bool(missions & HORS_DU_SECRET) and bool(missions - HORS_DU_SECRET)
    )


@given(st.sampled_from(Mission), st.sets(st.sampled_from(Mission)))
def test_nul_ne_donne_seul_la_coordination_ni_ne_fait_passer_le_mur(
    mission: Mission, portees: set[Mission]
) -> None:
    entre = mission not in HORS_DU_SECRET and bool(portees & HORS_DU_SECRET)
    assert exige_deux_personnes(mission, portees) is (mission is Mission.COORDINATION or entre)


def acteur(*missions: Mission, ident: UUID | None = None) -> Acteur:
    return Acteur(ident or uuid4(), "Nom", UUID(int=1), frozenset(missions))


@pytest.mark.parametrize("mission", Mission)
def test_seule_la_coordination_habilite_et_jamais_soi_meme(mission: Mission) -> None:
    qui = acteur(mission)
    assert bool(peut_habiliter(qui, uuid4())) is (mission is Mission.COORDINATION)
    refus = peut_habiliter(qui, qui.id)
    assert not refus
    assert refus.motif.code == "soi_meme"
    assert refus.a_faire


@pytest.mark.parametrize(("nature", "mission"), list(product(NatureDeDemande, Mission)))
def test_la_seconde_personne_est_de_la_coordination_ou_de_l_equipe(
    nature: NatureDeDemande, mission: Mission
) -> None:
    demande = DemandeFaite(nature=nature, cible=uuid4(), demandee_par=uuid4(), expire_le=JOUR)
    ancien = SecondePersonne(ouvert_par=None, ouvert_le=JOUR - 900 * UN)
    attendues = EQUIPE if nature is NatureDeDemande.SECOURS else {Mission.COORDINATION}
    assert bool(peut_confirmer(acteur(mission), ancien, demande, JOUR)) is (mission in attendues)


@pytest.mark.parametrize("nature", NatureDeDemande)
def test_la_seconde_personne_n_est_ni_celle_qui_demande_ni_celle_qui_recoit_ni_sa_creature(
    nature: NatureDeDemande,
) -> None:
    elle, cible, autre = uuid4(), uuid4(), acteur(Mission.COORDINATION)
    demande = DemandeFaite(nature=nature, cible=cible, demandee_par=elle, expire_le=JOUR)
    ancien = SecondePersonne(ouvert_par=None, ouvert_le=JOUR - 900 * UN)
    for meme in (elle, cible):
        refus = peut_confirmer(acteur(Mission.COORDINATION, ident=meme), ancien, demande, JOUR)
        assert refus.motif.code == "meme_personne"
    recent = SecondePersonne(ouvert_par=elle, ouvert_le=JOUR - RECUL + UN)
    assert peut_confirmer(autre, recent, demande, JOUR).motif.code == "compte_trop_recent"
    assert peut_confirmer(autre, replace(recent, ouvert_le=JOUR - RECUL), demande, JOUR)
    assert peut_confirmer(autre, replace(recent, ouvert_par=uuid4()), demande, JOUR)
    assert peut_confirmer(autre, ancien, demande, JOUR + UN).motif.code == "demande_expiree"


@pytest.mark.parametrize(
    ("amr", "fort"),
    [
        (["pwd"], False),
        ([], False),
        (None, False),
        ("mfa", False),
        ({"mfa": 1}, False),
        ([["mfa"]], False),
        (["pwd", "mail"], False),
        (["pwd", "totp"], True),
        (["pop"], True),
        (("mfa",), True),
    ],
)
def test_seuls_trois_mots_disent_que_deux_facteurs_ont_ete_montres(amr: object, fort: bool) -> None:  # noqa: FBT001
    assert facteurs_forts(amr) is fort


@given(st.text(ALPHABET, min_size=16, max_size=16))
def test_un_code_se_relit_quelle_que_soit_la_facon_de_le_copier(lettres: str) -> None:
    moities = (lettres[:8], lettres[8:])
    ecrit = ecrire_code(moities)
    for copie in (ecrit, ecrit.lower(), ecrit.replace("-", " "), f" {lettres} "):
        assert lire_code(copie) == moities


@given(st.text(max_size=24))
def test_ce_qui_n_est_pas_un_code_n_en_devient_pas_un(texte: str) -> None:
    lu = lire_code(texte)
    assert lu is None or set("".join(lu)) <= set(ALPHABET)


@given(st.integers(0, 10_000))
def test_l_attente_grandit_et_n_est_jamais_sans_fin(echecs: int) -> None:
    assert 0 <= attente(echecs) <= attente(echecs + 1) <= ATTENTE_MAXIMALE
    assert attente(4) == 0 < attente(5) < attente(6)
