"""Verdicts follow what changes without anybody touching a child: an import, a map, the homes looked for, the day."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest

from maillage.config.journal import chaque_jour
from maillage.eligibilite.models import VerdictRendu
from maillage.eligibilite.rules.verdicts import Verdict
from maillage.eligibilite.services import verdicts
from maillage.enfants import reperage
from maillage.reprise import services as reprises
from maillage.reprise.tasks import importer
from maillage.territoire import zonage
from maillage.territoire.generations import Generation
from maillage.tracabilite.models import Evenement
from tests.eligibilite.territoires import NOUVELLE, regles
from tests.eligibilite.test_verdicts import dit, ville  # noqa: F401 - fixture
from tests.factories.monde import BASES, Monde
from tests.reprise.tableaux import LINA, MALO, tableau

pytestmark = BASES


@pytest.fixture
def gardes(django_capture_on_commit_callbacks: Any) -> Callable[[], AbstractContextManager[Any]]:
    """What waits for the end of the transaction is run, as where transactions end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_un_import_termine_fait_juger_les_enfants_arrives(ville: Monde, gardes: Any) -> None:  # noqa: F811
    regles(ville)
    leila, at = ville.acteur("leila"), ville.aujourd_hui
    reprise = reprises.deposer(
        acteur=leila, nom="suivi.csv", octets=tableau(LINA, MALO), modele_id=None, at=at
    )
    reprises.lancer(acteur=leila, reprise_id=reprise, at=at)
    with gardes():
        importer.call(str(reprise))
    arrives = VerdictRendu.objects.exclude(
        dossier__in=[d.pk for d in (ville.karthik, ville.ines, ville.tom)]
    )
    assert arrives.count() == 2
    assert dit(ville, ville.karthik) is Verdict.ELIGIBLE


def test_une_carte_enregistree_fait_rejuger_tout_le_monde(ville: Monde, gardes: Any) -> None:  # noqa: F811
    """The same map known better: its second square comes back, and the child who lives there with it."""
    regles(ville)
    zones = [
        {
            "type": "Feature",
            "properties": {"code_qp": code, "lib_qp": f"Quartier {code}", "lib_com": "Ville"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[o, 48.86], [o + 0.01, 48.86], [o + 0.01, 48.87], [o, 48.87], [o, 48.86]]
                ],
            },
        }
        for code, o in (("INV-1", 2.50), ("INV-2", 2.53))
    ]
    octets = json.dumps({"type": "FeatureCollection", "features": zones}).encode()
    demande = zonage.Demande(NOUVELLE, "Carte corrigée", date(2024, 1, 1))
    examen = zonage.examiner(
        octets=octets, fichier="corrigee.geojson", demande=demande, departements=frozenset({"93"})
    )
    with gardes():
        zonage.enregistrer(
            examen=examen, fichier="corrigee.geojson", demande=demande, par=None, regle="essai",
            journal=ville.programme.pk,
        )  # fmt: skip
    assert dit(ville, ville.ines) is Verdict.ELIGIBLE


def test_les_domiciles_retrouves_font_juger_une_fois_tout_le_programme(
    ville: Monde,  # noqa: F811
    gardes: Any,
) -> None:
    regles(ville)
    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    assert dit(ville, ville.karthik) is Verdict.ELIGIBLE
    with gardes():
        reperage.executer(reperage.ouvrir(ville.programme.pk))
    assert dit(ville, ville.karthik) is Verdict.A_EXAMINER  # his invented street is in no file
    jugements = Evenement.objects.filter(contenu__regle="verdicts")
    assert jugements.count() == 2  # once for everybody, not home by home


def test_la_carte_qui_commence_un_jour_ou_personne_n_ecrit_rien_compte_ce_jour_la(
    ville: Monde,  # noqa: F811
    gardes: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    regles(ville)
    Generation.objects.filter(code=NOUVELLE).update(depuis=ville.aujourd_hui)
    Generation.objects.exclude(code=NOUVELLE).update(jusqu_au=ville.aujourd_hui - timedelta(days=1))
    jour = [ville.aujourd_hui - timedelta(days=1)]
    monkeypatch.setattr("maillage.eligibilite.tasks.timezone.localdate", lambda *_: jour[0])
    with gardes():
        assert chaque_jour(Namespace()) == 0
    assert dit(ville, ville.ines) is Verdict.ELIGIBLE
    jour[0] = ville.aujourd_hui
    with gardes():
        assert chaque_jour(Namespace()) == 0
    assert dit(ville, ville.ines) is Verdict.NON_ELIGIBLE
