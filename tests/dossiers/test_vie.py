"""The life of a dossier, in any order of acts: what never happens."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import settings as reglages
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from maillage.chiffrement.models import CleDeVolet, Tombe
from maillage.comptes.rules import Mission
from maillage.dossiers import conservation, purge
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import EtatDuDossier
from maillage.dossiers.rules.conservation import MotifDeGel, MotifDePurge, SortFinal
from maillage.enfants.models import Identite
from maillage.notions.erreurs import ErreurMetier
from tests.factories.dossiers import DossierFactory
from tests.factories.monde import BASES
from tests.factories.personnes import ProgrammeFactory, personne

pytestmark = [BASES, pytest.mark.campagne]


PURGES: list[UUID] = []  # what the invariants saw purged


class VieDunDossier(RuleBasedStateMachine):
    """The machine believes little: only what a jurist would write down."""

    def __init__(self) -> None:
        super().__init__()
        self.programme = ProgrammeFactory()
        self.gens = [personne(n, self.programme, Mission.COORDINATION) for n in ("Leïla", "Karim")]
        self.dossier = DossierFactory(
            programme=self.programme, identite={"nom": "Okoye", "prenom": "Ada"}
        ).pk
        self.jour = date(2026, 1, 1)
        self.gel_jusqu_au: date | None = None
        self.liste: UUID | None = None
        self.visee = False
        self.prepare_par = self.valide_par = None

    def etat(self) -> str | None:
        return Dossier.objects.filter(pk=self.dossier).values_list("etat", flat=True).first()

    def gele(self) -> bool:
        return self.gel_jusqu_au is not None and self.jour <= self.gel_jusqu_au

    @rule(jours=st.integers(1, 400))
    def attendre(self, jours: int) -> None:
        self.jour += timedelta(days=jours)

    @rule()
    def archiver(self) -> None:
        avant = self.etat()
        faits = conservation.archiver([self.dossier], le=self.jour)
        assert bool(faits) == (avant == EtatDuDossier.ACTIF)

    @rule()
    def reactiver(self) -> None:
        avant = self.etat()
        try:
            conservation.reactiver(self.dossier, le=self.jour)
        except ErreurMetier:
            assert avant != EtatDuDossier.ARCHIVE
        else:
            assert (avant, self.etat()) == (EtatDuDossier.ARCHIVE, EtatDuDossier.ACTIF)

    @rule(jours=st.integers(0, 300))
    def geler(self, jours: int) -> None:
        if self.etat() not in (EtatDuDossier.ACTIF, EtatDuDossier.ARCHIVE):
            return
        fin = self.jour + timedelta(days=jours)
        conservation.geler(
            programme_id=self.programme.pk,
            dossier_id=self.dossier,
            motif=MotifDeGel.AUTRE,
            precision="x",
            depuis=self.jour,
            jusqu_au=fin,
            auteur_id=self.gens[0].pk,
        )
        self.gel_jusqu_au = max(fin, self.gel_jusqu_au) if self.gele() else fin

    @rule(qui=st.integers(0, 1), erreur=st.booleans())
    def preparer(self, qui: int, erreur: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        if self.etat() is None:
            return
        self.liste = conservation.preparer_bordereau(
            programme_id=self.programme.pk,
            auteur_id=self.gens[qui].pk,
            contacts={self.dossier: None},
            motif=MotifDePurge.ERREUR if erreur else MotifDePurge.TERME,
            sort=SortFinal.ELIMINATION,
            le=self.jour,
        )
        self.prepare_par, self.visee = qui, False

    @rule()
    def viser(self) -> None:
        if self.liste:
            with suppress(ErreurMetier):
                conservation.viser(
                    programme_id=self.programme.pk,
                    bordereau_id=self.liste,
                    reference="AD",
                    le=self.jour,
                )
                self.visee = True

    @rule(qui=st.integers(0, 1))
    def valider(self, qui: int) -> None:
        if not self.liste:
            return
        avant = self.etat()
        with suppress(ErreurMetier):
            nombre = conservation.valider(
                programme_id=self.programme.pk,
                bordereau_id=self.liste,
                auteur_id=self.gens[qui].pk,
                le=self.jour,
            )
            assert qui != self.prepare_par
            assert self.visee
            if nombre:
                assert not self.gele()
                assert avant in (EtatDuDossier.ACTIF, EtatDuDossier.ARCHIVE)
                self.valide_par = qui

    @rule()
    def executer(self) -> None:
        if self.liste:
            conservation.executer(
                self.liste, le=self.jour, maintenant=timezone.now(), avancer=lambda _f, _t: None
            )

    @rule(qui=st.integers(0, 1), autre=st.integers(0, 1), erreur=st.booleans(), vise=st.booleans())
    def aller_au_bout(self, qui: int, autre: int, erreur: bool, vise: bool) -> None:  # noqa: FBT001 - drawn
        """The acts of a list one after the other, some of them forgotten: what the machine rarely draws alone."""
        self.preparer(qui, erreur)
        if vise:
            self.viser()
        self.valider(autre)
        self.executer()

    @rule()
    def restaurer_et_rejouer(self) -> None:
        purge.rejouer(le=self.jour, maintenant=timezone.now())

    @invariant()
    def jamais_a_moitie(self) -> None:
        identite = Identite.objects.filter(dossier_id=self.dossier).exists()
        cle = CleDeVolet.objects.filter(dossier_id=self.dossier).exists()
        assert identite == cle == (self.etat() is not None)

    @invariant()
    def purge_seulement_apres_deux_personnes_et_un_visa(self) -> None:
        if self.etat() in (None, EtatDuDossier.PURGE):
            assert self.valide_par is not None
        if self.etat() is None:
            assert Tombe.objects.get(dossier_id=self.dossier).achevee_le
            PURGES.append(self.dossier)


def test_la_vie_d_un_dossier_tient_ses_promesses(tmp_path: Path, settings: Any) -> None:
    settings.TOMBES = tmp_path / "tombes.jsonl"
    PURGES.clear()
    run_state_machine_as_test(
        VieDunDossier, settings=reglages(max_examples=15, stateful_step_count=25, deadline=None)
    )


def test_la_machine_sait_aller_jusqu_a_la_purge(tmp_path: Path, settings: Any) -> None:
    """Drawn at random, a purge is rare: this one is played, so that the invariants have met one."""
    settings.TOMBES = tmp_path / "tombes.jsonl"
    PURGES.clear()
    vie = VieDunDossier()
    vie.aller_au_bout(0, 0, erreur=True, vise=True)
    vie.aller_au_bout(0, 1, erreur=True, vise=False)
    assert vie.etat() == EtatDuDossier.ACTIF
    vie.aller_au_bout(0, 1, erreur=True, vise=True)
    vie.jamais_a_moitie()
    vie.purge_seulement_apres_deux_personnes_et_un_visa()
    assert [vie.dossier] == PURGES
