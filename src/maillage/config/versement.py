r"""`maillage versement`: the content of a list, given to the public archives before it is destroyed here.

The file is one encrypted archive: `MAILLAGE-VERSEMENT-1\n | salt (16) | nonce (12) | AES-256-GCM of a zip`. The key comes
from a passphrase by scrypt (n = 2^15, r = 8, p = 1); the header is authenticated. In the zip, one JSON file per dossier
(each table of each volet, with its clear columns), `sommes.txt` (SHA-256 of each file) and `LISEZ-MOI.txt`. The phrase is
printed once, and goes to the Archives by another way than the file.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import secrets
import sys
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.core.serializers.json import DjangoJSONEncoder

from maillage.chiffrement.services import trousseau
from maillage.config.ligne_de_commande import FAIT
from maillage.dossiers import conservation
from maillage.dossiers.models import Bordereau, Dossier, EnregistrementScelle
from maillage.dossiers.rescellement import tables
from maillage.dossiers.rules import Volet
from maillage.dossiers.rules.conservation import SortFinal
from maillage.notions.erreurs import ErreurMetier
from maillage.tracabilite import services as tracabilite

ENTETE = b"MAILLAGE-VERSEMENT-1\n"
SEL, NONCE = 16, 12  # bytes
LISEZ_MOI = """Versement de dossiers individuels de réussite éducative, par Maillage.
Un fichier JSON par dossier, nommé par sa cote : les enregistrements de chaque volet, avec leurs dates.
sommes.txt donne l'empreinte SHA-256 de chaque fichier. Ces documents sont couverts par le secret professionnel.
"""
SANS_INTERET = {"scelle", "dossier", "version", "formulaire", "empreinte"}


class VersementIllisible(ErreurMetier):
    """The file was altered, or the phrase is not its phrase."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier ne s'ouvre pas : il est abîmé, ou la phrase n'est pas la sienne."
        )


def versement(options: argparse.Namespace) -> int:
    """Write the file of a list, or open one."""
    if options.ouvrir:
        phrase = sys.stdin.readline().strip()
        options.vers.write_bytes(dechiffrer(Path(options.quoi).read_bytes(), phrase))
        print(f"Archive ouverte dans {options.vers} : effacez-la dès qu'elle est classée.")
        return FAIT
    rang = Bordereau.objects.filter(pk=_identifiant(options.quoi), etat="prepare").first()
    if rang is None or rang.sort != SortFinal.VERSEMENT:
        raise ErreurMetier("Aucune liste préparée pour un versement ne porte cet identifiant.")
    if options.vers.exists():
        raise ErreurMetier(f"Le fichier {options.vers} existe déjà.")
    phrase = "-".join(secrets.token_hex(2) for _ in range(8))
    chiffre = chiffrer(composer(rang), phrase)
    tracabilite.noter(
        tracabilite.Fait(
            acte="verser",
            acteur=None,
            programme=rang.programme_id,
            regle="ligne_de_commande",
            objet=f"bordereau {rang.id}",
            nombre=rang.lignes.filter(ecartee="").count(),
        )
    )
    with options.vers.open("xb") as fichier:
        fichier.write(chiffre)
        fichier.flush()
        os.fsync(fichier.fileno())
    empreinte = hashlib.sha256(chiffre).hexdigest()
    conservation.retenir_le_versement(rang.id, empreinte)
    print(f"Versement écrit dans {options.vers}, SHA-256 {empreinte}.")
    print(f"Phrase, à remettre par un autre chemin que le fichier : {phrase}")
    return FAIT


def composer(rang: Bordereau) -> bytes:
    """The zip, in memory only: nothing is ever written in clear on the disk."""
    tampon, sommes = io.BytesIO(), []
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for ligne in rang.lignes.filter(ecartee="").order_by("id"):
            texte = json.dumps(
                _contenu(ligne.dossier_id), ensure_ascii=False, indent=1, cls=DjangoJSONEncoder
            ).encode()
            nom = f"{ligne.dossier_id}.json"
            archive.writestr(nom, texte)
            sommes.append(f"{hashlib.sha256(texte).hexdigest()}  {nom}\n")
        archive.writestr("sommes.txt", "".join(sommes))
        archive.writestr("LISEZ-MOI.txt", LISEZ_MOI)
    return tampon.getvalue()


def _contenu(dossier_id: UUID) -> dict[str, Any]:
    dossier = Dossier.objects.get(pk=dossier_id)
    cles = trousseau(dossier.programme_id, [dossier_id])
    lu: dict[str, Any] = {"cote": str(dossier_id), "ouvert_le": dossier.created_at.date()}
    for volet in Volet:
        for table in tables(volet):
            rangs = table.objects.filter(dossier_id=dossier_id).order_by("created_at")
            lus = [{**_clair(r), **r.ouvrir(cles)} for r in rangs if r.scelle]
            if lus:
                lu.setdefault(volet.value, {})[table.__name__] = lus
    return lu


def _clair(rang: EnregistrementScelle) -> dict[str, Any]:
    """Columns that are not sealed: dates and codes."""
    champs = [c for c in rang._meta.concrete_fields if c.name not in SANS_INTERET]  # noqa: SLF001
    return {c.name: getattr(rang, c.attname) for c in champs}


def chiffrer(clair: bytes, phrase: str) -> bytes:
    """Close bytes under a phrase."""
    sel, nonce = os.urandom(SEL), os.urandom(NONCE)
    return ENTETE + sel + nonce + AESGCM(_cle(phrase, sel)).encrypt(nonce, clair, ENTETE + sel)


def dechiffrer(octets: bytes, phrase: str) -> bytes:
    """Open what `chiffrer` closed."""
    debut = len(ENTETE)
    if not octets.startswith(ENTETE):
        raise VersementIllisible
    sel, reste = octets[debut : debut + SEL], octets[debut + SEL :]
    try:
        return AESGCM(_cle(phrase, sel)).decrypt(reste[:NONCE], reste[NONCE:], ENTETE + sel)
    except (InvalidTag, ValueError):
        raise VersementIllisible from None


def _cle(phrase: str, sel: bytes) -> bytes:
    return Scrypt(salt=sel, length=32, n=2**15, r=8, p=1).derive(phrase.encode())


def _identifiant(texte: str) -> UUID:
    try:
        return UUID(texte)
    except ValueError:
        raise ErreurMetier(f"« {texte} » n'est pas l'identifiant d'une liste.") from None
