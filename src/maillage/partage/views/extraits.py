"""Extracts received: the only page of a partner on a situation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from maillage.partage import extraits
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte


@page(acte=Acte.RECEVOIR_DES_EXTRAITS)
def recus(request: Requete) -> HttpResponse:
    """What was written for this person, situation by situation, without a name unless the author wrote it."""
    return render(request, "partage/extraits.html", {"situations": extraits.recus(request.acteur)})
