"""Run in a process of its own, on databases on disk: a share opens while its agreement is taken back, many times over.

Prints, as JSON, how each race ended.
"""

from __future__ import annotations

import json
import threading
from uuid import UUID

import django

django.setup()

from django.conf import settings
from django.db import connections

from maillage.accords.models import PartageConsenti
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Finalite, Nature, Objet
from maillage.chiffrement import maitresse
from maillage.dossiers.rules import Volet
from tests.accords.test_partages import Famille
from tests.reserve import preparer_les_bases

TOURS = 10
SANTE = Objet(Nature.PARTAGE, Volet.SANTE, "", Finalite.SOIGNER)


def courir() -> dict[str, object]:
    famille = Famille()
    demande = famille.demander(SANTE)
    famille.dire(demande, famille.mere, Sens.ACCORD)
    depart, erreurs = threading.Barrier(2), []

    def ecrire(qui: UUID, sens: Sens) -> None:
        try:
            depart.wait()
            famille.dire(demande, qui, sens)
        except Exception as erreur:  # noqa: BLE001 - told to the test
            erreurs.append(repr(erreur))
        finally:
            connections.close_all()

    gestes = ((famille.pere, Sens.ACCORD), (famille.mere, Sens.RETRAIT))
    fils = [threading.Thread(target=ecrire, args=geste) for geste in gestes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    ouverts = PartageConsenti.objects.filter(demande_id=demande, clos_le=None).count()
    nes = PartageConsenti.objects.filter(demande_id=demande).count()
    return {"erreurs": erreurs, "ouverts": ouverts, "nes": nes}


def main() -> None:
    preparer_les_bases()
    maitresse.creer(settings.CLE_MAITRESSE)
    print(json.dumps([courir() for _ in range(TOURS)]))


main()
