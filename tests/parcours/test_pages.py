"""The child's page as it is used: a note, a next step, a closed volet, the day, the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.comptes.rules import Mission
from maillage.dossiers.rules import Volet
from maillage.parcours import services
from maillage.parcours.models import JOURNAL, NoteSocial, Parcours, Tache
from maillage.parcours.queries import liste as listes
from maillage.parcours.queries.journee import journee
from maillage.tracabilite.models import Evenement
from tests.factories.dossiers import enfant_suivi_par, enrichir
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import MissionFactory

pytestmark = BASES
FICHE, FAMILLE, LISTE = "/enfants/{}/", "/enfants/{}/famille/", "/enfants/"
REQUETES = {  # with the two of a savepoint and the charte as shipped, whose signature is asked apart
    ("amina", FICHE): 35,
    ("leila", FICHE): 41,
    ("amina", FAMILLE): 34,
    ("amina", LISTE): 24,
    ("sylvie", LISTE): 20,
}
Connexion = Callable[[str], Client]


def envoyer(client: Client, monde: Monde, **champs: object) -> HttpResponse:
    complets = {
        "texte": "Vu à la sortie de l'école.",
        "volet": "social",
        "nature": "",
        "le": str(monde.aujourd_hui),
        "formulaire": str(uuid4()),
        **champs,
    }
    return client.post(f"/enfants/{monde.karthik.pk}/note/", complets)


def test_une_note_s_ecrit_et_se_relit(monde: Monde, connexion: Connexion) -> None:
    client = connexion("amina")
    reponse = envoyer(client, monde)
    assert (reponse.status_code, reponse["Location"]) == (302, f"/enfants/{monde.karthik.pk}/")
    page = client.get(reponse["Location"]).content.decode()
    assert "Note enregistrée dans le volet Social" in page
    assert "Vu à la sortie de l&#x27;école." in page


REFUSEES = {
    "dans l'avenir": ({"le": "demain"}, "dans l'avenir"),
    "vide": ({"texte": "   "}, "la note est vide"),
    "volet fermé": ({"volet": "sante"}, "Votre mission n'écrit pas dans ce volet"),
    "volet à trier": ({"volet": "quarantaine"}, "Votre mission n'écrit pas dans ce volet"),
    "date illisible": ({"le": "le 3"}, ""),
    "trop longue": ({"texte": "x" * 20_001}, ""),
    "sans formulaire": ({"formulaire": "x"}, ""),
}


@pytest.mark.parametrize("cas", REFUSEES)
def test_une_note_refusee_dit_pourquoi_et_rien_n_est_perdu(
    cas: str, monde: Monde, connexion: Connexion
) -> None:
    champs, phrase = REFUSEES[cas]
    if champs.get("le") == "demain":
        champs = {"le": str(monde.aujourd_hui + timedelta(days=1))}
    avant = sum(t.objects.count() for t in JOURNAL.values())
    reponse = envoyer(connexion("amina"), monde, **champs)
    assert reponse.status_code == 422
    page = reponse.content.decode()
    assert phrase in page.replace("&#x27;", "'").replace("’", "'")
    assert reponse.context["note"].errors
    if "texte" not in champs:
        assert "Vu à la sortie" in page
    assert sum(t.objects.count() for t in JOURNAL.values()) == avant


def test_un_double_clic_n_ecrit_qu_une_note(monde: Monde, connexion: Connexion) -> None:
    client, formulaire = connexion("amina"), str(uuid4())
    avant = NoteSocial.objects.count()
    assert {envoyer(client, monde, formulaire=formulaire).status_code for _ in range(2)} == {302}
    assert NoteSocial.objects.count() == avant + 1


def test_un_brouillon_est_retrouve_dans_la_page(monde: Monde, connexion: Connexion) -> None:
    client, adresse = connexion("amina"), f"/enfants/{monde.karthik.pk}/"
    assert client.post(f"{adresse}brouillon/", {"texte": "Phrase inachevée"}).status_code == 200
    assert "Phrase inachevée" in client.get(adresse).content.decode()
    assert "Phrase inachevée" not in connexion("leila").get(adresse).content.decode()
    envoyer(client, monde)
    assert "Phrase inachevée" not in client.get(adresse).content.decode()


def test_une_etape_prevue_parait_dans_la_journee_puis_s_en_va(
    monde: Monde, connexion: Connexion
) -> None:
    client, adresse = connexion("amina"), f"/enfants/{monde.karthik.pk}/etape/"
    etape = {"libelle": "Rencontrer la maîtresse", "echeance": str(monde.aujourd_hui)}
    assert client.post(adresse, {**etape, "formulaire": str(uuid4())}).status_code == 302
    assert "Rencontrer la maîtresse" in client.get("/").content.decode()
    assert "Rencontrer la maîtresse" not in connexion("karim").get("/").content.decode()
    tache = Tache.objects.filter(dossier=monde.karthik).latest("created_at")
    faite = client.post(f"{adresse}{tache.pk}/faite/", {"retour": "journee"})
    assert (faite.status_code, faite["Location"]) == (302, "/")
    assert "Rencontrer la maîtresse" not in client.get("/").content.decode()
    assert client.post(f"{adresse}{tache.pk}/faite/").status_code == 409


def test_une_etape_dans_le_passe_est_refusee(monde: Monde, connexion: Connexion) -> None:
    hier = str(monde.aujourd_hui - timedelta(days=1))
    envoi = {"libelle": "Trop tard", "echeance": hier, "formulaire": str(uuid4())}
    reponse = connexion("amina").post(f"/enfants/{monde.karthik.pk}/etape/", envoi)
    assert reponse.status_code == 422
    assert "Cette date est passée" in reponse.content.decode()


def test_un_volet_ferme_explique_sans_rien_reveler_et_laisse_sa_trace(
    monde: Monde, connexion: Connexion
) -> None:
    page = connexion("amina").get(f"/enfants/{monde.karthik.pk}/sante/")
    contenu = page.content.decode()
    assert page.status_code == 200
    assert "Ce volet ne vous est pas ouvert" in contenu
    assert "L. 1110-4" in contenu.replace("\u00a0", " ")
    assert not [m for m in monde.marques["karthik"].values() if m in contenu and "Ecole" not in m
                and "Classe" not in m]  # fmt: skip
    refus = [e for e in Evenement.objects.all() if e.contenu["issue"] == "refuse"]
    assert [(e.contenu["volet"], e.dossier_id) for e in refus] == [("sante", monde.karthik.pk)]


def test_un_volet_que_l_on_n_a_pas_demande_ne_fait_pas_d_evenement_de_refus(
    monde: Monde, connexion: Connexion
) -> None:
    connexion("amina").get(f"/enfants/{monde.karthik.pk}/")
    evenements = [e.contenu for e in Evenement.objects.all()]
    assert {e["issue"] for e in evenements} == {"accorde"}
    assert {e["volet"] for e in evenements} == {"identite", "famille", "scolarite", "social",
                                                "parcours", "mediation"}  # fmt: skip


def test_la_liste_note_les_dossiers_montres_volet_par_volet(
    monde: Monde, connexion: Connexion
) -> None:
    connexion("leila").get("/enfants/")
    notes = {(e.contenu["acte"], e.contenu["volet"]): e.contenu for e in Evenement.objects.all()}
    montres = sorted(str(d.pk) for d in (monde.karthik, monde.ines, monde.tom))
    assert set(notes) == {("lister", "identite"), ("lire", "scolarite"), ("lire", "parcours")}
    assert all(sorted(n["dossiers"]) == montres and n["nombre"] == 3 for n in notes.values())


def test_le_secretariat_ne_lit_dans_la_liste_ni_classe_ni_etape(
    monde: Monde, connexion: Connexion
) -> None:
    entiere = connexion("sylvie").get("/enfants/").content.decode()
    page = entiere[entiere.index('id="resultats"') :]
    assert "Selvam" in page
    for mot in ("Parcours en cours", "rien de prévu", "CanariClasse", "CanariEcole", "Poste d"):
        assert mot not in page
    for colonne in ("Classe, école", "Étape", "Référent", "Prochaine étape"):
        assert f">{colonne}</th>" not in page
    assert 'name="etapes"' not in entiere
    lus = {(e.contenu["acte"], e.contenu["volet"]) for e in Evenement.objects.all()}
    assert lus == {("lister", "identite")}


def test_qui_lit_certains_parcours_ne_lit_pas_le_referent_des_autres(
    monde: Monde, connexion: Connexion
) -> None:
    """A référente who also answers the telephone lists every child, and reads the parcours of hers."""
    MissionFactory(
        programme=monde.programme,
        utilisateur=monde.personnes["amina"],
        mission=Mission.SECRETARIAT,
    )
    page = listes.liste(monde.acteur("amina"), listes.Demande(), at=monde.aujourd_hui)
    lignes = {ligne.dossier: ligne for ligne in page.lignes}
    assert set(lignes) == {monde.karthik.pk, monde.ines.pk, monde.tom.pk}
    assert (lignes[monde.karthik.pk].referent, lignes[monde.karthik.pk].parcours_ouvert) == (
        "Poste d'Amina",
        True,
    )
    for autre in (monde.ines.pk, monde.tom.pk):
        ligne = lignes[autre]
        assert not ligne.parcours_ouvert
        vus = (ligne.etape, ligne.referent, ligne.prochaine, ligne.classe)
        assert vus == ("", "", None, "")
    lues = [e.contenu for e in Evenement.objects.all() if e.contenu["volet"] == "parcours"]
    assert [e["dossiers"] for e in lues] == [[str(monde.karthik.pk)]]
    assert "fermé à votre mission" in connexion("amina").get("/enfants/").content.decode()


@pytest.mark.parametrize("qui", ["leila", "amina", "sylvie"])
def test_le_nombre_de_requetes_de_la_liste_ne_depend_pas_du_nombre_d_enfants(
    qui: str, monde: Monde
) -> None:
    def compter_les_requetes() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as donnees,
            CaptureQueriesContext(connections["cles"]) as cles,
        ):
            listes.liste(monde.acteur(qui), listes.Demande(), at=monde.aujourd_hui)
        return len(donnees) + len(cles)

    compter_les_requetes()  # the first event opens the chain
    avant = compter_les_requetes()
    for n in range(20):
        suivi = enfant_suivi_par(monde.poste_amina, nom=f"Nom{n}")
        enrichir(suivi, monde.poste_amina, monde.marques["karthik"], le=monde.aujourd_hui)
    assert compter_les_requetes() <= avant + 3  # new names are opened and sorted, once
    assert compter_les_requetes() == avant


@pytest.mark.parametrize(("qui", "page"), list(REQUETES))
def test_le_nombre_de_requetes_d_une_page_est_fixe(
    qui: str, page: str, monde: Monde, connexion: Connexion
) -> None:
    """Neither the notes nor the children change it; docs/regles/couts.md says why each query stays."""
    client = connexion(qui)
    adresse = page.format(monde.karthik.pk)

    def compter_les_requetes() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as donnees,
            CaptureQueriesContext(connections["cles"]) as cles,
        ):
            assert client.get(adresse).status_code == 200
        return len(donnees) + len(cles)

    compter_les_requetes()  # the first event opens the chain
    avant = compter_les_requetes()
    for n in range(12):
        enrichir(monde.karthik, monde.poste_amina, monde.marques["karthik"], le=monde.aujourd_hui)
        enfant_suivi_par(monde.poste_amina, nom=f"Nom{n}")
    compter_les_requetes()  # new names of the list are opened and sorted, once
    assert (avant, compter_les_requetes()) == (REQUETES[qui, page],) * 2


def test_un_brouillon_ne_coute_aucune_requete_de_plus(monde: Monde, connexion: Connexion) -> None:
    amina = connexion("amina")
    adresse = FICHE.format(monde.karthik.pk)
    amina.get(adresse)
    services.garder_brouillon(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, texte="Rappeler la maman jeudi",
        at=monde.aujourd_hui,
    )  # fmt: skip
    with (
        CaptureQueriesContext(connections["default"]) as donnees,
        CaptureQueriesContext(connections["cles"]) as cles,
    ):
        page = amina.get(adresse).content.decode()
    assert "Rappeler la maman jeudi" in page
    assert len(donnees) + len(cles) == REQUETES["amina", FICHE]


def test_la_journee_note_le_parcours_de_chaque_enfant_qu_elle_nomme(monde: Monde) -> None:
    """A child who is there for its silence alone has its event too: the silence is read in its parcours."""
    muet = enfant_suivi_par(monde.poste_amina, nom="Muet")
    Parcours.objects.filter(dossier=muet).update(recue="2020-01-01", entree="2020-01-01")
    jour = journee(monde.acteur("amina"), at=monde.aujourd_hui)
    assert [s.dossier for s in jour.silencieux] == [muet.pk]
    notes = {(e.contenu["acte"], e.contenu["volet"]): e.contenu for e in Evenement.objects.all()}
    # what is missing of the agreements of the family is read in its volet
    assert set(notes) == {("lister", "identite"), ("lire", "parcours"), ("lire", "famille")}
    montres = sorted(str(d.pk) for d in (monde.karthik, muet))
    assert all(sorted(n["dossiers"]) == montres for n in notes.values())


@pytest.mark.parametrize(
    "filtre", [{"etapes": frozenset({"parcours_en_cours"})}, {"sans_referent": True}]
)
def test_un_filtre_sur_un_volet_ferme_ne_devine_rien(
    monde: Monde, filtre: dict[str, object]
) -> None:
    page = listes.liste(monde.acteur("sylvie"), listes.Demande(**filtre), at=monde.aujourd_hui)
    assert (page.total, page.visibles) == (0, 3)


@pytest.mark.parametrize("page", [-1, 0, 1, 2, 99, 10**9])
def test_une_page_au_dela_de_la_fin_montre_la_derniere(monde: Monde, page: int) -> None:
    for n in range(50):
        enfant_suivi_par(None, programme=monde.programme, nom=f"Nom{n:02}")
    lue = listes.liste(monde.acteur("leila"), listes.Demande(page=page), at=monde.aujourd_hui)
    assert (lue.total, lue.pages) == (53, 2)
    assert (lue.page, len(lue.lignes)) == ((1, 50) if page <= 1 else (2, 3))


def test_la_journee_ne_compte_que_ses_enfants_et_ses_etapes(monde: Monde) -> None:
    jours = {qui: journee(monde.acteur(qui), at=monde.aujourd_hui) for qui in ("amina", "leila")}
    enfants = {q: {t.enfant for ts in j.taches.values() for t in ts} for q, j in jours.items()}
    assert {q: len(e) for q, e in enfants.items()} == {"amina": 1, "leila": 3}
    assert [j.enfants_suivis for j in jours.values()] == [1, 3]
    assert [j.sans_referent for j in jours.values()] == [None, 1]


def test_le_silence_se_mesure_sur_les_volets_que_l_on_lit(monde: Monde) -> None:
    """Nour reads santé: a note there breaks the silence for her, not for Amina."""
    loin = monde.aujourd_hui - timedelta(days=90)
    for volet, table in JOURNAL.items():
        if volet is not Volet.SANTE:
            table.objects.filter(dossier=monde.karthik).update(le=loin)
    amina, nour = (journee(monde.acteur(q), at=monde.aujourd_hui) for q in ("amina", "nour"))
    assert [(s.dossier, s.jours) for s in amina.silencieux] == [(monde.karthik.pk, 90)]
    assert nour.silencieux == ()
