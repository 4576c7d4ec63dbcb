"""Behind the second wall, as the role of the application: a demand is seen by whom the policy says, and by no other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from maillage.comptes.rules.acteur import PERSONNE
from maillage.parcours.models import Parcours
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.saisines.models import FicheDeSollicitation, Saisine
from maillage.saisines.queries.demandes import liste
from maillage.saisines.queries.fiches import fiches
from maillage.saisines.queries.journee import bloc
from maillage.saisines.queries.suites import mienne, par_code
from maillage.saisines.rules.suites import Suite
from maillage.saisines.services.depots import garder_brouillon
from maillage.saisines.services.reception import (
    Accueil,
    creer_dossier,
    effacer_les_echues,
    rattacher,
)
from tests.factories.monde import BASES
from tests.partage.murs import application, lignes, mur, refuse  # noqa: F401 - fixture
from tests.saisines.conftest import Demandes

pytestmark = [BASES, pytest.mark.postgresql, pytest.mark.usefixtures("mur")]
TABLE, BROUILLON = "saisines_saisine", "saisines_brouillondesaisine"


def vues(demandes: Demandes, qui: str, acte: Acte, table: str = TABLE) -> int:
    acteur = demandes.monde.acteur(qui) if qui else PERSONNE
    with murs.identite(acteur, acte, at=demandes.jour):
        return len(lignes(table, "id"))


def test_chacun_voit_ses_demandes_et_qui_recoit_les_voit_toutes(demandes: Demandes) -> None:
    demandes.par("bruno")
    demandes.par("amina")
    garder_brouillon(acteur=demandes.monde.acteur("nour"), champs={"nom": "X"}, at=demandes.jour)
    with application():
        assert lignes(TABLE, "id") == []
        attendus: list[tuple[str, Acte, int]] = [
            ("leila", Acte.RECEVOIR_LES_SAISINES, 2), ("leila", Acte.VOIR_LES_SAISINES, 2),
            ("sylvie", Acte.VOIR_LES_SAISINES, 2), ("sylvie", Acte.RECEVOIR_LES_SAISINES, 0),
            ("bruno", Acte.SOLLICITER, 1), ("karim", Acte.SOLLICITER, 0), ("claire", Acte.ACCUEILLIR, 0),
            ("voisine", Acte.SOLLICITER, 0), ("leila", Acte.LIRE, 0), ("", Acte.LIRE, 0),
        ]  # fmt: skip
        for qui, acte, nombre in attendus:
            assert vues(demandes, qui, acte) == nombre, (qui, acte)
        for qui, nombre in (("nour", 1), ("leila", 0), ("bruno", 0)):
            assert vues(demandes, qui, Acte.SOLLICITER, BROUILLON) == nombre


def test_nul_ne_depose_dans_un_autre_programme_ni_ne_change_une_demande(demandes: Demandes) -> None:
    recu, bruno = demandes.par("bruno"), demandes.monde.acteur("bruno")
    rang: dict[str, Any] = {
        "scelle": b"", "numero": "BCD-FGH-JKL", "voie": "compte", "origine": "college", "recue_le": demandes.jour,
    }  # fmt: skip
    with application(), murs.identite(bruno, Acte.SOLLICITER, at=demandes.jour):
        ailleurs = demandes.monde.autre_programme
        assert refuse(lambda: Saisine.objects.create(programme=ailleurs, **rang))
    with (
        application(),
        murs.identite(demandes.monde.acteur("sylvie"), Acte.VOIR_LES_SAISINES, at=demandes.jour),
    ):
        assert not Saisine.objects.filter(pk=recu.saisine).update(recue_le="2020-01-01")
        assert not Saisine.objects.filter(pk=recu.saisine)._raw_delete("default")


def test_de_la_demande_a_la_reponse_derriere_le_mur(demandes: Demandes) -> None:
    monde, at = demandes.monde, demandes.jour
    leila, bruno = monde.acteur("leila"), monde.acteur("bruno")
    jeton = demandes.lien()
    with application():
        with murs.identite(bruno, Acte.SOLLICITER, at=at):
            recu = demandes.par("bruno")
        par_lien = demandes.par_lien(jeton)
        with murs.identite(leila, Acte.ACCUEILLIR, at=at):
            lu = bloc(leila, at=at)
            assert lu is not None
            assert lu.nombre == 2
        with murs.identite(leila, Acte.VOIR_LES_SAISINES, at=at):
            assert len(liste(leila, at=at).lignes) == 2
        with murs.identite(leila, Acte.RECEVOIR_LES_SAISINES, at=at):
            dossier = creer_dossier(acteur=leila, saisine_id=recu.saisine, accueil=Accueil(), at=at)
            rattacher(
                acteur=leila,
                saisine_id=par_lien.saisine,
                dossier_id=dossier,
                accueil=Accueil(),
                at=at,
            )
            assert effacer_les_echues(acteur=leila, at=at) == 0
        _lire(demandes, recu.saisine, dossier)
        suite = par_code(par_lien.numero, par_lien.code)
        assert suite is not None
        assert suite.dite.suite is Suite.EXAMEN
    assert Parcours.objects.filter(dossier_id=dossier).count() == 1
    assert FicheDeSollicitation.objects.filter(dossier_id=dossier).count() == 2


def _lire(demandes: Demandes, saisine: UUID, dossier: UUID) -> None:
    monde, at = demandes.monde, demandes.jour
    leila, bruno = monde.acteur("leila"), monde.acteur("bruno")
    with murs.identite(leila, Acte.LIRE, at=at):
        nom, lues = fiches(leila, dossier, at=at)
        assert (nom, len(lues)) == ("Moussa Traoré", 2)
        assert all(f.famille and f.famille.attentes for f in lues)
    with murs.identite(bruno, Acte.SOLLICITER, at=at):
        assert mienne(bruno, saisine, at=at).dite.suite is Suite.EXAMEN
        assert lignes("saisines_fichedesollicitation") == []
