"""A séance from its agenda to its relevé, under the policy, once, told in the journal."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.accords.models import DemandeDAccord
from maillage.accords.rules.natures import Nature
from maillage.dossiers.models import OuvertureDeVolet
from maillage.dossiers.rules import Volet
from maillage.eps.errors import (
    DecisionsContraires,
    DejaInscrite,
    MembreImpossible,
    SansDecision,
    SeanceChangee,
    SeanceFigee,
    SituationNonPrete,
    TexteNominatif,
)
from maillage.eps.models import Invitation, Seance, SituationDeSeance
from maillage.eps.queries.attente import en_attente
from maillage.eps.rules.preparation import Ecrit
from maillage.eps.rules.seances import EtatDeSeance, EtatDeSituation, Mode
from maillage.eps.services import decisions, ordre, seances
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import PassageRefuse
from maillage.parcours.models import Parcours, PassageEnEps, Tache
from maillage.parcours.rules.etapes import Etape
from maillage.partage import extraits
from maillage.tracabilite.models import Evenement
from tests.eps.monde import ECRIT, Eps, eps, etape
from tests.factories.monde import BASES

pytestmark = BASES


@pytest.fixture
def lu(monde) -> Eps:
    lu = eps(monde)
    lu.creer()
    lu.asseoir("prof", "hugo", "lamia")
    return lu


def stade(dossier) -> str:
    return Parcours.objects.get(dossier=dossier).etape


def test_une_situation_accordee_entre_a_l_ordre_du_jour_et_son_etape_suit(lu):
    rang = lu.inscrire(lu.dossiers[0])
    assert (rang.etat, rang.reexamen, stade(lu.dossiers[0])) == (
        EtatDeSituation.INSCRITE, False, Etape.INSCRITE_EN_EPS,
    )  # fmt: skip


def test_sans_accord_rien_n_entre_a_l_ordre_du_jour(lu):
    etape(lu.monde.ines, Etape.ACCORD_EPS)
    with pytest.raises(PassageRefuse, match="présentation en EPS"):
        lu.inscrire(lu.monde.ines)
    etape(lu.monde.ines, Etape.REEXAMEN)
    with pytest.raises(SituationNonPrete, match="présentation en EPS"):
        lu.inscrire(lu.monde.ines)
    assert not SituationDeSeance.objects.filter(dossier=lu.monde.ines).exists()


def test_une_situation_n_est_qu_a_une_seance_et_un_double_envoi_n_en_fait_qu_une(lu):
    formulaire = uuid4()
    faits = [
        ordre.inscrire(
            acteur=lu.leila, seance_id=lu.seance_id, dossier_id=lu.dossiers[0].pk,
            formulaire=formulaire, at=lu.jour,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert faits[0] == faits[1]
    with pytest.raises(DejaInscrite):
        lu.inscrire(lu.dossiers[0])


def test_un_double_envoi_ne_cree_qu_une_seance(lu):
    voulue = seances.SeanceVoulue(lu.jour, lu.seance.debut, 60, "Salle", Mode.NOMINATIVE)
    formulaire = uuid4()
    faites = {
        seances.creer(acteur=lu.leila, voulue=voulue, formulaire=formulaire, at=lu.jour)
        for _ in range(2)
    }
    assert len(faites) == 1
    assert Seance.objects.get(pk=faites.pop()).participations.count() == 3, "permanent members stay"


def test_qui_ne_tient_pas_l_eps_n_ecrit_rien(lu):
    for nom in ("amina", "bruno", "prof", "claire", "voisine"):
        with pytest.raises(Introuvable):
            lu.inscrire(lu.dossiers[0], par=nom)
    with pytest.raises(MembreImpossible):
        lu.asseoir("claire")


def test_l_ordre_propose_inscrit_ce_qui_tient_et_laisse_le_reste_attendre(lu):
    Seance.objects.filter(pk=lu.seance_id).update(duree=30)
    fait = ordre.proposer_l_ordre(
        acteur=lu.leila, seance_id=lu.seance_id, formulaire=uuid4(), at=lu.jour
    )
    assert len(fait.retenues) == 2
    attentes = en_attente(lu.leila, at=lu.jour)
    assert [a.attente.id for a in attentes if a.accord] == list(fait.reportees)


def test_les_lignes_montent_et_descendent_et_une_page_perimee_ne_deplace_rien(lu):
    un, deux, trois = (lu.inscrire(d) for d in lu.dossiers)
    version = lu.seance.version

    def deplacer(rang, pas, version):
        ordre.deplacer(
            acteur=lu.leila, seance_id=lu.seance_id, situation_id=rang.pk, pas=pas,
            version=version, at=lu.jour,
        )  # fmt: skip

    deplacer(trois, -1, version)
    suite = SituationDeSeance.objects.filter(seance=lu.seance_id).order_by("rang")
    assert [s.pk for s in suite] == [un.pk, trois.pk, deux.pk]
    with pytest.raises(SeanceChangee):
        deplacer(un, 1, version)


def test_chacun_ne_lit_que_ce_qui_a_ete_ecrit_pour_lui(lu):
    un, deux = lu.inscrire(lu.dossiers[0]), lu.inscrire(lu.dossiers[1])
    lu.partager(lu.dossiers[0], "École Jaurès", "CMPP")
    lu.partager(lu.dossiers[1], "CMPP")
    lu.preparer(un, "prof", "hugo")
    lu.preparer(deux, "hugo")
    assert lu.ouvrir() == 3
    assert len(extraits.recus(lu.acteur("prof"))) == 1
    assert len(extraits.recus(lu.acteur("hugo"))) == 2
    assert extraits.recus(lu.acteur("lamia")) == ()
    (situation,) = extraits.recus(lu.acteur("prof"))
    texte = situation.extraits[0].texte
    assert texte.index("Points d’appui") < texte.index("Ce qui inquiète")
    assert "Selvam" not in texte, "given name and a letter, no more"


def test_sans_partage_accorde_un_invite_ne_lit_rien(lu):
    un = lu.inscrire(lu.dossiers[0])
    lu.preparer(un, "prof")
    assert lu.ouvrir() == 0
    assert Invitation.objects.get(situation=un).ouverture_id is None


def test_un_extrait_sans_points_d_appui_ou_sans_relecture_ne_s_ouvre_pas(lu):
    un = lu.inscrire(lu.dossiers[0])
    lu.partager(lu.dossiers[0], "École Jaurès")
    with pytest.raises(SituationNonPrete, match="points d’appui"):
        lu.preparer(un, "prof", ecrit=Ecrit("", ECRIT.difficultes, ECRIT.question))
    assert lu.ouvrir() == 0


def test_l_acces_commence_avant_la_seance_et_finit_apres_le_delai_de_la_charte(lu):
    un = lu.inscrire(lu.dossiers[0])
    lu.partager(lu.dossiers[0], "École Jaurès")
    lu.preparer(un, "prof")
    lu.ouvrir()
    ouverture = OuvertureDeVolet.objects.get(nature="seance")
    assert ouverture.volet == Volet.PARCOURS
    assert ouverture.jusqu_a == lu.seance.finit_a + timedelta(hours=24)
    assert ouverture.depuis < lu.seance.commence_a
    lu.commencer()
    lu.decider(un, "ouverture_d_un_parcours")
    lu.clore()
    ouverture.refresh_from_db()
    assert ouverture.jusqu_a == lu.seance.close_le + timedelta(hours=24)
    OuvertureDeVolet.objects.update(
        depuis=timezone.now() - timedelta(days=3), jusqu_a=timezone.now() - timedelta(seconds=1)
    )
    assert extraits.recus(lu.acteur("prof")) == ()


def test_un_accord_retire_sort_la_situation_et_ferme_tout_a_l_instant(lu):
    un = lu.inscrire(lu.dossiers[0])
    lu.partager(lu.dossiers[0], "École Jaurès")
    lu.asseoir("karim")  # of the team: no share stands behind what she reads
    lu.preparer(un, "prof", "karim")
    assert lu.ouvrir() == 2
    demande = DemandeDAccord.objects.get(dossier=lu.dossiers[0], nature=Nature.PRESENTATION)
    lu.repondre(lu.dossiers[0], demande, "retrait")
    un.refresh_from_db()
    assert un.etat == EtatDeSituation.RETIREE
    assert not OuvertureDeVolet.objects.filter(nature="seance", finie_le=None).exists()
    assert extraits.recus(lu.acteur("prof")) == extraits.recus(lu.acteur("karim")) == ()


def test_une_seance_anonymisee_n_ecrit_aucun_nom(monde):
    lu = eps(monde)
    lu.creer(mode=Mode.ANONYMISEE)
    lu.asseoir("prof")
    un = lu.inscrire(lu.dossiers[0])
    lu.partager(lu.dossiers[0], "École Jaurès")
    for texte in (
        "Karthik dessine bien.",
        "M. SELVAM vient.",
        f"{monde.marques['karthik']['responsable']} est inquiète.",
    ):
        with pytest.raises(TexteNominatif):
            lu.preparer(un, "prof", ecrit=Ecrit(texte, ECRIT.difficultes, ECRIT.question))
    lu.preparer(un, "prof")
    assert lu.ouvrir() == 1
    texte = extraits.recus(lu.acteur("prof"))[0].extraits[0].texte
    assert f"Situation {un.code}" in texte
    assert not any(nom in texte for nom in monde.noms)


def test_une_decision_fait_passer_le_parcours_et_compte_comme_un_examen(lu):
    un, deux = lu.inscrire(lu.dossiers[0]), lu.inscrire(lu.dossiers[1])
    lu.commencer()
    lu.decider(un, "ouverture_d_un_parcours", precision="Commencer par la lecture.")
    lu.decider(deux, "ajournement")
    assert [stade(d) for d in lu.dossiers[:2]] == [Etape.EXAMINEE_EN_EPS, Etape.ACCORD_EPS]
    assert PassageEnEps.objects.filter(dossier__in=lu.dossiers).count() == 1
    assert lu.dossiers[1].pk in {a.attente.id for a in en_attente(lu.leila, at=lu.jour)}


def test_un_reexamen_poursuit_ou_prepare_la_sortie(lu):
    etape(lu.dossiers[0], Etape.REEXAMEN)
    un = lu.inscrire(lu.dossiers[0])
    assert un.reexamen
    lu.commencer()
    lu.decider(un, "sortie")
    assert stade(lu.dossiers[0]) == Etape.SORTIE_PREPAREE


def test_une_decision_vide_contraire_ou_perimee_est_refusee(lu):
    un = lu.inscrire(lu.dossiers[0])
    with pytest.raises(SeanceFigee):
        lu.decider(un, "poursuite")
    lu.commencer()
    with pytest.raises(SansDecision):
        lu.decider(un)
    with pytest.raises(DecisionsContraires):
        lu.decider(un, "ajournement", "poursuite")
    with pytest.raises(SeanceChangee):
        decisions.decider(
            acteur=lu.leila, situation_id=un.pk, version=99, formulaire=uuid4(), at=lu.jour,
            voulue=decisions.DecisionVoulue(("poursuite",)),
        )  # fmt: skip
    assert stade(lu.dossiers[0]) == Etape.INSCRITE_EN_EPS


def test_ce_qui_est_dit_devient_une_tache_avec_son_poste_et_sa_date_une_seule_fois(lu):
    un = lu.inscrire(lu.dossiers[0])
    lu.commencer()
    poste = next(iter(lu.acteur("prof").postes))
    formulaire = uuid4()
    voulue = decisions.TacheVoulue("Annoncer la consigne", poste, lu.jour + timedelta(days=9))
    for _ in range(2):
        decisions.ajouter_une_tache(
            acteur=lu.leila, situation_id=un.pk, voulue=voulue, formulaire=formulaire, at=lu.jour
        )
    tache = Tache.objects.get(dossier=lu.dossiers[0], poste=poste)
    assert tache.echeance == lu.jour + timedelta(days=9)


def test_le_chronometre_ne_tourne_que_pour_une_situation(lu):
    un, deux = lu.inscrire(lu.dossiers[0]), lu.inscrire(lu.dossiers[1])
    lu.commencer()
    un.refresh_from_db()
    assert un.reprise_le is not None
    SituationDeSeance.objects.filter(pk=un.pk).update(
        reprise_le=timezone.now() - timedelta(seconds=90)
    )
    decisions.regler_le_chrono(
        acteur=lu.leila, seance_id=lu.seance_id, situation_id=deux.pk, tourne=True, at=lu.jour
    )
    un.refresh_from_db()
    deux.refresh_from_db()
    assert 90 <= un.ecoule <= 100
    assert (un.reprise_le, deux.reprise_le is None) == (None, False)


def test_la_cloture_fige_le_releve_et_remet_en_attente_ce_qui_n_a_pas_ete_examine(lu):
    un, deux = lu.inscrire(lu.dossiers[0]), lu.inscrire(lu.dossiers[1])
    lu.commencer()
    lu.decider(un, "ouverture_d_un_parcours")
    lu.clore()
    lu.clore()
    deux.refresh_from_db()
    assert (deux.etat, stade(lu.dossiers[1])) == (EtatDeSituation.REPORTEE, Etape.ACCORD_EPS)
    assert lu.seance.etat == EtatDeSeance.CLOSE
    for geste in (
        lambda: lu.decider(un, "poursuite"),
        lambda: lu.confier(un, "Autre chose", "prof"),
        lambda: lu.preparer(un, "prof"),
        lu.commencer,
        lu.ouvrir,
    ):
        with pytest.raises(SeanceFigee):
            geste()


def test_annuler_remet_tout_en_attente_et_ferme_les_acces(lu):
    un = lu.inscrire(lu.dossiers[0])
    lu.partager(lu.dossiers[0], "École Jaurès")
    lu.preparer(un, "prof")
    lu.ouvrir()
    seances.annuler(acteur=lu.leila, seance_id=lu.seance_id, version=lu.seance.version, at=lu.jour)
    assert stade(lu.dossiers[0]) == Etape.ACCORD_EPS
    assert extraits.recus(lu.acteur("prof")) == ()


def test_chaque_geste_sur_une_situation_laisse_sa_trace(lu):
    un = lu.inscrire(lu.dossiers[0])
    lu.preparer(un)
    lu.commencer()
    lu.decider(un, "poursuite")
    faits = Evenement.objects.filter(dossier_id=lu.dossiers[0].pk)
    objets = {
        json.loads(c)["objet"] if isinstance(c, str) else c["objet"]
        for c in faits.values_list("contenu", flat=True)
    }
    assert {"eps_inscrite", "eps_preparee", "eps_relue", "eps_decision"} <= objets
