"""Attachments of the journal: looked at, cleaned, sealed with the volet of their entry."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import pikepdf
from PIL import Image, ImageOps

from maillage.accords.rules.fichiers import (
    PIXELS_MAX,
    RAISONS,
    FichierLu,
    FichierRefuse,
    TypeDeFichier,
    nettoyer_fichier,
)
from maillage.chiffrement.services import Trousseau
from maillage.parcours.errors import PieceJointeRefusee
from maillage.parcours.models import PIECES, Note, Piece
from maillage.parcours.rules.notes import PIECES_MAX

QUALITE = 88  # of a photograph written again


@dataclass(frozen=True, slots=True)
class PiecePropre:
    """A file that may be kept, and the words that say what it is."""

    libelle: str
    fichier: FichierLu


def nettoyer(fichiers: Iterable[tuple[str, bytes]]) -> tuple[PiecePropre, ...]:
    """Each file, told by what it holds; `PieceJointeRefusee` says which one is not kept and why.

    The words come from whoever joins it: the name of the file is never kept.
    """
    lues = tuple(fichiers)
    if len(lues) > PIECES_MAX:
        raise PieceJointeRefusee(f"Une note garde {PIECES_MAX} pièces jointes au plus.")
    return tuple(PiecePropre(mots, _propre(rang, o)) for rang, (mots, o) in enumerate(lues, 1))


def _propre(rang: int, octets: bytes) -> FichierLu:
    try:
        lu = nettoyer_fichier(octets)
        return _recrire(octets) if lu.type is TypeDeFichier.PDF else _recoder(octets, lu.type)
    except FichierRefuse as refus:
        raise PieceJointeRefusee(RAISONS[str(refus)], rang) from None


def _recrire(octets: bytes) -> FichierLu:
    """The PDF read whole and written again, without what it says of its author; then looked at again, nothing packed.

    Written in clear objects, a script that was hidden in an odd packing shows itself.
    """
    ecrit = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(octets)) as lu:
            if not len(lu.pages):
                raise FichierRefuse("abime")
            _oter(lu.trailer, "/Info")
            _oter(lu.Root, "/Metadata", "/OpenAction", "/AA", "/AcroForm", "/PieceInfo")
            for page in lu.pages:
                _oter(page.obj, "/Metadata", "/AA", "/PieceInfo", "/Thumb")
            lu.remove_unreferenced_resources()
            lu.save(
                ecrit, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True
            )
    except pikepdf.PasswordError:
        raise FichierRefuse("actif") from None
    except pikepdf.PdfError:
        raise FichierRefuse("abime") from None
    return nettoyer_fichier(ecrit.getvalue())


def _oter(objet: pikepdf.Object, *noms: str) -> None:
    for nom in noms:
        if nom in objet:
            del objet[nom]


def _recoder(octets: bytes, genre: TypeDeFichier) -> FichierLu:
    """The picture drawn again from its pixels, upright: nothing of what came with them is copied."""
    try:
        with Image.open(io.BytesIO(octets), formats=[genre.value.upper()]) as lue:
            if lue.width * lue.height > PIXELS_MAX:
                raise FichierRefuse("immense")
            droite = ImageOps.exif_transpose(lue)
            modes = ("L", "RGB") if genre is TypeDeFichier.JPEG else ("L", "RGB", "RGBA", "1")
            nue = Image.new(sortie := _mode(droite.mode, modes), droite.size)
            nue.paste(droite.convert(sortie))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as erreur:
        if isinstance(erreur, FichierRefuse):
            raise
        raise FichierRefuse("abime") from None
    ecrite = io.BytesIO()
    nue.save(ecrite, format=genre.value.upper(), quality=QUALITE, optimize=True)
    return FichierLu(genre, ecrite.getvalue())


def _mode(lu: str, permis: tuple[str, ...]) -> str:
    if lu in permis:
        return lu
    return "RGBA" if "RGBA" in permis and lu in ("P", "PA", "LA", "La", "RGBa") else "RGB"


def preparer(
    note: Note, pieces: Iterable[PiecePropre], auteur_id: UUID | None, cles: Trousseau
) -> tuple[list[Piece], list[dict[str, object]]]:
    """The sealed rows of these files, to be saved after their entry, and what the entry says of them."""
    rangs, dits = [], []
    for piece in pieces:
        genre, taille = piece.fichier.type, len(piece.fichier.octets)
        rang = PIECES[note.volet](
            dossier_id=note.dossier_id, note=note, type=genre, taille=taille, auteur_id=auteur_id
        )
        rang.sceller({"octets": base64.b64encode(piece.fichier.octets).decode()}, cles)
        rangs.append(rang)
        dits.append(
            {"id": str(rang.pk), "type": genre.value, "taille": taille, "libelle": piece.libelle}
        )
    return rangs, dits
