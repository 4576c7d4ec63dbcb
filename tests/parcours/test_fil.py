"""Pages of the journal: quick note, correction, file, synthesis, templates, filters."""

from __future__ import annotations

import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from maillage.dossiers.rules import Volet
from maillage.parcours.models import PIECES, NoteParcours, NoteSocial, Tache
from maillage.parcours.presentation_fil import entrees
from maillage.parcours.queries import choix
from maillage.parcours.queries.fiche import fiche
from maillage.tracabilite.models import Evenement
from tests.factories.dossiers import noter
from tests.factories.monde import BASES, Monde

pytestmark = BASES
Connexion = Callable[[str], Client]
RAPIDE = "/enfants/note/"


def texte(reponse: HttpResponse) -> str:
    return reponse.content.decode().replace("&#x27;", "'").replace("\u00a0", " ")


def champs(monde: Monde, **plus: object) -> dict[str, object]:
    commun = {"texte": "Vu à la sortie.", "volet": "parcours", "nature": "", "moyen": "telephone"}
    return {**commun, "le": str(monde.aujourd_hui), "formulaire": str(uuid4()), **plus}


def photo() -> SimpleUploadedFile:
    sortie = io.BytesIO()
    Image.new("RGB", (9, 9)).save(sortie, "JPEG")
    return SimpleUploadedFile("bail de Selvam.jpg", sortie.getvalue(), "image/jpeg")


def derniere(monde: Monde, table: type = NoteParcours):
    return table.objects.filter(dossier=monde.karthik).latest("created_at")


def test_une_note_rapide_va_a_l_enfant_choisi_puis_revient_ou_l_on_etait(
    monde: Monde, connexion: Connexion
) -> None:
    client, avant = connexion("amina"), NoteParcours.objects.count()
    envoi = champs(monde, enfant="Selv", dossier=str(monde.karthik.pk), retour="journee")
    reponse = client.post(RAPIDE, envoi)
    assert (reponse.status_code, reponse["Location"]) == (302, "/")
    assert NoteParcours.objects.count() == avant + 1
    assert derniere(monde).auteur_id == monde.personnes["amina"].pk
    assert 'id="note"' in texte(client.get("/"))
    ici = client.post(RAPIDE, champs(monde, dossier=str(monde.karthik.pk), texte="Autre"))
    assert ici["Location"] == f"/enfants/{monde.karthik.pk}/"


def test_une_note_rapide_sans_enfant_choisi_propose_et_garde_le_texte(
    monde: Monde, connexion: Connexion
) -> None:
    avant = NoteParcours.objects.count()
    reponse = connexion("amina").post(RAPIDE, champs(monde, enfant="Selvm"))
    page = texte(reponse)
    assert reponse.status_code == 422
    assert "Choisissez l’enfant dans la liste" in page
    assert f'value="{monde.karthik.pk}" checked' in page
    assert "Vu à la sortie." in page
    aucun = texte(connexion("amina").post(RAPIDE, champs(monde, enfant="Benhamou")))
    assert "Aucun de vos enfants ne porte ce nom" in aucun
    assert str(monde.ines.pk) not in aucun
    assert NoteParcours.objects.count() == avant


def test_une_note_rapide_n_ecrit_pas_chez_l_enfant_d_une_autre(
    monde: Monde, connexion: Connexion
) -> None:
    avant = NoteParcours.objects.count()
    reponse = connexion("amina").post(RAPIDE, champs(monde, dossier=str(monde.ines.pk)))
    assert reponse.status_code == 422
    assert "Vous n’écrivez pas dans ce volet de cet enfant" in texte(reponse)
    assert "Vu à la sortie." in texte(reponse)
    assert NoteParcours.objects.count() == avant


