"""Run in a process of its own: 200 unique words entered through every form and by a file, then everything left on disk.

Prints, as JSON, the words and what was refused. What it writes (bases, journals caught in the middle of a transaction,
backups, deposits, sessions, logs, temporary files) is all in the folder of the settings.
"""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
from datetime import timedelta
from itertools import count
from uuid import uuid4

import django

django.setup()

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.test import Client

from maillage.chiffrement import maitresse
from maillage.comptes import temoin
from maillage.dossiers.rules import Volet
from maillage.parcours.services import ecrire_note, garder_brouillon
from maillage.reprise.models import Reprise
from tests.factories.monde import Monde, creer_monde
from tests.reserve import preparer_les_bases

NOMBRE = 200
refus: list[str] = []
mots: list[str] = []
rangs = count(1)


def canari(lieu: str) -> str:
    """A word that exists nowhere else, made of letters only, as names are."""
    chiffres = "".join("abcdefghij"[int(c)] for c in f"{next(rangs):04d}")
    mot = f"Qz{lieu}{chiffres}xk"
    mots.append(mot)
    return mot


def poster(client: Client, adresse: str, saisie: dict[str, object], attendu: int = 302) -> None:
    reponse = client.post(adresse, saisie)
    if reponse.status_code != attendu:
        refus.append(f"{adresse} : {reponse.status_code}")


def formulaires(monde: Monde, amina: Client, leila: Client) -> None:
    k, jour = f"/enfants/{monde.karthik.pk}", monde.aujourd_hui.isoformat()
    for volet in ("identite", "famille", "scolarite", "social", "parcours", "mediation"):
        saisie = {"volet": volet, "nature": "", "le": jour, "formulaire": uuid4()}
        poster(amina, f"{k}/note/", {**saisie, "texte": canari("note")})
    demain = (monde.aujourd_hui + timedelta(days=1)).isoformat()
    etape = {"libelle": canari("etape"), "echeance": demain, "formulaire": uuid4()}
    poster(amina, f"{k}/etape/", etape)
    poster(amina, f"{k}/brouillon/", {"texte": canari("brouillon")}, 200)
    identite = {"nom": canari("nom"), "prenom": canari("prenom"), "naissance": "09/03/2017"}
    poster(amina, f"{k}/identite/corriger/", {**identite, "sexe": "garcon", "version": 1})
    domicile = {"adresse": canari("rue"), "ville": canari("ville"), "quartier": canari("quartier")}
    poster(amina, f"{k}/identite/adresse/", domicile)
    adulte = {"nom": canari("adulte"), "lien": canari("lien"), "telephone": "0612345678"}
    poster(amina, f"{k}/famille/responsable/", {**adulte, "exercice": "a_verifier"})
    ecole = {"rentree": "2025", "etablissement": canari("ecole"), "niveau": ""}
    poster(amina, f"{k}/scolarite/annee/", ecole)
    poster(amina, "/enfants/", {"q": canari("recherche")}, 200)
    poster(amina, f"{k}/famille/fratrie/", {"q": canari("fratrie")}, 200)
    fin = (monde.aujourd_hui + timedelta(days=90)).isoformat()
    gel = {"motif": "autre", "precision": canari("gel"), "jusqu_au": fin}
    poster(leila, f"/conservation/{monde.karthik.pk}/geler/", gel)
    archive = f"/conservation/{monde.archive.pk}/archive/"
    poster(leila, archive, {"raison": canari("raison")}, 200)
    poster(leila, f"{k}/note/", {"volet": "parcours", "texte": canari("refusee"), "le": "?"}, 422)


def fichier(leila: Client) -> None:
    """A tracker deposited, read again on each page, imported; another one left deposited; one refused."""
    lignes = ["Nom;Prénom;Date de naissance;Adresse;Responsable;École;Observations"]
    for n in range(18):
        cases = [canari(c) for c in ("nomf", "prenomf")]
        cases += [f"{n % 28 + 1:02d}/03/2016"]
        cases += [canari(c) for c in ("ruef", "mere", "ecolef", "observation")]
        lignes.append(";".join(cases))
    octets = "\n".join(lignes).encode()
    for importe in (True, False):
        envoi = SimpleUploadedFile(f"{canari('fichier')}.csv", octets)
        poster(leila, "/reprise/", {"fichier": envoi})
        reprise = f"/reprise/{Reprise.objects.order_by('-created_at').first().pk}"
        for page in ("colonnes", "verifier"):
            if leila.get(f"{reprise}/{page}/").status_code != 200:
                refus.append(f"{reprise}/{page}/")
        if importe:
            poster(leila, f"{reprise}/importer/", {})
            leila.get(f"{reprise}/resultat/")
    poster(
        leila, "/reprise/", {"fichier": SimpleUploadedFile("x.csv", canari("vide").encode())}, 302
    )
    leila.get("/reprise/a-trier/")


def au_milieu(monde: Monde) -> None:
    """Copy the bases and their journals while a transaction is open, then change a draft: freed pages and all."""
    amina = monde.acteur("amina")
    qui = {"acteur": amina, "dossier_id": monde.karthik.pk, "at": monde.aujourd_hui}
    with transaction.atomic():
        for _ in range(len(mots), NOMBRE):
            ecrire_note(
                volet=Volet.SOCIAL,
                texte=canari("milieu"),
                le=monde.aujourd_hui,
                formulaire=uuid4(),
                **qui,
            )
        shutil.copytree(settings.DONNEES, settings.DONNEES.parent / "milieu")
    for _ in range(3):
        garder_brouillon(texte=canari("efface"), **qui)


def main() -> None:
    traces = logging.FileHandler(settings.DONNEES / "service.log")
    logging.getLogger().addHandler(traces)
    logging.getLogger().setLevel(logging.DEBUG)
    preparer_les_bases()
    maitresse.creer(settings.CLE_MAITRESSE)
    monde = creer_monde()
    clients = [Client(raise_request_exception=False, SERVER_NAME="localhost") for _ in range(2)]
    for client, nom in zip(clients, ("amina", "leila"), strict=True):
        client.force_login(monde.personnes[nom])
        cle = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = temoin.signer(cle)
    formulaires(monde, *clients)
    fichier(clients[1])
    au_milieu(monde)
    for base in ("default", "cles"):
        chemin = str(connections[base].settings_dict["NAME"])
        with sqlite3.connect(chemin) as vive, sqlite3.connect(f"{chemin}.sauvegarde") as copie:
            vive.backup(copie)
    print(json.dumps({"mots": mots, "refus": refus, "temoin": monde.personnes["amina"].nom}))


main()
