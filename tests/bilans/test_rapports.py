"""The annual report on its pages: made of a release alone, commented, frozen by its approval, downloaded by the élue."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.bilans import documents as fabrique
from maillage.bilans.errors import CommentaireChange, NomDansLeTexte, RapportApprouve, RapportChange
from maillage.bilans.models import CommentaireDeRapport, RapportAnnuel
from maillage.bilans.models.rapports import COMPARTIMENT
from maillage.bilans.queries.rapports import NATURES
from maillage.bilans.services import rapports as services
from maillage.bilans.services.enquete import ecrire_valeurs
from maillage.chiffrement import rotation
from maillage.chiffrement.models import CleDeVolet
from maillage.chiffrement.services import trousseau
from maillage.dossiers import rescellement
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire
from maillage.publications.magasin.models import DocumentDeParution
from maillage.publications.models import Preparation
from maillage.publications.services import parutions
from maillage.tracabilite.models import Evenement
from tests.bilans.parutions import commence, ecrire, lu
from tests.factories.monde import BASES, Monde

pytestmark = BASES
Connexion = Callable[[str], Client]
ANNEE = AnneeScolaire(2024)


def texte(reponse: object) -> str:
    brut = re.sub(r"<[^>]+>", " ", reponse.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", html.unescape(brut)).replace("\u00a0", " ")


@pytest.fixture
def documents_brefs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing takes seconds, and has its own tests: here a document is the words of the report."""
    for faire in ("imprimer", "imprimer_pour_les_elus"):
        monkeypatch.setattr(fabrique, faire, lambda r, f=faire: f"{f} {r!r}".encode())
    monkeypatch.setattr(
        fabrique, "imprimer_pour_les_familles", lambda lu: repr(lu.familles).encode()
    )


def test_sans_publication_la_page_mene_a_en_preparer_une(
    monde: Monde, connexion: Connexion
) -> None:
    page = texte(connexion("leila").get("/bilans/rapports/"))
    assert "Aucune publication approuvée" in page
    assert "Préparer une publication" in page


def test_le_rapport_dit_la_publication_et_chaque_nombre_mene_a_sa_source(
    monde: Monde, connexion: Connexion, parution_de_l_annee: int
) -> None:
    leila = connexion("leila")
    assert "Commencer le rapport" in texte(leila.get("/bilans/rapports/"))
    vers = leila.post("/bilans/rapports/commencer/", {"parution": parution_de_l_annee})
    assert vers.status_code == 302
    encore = leila.post("/bilans/rapports/commencer/", {"parution": parution_de_l_annee})
    assert encore.url == vers.url, "begun twice, it is one report"
    reponse = leila.get(vers.url)
    page = texte(reponse)
    assert "Environ 160 enfants accompagnés en 2024-2025" in page
    brut = reponse.content.decode()
    for b in (b for s in reponse.context["r"].sections for b in s.blocs if b.table):
        assert f'href="/publications/{parution_de_l_annee}/#t-{b.table}"' in brut
        assert all(f"/chiffres/definitions/{d}/" in brut for d, _ in b.definitions)
    assert "Maillage n’enregistre pas encore les comités de pilotage" in page
    assert "ne tient pas encore les feuilles de présence" in page
    assert "ne porte aucun tableau sur les actions du plan" in page
    assert not [m for m in monde.mots_secrets if m in brut]


def test_aucune_lecture_d_enfant_pour_faire_le_rapport(
    monde: Monde, parution_de_l_annee: int
) -> None:
    """The tables that know children are asked nothing: figures come from the store, the rest from what people wrote."""
    ident = commence(monde, parution_de_l_annee)
    with CaptureQueriesContext(connection) as posees:
        fabrique.page_a_garder(lu(monde, ident).rapport)
    tables = {t for q in posees for t in re.findall(r'(?:FROM|JOIN) "([a-z_]+)"', q["sql"])}
    des_seances = {"eps_seance", "eps_participation"}  # days and institutions: they name no child
    assert des_seances <= tables
    assert {t.split("_")[0] for t in tables - des_seances} <= {
        "bilans", "chiffrement", "comptes", "territoire", "tracabilite", "partage",
    }  # fmt: skip


