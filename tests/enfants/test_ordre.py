"""The order of a list is kept without a name, and lost as soon as something changes."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from maillage.chiffrement.services import detruire, trousseau_du_programme
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants import ordre
from maillage.enfants.models import Identite
from tests.factories.dossiers import enfant_suivi_par
from tests.factories.monde import BASES, Monde

pytestmark = BASES


@pytest.fixture(autouse=True)
def sans_memoire() -> Iterator[None]:
    ordre._ordres.clear()
    yield
    ordre._ordres.clear()


def tries(monde: Monde, tri: str = ordre.NOM) -> list[str]:
    """Surnames in the order of the list."""
    visibles = Dossier.objects.filter(programme=monde.programme, etat="base_active")
    cles = trousseau_du_programme(monde.programme.pk, [Volet.IDENTITE])
    noms = []
    for texte in ordre.dossiers_tries(monde.programme.pk, visibles, tri):
        noms.append(Identite.objects.get(dossier=UUID(texte)).ouvrir(cles)["nom"])
    return noms


def renommer(monde: Monde, dossier: Dossier, **champs: str) -> None:
    cles = trousseau_du_programme(monde.programme.pk, [Volet.IDENTITE])
    rang = Identite.objects.get(dossier=dossier)
    rang.sceller({**rang.ouvrir(cles), **champs}, cles)
    rang.save()


def cles_ouvertes(monde: Monde) -> int:
    """Sealed keys and names read from the bases by one more request."""
    visibles = Dossier.objects.filter(programme=monde.programme, etat="base_active")
    with CaptureQueriesContext(connections["cles"]) as lectures:
        ordre.dossiers_tries(monde.programme.pk, visibles, ordre.NOM)
    return sum('"scellee"' in lecture["sql"] for lecture in lectures.captured_queries)


def test_l_ordre_retrouve_n_ouvre_aucun_nom(monde: Monde) -> None:
    premiers = tries(monde)
    assert premiers == sorted(premiers)
    assert cles_ouvertes(monde) == 0
    assert tries(monde) == premiers


def test_un_nom_corrige_change_de_place(monde: Monde) -> None:
    avant = tries(monde)
    renommer(monde, monde.karthik, nom="Aaron")
    assert cles_ouvertes(monde) > 0
    assert tries(monde) == ["Aaron", *(nom for nom in avant if nom != "Selvam")]


def test_un_enfant_de_plus_ou_de_moins_refait_l_ordre(monde: Monde) -> None:
    avant = tries(monde)
    arrive = enfant_suivi_par(monde.poste_amina, nom="Aaron")
    assert tries(monde) == ["Aaron", *avant]
    arrive.delete()
    assert tries(monde) == avant


def test_un_enfant_qu_elle_ne_suit_pas_ne_ralentit_pas_sa_liste(monde: Monde) -> None:
    """Opened, or purged, elsewhere in the programme: nothing here is opened again (P-11, class of time)."""
    siens = Dossier.objects.filter(pk__in=[monde.karthik.pk, monde.ines.pk])

    def relues() -> int:
        with CaptureQueriesContext(connections["cles"]) as lectures:
            ordre.dossiers_tries(monde.programme.pk, siens, ordre.NOM)
        return sum('"scellee"' in lecture["sql"] for lecture in lectures.captured_queries)

    assert relues() > 0
    enfant_suivi_par(monde.poste_amina, nom="Aaron")
    assert relues() == 0
    detruire(monde.tom.pk)
    assert relues() == 0


def test_au_dela_d_une_liste_courte_c_est_tout_le_programme(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    courte = tries(monde)
    ordre._ordres.clear()
    monkeypatch.setattr(ordre, "COURTE", 0)
    assert tries(monde) == courte
    assert cles_ouvertes(monde) == 0


def test_une_cle_detruite_ne_laisse_pas_la_place_du_nom(monde: Monde) -> None:
    tries(monde)
    visibles = Dossier.objects.filter(programme=monde.programme, etat="base_active")
    detruire(monde.karthik.pk)
    texte = ordre.dossiers_tries(monde.programme.pk, visibles, ordre.NOM)[0]
    assert UUID(texte) == monde.karthik.pk  # without a name: before all of them


def test_les_plus_jeunes_d_abord(monde: Monde) -> None:
    renommer(monde, monde.ines, naissance=str(date(2020, 1, 1)))
    renommer(monde, monde.karthik, naissance=str(date(2012, 1, 1)))
    noms = tries(monde, ordre.AGE)
    assert noms.index("Benhamou") < noms.index("Selvam")


def test_rien_de_nominatif_ne_reste_en_memoire(monde: Monde) -> None:
    tries(monde)
    tries(monde, ordre.AGE)
    assert len(ordre._ordres) == 2
    for empreinte, places in ordre._ordres.items():
        assert len(empreinte) == 32
        assert isinstance(places, array)
        assert sorted(places) == list(range(len(places)))


def test_la_memoire_est_bornee(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordre, "GARDES", 1)
    tries(monde)
    tries(monde, ordre.AGE)
    assert len(ordre._ordres) == 1
