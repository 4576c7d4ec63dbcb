"""Dossiers and cercle: who follows, since when, and what the database itself refuses."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.db.transaction import atomic

from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import trousseau
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.queries import faits, faits_de
from maillage.dossiers.rules import EtatDuDossier, Qualite, Volet
from maillage.dossiers.services import designer_referent
from maillage.enfants.models import Domicile, Identite
from maillage.notions.nomenclatures import charger
from maillage.notions.temps import Periode
from tests.factories.dossiers import CercleFactory, DossierFactory, sceller
from tests.factories.monde import BASES
from tests.factories.personnes import PosteFactory

pytestmark = BASES
JOUR = date(2026, 1, 15)


@pytest.fixture
def dossier() -> Dossier:
    return DossierFactory()


def designer(dossier: Dossier, poste: object, depuis: date = JOUR) -> Cercle:
    return designer_referent(dossier_id=dossier.pk, poste_id=poste.pk, depuis=depuis)


def test_un_nouveau_referent_prend_la_suite_le_jour_meme(dossier: Dossier) -> None:
    un, deux = PosteFactory(), PosteFactory()
    designer(dossier, un, JOUR - timedelta(days=30))
    designer(dossier, deux)
    lus = {a.poste: a.periode for a in faits(dossier.pk).cercle}
    assert lus == {
        un.pk: Periode(JOUR - timedelta(days=30), JOUR - timedelta(days=1)),
        deux.pk: Periode(JOUR, None),
    }


def test_a_chaque_jour_un_seul_referent(dossier: Dossier) -> None:
    for n in range(4):
        designer(dossier, PosteFactory(), JOUR + timedelta(days=7 * n))
    for n in range(40):
        jour = JOUR + timedelta(days=n)
        assert sum(a.periode.contient(jour) for a in faits(dossier.pk).cercle) == 1


def test_designer_deux_fois_la_meme_personne_ne_change_rien(dossier: Dossier) -> None:
    poste = PosteFactory()
    assert designer(dossier, poste) == designer(dossier, poste, JOUR + timedelta(days=9))
    assert Cercle.objects.count() == 1


def test_remplace_le_jour_meme_il_n_a_jamais_suivi(dossier: Dossier) -> None:
    designer(dossier, PosteFactory())
    remplacant = PosteFactory()
    designer(dossier, remplacant)
    assert [a.poste for a in faits(dossier.pk).cercle] == [remplacant.pk]


def test_la_base_refuse_deux_referents_en_cours(dossier: Dossier) -> None:
    CercleFactory(dossier=dossier)
    with pytest.raises(IntegrityError), atomic():
        CercleFactory(dossier=dossier)
    CercleFactory(dossier=dossier, qualite=Qualite.RELAIS)
    assert len(faits(dossier.pk).cercle) == 2


@pytest.mark.parametrize(
    "champs", [{"qualite": "chef"}, {"depuis": JOUR, "jusqu_au": JOUR - timedelta(days=1)}]
)
def test_la_base_refuse_un_suivi_impossible(dossier: Dossier, champs: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), atomic():
        CercleFactory(dossier=dossier, **champs)


def test_la_base_refuse_un_etat_inconnu() -> None:
    with pytest.raises(IntegrityError), atomic():
        DossierFactory(etat="perdu")
    assert {EtatDuDossier.ACTIF, EtatDuDossier.ARCHIVE} <= set(charger("n34").codes)


def test_un_enfant_n_a_qu_une_identite(dossier: Dossier) -> None:
    sceller(Identite, dossier, {"nom": "A"})
    with pytest.raises(IntegrityError), atomic():
        sceller(Identite, dossier, {"nom": "B"})


def test_un_rang_ne_s_ouvre_ni_dans_une_autre_table_ni_dans_une_autre_ligne(
    dossier: Dossier,
) -> None:
    """Identite and Domicile share a volet, so a key: the place alone tells them apart."""
    identite, domicile = sceller(Identite, dossier, {"nom": "A"}), sceller(Domicile, dossier, {})
    cles = trousseau(dossier.programme_id, [dossier.pk], [Volet.IDENTITE])
    assert identite.ouvrir(cles) == {"nom": "A"}
    domicile.scelle = identite.scelle
    with pytest.raises(Illisible):
        domicile.ouvrir(cles)
    identite.id = uuid4()
    with pytest.raises(Illisible):
        identite.ouvrir(cles)


def test_les_faits_ne_portent_ni_nom_ni_contenu(dossier: Dossier) -> None:
    sceller(Identite, dossier, {"nom": "Selvam"})
    assert "Selvam" not in repr(faits(dossier.pk))
    assert faits(uuid4()) is None
    assert faits_de([]) == []