def test_une_publication_inconnue_d_un_autre_programme_ou_retiree_n_a_pas_de_rapport(
    monde: Monde, connexion: Connexion, parution_de_l_annee: int
) -> None:
    leila = connexion("leila")
    assert leila.post("/bilans/rapports/commencer/", {"parution": "77"}).status_code == 404
    assert leila.post("/bilans/rapports/commencer/", {"parution": "x"}).status_code == 404
    ident = commence(monde, parution_de_l_annee)
    with pytest.raises(Introuvable):
        services.commencer(
            acteur=monde.acteur("voisine"), parution=parution_de_l_annee, at=monde.aujourd_hui
        )
    assert connexion("claire").get(f"/bilans/rapports/{ident}/").status_code == 403
    parutions.retirer(
        acteur=monde.acteur("leila"), preparation_id=Preparation.objects.get().id, motif="Erreur",
        at=monde.aujourd_hui,
    )  # fmt: skip
    assert leila.get(f"/bilans/rapports/{ident}/").status_code == 404


def test_un_commentaire_est_scelle_garde_ses_versions_et_ne_s_ecrase_pas(
    monde: Monde, connexion: Connexion, parution_de_l_annee: int
) -> None:
    ident, leila = commence(monde, parution_de_l_annee), connexion("leila")
    adresse = f"/bilans/rapports/{ident}/ecrire/motifs/"
    assert leila.post(adresse, {"texte": "Le langage inquiète.", "rang_lu": 0}).status_code == 302
    assert b"langage" not in bytes(CommentaireDeRapport.objects.get().scelle)
    tard = leila.post(adresse, {"texte": "Autre chose.", "rang_lu": 0})
    assert tard.status_code == 409
    assert "Le langage inquiète." in texte(tard)
    assert "Autre chose." in texte(tard)
    assert leila.post(adresse, {"texte": "Les deux.", "rang_lu": 1}).status_code == 302
    assert "Le langage inquiète." in texte(leila.get(adresse)), "older texts stay readable"
    leila.post(adresse, {"texte": "Les\x0b deux.\x02", "rang_lu": 2})
    assert CommentaireDeRapport.objects.get(en_vigueur=True).ouvrir() == "Les deux."
    assert "Les deux." in texte(leila.get(f"/bilans/rapports/{ident}/"))
    assert leila.get(f"/bilans/rapports/{ident}/ecrire/inconnue/").status_code == 404


def test_un_texte_qui_nomme_un_enfant_est_refuse_un_mot_douteux_se_confirme(
    monde: Monde, connexion: Connexion, parution_de_l_annee: int
) -> None:
    ident, leila = commence(monde, parution_de_l_annee), connexion("leila")
    adresse = f"/bilans/rapports/{ident}/ecrire/edito/"
    d = monde.karthik
    i = enfants.identites([d.pk], trousseau(d.programme_id, [d.pk], [Volet.IDENTITE]))[d.pk]
    with pytest.raises(NomDansLeTexte) as refus:
        ecrire(monde, ident, "edito", f"Bravo à {i.prenom.upper()} {i.nom}.", confirme=True)
    assert refus.value.trouves.certains
    seul = leila.post(adresse, {"texte": f"La rue {i.nom} est loin.", "rang_lu": 0})
    assert "ne désignent" in texte(seul)
    oui = {"texte": f"La rue {i.nom} est loin.", "rang_lu": 0, "confirme": "on"}
    assert leila.post(adresse, oui).status_code == 302


def test_le_nom_d_un_professionnel_est_signale(monde: Monde, parution_de_l_annee: int) -> None:
    ident, nom = commence(monde, parution_de_l_annee), monde.acteur("amina").nom
    with pytest.raises(NomDansLeTexte) as refus:
        ecrire(monde, ident, "eps", f"Merci à {nom}.")
    assert refus.value.trouves.possibles == (nom,)
    ecrire(monde, ident, "eps", f"Merci à {nom}.", confirme=True)


