"""Missions and postes: rights follow civil days; the wall cannot be passed by holding two missions."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import IntegrityError
from django.db.transaction import atomic
from django.utils import timezone

from maillage.comptes import queries, services
from maillage.comptes.models import MissionConfiee, Programme, Utilisateur
from maillage.comptes.rules import HORS_DU_SECRET, PERSONNE, Mission, ObligationDeSecret
from maillage.comptes.services import MissionsIncompatibles
from tests.factories.monde import BASES
from tests.factories.personnes import (
    MissionFactory,
    OccupationFactory,
    PosteFactory,
    ProgrammeFactory,
    UtilisateurFactory,
)

pytestmark = BASES
JOUR = date(2026, 1, 15)
HIER, DEMAIN = JOUR - timedelta(days=1), JOUR + timedelta(days=1)
DANS_LE_SECRET = sorted(set(Mission) - HORS_DU_SECRET)


@pytest.fixture
def programme() -> Programme:
    return ProgrammeFactory()


@pytest.fixture
def compte() -> Utilisateur:
    return UtilisateurFactory()


def confier(
    compte: Utilisateur,
    programme: Programme,
    mission: Mission,
    depuis: date = JOUR,
    jusqu_au: date | None = None,
) -> MissionConfiee:
    return services.confier_mission(
        utilisateur=compte,
        programme=programme,
        mission=mission,
        obligation=ObligationDeSecret.MISSION,
        depuis=depuis,
        jusqu_au=jusqu_au,
    )


@pytest.mark.parametrize(
    ("depuis", "jusqu_au", "active"),
    [
        (HIER, None, True),
        (JOUR, None, True),
        (JOUR, JOUR, True),
        (HIER, JOUR, True),
        (HIER, HIER, False),
        (DEMAIN, None, False),
        (DEMAIN, DEMAIN, False),
    ],
)
def test_une_mission_et_un_poste_valent_du_premier_au_dernier_jour(
    programme: Programme,
    compte: Utilisateur,
    depuis: date,
    jusqu_au: date | None,
    active: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    poste = PosteFactory(programme=programme)
    MissionFactory(programme=programme, utilisateur=compte, depuis=depuis, jusqu_au=jusqu_au)
    OccupationFactory(poste=poste, utilisateur=compte, depuis=depuis, jusqu_au=jusqu_au)
    qui = queries.acteur(compte.pk, au=JOUR)
    assert qui.missions == (frozenset({Mission.REFERENCE}) if active else frozenset())
    assert qui.postes == (frozenset({poste.pk}) if active else frozenset())
    assert qui.programme_id == (programme.pk if active else None)
    assert qui.id == compte.pk


def test_un_poste_fini_ne_suit_plus_meme_si_la_mission_dure(
    programme: Programme, compte: Utilisateur
) -> None:
    MissionFactory(programme=programme, utilisateur=compte)
    OccupationFactory(
        poste=PosteFactory(programme=programme), utilisateur=compte, depuis=HIER, jusqu_au=HIER
    )
    assert queries.acteur(compte.pk, au=JOUR).postes == frozenset()


def test_un_poste_d_un_autre_programme_ne_compte_pas(
    programme: Programme, compte: Utilisateur
) -> None:
    MissionFactory(programme=programme, utilisateur=compte)
    OccupationFactory(utilisateur=compte)
    assert queries.acteur(compte.pk, au=JOUR).postes == frozenset()


@pytest.mark.parametrize(
    ("champs", "present"),
    [
        ({}, True),
        ({"is_active": False}, False),
        ({"jusqu_au": HIER}, False),
        ({"jusqu_au": JOUR}, True),
        ({"jusqu_au": DEMAIN}, True),
    ],
)
def test_un_compte_ferme_ou_fini_n_est_personne(
    programme: Programme,
    champs: dict[str, object],
    present: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    compte = UtilisateurFactory(**champs)
    MissionFactory(programme=programme, utilisateur=compte)
    assert (queries.acteur(compte.pk, au=JOUR) != PERSONNE) is present


def test_un_compte_inconnu_n_est_personne() -> None:
    assert queries.acteur(None, au=JOUR) == PERSONNE
    assert queries.acteur(PosteFactory().pk, au=JOUR) == PERSONNE


def test_on_travaille_pour_un_programme_a_la_fois_celui_de_la_derniere_mission(
    programme: Programme, compte: Utilisateur
) -> None:
    MissionFactory(programme=programme, utilisateur=compte, depuis=HIER, mission=Mission.SOIN)
    nouveau = MissionFactory(utilisateur=compte, depuis=JOUR).programme
    qui = queries.acteur(compte.pk, au=JOUR)
    assert qui.programme_id == nouveau.pk
    assert qui.missions == {Mission.REFERENCE}


@pytest.mark.parametrize(
    ("dehors", "dedans"), list(product(sorted(HORS_DU_SECRET), DANS_LE_SECRET))
)
def test_une_mission_hors_du_secret_ne_se_cumule_avec_aucune_autre(
    programme: Programme, compte: Utilisateur, dehors: Mission, dedans: Mission
) -> None:
    autre = UtilisateurFactory()
    for qui, premiere, seconde in ((compte, dehors, dedans), (autre, dedans, dehors)):
        confier(qui, programme, premiere)
        with pytest.raises(MissionsIncompatibles, match=r"art\. 128"):
            confier(qui, programme, seconde)
        missions = MissionConfiee.objects.filter(utilisateur=qui)
        assert list(missions.values_list("mission", flat=True)) == [premiere]


@pytest.mark.parametrize(
    ("premiere", "seconde", "permis"),
    [
        ((JOUR, None), (DEMAIN, None), False),
        ((JOUR, DEMAIN), (DEMAIN, None), False),
        ((JOUR, DEMAIN), (JOUR, JOUR), False),
        ((DEMAIN, None), (JOUR, DEMAIN), False),
        ((HIER, HIER), (JOUR, None), True),
        ((DEMAIN, None), (HIER, JOUR), True),
    ],
)
def test_seules_deux_missions_qui_se_croisent_sont_incompatibles(
    programme: Programme,
    compte: Utilisateur,
    premiere: tuple[date, date | None],
    seconde: tuple[date, date | None],
    permis: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    """A mandate that has an end to come is a mandate today."""
    confier(compte, programme, Mission.ELU, *premiere)
    if permis:
        confier(compte, programme, Mission.COORDINATION, *seconde)
    else:
        with pytest.raises(MissionsIncompatibles):
            confier(compte, programme, Mission.COORDINATION, *seconde)


def test_le_mur_vaut_d_un_programme_a_l_autre(programme: Programme, compte: Utilisateur) -> None:
    confier(compte, programme, Mission.ELU)
    with pytest.raises(MissionsIncompatibles):
        confier(compte, ProgrammeFactory(), Mission.REFERENCE)


def test_les_missions_de_l_equipe_se_cumulent(programme: Programme, compte: Utilisateur) -> None:
    for mission in DANS_LE_SECRET:
        confier(compte, programme, mission)
    assert queries.acteur(compte.pk, au=JOUR).missions == set(DANS_LE_SECRET)


def test_confier_deux_fois_la_meme_mission_n_en_fait_qu_une(
    programme: Programme, compte: Utilisateur
) -> None:
    assert confier(compte, programme, Mission.SOIN) == confier(compte, programme, Mission.SOIN)
    assert MissionConfiee.objects.count() == 1


def test_une_mission_finie_peut_etre_confiee_de_nouveau(
    programme: Programme, compte: Utilisateur
) -> None:
    confier(compte, programme, Mission.SOIN, HIER, HIER)
    confier(compte, programme, Mission.SOIN, JOUR)
    assert queries.acteur(compte.pk, au=JOUR).missions == {Mission.SOIN}


def test_qui_revient_a_son_poste_le_retrouve(programme: Programme, compte: Utilisateur) -> None:
    poste = PosteFactory(programme=programme)
    OccupationFactory(poste=poste, utilisateur=compte, depuis=HIER, jusqu_au=HIER)
    MissionFactory(programme=programme, utilisateur=compte)
    retour = services.occuper(poste=poste, utilisateur=compte, depuis=JOUR)
    assert services.occuper(poste=poste, utilisateur=compte, depuis=DEMAIN) == retour
    assert queries.acteur(compte.pk, au=JOUR).postes == {poste.pk}


@pytest.mark.parametrize(
    "champs",
    [
        {"mission": "super_utilisateur"},
        {"obligation": "aucune"},
        {"depuis": DEMAIN, "jusqu_au": JOUR},
    ],
)
def test_la_base_refuse_une_mission_impossible(champs: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), atomic():
        MissionFactory(**champs)


def test_il_n_y_a_pas_de_super_utilisateur(compte: Utilisateur) -> None:
    assert not hasattr(compte, "is_superuser")
    assert not hasattr(compte, "is_staff")
    assert not hasattr(Utilisateur.objects, "create_superuser")
    assert queries.acteur(compte.pk, au=timezone.localdate()).missions == frozenset()


def test_la_mission_affichee_est_la_premiere_de_la_table(
    programme: Programme, compte: Utilisateur
) -> None:
    assert queries.acteur(compte.pk, au=JOUR).mission_affichee == "Aucune mission en cours"
    confier(compte, programme, Mission.SOIN)
    confier(compte, programme, Mission.COORDINATION)
    assert queries.acteur(compte.pk, au=JOUR).mission_affichee == Mission.COORDINATION.libelle
