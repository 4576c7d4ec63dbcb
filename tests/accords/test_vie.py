"""The life of agreements, any way it goes: given, refused, taken back, ended, holders that change."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid4

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from maillage.accords import queries
from maillage.accords.errors import MemePersonne, PropositionEnAttente
from maillage.accords.models import PartageConsenti, SituationDUnAdulte
from maillage.accords.rules.autorite import PORTEES, Exercice
from maillage.accords.rules.ensemble import Ensemble, examiner_la_nature, examiner_une
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Finalite, Nature, Objet
from maillage.accords.services import autorite, demandes
from maillage.accords.services.ecriture import revoir
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Responsable
from tests.factories.dossiers import DossierFactory, sceller
from tests.factories.monde import BASES
from tests.factories.personnes import PosteFactory, ProgrammeFactory, UtilisateurFactory

pytestmark = [BASES, pytest.mark.campagne]
DEPART = date(2026, 1, 5)
LANGUES = {"support": "oral", "langue": "fr", "interprete": "", "paroles": ""}
DECISION = {"reference": "JAF 24/0123", "decision_le": "2025-11-03", "precision": ""}
OBJETS = (
    Objet(Nature.PRESENTATION),
    Objet(Nature.PLAN),
    Objet(Nature.SUIVI_PSYCHOLOGIQUE),
    Objet(Nature.PARTAGE, Volet.SCOLARITE, "", Finalite.POINT_ECOLE),
    Objet(Nature.PARTAGE, Volet.SANTE, "", Finalite.SOIGNER),
)


SITUATIONS = st.sampled_from([Exercice.CONJOINT] * 6 + list(Exercice))


class Vie(RuleBasedStateMachine):
    """One family, two professionals, and time. `vus` counts what was really met: an empty life proves nothing."""

    vus: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.at = DEPART
        programme = ProgrammeFactory()
        self.dossier = DossierFactory(programme=programme)
        self.poste = PosteFactory(programme=programme).pk
        self.auteurs = [UtilisateurFactory().pk, UtilisateurFactory().pk]
        self.adultes = [self._adulte() for _ in range(2)]
        self.exercices = dict.fromkeys(self.adultes, Exercice.INCONNU)
        self.demandes: list[tuple[UUID, Objet]] = []
        self.paroles: dict[tuple[str, UUID], Sens] = {}  # the last word of each on each nature
        for adulte in self.adultes:  # an ordinary family first; the rules undo it
            self.declarer(adulte, Exercice.CONJOINT)

    def _adulte(self) -> UUID:
        contenu = {"nom": "Adulte", "lien": "", "telephones": [], "exercice": "a_verifier"}
        return sceller(Responsable, self.dossier, contenu).pk

    def declarer(self, adulte: UUID, exercice: Exercice) -> SituationDUnAdulte | None:
        try:
            rang = autorite.declarer(
                dossier_id=self.dossier.pk, adulte=adulte, exercice=exercice, contenu=DECISION,
                echeance=None, auteur_id=self.auteurs[0], at=self.at,
            )  # fmt: skip
        except PropositionEnAttente:
            return None
        if not rang.a_deux:
            self.exercices[adulte] = exercice
        return rang

    @rule(objet=st.sampled_from([OBJETS[2], *OBJETS[2:]]), jours=st.integers(10, 60))
    def tout_accorder(self, objet: Objet, jours: int) -> None:
        """What most families do."""
        self.demander(objet, jours)
        for i in range(len(self.adultes)):
            self.repondre(0, i, Sens.ACCORD)

    @rule(i=st.integers(0, 2), exercice=SITUATIONS, retenu=st.booleans())
    def changer_la_situation(self, i: int, exercice: Exercice, retenu: bool) -> None:  # noqa: FBT001
        adulte = self.adultes[i % len(self.adultes)]
        rang = self.declarer(adulte, exercice)
        if rang is None or not rang.a_deux:
            return
        commun = {"dossier_id": self.dossier.pk, "situation_id": rang.pk, "at": self.at}
        try:
            autorite.trancher(retenu=True, auteur_id=self.auteurs[0], **commun)
        except MemePersonne:
            autorite.trancher(retenu=retenu, auteur_id=self.auteurs[1], **commun)
        else:
            raise AssertionError("une personne a suffi")
        if retenu:
            self.exercices[adulte] = exercice

    @rule(rare=st.integers(0, 5))
    def arriver(self, rare: int) -> None:
        """A third adult is written by another way than the service: the base counts her."""
        if len(self.adultes) < 3 and rare == 0:
            adulte = self._adulte()
            self.adultes.append(adulte)
            self.exercices[adulte] = Exercice.INCONNU
            revoir(dossier_ids=[self.dossier.pk], at=self.at)

    @rule(objet=st.sampled_from(OBJETS), jours=st.integers(0, 60))
    def demander(self, objet: Objet, jours: int) -> None:
        rang = demandes.demander(
            dossier_id=self.dossier.pk, objet=objet, institution_id=None,
            poste_id=self.poste if objet.volet else None, contenu={"libelle": "", "langue": "fr"},
            depuis=self.at, jusqu_au=self.at + timedelta(days=jours), auteur_id=self.auteurs[0],
            formulaire=uuid4(),
        )  # fmt: skip
        self.demandes.append((rang.pk, objet))

    @rule(
        d=st.integers(0, 9),
        i=st.integers(0, 2),
        sens=st.sampled_from([Sens.ACCORD] * 3 + list(Sens)),
    )
    def repondre(self, d: int, i: int, sens: Sens) -> None:
        if not self.demandes:
            return
        demande, objet = self.demandes[-1 - d % len(self.demandes)]
        adulte = self.adultes[i % len(self.adultes)]
        demandes.repondre(
            dossier_id=self.dossier.pk, demande_id=demande, adulte=adulte, sens=sens, le=self.at,
            contenu=LANGUES, auteur_id=self.auteurs[0], at=self.at, formulaire=uuid4(),
        )  # fmt: skip
        self.paroles[f"{objet.nature}{objet.volet}", adulte] = sens

    @rule(d=st.integers(0, 9), i=st.integers(0, 2))
    def informer(self, d: int, i: int) -> None:
        if self.demandes:
            demandes.informer(
                dossier_id=self.dossier.pk, demande_id=self.demandes[-1 - d % len(self.demandes)][0],
                adulte=self.adultes[i % len(self.adultes)], donnee=True, le=self.at, precision="",
                auteur_id=self.auteurs[0], at=self.at, formulaire=uuid4(),
            )  # fmt: skip

    @rule(jours=st.integers(1, 25))
    def passer(self, jours: int) -> None:
        self.at += timedelta(days=jours)

    @invariant()
    def tenir(self) -> None:
        ensemble = queries.ensembles([self.dossier.pk], self.at)[self.dossier.pk]
        self.aucun_partage_sans_son_accord(ensemble)
        self.aucun_acte_non_usuel_contre_un_desaccord_connu(ensemble)
        assert {t.adulte: t.exercice for t in ensemble.titulaires} == self.exercices

    def aucun_partage_sans_son_accord(self, ensemble: Ensemble) -> None:
        for partage in queries.partages_en_vigueur([self.dossier.pk], self.at).get(
            self.dossier.pk, ()
        ):
            self.vus["partage"] += 1
            rang = PartageConsenti.objects.get(pk=partage.id)
            demande = ensemble.demande(rang.demande_id)
            assert demande is not None
            assert examiner_une(ensemble, demande, self.at).decision
            for adulte, exercice in self.exercices.items():
                parole = self.paroles.get((f"{Nature.PARTAGE}{partage.volet}", adulte), Sens.ACCORD)
                socle = self.paroles.get(
                    (f"{partage.finalite.repose_sur}None", adulte), Sens.ACCORD
                )
                assert not PORTEES[exercice].bloque or {parole, socle} == {Sens.ACCORD}

    def aucun_acte_non_usuel_contre_un_desaccord_connu(self, ensemble: Ensemble) -> None:
        permis = examiner_la_nature(ensemble, Nature.SUIVI_PSYCHOLOGIQUE, self.at).decision
        assert bool(permis) == bool(
            queries.accord_en_vigueur(self.dossier.pk, Nature.SUIVI_PSYCHOLOGIQUE, self.at)
        )
        self.vus["permis"] += bool(permis)
        self.vus["clos"] += PartageConsenti.objects.filter(
            dossier=self.dossier, clos_le__isnull=False
        ).count()
        for adulte, exercice in self.exercices.items():
            parole = self.paroles.get((f"{Nature.SUIVI_PSYCHOLOGIQUE}None", adulte))
            if permis and PORTEES[exercice].titulaire:
                assert parole is Sens.ACCORD
            if PORTEES[exercice].bloque and parole not in (None, Sens.ACCORD):
                assert not permis


def test_la_vie_des_accords_ne_laisse_jamais_un_partage_sans_accord() -> None:
    reglage = hypothesis.settings(
        max_examples=25, stateful_step_count=20, deadline=None, derandomize=True,
        suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
    )  # fmt: skip
    run_state_machine_as_test(Vie, settings=reglage)
    assert min(Vie.vus[quoi] for quoi in ("partage", "permis", "clos")) > 0, Vie.vus
