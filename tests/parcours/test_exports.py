"""Nominative exports: for a member who may know these children, encrypted, marked, told, soon erased."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from uuid import UUID, uuid4

import msoffcrypto
import pytest
from django.test import Client
from django.utils import timezone
from msoffcrypto.exceptions import InvalidKeyError

from maillage.dossiers import purge
from maillage.notions.erreurs import Introuvable
from maillage.parcours import exportation
from maillage.parcours.exportation import ChiffrementImpossible, SansDestinataire
from maillage.parcours.models import ExportNominatif
from maillage.partage import chartes
from maillage.partage.rules.charte import BORNES_DE_LA_MAISON, Clause
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde

Connexion = Callable[[str], Client]
pytestmark = BASES
RAISON = "Préparer la rentrée avec les référents"


def exporter(monde: Monde, pour: str = "amina", formulaire: UUID | None = None):
    return exportation.exporter(
        acteur=monde.acteur("leila"), destinataire_id=monde.personnes[pour].pk, raison=RAISON,
        formulaire=formulaire or uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip


def ouvrir(octets: bytes, phrase: str) -> str:
    """Everything that the opened workbook holds: cells, headers, properties."""
    scelle, clair = msoffcrypto.OfficeFile(BytesIO(octets)), BytesIO()
    scelle.load_key(password=phrase, verify_password=True)
    scelle.decrypt(clair)
    with zipfile.ZipFile(clair) as zip_:
        return "".join(zip_.read(n).decode() for n in zip_.namelist() if n.endswith(".xml"))


def test_la_liste_ne_tient_que_les_enfants_que_les_deux_personnes_connaissent(monde: Monde) -> None:
    fait = exporter(monde)
    _, octets = exportation.fichier(monde.acteur("leila"), fait.id, at=monde.aujourd_hui)
    lu = ouvrir(octets, fait.phrase)
    assert fait.nombre == 1
    assert "Karthik" in lu
    assert "Inès" not in lu  # Karim follows her, Amina does not


def test_chaque_page_porte_pour_qui_par_qui_quand_et_sous_quel_numero(monde: Monde) -> None:
    fait = exporter(monde)
    _, octets = exportation.fichier(monde.acteur("leila"), fait.id, at=monde.aujourd_hui)
    marque = f"Établi pour Amina Haddad par Leïla Marchand le {monde.aujourd_hui:%d/%m/%Y}, n° 1"
    assert ouvrir(octets, fait.phrase).count(marque) == 4  # sheet, header, footer, properties


def test_sans_la_phrase_le_fichier_ne_dit_rien_et_la_phrase_n_est_gardee_nulle_part(
    monde: Monde,
) -> None:
    fait = exporter(monde)
    rang = ExportNominatif.objects.get()
    octets = bytes(rang.fichier)
    assert not any(
        nom.encode() in octets or nom.encode("utf-16-le") in octets for nom in monde.noms
    )
    with pytest.raises(InvalidKeyError):
        ouvrir(octets, "abcd-efgh-jkmn-pqrs-tuvw")
    gardes = {str(getattr(rang, f.attname)) for f in rang._meta.fields}
    assert fait.phrase not in " ".join(gardes)
    assert fait.phrase not in " ".join(str(e.contenu) for e in Evenement.objects.all())


def test_un_chiffrement_qui_echoue_ne_laisse_aucun_fichier(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        exportation.OOXMLFile, "encrypt", lambda _self, _phrase, sortie: sortie.write(b"clair")
    )
    with pytest.raises(ChiffrementImpossible):
        exporter(monde)
    assert not ExportNominatif.objects.exists()


@pytest.mark.parametrize("pour", ["claire", "bruno", "sylvie", "voisine", "zoe"])
def test_qui_ne_suit_personne_ne_recoit_pas_de_liste(monde: Monde, pour: str) -> None:
    with pytest.raises(SansDestinataire):
        exporter(monde, pour)
    proposes = {i for i, _ in exportation.destinataires(monde.acteur("leila"), monde.aujourd_hui)}
    assert monde.personnes[pour].pk not in proposes
    assert not ExportNominatif.objects.exists()


def test_apres_un_jour_le_fichier_est_efface_et_la_ligne_reste(monde: Monde) -> None:
    fait = exporter(monde)
    ExportNominatif.objects.update(expire_le=timezone.now())
    with pytest.raises(Introuvable):
        exportation.fichier(monde.acteur("leila"), fait.id, at=monde.aujourd_hui)
    assert exportation.effacer_les_perimes() == 1
    assert bytes(ExportNominatif.objects.get().fichier) == b""
    (ligne,) = exportation.registre(monde.acteur("leila"))
    assert (ligne.destinataire, ligne.raison, ligne.disponible) == ("Amina Haddad", RAISON, False)


def test_chaque_liste_laisse_un_evenement_avec_ses_dossiers(monde: Monde) -> None:
    exporter(monde)
    evenement = Evenement.objects.filter(contenu__acte="exporter_les_noms").get()
    assert evenement.contenu["dossiers"] == [str(monde.karthik.pk)]
    assert evenement.contenu["regle"] == "coord_export"


def test_la_page_montre_la_phrase_une_fois_et_le_meme_envoi_n_en_fait_pas_deux(
    monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")
    assert "Aucune liste n’est sortie" in leila.get("/enfants/listes/").content.decode()
    envoi = {
        "destinataire": str(monde.personnes["amina"].pk), "raison": RAISON, "formulaire": str(uuid4())
    }  # fmt: skip
    page = leila.post("/enfants/listes/", envoi).content.decode()
    assert "montré une seule fois" in page
    assert leila.post("/enfants/listes/", envoi).status_code == 404
    assert ExportNominatif.objects.count() == 1
    adresse = f"/enfants/listes/{ExportNominatif.objects.get().pk}/"
    fichier = leila.get(adresse)
    assert fichier["Content-Disposition"] == 'attachment; filename="liste-1.xlsx"'
    assert "montré une seule fois" not in leila.get("/enfants/listes/").content.decode()
    assert connexion("amina").get(adresse).status_code == 403
    assert leila.post("/enfants/listes/", envoi | {"raison": ""}).status_code == 422


def test_la_charte_peut_interdire_toute_liste(monde: Monde, connexion: Connexion) -> None:
    chartes.publier(
        acteur=monde.acteur("leila"), lue=0, texte=chartes.charte_livree().texte,
        clauses=[Clause.SANS_EXPORT], bornes=BORNES_DE_LA_MAISON,
    )  # fmt: skip
    chartes.signer(acteur=monde.acteur("leila"), version=1)
    assert connexion("leila").get("/enfants/listes/").status_code == 403
    assert "Listes nominatives" not in connexion("leila").get("/enfants/").content.decode()


def test_une_phrase_se_lit_a_voix_haute_et_ne_se_devine_pas() -> None:
    phrases = {exportation.nouvelle_phrase() for _ in range(200)}
    assert len(phrases) == 200
    assert all(len(p) == 24 and set(p) <= {*exportation.LETTRES, "-"} for p in phrases)


def test_une_purge_efface_les_fichiers_qui_attendent_encore(monde: Monde) -> None:
    exporter(monde)
    exportation.oublier_les_fichiers(monde.karthik.pk)
    assert exportation.oublier_les_fichiers in purge.AVANT
    assert bytes(ExportNominatif.objects.get().fichier) == b""
