"""Where only PostgreSQL can tell: two people at once, and the whole story behind the second wall."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from maillage.dossiers.models import Cercle
from maillage.notions.erreurs import ErreurMetier
from maillage.parcours import services as parcours
from maillage.parcours.models import Tache
from maillage.passations.models import EnfantConfie, Passation
from maillage.passations.rules.passations import EtatDePassation, Issue
from maillage.passations.services import notes, preparation
from maillage.passations.services.reprises import reprendre
from tests.factories.monde import BASES, Monde, creer_monde
from tests.partage.murs import application, mur  # noqa: F401 - fixture
from tests.passations.equipe import equipe

pytestmark = pytest.mark.postgresql
EN_MEME_TEMPS = pytest.mark.django_db(transaction=True, databases=["default", "cles"])


def ensemble(*gestes: Any) -> list[Any]:
    def faire(geste: Any) -> Any:
        try:
            return geste()
        except ErreurMetier as refus:
            return refus
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(gestes)) as fils:
        return list(fils.map(faire, gestes))


@EN_MEME_TEMPS
def test_decider_en_meme_temps_ne_fait_qu_une_passation() -> None:
    lieu = equipe(creer_monde())
    passation = lieu.ouvrir()
    lieu.tous_a(passation, "karim")
    faites = ensemble(*[lambda: lieu.executer(passation)] * 3)
    assert {f.etat for f in faites} == {EtatDePassation.FAITE}
    nina = lieu.enfants["nina"]
    assert Tache.objects.filter(dossier=nina).count() == 1
    assert Cercle.objects.filter(dossier=nina, jusqu_au=None).count() == 1


@EN_MEME_TEMPS
def test_choisir_en_meme_temps_garde_le_premier_et_nomme_l_enfant() -> None:
    lieu = equipe(creer_monde())
    passation, nina = lieu.ouvrir(), lieu.enfants["nina"].pk
    leila = lieu.acteur("leila")

    def choisir(poste: str) -> Any:
        return lambda: preparation.choisir(
            acteur=leila, passation_id=passation.pk,
            choix={nina: (None, lieu.postes[poste].pk)}, at=lieu.jour,
        )  # fmt: skip

    assert sorted(ensemble(choisir("karim"), choisir("sofia"))) == [(), (nina,)]


@EN_MEME_TEMPS
def test_designer_pendant_la_decision_laisse_un_referent_et_un_seul() -> None:
    lieu = equipe(creer_monde())
    passation, nina = lieu.ouvrir(), lieu.enfants["nina"].pk
    lieu.tous_a(passation, "karim")
    leila = lieu.acteur("leila")
    ensemble(
        lambda: lieu.executer(passation),
        lambda: parcours.designer(
            acteur=leila, dossier_id=nina, poste_id=lieu.postes["sofia"].pk, depuis=lieu.jour,
            motif="depart", at=lieu.jour,
        ),
    )  # fmt: skip
    assert Cercle.objects.filter(dossier=nina, qualite="referent", jusqu_au=None).count() == 1
    assert Passation.objects.get().etat == EtatDePassation.FAITE


@EN_MEME_TEMPS
def test_ecrire_et_finir_une_etape_pendant_la_decision_ne_se_bloquent_pas() -> None:
    lieu = equipe(creer_monde())
    passation, nina = lieu.ouvrir(), lieu.enfants["nina"].pk
    lieu.tous_a(passation, "karim")
    etapes, amina = [lieu.etape("nina") for _ in range(3)], lieu.acteur("amina")
    version = lieu.confie(passation, "nina").version
    rendus = ensemble(
        lambda: lieu.executer(passation),
        lambda: notes.ecrire(
            acteur=amina, passation_id=passation.pk, dossier_id=nina,
            ecrit=notes.Ecrit("Préfère le matin."), version=version, at=lieu.jour,
        ),
        *(
            lambda e=e: parcours.terminer(
                acteur=amina, dossier_id=nina, tache_id=e.pk, at=lieu.jour
            )
            for e in etapes
        ),
        lambda: reprendre(acteur=lieu.acteur("leila"), at=lieu.jour),
    )  # fmt: skip
    assert rendus[0].etat == EtatDePassation.FAITE
    ouvertes = Tache.objects.filter(dossier=nina, faite_le=None)
    assert set(ouvertes.values_list("poste", flat=True)) == {lieu.postes["karim"].pk}


@BASES
@pytest.mark.usefixtures("mur")
def test_toute_l_histoire_passe_derriere_le_mur(monde: Monde, connexion: Any) -> None:
    lieu = equipe(monde)
    leila, amina, karim = connexion("leila"), connexion("amina"), connexion("karim")
    nina = lieu.enfants["nina"].pk
    with application():
        depart = {"poste": str(lieu.postes["amina"].pk), "motif": "depart",
                  "depuis": lieu.jour.isoformat(), "formulaire": "7" * 32}  # fmt: skip
        adresse = leila.post("/passations/ouvrir/", depart)["Location"]
        table = leila.get(adresse).content.decode()
        dossiers = re.findall(r'name="receveur_([0-9a-f-]{36})"', table)
        assert len(dossiers) == 4
        ecrit = {"note": "Préfère le matin.", "version": "1"}
        assert amina.get(f"{adresse}notes/").status_code == 200
        assert amina.post(f"{adresse}notes/{nina}/", ecrit).status_code == 302
        assert leila.post(adresse, {"geste": "proposer"}).status_code == 302
        poste = str(lieu.postes["karim"].pk)
        tous = {f"receveur_{d}": poste for d in dossiers}
        page = leila.get(adresse).content.decode()
        for d in dossiers:
            avant = re.search(rf'name="avant_{d}" value="([^"]*)"', page)
            assert avant is not None
            tous[f"avant_{d}"] = avant[1]
        assert leila.post(adresse, {**tous, "geste": "decider"})["Location"].endswith("/faite/")
        recue = karim.get(f"{adresse}faite/").content.decode()
        perdue = amina.get(f"{adresse}faite/").content.decode()
        accueil = karim.get("/passations/").content.decode()
    assert "Préfère le matin." in recue
    assert "Kowal" in recue
    assert "Kowal" not in perdue
    assert "4 enfants pour vous" in accueil
    assert EnfantConfie.objects.filter(issue=Issue.CONFIE).count() == 4
