"""Behind the second wall, as the role of the application: whole stories, page after page, and the operator's commands."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from maillage.accords.models import PartageConsenti
from maillage.chiffrement import tombes
from maillage.chiffrement.models import CleDeVolet, Tombe
from maillage.comptes.models import Institution
from maillage.comptes.rules import Mission
from maillage.config import journal, ouverture, versement
from maillage.config.ligne_de_commande import analyseur
from maillage.dossiers import purge, rescellement
from maillage.dossiers.models import Bordereau, Dossier, OuvertureDeVolet
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.dossiers.rules.conservation import MotifDePurge
from maillage.enfants.models import Responsable
from maillage.parcours.models import ExportNominatif, NoteSante
from maillage.partage import journal as regards
from maillage.partage import pose
from maillage.partage.models import Urgence
from maillage.tracabilite import services as tracabilite
from maillage.tracabilite.models import Evenement
from tests.enfants import test_accords
from tests.enfants.test_accords import demander, expliquer, repondre
from tests.factories.dossiers import DossierFactory, noter
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import (
    OccupationFactory,
    PosteFactory,
    montrer_le_second_facteur,
    personne,
)
from tests.parcours.test_conservation import VIEUX, echoir
from tests.partage.murs import application, lignes, mur  # noqa: F401 - fixture
from tests.partage.test_partages import MOT, URGENT

pytestmark = [BASES, pytest.mark.postgresql, pytest.mark.usefixtures("mur")]
Connexion = Callable[[str], Client]


@pytest.fixture(autouse=True)
def fichier_des_tombes(tmp_path: Path, settings: Any) -> None:
    settings.TOMBES = tmp_path / "tombes.jsonl"


@pytest.fixture
def echu(monde: Monde) -> Dossier:
    """A child of whom nothing was written for years, in every volet, archived as long ago."""
    qui = DossierFactory(programme=monde.programme, identite={"nom": "Zembla", "prenom": "Ali"})
    for volet in VOLETS_DU_DOSSIER:
        noter(qui, volet, f"CanariEchu {volet}", le=VIEUX)
    echoir(qui)
    return qui


@pytest.fixture
def dpo(monde: Monde) -> Client:
    client, qui = Client(), personne("Dominique Petit", monde.programme, Mission.DPO)
    client.force_login(qui)
    montrer_le_second_facteur(client, qui)
    return client


def commande(*mots: str) -> int:
    """A command as the operator types it, once Django is ready."""
    options = analyseur().parse_args(list(mots))
    with ouverture.au_titre_de(options):
        lancer = {**ouverture.COMMANDES, "journal": journal.lancer}[options.commande]
        return lancer(options)


def preparer(leila: Client, monde: Monde, sort: str) -> Bordereau:
    assert leila.post("/conservation/listes/preparer/", {"sort": sort}).status_code == 302
    liste = Bordereau.objects.get()
    visa = {"reference": "AD93-2026-7", "le": monde.aujourd_hui.isoformat()}
    assert leila.post(f"/conservation/listes/{liste.pk}/visa/", visa).status_code == 302
    return liste


def restes(dossier: Dossier) -> int:
    """Sealed rows of a dossier, seen by the owner."""
    tables = [t for v in Volet for t in rescellement.tables(v)]
    return sum(t.objects.filter(dossier_id=dossier.pk).count() for t in tables)


def test_une_elimination_va_de_la_liste_a_la_purge_derriere_le_mur(
    monde: Monde, echu: Dossier, connexion: Connexion, dpo: Client
) -> None:
    leila, avant = connexion("leila"), restes(echu)
    with application():
        adresse = f"/conservation/listes/{preparer(leila, monde, 'elimination').pk}/"
        assert leila.post(f"{adresse}valider/").status_code == 422, "la même personne"
        assert dpo.post(f"{adresse}valider/").status_code == 302
        assert "Exécutée" in dpo.get(adresse).content.decode()
        assert lignes("dossiers_dossier", "id") == []
    assert avant > len(VOLETS_DU_DOSSIER)
    assert restes(echu) == 0
    assert not Dossier.objects.filter(pk=echu.pk).exists()
    assert not CleDeVolet.objects.filter(dossier_id=echu.pk).exists()
    assert Tombe.objects.get().achevee_le
    assert Bordereau.objects.get().lignes.get().enregistrements > len(VOLETS_DU_DOSSIER)
    assert Dossier.objects.count() == 5


def test_un_versement_contient_tout_le_dossier_derriere_le_mur(
    monde: Monde, echu: Dossier, connexion: Connexion, tmp_path: Path, capsys: Any, dpo: Client
) -> None:
    leila, fichier = connexion("leila"), tmp_path / "versement.mlv"
    with application():
        liste = preparer(leila, monde, "versement")
        assert commande("versement", str(liste.pk), "--vers", str(fichier)) == 0
        phrase = capsys.readouterr().out.strip().rsplit(" ", 1)[1]
        assert dpo.post(f"/conservation/listes/{liste.pk}/valider/").status_code == 302
    clair = tmp_path / "clair.zip"
    clair.write_bytes(versement.dechiffrer(fichier.read_bytes(), phrase))
    with zipfile.ZipFile(clair) as archive:
        lu = archive.read(f"{echu.pk}.json").decode()
    assert [v for v in VOLETS_DU_DOSSIER if f"CanariEchu {v}" not in lu] == []
    assert "Zembla" in lu
    assert restes(echu) == 0


def test_les_cles_tournent_derriere_le_mur_sans_perdre_une_valeur(
    monde: Monde, connexion: Connexion, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    k = monde.karthik.pk
    with application():
        assert commande("cles", "tourner", "--dossier", str(k)) == 0
        assert ", 0 valeurs rescellées" not in capsys.readouterr().out
        monkeypatch.setattr(
            timezone, "now", lambda vraie=timezone.now: vraie() + timedelta(hours=2)
        )
        assert commande("cles", "tourner") == 0
        assert ", 0 volets en attente" in capsys.readouterr().out
        monkeypatch.undo()
        amina = connexion("amina")
        page = amina.get(f"/enfants/{k}/parcours/").content.decode()
    assert monde.marques["karthik"]["parcours"] in page
    assert {c.generation for c in CleDeVolet.objects.filter(dossier_id=k)} == {2}


def test_une_commande_qui_ne_verrait_aucun_dossier_est_refusee(monde: Monde, settings: Any) -> None:
    """Blind, the turn of keys would destroy those of rows that it does not see."""
    cles = CleDeVolet.objects.count()
    settings.MURS_POSTGRESQL = False
    with application():
        for mots in (("cles", "tourner"), ("sauvegarde", "verifier"), ("journal", "quotidien")):
            with pytest.raises(pose.MurImpossible, match="MAILLAGE_MURS=1 manque"):
                commande(*mots)
    assert not pose.sans_annonce()  # the owner sees everything: nothing to announce
    assert CleDeVolet.objects.count() == cles


def test_un_enfant_purge_ne_revient_pas_derriere_le_mur(monde: Monde, capsys: Any) -> None:
    qui, jour = monde.archive, monde.aujourd_hui
    with application():
        assert commande("sauvegarde", "verifier") == 0
    tombes.poser(
        programme_id=monde.programme.pk, dossier_id=qui.pk, le=jour, motif=MotifDePurge.TERME
    )
    with application():
        assert commande("sauvegarde", "verifier") == 1
        assert commande("sauvegarde", "rejouer") == 0
        assert "1 étaient revenus" in capsys.readouterr().out
    assert (restes(qui), purge.verifier()) == (0, (1, 0))


def test_le_journal_de_chaque_jour_connait_les_dossiers_clos(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    vus: set[Any] = set()
    clos = regards._clos

    def noter(dossiers: Any) -> set[Any]:
        vus.update(clos([monde.archive.pk, monde.karthik.pk]))
        return clos(dossiers)

    monkeypatch.setattr(regards, "_clos", noter)
    lire = {"acte": "lister", "acteur": monde.personnes["leila"].pk, "regle": "coord_liste"}
    for _ in range(3):
        tracabilite.noter(
            tracabilite.Fait(**lire, programme=monde.programme.pk, dossier=monde.archive.pk)
        )
    with application():
        assert commande("journal", "quotidien") == 0
    assert vus == {monde.archive.pk}


def test_un_accord_retire_ferme_son_partage_et_son_extrait_derriere_le_mur(
    monde: Monde, connexion: Connexion, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, bruno, k = connexion("amina"), connexion("bruno"), monde.karthik.pk
    with application():
        page = demander(
            amina, monde, "partage", cible="scolarite", vers="autre", autre_nom="École Jean Moulin",
            autre_nature="education_nationale", finalite="faire_le_point_avec_l_ecole",
        )  # fmt: skip
    ecole = Institution.objects.get(nom="École Jean Moulin")
    poste = PosteFactory(programme=monde.programme, institution=ecole, metier="enseignant")
    OccupationFactory(poste=poste, utilisateur=monde.personnes["bruno"])
    mere = Responsable.objects.get(
        dossier=k
    )  # the owner reads it: nobody is announced between two pages
    monkeypatch.setattr(test_accords, "mere", lambda _monde: mere)
    with application():
        repondre(amina, monde, page, "accord")
        expliquer(amina, monde, page)
        extraire(amina, monde, "bruno")
        assert MOT in bruno.get("/extraits/").content.decode()
        repondre(amina, monde, page, "retrait")
        assert MOT not in bruno.get("/extraits/").content.decode()
    assert PartageConsenti.objects.get(dossier=k).clos_le == monde.aujourd_hui
    assert OuvertureDeVolet.objects.get(dossier=k).finie_le


def extraire(amina: Client, monde: Monde, pour: str) -> None:
    fin = (monde.aujourd_hui + timedelta(days=5)).isoformat()
    envoi = {
        "destinataire": str(monde.personnes[pour].pk), "volet": "scolarite", "texte": MOT,
        "finalite": "Préparer la séance", "jusqu_au": fin,
    }  # fmt: skip
    assert amina.post(f"/enfants/{monde.karthik.pk}/extrait/", envoi).status_code == 302


def test_un_extrait_s_ecrit_se_lit_et_se_retire_derriere_le_mur(
    monde: Monde, connexion: Connexion
) -> None:
    amina, leila, k = connexion("amina"), connexion("leila"), monde.karthik.pk
    with application():
        extraire(amina, monde, "leila")
        assert MOT in leila.get("/extraits/").content.decode()
        assert MOT not in connexion("nour").get("/extraits/").content.decode()
    ouverture = OuvertureDeVolet.objects.get()
    with application():
        assert amina.post(f"/enfants/{k}/extrait/{ouverture.pk}/retirer/").status_code == 302
        assert MOT not in leila.get("/extraits/").content.decode()


def test_une_urgence_ouvre_un_seul_volet_et_s_examine_derriere_le_mur(
    monde: Monde, connexion: Connexion
) -> None:
    amina, leila, k = connexion("amina"), connexion("leila"), monde.karthik.pk
    marques = monde.marques["karthik"]
    with application():
        assert marques["sante"] not in amina.get(f"/enfants/{k}/sante/").content.decode()
        assert amina.post(f"/enfants/{k}/urgence/sante/", URGENT).status_code == 302
        assert marques["sante"] in amina.get(f"/enfants/{k}/sante/").content.decode()
        assert marques["protection"] not in amina.get(f"/enfants/{k}/protection/").content.decode()
        assert "malaise en classe" in leila.get("/enfants/urgences/").content.decode()
    urgence = Urgence.objects.get()
    with application():
        adresse = f"/enfants/urgences/{urgence.pk}/examiner/"
        assert leila.post(adresse, {"avis": "non_justifiee"}).status_code == 302
        # justified or not, what was opened ends with its hour, and for the others nothing opened
        assert marques["sante"] not in leila.get(f"/enfants/{k}/sante/").content.decode()
    urgence.refresh_from_db()
    assert urgence.avis == "non_justifiee"
    assert NoteSante.objects.filter(dossier=k).exists()


def test_une_liste_nominative_sort_derriere_le_mur(monde: Monde, connexion: Connexion) -> None:
    leila = connexion("leila")
    envoi = {
        "destinataire": str(monde.personnes["amina"].pk), "raison": "Préparer la rentrée",
        "formulaire": str(uuid4()),
    }  # fmt: skip
    with application():
        assert "montré une seule fois" in leila.post("/enfants/listes/", envoi).content.decode()
        rang = ExportNominatif.objects.get()
        assert leila.get(f"/enfants/listes/{rang.pk}/").status_code == 200
    assert rang.nombre == 1
    evenement = Evenement.objects.filter(contenu__acte="exporter_les_noms").order_by("id").first()
    assert evenement.contenu["dossiers"] == [str(monde.karthik.pk)]
