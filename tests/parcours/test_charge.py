"""The load of the team, to share the work out, and what the rooms bring to the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.coquille import blocs
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import Tache
from maillage.parcours.queries import charge
from maillage.parcours.services import reperes
from maillage.partage.blocs import BlocDuJour
from tests.factories.dossiers import enfant_suivi_par, enrichir
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import PosteFactory

pytestmark = BASES
Connexion = Callable[[str], Client]


def texte(reponse: HttpResponse) -> str:
    return reponse.content.decode().replace("&#x27;", "'").replace("\u00a0", " ")


def test_la_charge_compte_par_poste_dans_l_ordre_de_l_equipe(
    monde: Monde, connexion: Connexion
) -> None:
    tot = monde.aujourd_hui - timedelta(days=2)
    Tache.objects.filter(dossier=monde.karthik).update(echeance=tot)
    PosteFactory(programme=monde.programme, libelle="Poste à venir")
    for n in range(3):
        enfant_suivi_par(monde.poste_amina, nom=f"Muet{n}")
    leila = connexion("leila")
    lue = charge.charge_de_l_equipe(monde.acteur("leila"), at=monde.aujourd_hui)
    amina, karim, vacant = lue.postes
    assert [c.libelle for c in lue.postes] == ["Poste d'Amina", "Poste de Karim", "Poste à venir"]
    assert (amina.enfants, amina.silencieux, amina.en_retard) == (4, 3, 1)
    assert (karim.enfants, vacant.enfants, vacant.vacant) == (1, 0, True)
    assert (lue.sans_referent, lue.totaux.enfants, amina.places) == (1, 5, None)
    envoi = {str(monde.poste_amina.pk): "3", str(karim.poste): "10"}
    assert leila.post("/enfants/charge/habituelle/", envoi).status_code == 302
    page = texte(leila.get("/enfants/charge/"))
    assert "jamais pour comparer" in page
    assert "(1 au-delà)" in page
    assert "aria-sort" not in page
    assert not [nom for nom in monde.noms if nom in page.replace("Karthik", "")]
    lue = charge.charge_de_l_equipe(monde.acteur("leila"), at=monde.aujourd_hui)
    assert [c.places for c in lue.postes] == [-1, 9, None]
    assert (lue.totaux.places, lue.totaux.inconnues) == (9, 1)
    assert leila.post("/enfants/charge/habituelle/", {str(karim.poste): "x"}).status_code == 422


def test_une_charge_ne_se_dit_pas_pour_un_poste_d_ailleurs(monde: Monde) -> None:
    ailleurs = PosteFactory(programme=monde.autre_programme, libelle="Ailleurs")
    with pytest.raises(Introuvable):
        reperes.dire_la_charge(
            acteur=monde.acteur("leila"), habituelles={ailleurs.pk: 3}, at=monde.aujourd_hui
        )


def test_une_piece_d_en_haut_dit_qui_est_a_evaluer(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charge, "A_EVALUER", [lambda _a, _d, _at: {monde.karthik.pk}])
    lue = charge.charge_de_l_equipe(monde.acteur("leila"), at=monde.aujourd_hui)
    assert [c.a_evaluer for c in lue.postes] == [1, 0]
    assert lue.totaux.a_evaluer == 1


def test_la_charge_et_la_journee_font_toujours_autant_de_requetes(
    monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")

    def compter(adresse: str) -> int:
        with (
            CaptureQueriesContext(connections["default"]) as donnees,
            CaptureQueriesContext(connections["cles"]) as cles,
        ):
            assert leila.get(adresse).status_code == 200
        return len(donnees) + len(cles)

    pages = ("/", "/enfants/charge/")
    for adresse in pages:
        compter(adresse)
    avant = [compter(a) for a in pages]
    for n in range(10):
        poste = PosteFactory(programme=monde.programme, libelle=f"Poste {n}")
        suivi = enfant_suivi_par(poste, nom=f"Nom{n}")
        enrichir(suivi, poste, monde.marques["karthik"], le=monde.aujourd_hui)
    assert [compter(a) for a in pages] == avant


def test_les_postes_vacants_sont_dits_a_la_coordination_seule(
    monde: Monde, connexion: Connexion
) -> None:
    PosteFactory(programme=monde.programme, libelle="Poste de psychologue")
    assert "Poste de psychologue" in texte(connexion("leila").get("/"))
    assert "Poste de psychologue" not in texte(connexion("amina").get("/"))


def test_un_poste_vacant_qui_suit_des_enfants_se_dit_une_fois(
    monde: Monde, connexion: Connexion
) -> None:
    quitte = PosteFactory(
        programme=monde.programme, libelle="Référence Nord", metier="referent_de_parcours"
    )
    enfant_suivi_par(quitte, nom="Nom")
    page = texte(connexion("leila").get("/"))
    assert page.count("Référence Nord") == 1  # among the hand-overs, with its children
    assert "Référence Nord : personne aujourd’hui" in page


def test_une_piece_absente_n_apporte_rien_et_une_presente_son_bloc(
    monde: Monde, connexion: Connexion, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocs.fournisseurs.cache_clear()
    assert blocs.postes_vacants in blocs.fournisseurs()
    monkeypatch.setattr(blocs, "ROOMS", ("piece_qui_n_existe_pas", "parcours"))
    blocs.fournisseurs.cache_clear()
    assert blocs.fournisseurs() == (blocs.postes_vacants,)
    vide, plein = BlocDuJour("a", "Rien", (), 0), BlocDuJour("b", "Demandes", (), 2)
    lots = (lambda *_, **__: None, lambda *_, **__: vide, lambda *_, **__: plein)
    monkeypatch.setattr(blocs, "fournisseurs", lambda: lots)
    page = texte(connexion("amina").get("/"))
    assert "Demandes" in page
    assert "Rien</h2>" not in page


@pytest.fixture(autouse=True)
def _fournisseurs_oublies():
    # the function itself, held before a test puts another in its place: which of them is undone first is not ours
    vraie = blocs.fournisseurs
    yield
    vraie.cache_clear()
