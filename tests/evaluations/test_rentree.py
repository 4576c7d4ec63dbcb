"""A new school year: the schools of all who stay are confirmed at once, nobody else's, and a colleague's words are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from maillage.chiffrement.services import trousseau
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Scolarite
from maillage.enfants.queries import scolarites
from maillage.evaluations.queries.rentree import sans_ecole
from maillage.evaluations.services import rentree as services
from maillage.evaluations.services.rentree import confirmer
from maillage.notions.temps import AnneeScolaire
from tests.evaluations.points import LANGEVIN, VALLES
from tests.factories.dossiers import enfant_suivi_par, sceller
from tests.factories.monde import BASES, Monde

pytestmark = BASES
Connexion = Callable[[str], Client]
PAGE = "/evaluations/rentree/"


class Rentree:
    """Karthik in CE1 and Maya in CM2 (Amina), Inès in CE1 (Karim), all at Vallès last year; Ilyes (Amina) has this year's."""

    def __init__(self, monde: Monde) -> None:
        self.monde, self.annee = monde, AnneeScolaire.du(monde.aujourd_hui)
        self.maya = enfant_suivi_par(monde.poste_amina, nom="Kowal", prenom="Maya")
        self.ilyes = enfant_suivi_par(monde.poste_amina, nom="Traoré", prenom="Ilyes")
        for enfant, niveau in ((monde.karthik, "ce1"), (self.maya, "cm2"), (monde.ines, "ce1")):
            self.avant(enfant, niveau)
        sceller(
            Scolarite,
            self.ilyes,
            contenu("École Langevin", LANGEVIN, "ce2"),
            rentree=self.annee.rentree,
        )

    def avant(self, enfant: Dossier, niveau: str) -> None:
        sceller(
            Scolarite,
            enfant,
            contenu("École Vallès", VALLES, niveau),
            rentree=self.annee.rentree - 1,
        )

    def de_l_annee(self, enfant: Dossier) -> list[tuple[str | None, str | None]]:
        cles = trousseau(enfant.programme_id, [enfant.pk], [Volet.SCOLARITE])
        lues = scolarites([enfant.pk], cles).get(enfant.pk, ())
        return [(s.uai, s.niveau) for s in lues if s.rentree == self.annee.rentree]


def contenu(nom: str, uai: str, niveau: str) -> dict[str, str]:
    return {"etablissement": nom, "uai": uai, "niveau": niveau, "classe": ""}


@pytest.fixture
def r(monde: Monde) -> Rentree:
    return Rentree(monde)


def texte(reponse: Any) -> str:
    return " ".join(reponse.content.decode().split())


def test_les_ecoles_de_ceux_qui_restent_se_confirment_en_une_fois(
    r: Rentree, connexion: Connexion
) -> None:
    amina, karthik = connexion("amina"), r.monde.karthik.pk
    assert "Confirmer les écoles de la rentrée" in texte(amina.get("/evaluations/"))
    lue = texte(amina.get(PAGE))
    assert "École Vallès" in lue
    assert f'value="{karthik}" checked' in lue
    assert '<option value="ce2" selected>' in lue  # the class that follows
    assert lue.index("École à chercher") < lue.index("Kowal Maya")  # the collège is not the école
    assert "Traoré" not in lue  # written already
    reponse = amina.post(PAGE, {"enfants": [karthik], f"classe-{karthik}": "ce1"})
    assert reponse.status_code == 302
    assert r.de_l_annee(r.monde.karthik) == [
        (VALLES, "ce1")
    ]  # she stays down: what was said, not proposed
    assert r.de_l_annee(r.maya) == []


def test_les_enfants_d_une_autre_ne_se_lisent_ni_ne_s_ecrivent(
    r: Rentree, connexion: Connexion
) -> None:
    amina, ines = connexion("amina"), r.monde.ines.pk
    assert str(ines) not in texte(amina.get(PAGE))
    reponse = amina.post(PAGE, {"enfants": [ines], f"classe-{ines}": "ce2"})
    assert reponse.status_code == 422
    assert r.de_l_annee(r.monde.ines) == []


def test_ce_qu_une_collegue_ecrit_entre_temps_reste(r: Rentree) -> None:
    ailleurs = contenu("École Langevin", LANGEVIN, "ce2")
    sceller(Scolarite, r.monde.karthik, ailleurs, rentree=r.annee.rentree)
    ecrits = confirmer(
        acteur=r.monde.acteur("amina"), rentree=r.annee.rentree,
        classes={r.monde.karthik.pk: "ce1", r.maya.pk: "6e"}, at=r.monde.aujourd_hui,
    )  # fmt: skip
    assert ecrits == 0
    assert r.de_l_annee(r.monde.karthik) == [(LANGEVIN, "ce2")]
    assert r.de_l_annee(r.maya) == []  # another school, unknown: never the one she left


def test_deux_ecritures_au_meme_moment_ne_se_remplacent_pas(
    r: Rentree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """She read the list just before her colleague wrote: her confirmation finds the year taken."""
    lus = sans_ecole(r.monde.acteur("amina"), r.annee.rentree, at=r.monde.aujourd_hui)
    ailleurs = contenu("École Langevin", LANGEVIN, "ce2")
    sceller(Scolarite, r.monde.karthik, ailleurs, rentree=r.annee.rentree)
    monkeypatch.setattr(services, "sans_ecole", lambda *_, **__: lus)
    ecrits = confirmer(
        acteur=r.monde.acteur("amina"), rentree=r.annee.rentree,
        classes={e.dossier: "ce1" for e in lus}, at=r.monde.aujourd_hui,
    )  # fmt: skip
    assert ecrits == 0
    assert r.de_l_annee(r.monde.karthik) == [(LANGEVIN, "ce2")]


def test_rien_de_coche_se_dit_et_rien_a_confirmer_aussi(r: Rentree, connexion: Connexion) -> None:
    amina = connexion("amina")
    assert "Cochez au moins un enfant" in texte(amina.post(PAGE, {}))
    for enfant in (r.monde.karthik, r.maya):
        sceller(Scolarite, enfant, contenu("École Vallès", VALLES, "ce2"), rentree=r.annee.rentree)
    assert "Toutes les écoles sont écrites" in texte(amina.get(PAGE))
