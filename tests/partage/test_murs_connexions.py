"""Connections are shared: whoever takes one next must not find the identity of whoever had it before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections

from maillage.config import bases
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.partage import murs, pose
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.murs import COMMANDES, conditions
from tests.factories.monde import BASES, Monde, creer_monde
from tests.partage.murs import SCELLEES, colonne, dresser, lignes, role


@pytest.fixture
def partagee(transactional_db: None, settings: Any) -> Iterator[Monde]:
    """The world behind the wall, and the application's own pool: one real connection, under its own role."""
    monde = creer_monde()
    dresser()
    settings.MURS_POSTGRESQL = True
    proprietaire = connections["default"]
    options = bases.postgresql("postgresql://x/y")["OPTIONS"]
    options["pool"] |= {"max_size": 1}
    reglages = {**proprietaire.settings_dict, "USER": role(), "PASSWORD": "", "OPTIONS": options}
    application = type(proprietaire)({**reglages, "CONN_MAX_AGE": 0}, "default")
    connections["default"] = application
    try:
        yield monde
    finally:
        application.close()
        application.close_pool()
        connections["default"] = proprietaire
        pose.retirer()
        with connection.cursor() as curseur:
            curseur.execute(f'DROP OWNED BY "{role()}"')
            curseur.execute(f'DROP ROLE "{role()}"')


AVEC_DES_TRANSACTIONS = pytest.mark.django_db(transaction=True, databases=["default", "cles"])


def processus() -> int:
    return colonne("SELECT pg_backend_pid()")[0]


@AVEC_DES_TRANSACTIONS
@pytest.mark.postgresql
def test_la_requete_suivante_ne_voit_rien_de_celle_d_avant(partagee: Monde) -> None:
    leila, au = partagee.acteur("leila"), partagee.aujourd_hui
    assert colonne("SELECT current_user") == [role()]
    premier = processus()
    with murs.identite(leila, Acte.LIRE, at=au):
        assert len(lignes("enfants_identite")) == 3
        with murs.identite(partagee.acteur("amina"), Acte.LIRE, at=au):
            assert lignes("enfants_identite") == [partagee.karthik.pk]
        assert len(lignes("enfants_identite")) == 3
    assert (lignes("enfants_identite"), processus()) == ([], premier)


@AVEC_DES_TRANSACTIONS
@pytest.mark.postgresql
def test_une_panne_ne_laisse_pas_d_identite_derriere_elle(partagee: Monde) -> None:
    leila, au = partagee.acteur("leila"), partagee.aujourd_hui
    with pytest.raises(DatabaseError), murs.identite(leila, Acte.LIRE, at=au):
        colonne("SELECT 1 / 0")
    assert lignes("enfants_identite") == []
    with pytest.raises(RuntimeError), murs.identite(leila, Acte.LIRE, at=au):
        raise RuntimeError
    assert lignes("enfants_identite") == []


@AVEC_DES_TRANSACTIONS
@pytest.mark.postgresql
def test_une_connexion_rendue_en_pleine_page_oublie_tout(partagee: Monde) -> None:
    """The pool itself clears what it takes back: the guarantee does not rest on the end of the block."""
    leila, premier = partagee.acteur("leila"), processus()
    with murs.identite(leila, Acte.LIRE, at=partagee.aujourd_hui):
        connection.close()
        assert (lignes("enfants_identite"), processus()) == ([], premier)


@BASES
def test_sans_mur_annoncer_ne_demande_rien_a_la_base(
    monde: Monde, django_assert_num_queries: Any
) -> None:
    leila = monde.acteur("leila")
    with (
        django_assert_num_queries(0),
        murs.identite(leila, Acte.LIRE, at=monde.aujourd_hui),
        murs.systeme(monde.programme.pk, Acte.IMPORTER, au_nom_de=None, objet="essai"),
    ):
        pass
    assert Dossier.objects.filter(etat=EtatDuDossier.ACTIF).count() == 4


def test_chaque_table_scellee_a_ses_quatre_regles_sans_etre_nommee() -> None:
    par_table = {c.table: c for c in pose.cloisons()}
    assert len(SCELLEES) > 20
    for modele in SCELLEES:
        cloison = par_table[modele._meta.db_table]
        assert (cloison.volet, cloison.serrure) == (modele.volet, modele.serrure)
        assert set(conditions(cloison)) == set(COMMANDES)
        assert all("murs." in c for c in conditions(cloison).values())


def test_une_table_nouvelle_est_muree_sur_son_volet() -> None:
    class Nouvelle(EnregistrementScelle):
        volet = Volet.SANTE

        class Meta:
            app_label = "dossiers"
            managed = False

    try:
        cloison = next(c for c in pose.cloisons() if c.table == Nouvelle._meta.db_table)
    finally:
        from django.apps import apps

        del apps.all_models["dossiers"]["nouvelle"]
        apps.clear_cache()
    assert "'lire:sante'" in conditions(cloison)["select"]
    assert "'ecrire:sante'" in conditions(cloison)["insert"]


@BASES
def test_une_base_qui_n_a_pas_de_mur_le_dit(monde: Monde) -> None:
    lues = pose.fautes()
    assert lues
    if connection.vendor == "sqlite":
        assert "PostgreSQL" in lues[0]
        with pytest.raises(pose.MurImpossible):
            pose.poser("application")
        with pytest.raises(pose.MurImpossible):
            pose.retirer()