@pytest.mark.usefixtures("documents_brefs")
def test_approuver_remet_les_documents_et_gele_chiffres_et_textes(
    monde: Monde, connexion: Connexion, parution_de_l_annee: int
) -> None:
    leila, ident = connexion("leila"), commence(monde, parution_de_l_annee)
    ecrire(monde, ident, "parcours", "Les relais tiennent.")
    equipe(monde, "2")
    assert "Sans commentaire" in texte(leila.get(f"/bilans/rapports/{ident}/approuver/"))
    avant = lu(monde, ident)
    assert leila.post(f"/bilans/rapports/{ident}/approuver/").status_code == 302
    rangs = list(DocumentDeParution.objects.filter(parution_id=parution_de_l_annee))
    assert {d.nature for d in rangs} == set(NATURES)
    equipe(monde, "7")
    apres = lu(monde, ident)
    assert apres.complet
    assert apres.rapport == avant.rapport, "what is written later does not enter a closed report"
    faits = {d.nature: hashlib.sha256(d.octets).hexdigest() for d in fabrique.documents(apres)}
    assert faits == {d.nature: d.empreinte for d in rangs}, "the same bytes, made again"
    with pytest.raises(RapportApprouve):
        ecrire(monde, ident, "parcours", "Autre.", rang_lu=1)
    with pytest.raises(RapportApprouve):
        services.approuver(acteur=monde.acteur("leila"), rapport_id=ident, at=monde.aujourd_hui)
    assert leila.get(f"/bilans/rapports/{ident}/ecrire/parcours/").status_code == 302
    assert leila.get(f"/bilans/rapports/{ident}/documents/rapport/").url.startswith(
        f"/publications/{parution_de_l_annee}/documents/"
    )


def equipe(monde: Monde, etp: str) -> None:
    ecrire_valeurs(
        acteur=monde.acteur("leila"), annee=ANNEE, valeurs={"equipe.coordonnateur": Decimal(etp)},
        lu=10**9, at=monde.aujourd_hui,
    )  # fmt: skip


@pytest.mark.usefixtures("documents_brefs")
def test_l_elue_lit_les_documents_remis_et_aucun_brouillon(
    monde: Monde, connexion: Connexion, parution_de_l_annee: int
) -> None:
    ident, claire = commence(monde, parution_de_l_annee), connexion("claire")
    for adresse in (
        "/bilans/rapports/", f"/bilans/rapports/{ident}/", f"/bilans/rapports/{ident}/documents/rapport/",
        f"/bilans/rapports/{ident}/approuver/", f"/bilans/rapports/{ident}/ecrire/edito/",
    ):  # fmt: skip
        assert claire.get(adresse).status_code == 403
    assert "Documents" not in texte(claire.get(f"/publications/{parution_de_l_annee}/"))
    services.approuver(acteur=monde.acteur("leila"), rapport_id=ident, at=monde.aujourd_hui)
    page = claire.get(f"/publications/{parution_de_l_annee}/")
    liens = re.findall(r'href="(/publications/\d+/documents/[^"]+)"', page.content.decode())
    assert len(liens) == len(NATURES)
    assert all(claire.get(lien).status_code == 200 for lien in liens)
    assert connexion("amina").get(liens[0]).status_code == 403


