"""A letter as a document that a programme opens in its own word processor: the same words as the PDF, marked alike.

Built part by part: no template is read, so a text typed by somebody is never anything but a text (docs/decisions/0021).
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentOuvert
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from maillage.syntheses.queries.courriers import CourrierImprime

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SANS_HEURE = (1980, 1, 1, 0, 0, 0)
VIGNETTE = "docProps/thumbnail.jpeg"


def docx(c: CourrierImprime) -> bytes:
    """The document. The same letter always gives the same bytes: no hour, no machine, no author in its properties."""
    document = Document()
    _proprietes(document, c)
    _marque(document, c)
    document.add_paragraph(c.programme)
    adresse = document.add_paragraph("\n".join(p for p in (c.nom, c.adresse) if p))
    adresse.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_heading(f"{c.titre} : {c.enfant}", level=1)
    document.add_paragraph(f"Objet : {c.objet}")
    if c.finalite:
        document.add_paragraph(f"Pour : {c.finalite}")
    document.add_paragraph(c.ouverture)
    for titre, textes in c.parties:
        document.add_heading(titre, level=2)
        for texte in textes:
            document.add_paragraph(texte)
    document.add_paragraph(c.cloture)
    document.add_paragraph(f"Le {c.le:%d/%m/%Y}, {', '.join(c.signataires)}")
    tampon = BytesIO()
    document.save(tampon)
    return _sans_heure(tampon.getvalue())


def _proprietes(document: DocumentOuvert, c: CourrierImprime) -> None:
    p, jour = document.core_properties, datetime(c.le.year, c.le.month, c.le.day)
    p.title, p.subject, p.language = f"Courrier {c.numero}", "", "fr-FR"
    p.author = p.last_modified_by = p.comments = p.keywords = p.category = ""
    p.created = p.modified = jour
    p.revision = 1


def _marque(document: DocumentOuvert, c: CourrierImprime) -> None:
    """On each page: for whom it was made, by number and day."""
    section = document.sections[0]
    for paragraphe, texte in (
        (section.header.paragraphs[0], c.marque),
        (section.footer.paragraphs[0], "Confidentiel. À détruire après usage."),
    ):
        paragraphe.text = texte
        paragraphe.runs[0].font.size = Pt(8)


def _sans_heure(octets: bytes) -> bytes:
    """The same parts without the hour of the machine nor the picture that the library ships."""
    tampon = BytesIO()
    with ZipFile(BytesIO(octets)) as lu, ZipFile(tampon, "w", ZIP_DEFLATED) as ecrit:
        for nom in lu.namelist():
            if nom != VIGNETTE:
                ecrit.writestr(ZipInfo(nom, SANS_HEURE), lu.read(nom), ZIP_DEFLATED)
    return tampon.getvalue()
