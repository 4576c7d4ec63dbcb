"""A small world for tests of access: two programmes, everyone who may knock, and children of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client, TransactionTestCase
from django.utils import timezone

from maillage.chiffrement import maitresse
from maillage.comptes.models import Poste, Programme, Utilisateur
from maillage.comptes.rules import Acteur, Mission
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, EtatDuDossier
from maillage.partage import chartes
from tests.factories.dossiers import enfant_suivi_par, enrichir
from tests.factories.personnes import (
    PosteFactory,
    ProgrammeFactory,
    montrer_le_second_facteur,
    personne,
)
from tests.reserve import Reserve

BASES = pytest.mark.django_db(databases=["default", "cles", "publications"])
CHAMPS = ("adresse", "ville", "responsable", "telephone", "ecole", "classe", "tache")


def marques(enfant: str) -> dict[str, str]:
    """Words that exist nowhere else: found outside a sealed value, they tell which secret leaked."""
    lieux = (*CHAMPS, *(v.value for v in VOLETS_DU_DOSSIER))
    return {lieu: f"Canari{lieu.capitalize()}De{enfant}" for lieu in lieux}


@dataclass(frozen=True, slots=True)
class Monde:
    """`amina` leads `karthik`; `karim` leads `ines`; nobody leads `tom`; `lena` is of another town."""

    aujourd_hui: date
    programme: Programme
    autre_programme: Programme
    poste_amina: Poste
    personnes: dict[str, Utilisateur]
    karthik: Dossier
    ines: Dossier
    tom: Dossier
    archive: Dossier
    lena: Dossier
    marques: dict[str, dict[str, str]] = field(default_factory=dict)

    def acteur(self, nom: str) -> Acteur:
        return chartes.acteur(self.personnes[nom].pk, au=self.aujourd_hui)

    @property
    def noms(self) -> tuple[str, ...]:
        return ("Selvam", "Karthik", "Benhamou", "Inès", "Duval", "Okoye", "Lenaïg")

    @property
    def mots_secrets(self) -> tuple[str, ...]:
        """Every marked word and every name of child."""
        return (*self.noms, *(m for lot in self.marques.values() for m in lot.values()))


def creer_monde() -> Monde:
    """Write the world in the current databases."""
    jour = timezone.localdate()
    ici, ailleurs = ProgrammeFactory(nom="PRE de Saint-Denis"), ProgrammeFactory(nom="PRE voisin")
    amina, karim, voisin = (
        PosteFactory(programme=p, libelle=libelle)
        for p, libelle in ((ici, "Poste d'Amina"), (ici, "Poste de Karim"), (ailleurs, "Voisin"))
    )
    personnes = {
        "leila": personne("Leïla Marchand", ici, Mission.COORDINATION),
        "amina": personne("Amina Haddad", ici, Mission.REFERENCE, poste=amina),
        "karim": personne("Karim Nasri", ici, Mission.REFERENCE, poste=karim),
        "nour": personne("Nour Azzam", ici, Mission.SOIN, poste=amina),
        "bruno": personne("Bruno Lefèvre", ici, Mission.EPS),
        "claire": personne("Claire Vasseur", ici, Mission.ELU),
        "sylvie": personne("Sylvie Morel", ici, Mission.SECRETARIAT),
        "voisine": personne("Nadia Benali", ailleurs, Mission.REFERENCE, poste=voisin),
        "zoe": personne("Zoé Perrin", ici, None),
    }
    enfants = {
        "karthik": enfant_suivi_par(amina),
        "ines": enfant_suivi_par(karim, nom="Benhamou", prenom="Inès"),
        "tom": enfant_suivi_par(None, programme=ici, nom="Duval", prenom="Tom"),
        "archive": enfant_suivi_par(amina, nom="Okoye", prenom="Ada", etat=EtatDuDossier.ARCHIVE),
        "lena": enfant_suivi_par(voisin, nom="Le Goff", prenom="Lenaïg"),
    }
    lots = {nom: marques(nom.capitalize()) for nom in enfants}
    for nom, dossier in enfants.items():
        enrichir(dossier, voisin if nom == "lena" else amina, lots[nom], le=jour)
    return Monde(jour, ici, ailleurs, amina, personnes, marques=lots, **enfants)


def creer_la_cle() -> None:
    if not settings.CLE_MAITRESSE.exists():
        maitresse.creer(settings.CLE_MAITRESSE)


@pytest.fixture(scope="session", autouse=True)
def cle_maitresse() -> None:
    """The tests have their own master key, made once for the whole run."""
    creer_la_cle()


@pytest.fixture(scope="session", autouse=True)
def journal_effacable() -> Iterator[None]:
    """Between two tests with real transactions, and only there, the journal lets itself be emptied."""
    noms = (
        "0002_evenements_ineffacables",
        "0003_evenements_jamais_remplaces",
        "0005_seul_l_expire_se_detruit",
    )
    gardes = [import_module(f"maillage.tracabilite.migrations.{nom}") for nom in noms]
    du_magasin = import_module("maillage.publications.magasin.migrations.0002_rien_ne_change")
    vider = TransactionTestCase._fixture_teardown
    if hasattr(vider, "sans_les_gardes"):  # the fixture of another folder has done it
        yield
        return

    def tous(geste: str, cas: TransactionTestCase) -> None:
        with connection.schema_editor() as editeur:
            for garde in gardes if geste == "poser" else reversed(gardes):
                getattr(garde, geste)(None, editeur)
        if "publications" in cas.databases:
            with connections["publications"].schema_editor() as editeur:
                getattr(du_magasin, geste)(None, editeur)

    def vider_sans_les_gardes(cas: TransactionTestCase) -> None:
        tous("defaire", cas)
        vider(cas)
        tous("poser", cas)

    vider_sans_les_gardes.sans_les_gardes = True  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", vider_sans_les_gardes)
        yield


def _creer() -> Monde:
    creer_la_cle()
    return creer_monde()


RESERVE = Reserve(_creer, ("default", "cles", "publications"))


@pytest.fixture
def monde(db: None) -> Monde:
    """The small world, as if written for this test alone."""
    return creer_monde() if RESERVE.monde is None else RESERVE.copie()


@pytest.fixture
def connexion(monde: Monde) -> Callable[[str], Client]:
    """`connexion("amina")` is Amina's browser, signed in with her second factor; "" is nobody's."""

    def ouvrir(nom: str) -> Client:
        client = Client(raise_request_exception=False)
        if nom:
            client.force_login(monde.personnes[nom])
            montrer_le_second_facteur(client, monde.personnes[nom])
        return client

    return ouvrir


@pytest.fixture
def acteurs(monde: Monde) -> dict[str, Acteur]:
    return {nom: monde.acteur(nom) for nom in monde.personnes}
