"""Reads of what was released. This module, and what it imports, knows no child: it reads the store and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils import timezone

from maillage.notions.erreurs import Introuvable
from maillage.publications import routeur
from maillage.publications.errors import DocumentChange
from maillage.publications.magasin.models import DocumentDeParution
from maillage.publications.magasin.models import Parution as Rang
from maillage.publications.rules.canonique import empreinte_du_texte, message_a_signer
from maillage.publications.rules.contenus_lus import lire_etiquettes, lire_tables
from maillage.publications.rules.parutions import (
    DocumentJoint,
    Parution,
    ParutionDetaillee,
    Seing,
)


def publications(programme_id: UUID, *, retirees: bool = False) -> tuple[Parution, ...]:
    """The releases of a programme, the latest first; those withdrawn only when asked for."""
    rangs = Rang.objects.using(routeur.lecture()).filter(programme=programme_id)
    if not retirees:
        rangs = rangs.filter(retrait=None)
    lus = rangs.select_related("retrait").defer("contenu").order_by("-numero")
    return tuple(_parution(r) for r in lus)


def parution(
    numero: int, programme_id: UUID, *, cle_attendue: str = "", retirees: bool = False
) -> ParutionDetaillee:
    """One release of this programme, its signature checked; `Introuvable` for any other, and for one withdrawn.

    `cle_attendue`: the public key of this installation, when the reader knows it.
    """
    rangs = Rang.objects.using(routeur.lecture()).select_related("retrait")
    rang = rangs.filter(programme=programme_id, numero=numero).first()
    if rang is None or (not retirees and _retrait(rang)):
        raise Introuvable
    return _detaillee(rang, cle_attendue)


def toutes(numero: int, *, cle_attendue: str = "") -> ParutionDetaillee:
    """One release whatever its programme: for whoever administers the installation, on the command line."""
    rang = Rang.objects.using(routeur.lecture()).filter(numero=numero).first()
    if rang is None:
        raise Introuvable
    return _detaillee(rang, cle_attendue)


def dernier_numero() -> int:
    """The greatest number of the store, whatever the programme; 0 when nothing was ever released."""
    rangs = Rang.objects.using(routeur.lecture()).order_by("-numero")
    return rangs.values_list("numero", flat=True).first() or 0


def seings(cle_attendue: str = "") -> Iterator[tuple[int, Seing]]:
    """The check of every signature of the store, withdrawn releases too."""
    rangs = Rang.objects.using(routeur.lecture()).order_by("numero")
    for rang in rangs.iterator():
        yield rang.numero, _seing(rang, cle_attendue)


def document(numero: int, ident: UUID, programme_id: UUID) -> tuple[DocumentJoint, bytes]:
    """A document of a release that is shown, and its bytes; refused when they are not those that were joined."""
    rang = (
        DocumentDeParution.objects.using(routeur.lecture())
        .filter(id=ident, parution_id=numero, parution__programme=programme_id)
        .filter(parution__retrait=None)
        .first()
    )
    if rang is None:
        raise Introuvable
    octets = bytes(rang.octets)
    if hashlib.sha256(octets).hexdigest() != rang.empreinte:
        raise DocumentChange
    return _document(rang), octets


def verifier(texte: str, empreinte: str, cle: str, signature: str, cle_attendue: str = "") -> Seing:
    """Check a signature on the text as it is in the store."""
    if empreinte_du_texte(texte) != empreinte:
        return Seing.MODIFIEE
    try:
        publique = Ed25519PublicKey.from_public_bytes(bytes.fromhex(cle))
        publique.verify(bytes.fromhex(signature), message_a_signer(empreinte))
    except (InvalidSignature, ValueError):
        return Seing.MODIFIEE
    return Seing.AUTRE_CLE if cle_attendue and cle != cle_attendue else Seing.INTACTE


def _detaillee(rang: Rang, cle_attendue: str) -> ParutionDetaillee:
    contenu: Mapping[str, Any] = json.loads(rang.contenu)
    joints = rang.documents.using(routeur.lecture()).defer("octets").order_by("depose_le")
    return ParutionDetaillee(
        parution=_parution(rang),
        tables=lire_tables(contenu),
        etiquettes=lire_etiquettes(contenu),
        definitions=tuple(contenu["definitions"]),
        seuil=contenu["seuil"],
        arretee_au=date.fromisoformat(contenu["arretee_au"]),
        seing=_seing(rang, cle_attendue),
        documents=tuple(_document(d) for d in joints),
        contenu=contenu,
    )


def _seing(rang: Rang, cle_attendue: str) -> Seing:
    """The check of the text, and of what is shown beside it: the columns say what was signed, or the row was changed."""
    dit = verifier(rang.contenu, rang.empreinte, rang.cle, rang.signature, cle_attendue)
    return dit if dit is Seing.MODIFIEE or _dit_ce_qui_est_signe(rang) else Seing.MODIFIEE


def _dit_ce_qui_est_signe(rang: Rang) -> bool:
    signe: Mapping[str, Any] = json.loads(rang.contenu)
    tels_quels = ("numero", "titre", "annee", "periode", "mode", "base", "par")
    return (
        all(signe.get(c) == getattr(rang, c) for c in tels_quels)
        and signe.get("programme") == str(rang.programme)
        and datetime.fromisoformat(signe["approuvee_le"]) == rang.approuvee_le
    )


def _retrait(rang: Rang) -> Any:
    return getattr(rang, "retrait", None)


def _parution(rang: Rang) -> Parution:
    retrait = _retrait(rang)
    return Parution(
        numero=rang.numero,
        programme_id=rang.programme,
        titre=rang.titre,
        annee=rang.annee,
        periode=rang.periode,
        mode=rang.mode,
        base=rang.base,
        approuvee_le=timezone.localtime(rang.approuvee_le),
        par=rang.par,
        empreinte=rang.empreinte,
        retiree_le=timezone.localtime(retrait.le) if retrait else None,
        motif_du_retrait=retrait.motif if retrait else "",
    )


def _document(rang: DocumentDeParution) -> DocumentJoint:
    return DocumentJoint(
        id=rang.id,
        nature=rang.nature,
        nom=rang.nom,
        type=rang.type,
        taille=rang.taille,
        empreinte=rang.empreinte,
        depose_le=timezone.localtime(rang.depose_le),
    )
