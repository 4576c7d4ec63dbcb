"""Releases written straight into the store, signed, for worlds where nobody prepares any."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from maillage.chiffrement import signature
from maillage.publications.magasin.models import Parution
from maillage.publications.rules.canonique import (
    empreinte_du_texte,
    message_a_signer,
    texte_canonique,
)

LE = datetime(2025, 10, 9, 8, 30, tzinfo=UTC)


def parue(programme: UUID, numero: int) -> Parution:
    """A small release: one table of two quartiers and its total."""
    contenu = {
        "format": 1, "programme": str(programme), "numero": numero, "titre": f"Chiffres n° {numero}",
        "annee": 2024, "periode": "annee", "arretee_au": "2025-08-31", "mode": "secret", "base": 5, "seuil": 5,
        "approuvee_le": LE.isoformat(), "par": "Leïla Marchand, coordonnatrice",
        "dimensions": [{"nom": "quartier", "libelle": "Quartier", "modalites": [
            {"code": "Q1", "libelle": "Le Canal"}, {"code": "Q2", "libelle": "Centre"}]}],
        "tables": [{
            "id": "quartier", "titre": "Quartier", "question": "D'où viennent les enfants ?", "dims": ["quartier"],
            "pour": ["mandat_elu", "partenariat", "pilotage"], "indicateurs": ["enfants_suivis"],
            "cells": [{"cell": {"quartier": "Q1"}, "value": 30}, {"cell": {"quartier": "Q2"}, "value": "s"},
                      {"cell": {"quartier": "total"}, "value": "s"}],
        }],
        "definitions": [{"code": "enfants_suivis", "version": 1, "libelle": "Enfants suivis",
                         "formule": "Un enfant compte une fois.", "periode": "L'année.", "limites": "",
                         "reference": ""}],
    }  # fmt: skip
    texte = texte_canonique(contenu)
    somme = empreinte_du_texte(texte)
    cle, seing = signature.signer(message_a_signer(somme))
    return Parution.objects.create(
        numero=numero, programme=programme, preparation=uuid4(), titre=str(contenu["titre"]), annee=2024,
        periode="annee", mode="secret", base=5, approuvee_le=LE, par=str(contenu["par"]), contenu=texte,
        empreinte=somme, cle=cle, signature=seing,
    )  # fmt: skip
