"""Dossiers with their volets written and sealed, as the product does it."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import factory
from django.utils import timezone

from maillage.accords.models import (
    AvisDeLEnfant,
    DemandeDAccord,
    FormulaireSigne,
    InformationDonnee,
    ReponseDUnAdulte,
    SituationDUnAdulte,
)
from maillage.accords.rules.natures import Nature
from maillage.accords.rules.numeros import LETTRES, numero_complet
from maillage.chiffrement.services import trousseau
from maillage.comptes.models import Poste, Programme
from maillage.dossiers.models import Cercle, Dossier, EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Domicile, Identite, Responsable, Scolarite
from maillage.parcours.models import JOURNAL, Parcours, Tache
from maillage.parcours.rules.etapes import Etape
from tests.factories.personnes import DEPUIS, PosteFactory, ProgrammeFactory

LETTRES_DU_NUMERO = str.maketrans("0123456789abcdef", LETTRES[:16])


class DossierFactory(factory.django.DjangoModelFactory):
    """A child known by name; `DossierFactory(identite=None)` leaves even the identity unwritten."""

    class Meta:
        model = Dossier
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)

    @factory.post_generation
    def identite(self, create: bool, contenu: Any, **kwargs: Any) -> None:  # noqa: FBT001 - factory_boy
        if kwargs or contenu is not None:
            nomme = {"nom": "Selvam", "prenom": "Karthik", "naissance": "2017-03-09"}
            sceller(Identite, self, {**nomme, "sexe": "garcon", **kwargs, **(contenu or {})})


class CercleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cercle

    dossier = factory.SubFactory(DossierFactory)
    poste = factory.SubFactory(PosteFactory)
    depuis = DEPUIS


def sceller(
    table: type[EnregistrementScelle], dossier: Dossier, contenu: dict[str, Any], **colonnes: Any
) -> EnregistrementScelle:
    """Write one sealed record of a dossier."""
    rang = table(dossier=dossier, **colonnes)
    rang.sceller(contenu, trousseau(dossier.programme_id, [dossier.pk], [table.volet]))
    rang.save(force_insert=True)
    return rang


def noter(dossier: Dossier, volet: Volet, texte: str, *, le: date, auteur: Any = None) -> UUID:
    """Write a journal entry of a volet."""
    contenu = {"texte": texte, "nature": ""}
    return sceller(JOURNAL[volet], dossier, contenu, le=le, auteur=auteur).pk


def enfant_suivi_par(
    poste: Poste | None,
    *,
    programme: Programme | None = None,
    nom: str = "Selvam",
    prenom: str = "Karthik",
    **champs: Any,
) -> Dossier:
    """A child whose parcours runs, led by this poste (by nobody when None)."""
    dossier = DossierFactory(
        programme=programme or poste.programme, identite={"nom": nom, "prenom": prenom}, **champs
    )
    sceller(
        Parcours,
        dossier,
        {"accord": "ecrit_signe", "motifs": [], "actions": [f"Atelier lecture {nom}"]},
        etape=Etape.EN_COURS,
        entree="2025-09-04",
    )
    if poste:
        CercleFactory(dossier=dossier, poste=poste)
    return dossier


def demander_a_la_famille(dossier: Dossier, adulte: UUID, mot: str, *, le: date) -> None:
    """Everything that an agreement can hold, bearing this word."""
    numero = numero_complet(uuid4().hex[:8].translate(LETTRES_DU_NUMERO))
    demande = sceller(
        DemandeDAccord, dossier, {"libelle": mot, "langue": "fr"}, nature=Nature.ACTE_NON_USUEL,
        depuis=le, jusqu_au=le, numero=numero,
    )  # fmt: skip
    dit = {"support": "oral", "langue": mot, "interprete": mot, "paroles": mot}
    sceller(
        ReponseDUnAdulte, dossier, dit, demande=demande, adulte=adulte, sens="accord", le=le, rang=0
    )
    sceller(InformationDonnee, dossier, {"precision": mot}, demande=demande, donnee=False, le=le)
    sceller(AvisDeLEnfant, dossier, {"paroles": mot}, demande=demande, recueilli=True, le=le)
    octets = base64.b64encode(b"%PDF-1.4\n" + mot.encode() + b"\n%%EOF").decode()
    sceller(FormulaireSigne, dossier, {"octets": octets}, demande=demande, type="pdf", taille=9)
    situation = {"exercice": "conjoint", "reference": mot, "decision_le": "", "precision": mot}
    sceller(
        SituationDUnAdulte, dossier, situation, adulte=adulte, depuis=le, a_deux=False,
        effet=timezone.now(),
    )  # fmt: skip


def enrichir(dossier: Dossier, poste: Poste, marques: dict[str, str], *, le: date) -> None:
    """Write every kind of record of a dossier, each bearing its own marked word."""
    sceller(Domicile, dossier, {"adresse": marques["adresse"], "ville": marques["ville"]})
    adulte = {"nom": marques["responsable"], "lien": "mère", "telephones": [marques["telephone"]]}
    responsable = sceller(Responsable, dossier, adulte)
    demander_a_la_famille(dossier, responsable.pk, marques["famille"], le=le)
    ecole = {"etablissement": marques["ecole"], "classe": marques["classe"], "uai": None}
    sceller(Scolarite, dossier, ecole, rentree=2025)
    sceller(Tache, dossier, {"libelle": marques["tache"]}, poste=poste, echeance=le)
    for volet in JOURNAL:
        noter(dossier, volet, marques[volet], le=le)
