"""Opening a dossier for a child who is not there yet. The import has its own way, in bulk."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Identite, Scolarite
from maillage.enfants.rules.identite import IdentiteLue
from maillage.enfants.services import Contenu
from maillage.notions.erreurs import Introuvable
from maillage.partage import murs
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import rules_de

OUVERTURE = "ouverture"


def ouvrir_dossier(
    *,
    acteur: Acteur,
    identite: IdentiteLue,
    scolarite: Contenu | None = None,
    rentree: int | None = None,
    at: date,
) -> UUID:
    """Write a dossier with who the child is and, as it was said, where it goes to school; return its identifier.

    Whoever may write the identity of any child of the programme opens one. The school year is written as a declared job:
    it repeats what the demander said, to somebody who holds the school file only to read it.
    """
    if acteur.programme_id is None or not rules_de(acteur, Acte.ECRIRE, Volet.IDENTITE):
        raise Introuvable
    with transaction.atomic():
        dossier = Dossier.objects.create(programme_id=acteur.programme_id).pk
        _, decision = exiger(acteur, Acte.ECRIRE, Volet.IDENTITE, dossier, at)
        noter(acteur, Acte.ECRIRE, decision, volet=Volet.IDENTITE, dossier=dossier, objet=OUVERTURE)
        cles = trousseau(acteur.programme_id, [dossier])
        rang = Identite(dossier_id=dossier)
        naissance = str(identite.naissance) if identite.naissance else None
        rang.sceller(
            {
                "nom": identite.nom,
                "prenom": identite.prenom,
                "naissance": naissance,
                "sexe": identite.sexe,
            },
            cles,
        )
        rang.save(force_insert=True)
        if scolarite and any(scolarite.values()):
            annee = Scolarite(dossier_id=dossier, rentree=rentree)
            annee.sceller(scolarite, cles)
            with murs.systeme(acteur.programme_id, OUVERTURE, au_nom_de=acteur.id, objet=OUVERTURE):
                annee.save(force_insert=True)
    return dossier
