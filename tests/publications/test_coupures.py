"""What is cut, done twice at once or by two people: nothing comes out that nobody can withdraw, and nothing unread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.notions.temps import AnneeScolaire
from maillage.publications.errors import (
    AutreParue,
    ChangeeDepuis,
    DejaParue,
    PasLaMeme,
    RaccordRefuse,
)
from maillage.publications.magasin.models import Parution
from maillage.publications.models import Preparation
from maillage.publications.queries import lecture
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.services import parutions, preparations
from maillage.statistiques.rules.divulgation.demande import Mode
from tests.factories.monde import BASES, Monde
from tests.publications.gestes import approuver, preparer, publier
from tests.publications.villes import Ville, enfants

pytestmark = BASES
PREPARER = "/publications/preparer/"
SECRET = Mode.SUPPRESSION


@pytest.fixture
def coupee(monde: Monde, ville: Ville, monkeypatch: pytest.MonkeyPatch) -> Preparation:
    """Signed and in the store; the service died before the register knew it."""

    def panne(*_: Any) -> None:
        raise RuntimeError

    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    rang = preparer(leila, jour, tables=("age_sexe",))
    with monkeypatch.context() as patch:
        patch.setattr(parutions, "noter_le_geste", panne)
        with pytest.raises(RuntimeError):
            approuver(leila, rang.id, jour)
    rang.refresh_from_db()
    assert (rang.etat, rang.numero) == ("protegee", None)
    assert Parution.objects.count() == 1
    return rang


def test_coupee_entre_le_magasin_et_le_registre_elle_ne_peut_que_finir(
    coupee: Preparation, monde: Monde, ville: Ville
) -> None:
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    for geste in (preparations.relancer, preparations.abandonner):
        with pytest.raises(DejaParue, match="approuvez pour finir"):
            geste(acteur=leila, preparation_id=coupee.id, at=jour)
    with pytest.raises(DejaParue):
        parutions.retirer(acteur=leila, preparation_id=coupee.id, motif="x", at=jour)
    coupee.refresh_from_db()
    assert coupee.scelle is not None
    assert approuver(leila, coupee.id, jour) == 1
    parutions.retirer(acteur=leila, preparation_id=coupee.id, motif="x", at=jour)
    assert lecture.publications(monde.programme.pk) == ()
    assert preparer(leila, jour, tables=("age_sexe",)).calcul == "fait", "its year is not blocked"


def test_la_page_dit_que_rien_n_est_perdu(
    coupee: Preparation, connexion: Callable[[str], Client]
) -> None:
    for geste in ("relancer", "abandonner"):
        reponse = connexion("leila").post(f"{PREPARER}{coupee.id}/{geste}/")
        assert reponse.status_code == 409
        assert "Elle est déjà parue" in reponse.content.decode()
        assert "Rien n’est perdu" in reponse.content.decode()


def test_une_reprise_ne_finit_que_ce_qui_a_ete_signe(coupee: Preparation, monde: Monde) -> None:
    autre = coupee.ouvrir()
    autre["contenu"]["titre"] = "Autre chose"
    coupee.sceller(autre)
    coupee.save()
    with pytest.raises(PasLaMeme):
        approuver(monde.acteur("leila"), coupee.id, monde.aujourd_hui)


def test_deux_accords_ensemble_se_suivent_et_le_second_est_refuse(
    monde: Monde, ville: Ville, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another one comes out after the checks and before the number is taken: it is seen all the same."""
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    une = preparer(leila, jour, tables=("age_sexe",), mode=SECRET)
    deux = preparer(leila, jour, tables=("quartier",), mode=SECRET)
    vrai = parutions._paraitre

    def entre_temps(*args: Any) -> Parution:
        monkeypatch.setattr(parutions, "_paraitre", vrai)
        approuver(leila, deux.id, jour)
        return vrai(*args)

    monkeypatch.setattr(parutions, "_paraitre", entre_temps)
    with pytest.raises(AutreParue):
        approuver(leila, une.id, jour)


