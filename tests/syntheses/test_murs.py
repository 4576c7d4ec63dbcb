"""Behind the second wall, as the role of the application: a synthesis by two hands, its letter, an alert."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from maillage.dossiers.rules import Volet
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.syntheses.rules.rubriques import Rubrique
from tests.factories.monde import BASES, Monde
from tests.partage.murs import application, lignes, mur  # noqa: F401 - fixture
from tests.syntheses.ecrits import Ecrits, mot

pytestmark = [BASES, pytest.mark.postgresql, pytest.mark.usefixtures("mur")]


def lues(e: Ecrits, qui: str, table: str, acte: Acte) -> int:
    with murs.identite(e.monde.acteur(qui), acte, at=e.jour):
        return len(lignes(table))


def test_une_synthese_s_ecrit_a_deux_et_part_derriere_le_mur(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    e = Ecrits(monde)
    e.convier("nour")
    amina, nour = connexion("amina"), connexion("nour")
    une = f"/syntheses/{e.id}/"
    with application():
        for client, volet, rubriques in (
            (amina, Volet.SCOLARITE, tuple(Rubrique)), (nour, Volet.SANTE, (Rubrique.DIFFICULTES,)),
        ):  # fmt: skip
            for rubrique in rubriques:
                partie = {
                    "geste": "partie", "rubrique": rubrique, "volet": volet,
                    "texte": mot(rubrique, volet), "formulaire": uuid4(),
                }  # fmt: skip
                assert client.post(une, partie).status_code == 302
        assert amina.post(une, {"geste": "relecture"}).status_code == 302
        revision = 7  # six sections written after the first state
        avis = {"geste": "relire", "revision": revision, "avis": "d_accord"}
        assert nour.post(une, avis).status_code == 302
        assert amina.post(une, {"geste": "emettre", "revision": revision}).status_code == 302
        assert amina.get(f"{une}docx/").status_code == 200
        for qui, ecole, sante in (
            ("amina", 5, 0),
            ("nour", 5, 1),
            ("leila", 5, 0),
            ("karim", 0, 0),
        ):
            assert lues(e, qui, "syntheses_sectionscolarite", Acte.EXTRAIRE) == ecole, qui
            assert lues(e, qui, "syntheses_sectionsante", Acte.EXTRAIRE) == sante, qui


def test_une_alerte_ne_se_lit_que_par_qui_la_consigne(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    e = Ecrits(monde)
    adresse = f"/syntheses/enfants/{e.enfant.pk}/alertes/"
    corps = {"le": e.jour, "poste": monde.poste_amina.pk, "vers": "parquet", "formulaire": uuid4()}
    amina, leila = connexion("amina"), connexion("leila")
    with application():
        assert amina.post(adresse, corps).status_code == 302
        assert "Procureur" in leila.get(adresse).content.decode()
        for qui, nombre in (("amina", 1), ("leila", 1), ("nour", 0), ("karim", 0), ("sylvie", 0)):
            assert lues(e, qui, "syntheses_alertetransmise", Acte.LIRE) == nombre, qui
