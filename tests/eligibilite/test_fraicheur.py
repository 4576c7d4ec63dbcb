"""Verdicts follow what changes without anybody touching a child: an import, a map, the homes looked for, the day."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from maillage.config.ligne_de_commande import lancer
from maillage.eligibilite.models import VerdictRendu
from maillage.eligibilite.rules.verdicts import Verdict
from maillage.enfants import reperage
from maillage.reprise import services as reprises
from maillage.reprise.tasks import importer
from maillage.territoire import zonage
from maillage.territoire.generations import Generation
from tests.eligibilite.territoires import NOUVELLE, regles
from tests.eligibilite.test_verdicts import dit, ville  # noqa: F401 - fixture
from tests.factories.monde import Monde
from tests.reprise.tableaux import LINA, MALO, tableau

pytestmark = pytest.mark.django_db(databases=["default", "cles"], transaction=True)


def test_un_import_termine_fait_juger_les_enfants_arrives(ville: Monde) -> None:  # noqa: F811
    regles(ville)
    leila, at = ville.acteur("leila"), ville.aujourd_hui
    reprise = reprises.deposer(
        acteur=leila, nom="suivi.csv", octets=tableau(LINA, MALO), modele_id=None, at=at
    )
    reprises.lancer(acteur=leila, reprise_id=reprise, at=at)
    importer.call(str(reprise))
    arrives = VerdictRendu.objects.exclude(
        dossier__in=[d.pk for d in (ville.karthik, ville.ines, ville.tom)]
    )
    assert arrives.count() == 2
    assert dit(ville, ville.karthik) is Verdict.ELIGIBLE


def test_une_carte_enregistree_fait_rejuger_tout_le_monde(ville: Monde) -> None:  # noqa: F811
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
    zonage.enregistrer(
        examen=examen, fichier="corrigee.geojson", demande=demande, par=None, regle="essai",
        journal=ville.programme.pk,
    )  # fmt: skip
    assert dit(ville, ville.ines) is Verdict.ELIGIBLE


def test_les_domiciles_retrouves_font_juger_une_fois_tout_le_programme(
    ville: Monde,  # noqa: F811
) -> None:
    regles(ville)
    reperage.executer(reperage.ouvrir(ville.programme.pk))
    assert dit(ville, ville.karthik) is Verdict.ELIGIBLE
    assert VerdictRendu.objects.count() == 3


def test_la_carte_qui_commence_un_jour_ou_personne_n_ecrit_rien_compte_ce_jour_la(
    ville: Monde,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    regles(ville)
    Generation.objects.filter(code=NOUVELLE).update(depuis=ville.aujourd_hui)
    Generation.objects.exclude(code=NOUVELLE).update(jusqu_au=ville.aujourd_hui - timedelta(days=1))
    jour = [ville.aujourd_hui - timedelta(days=1)]
    monkeypatch.setattr("maillage.eligibilite.tasks.timezone.localdate", lambda: jour[0])
    assert lancer(["journal", "quotidien"]) == 0
    assert dit(ville, ville.ines) is Verdict.ELIGIBLE
    jour[0] = ville.aujourd_hui
    assert lancer(["journal", "quotidien"]) == 0
    assert dit(ville, ville.ines) is Verdict.NON_ELIGIBLE
