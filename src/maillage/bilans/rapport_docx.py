"""The report as a document to open in a word processor: built part by part, no text can become anything but a text."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentOuvert

from maillage.bilans.rules.blocs import Bloc
from maillage.bilans.rules.rapport import Rapport

SANS_HEURE = (1980, 1, 1, 0, 0, 0)
VIGNETTE, LIENS = "docProps/thumbnail.jpeg", "_rels/.rels"
LIEN_DE_LA_VIGNETTE = re.compile(rb"<Relationship [^>]*thumbnail[^>]*/>")


def docx(r: Rapport) -> bytes:
    """The same report always gives the same bytes: no hour, no machine, no author in its properties."""
    document = Document()
    p = document.core_properties
    p.title, p.subject, p.language = f"{r.titre}, rapport annuel", "", "fr-FR"
    p.author = p.last_modified_by = p.comments = p.keywords = p.category = ""
    p.created = p.modified = datetime(int(r.annee[:4]) + 1, 1, 1)
    p.revision = 1
    document.add_paragraph(r.programme)
    document.add_heading(r.titre, level=1)
    document.add_paragraph(
        f"Publication n° {r.numero}, approuvée le {r.approuvee_le}. {r.protection}"
    )
    for f in r.faits:
        document.add_paragraph(f"{f.prefixe} {f.nombre} {f.mots}".strip(), style="List Bullet")
    _texte(document, r.commentaires.get("edito", ""))
    for s in r.sections:
        document.add_heading(s.titre, level=2)
        document.add_paragraph(s.question)
        for b in s.blocs:
            _bloc(document, b)
        if s.commentaire:
            document.add_heading("L’équipe dit", level=3)
            _texte(document, s.commentaire)
    _definitions(document, r)
    tampon = BytesIO()
    document.save(tampon)
    return _sans_heure(tampon.getvalue())


def _texte(document: DocumentOuvert, texte: str) -> None:
    for paragraphe in filter(str.strip, texte.split("\n")):
        document.add_paragraph(paragraphe)


def _bloc(document: DocumentOuvert, b: Bloc) -> None:
    if b.titre:
        document.add_heading(b.titre, level=3)
    for phrase in b.phrases:
        document.add_paragraph(phrase)
    if b.lignes:
        table = document.add_table(rows=1, cols=len(b.colonnes), style="Light Grid Accent 1")
        for case, nom in zip(table.rows[0].cells, b.colonnes, strict=True):
            case.text = nom
        for ligne in b.lignes:
            for case, valeur in zip(table.add_row().cells, ligne, strict=True):
                case.text = valeur
    if b.provenance:
        document.add_paragraph(b.provenance)


def _definitions(document: DocumentOuvert, r: Rapport) -> None:
    document.add_heading("Définitions", level=2)
    for d in r.definitions:
        document.add_heading(f"{d['libelle']} ({d['code']} v{d['version']})", level=3)
        document.add_paragraph(f"{d['question']} {d['formule']} {d['periode']}")
        document.add_paragraph(f"Limites : {d['limites']}")


def _sans_heure(octets: bytes) -> bytes:
    tampon = BytesIO()
    with ZipFile(BytesIO(octets)) as lu, ZipFile(tampon, "w", ZIP_DEFLATED) as ecrit:
        for nom in lu.namelist():
            if nom == VIGNETTE:
                continue
            octets = lu.read(nom)
            if nom == LIENS:
                octets = LIEN_DE_LA_VIGNETTE.sub(b"", octets)
            ecrit.writestr(ZipInfo(nom, SANS_HEURE), octets, ZIP_DEFLATED)
    return tampon.getvalue()
