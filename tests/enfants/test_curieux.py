"""What somebody curious tries on the pages of agreements, cercle, extracts, accesses and emergencies, and what she learns: nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accords.models import DemandeDAccord
from maillage.accords.rules.natures import Finalite, Nature
from maillage.accords.rules.numeros import numero_complet
from maillage.comptes.models import Institution
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Responsable
from tests.factories.dossiers import sceller
from tests.factories.monde import BASES, Monde

pytestmark = BASES
Connexion = Callable[[str], Client]
REFUGE = "Maison d'accueil Kwazouka"


@pytest.fixture
def ailleurs(monde: Monde) -> DemandeDAccord:
    """Another family, that of Inès, was asked for a share with a place whose very name says what it lives through."""
    refuge = Institution.objects.create(nom=REFUGE, nature="cmp")
    return sceller(
        DemandeDAccord, monde.ines, {"libelle": "", "langue": "fr"}, nature=Nature.PARTAGE,
        cible=Volet.SOCIAL, institution=refuge, finalite=Finalite.ORIENTER, depuis=monde.aujourd_hui,
        jusqu_au=monde.aujourd_hui + timedelta(days=30), numero=numero_complet("BCDFGHJK"),
    )  # fmt: skip


def test_le_lieu_nomme_pour_une_autre_famille_ne_parait_pas_dans_les_choix(
    monde: Monde, connexion: Connexion, ailleurs: DemandeDAccord
) -> None:
    """Amina follows Karthik and not Inès; Karim does, and finds the name again."""
    page = connexion("amina").get(f"/enfants/{monde.karthik.pk}/famille/accords/demander/")
    assert page.status_code == 200
    assert "Kwazouka" not in page.content.decode()
    sienne = connexion("karim").get(f"/enfants/{monde.ines.pk}/famille/accords/demander/")
    assert "Kwazouka" in sienne.content.decode()


def test_choisir_de_force_le_lieu_d_une_autre_famille_est_refuse(
    monde: Monde, connexion: Connexion, ailleurs: DemandeDAccord
) -> None:
    envoi = {
        "nature": Nature.PARTAGE.value, "cible": Volet.SCOLARITE.value, "finalite": Finalite.ORIENTER.value,
        "vers": f"institution:{ailleurs.institution_id}", "institution": str(ailleurs.institution_id),
        "jusqu_au": str(monde.aujourd_hui + timedelta(days=20)), "formulaire": str(uuid4()),
    }  # fmt: skip
    adresse = f"/enfants/{monde.karthik.pk}/famille/accords/demander/"
    reponse = connexion("amina").post(adresse, envoi)
    assert reponse.status_code == 422
    assert "Kwazouka" not in reponse.content.decode()


def test_le_numero_d_un_papier_d_une_autre_famille_ne_dit_pas_qu_il_existe(
    monde: Monde, connexion: Connexion, ailleurs: DemandeDAccord
) -> None:
    def reponse(qui: str, numero: str) -> tuple[int, str]:
        lue = connexion(qui).post(reverse("enfants:retrouver"), {"numero": numero})
        return lue.status_code, lue.content.decode().replace(numero, "")

    vrai, faux = ailleurs.numero, numero_complet("BCDFGHJL")
    a, b = reponse("amina", vrai), reponse("amina", faux)
    assert a[0] == b[0] == 422
    assert "Aucun formulaire de ce numéro" in a[1]
    assert "Kwazouka" not in a[1]
    assert reponse("karim", vrai)[0] == 302


PAGES = (
    "", "famille/", "famille/accords/demander/", "famille/accords/{demande}/",
    "famille/accords/{demande}/imprimer/{adulte}/", "famille/adultes/{adulte}/", "cercle/", "acces/", "acces/pdf/",
    "urgence/sante/",
)  # fmt: skip


@pytest.mark.parametrize("qui", ["claire", "bruno", "amina", "zoe", "voisine"])
def test_une_page_fermee_repond_comme_celle_d_un_enfant_qui_n_existe_pas(
    qui: str, monde: Monde, connexion: Connexion, ailleurs: DemandeDAccord
) -> None:
    """An élue, an EPS member, a colleague, somebody without mission, the référente of another town."""
    client = connexion(qui)
    adulte = Responsable.objects.get(dossier=monde.ines).pk
    for page in PAGES:
        vues = []
        for enfant, demande, personne in (
            (monde.ines.pk, ailleurs.pk, adulte),
            (uuid4(), uuid4(), uuid4()),
        ):
            chemin = f"/enfants/{enfant}/" + page.format(demande=demande, adulte=personne)
            reponse = client.get(chemin)
            texte = reponse.content.decode()
            assert reponse.status_code in (403, 404), chemin
            assert "Kwazouka" not in texte
            assert not [m for m in monde.marques["ines"].values() if m in texte]
            for mot in (enfant, demande, personne):
                texte = texte.replace(str(mot), "")
            vues.append((reponse.status_code, sorted(reponse.headers), len(texte)))
        assert vues[0] == vues[1], page
