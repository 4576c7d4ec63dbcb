"""The plan shown to the family: frozen as a version, agreed to, begun; and taken out when the passage is undone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.parcours.errors import PassageRefuse
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.services.passages import annuler
from maillage.plans import queries, services
from maillage.plans.errors import PlanVide
from maillage.plans.models import PlanPresente
from maillage.plans.rules.suites import Suite
from tests.factories.monde import BASES, Monde
from tests.plans.gestes import action, faire_accepter_le_plan, mettre, objectif

pytestmark = BASES


def lu(monde: Monde) -> queries.PlanLu:
    return queries.plan(monde.acteur("amina"), monde.karthik.pk, at=monde.aujourd_hui)


def proposer(monde: Monde, envoi=None) -> PlanPresente:
    return services.proposer_le_plan(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, presents="Sa mère",
        le=monde.aujourd_hui, formulaire=envoi or uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip


def accepter(monde: Monde, envoi=None) -> None:
    services.noter_l_accord(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, mots="Oui pour l’atelier.",
        le=monde.aujourd_hui, formulaire=envoi or uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip


def test_un_plan_vide_ne_se_presente_pas_et_ne_s_accepte_pas_sans_accord(monde: Monde) -> None:
    mettre(monde.karthik, Etape.REFERENT_DESIGNE)
    with pytest.raises(PlanVide):
        proposer(monde)
    objectif(monde)
    envoi = uuid4()
    assert len({proposer(monde, envoi).pk for _ in range(2)}) == 1
    with pytest.raises(PassageRefuse):
        accepter(monde)
    assert [v.acceptee_le for v in lu(monde).versions] == [None]


def test_l_accord_de_la_famille_fige_une_version_et_accepte_ses_actions(monde: Monde) -> None:
    mettre(monde.karthik, Etape.REFERENT_DESIGNE)
    montree = action(monde, objectif(monde))
    proposer(monde)
    ajoutee, jour, envoi = action(monde), monde.aujourd_hui, uuid4()
    faire_accepter_le_plan(monde, monde.karthik)
    accepter(monde, envoi), accepter(monde, envoi)
    vu = lu(monde)
    version = vu.versions[0]
    assert (version.numero, version.acceptee_le, version.mots) == (1, jour, "Oui pour l’atelier.")
    par_id = {a.id: (a.suite, a.presentee) for a in vu.actions}
    assert par_id[montree.pk] == (Suite.ACCEPTEE, True)
    assert par_id[ajoutee.pk] == (Suite.PROPOSEE, False)
    services.demarrer(
        acteur=monde.acteur("amina"),
        dossier_id=monde.karthik.pk,
        le=jour,
        formulaire=envoi,
        at=jour,
    )
    assert Parcours.objects.get(dossier=monde.karthik).etape == Etape.EN_COURS


def test_ce_qui_s_ajoute_apres_l_accord_attend_d_etre_presente(monde: Monde) -> None:
    mettre(monde.karthik, Etape.REFERENT_DESIGNE)
    objectif(monde)
    faire_accepter_le_plan(monde, monde.karthik)
    proposer(monde), accepter(monde)
    assert lu(monde).a_jour
    ajoute = objectif(monde, texte="Ajouté depuis")
    vu = lu(monde)
    assert {o.id: o.presente for o in vu.objectifs}[ajoute.pk] is False
    assert not vu.a_jour


def test_une_proposition_annulee_ne_compte_plus(monde: Monde) -> None:
    mettre(monde.karthik, Etape.REFERENT_DESIGNE)
    objectif(monde)
    rang = proposer(monde)
    assert len(lu(monde).versions) == 1
    annuler(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, passage_id=rang.proposition_id,
        instant=timezone.now(), at=monde.aujourd_hui,
    )  # fmt: skip
    assert lu(monde).versions == ()
