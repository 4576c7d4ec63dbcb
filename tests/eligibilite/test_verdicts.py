"""Kept verdicts: judged again when a fact changes, history kept, sealed, told only to whoever reads the volet identité."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from maillage.chiffrement.services import trousseau
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.eligibilite.models import Derogation, VerdictRendu
from maillage.eligibilite.queries import verdicts as queries
from maillage.eligibilite.rules.verdicts import Verdict
from maillage.eligibilite.services import derogations, jeux, verdicts
from maillage.notions.erreurs import Introuvable
from maillage.tracabilite.models import Evenement
from tests.eligibilite.territoires import (
    AVEC_SUITE,
    DEDANS,
    DEHORS,
    EN_ZONE,
    NOUVELLE,
    PERDUE,
    cartes,
    habite,
    regles,
)
from tests.factories.monde import BASES, Monde

pytestmark = BASES


def dit(monde: Monde, dossier: Dossier) -> Verdict | None:
    lu = queries.verdict_de(
        dossier.pk, trousseau(monde.programme.pk, [dossier.pk], [Volet.IDENTITE])
    )
    return lu.verdict if lu else None


@pytest.fixture
def ville(monde: Monde) -> Monde:
    cartes()
    habite(monde.karthik, DEDANS)
    habite(monde.ines, PERDUE)
    habite(monde.tom, None)
    return monde


def test_sans_regles_en_vigueur_il_n_y_a_pas_de_verdict(ville: Monde) -> None:
    assert verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui) == 0
    assert dit(ville, ville.karthik) is None


def test_chaque_enfant_actif_recoit_son_verdict_avec_carte_et_regles(ville: Monde) -> None:
    version = regles(ville)
    assert verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui) == 3
    assert dit(ville, ville.karthik) is Verdict.ELIGIBLE
    assert dit(ville, ville.ines) is Verdict.NON_ELIGIBLE
    assert dit(ville, ville.tom) is Verdict.A_EXAMINER
    assert dit(ville, ville.archive) is None
    assert not VerdictRendu.objects.filter(dossier=ville.lena).exists()
    rang = VerdictRendu.objects.get(dossier=ville.karthik)
    assert rang.regles == version
    assert rang.carte.startswith(f"{NOUVELLE}@")


def test_rien_n_est_recrit_quand_rien_ne_change_et_l_histoire_reste(ville: Monde) -> None:
    regles(ville)
    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    assert verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui) == 0
    habite(ville.karthik, DEHORS)
    assert verdicts.revoir(ville.programme.pk, [ville.karthik.pk], at=ville.aujourd_hui) == 1
    lue = queries.eligibilite(ville.acteur("amina"), ville.karthik.pk, at=ville.aujourd_hui)
    assert lue.verdict is not None
    assert lue.verdict.verdict is Verdict.NON_ELIGIBLE
    assert [v.verdict for v in lue.anciens] == [Verdict.ELIGIBLE]


@pytest.mark.django_db(databases=["default", "cles"], transaction=True)
def test_une_adresse_qui_change_fait_rejuger_l_enfant(ville: Monde) -> None:
    regles(ville)
    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    habite(ville.ines, DEDANS)
    assert dit(ville, ville.ines) is Verdict.ELIGIBLE


def test_une_position_a_verifier_est_a_examiner(ville: Monde) -> None:
    regles(ville)
    habite(ville.ines, DEDANS, a_verifier=True)
    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    assert dit(ville, ville.ines) is Verdict.A_EXAMINER


def test_la_continuite_garde_l_enfant_que_la_nouvelle_carte_laisse_dehors(ville: Monde) -> None:
    regles(ville, AVEC_SUITE)
    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    assert dit(ville, ville.ines) is Verdict.ELIGIBLE
    lue = queries.eligibilite(ville.acteur("leila"), ville.ines.pk, at=ville.aujourd_hui)
    assert lue.verdict is not None
    assert "suite" in str(lue.verdict.decision.fondement)


def test_ce_qui_a_ete_juge_avant_la_carte_compte_plus_que_l_adresse_d_aujourd_hui(
    ville: Monde,
) -> None:
    """Eligible on the eve, then gone far away with an open parcours: continuity is never taken back."""
    from tests.eligibilite.territoires import BASCULE

    regles(ville, AVEC_SUITE)
    verdicts.revoir(ville.programme.pk, None, at=BASCULE - timedelta(days=10))
    habite(ville.karthik, DEHORS)
    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    assert dit(ville, ville.karthik) is Verdict.ELIGIBLE


def test_le_verdict_est_scelle_et_sa_lecture_notee(ville: Monde) -> None:
    regles(ville)
    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    with connection.cursor() as curseur:
        curseur.execute("SELECT * FROM eligibilite_verdictrendu")
        cases = [c for rang in curseur.fetchall() for c in rang]
        brut = repr([bytes(c) if isinstance(c, memoryview) else c for c in cases])
    assert "INV-1" not in brut
    assert "non_eligible" not in brut
    avant = Evenement.objects.count()
    queries.eligibilite(ville.acteur("amina"), ville.karthik.pk, at=ville.aujourd_hui)
    assert Evenement.objects.count() == avant + 1


def test_seul_qui_suit_l_enfant_lit_son_verdict(ville: Monde) -> None:
    regles(ville)
    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    for nom in ("amina", "bruno", "claire", "voisine"):
        with pytest.raises(Introuvable):
            queries.eligibilite(ville.acteur(nom), ville.ines.pk, at=ville.aujourd_hui)
    attendent, comptes = queries.a_examiner(ville.acteur("leila"), at=ville.aujourd_hui)
    assert [a.dossier for a in attendent] == [ville.tom.pk]
    assert comptes == {"eligible": 1, "non_eligible": 1, "a_examiner": 1}
    attendent, comptes = queries.a_examiner(ville.acteur("amina"), at=ville.aujourd_hui)
    assert attendent == ()
    assert sum(comptes.values()) == 1


def test_une_derogation_a_son_motif_et_se_finit(ville: Monde) -> None:
    regles(
        ville,
        AVEC_SUITE.replace(
            '"continuite", jusqu_au = 2099-12-31', '"continuite", jusqu_au = 2015-12-31'
        ),
    )
    verdicts.revoir(ville.programme.pk, None, at=ville.aujourd_hui)
    assert dit(ville, ville.ines) is Verdict.NON_ELIGIBLE
    leila, numero = ville.acteur("leila"), uuid4()
    for _ in range(2):  # a double submit makes one
        derogations.accorder(
            acteur=leila, dossier_id=ville.ines.pk, motif="Fratrie déjà suivie", jusqu_au=None,
            formulaire=numero, at=ville.aujourd_hui,
        )  # fmt: skip
    verdicts.revoir(ville.programme.pk, [ville.ines.pk], at=ville.aujourd_hui)
    assert dit(ville, ville.ines) is Verdict.ELIGIBLE
    lue = queries.eligibilite(leila, ville.ines.pk, at=ville.aujourd_hui)
    assert [d.motif for d in lue.derogations] == ["Fratrie déjà suivie"]
    with pytest.raises(Introuvable):
        derogations.accorder(
            acteur=ville.acteur("amina"), dossier_id=ville.karthik.pk, motif="x", jusqu_au=None,
            formulaire=uuid4(), at=ville.aujourd_hui,
        )  # fmt: skip
    rang = Derogation.objects.get()
    derogations.finir(
        acteur=leila, dossier_id=ville.ines.pk, derogation_id=rang.pk, at=ville.aujourd_hui + timedelta(days=2)
    )  # fmt: skip
    rang.refresh_from_db()
    assert rang.jusqu_au == ville.aujourd_hui + timedelta(days=1)


def test_un_brouillon_devient_une_version_qui_ne_change_plus(ville: Monde) -> None:
    from maillage.eligibilite.errors import JourDejaPris, ReglesChangees, ReglesFigees, ReglesVides
    from maillage.eligibilite.queries.regles import brouillon, en_vigueur_au
    from maillage.eligibilite.rules.toml_lu import lire_regles

    leila, at = ville.acteur("leila"), ville.aujourd_hui
    ident = jeux.ouvrir_brouillon(acteur=leila, at=at)
    assert jeux.ouvrir_brouillon(acteur=leila, at=at) == ident
    ici = {"acteur": leila, "regles_id": ident, "at": at}
    with pytest.raises(ReglesVides):
        jeux.mettre_en_vigueur(**ici, depuis=at, version=1)
    jeux.ecrire(**ici, jeu=lire_regles(EN_ZONE), version=1)
    with pytest.raises(ReglesChangees):
        jeux.ecrire(**ici, jeu=None, version=1)
    jeux.mettre_en_vigueur(**ici, depuis=at, version=2)
    assert brouillon(leila) is None
    connue = en_vigueur_au(ville.programme.pk, at)
    assert connue is not None
    assert connue.jeu == lire_regles(EN_ZONE)
    assert en_vigueur_au(ville.programme.pk, at - timedelta(days=1)) is None
    with pytest.raises(ReglesFigees):
        jeux.ecrire(**ici, jeu=None, version=3)
    suivant = jeux.ouvrir_brouillon(acteur=leila, at=at)
    with pytest.raises(JourDejaPris):
        jeux.mettre_en_vigueur(acteur=leila, regles_id=suivant, depuis=at, version=1, at=at)
    assert dit(ville, ville.karthik) is Verdict.ELIGIBLE