@pytest.mark.parametrize(
    ("qui", "vus"),
    [("leila", {"karthik", "ines", "tom"}), ("amina", {"karthik"}), ("nour", {"karthik"}),
     ("sylvie", set()), ("bruno", set()), ("claire", set()), ("zoe", set())],
)  # fmt: skip
def test_on_ne_propose_que_les_enfants_ou_l_on_ecrit(monde: Monde, qui: str, vus: set[str]) -> None:
    acteur = monde.acteur(qui)
    trouves = {
        e.dossier
        for nom in ("Selvam", "Benhamou", "Duval", "Okoye", "Le Goff")
        for e in choix.enfants_proposes(acteur, nom, at=monde.aujourd_hui)
    }
    assert trouves == {getattr(monde, v).pk for v in vus}
    assert choix.enfants_proposes(acteur, "S", at=monde.aujourd_hui) == ()
    notes = [e.contenu for e in Evenement.objects.all() if e.contenu["objet"] == "note_rapide"]
    assert {d for n in notes for d in n.get("dossiers", ())} == {str(d) for d in trouves}


def test_une_note_avec_suite_et_piece_se_lit_dans_le_fil(
    monde: Monde, connexion: Connexion
) -> None:
    client, adresse = connexion("amina"), f"/enfants/{monde.karthik.pk}/"
    envoi = champs(monde, suite="Appeler", suite_le=str(monde.aujourd_hui), pieces=photo(),
                   montre="Bail", volet="social")  # fmt: skip
    assert client.post(f"{adresse}note/", envoi).status_code == 302
    piece = PIECES[Volet.SOCIAL].objects.get()
    page = texte(client.get(adresse))
    lien = f"{adresse}social/pieces/{piece.pk}/"
    assert f'href="{lien}"' in page
    assert "Bail (JPEG, 1 Ko)" in page
    assert "bail de Selvam" not in page
    assert Tache.objects.latest("created_at").echeance == monde.aujourd_hui
    recu = client.get(lien)
    assert (recu["Content-Type"], recu["Cache-Control"]) == ("image/jpeg", "no-store")
    assert recu["Content-Disposition"].startswith('attachment; filename="piece-')
    assert recu["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in recu["Content-Security-Policy"]
    assert client.get(lien.replace("/social/", "/parcours/")).status_code == 404
    assert connexion("karim").get(lien).status_code == 404
    assert connexion("leila").get(lien).status_code == 200


REFUS = {
    "suite sans date": ({"suite": "Appeler"}, "Choisissez une date"),
    "date sans suite": ({"suite_le": "2099-01-01"}, "Dites en quelques mots"),
    "suite passée": ({"suite": "x", "suite_le": "2020-01-01"}, "Cette date est passée"),
    "moyen inconnu": ({"moyen": "pigeon"}, ""),
    "fichier": ({"pieces": SimpleUploadedFile("x.pdf", b"<html>")}, "ni un PDF, ni une image"),
}


@pytest.mark.parametrize("cas", REFUS)
def test_une_note_refusee_garde_le_texte_et_n_ecrit_rien(
    monde: Monde, connexion: Connexion, cas: str
) -> None:
    plus, phrase = REFUS[cas]
    avant = (NoteParcours.objects.count(), Tache.objects.count())
    envoi = champs(monde, **plus)
    if "pieces" in plus:
        plus["pieces"].seek(0)
    reponse = connexion("amina").post(f"/enfants/{monde.karthik.pk}/note/", envoi)
    assert reponse.status_code == 422
    assert phrase in texte(reponse)
    assert "Vu à la sortie." in texte(reponse)
    assert (NoteParcours.objects.count(), Tache.objects.count()) == avant


def test_qui_ne_planifie_pas_n_a_pas_de_suite_a_remplir(monde: Monde, connexion: Connexion) -> None:
    page = texte(connexion("nour").get(f"/enfants/{monde.karthik.pk}/"))
    assert 'name="suite"' not in page
    assert 'name="pieces"' in page


def test_la_coordination_sans_referent_garde_son_texte(monde: Monde, connexion: Connexion) -> None:
    envoi = champs(monde, suite="Appeler", suite_le=str(monde.aujourd_hui))
    reponse = connexion("leila").post(f"/enfants/{monde.tom.pk}/note/", envoi)
    assert reponse.status_code == 422
    assert "Désignez d'abord un référent" in texte(reponse).replace("’", "'")


def test_une_correction_perdue_montre_les_deux_textes(monde: Monde, connexion: Connexion) -> None:
    amina, leila = connexion("amina"), connexion("leila")
    amina.post(f"/enfants/{monde.karthik.pk}/note/", champs(monde, texte="Premier"))
    note = derniere(monde)
    adresse = f"/enfants/{monde.karthik.pk}/parcours/notes/{note.pk}/"
    assert f'href="{adresse}"' in texte(amina.get(f"/enfants/{monde.karthik.pk}/"))
    assert "Premier" in texte(amina.get(adresse))
    envoi = {"texte": "De Leïla", "le": str(monde.aujourd_hui), "vue": str(note.pk)}
    assert leila.post(adresse, envoi).status_code == 302
    perdue = amina.post(adresse, {**envoi, "texte": "D'Amina"})
    page = texte(perdue)
    assert perdue.status_code == 409
    assert "De Leïla" in page
    assert "D'Amina" in page
    suite = {**envoi, "texte": "Des deux", "vue": str(derniere(monde).pk)}
    assert amina.post(adresse, suite).status_code == 302
    fil = texte(amina.get(f"/enfants/{monde.karthik.pk}/"))
    for mots in ("Des deux", "De Leïla", "Premier", "Texte avant correction", "Corrigée"):
        assert mots in fil
    assert "D'Amina" not in fil


def test_la_note_d_une_autre_personne_ne_se_corrige_pas_et_le_dit(
    monde: Monde, connexion: Connexion
) -> None:
    connexion("leila").post(f"/enfants/{monde.karthik.pk}/note/", champs(monde))
    adresse = f"/enfants/{monde.karthik.pk}/parcours/notes/{derniere(monde).pk}/"
    reponse = connexion("amina").get(adresse)
    assert reponse.status_code == 422
    assert "Cette note est d'une autre personne" in texte(reponse).replace("’", "'")
    assert connexion("amina").get(adresse.replace("parcours", "sante")).status_code == 404
    assert connexion("amina").get(adresse.replace("parcours", "quarantaine")).status_code == 404


def test_deux_syntheses_se_montrent_l_une_a_l_autre(monde: Monde, connexion: Connexion) -> None:
    amina, leila = connexion("amina"), connexion("leila")
    adresse = f"/enfants/{monde.karthik.pk}/synthese/"
    assert leila.post(adresse, {"texte": "Lit seul.", "vue": "0"}).status_code == 302
    perdue = amina.post(adresse, {"texte": "Aime le judo.", "vue": "0"})
    page = texte(perdue)
    assert perdue.status_code == 409
    assert "Lit seul." in page
    assert "Aime le judo." in page
    assert 'name="vue" value="1"' in page
    amina.post(adresse, {"texte": "Lit seul, aime le judo.", "vue": "1"})
    assert "Lit seul, aime le judo." in texte(leila.get(f"/enfants/{monde.karthik.pk}/"))
    assert "Lit seul." in texte(leila.get(adresse))
    assert amina.post(adresse, {"texte": "x" * 701, "vue": "2"}).status_code == 422


def test_un_modele_du_programme_parait_dans_la_note_puis_s_en_va(
    monde: Monde, connexion: Connexion
) -> None:
    leila, amina = connexion("leila"), connexion("amina")
    modele = {"libelle": "Bilan", "texte": "Ce qui a changé : ", "nature": "", "moyen": ""}
    assert leila.post("/enfants/modeles/", modele).status_code == 302
    assert leila.post("/enfants/modeles/", modele).status_code == 422
    fil = f"/enfants/{monde.karthik.pk}/"
    assert 'data-modele="Ce qui a changé' in texte(amina.get(fil))
    numero = texte(leila.get("/enfants/modeles/")).split("/retirer/")[0].rsplit("/", 1)[1]
    assert leila.post(f"/enfants/modeles/{numero}/retirer/").status_code == 302
    assert 'data-modele="Ce qui a changé' not in texte(amina.get(fil))
    assert 'data-modele="Personnes présentes' in texte(amina.get(fil))


FILTRES = {
    "volet": ({"volets": "social"}, {"social"}),
    "auteur": ({"auteurs": "fichier"}, {"parcours", "social", "famille", "identite",
                                        "scolarite", "mediation"}),
    "depuis demain": ({"depuis": "2099-01-01"}, set()),
    "jusqu’à hier": ({"jusqu_au": "2020-01-01"}, set()),
    "pièces": ({"avec_pieces": "on"}, {"identite"}),
    "nature": ({"natures": "enseignants"}, {"identite"}),
    "inconnu": ({"volets": "sante", "natures": "zzz"}, None),
}  # fmt: skip


@pytest.mark.parametrize("cas", FILTRES)
def test_le_fil_se_filtre_sans_rien_ouvrir_de_plus(
    monde: Monde, connexion: Connexion, cas: str
) -> None:
    demande, attendus = FILTRES[cas]
    client, adresse = connexion("amina"), f"/enfants/{monde.karthik.pk}/"
    client.post(
        f"{adresse}note/",
        champs(monde, volet="identite", nature="enseignants", pieces=photo()),
    )
    entier = client.get(adresse).context["fil"]
    page = client.post(
        f"{adresse}fil/", demande, headers={"HX-Request": "true", "HX-Target": "fil"}
    )
    assert page.status_code == 200
    assert "<html" not in texte(page)
    vus = {e.volet for e in page.context["fil"]}
    assert vus == (attendus if attendus is not None else {e.volet for e in entier})
    if cas == "auteur":
        assert len(page.context["fil"]) == len(entier) - 1
    assert monde.marques["karthik"]["sante"] not in texte(page)


def test_les_adresses_du_fil_sont_celles_de_la_maison(monde: Monde, connexion: Connexion) -> None:
    connexion("amina").post(
        f"/enfants/{monde.karthik.pk}/note/", champs(monde, volet="social", pieces=photo())
    )
    lues = fiche(monde.acteur("amina"), monde.karthik.pk, at=monde.aujourd_hui).fil
    montree = next(e for e in entrees(lues, monde.karthik.pk) if e.pieces)
    note, piece = derniere(monde, NoteSocial), PIECES[Volet.SOCIAL].objects.get()
    adresses = ("corriger_note", note.pk), ("piece", piece.pk)
    attendues = [
        reverse(f"parcours:{nom}", args=[monde.karthik.pk, "social", ident])
        for nom, ident in adresses
    ]
    assert [montree.corriger, montree.pieces[0][1]] == attendues
    archive = next(e for e in entrees(lues) if e.pieces)
    assert (archive.corriger, archive.pieces[0][1]) == ("", "")


def test_la_recherche_du_haut_mene_droit_au_seul_enfant(monde: Monde, connexion: Connexion) -> None:
    client = connexion("leila")
    seul = client.post("/enfants/", {"q": "Selvam", "direct": "oui"})
    assert seul["Location"] == f"/enfants/{monde.karthik.pk}/"
    assert client.post("/enfants/", {"q": "Selvam"}).status_code == 200
    assert client.post("/enfants/", {"q": "", "direct": "oui"}).status_code == 200


def test_la_note_d_un_ancien_fichier_se_corrige_depuis_le_fil(
    monde: Monde, connexion: Connexion
) -> None:
    noter(monde.karthik, Volet.SOCIAL, "Vu en 2015", le=monde.aujourd_hui)
    note = derniere(monde, NoteSocial)
    adresse = f"/enfants/{monde.karthik.pk}/social/notes/{note.pk}/"
    assert "ancien fichier" in texte(connexion("amina").get(adresse))
