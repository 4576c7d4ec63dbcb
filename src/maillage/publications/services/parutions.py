"""Approving and withdrawing. A release is signed and written in the store first: killed between the two, the act is taken up again."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.chiffrement import signature
from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.partage.rules.actes import Acte
from maillage.publications.errors import AutreParue, ChangeeDepuis, PasLaMeme
from maillage.publications.magasin.models import Parution, RetraitDeParution
from maillage.publications.models import Preparation
from maillage.publications.queries.noms import exiger_sans_nom
from maillage.publications.queries.registre import dernier_numero, numeros_parus
from maillage.publications.routeur import MAGASIN
from maillage.publications.rules.canonique import (
    empreinte_du_texte,
    message_a_signer,
    texte_canonique,
)
from maillage.publications.rules.contenus_lus import lire_tables
from maillage.publications.rules.vie import Geste
from maillage.publications.services.calculs import exiger_le_raccord
from maillage.publications.services.preparations import (
    exiger_le_passage,
    exiger_pas_parue,
    la_sienne,
    noter_le_geste,
)

ACTE = Acte.PUBLIER
A_L_APPROBATION = ("numero", "approuvee_le", "par")  # the rest was sealed with the protection
ESSAIS = 5  # two programmes may take the same number at once


def approuver(*, acteur: Acteur, preparation_id: UUID, version: int, at: date) -> int:
    """Sign and release; return its number. `version`: the one that was read on the page of approval.

    The approvals of a programme follow one another: each is checked against all that came out before it.
    """
    with transaction.atomic():
        Programme.objects.select_for_update().filter(pk=acteur.programme_id).first()
        rang = la_sienne(acteur, preparation_id)
        vers = exiger_le_passage(rang, Geste.APPROUVER)
        if rang.version != version:
            raise ChangeeDepuis
        contenu = rang.ouvrir()["contenu"]
        parue = Parution.objects.filter(preparation=rang.id).first()
        if parue is None:
            parue = _paraitre(rang, contenu, acteur)
        elif not _est_la_meme(parue, contenu):
            raise PasLaMeme
        rang.etat, rang.numero = vers, parue.numero
        rang.approuvee_le, rang.approuvee_par_id = parue.approuvee_le, acteur.id
        rang.save()
        noter_le_geste(acteur, ACTE, rang.id, at)
    return parue.numero


def _est_la_meme(parue: Parution, contenu: dict[str, Any]) -> bool:
    """Cut after the store, the act is taken up again: with what was signed, and nothing else."""
    signe: dict[str, Any] = json.loads(parue.contenu)
    sans = {c: v for c, v in signe.items() if c not in A_L_APPROBATION}
    return texte_canonique(sans) == texte_canonique(contenu)


def _paraitre(rang: Preparation, contenu: dict[str, Any], acteur: Acteur) -> Parution:
    for essai in range(ESSAIS):
        try:
            with transaction.atomic(using=MAGASIN):
                _exiger_que_tout_soit_connu(rang, contenu)
                return _signer(rang, contenu, acteur, dernier_numero() + 1)
        except IntegrityError:
            if essai == ESSAIS - 1:
                raise
    raise AssertionError


def _exiger_que_tout_soit_connu(rang: Preparation, contenu: dict[str, Any]) -> None:
    """Nothing came out since the protection: neither of its year, nor of a year that would give it away."""
    if numeros_parus(rang.programme_id, rang.annee) != rang.connues:
        raise AutreParue
    exiger_le_raccord(rang, {t.id: t.cells for t in lire_tables(contenu)})


def _signer(rang: Preparation, contenu: dict[str, Any], acteur: Acteur, numero: int) -> Parution:
    le = timezone.now()
    par = f"{acteur.nom}, {acteur.mission_affichee.lower()}"
    texte = texte_canonique(
        {**contenu, **dict(zip(A_L_APPROBATION, (numero, le.isoformat(), par), strict=True))}
    )
    somme = empreinte_du_texte(texte)
    cle, seing = signature.signer(message_a_signer(somme))
    return Parution.objects.create(
        numero=numero,
        programme=rang.programme_id,
        preparation=rang.id,
        titre=rang.titre,
        annee=rang.annee,
        periode=rang.periode,
        mode=rang.mode,
        base=rang.base,
        approuvee_le=le,
        par=par,
        contenu=texte,
        empreinte=somme,
        cle=cle,
        signature=seing,
    )


def retirer(*, acteur: Acteur, preparation_id: UUID, motif: str, at: date) -> None:
    """Stop showing a release. It stays in the register: what was read is known for ever."""
    exiger_sans_nom(acteur, motif, at=at)
    with transaction.atomic():
        rang = la_sienne(acteur, preparation_id)
        if rang.numero is None:
            exiger_pas_parue(rang)
        vers = exiger_le_passage(rang, Geste.RETIRER)
        le = timezone.now()
        with transaction.atomic(using=MAGASIN):
            if not RetraitDeParution.objects.filter(parution_id=rang.numero).exists():
                RetraitDeParution.objects.create(
                    parution_id=rang.numero, le=le, par=acteur.nom, motif=motif
                )
        rang.etat, rang.retiree_le = vers, le
        rang.save()
        noter_le_geste(acteur, ACTE, rang.id, at)
