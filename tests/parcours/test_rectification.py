"""A stage that was wrong is corrected by the coordination, with its reason, and never around the agreements."""

from __future__ import annotations

from itertools import combinations
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.chiffrement.services import trousseau
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import PassageRefuse, PassageSansMotif
from maillage.parcours.models import Parcours, PassageFait
from maillage.parcours.queries.etats import dernier
from maillage.parcours.rules.accords_attendus import accords_attendus
from maillage.parcours.rules.etapes import AVANT_LE_DEBUT, FINIES, Etape
from maillage.parcours.rules.passages import FaitsDuPassage, Garde
from maillage.parcours.rules.rectification import (
    RaisonDeRectifier,
    gardes_de,
    passage_en_mots,
    peut_rectifier,
)
from maillage.parcours.services.passages import annuler, rectifier
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.parcours.familles import NATURES

pytestmark = BASES
ENSEMBLES = [frozenset(c) for n in range(4) for c in combinations(tuple(Garde)[:3], n)]


@pytest.mark.parametrize("vers", list(Etape))
def test_une_rectification_ne_contourne_aucun_accord(vers: Etape) -> None:
    """Whatever is held: the two agreements are asked of every stage that supposes them."""
    depart = Etape.SOLLICITATION if vers is not Etape.SOLLICITATION else Etape.REPEREE
    attendus = {g for g, n in NATURES.items() if n in accords_attendus(vers)}
    for tenues in ENSEMBLES:
        decision = peut_rectifier(vers, FaitsDuPassage(depart, tenues))
        assert bool(decision) == (vers not in FINIES and set(gardes_de(vers)) <= tenues)
        sans_demande = vers in (Etape.FAMILLE_CONTACTEE, Etape.PLAN_PROPOSE)  # still being asked
        if decision and not sans_demande:
            assert attendus <= tenues
        assert decision or decision.a_faire


def test_une_etape_se_rectifie_vers_une_autre_qu_elle() -> None:
    faits = FaitsDuPassage(Etape.REPEREE, frozenset(Garde))
    assert not peut_rectifier(Etape.REPEREE, faits)
    assert passage_en_mots("rectifier") == "Étape rectifiée"


def _rectifier(monde: Monde, vers: Etape, qui: str = "leila", precision: str = "x") -> PassageFait:
    return rectifier(
        acteur=monde.acteur(qui), dossier_id=monde.ines.pk, vers=vers,
        raison=RaisonDeRectifier.TABLEAU_REPRIS, precision=precision, formulaire=uuid4(),
        at=monde.aujourd_hui,
    )  # fmt: skip


def _contenu(monde: Monde) -> dict:
    cles = trousseau(monde.programme.pk, [monde.ines.pk], [Volet.PARCOURS])
    return dernier(monde.ines.pk).ouvrir(cles)


def test_un_tableau_lu_trop_loin_se_rectifie_en_arriere(monde: Monde) -> None:
    fait = _rectifier(monde, Etape.FAMILLE_CONTACTEE)
    rang = dernier(monde.ines.pk)
    assert (rang.etape, rang.entree) == (Etape.FAMILLE_CONTACTEE, "")
    assert Evenement.objects.filter(contenu__objet="etape_rectifiee").exists()
    annuler(
        acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, passage_id=fait.pk,
        instant=timezone.now(), at=monde.aujourd_hui,
    )  # fmt: skip
    rang = dernier(monde.ines.pk)
    assert (rang.etape, rang.entree) == (Etape.EN_COURS, "2025-09-04")


def test_une_sortie_fausse_ne_laisse_ni_date_ni_motif(monde: Monde) -> None:
    Parcours.objects.filter(dossier=monde.ines).update(etape=Etape.SORTIE, sortie="2026-06")
    _rectifier(monde, Etape.SOLLICITATION)
    assert dernier(monde.ines.pk).sortie == ""
    assert "motif_sortie" not in _contenu(monde)


@pytest.mark.parametrize("vers", [Etape.INSCRITE_EN_EPS, Etape.EN_COURS, Etape.SORTIE])
def test_sans_accord_ou_pour_une_fin_la_rectification_est_refusee(
    monde: Monde, vers: Etape
) -> None:
    Parcours.objects.filter(dossier=monde.ines).update(etape=Etape.SOLLICITATION)
    with pytest.raises(PassageRefuse):
        _rectifier(monde, vers)
    assert not PassageFait.objects.exists()


def test_seule_la_coordination_rectifie_et_dit_pourquoi(monde: Monde) -> None:
    for qui in ("karim", "amina", "sylvie"):
        with pytest.raises(Introuvable):
            _rectifier(monde, Etape.REPEREE, qui)
    with pytest.raises(PassageSansMotif):
        _rectifier(monde, Etape.REPEREE, precision=" ")
    assert not PassageFait.objects.exists()


def test_avant_le_debut_rien_ne_suppose_un_parcours_commence() -> None:
    assert Etape.PLAN_PROPOSE in AVANT_LE_DEBUT
    assert not AVANT_LE_DEBUT & FINIES
