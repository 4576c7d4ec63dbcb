"""Shares fall with their agreement, in the same transaction, whoever writes at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connections, transaction

from maillage.accords import queries
from maillage.accords.errors import (
    DejaDecide,
    MemePersonne,
    PartageSansFin,
    PropositionEnAttente,
    ReponseDatee,
    SansReference,
)
from maillage.accords.models import (
    AdulteDeLaFamille,
    DemandeDAccord,
    PartageConsenti,
    ReponseDUnAdulte,
    SituationDUnAdulte,
    VoilePose,
)
from maillage.accords.rules.autorite import Exercice
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Finalite, Nature, Objet
from maillage.accords.services import autorite, demandes, voiles
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Responsable
from maillage.notions.erreurs import Introuvable
from tests.factories.dossiers import DossierFactory, sceller
from tests.factories.monde import BASES
from tests.factories.personnes import PosteFactory, ProgrammeFactory, UtilisateurFactory

AT = date(2026, 1, 15)
DECISION = {"reference": "JAF 24/0123", "decision_le": "2025-11-03", "precision": ""}
DIT = {"support": "oral", "langue": "fr", "interprete": "", "paroles": ""}
ECOLE = Objet(Nature.PARTAGE, Volet.SCOLARITE, "", Finalite.POINT_ECOLE)


class Famille:
    """A child, two parents who exercise together, two professionals and a poste to share with."""

    def __init__(self) -> None:
        programme = ProgrammeFactory()
        self.dossier = DossierFactory(programme=programme)
        self.poste = PosteFactory(programme=programme).pk
        self.amina, self.leila = UtilisateurFactory().pk, UtilisateurFactory().pk
        self.mere, self.pere = self.adulte(), self.adulte()
        for adulte in (self.mere, self.pere):
            self.declarer(adulte, Exercice.CONJOINT)

    def adulte(self) -> UUID:
        contenu = {"nom": "Selvam", "lien": "mère", "telephones": [], "exercice": "conjoint"}
        return sceller(Responsable, self.dossier, contenu).pk

    def declarer(self, adulte: UUID, exercice: Exercice, contenu=DECISION) -> SituationDUnAdulte:
        return autorite.declarer(
            dossier_id=self.dossier.pk, adulte=adulte, exercice=exercice, contenu=contenu, echeance=None,
            auteur_id=self.amina, at=AT,
        )  # fmt: skip

    def demander(self, objet: Objet = ECOLE, jusqu_au: date = date(2026, 8, 31)) -> UUID:
        return demandes.demander(
            dossier_id=self.dossier.pk, objet=objet, institution_id=None,
            poste_id=self.poste if objet.volet else None, contenu={"libelle": "", "langue": "fr"},
            depuis=AT, jusqu_au=jusqu_au, auteur_id=self.amina, formulaire=uuid4(),
        ).pk  # fmt: skip

    def dire(self, demande: UUID, adulte: UUID, sens: Sens, le: date = AT, at: date = AT) -> None:
        demandes.repondre(
            dossier_id=self.dossier.pk, demande_id=demande, adulte=adulte, sens=sens, le=le, contenu=DIT,
            auteur_id=self.amina, at=at, formulaire=uuid4(),
        )  # fmt: skip

    def informer(self, demande: UUID, adulte: UUID | None, *, donnee: bool = True) -> None:
        demandes.informer(
            dossier_id=self.dossier.pk, demande_id=demande, adulte=adulte, donnee=donnee, le=AT, precision="",
            auteur_id=self.amina, at=AT, formulaire=uuid4(),
        )  # fmt: skip

    def partages(self, at: date = AT) -> int:
        return len(queries.partages_en_vigueur([self.dossier.pk], at).get(self.dossier.pk, ()))

    def partage_ouvert(self) -> UUID:
        demande = self.demander()
        self.dire(demande, self.mere, Sens.ACCORD)
        self.informer(demande, self.pere)
        assert self.partages() == 1
        return demande


@pytest.fixture
def famille(db: None) -> Famille:
    return Famille()


pytestmark = BASES


def test_un_partage_s_ouvre_avec_la_derniere_chose_qui_manquait(famille: Famille) -> None:
    demande = famille.demander()
    famille.dire(demande, famille.mere, Sens.ACCORD)
    assert famille.partages() == 0
    famille.informer(demande, famille.pere)
    (partage,) = queries.partages_en_vigueur([famille.dossier.pk], AT)[famille.dossier.pk]
    assert (partage.volet, partage.poste, partage.institution) == (
        Volet.SCOLARITE,
        famille.poste,
        None,
    )
    assert (partage.finalite, partage.periode.jusqu_au) == (Finalite.POINT_ECOLE, date(2026, 8, 31))


@pytest.mark.parametrize("sens", [Sens.RETRAIT, Sens.REFUS, Sens.DESACCORD])
@pytest.mark.parametrize("qui", ["mere", "pere"])
def test_un_non_de_l_un_des_parents_ferme_le_partage_le_jour_meme(
    famille: Famille, sens: Sens, qui: str
) -> None:
    demande = famille.partage_ouvert()
    famille.dire(demande, getattr(famille, qui), sens)
    assert famille.partages() == 0
    clos = PartageConsenti.objects.get()
    assert (clos.clos_le, clos.raison) == (AT, "desaccord_connu")


def test_retirer_l_accord_au_plan_ferme_les_partages_qui_le_servent(famille: Famille) -> None:
    famille.partage_ouvert()
    plan = famille.demander(Objet(Nature.PLAN))
    famille.dire(plan, famille.mere, Sens.RETRAIT)
    assert famille.partages() == 0


def test_demander_de_nouveau_la_meme_chose_ne_contourne_pas_un_refus(famille: Famille) -> None:
    premiere = famille.demander()
    famille.dire(premiere, famille.pere, Sens.REFUS)
    seconde = famille.demander()
    famille.dire(seconde, famille.mere, Sens.ACCORD)
    famille.informer(seconde, famille.pere)
    assert famille.partages() == 0
    famille.dire(seconde, famille.pere, Sens.ACCORD)
    assert famille.partages() == 1


def test_un_partage_finit_avec_l_accord_sans_que_personne_n_ecrive(famille: Famille) -> None:
    famille.partage_ouvert()
    assert famille.partages(date(2026, 8, 31)) == 1
    assert famille.partages(date(2026, 9, 1)) == 0


def test_un_partage_ferme_puis_rouvert_le_meme_jour_est_ouvert(famille: Famille) -> None:
    demande = famille.partage_ouvert()
    famille.dire(demande, famille.mere, Sens.RETRAIT)
    famille.dire(demande, famille.mere, Sens.ACCORD)
    assert famille.partages() == 1
    assert PartageConsenti.objects.count() == 2


def test_un_changement_de_titulaire_confirme_ferme_ce_qui_ne_tient_plus(famille: Famille) -> None:
    famille.partage_ouvert()
    proposee = famille.declarer(famille.mere, Exercice.RETIRE)
    assert famille.partages() == 1
    autorite.trancher(
        dossier_id=famille.dossier.pk,
        situation_id=proposee.pk,
        retenu=True,
        auteur_id=famille.leila,
        at=AT,
    )
    assert famille.partages() == 0


def test_un_adulte_ecrit_par_un_autre_chemin_compte_aussitot(famille: Famille) -> None:
    psychologue = Objet(Nature.SUIVI_PSYCHOLOGIQUE)
    demande = famille.demander(psychologue)
    for parent in (famille.mere, famille.pere):
        famille.dire(demande, parent, Sens.ACCORD)
    assert queries.accord_en_vigueur(famille.dossier.pk, Nature.SUIVI_PSYCHOLOGIQUE, AT)
    nouveau = famille.adulte()
    refus = queries.accord_en_vigueur(famille.dossier.pk, Nature.SUIVI_PSYCHOLOGIQUE, AT)
    assert refus.motif.code == "exercice_a_verifier"
    Responsable.objects.filter(pk=nouveau).delete()
    assert not AdulteDeLaFamille.objects.filter(pk=nouveau).exists()
    assert queries.accord_en_vigueur(famille.dossier.pk, Nature.SUIVI_PSYCHOLOGIQUE, AT)


def test_jamais_demande_ou_sans_dossier_se_dit_et_ne_s_accorde_pas(famille: Famille) -> None:
    assert (
        queries.accord_en_vigueur(famille.dossier.pk, Nature.PLAN, AT).motif.code
        == "accord_non_demande"
    )
    assert not queries.accord_en_vigueur(uuid4(), Nature.PLAN, AT)
    assert queries.partages_en_vigueur([uuid4()], AT) == {}


def test_un_jugement_prend_effet_a_deux_personnes_et_avec_sa_reference(famille: Famille) -> None:
    with pytest.raises(SansReference):
        famille.declarer(famille.mere, Exercice.EXCLUSIF, {"reference": "", "decision_le": ""})
    proposee = famille.declarer(famille.mere, Exercice.EXCLUSIF)
    with pytest.raises(PropositionEnAttente):
        famille.declarer(famille.mere, Exercice.RETIRE)
    ici = {"dossier_id": famille.dossier.pk, "situation_id": proposee.pk, "at": AT}
    with pytest.raises(MemePersonne):
        autorite.trancher(retenu=True, auteur_id=famille.amina, **ici)
    with pytest.raises(Introuvable):
        autorite.trancher(retenu=True, auteur_id=famille.leila, **{**ici, "situation_id": uuid4()})
    autorite.trancher(retenu=True, auteur_id=famille.leila, **ici)
    with pytest.raises(DejaDecide):
        autorite.trancher(retenu=False, auteur_id=famille.leila, **ici)
    lus = queries.ensembles([famille.dossier.pk], AT)[famille.dossier.pk].titulaires
    assert {t.adulte: t.exercice for t in lus}[famille.mere] is Exercice.EXCLUSIF


def test_un_changement_ecarte_laisse_ce_qui_etait(famille: Famille) -> None:
    proposee = famille.declarer(famille.mere, Exercice.RETIRE)
    autorite.trancher(
        dossier_id=famille.dossier.pk,
        situation_id=proposee.pk,
        retenu=False,
        auteur_id=famille.leila,
        at=AT,
    )
    lus = queries.ensembles([famille.dossier.pk], AT)[famille.dossier.pk].titulaires
    assert {t.exercice for t in lus} == {Exercice.CONJOINT}
    famille.declarer(famille.mere, Exercice.RETIRE)  # may be proposed again


def test_l_avenir_un_inconnu_et_une_fin_avant_le_debut_sont_refuses(famille: Famille) -> None:
    demande = famille.demander()
    with pytest.raises(ReponseDatee):
        famille.dire(demande, famille.mere, Sens.ACCORD, le=AT + timedelta(days=1))
    with pytest.raises(Introuvable):
        famille.dire(demande, uuid4(), Sens.ACCORD)
    with pytest.raises(Introuvable):
        famille.dire(uuid4(), famille.mere, Sens.ACCORD)
    with pytest.raises(PartageSansFin):
        famille.demander(jusqu_au=AT - timedelta(days=1))


def test_une_situation_illisible_ne_donne_de_voix_a_personne(famille: Famille) -> None:
    SituationDUnAdulte.objects.filter(adulte=famille.mere).update(scelle=b"\x01" + b"x" * 40)
    lus = queries.ensembles([famille.dossier.pk], AT)[famille.dossier.pk].titulaires
    assert {t.adulte: t.exercice for t in lus}[famille.mere] is Exercice.INCONNU


def test_la_base_refuse_ce_qui_ne_doit_jamais_etre(famille: Famille) -> None:
    demande = famille.partage_ouvert()
    partage = PartageConsenti.objects.get()
    voile = voiles.poser(
        dossier_id=famille.dossier.pk, adulte=famille.pere, contenu=DECISION, echeance=None,
        auteur_id=famille.amina, at=AT,
    )  # fmt: skip
    interdits = [
        lambda: PartageConsenti.objects.filter(pk=partage.pk).update(poste=None),
        lambda: PartageConsenti.objects.create(
            dossier=famille.dossier, demande_id=demande, cible="scolarite", poste_id=famille.poste,
            finalite=Finalite.POINT_ECOLE, depuis=AT, jusqu_au=AT),
        lambda: DemandeDAccord.objects.filter(pk=demande).update(finalite=""),
        lambda: DemandeDAccord.objects.filter(pk=demande).update(nature="plan_secret"),
        lambda: ReponseDUnAdulte.objects.update(sens="peut_etre"),
        lambda: VoilePose.objects.filter(pk=voile.pk).update(decide_par=famille.amina),
        lambda: VoilePose.objects.filter(pk=voile.pk).update(leve_le=AT),
        lambda: VoilePose.objects.filter(pk=voile.pk).update(
            leve_le=AT, levee_par=famille.leila, leve_par=famille.leila),
    ]  # fmt: skip
    for interdit in interdits:
        with pytest.raises(IntegrityError), transaction.atomic():
            interdit()


@pytest.mark.postgresql  # a base in memory has one connection only: on SQLite, see test_course.py
@pytest.mark.django_db(databases=["default", "cles"], transaction=True)
@pytest.mark.parametrize("tour", range(3))
def test_un_retrait_et_un_accord_ecrits_en_meme_temps_ne_laissent_aucun_partage(tour: int) -> None:
    """The father's yes opens the share while the mother takes hers back: whatever the order, it ends closed."""
    famille = Famille()
    objet = Objet(Nature.PARTAGE, Volet.SANTE, "", Finalite.SOIGNER)
    demande = famille.demander(objet)
    famille.dire(demande, famille.mere, Sens.ACCORD)

    def ecrire(qui: UUID, sens: Sens) -> None:
        try:
            famille.dire(demande, qui, sens)
        finally:
            connections.close_all()

    ordre = [(famille.pere, Sens.ACCORD), (famille.mere, Sens.RETRAIT)]
    with ThreadPoolExecutor(2) as deux:
        for futur in [deux.submit(ecrire, *e) for e in (ordre if tour % 2 else reversed(ordre))]:
            futur.result()
    assert ReponseDUnAdulte.objects.filter(demande_id=demande).count() == 3
    assert famille.partages() == 0
    assert not PartageConsenti.objects.filter(clos_le=None).exists()


def test_un_partage_deja_ouvert_ne_s_ouvre_pas_deux_fois(famille: Famille) -> None:
    demande = famille.partage_ouvert()
    famille.dire(demande, famille.pere, Sens.ACCORD)
    assert PartageConsenti.objects.count() == 1
