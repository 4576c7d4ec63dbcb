"""The charte: signed before any name, published by version, tightening what everybody may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.comptes.models import Institution
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier, Introuvable
from maillage.partage import chartes
from maillage.partage.models import Charte, Signature
from maillage.partage.queries import exiger
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.charte import BORNES_DE_LA_MAISON, Bornes, Clause, empreinte
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde

Connexion = Callable[[str], Client]
pytestmark = BASES
TEXTE = "Article 1. La famille d'abord\nElle est informée et donne son accord."


def publier(monde: Monde, *clauses: Clause, bornes: Bornes = BORNES_DE_LA_MAISON):
    lue = chartes.charte_en_vigueur(monde.programme.pk).version
    return chartes.publier(
        acteur=monde.acteur("leila"), lue=lue, texte=TEXTE, clauses=clauses, bornes=bornes
    )


def test_sans_rien_publier_la_charte_livree_est_en_vigueur(monde: Monde) -> None:
    lue = chartes.charte_en_vigueur(monde.programme.pk)
    assert (lue.version, lue.clauses, lue.bornes) == (0, (), BORNES_DE_LA_MAISON)
    assert "art. 128" in lue.texte
    assert len(lue.articles) == 8


def test_avant_de_signer_aucune_page_ne_montre_un_nom_et_chacune_mene_a_la_charte(
    monde: Monde, connexion: Connexion
) -> None:
    Signature.objects.all().delete()
    amina = connexion("amina")
    for adresse in ("/enfants/", f"/enfants/{monde.karthik.pk}/", "/extraits/"):
        reponse = amina.get(adresse)
        assert (reponse.status_code, reponse["Location"]) == (302, "/charte/"), adresse
    accueil = amina.get("/").content.decode()
    assert "signez-la" in accueil
    assert not any(nom in accueil for nom in monde.mots_secrets)
    refus = amina.post(f"/enfants/{monde.karthik.pk}/note/", {"texte": "x"})
    assert refus.status_code == 403
    assert "charte" in refus.content.decode()


def test_signer_ouvre_les_dossiers_et_laisse_sa_trace(monde: Monde, connexion: Connexion) -> None:
    Signature.objects.all().delete()
    amina = connexion("amina")
    assert amina.post("/charte/", {"version": 0}).status_code == 422  # the box is not ticked
    assert (
        amina.post("/charte/", {"version": 0, "lu": "on", "fonction": "Référente"}).status_code
        == 302
    )
    assert amina.get("/enfants/").status_code == 200
    signature = Signature.objects.get()
    assert signature.empreinte == chartes.charte_livree().empreinte
    amina.post("/charte/", {"version": 0, "lu": "on"})
    assert Signature.objects.count() == 1
    evenements = Evenement.objects.filter(
        contenu__acte="signer_la_charte", contenu__objet="version 0"
    )
    assert evenements.count() == 1


def test_une_nouvelle_version_se_signe_de_nouveau(monde: Monde) -> None:
    assert monde.acteur("amina").charte_signee
    publier(monde)
    assert not monde.acteur("amina").charte_signee
    with pytest.raises(ConflitDeVersion):
        chartes.signer(acteur=monde.acteur("amina"), version=0)
    chartes.signer(acteur=monde.acteur("amina"), version=1)
    assert monde.acteur("amina").charte_signee


def test_deux_publications_en_meme_temps_ne_s_ecrasent_pas(monde: Monde) -> None:
    publier(monde)
    with pytest.raises(ConflitDeVersion):
        chartes.publier(
            acteur=monde.acteur("leila"), lue=0, texte=TEXTE, clauses=(), bornes=BORNES_DE_LA_MAISON
        )
    assert Charte.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Charte.objects.create(
            programme=monde.programme, version=1, texte="x", apres_seance=0, extrait=1, urgence=1,
            empreinte="x", publiee_par=monde.personnes["leila"], publiee_le=timezone.now(),
        )  # fmt: skip


def test_une_charte_vide_est_refusee(monde: Monde) -> None:
    with pytest.raises(ErreurMetier, match="vide"):
        chartes.publier(
            acteur=monde.acteur("leila"),
            lue=0,
            texte=" \n ",
            clauses=(),
            bornes=BORNES_DE_LA_MAISON,
        )


def test_une_clause_ferme_le_volet_qu_elle_nomme_et_dit_pourquoi(monde: Monde) -> None:
    publier(monde, Clause.COORDINATION_SANS_SOCIAL)
    chartes.signer(acteur=monde.acteur("leila"), version=1)
    leila, au = monde.acteur("leila"), monde.aujourd_hui
    with pytest.raises(Introuvable):
        exiger(leila, Acte.LIRE, Volet.SOCIAL, monde.karthik.pk, au)
    exiger(leila, Acte.LIRE, Volet.SCOLARITE, monde.karthik.pk, au)
    dernier = Evenement.objects.filter(contenu__volet="social").latest("rang")
    assert (dernier.contenu["regle"], dernier.contenu["issue"]) == ("clause", "refuse")


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_les_durees_ne_s_allongent_jamais(seance: int, extrait: int, urgence: int) -> None:
    serrees = Bornes(seance, extrait, urgence).resserrees(BORNES_DE_LA_MAISON)
    assert serrees.apres_seance <= min(seance, BORNES_DE_LA_MAISON.apres_seance)
    assert serrees.extrait <= min(extrait, BORNES_DE_LA_MAISON.extrait)
    assert serrees.urgence <= min(urgence, BORNES_DE_LA_MAISON.urgence)


def test_une_lettre_une_clause_ou_une_duree_change_ce_qui_est_signe() -> None:
    base = empreinte(TEXTE, (), BORNES_DE_LA_MAISON)
    autres = {
        empreinte(TEXTE + ".", (), BORNES_DE_LA_MAISON),
        empreinte(TEXTE, [Clause.SANS_URGENCE], BORNES_DE_LA_MAISON),
        empreinte(TEXTE, (), Bornes(extrait=30)),
    }
    assert len(autres | {base}) == 4


def test_une_institution_signe_sur_papier_et_la_coordination_le_note(
    monde: Monde, connexion: Connexion
) -> None:
    ville = Institution.objects.create(nom="Ville de Saint-Denis", nature="commune")
    leila = connexion("leila")
    envoi = {"institution": str(ville.pk), "signataire": "Mme Roy, directrice", "le": "2026-01-05"}
    assert leila.post("/charte/signatures/", envoi).status_code == 302
    page = leila.get("/charte/signatures/").content.decode()
    assert "Ville de Saint-Denis" in page
    assert "Mme Roy, directrice" in page
    demain = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert leila.post("/charte/signatures/", envoi | {"le": demain}).status_code == 422
    etat = chartes.signatures(monde.programme.pk, monde.aujourd_hui)
    assert {nom for nom, _ in etat.signataires} >= {"Leïla Marchand", "Claire Vasseur"}
    assert etat.attendus == ()


def test_la_coordinatrice_publie_depuis_la_page(monde: Monde, connexion: Connexion) -> None:
    leila = connexion("leila")
    envoi = {"version": 0, "texte": TEXTE, "clauses": ["sans_urgence"], "extrait": 30, "urgence": 2, "apres_seance": 0}  # fmt: skip
    assert leila.post("/charte/modifier/", envoi).status_code == 302
    lue = chartes.charte_en_vigueur(monde.programme.pk)
    assert (lue.version, lue.clauses, lue.bornes) == (1, (Clause.SANS_URGENCE,), Bornes(0, 30, 2))
    page = leila.get("/charte/").content.decode()
    assert "Aucun volet ne s’ouvre en urgence" in page
    assert "À signer" in page
    assert leila.post("/charte/modifier/", envoi | {"extrait": 400}).status_code == 422
    assert leila.post("/charte/modifier/", envoi).status_code == 409  # version 1 exists already


@pytest.mark.parametrize("adresse", ["/charte/imprimer/", "/habilitations/imprimer/"])
def test_la_charte_et_la_matrice_s_impriment(adresse: str, connexion: Connexion) -> None:
    reponse = connexion("claire").get(adresse)  # no name in them: an élue may hold them
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse.content.startswith(b"%PDF-")


def test_la_feuille_de_refus_cite_la_loi_et_s_imprime(connexion: Connexion) -> None:
    leila = connexion("leila")
    assert "art. 128" in leila.get("/habilitations/refus/").content.decode()
    reponse = leila.post("/habilitations/refus/", {"demandeur": "elu", "objet": "La liste"})
    assert reponse["Content-Disposition"] == 'attachment; filename="refus-de-transmission.pdf"'
    assert leila.post("/habilitations/refus/", {"demandeur": "x", "objet": ""}).status_code == 422