def test_un_numero_pris_entre_temps_fait_tout_verifier_de_nouveau(
    monde: Monde, ville: Ville, monkeypatch: pytest.MonkeyPatch
) -> None:
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    publier(leila, jour, tables=("age_sexe",))
    rang = preparer(leila, jour, tables=("quartier",))
    monkeypatch.setattr(parutions, "dernier_numero", lambda: 0)  # number 1 is taken
    lus: list[int] = []
    vraies = parutions.numeros_parus

    def parus(*args: Any) -> list[int]:
        lus.append(0)
        return vraies(*args) if len(lus) == 1 else [1, 2]

    monkeypatch.setattr(parutions, "numeros_parus", parus)
    with pytest.raises(AutreParue):
        approuver(leila, rang.id, jour)
    assert len(lus) == 2


def test_les_accords_d_un_programme_attendent_leur_tour(monde: Monde, ville: Ville) -> None:
    """The row of the programme is locked before anything is read; embedded, the whole base is (IMMEDIATE)."""
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    rang = preparer(leila, jour, tables=("age_sexe",))
    with CaptureQueriesContext(connections["default"]) as requetes:
        approuver(leila, rang.id, jour)
    lues = [q["sql"] for q in requetes if "FROM" in q["sql"]]
    place = next(i for i, q in enumerate(lues) if "comptes_programme" in q)
    assert place < next(i for i, q in enumerate(lues) if "publications_preparation" in q and i)
    base = connections["default"]
    if base.vendor == "postgresql":
        assert "FOR UPDATE" in lues[place]
    else:
        assert base.transaction_mode == "IMMEDIATE"


def test_deux_annees_preparees_ensemble_ne_livrent_pas_une_sortie_masquee(
    monde: Monde, ville: Ville
) -> None:
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    ville.enfants = enfants(50)
    avant = preparer(leila, jour, periode=PeriodeScolaire.ANNEE, annee=AnneeScolaire(2023),
                     tables=("issue",), mode=SECRET)  # fmt: skip
    apres = preparer(leila, jour, tables=("arrivee",), mode=SECRET)
    assert (avant.etat, apres.etat) == ("protegee", "protegee")
    numero = approuver(leila, avant.id, jour)
    with pytest.raises(RaccordRefuse, match=f"n° {numero}"):
        approuver(leila, apres.id, jour)
    assert Parution.objects.count() == 1


def test_relancer_tient_le_seuil_promis_depuis(monde: Monde, ville: Ville) -> None:
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    rang = preparer(leila, jour, tables=("motif",), mode=SECRET)
    assert rang.seuil == 5
    publier(leila, jour, tables=("quartier",), mode=SECRET, seuil=11)
    preparations.relancer(acteur=leila, preparation_id=rang.id, at=jour)
    rang.refresh_from_db()
    assert (rang.seuil, rang.base, rang.etat) == (11, 10, "protegee")


def test_on_n_approuve_que_ce_qu_on_a_lu(
    monde: Monde, ville: Ville, connexion: Callable[[str], Client]
) -> None:
    """Another coordinator starts the computation again between the reading and the gesture."""
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    rang = preparer(leila, jour, tables=("age_sexe",))
    client = connexion("leila")
    page = client.get(f"{PREPARER}{rang.id}/").content.decode()
    assert f'name="version" value="{rang.version}"' in page
    preparations.relancer(acteur=leila, preparation_id=rang.id, at=jour)
    for forme in ({"version": rang.version}, {}, {"version": "x"}, {"version": "9" * 30}):
        reponse = client.post(f"{PREPARER}{rang.id}/approuver/", forme)
        assert reponse.status_code == 409
        assert "Elle a changé depuis que vous l’avez lue" in reponse.content.decode()
    with pytest.raises(ChangeeDepuis):
        parutions.approuver(acteur=leila, preparation_id=rang.id, version=rang.version, at=jour)
    assert not Parution.objects.exists()
    lue = {"version": Preparation.objects.get(id=rang.id).version}
    assert client.post(f"{PREPARER}{rang.id}/approuver/", lue).status_code == 302
