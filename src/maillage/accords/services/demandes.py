"""Asking the family, writing what each one says, what the child thinks, who was told, and the form that comes back."""

from __future__ import annotations

import base64
import secrets
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.accords.errors import PartageSansFin, PieceRefusee, ReponseDatee
from maillage.accords.models import (
    AvisDeLEnfant,
    DemandeDAccord,
    FormulaireSigne,
    InformationDonnee,
    ReponseDUnAdulte,
)
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.fichiers import RAISONS, FichierRefuse, nettoyer_fichier
from maillage.accords.rules.natures import Objet
from maillage.accords.rules.numeros import LETTRES, TIREES, numero_complet
from maillage.accords.services.ecriture import (
    Contenu,
    de_la_famille,
    garder,
    la_demande,
    reexaminer,
)
from maillage.comptes.models import Institution
from maillage.dossiers.services import attendre_son_tour


@transaction.atomic
def demander(
    *,
    dossier_id: UUID,
    objet: Objet,
    institution_id: UUID | None,
    poste_id: UUID | None,
    contenu: Contenu,
    depuis: date,
    jusqu_au: date,
    auteur_id: UUID,
    formulaire: UUID,
) -> DemandeDAccord:
    """Ask the family something. The same form sent twice asks once. `contenu`: `{libelle, langue}`."""
    dossier = attendre_son_tour(dossier_id)
    deja = DemandeDAccord.objects.filter(formulaire=formulaire, dossier_id=dossier_id).first()
    if deja:
        return deja
    if jusqu_au < depuis:
        raise PartageSansFin
    rang = DemandeDAccord(
        dossier_id=dossier_id, nature=objet.nature, cible=objet.volet or "",
        institution_id=institution_id, poste_id=poste_id, finalite=objet.finalite or "",
        depuis=depuis, jusqu_au=jusqu_au, numero=_numero(), auteur_id=auteur_id, formulaire=formulaire,
    )  # fmt: skip
    garder(rang, contenu, dossier)
    return rang


def institution_nommee(nom: str, nature: str) -> UUID:
    """The number of an institution, opened when nobody had named it yet. `nature` is a code of nomenclature N32."""
    ecrit = " ".join(nom.split())
    connue = Institution.objects.filter(nom__iexact=ecrit, nature=nature).first()
    return (connue or Institution.objects.create(nom=ecrit, nature=nature)).pk


def _numero() -> str:
    return numero_complet("".join(secrets.choice(LETTRES) for _ in range(TIREES)))


@transaction.atomic
def repondre(
    *,
    dossier_id: UUID,
    demande_id: UUID,
    adulte: UUID,
    sens: Sens,
    le: date,
    contenu: Contenu,
    auteur_id: UUID,
    at: date,
    formulaire: UUID,
) -> ReponseDUnAdulte:
    """Write what an adult said. A yes may open a share; a no, a disagreement or a withdrawal ends those that rested on it.

    `contenu`: `{support, langue, interprete, paroles}`.
    """
    dossier = attendre_son_tour(dossier_id)
    demande = la_demande(dossier_id, demande_id)
    de_la_famille(dossier_id, adulte)
    deja = ReponseDUnAdulte.objects.filter(formulaire=formulaire, demande=demande).first()
    if deja:
        return deja
    if le > at:
        raise ReponseDatee
    rang = ReponseDUnAdulte(
        dossier_id=dossier_id, demande=demande, adulte=adulte, sens=sens, le=le,
        rang=demande.reponses.count(), auteur_id=auteur_id, formulaire=formulaire,
    )  # fmt: skip
    garder(rang, contenu, dossier)
    reexaminer(dossier_id, auteur_id, at)
    return rang


@transaction.atomic
def informer(
    *,
    dossier_id: UUID,
    demande_id: UUID,
    adulte: UUID | None,
    donnee: bool,
    le: date,
    precision: str,
    auteur_id: UUID,
    at: date,
    formulaire: UUID,
) -> None:
    """Write that an adult was told beforehand, or why not (CASF, art. L226-2-2)."""
    dossier = attendre_son_tour(dossier_id)
    demande = la_demande(dossier_id, demande_id)
    if InformationDonnee.objects.filter(formulaire=formulaire).exists():
        return
    if adulte is not None:
        de_la_famille(dossier_id, adulte)
    if le > at:
        raise ReponseDatee
    rang = InformationDonnee(
        dossier_id=dossier_id, demande=demande, adulte=adulte, donnee=donnee, le=le,
        auteur_id=auteur_id, formulaire=formulaire,
    )  # fmt: skip
    garder(rang, {"precision": precision}, dossier)
    reexaminer(dossier_id, auteur_id, at)


@transaction.atomic
def recueillir(
    *,
    dossier_id: UUID,
    demande_id: UUID,
    recueilli: bool,
    le: date,
    paroles: str,
    auteur_id: UUID,
    formulaire: UUID,
) -> None:
    """Write what the child thinks, or why it was not asked (code civil, art. 371-1)."""
    dossier = attendre_son_tour(dossier_id)
    demande = la_demande(dossier_id, demande_id)
    if AvisDeLEnfant.objects.filter(formulaire=formulaire).exists():
        return
    rang = AvisDeLEnfant(
        dossier_id=dossier_id, demande=demande, recueilli=recueilli, le=le, auteur_id=auteur_id,
        formulaire=formulaire,
    )  # fmt: skip
    garder(rang, {"paroles": paroles}, dossier)


@transaction.atomic
def classer_formulaire(
    *, dossier_id: UUID, demande_id: UUID, octets: bytes, auteur_id: UUID, formulaire: UUID
) -> None:
    """Keep the scan of a signed form, cleaned and sealed. Its name is not kept."""
    try:
        propre = nettoyer_fichier(octets)
    except FichierRefuse as refus:
        raise PieceRefusee(RAISONS[str(refus)]) from None
    dossier = attendre_son_tour(dossier_id)
    demande = la_demande(dossier_id, demande_id)
    if FormulaireSigne.objects.filter(formulaire=formulaire).exists():
        return
    rang = FormulaireSigne(
        dossier_id=dossier_id, demande=demande, type=propre.type, taille=len(propre.octets),
        auteur_id=auteur_id, formulaire=formulaire,
    )  # fmt: skip
    garder(rang, {"octets": base64.b64encode(propre.octets).decode()}, dossier)
