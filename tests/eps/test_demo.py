"""The séances of the demonstration are made by the gestures of the product, once."""

from __future__ import annotations

from maillage.config.demonstration_eps import A_VENIR, PASSEES, preparer
from maillage.dossiers.models import OuvertureDeVolet
from maillage.enfants.models import Responsable
from maillage.eps.models import Seance
from maillage.eps.rules.seances import EtatDeSeance
from maillage.parcours.rules.etapes import Etape
from tests.eps.monde import etape
from tests.factories.dossiers import enfant_suivi_par, sceller
from tests.factories.monde import BASES

pytestmark = BASES


def test_une_seance_est_tenue_et_une_autre_preparee(monde, settings):
    settings.DEMO = True
    leila = monde.acteur("leila")
    assert not preparer(monde.programme, leila, monde.aujourd_hui), "too few children"
    for n in range(PASSEES + A_VENIR):
        dossier = enfant_suivi_par(monde.poste_amina, nom=f"Nom{n}", prenom=f"Prenom{n}")
        sceller(Responsable, dossier, {"nom": f"Mme Nom{n}", "lien": "mère"})
        etape(dossier, Etape.SOLLICITATION)
    for _ in range(2):
        assert preparer(monde.programme, leila, monde.aujourd_hui)
    tenue, prevue = Seance.objects.order_by("le")
    assert (tenue.etat, prevue.etat) == (EtatDeSeance.CLOSE, EtatDeSeance.PREPAREE)
    assert prevue.situations.count() == A_VENIR
    ouvertes = OuvertureDeVolet.objects.filter(nature="seance", finie_le=None)
    assert ouvertes.exclude(volet="parcours").count() == 0
    assert ouvertes.count() == 2 * (A_VENIR - 1) + 2 * 2 * (PASSEES - 1)
