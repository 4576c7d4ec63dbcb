"""What is shown is what was signed: a row or a document that says something else is told, never shown as sound."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from maillage.publications.magasin.models import DocumentDeParution, Parution
from maillage.publications.queries import lecture
from maillage.publications.rules.parutions import Seing
from tests.factories.monde import BASES, Monde
from tests.factories.parutions import LE, parue

pytestmark = BASES


COLONNES: dict[str, Any] = {
    "numero": 2, "programme": uuid4(), "titre": "Faux", "annee": 2022, "periode": "t1", "mode": "arrondi",
    "base": 10, "par": "Personne", "approuvee_le": LE + timedelta(days=1),
}  # fmt: skip


@pytest.mark.parametrize("colonne", COLONNES)
def test_une_colonne_qui_ne_dit_pas_ce_qui_est_signe_se_voit(colonne: str, monde: Monde) -> None:
    """The store lets nobody change a row: the row is read as somebody below the base would have left it."""
    rang = parue(monde.programme.pk, 1)
    assert lecture._detaillee(rang, "").seing is Seing.INTACTE
    setattr(rang, colonne, COLONNES[colonne])
    assert lecture._detaillee(rang, "").seing is Seing.MODIFIEE


def test_le_texte_signe_d_une_autre_est_dit_a_qui_lit_et_a_qui_verifie(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    rang = parue(monde.programme.pk, 1)
    colonnes = {f.name: getattr(rang, f.name) for f in Parution._meta.fields}
    Parution.objects.create(**{**colonnes, "numero": 2, "preparation": uuid4(), "titre": "Faux"})
    assert dict(lecture.seings()) == {1: Seing.INTACTE, 2: Seing.MODIFIEE}
    assert "Ne vous fiez pas" in connexion("claire").get("/publications/2/").content.decode()
    assert "Ne vous fiez pas" not in connexion("claire").get("/publications/1/").content.decode()


def test_un_document_modifie_ne_se_telecharge_pas(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    parue(monde.programme.pk, 1)
    rang = DocumentDeParution.objects.create(
        parution_id=1, nature="rapport", nom="rapport.pdf", type="application/pdf", octets=b"%PDF-faux",
        taille=9, empreinte="00" * 32, depose_le=timezone.now(), par="Leïla",
    )  # fmt: skip
    client = connexion("claire")
    reponse = client.get(f"/publications/1/documents/{rang.id}/")
    assert reponse.status_code == 409
    assert "Ce document n’est plus celui qui a été joint" in reponse.content.decode()
    assert b"%PDF" not in reponse.content
