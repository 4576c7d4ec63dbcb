"""Points with schools in the base: each sees hers, what is typed is kept, what is finished is whole."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.dossiers.purge import Ordre, purger
from maillage.dossiers.rules import Volet
from maillage.dossiers.rules.conservation import MotifDePurge
from maillage.evaluations.errors import (
    CampagneImpossible,
    EvaluationChangee,
    EvaluationIncomplete,
    PosteDEcoleInconnu,
    RendezVousImpossible,
    ReportImpossible,
)
from maillage.evaluations.models import CampagneDEvaluation, EvaluationDeLEnfant, RendezVous
from maillage.evaluations.queries.campagnes import couverture, point
from maillage.evaluations.queries.enfants import A_PRECISER
from maillage.evaluations.queries.fiche import evaluations
from maillage.evaluations.queries.journee import bloc
from maillage.evaluations.queries.saisie import point_d_ecole, saisie
from maillage.evaluations.rules.campagnes import RangDeCampagne
from maillage.evaluations.rules.grilles import EtatDEvaluation, GrilleDeLEcole, MotifDeReport
from maillage.evaluations.rules.rendez_vous import EtatDeRendezVous, LieuDeRencontre, RaisonDuReport
from maillage.evaluations.services import campagnes as services
from maillage.evaluations.services.evaluations import noter_la_famille, reporter
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.plans.models import RegardPorte
from maillage.plans.rules.objectifs import EtatDObjectif
from maillage.plans.rules.regards import Evolution
from maillage.plans.services import clore_objectif
from maillage.tracabilite.models import Evenement
from tests.evaluations.points import LANGEVIN, MOT, VALLES, Point
from tests.factories.monde import BASES, Monde

pytestmark = BASES
E = EtatDEvaluation


@pytest.fixture
def p(monde: Monde) -> Point:
    return Point(monde)


def enfants(p: Point, qui: str, ecole: str) -> list[str]:
    lu = point_d_ecole(p.monde.acteur(qui), p.campagne, ecole, at=p.jour)
    return [ligne.enfant.nom for ligne in lu.lignes]


def test_la_campagne_ne_s_ouvre_qu_une_fois_et_par_la_coordination(p: Point) -> None:
    commun = {
        "rentree": p.annee.rentree, "rang": RangDeCampagne.PREMIER, "depuis": p.jour,
        "jusqu_au": p.jour, "at": p.jour,
    }  # fmt: skip
    for qui in ("amina", "nour", "sylvie", "bruno", "claire", "zoe"):
        with pytest.raises(Introuvable):
            services.ouvrir(acteur=p.monde.acteur(qui), formulaire=uuid4(), **commun)
    with pytest.raises(CampagneImpossible):
        services.ouvrir(acteur=p.monde.acteur("leila"), formulaire=uuid4(), **commun)
    deja = CampagneDEvaluation.objects.get()
    assert p.campagne == deja.pk
    memes = {**commun, "depuis": deja.depuis, "jusqu_au": deja.jusqu_au}
    assert deja.pk == services.ouvrir(
        acteur=p.monde.acteur("leila"), formulaire=deja.formulaire, **memes
    )


def test_chacun_voit_les_ecoles_de_ses_enfants_et_la_coordination_toutes(p: Point) -> None:
    vues = {
        qui: {e.cle: e.enfants for e in point(p.monde.acteur(qui), p.campagne, at=p.jour).ecoles}
        for qui in ("leila", "amina", "karim")
    }
    assert vues == {
        "leila": {VALLES: 3, LANGEVIN: 1, A_PRECISER: 1},
        "amina": {VALLES: 2, LANGEVIN: 1},
        "karim": {VALLES: 1},
    }
    assert enfants(p, "karim", VALLES) == ["Benhamou Inès"]
    assert enfants(p, "amina", VALLES) == ["Kowal Maya", "Selvam Karthik"]
    with pytest.raises(Introuvable):
        enfants(p, "karim", LANGEVIN)


def test_un_parcours_fini_n_est_plus_a_evaluer_et_ce_qui_est_ecrit_reste(p: Point) -> None:
    p.finir(p.maya, p.grille())
    Parcours.objects.filter(dossier__in=[p.maya.pk, p.ilyes.pk]).update(
        etape=Etape.SORTIE, sortie=p.jour.isoformat()
    )
    assert enfants(p, "amina", VALLES) == ["Kowal Maya", "Selvam Karthik"]
    with pytest.raises(Introuvable):
        enfants(p, "amina", LANGEVIN)
    assert couverture(p.monde.acteur("amina"), p.annee, at=p.jour).suivis == 1


def test_ce_qui_est_tape_est_garde_et_dit_ce_qui_manque(p: Point) -> None:
    objectif = p.objectif(p.maya)
    version = p.ecrire(p.maya, p.grille(sauf="langage"))
    assert p.ecrire(p.maya, p.grille(sauf="langage"), 0) == version, "the same words, sent twice"
    lue = saisie(p.monde.acteur("amina"), p.campagne, VALLES, p.maya.pk, at=p.jour)
    assert {m.ligne for m in lue.ligne.manque} == {"langage", str(objectif)}
    assert (lue.ligne.etat, lue.version, lue.grille.mots) == (E.ENTAMEE, version, MOT)
    assert lue.ecole.prochain == p.maya.pk
    with pytest.raises(EvaluationIncomplete) as refus:
        p.finir(p.maya, p.grille("Autres mots", sauf="langage"), version)
    assert any("Oser parler" in phrase for phrase in refus.value.phrases)
    lue = saisie(p.monde.acteur("amina"), p.campagne, VALLES, p.maya.pk, at=p.jour)
    assert lue.grille.mots == "Autres mots", "what was typed is not lost by a refusal"


def test_une_grille_vide_n_ecrit_rien(p: Point) -> None:
    assert p.ecrire(p.maya, GrilleDeLEcole()) == 0
    assert not EvaluationDeLEnfant.objects.exists()


def test_la_parole_de_l_ecole_va_une_fois_au_plan(p: Point) -> None:
    objectif = p.objectif(p.maya)
    grille = p.grille(objectifs=(objectif,))
    p.finir(p.maya, grille)
    p.finir(p.maya, grille, 99)
    assert RegardPorte.objects.filter(objectif_id=objectif).count() == 1
    version = EvaluationDeLEnfant.objects.get().version
    p.finir(p.maya, GrilleDeLEcole(grille.domaines, grille.objectifs, "corrigé"), version)
    assert RegardPorte.objects.filter(objectif_id=objectif).count() == 1
    lue = evaluations(p.monde.acteur("amina"), p.maya.pk, at=p.jour).points[0]
    assert (lue.etat, lue.mots, lue.corrections) == (E.FAITE, "corrigé", 1)


def test_un_objectif_clos_n_empeche_pas_de_terminer(p: Point) -> None:
    objectif = p.objectif(p.maya)
    clore_objectif(
        acteur=p.monde.acteur("leila"), objectif_id=objectif, etat=EtatDObjectif.ATTEINT, issue="",
        le=p.jour, version=1, at=p.jour,
    )  # fmt: skip
    p.finir(p.maya, p.grille())
    assert EvaluationDeLEnfant.objects.get().etat == E.FAITE


def test_deux_personnes_sur_le_meme_enfant_ne_perdent_rien(p: Point) -> None:
    version = p.ecrire(p.maya, p.grille())
    p.ecrire(p.maya, p.grille("la première"), version)
    with pytest.raises(EvaluationChangee) as conflit:
        p.ecrire(p.maya, p.grille("la seconde"), version)
    assert conflit.value.version == version + 1
    lue = saisie(p.monde.acteur("amina"), p.campagne, VALLES, p.maya.pk, at=p.jour)
    assert lue.grille.mots == "la première"


@pytest.mark.parametrize("qui", ["leila", "karim", "nour", "sylvie", "bruno", "claire", "voisine"])
def test_seule_sa_referente_ecrit_la_parole_de_l_ecole(p: Point, qui: str) -> None:
    with pytest.raises(Introuvable):
        p.ecrire(p.maya, p.grille(), qui=qui)
    assert not EvaluationDeLEnfant.objects.exists()


def test_un_report_dit_pourquoi_et_ecrire_le_reprend(p: Point) -> None:
    def dire(motif: MotifDeReport) -> None:
        reporter(
            acteur=p.monde.acteur("amina"), campagne_id=p.campagne, dossier_id=p.maya.pk, motif=motif,
            precision=MOT, at=p.jour,
        )  # fmt: skip

    dire(MotifDeReport.ABSENT)
    rang = EvaluationDeLEnfant.objects.get()
    assert (rang.etat, rang.motif) == (E.REPORTEE, MotifDeReport.ABSENT)
    assert MOT.encode() not in bytes(rang.scelle)
    assert evaluations(p.monde.acteur("leila"), p.maya.pk, at=p.jour).points[0].precision == MOT
    p.finir(p.maya, p.grille(), rang.version)
    assert EvaluationDeLEnfant.objects.get().etat == E.FAITE
    with pytest.raises(ReportImpossible):
        dire(MotifDeReport.ABSENT)


def test_la_famille_est_informee_d_une_parole_ecrite(p: Point) -> None:
    def informer() -> None:
        noter_la_famille(
            acteur=p.monde.acteur("amina"), campagne_id=p.campagne, dossier_id=p.maya.pk, le=p.jour,
            at=p.jour,
        )  # fmt: skip

    with pytest.raises(Introuvable):
        informer()
    p.finir(p.maya, p.grille())
    informer()
    assert EvaluationDeLEnfant.objects.get().famille_informee_le == p.jour
    assert EvaluationDeLEnfant.objects.get().etat == E.FAITE


def test_la_couverture_compte_les_deux_points_de_l_annee(p: Point) -> None:
    p.finir(p.maya, p.grille())
    second, p.campagne = p.campagne, p.second()
    p.finir(p.maya, p.grille())
    p.finir(p.ilyes, p.grille())
    p.campagne = second
    lue = couverture(p.monde.acteur("amina"), p.annee, at=p.jour)
    assert (lue.deux, lue.une, lue.aucune) == (1, 1, 1)
    tous = couverture(p.monde.acteur("leila"), p.annee, at=p.jour)
    assert (tous.deux, tous.une, tous.aucune) == (1, 1, 3)


def rendez_vous(p: Point, qui: str, ecole: str = VALLES, **plus) -> object:
    return services.prendre_rendez_vous(
        acteur=p.monde.acteur(qui), campagne_id=p.campagne, ecole=ecole,
        voulu=services.RendezVousVoulu(p.jour + timedelta(days=2), LieuDeRencontre.ECOLE, **plus),
        formulaire=uuid4(), at=p.jour,
    )  # fmt: skip


def test_un_rendez_vous_se_prend_se_reporte_et_se_tient(p: Point) -> None:
    with pytest.raises(Introuvable):
        rendez_vous(p, "karim", LANGEVIN)
    with pytest.raises(PosteDEcoleInconnu):
        rendez_vous(p, "amina", poste=p.monde.poste_amina.pk)
    premier = rendez_vous(p, "amina")
    with pytest.raises(RendezVousImpossible):
        rendez_vous(p, "karim")

    def dire(quel: object, vers: EtatDeRendezVous, raison: RaisonDuReport | None = None) -> None:
        services.dire_du_rendez_vous(
            acteur=p.monde.acteur("karim"), campagne_id=p.campagne, ecole=VALLES,
            rendez_vous_id=quel, vers=vers, raison=raison, at=p.jour,
        )  # fmt: skip

    with pytest.raises(RendezVousImpossible):
        dire(premier, EtatDeRendezVous.REPORTE)
    dire(premier, EtatDeRendezVous.REPORTE, RaisonDuReport.DIRECTION)
    second = rendez_vous(p, "karim")
    dire(second, EtatDeRendezVous.TENU)
    dire(second, EtatDeRendezVous.TENU)
    lu = point_d_ecole(p.monde.acteur("amina"), p.campagne, VALLES, at=p.jour)
    assert [r.etat for r in lu.rendez_vous] == [EtatDeRendezVous.TENU, EtatDeRendezVous.REPORTE]
    assert RendezVous.objects.count() == 2


def test_le_bloc_du_jour_rappelle_les_ecoles_jusqu_au_dernier_enfant(p: Point) -> None:
    assert bloc(p.monde.acteur("sylvie"), at=p.jour) is None
    lu = bloc(p.monde.acteur("karim"), at=p.jour)
    assert lu is not None
    assert [ligne.texte for ligne in lu.lignes] == ["École Vallès : 1 enfant à évaluer"]
    apres = p.jour + timedelta(days=40)
    tard = bloc(p.monde.acteur("karim"), at=apres)
    assert tard is not None
    assert tard.lignes[0].retard
    p.finir(p.monde.ines, p.grille(), qui="karim")
    assert bloc(p.monde.acteur("karim"), at=p.jour) is None


def test_rien_ne_se_lit_avant_d_etre_note(p: Point) -> None:
    p.finir(p.maya, p.grille())
    avant = Evenement.objects.count()
    saisie(p.monde.acteur("leila"), p.campagne, VALLES, p.maya.pk, at=p.jour)
    notes = Evenement.objects.order_by("id")[avant:]
    assert {(e.contenu["acte"], e.contenu.get("volet")) for e in notes} >= {
        ("lister", "identite"), ("lire", "scolarite"), ("lire", "parcours"),
    }  # fmt: skip


def test_une_campagne_d_ailleurs_n_existe_pas(p: Point) -> None:
    for qui in ("voisine",):
        with pytest.raises(Introuvable):
            point(p.monde.acteur(qui), p.campagne, at=p.jour)


def test_les_reponses_sont_scellees_dans_la_scolarite(p: Point) -> None:
    p.finir(p.maya, p.grille())
    rang = EvaluationDeLEnfant.objects.get()
    assert EvaluationDeLEnfant.volet is Volet.SCOLARITE
    assert MOT.encode() not in bytes(rang.scelle)
    assert Evolution.LEGERE.encode() not in bytes(rang.scelle)


def test_une_purge_emporte_ce_que_l_ecole_a_dit_et_laisse_la_campagne(p: Point) -> None:
    p.objectif(p.maya)
    p.ecrire(p.maya, p.grille())
    p.finir(p.ilyes, p.grille())
    purger(
        Ordre(
            programme=p.monde.programme.pk, dossier=p.maya.pk, motif=MotifDePurge.ERREUR, le=p.jour
        ),
        maintenant=timezone.now(),
    )
    assert EvaluationDeLEnfant.objects.get().dossier_id == p.ilyes.pk
    assert {e.cle: e.enfants for e in point(p.monde.acteur("amina"), p.campagne, at=p.jour).ecoles} == {
        VALLES: 1, LANGEVIN: 1,
    }  # fmt: skip
