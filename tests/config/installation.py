"""Run in a process of its own: gestures on an installation of real files. Prints one JSON object."""

from __future__ import annotations

import json
import sys
from uuid import UUID

import django

django.setup()

from django.conf import settings
from django.utils import timezone

from maillage.chiffrement import maitresse
from maillage.chiffrement.services import trousseau
from maillage.comptes.models import Utilisateur
from maillage.dossiers import conservation, purge
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules.conservation import MotifDePurge, SortFinal
from maillage.enfants.queries import identites
from tests.factories.monde import creer_monde
from tests.reserve import preparer_les_bases

MEMOIRE = settings.DONNEES / "monde.json"


def monter() -> dict[str, str]:
    preparer_les_bases()
    maitresse.creer(settings.CLE_MAITRESSE)
    monde = creer_monde()
    ids = {nom: str(getattr(monde, nom).pk) for nom in ("karthik", "archive", "tom")}
    MEMOIRE.write_text(json.dumps({**ids, "leila": str(monde.personnes["leila"].pk)}))
    return ids


def lire() -> dict[str, str | None]:
    """First name of each child, "" when its row does not open, None when it is gone."""
    lus: dict[str, str | None] = {}
    for nom, ident in json.loads(MEMOIRE.read_text()).items():
        dossier = Dossier.objects.filter(pk=ident).first()
        lus[nom] = None
        if dossier:
            cles = trousseau(dossier.programme_id, [dossier.pk])
            lus[nom] = identites([dossier.pk], cles)[dossier.pk].prenom
    return lus


def purger(ident: str) -> dict[str, int]:
    dossier = Dossier.objects.get(pk=ident)
    ordre = purge.Ordre(
        programme=dossier.programme_id,
        dossier=dossier.pk,
        motif=MotifDePurge.TERME,
        le=timezone.localdate(),
    )
    return {"retires": purge.purger(ordre, maintenant=timezone.now())}


def lister(ident: str) -> dict[str, str]:
    dossier = Dossier.objects.get(pk=ident)
    liste = conservation.preparer_bordereau(
        programme_id=dossier.programme_id,
        auteur_id=Utilisateur.objects.get(pk=json.loads(MEMOIRE.read_text())["leila"]).pk,
        contacts={UUID(ident): None},
        motif=MotifDePurge.TERME,
        sort=SortFinal.VERSEMENT,
        le=timezone.localdate(),
    )
    return {"liste": str(liste)}


GESTES = {"monter": monter, "lire": lire, "purger": purger, "lister": lister}
if __name__ == "__main__":
    print(json.dumps(GESTES[sys.argv[1]](*sys.argv[2:])))