@pytest.mark.usefixtures("documents_brefs")
def test_interrompu_apres_la_fermeture_le_depot_se_reprend_sans_doublon(
    monde: Monde, parution_de_l_annee: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident, leila, vrai = (
        commence(monde, parution_de_l_annee),
        monde.acteur("leila"),
        services.joindre,
    )
    reste = [2]

    def coupe(*args: object, **kw: object) -> object:
        reste[0] -= 1
        if reste[0] < 0:
            raise ConnectionError
        return vrai(*args, **kw)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "joindre", coupe)
    with pytest.raises(ConnectionError):
        services.approuver(acteur=leila, rapport_id=ident, at=monde.aujourd_hui)
    assert RapportAnnuel.objects.get().etat == "approuve"
    assert not lu(monde, ident).complet
    monkeypatch.setattr(services, "joindre", vrai)
    services.approuver(acteur=leila, rapport_id=ident, at=monde.aujourd_hui)
    assert lu(monde, ident).complet
    assert DocumentDeParution.objects.count() == len(NATURES)


@pytest.mark.usefixtures("documents_brefs")
def test_un_texte_ecrit_pendant_que_les_documents_se_font_empeche_d_approuver(
    monde: Monde, parution_de_l_annee: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident, vrai = commence(monde, parution_de_l_annee), services.documents

    def ecrit_entre_temps(lue: object) -> object:
        ecrire(monde, ident, "edito", "Un mot de plus.")
        return vrai(lue)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "documents", ecrit_entre_temps)
    with pytest.raises(RapportChange):
        services.approuver(acteur=monde.acteur("leila"), rapport_id=ident, at=monde.aujourd_hui)
    assert not DocumentDeParution.objects.exists()
    assert RapportAnnuel.objects.get().etat == "brouillon"


def test_chaque_geste_est_au_journal_sans_un_mot_du_texte(
    monde: Monde, parution_de_l_annee: int
) -> None:
    ident = commence(monde, parution_de_l_annee)
    ecrire(monde, ident, "manques", "Aucun orthophoniste avant huit mois.")
    contenus = [str(c) for c in Evenement.objects.values_list("contenu", flat=True)]
    assert any(f"rapport {ident}" in c for c in contenus)
    assert not [c for c in contenus if "orthophoniste" in c]
    with pytest.raises(Introuvable):
        ecrire(monde, uuid4(), "manques", "x")
    with pytest.raises(CommentaireChange):
        ecrire(monde, ident, "manques", "y")


def test_quand_les_cles_tournent_les_textes_se_lisent_encore(
    monde: Monde, parution_de_l_annee: int
) -> None:
    ident = commence(monde, parution_de_l_annee)
    ecrire(monde, ident, "manques", "Aucun orthophoniste avant huit mois.")
    rang = CommentaireDeRapport.objects.get()
    couples = [(monde.programme.pk, rang.pk, COMPARTIMENT)]
    maintenant = timezone.now()
    assert rotation.tourner_volets(couples, maintenant) == 1
    bilan = rescellement.poursuivre(
        couples, lambda *_: None, maintenant=maintenant + timedelta(hours=2)
    )
    assert (bilan.valeurs, bilan.detruites, bilan.illisibles) == (1, 1, 0)
    assert bytes(CommentaireDeRapport.objects.get().scelle) != bytes(rang.scelle)
    assert lu(monde, ident).commentaires["manques"].texte.startswith("Aucun")


def test_un_texte_dont_la_cle_est_perdue_le_dit_et_n_entre_dans_aucun_document(
    monde: Monde, connexion: Connexion, parution_de_l_annee: int
) -> None:
    ident, leila = commence(monde, parution_de_l_annee), connexion("leila")
    ecrire(monde, ident, "manques", "Aucun orthophoniste avant huit mois.")
    CleDeVolet.objects.filter(volet=COMPARTIMENT).delete()
    assert "sa clé est perdue" in texte(leila.get(f"/bilans/rapports/{ident}/"))
    assert "perdue" not in fabrique.page_a_garder(lu(monde, ident).rapport).decode()
    adresse = f"/bilans/rapports/{ident}/ecrire/manques/"
    assert leila.get(adresse).context["form"].initial["texte"] == ""
    assert leila.post(adresse, {"texte": "De nouveau.", "rang_lu": 1}).status_code == 302
    assert "De nouveau." in texte(leila.get(f"/bilans/rapports/{ident}/"))
