"""Documents joined to a release: reports made of released figures, that readers download with it."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.comptes.rules import Acteur
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.publications.errors import DocumentRefuse
from maillage.publications.magasin.models import DocumentDeParution
from maillage.publications.queries import lecture
from maillage.publications.routeur import MAGASIN
from maillage.publications.rules.parutions import Parution

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
TAILLE_MAX = 20 * 1024 * 1024


def joindre(
    acteur: Acteur,
    parution: Parution,
    document: bytes,
    nom: str,
    nature: str,
    *,
    at: date | None = None,
) -> UUID:
    """Deposit a report with a release that is shown. The same bytes twice are one document.

    `nom`: a file name; its ending says the type. `nature`: a code of the room that wrote it (`rapport`, `rapport_elus`…).
    """
    jour = at or timezone.localdate()
    decision = decide(acteur, Acte.PUBLIER, None, None, jour)
    noter(acteur, Acte.PUBLIER, decision, objet=f"document publication {parution.numero}")
    if not decision or acteur.programme_id is None:
        raise PermissionError(decision.motif.phrase)
    lue = lecture.parution(parution.numero, acteur.programme_id)
    fin = nom.rsplit(".", 1)[-1].lower()
    if fin not in TYPES:
        raise DocumentRefuse(f"Un document joint est un fichier {', '.join(TYPES)}.")
    if not document or len(document) > TAILLE_MAX:
        raise DocumentRefuse("Ce document est vide, ou dépasse 20 Mo.")
    somme = hashlib.sha256(document).hexdigest()
    with transaction.atomic(using=MAGASIN):
        deja = DocumentDeParution.objects.filter(parution_id=lue.parution.numero, empreinte=somme)
        if rang := deja.first():
            return rang.id
        return DocumentDeParution.objects.create(
            parution_id=lue.parution.numero,
            nature=nature,
            nom=nom,
            type=TYPES[fin],
            octets=document,
            taille=len(document),
            empreinte=somme,
            depose_le=timezone.now(),
            par=acteur.nom,
        ).id
