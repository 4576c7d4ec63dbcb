"""Eight persons send at once another wording of one objective, and the same new one: how the race ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.db import connections

from maillage.plans import queries, services
from maillage.plans.errors import EcritEntreTemps
from maillage.plans.rules.objectifs import Parole
from tests.factories.monde import Monde
from tests.plans.gestes import objectif

ENVOIS = 8
ATTENDU = {
    "gardes": ENVOIS - 1,
    "ecritures": 2,
    "objectifs": 2,
    "le_dernier_est_celui_du_gagnant": True,
}


def courir(monde: Monde) -> dict[str, object]:
    """One is written; the others are told, and their words stay in their form."""
    sien, amina, envoi = objectif(monde), monde.acteur("amina"), uuid4()

    def envoyer(n: int) -> str:
        try:
            objectif(monde, formulaire=envoi, texte="Le même")
            services.reecrire_objectif(
                acteur=amina, objectif_id=sien.pk, texte=f"Texte {n}", domaine="langage", mots_de=Parole.ENFANT,
                presents="", version=1, at=monde.aujourd_hui,
            )  # fmt: skip
        except EcritEntreTemps:
            return ""
        else:
            return f"Texte {n}"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as fils:
        issues = list(fils.map(envoyer, range(ENVOIS)))
    lus = queries.plan(amina, monde.karthik.pk, at=monde.aujourd_hui).objectifs
    ecrits = [e.texte for o in lus if o.id == sien.pk for e in o.ecritures]
    return {
        "gardes": issues.count(""),
        "ecritures": len(ecrits),
        "objectifs": len(lus),
        "le_dernier_est_celui_du_gagnant": [i for i in issues if i] == ecrits[1:],
    }
