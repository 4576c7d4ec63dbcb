"""Behind the second wall: the séance goes on, each member's rows are hers alone, a withdrawal still closes everything."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from maillage.accords.models import DemandeDAccord
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Nature
from maillage.dossiers.models import OuvertureDeVolet
from maillage.enfants.services import accords
from maillage.eps.models import SituationDeSeance
from maillage.eps.rules.seances import EtatDeSituation
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from tests.eps.monde import Eps, eps
from tests.factories.monde import BASES
from tests.factories.personnes import montrer_le_second_facteur
from tests.partage.murs import application, lignes, mur  # noqa: F401 - fixture

pytestmark = [BASES, pytest.mark.postgresql, pytest.mark.usefixtures("mur")]


@pytest.fixture
def lu(monde) -> Eps:
    """Karthik's situation for the teacher, another for the CMPP, opened."""
    lu = eps(monde, 2)
    lu.creer()
    lu.asseoir("prof", "hugo")
    for dossier, nom, lieu in zip(
        lu.dossiers, ("prof", "hugo"), ("École Jaurès", "CMPP"), strict=True
    ):
        rang = lu.inscrire(dossier)
        lu.partager(dossier, lieu)
        lu.preparer(rang, nom)
    assert lu.ouvrir() == 2
    return lu


def page(lu: Eps, nom: str) -> Client:
    compte = lu.gens.get(nom) or lu.monde.personnes[nom]
    client = Client()
    client.force_login(compte)
    montrer_le_second_facteur(client, compte)
    return client


def test_une_seance_se_tient_derriere_le_mur_et_chacun_ne_lit_que_sa_part(lu):
    adresse = f"/eps/{lu.seance_id}/"
    leila, prof = page(lu, "leila"), page(lu, "prof")
    with application():
        assert "Aime dessiner" in prof.get(adresse).content.decode()
        debut = leila.post(adresse, {"geste": "commencer", "version": lu.seance.version})
        assert debut.status_code == 302
        for place in (1, 2):
            vue = leila.get(f"{adresse}ecran/{place}/")
            envoi = {
                "geste": "decider", "decisions": ["ouverture_d_un_parcours"],
                "precision": f"Mot{place}", "a_tous": "on", "formulaire": str(uuid4()),
                "version": vue.context["e"].version,
            }  # fmt: skip
            assert leila.post(f"{adresse}ecran/{place}/", envoi).status_code == 302
        assert leila.post(f"{adresse}clore/").status_code == 302
        relu = leila.get(f"{adresse}releve/").content.decode()
        part = prof.get(adresse).content.decode()
    assert "Mot1" in relu
    assert "Mot2" in relu
    assert "Mot1" in part
    assert "Mot2" not in part


def test_la_base_ne_rend_a_un_membre_que_ses_invitations_et_aucune_situation(lu):
    with (
        application(),
        murs.identite(lu.acteur("prof"), Acte.ASSISTER_A_L_EPS, at=lu.jour),
    ):
        assert lignes("eps_invitation") == [lu.dossiers[0].pk]
        assert lignes("eps_situationdeseance") == []
        assert lignes("partage_extraitparcours") == [lu.dossiers[0].pk]
    with application():
        assert lignes("eps_invitation") == lignes("eps_situationdeseance") == []


def test_un_retrait_note_par_la_referente_ferme_tout_derriere_le_mur(lu):
    demande = DemandeDAccord.objects.get(dossier=lu.dossiers[0], nature=Nature.PRESENTATION)
    amina = lu.acteur("amina")
    with application(), murs.identite(amina, Acte.ECRIRE, at=lu.jour):
        accords.repondre(
            acteur=amina, dossier_id=lu.dossiers[0].pk, demande_id=demande.pk,
            adulte=lu.adultes[lu.dossiers[0].pk], sens=Sens.RETRAIT, le=lu.jour,
            contenu={"support": "oral"}, formulaire=uuid4(), at=lu.jour,
        )  # fmt: skip
    rang = SituationDeSeance.objects.get(dossier=lu.dossiers[0])
    assert rang.etat == EtatDeSituation.RETIREE
    ouvertes = OuvertureDeVolet.objects.filter(nature="seance", finie_le=None)
    assert [o.dossier_id for o in ouvertes] == [lu.dossiers[1].pk]
