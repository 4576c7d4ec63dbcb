"""The life of a parcours: what the table permits passes, everything else is refused with its reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.dossiers.rules import Volet
from maillage.parcours.errors import AnnulationImpossible, PassageRefuse, PassageSansMotif
from maillage.parcours.models import Parcours, PassageFait
from maillage.parcours.queries.etats import dernier
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import TABLE, FaitsDuPassage, Garde, Passage, decider, depuis
from maillage.parcours.services.passages import annuler, passer
from tests.factories.monde import BASES, Monde

pytestmark = BASES
TOUTES = frozenset(Garde)
INTERDITS = [(p, e) for p, ligne in TABLE.items() for e in Etape if e not in ligne.depuis]
GARDES = [(p, g) for p, ligne in TABLE.items() for g in ligne.gardes]


@pytest.mark.parametrize(("passage", "etape"), INTERDITS)
def test_un_passage_que_la_table_ne_connait_pas_est_refuse(passage: Passage, etape: Etape) -> None:
    decision = decider(passage, FaitsDuPassage(etape, TOUTES))
    assert not decision
    assert passage.libelle in decision.motif.phrase
    assert etape.libelle in decision.motif.phrase


@pytest.mark.parametrize(("passage", "garde"), GARDES)
def test_un_passage_dit_la_garde_qui_manque(passage: Passage, garde: Garde) -> None:
    for etape in TABLE[passage].depuis:
        assert decider(passage, FaitsDuPassage(etape, TOUTES))
        decision = decider(passage, FaitsDuPassage(etape, TOUTES - {garde}))
        assert not decision
        assert decision.motif.phrase == garde.manque
        assert decision.a_faire


def test_chaque_etape_a_une_suite_et_chaque_etape_est_atteinte() -> None:
    assert all(any(depuis(e)) for e in Etape)
    assert {ligne.vers for ligne in TABLE.values()} | {Etape.REPEREE} == set(Etape)


def _passer(monde: Monde, passage: Passage, motif: str = "", qui: str = "leila") -> PassageFait:
    return passer(
        acteur=monde.acteur(qui), dossier_id=monde.ines.pk, passage=passage, le=monde.aujourd_hui,
        motif=motif, formulaire=uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip


def _mettre(monde: Monde, etape: Etape) -> None:
    Parcours.objects.filter(dossier_id=monde.ines.pk).update(etape=etape, sortie="")


def test_sans_accord_la_situation_n_est_pas_inscrite_en_eps(monde: Monde) -> None:
    _mettre(monde, Etape.ACCORD_EPS)
    with pytest.raises(PassageRefuse) as refus:
        _passer(monde, Passage.INSCRIRE)
    assert "présentation en EPS" in refus.value.message
    assert not PassageFait.objects.filter(dossier_id=monde.ines.pk).exists()


def test_une_sortie_dit_sa_raison_et_s_annule_dans_la_journee(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    with pytest.raises(PassageSansMotif):
        _passer(monde, Passage.SORTIR)
    fait = _passer(monde, Passage.SORTIR, "objectifs_atteints")
    rang = dernier(monde.ines.pk)
    assert rang is not None
    assert (rang.etape, rang.sortie) == (Etape.SORTIE, monde.aujourd_hui.isoformat())
    annuler(
        acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, passage_id=fait.pk,
        instant=timezone.now(), at=monde.aujourd_hui,
    )  # fmt: skip
    rang = dernier(monde.ines.pk)
    assert rang is not None
    assert (rang.etape, rang.sortie) == (Etape.EN_COURS, "")
    fait.refresh_from_db()
    assert fait.annule_par_id == monde.acteur("leila").id


def test_apres_un_jour_un_passage_ne_s_annule_plus(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    fait = _passer(monde, Passage.SUSPENDRE)
    with pytest.raises(AnnulationImpossible):
        annuler(
            acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, passage_id=fait.pk,
            instant=timezone.now() + timedelta(hours=25), at=monde.aujourd_hui,
        )  # fmt: skip


def test_rouvrir_laisse_l_ancien_parcours_comme_il_a_fini(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    _passer(monde, Passage.SORTIR, "objectifs_atteints")
    fait = _passer(monde, Passage.ROUVRIR)
    etapes = Parcours.objects.filter(dossier_id=monde.ines.pk).order_by("created_at")
    assert list(etapes.values_list("etape", flat=True)) == [Etape.SORTIE, Etape.SOLLICITATION]
    annuler(
        acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, passage_id=fait.pk,
        instant=timezone.now(), at=monde.aujourd_hui,
    )  # fmt: skip
    assert Parcours.objects.get(dossier_id=monde.ines.pk).etape == Etape.SORTIE


def test_un_passage_est_scelle_dans_le_volet_parcours() -> None:
    assert PassageFait.volet is Volet.PARCOURS
