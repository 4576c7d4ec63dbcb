"""Run in a process of its own: write a world in databases on disk, then race for a key.

Prints, as JSON, the marked words that were written and what the race gave.
"""

from __future__ import annotations

import json
import threading
from uuid import uuid4

import django

django.setup()

from django.conf import settings
from django.db import connections

from maillage.chiffrement import maitresse
from maillage.chiffrement.enveloppe import Place
from maillage.chiffrement.models import CleDeVolet
from maillage.chiffrement.services import trousseau
from maillage.dossiers.rules import Volet
from maillage.parcours.services import garder_brouillon
from tests.factories.monde import creer_monde
from tests.reserve import preparer_les_bases

FILS = 4


def courir() -> dict[str, object]:
    programme, ou = uuid4(), Place("parcours_notesante", uuid4(), uuid4(), Volet.SANTE)
    depart, scelles, erreurs = threading.Barrier(FILS), {}, []

    def sceller(texte: str) -> None:
        try:
            neuf = trousseau(programme, [])
            depart.wait()
            scelles[texte] = neuf.sceller(texte, ou)
        except Exception as erreur:  # noqa: BLE001 - told to the test
            erreurs.append(repr(erreur))
        finally:
            connections.close_all()

    fils = [threading.Thread(target=sceller, args=(f"texte {n}",)) for n in range(FILS)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    cles = trousseau(programme, [ou.dossier])
    return {
        "cles": CleDeVolet.objects.filter(dossier_id=ou.dossier).count(),
        "relus": sorted(cles.ouvrir(s, ou) for s in scelles.values()),
        "erreurs": erreurs,
    }


def main() -> None:
    preparer_les_bases()
    maitresse.creer(settings.CLE_MAITRESSE)
    monde = creer_monde()
    garder_brouillon(
        acteur=monde.acteur("amina"),
        dossier_id=monde.karthik.pk,
        texte="CanariBrouillon",
        at=monde.aujourd_hui,
    )
    temoin = monde.personnes["amina"].nom
    mots = [*monde.mots_secrets, "CanariBrouillon", "ecrit_signe", "2017-03-09", "Atelier lecture"]
    fichiers = [str(connections[b].settings_dict["NAME"]) for b in ("default", "cles")]
    print(json.dumps({"mots": mots, "temoin": temoin, "fichiers": fichiers, "course": courir()}))


main()
