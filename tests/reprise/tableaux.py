"""Small trackers as csv, for tests that write in the base."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.comptes.rules import Acteur
from maillage.reprise import services, travaux

COLONNES = (
    "Nom;Prénom;Sexe;Date de naissance;Adresse;Téléphone;École;Classe;Motifs;Accord famille;"
    "Pris en charge;Référent;Date d'entrée;EPS 1;Actions;Date de sortie;Motif de sortie;Observations"
)
LINA = (
    "Benali;Lina;F;12/03/2016;4 rue Ampère;06 39 98 00 01;Collège Elsa Triolet;6e;absentéisme;oui;"
    "oui;Nadia Perrin;04/09/2025;10/10/2025;CLAS;;;Vient régulièrement"
)
MALO = (
    "Le Goff;Malo;M;01/02/2014;8 rue Ampère;06 39 98 00 02;Collège Elsa Triolet;5e;bagarres;oral;"
    "oui;Karim Osei;15/01/2026;;atelier théâtre;;;suivi orthophonique depuis janvier"
)
SANS_NOM = ";;F;12/03/2015;9 rue Ampère;06 39 98 00 03;;CM1;absentéisme;oui;oui;;;;;;;"


def tableau(*lignes: str) -> bytes:
    return "\r\n".join((COLONNES, *lignes)).encode()


def importer(acteur: Acteur, octets: bytes, at: date, nom: str = "suivi.csv") -> UUID:
    """Deposit and run an import, as the pages and the worker do."""
    reprise = services.deposer(acteur=acteur, nom=nom, octets=octets, modele_id=None, at=at)
    services.lancer(acteur=acteur, reprise_id=reprise, at=at)
    travaux.importer(reprise, at=at)
    return reprise
