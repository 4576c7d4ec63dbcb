"""Opening, launching and following a campaign: once, in order, under the policy, told in the journal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from maillage.dossiers.rules import Volet
from maillage.eligibilite.errors_campagne import (
    CampagneChangee,
    CampagneDejaOuverte,
    DateLegalePassee,
    EtatImpossible,
    PersonneNeSort,
    RelaisImpossible,
    ScenarioNonDecide,
    SemaineImpossible,
    SortieFigee,
)
from maillage.eligibilite.models import Campagne, PassageDeRelais, SortieAccompagnee
from maillage.eligibilite.models.scenarios import EtatDeScenario
from maillage.eligibilite.queries import campagne as campagnes
from maillage.eligibilite.queries import listes_de_sorties as listes
from maillage.eligibilite.queries.sortie import sortie
from maillage.eligibilite.rules.campagne import EtatDeCampagne, RegleDeContinuite, SuiteDecidee
from maillage.eligibilite.rules.campagne_avancement import Avance
from maillage.eligibilite.rules.campagne_relais import EtatDuRelais
from maillage.eligibilite.services import campagne as services
from maillage.eligibilite.services import sorties
from maillage.enfants.models import LienFamilial
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services.passages import annuler, passer
from maillage.tracabilite.models import Evenement
from tests.eligibilite.campagnes import perdus
from tests.factories.dossiers import sceller
from tests.factories.monde import BASES, creer_monde

pytestmark = BASES
E, S = EtatDuRelais, SuiteDecidee


@pytest.fixture
def monde_perdu(monde):
    return perdus(monde)


def relais(m, enfant, vers, *, par="amina", structure="", texte="", formulaire=None, version=None):
    sorties.passer_le_relais(
        acteur=m.acteur(par),
        dossier_id=m.enfants[enfant].pk,
        voulu=sorties.RelaisVoulu(vers, structure, texte),
        version=version or m.sortie(enfant).version,
        formulaire=formulaire or uuid4(),
        at=m.jour,
    )


def suite(m, enfant, voulue, *, par="amina"):
    sorties.decider_la_suite(
        acteur=m.acteur(par), dossier_id=m.enfants[enfant].pk, voulue=voulue,
        version=m.sortie(enfant).version, at=m.jour,
    )  # fmt: skip


def deplacer(m, enfant, lundi, *, par="leila"):
    return sorties.deplacer(
        acteur=m.acteur(par), dossier_id=m.enfants[enfant].pk, lundi=lundi,
        version=m.sortie(enfant).version, at=m.jour,
    )  # fmt: skip


def sortir(m, enfant, par="amina"):
    return passer(
        acteur=m.acteur(par), dossier_id=m.enfants[enfant].pk, passage=Passage.SORTIR, le=m.jour,
        motif="sortie_de_la_geographie_prioritaire", formulaire=uuid4(), at=m.jour,
    )  # fmt: skip


def test_chaque_parcours_ouvert_recoit_une_semaine_avant_la_date_legale(monde_perdu):
    campagne = monde_perdu.ouvrir()
    rangs = list(campagne.sorties.all())
    assert {r.dossier_id for r in rangs} == monde_perdu.perdus
    for rang in rangs:
        assert rang.semaine.weekday() == 0
        assert monde_perdu.jour - timedelta(days=6) <= rang.semaine <= campagne.date_legale


def test_un_parcours_deja_fini_n_entre_pas_dans_la_campagne(monde_perdu):
    sortir(monde_perdu, "ines", par="karim")
    assert monde_perdu.enfants["ines"].pk not in {
        r.dossier_id for r in monde_perdu.ouvrir().sorties.all()
    }


def test_la_fin_de_parcours_prevue_retient_la_sortie(monde_perdu):
    tard = monde_perdu.jour + timedelta(weeks=10)
    Parcours.objects.filter(dossier=monde_perdu.enfants["ines"]).delete()
    sceller(
        Parcours,
        monde_perdu.enfants["ines"],
        {"sortie_prevue": tard.isoformat()},
        etape=Etape.EN_COURS,
    )
    monde_perdu.ouvrir()
    assert monde_perdu.sortie("ines").semaine + timedelta(days=6) >= tard


def test_la_fratrie_sort_la_meme_semaine_avec_deux_referents(monde_perdu):
    monde_perdu.ouvrir()
    assert monde_perdu.sortie("karthik").semaine == monde_perdu.sortie("paul").semaine


def test_deplacer_un_enfant_deplace_sa_fratrie(monde_perdu):
    campagne = monde_perdu.ouvrir()
    lu = sortie(monde_perdu.acteur("leila"), monde_perdu.enfants["karthik"].pk, at=monde_perdu.jour)
    lundi = lu.possibles[-1].lundi
    autres = deplacer(monde_perdu, "karthik", lundi)
    assert autres == (monde_perdu.enfants["paul"].pk,)
    assert monde_perdu.sortie("paul").semaine == monde_perdu.sortie("karthik").semaine == lundi
    services.reproposer(
        acteur=monde_perdu.acteur("leila"), campagne_id=campagne.pk, regles=frozenset(RegleDeContinuite),
        version=campagne.version, at=monde_perdu.jour,
    )  # fmt: skip
    assert monde_perdu.sortie("karthik").semaine == lundi, "a week chosen by hand stays"


def test_la_referente_d_un_seul_ne_deplace_pas_la_fratrie(monde_perdu):
    monde_perdu.ouvrir()
    lu = sortie(monde_perdu.acteur("amina"), monde_perdu.enfants["karthik"].pk, at=monde_perdu.jour)
    avant = monde_perdu.sortie("karthik").semaine
    with pytest.raises(SemaineImpossible, match="suivi par quelqu'un d'autre"):
        deplacer(monde_perdu, "karthik", lu.possibles[-1].lundi, par="amina")
    assert monde_perdu.sortie("karthik").semaine == avant


@pytest.mark.parametrize("jours", [-7, 300, 1])
def test_une_semaine_hors_du_calendrier_est_refusee(monde_perdu, jours):
    monde_perdu.ouvrir()
    lundi = monde_perdu.jour - timedelta(days=monde_perdu.jour.weekday()) + timedelta(days=jours)
    with pytest.raises(SemaineImpossible):
        deplacer(monde_perdu, "ines", lundi)


def test_un_enfant_reste_par_derogation_avec_sa_raison_et_son_auteur(monde_perdu):
    monde_perdu.ouvrir()
    suite(monde_perdu, "nina", sorties.SuiteVoulue(S.RESTE, "dérogation du comité"))
    rang = monde_perdu.sortie("nina")
    assert (rang.semaine, rang.auteur.nom) == (None, "Amina Haddad")
    lu = sortie(monde_perdu.acteur("leila"), rang.dossier_id, at=monde_perdu.jour)
    assert (lu.raison, lu.decidee_par) == ("dérogation du comité", "Amina Haddad")
    assert not lu.depart
    assert "dérogation" not in str(vars(rang)), "the reason is sealed"
    suite(monde_perdu, "nina", sorties.SuiteVoulue(S.SELON_LES_REGLES, ""))
    assert monde_perdu.sortie("nina").semaine is not None


def test_une_attente_apres_la_date_legale_se_dit_et_n_oublie_personne(monde_perdu):
    campagne = monde_perdu.ouvrir()
    tard = campagne.date_legale + timedelta(days=10)
    suite(monde_perdu, "nina", sorties.SuiteVoulue(S.ATTEND, "soin en cours", tard))
    rang = monde_perdu.sortie("nina")
    assert (rang.semaine, rang.empechement) == (None, "apres_la_date")
    tableau = campagnes.tableau(monde_perdu.acteur("leila"), campagne.pk, at=monde_perdu.jour)
    assert tableau.total.sans_semaine == 1
    assert tableau.total.a_accompagner == 4


def test_le_relais_avance_pas_a_pas_date_et_signe(monde_perdu):
    monde_perdu.lancer()
    relais(monde_perdu, "nina", E.PROPOSE, structure="centre_social", texte="Centre Louise-Michel")
    relais(monde_perdu, "nina", E.ACCEPTE)
    relais(monde_perdu, "nina", E.PRIS)
    lu = sortie(monde_perdu.acteur("amina"), monde_perdu.enfants["nina"].pk, at=monde_perdu.jour)
    assert [p.vers for p in lu.passages] == [E.PROPOSE, E.ACCEPTE, E.PRIS]
    assert {(p.le, p.par) for p in lu.passages} == {(monde_perdu.jour, "Amina Haddad")}
    assert (lu.structure, lu.relais_texte) == ("Centre social", "Centre Louise-Michel")


def test_un_passage_interdit_est_refuse_sans_rien_ecrire(monde_perdu):
    monde_perdu.lancer()
    with pytest.raises(RelaisImpossible):
        relais(monde_perdu, "nina", E.PRIS)
    with pytest.raises(RelaisImpossible, match="Dites pourquoi"):
        relais(monde_perdu, "nina", E.SANS_RELAIS)
    assert not PassageDeRelais.objects.exists()


def test_le_meme_relais_envoye_deux_fois_s_ecrit_une_fois(monde_perdu):
    monde_perdu.lancer()
    formulaire, version = uuid4(), monde_perdu.sortie("nina").version
    for _ in range(2):
        relais(
            monde_perdu, "nina", E.PROPOSE, structure="cmp", formulaire=formulaire, version=version
        )
    assert PassageDeRelais.objects.count() == 1


def test_une_page_perimee_n_ecrase_rien(monde_perdu):
    monde_perdu.lancer()
    vieille = monde_perdu.sortie("nina").version
    relais(monde_perdu, "nina", E.PROPOSE, structure="cmp")
    with pytest.raises(CampagneChangee):
        relais(monde_perdu, "nina", E.ACCEPTE, version=vieille)
    with pytest.raises(CampagneChangee):
        services.changer_d_etat(
            acteur=monde_perdu.acteur("leila"), campagne_id=monde_perdu.campagne.pk,
            vers=EtatDeCampagne.CLOSE, version=99, at=monde_perdu.jour,
        )  # fmt: skip


def test_la_sortie_notee_dans_le_parcours_se_marque_faite_toute_seule(monde_perdu):
    monde_perdu.lancer()
    fait = sortir(monde_perdu, "nina")
    assert monde_perdu.sortie("nina").faite_le == monde_perdu.jour
    with pytest.raises(SortieFigee):
        suite(monde_perdu, "nina", sorties.SuiteVoulue(S.RESTE, "trop tard"))
    annuler(
        acteur=monde_perdu.acteur("amina"), dossier_id=monde_perdu.enfants["nina"].pk,
        passage_id=fait.pk, instant=timezone.now(), at=monde_perdu.jour,
    )  # fmt: skip
    assert monde_perdu.sortie("nina").faite_le is None, "a parcours open again is not an exit"


def test_le_tableau_dit_combien_restent_a_accompagner(monde_perdu):
    monde_perdu.lancer()
    sortir(monde_perdu, "nina")
    relais(monde_perdu, "karthik", E.SANS_RELAIS, texte="rien n'existe")
    tableau = campagnes.tableau(
        monde_perdu.acteur("leila"), monde_perdu.campagne.pk, at=monde_perdu.jour
    )
    assert (tableau.total.a_accompagner, tableau.total.faites, tableau.total.sans_relais) == (
        4,
        1,
        1,
    )
    par_nom = {r.poste: (r.avant, r.apres) for r in tableau.referents}
    assert par_nom["Poste d'Amina"] == (2, 0)
    assert par_nom["Poste de Karim"] == (2, 0)
    assert par_nom["Sans référent"] == (1, 1), "Tom's parcours is open and he stays"
    assert [r.poste for r in tableau.referents] == sorted(r.poste for r in tableau.referents)
    colonnes = [sum(s.par_referent) for s in tableau.semaines]
    assert colonnes == [s.compte.a_accompagner for s in tableau.semaines]


def test_chacun_ne_voit_que_ses_enfants_et_seulement_une_fois_lancee(monde_perdu):
    monde_perdu.ouvrir()
    assert listes.les_miennes(monde_perdu.acteur("amina"), at=monde_perdu.jour) == ()
    monde_perdu.passer(EtatDeCampagne.LANCEE)
    siens = listes.les_miennes(monde_perdu.acteur("amina"), at=monde_perdu.jour)
    assert {ligne.enfant for ligne in siens} == {"Selvam Karthik", "Kowal Nina"}
    assert all(ligne.avance is not Avance.FAITE for ligne in siens)
    for nom in ("bruno", "claire", "sylvie", "voisine", "zoe"):
        assert listes.les_miennes(monde_perdu.acteur(nom), at=monde_perdu.jour) == ()


@pytest.mark.parametrize("qui", ["karim", "bruno", "claire", "sylvie", "voisine", "zoe", "nour"])
def test_nul_autre_n_ecrit_la_sortie(monde_perdu, qui):
    monde_perdu.lancer()
    with pytest.raises(Introuvable):
        relais(monde_perdu, "nina", E.PROPOSE, structure="cmp", par=qui)
    with pytest.raises(Introuvable):
        monde_perdu.ouvrir(par=qui)


def test_une_seule_campagne_a_la_fois_et_le_meme_envoi_n_en_ouvre_qu_une(monde_perdu):
    formulaire = uuid4()
    une = monde_perdu.ouvrir(formulaire=formulaire)
    assert monde_perdu.ouvrir(formulaire=formulaire) == une
    with pytest.raises(CampagneDejaOuverte):
        monde_perdu.ouvrir()
    monde_perdu.campagne = une
    monde_perdu.passer(EtatDeCampagne.ABANDONNEE)
    assert monde_perdu.ouvrir() != une


def test_une_campagne_impossible_se_dit_avant_d_ecrire(monde_perdu):
    with pytest.raises(PersonneNeSort):
        monde_perdu.ouvrir(perdus=set())
    with pytest.raises(PersonneNeSort):
        monde_perdu.ouvrir(perdus={monde_perdu.monde.lena.pk})
    with pytest.raises(ScenarioNonDecide):
        monde_perdu.ouvrir(scenario=monde_perdu.decider(monde_perdu.perdus, EtatDeScenario.FAIT))
    with pytest.raises(ScenarioNonDecide):
        monde_perdu.ouvrir(scenario=uuid4())
    with pytest.raises(DateLegalePassee):
        monde_perdu.ouvrir(date_legale=monde_perdu.jour)
    assert not Campagne.objects.exists()


def test_une_campagne_close_ne_se_relance_pas(monde_perdu):
    monde_perdu.lancer()
    monde_perdu.passer(EtatDeCampagne.CLOSE)
    with pytest.raises(EtatImpossible):
        monde_perdu.passer(EtatDeCampagne.LANCEE)
    with pytest.raises(Introuvable):
        suite(monde_perdu, "nina", sorties.SuiteVoulue(S.RESTE, "après"))


def test_chaque_geste_est_au_journal_sans_nom_ni_texte(monde_perdu):
    monde_perdu.lancer()
    relais(monde_perdu, "nina", E.PROPOSE, structure="cmp", texte="CanariDuRelais")
    objets = {e.contenu.get("objet") for e in Evenement.objects.all()}
    assert {"campagne_ouverte", "campagne_lancee", "sortie_relais"} <= objets
    assert not any(
        "Canari" in str(e.contenu) or "Kowal" in str(e.contenu) for e in Evenement.objects.all()
    )


def test_la_purge_d_un_dossier_emporte_sa_sortie(monde_perdu):
    monde_perdu.lancer()
    relais(monde_perdu, "nina", E.PROPOSE, structure="cmp")
    monde_perdu.enfants["nina"].delete()
    assert SortieAccompagnee.objects.count() == 3
    assert not PassageDeRelais.objects.exists()


def test_le_lien_d_une_troisieme_personne_reunit_la_fratrie(monde_perdu):
    sceller(
        LienFamilial,
        monde_perdu.enfants["paul"],
        {"lien": "fratrie"},
        autre=monde_perdu.enfants["ines"],
    )
    monde_perdu.ouvrir()
    groupes = {monde_perdu.sortie(n).fratrie for n in ("karthik", "paul", "ines")}
    assert len(groupes) == 1
    assert groupes != {None}
    assert monde_perdu.sortie("nina").fratrie is None
    assert SortieAccompagnee.volet is Volet.PARCOURS


@pytest.mark.postgresql  # SQLite gives one connection to a base in memory: no race there
@pytest.mark.django_db(transaction=True, databases=["default", "cles"])
def test_deux_ouvertures_en_meme_temps_font_une_campagne():
    monde = perdus(creer_monde())
    formulaires, scenario = [uuid4(), uuid4()], monde.decider(monde.perdus)

    def ouvrir(formulaire):
        try:
            return monde.ouvrir(formulaire=formulaire, scenario=scenario).pk
        except CampagneDejaOuverte:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as fils:
        ouvertes = list(fils.map(ouvrir, formulaires))
    assert ouvertes.count(None) == 1
    assert Campagne.objects.count() == 1
