"""What a scanned form may be: PDF, JPEG or PNG, told by its content, rewritten without what it says of its author.

Images keep their pixels only: position, camera, comments and whatever follows the end are left out. A PDF that acts (script,
launch, file inside, sending) or that hides its content (encrypted) is refused.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum

POIDS_MAX = 10 * 1024 * 1024  # bytes
PIXELS_MAX = 60_000_000
GONFLE_MAX = 40 * 1024 * 1024  # bytes of PDF objects once inflated
PNG = b"\x89PNG\r\n\x1a\n"
MORCEAUX_GARDES = {
    b"IHDR",
    b"PLTE",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"sBIT",
    b"pHYs",
    b"IDAT",
    b"IEND",
}
ACTIFS = {
    b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"XFA", b"SubmitForm",
    b"ImportData", b"Encrypt", b"GoToE",
}  # fmt: skip
NOM_PDF = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]+)")
FLUX = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


class TypeDeFichier(StrEnum):
    """A kind of file that is kept."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"

    @property
    def media(self) -> str:
        """The name of the kind on the web."""
        return "application/pdf" if self is TypeDeFichier.PDF else f"image/{self.value}"


class FichierRefuse(ValueError):
    """Why a file is not kept; the message is a code of `RAISONS`."""


RAISONS = {
    "vide": "Ce fichier est vide.",
    "lourd": "Ce fichier dépasse 10 Mo. Numérisez en noir et blanc, ou page par page.",
    "inconnu": "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG.",
    "abime": "Ce fichier est abîmé ou incomplet.",
    "immense": "Cette image a trop de pixels. Numérisez à 300 points par pouce.",
    "actif": "Ce PDF contient un script, un fichier joint ou un mot de passe. Imprimez-le, puis numérisez le papier.",
}


@dataclass(frozen=True, slots=True)
class FichierLu:
    """A file as it is kept."""

    type: TypeDeFichier
    octets: bytes


def nettoyer_fichier(octets: bytes) -> FichierLu:
    """The file as it is kept, or `FichierRefuse`. The name and the type that were announced are not looked at."""
    if not octets:
        raise FichierRefuse("vide")
    if len(octets) > POIDS_MAX:
        raise FichierRefuse("lourd")
    if octets.startswith(b"\xff\xd8\xff"):
        return FichierLu(TypeDeFichier.JPEG, _jpeg(octets))
    if octets.startswith(PNG):
        return FichierLu(TypeDeFichier.PNG, _png(octets))
    if octets.startswith(b"%PDF-"):
        return FichierLu(TypeDeFichier.PDF, _pdf(octets))
    raise FichierRefuse("inconnu")


def _jpeg(octets: bytes) -> bytes:
    """Segments of the picture only, up to its end."""
    garde, i, mesure = [octets[:2]], 2, False
    while True:
        if i + 2 > len(octets) or octets[i] != 0xFF:
            raise FichierRefuse("abime")
        marque = octets[i + 1]
        if marque == 0xFF:  # padding
            i += 1
            continue
        if marque == 0xD9:
            if not mesure:
                raise FichierRefuse("abime")
            return b"".join([*garde, octets[i : i + 2]])
        fin = i + 2 + _longueur(octets, i + 2)
        if 0xC0 <= marque <= 0xCF and marque not in (0xC4, 0xC8, 0xCC):
            _mesurer(int.from_bytes(octets[i + 7 : i + 9]), int.from_bytes(octets[i + 5 : i + 7]))
            mesure = True
        if marque == 0xDA:
            fin = _fin_du_balayage(octets, fin)
        if marque not in range(0xE1, 0xEE) and marque not in (
            0xEF,
            0xFE,
        ):  # 0xE0 JFIF, 0xEE colours
            garde.append(octets[i:fin])
        i = fin


def _longueur(octets: bytes, i: int) -> int:
    if i + 2 > len(octets):
        raise FichierRefuse("abime")
    (longueur,) = struct.unpack(">H", octets[i : i + 2])
    if longueur < 2 or i + longueur > len(octets):
        raise FichierRefuse("abime")
    return int(longueur)


def _fin_du_balayage(octets: bytes, i: int) -> int:
    """Index of the next marker that is neither stuffing nor a restart."""
    while True:
        i = octets.find(b"\xff", i)
        if i < 0 or i + 1 >= len(octets):
            raise FichierRefuse("abime")
        if octets[i + 1] != 0x00 and not 0xD0 <= octets[i + 1] <= 0xD7:
            return i
        i += 2


def _mesurer(largeur: int, hauteur: int) -> None:
    if not largeur or not hauteur:
        raise FichierRefuse("abime")
    if largeur * hauteur > PIXELS_MAX:
        raise FichierRefuse("immense")


def _png(octets: bytes) -> bytes:
    """Chunks of the picture only, each with a good sum, up to its end."""
    garde, i = [PNG], len(PNG)
    while i + 12 <= len(octets):
        longueur, genre = struct.unpack(">I4s", octets[i : i + 8])
        fin = i + 12 + longueur
        if fin > len(octets) or zlib.crc32(octets[i + 4 : fin - 4]) != int.from_bytes(
            octets[fin - 4 : fin]
        ):
            raise FichierRefuse("abime")
        if (genre == b"IHDR") is not (i == len(PNG)) or (genre == b"IHDR" and longueur != 13):
            raise FichierRefuse("abime")
        if genre == b"IHDR":
            _mesurer(*struct.unpack(">II", octets[i + 8 : i + 16]))
        if genre in MORCEAUX_GARDES:
            garde.append(octets[i:fin])
        if genre == b"IEND":
            return b"".join(garde)
        i = fin
    raise FichierRefuse("abime")


def _pdf(octets: bytes) -> bytes:
    """The same bytes, up to the last end mark, when nothing in them acts."""
    fin = octets.rfind(b"%%EOF")
    if fin < 0:
        raise FichierRefuse("abime")
    noms = {_decoder(n) for n in NOM_PDF.findall(FLUX.sub(b"", octets))}
    reste, avant = GONFLE_MAX, 0
    for flux in FLUX.finditer(octets):
        # all that stands since the stream before: a dictionary may be long, or hold «obj» in a text
        entete, avant = NOM_PDF.findall(octets, avant, flux.start()), flux.end()
        if b"ObjStm" in {_decoder(n) for n in entete}:
            gonfle = _gonfler(flux[1], reste)
            reste -= len(gonfle)
            noms |= {_decoder(n) for n in NOM_PDF.findall(gonfle)}
    if noms & ACTIFS:
        raise FichierRefuse("actif")
    return octets[: fin + len(b"%%EOF")]


def _decoder(nom: bytes) -> bytes:
    """`/J#61vaScript` is `/JavaScript`."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda lu: bytes([int(lu[1], 16)]), nom)


def _gonfler(flux: bytes, au_plus: int) -> bytes:
    """Inflate what a PDF packs its objects in; another packing, or too much of it, is refused."""
    try:
        gonfle = zlib.decompressobj().decompress(flux, au_plus + 1)
    except zlib.error:
        raise FichierRefuse("actif") from None
    if len(gonfle) > au_plus:
        raise FichierRefuse("actif")
    return gonfle
