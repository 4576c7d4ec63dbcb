"""Pages of syntheses: from the first section to the paper, and what each mission finds behind each door."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from django.test import Client
from pypdf import PdfReader

from maillage.accords.models import PartageConsenti
from maillage.dossiers.rules import Volet
from maillage.syntheses.models import AlerteTransmise, SectionScolarite, Synthese
from maillage.syntheses.rules.etats import EtatDeSynthese
from maillage.syntheses.rules.rubriques import Rubrique
from tests.factories.monde import BASES, Monde
from tests.syntheses.ecrits import Ecrits, mot

pytestmark = BASES
E, R, V = EtatDeSynthese, Rubrique, Volet
PERSONNES = ("leila", "amina", "karim", "bruno", "claire", "sylvie", "nour", "voisine", "zoe", "")
Connexion = Callable[[str], Client]


@pytest.fixture
def e(monde: Monde) -> Ecrits:
    return Ecrits(monde)


def texte(reponse) -> str:
    return " ".join(reponse.content.decode().replace("\xa0", " ").split())


def statuts(connexion: Connexion, adresse: str) -> dict[str, int]:
    return {q: connexion(q).get(adresse).status_code for q in PERSONNES}


def ouvrent(connexion: Connexion, adresse: str) -> set[str]:
    return {q for q, s in statuts(connexion, adresse).items() if s == 200}


def test_qui_ouvre_une_synthese_et_ses_fichiers(e: Ecrits, connexion: Connexion) -> None:
    e.tout_ecrire()
    e.passer(E.RELECTURE)
    e.emettre()
    une = f"/syntheses/{e.id}/"
    assert ouvrent(connexion, une) == {"leila", "amina", "nour"}
    assert ouvrent(connexion, f"/syntheses/enfants/{e.enfant.pk}/") == {"leila", "amina", "nour"}
    for fichier in ("pdf/", "docx/"):
        assert ouvrent(connexion, une + fichier) == {"amina"}, (
            "the coordination extracts no schooling"
        )
    cle = SectionScolarite.objects.first().cle
    assert ouvrent(connexion, f"{une}scolarite/{cle}/") == {"leila", "amina", "nour"}
    assert ouvrent(connexion, f"{une}sante/{cle}/") == set()


def test_on_ecrit_on_invite_on_relit_on_envoie(monde: Monde, connexion: Connexion) -> None:
    e = Ecrits(monde)
    Synthese.objects.all().delete()
    amina, nour = connexion("amina"), connexion("nour")
    racine = f"/syntheses/enfants/{e.enfant.pk}/"
    assert "École Vallès : Parcours (Faire le point avec l&#x27;école)" in texte(
        amina.get(racine)
    ).replace("&#39;", "&#x27;").replace("’", "&#x27;")
    corps = {
        "gabarit": "synthese_de_situation", "objet": "Préparer la rentrée",
        "destinataire": f"institution:{e.ecole.pk}", "finalite": "", "formulaire": uuid4(),
    }  # fmt: skip
    assert "à quoi sert cet envoi" in texte(amina.post(racine, corps))
    corps["finalite"] = "faire_le_point_avec_l_ecole"
    une = amina.post(racine, corps)["Location"]
    assert amina.post(racine, corps)["Location"] == une
    e.id = UUID(une.split("/")[2])
    for rubrique in R:
        partie = {
            "geste": "partie", "rubrique": rubrique, "volet": "scolarite",
            "texte": mot(rubrique, V.SCOLARITE), "formulaire": uuid4(),
        }  # fmt: skip
        assert amina.post(une, partie).status_code == 302
    partie["volet"] = "sante"
    assert "Vous n’écrivez pas dans ce volet" in texte(amina.post(une, partie))
    amina.post(une, {"geste": "convier", "personne": monde.personnes["nour"].pk})
    assert amina.post(une, {"geste": "relecture"}).status_code == 302
    revision = e.rang.revision
    tot = amina.post(une, {"geste": "emettre", "revision": revision})
    assert tot.status_code == 422
    assert "Nour Azzam" in texte(tot)
    assert nour.post(une, {"geste": "relire", "revision": revision}).status_code == 422
    dit = {"geste": "relire", "revision": revision, "avis": "d_accord"}
    assert nour.post(une, dit).status_code == 302
    assert nour.post(une, {"geste": "emettre", "revision": revision}).status_code == 404
    assert amina.post(une, {"geste": "emettre", "revision": revision}).status_code == 302
    assert "Courrier n° 1" in texte(amina.get(une))
    lue = texte(connexion("leila").get("/syntheses/"))
    assert "Préparer la rentrée" in lue
    assert "Karthik" in lue


def test_un_geste_inconnu_ne_fait_rien(e: Ecrits, connexion: Connexion) -> None:
    assert connexion("amina").post(f"/syntheses/{e.id}/", {"geste": "autre"}).status_code == 422
    assert e.rang.etat == E.ECRITURE


def test_un_conflit_montre_les_deux_textes(e: Ecrits, connexion: Connexion) -> None:
    e.ecrire(R.SITUATION, V.SCOLARITE, "CanariUn")
    cle = SectionScolarite.objects.get().cle
    e.ecrire(R.SITUATION, V.SCOLARITE, "CanariDeux", cle=cle, numero=1)
    corps = {
        "geste": "partie", "rubrique": "situation", "volet": "scolarite", "texte": "CanariTrois",
        "cle": cle, "numero": 1, "formulaire": uuid4(),
    }  # fmt: skip
    amina = connexion("amina")
    reponse = amina.post(f"/syntheses/{e.id}/", corps)
    assert reponse.status_code == 409
    assert "CanariTrois" in texte(reponse)
    assert "Texte enregistré" in texte(reponse)
    assert 'name="numero" value="2"' in texte(reponse)
    assert amina.post(f"/syntheses/{e.id}/", {**corps, "numero": 2}).status_code == 302
    versions = texte(amina.get(f"/syntheses/{e.id}/scolarite/{cle}/"))
    assert [m for m in ("CanariTrois", "CanariDeux", "CanariUn") if m in versions] == [
        "CanariTrois", "CanariDeux", "CanariUn",
    ]  # fmt: skip


def test_la_page_dit_avant_l_envoi_ce_qui_reste(e: Ecrits, connexion: Connexion) -> None:
    e.tout_ecrire()
    e.ecrire(R.DIFFICULTES, V.SOCIAL)
    lue = texte(connexion("amina").get(f"/syntheses/{e.id}/"))
    assert "Ce qui reste" in lue
    assert "Aucun accord de la famille ne partage le volet Social" in lue
    assert "Ce qui partira" not in texte(connexion("nour").get(f"/syntheses/{e.id}/"))
    assert mot(R.DIFFICULTES, V.SOCIAL) not in texte(connexion("nour").get(f"/syntheses/{e.id}/"))


def courriers(e: Ecrits, connexion: Connexion, qui: str = "amina") -> tuple[str, str, str]:
    """The words of the PDF, of the docx, and everything else that both files hold."""
    client = connexion(qui)
    pdf = PdfReader(BytesIO(client.get(f"/syntheses/{e.id}/pdf/").content))
    papier = "".join(p.extract_text() for p in pdf.pages)
    with ZipFile(BytesIO(client.get(f"/syntheses/{e.id}/docx/").content)) as lu:
        parties = {n: lu.read(n).decode(errors="replace") for n in lu.namelist()}
        heures = {i.date_time for i in lu.infolist()}
    assert heures == {(1980, 1, 1, 0, 0, 0)}
    document = re.sub(r"<[^>]+>", " ", parties.pop("word/document.xml"))
    return papier, document, str(pdf.metadata) + str(parties)


def test_le_papier_ne_contient_que_ce_qui_peut_partir(e: Ecrits, connexion: Connexion) -> None:
    e.convier("nour")
    e.tout_ecrire()
    e.ecrire(R.DIFFICULTES, V.SOCIAL)
    e.ecrire(R.DIFFICULTES, V.SANTE, qui="nour")
    e.passer(E.RELECTURE)
    e.relire("nour")
    e.emettre()
    papier, document, reste = courriers(e, connexion)
    for lu in (papier, document):
        colle = lu.replace("\n", "").replace(" ", "")
        assert all(mot(r, V.SCOLARITE) in colle for r in R)
        assert colle.index(mot(R.APPUIS, V.SCOLARITE)) < colle.index(
            mot(R.DIFFICULTES, V.SCOLARITE)
        )
        assert mot(R.DIFFICULTES, V.SOCIAL) not in colle
        assert mot(R.DIFFICULTES, V.SANTE) not in colle
        assert not [m for m in e.monde.mots_secrets if m.startswith("Canari") and m in colle]
    assert "établi pour École Vallès" in " ".join(papier.split())
    assert "établi pour École Vallès" in reste, "each page of the document bears it"
    for nom in ("Selvam", "Karthik", "Amina", "Haddad", "Canari", "python-docx"):
        assert nom not in reste, nom
    assert connexion("amina").get(f"/syntheses/{e.id}/docx/").content == connexion("amina").get(
        f"/syntheses/{e.id}/docx/"
    ).content  # fmt: skip
    entete = connexion("amina").get(f"/syntheses/{e.id}/pdf/")["Content-Disposition"]
    assert entete == 'attachment; filename="courrier-1.pdf"'


def test_un_texte_tape_n_est_jamais_qu_un_texte(e: Ecrits, connexion: Connexion) -> None:
    e.tout_ecrire()
    e.ecrire(R.DEMANDE, V.PARCOURS, "{{ acteur }} <b>gras</b> & {% load x %}")
    e.passer(E.RELECTURE)
    e.emettre()
    papier, document, _ = courriers(e, connexion)
    assert "{{ acteur }} <b>gras</b> & {% load x %}" in " ".join(papier.split())
    assert "{{ acteur }} &lt;b&gt;gras&lt;/b&gt; &amp; {% load x %}" in document


def test_un_accord_retire_ferme_le_papier_et_dit_pourquoi(e: Ecrits, connexion: Connexion) -> None:
    e.tout_ecrire()
    e.passer(E.RELECTURE)
    e.emettre()
    PartageConsenti.objects.update(clos_le=e.jour)
    for fichier in ("pdf/", "docx/"):
        reponse = connexion("amina").get(f"/syntheses/{e.id}/{fichier}")
        assert reponse.status_code == 422
        assert "Aucun accord de la famille" in texte(reponse)


def test_le_papier_d_un_adulte_tait_l_adresse_qui_lui_est_cachee(
    monde: Monde, connexion: Connexion
) -> None:
    e = Ecrits(monde)
    pere = e.adulte("M. Selvam", "3 rue du Port")
    e.adulte("Mme Selvam", "17 impasse des Glycines")
    e.proteger_de(pere)
    e.id = e.commencer(f"adulte:{pere}", "ecrit_a_la_famille")
    for rubrique in R:
        e.ecrire(rubrique, V.PARCOURS, "Le jeudi on joue aux dames.")
    e.ecrire(R.SITUATION, V.SCOLARITE, "Il habite impasse des Glycines avec sa mère.")
    e.passer(E.RELECTURE)
    e.emettre()
    tout = " ".join(courriers(e, connexion))
    assert "joue aux dames" in tout
    for cache in ("Glycines", monde.marques["karthik"]["adresse"]):
        assert cache not in tout


# --- alerts -----------------------------------------------------------------------------------


def test_une_alerte_se_consigne_en_trois_champs(monde: Monde, connexion: Connexion) -> None:
    adresse = f"/syntheses/enfants/{monde.karthik.pk}/alertes/"
    assert ouvrent(connexion, adresse) == {"leila", "amina"}
    amina = connexion("amina")
    page = texte(amina.get(adresse))
    assert "<textarea" not in page
    assert 'type="text"' not in page.split('id="contenu"')[-1]
    assert amina.post(adresse).status_code == 422
    corps = {"le": monde.aujourd_hui, "poste": monde.poste_amina.pk, "vers": "crip",
             "formulaire": uuid4()}  # fmt: skip
    for _ in range(2):
        assert amina.post(adresse, corps).status_code == 302
    assert AlerteTransmise.objects.count() == 1
    assert "Cellule départementale (CRIP)" in texte(amina.get(adresse))
    for ailleurs in ("/", "/enfants/", f"/enfants/{monde.karthik.pk}/", "/syntheses/"):
        for qui in ("leila", "amina", "nour", "sylvie"):
            assert "CRIP" not in texte(connexion(qui).get(ailleurs))


def test_la_page_de_l_enfant_mene_aux_syntheses(monde: Monde, connexion: Connexion) -> None:
    lien = f"/syntheses/enfants/{monde.karthik.pk}/"
    fiche = f"/enfants/{monde.karthik.pk}/"
    assert lien in texte(connexion("nour").get(fiche))
    assert lien not in texte(connexion("sylvie").get(fiche))
