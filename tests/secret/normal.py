"""What may honestly differ from one answer to the next, and nothing else, is made equal here."""

from __future__ import annotations

import io
import re
import zipfile

from django.http import HttpResponse

UUID = rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# random by design: the token of a form, the number of a form, the reference of a breakdown, the secret of an enrolment
JETONS = (
    (re.compile(rb'(name="csrfmiddlewaretoken" value=)"\w+"'), rb"\1"),
    (re.compile(rb'("X-CSRFToken": ?)"\w+"'), rb"\1"),
    (re.compile(rb"(X-CSRFToken&quot;: ?&quot;)\w+"), rb"\1"),
    (re.compile(rb'(name="formulaire" value=)"' + UUID + rb'"'), rb"\1"),
    (re.compile(rb'(id="id_formulaire"[^>]*value=)"' + UUID + rb'"'), rb"\1"),
)
COOKIE = re.compile(r"(?<=csrftoken=)[^;]+|(?<=session=)[^;]+|(?<=expires=)[^;]+")
FABRIQUE = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*<")


def corps(reponse: HttpResponse) -> bytes:
    """The body; a spreadsheet is opened: every sheet, hidden or not, every cell and property."""
    contenu = reponse.content
    if contenu[:2] == b"PK":
        return classeur(contenu)
    for motif, reste in JETONS:
        contenu = motif.sub(reste, contenu)
    return contenu


def classeur(octets: bytes) -> bytes:
    """The parts of a spreadsheet, one after another, without the instant at which it was made."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        parts = [nom.encode() + b"\n" + archive.read(nom) for nom in sorted(archive.namelist())]
    return FABRIQUE.sub(b"", b"\n".join(parts))


def entetes(reponse: HttpResponse) -> tuple[str, ...]:
    """Every header and cookie, values of random tokens apart."""
    lignes = [f"{nom}: {_valeur(nom, reponse)}" for nom in sorted(reponse.headers)]
    lignes += [COOKIE.sub("", m.OutputString()) for m in reponse.cookies.values()]
    return tuple(lignes)


def _valeur(nom: str, reponse: HttpResponse) -> str:
    valeur = reponse.headers[nom]
    if nom == "Expires":  # the instant of the answer
        return ""
    juste = nom == "Content-Length" and valeur == str(len(reponse.content))
    if juste and reponse.content[:2] == b"PK":  # compressed with the instant of its making inside
        return "of the body"
    return valeur
