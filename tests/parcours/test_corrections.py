"""Corrections of a dossier: who may write where, what is kept, what two persons at once see."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from maillage.dossiers.errors import DesignationAnterieure
from maillage.enfants import queries as enfants
from maillage.enfants import services as volets
from maillage.enfants.errors import EcritEntreTemps, PasDeuxFoisLeMeme
from maillage.enfants.forms import (
    DomicileForm,
    IdentiteForm,
    ResponsableForm,
    ecrire_naissance,
    lire_naissance,
)
from maillage.enfants.models import Domicile, Identite, LienFamilial, Scolarite
from maillage.enfants.rules.identite import IdentiteLue, nom_propre
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import DatePartielle
from maillage.parcours import services
from maillage.parcours.errors import PosteInconnu
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.queries.liste import Demande, liste
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services.passages import passer
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES

pytestmark = BASES
NOUVELLE = IdentiteLue("Selvam", "Karthik", DatePartielle(2018, 3), "garcon")


def corriger(monde, qui: str, version: int, identite: IdentiteLue = NOUVELLE) -> None:
    volets.corriger_identite(
        acteur=monde.acteur(qui),
        dossier_id=monde.karthik.id,
        identite=identite,
        version=version,
        at=monde.aujourd_hui,
    )


def lue(monde, qui: str = "amina"):
    return fiche(monde.acteur(qui), monde.karthik.id, at=monde.aujourd_hui)


def test_une_naissance_corrigee_garde_ce_que_l_on_sait_et_pas_plus(monde):
    _, version = enfants.identite_a_corriger(
        monde.acteur("amina"), monde.karthik.id, at=monde.aujourd_hui
    )
    corriger(monde, "amina", version)
    assert str(lue(monde).identite.naissance) == "2018-03"


def test_deux_corrections_en_meme_temps_ne_s_effacent_pas(monde):
    _, version = enfants.identite_a_corriger(
        monde.acteur("amina"), monde.karthik.id, at=monde.aujourd_hui
    )
    corriger(monde, "leila", version)
    with pytest.raises(EcritEntreTemps):
        corriger(monde, "amina", version, IdentiteLue("Autre", "Nom", None, None))
    assert lue(monde).identite.nom == "Selvam"


@pytest.mark.parametrize("qui", ["karim", "nour", "bruno", "claire", "sylvie", "voisine", "zoe"])
def test_les_autres_ne_corrigent_rien_et_leur_essai_reste_au_journal(monde, qui):
    avant = Evenement.objects.count()
    with pytest.raises(Introuvable):
        corriger(monde, qui, 1)
    assert Evenement.objects.count() == avant + 1
    assert Evenement.objects.order_by("id").last().contenu["issue"] == "refuse"


def test_une_nouvelle_adresse_clot_l_ancienne_la_veille(monde):
    volets.ajouter_domicile(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.id, contenu={"adresse": "1 rue B"},
        depuis=monde.aujourd_hui, at=monde.aujourd_hui,
    )  # fmt: skip
    anciens = Domicile.objects.filter(dossier=monde.karthik).exclude(depuis=monde.aujourd_hui)
    veille = monde.aujourd_hui - timedelta(days=1)
    assert {d.jusqu_au for d in anciens} <= {veille}
    assert "1 rue B" in {d.adresse for d in lue(monde).domiciles}


def test_la_coordination_lit_la_scolarite_mais_ne_l_ecrit_pas(monde):
    contenu = {"etablissement": "EE Voltaire", "uai": None, "niveau": "cm1", "classe": ""}
    for qui, attendu in (("leila", Introuvable), ("amina", None)):
        geste = {
            "acteur": monde.acteur(qui), "dossier_id": monde.karthik.id, "contenu": contenu,
            "rentree": 2026, "at": monde.aujourd_hui,
        }  # fmt: skip
        if attendu:
            with pytest.raises(attendu):
                volets.ajouter_scolarite(**geste)
        else:
            volets.ajouter_scolarite(**geste)
            volets.ajouter_scolarite(**geste)
    assert Scolarite.objects.filter(dossier=monde.karthik, rentree=2026).count() == 1


def test_un_lien_de_fratrie_s_ecrit_dans_les_deux_dossiers_et_demande_les_deux_droits(monde):
    geste = {"dossier_id": monde.karthik.id, "autre_id": monde.ines.id, "at": monde.aujourd_hui}
    with pytest.raises(Introuvable):
        volets.lier_fratrie(acteur=monde.acteur("amina"), **geste)
    assert not LienFamilial.objects.filter(autre=monde.ines).exists()
    volets.lier_fratrie(acteur=monde.acteur("leila"), **geste)
    volets.lier_fratrie(acteur=monde.acteur("leila"), **geste)
    assert LienFamilial.objects.filter(dossier=monde.karthik, autre=monde.ines).count() == 1
    assert lue(monde).fratrie == ()  # Amina does not follow Inès: for her, Inès does not exist
    assert lue(monde, "leila").fratrie[0][1] == "Inès Benhamou"


def test_le_nom_d_un_frere_ou_d_une_soeur_n_est_lu_qu_avec_sa_trace(monde):
    def traces() -> list[list[str]]:
        faits = [e.contenu for e in Evenement.objects.order_by("id")]
        return [
            f["dossiers"] for f in faits if (f["acte"], f.get("objet")) == ("lister", "fratrie")
        ]

    volets.lier_fratrie(
        acteur=monde.acteur("leila"), dossier_id=monde.karthik.id, autre_id=monde.ines.id,
        at=monde.aujourd_hui,
    )  # fmt: skip
    avant = traces()
    lue(monde)  # Amina does not follow Inès: nothing is shown, nothing is noted
    assert traces() == avant
    lue(monde, "leila")
    assert traces() == [*avant, [str(monde.ines.id)]]


def test_le_premier_jour_du_calendrier_n_arrete_rien(monde, connexion):
    adresse = f"/enfants/{monde.karthik.id}/identite/adresse/"
    saisie = {"adresse": "1 rue du Bac", "depuis": "0001-01-01"}
    assert connexion("amina").post(adresse, saisie).status_code in (302, 422)


def test_un_lien_de_fratrie_refuse_reste_au_journal(monde, connexion):
    adresse = f"/enfants/{monde.karthik.id}/famille/fratrie/"
    assert connexion("amina").post(adresse, {"autre": str(monde.ines.id)}).status_code == 404
    refus = Evenement.objects.latest("id")
    assert (refus.contenu["issue"], refus.dossier_id) == ("refuse", monde.ines.id)
    assert connexion("amina").post(adresse, {"autre": "pas-un-numero"}).status_code == 404


def test_un_enfant_n_est_pas_de_sa_propre_fratrie(monde):
    with pytest.raises(PasDeuxFoisLeMeme):
        volets.lier_fratrie(
            acteur=monde.acteur("leila"), dossier_id=monde.karthik.id,
            autre_id=monde.karthik.id, at=monde.aujourd_hui,
        )  # fmt: skip


def test_changer_de_referent_ferme_l_acces_de_l_ancien_et_ouvre_celui_du_nouveau(monde):
    poste_karim = monde.ines.cercle.get().poste
    services.designer(
        acteur=monde.acteur("leila"), dossier_id=monde.karthik.id, poste_id=poste_karim.id,
        depuis=monde.aujourd_hui, motif="depart", at=monde.aujourd_hui,
    )  # fmt: skip
    assert lue(monde, "karim").referent == "Poste de Karim"
    with pytest.raises(Introuvable):
        lue(monde, "amina")


def test_un_poste_d_un_autre_programme_ne_peut_pas_etre_designe(monde):
    with pytest.raises(PosteInconnu):
        services.designer(
            acteur=monde.acteur("leila"), dossier_id=monde.karthik.id,
            poste_id=monde.lena.cercle.get().poste_id, depuis=monde.aujourd_hui,
            motif="depart", at=monde.aujourd_hui,
        )  # fmt: skip


def test_un_referent_ne_peut_pas_etre_designe_avant_le_debut_de_l_actuel(monde):
    avant = list(monde.karthik.cercle.values_list("poste_id", "depuis", "jusqu_au"))
    with pytest.raises(DesignationAnterieure):
        services.designer(
            acteur=monde.acteur("leila"), dossier_id=monde.karthik.id,
            poste_id=monde.ines.cercle.get().poste_id,
            depuis=monde.karthik.cercle.get().depuis - timedelta(days=1), motif="depart",
            at=monde.aujourd_hui,
        )  # fmt: skip
    assert list(monde.karthik.cercle.values_list("poste_id", "depuis", "jusqu_au")) == avant


def test_une_identite_abimee_ne_ferme_pas_la_liste_de_l_equipe(monde):
    autre = Identite.objects.get(dossier=monde.ines)
    Identite.objects.filter(dossier=monde.tom).update(scelle=autre.scelle)
    page = liste(monde.acteur("leila"), Demande(), at=monde.aujourd_hui)
    noms = {ligne.nom for ligne in page.lignes}
    assert "Nom à vérifier" in noms
    assert "Selvam Karthik" in noms


def test_une_sortie_garde_sa_date_et_son_motif(monde):
    passer(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.id, passage=Passage.SORTIR,
        le=monde.aujourd_hui, motif="objectifs_atteints", formulaire=uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip
    p = lue(monde).en_cours
    assert (p.etape_code, p.motif_sortie) == ("sortie", "Objectifs atteints")
    assert p.sortie_iso == monde.aujourd_hui.isoformat()


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("12/03/2016", "2016-03-12"),
        ("03/2016", "2016-03"),
        ("2016", "2016"),
        ("2016-03-12", "2016-03-12"),
    ],
)
def test_une_naissance_se_lit_comme_on_l_ecrit_en_france(ecrit, lu):
    assert str(lire_naissance(ecrit)) == lu
    assert str(lire_naissance(ecrire_naissance(DatePartielle.lire(lu)))) == lu


@pytest.mark.parametrize("faux", ["31/02/2016", "12/13/2016", "hier", "16"])
def test_une_naissance_impossible_n_est_pas_devinee(faux):
    with pytest.raises(ValueError, match=r"."):
        lire_naissance(faux)


@pytest.mark.parametrize(
    ("ecrit", "montre"),
    [("KADIATOU", "Kadiatou"), ("élif", "Élif"), ("N'DIAYE", "N'Diaye"), ("McGregor", "McGregor"),
     ("JEAN-MARC", "Jean-Marc"), ("Le Goff", "Le Goff")],
)  # fmt: skip
def test_un_nom_se_montre_avec_ses_majuscules(ecrit, montre):
    assert nom_propre(ecrit) == montre


def test_une_naissance_de_deux_siecles_est_une_faute_de_frappe():
    saisie = {"nom": "Selvam", "prenom": "Arul", "naissance": "1813", "version": "1"}
    form = IdentiteForm(saisie, aujourd_hui=date(2026, 11, 23))
    assert form.errors == {"naissance": ["Cette date donne plus de 40 ans. Vérifiez l’année."]}


def test_une_adresse_ne_commence_pas_dans_l_avenir():
    demain = {"adresse": "12 rue de la Paix", "depuis": "2026-11-24"}
    assert "depuis" in DomicileForm(demain, aujourd_hui=date(2026, 11, 23)).errors
    assert DomicileForm(demain, aujourd_hui=date(2026, 11, 24)).is_valid()


@pytest.mark.parametrize(
    ("telephone", "juste"),
    [
        ("abc", False),
        ("06 12", False),
        ("", True),
        ("01 48 09 00 00", True),
        ("+221 33 821 00 00", True),
    ],
)
def test_un_telephone_a_des_chiffres(telephone, juste):
    saisie = {"nom": "Mme Selvam", "telephone": telephone, "exercice": "a_verifier"}
    assert ResponsableForm(saisie).is_valid() is juste
