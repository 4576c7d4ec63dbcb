"""Writing the plan: with the family, once, without losing anybody's words, and nothing begins without the agreement."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from maillage.accords.rules.examen import Sens
from maillage.dossiers import rescellement
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import AnnulationImpossible
from maillage.parcours.models import Parcours
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services.passages import annuler, passer
from maillage.plans import queries, services
from maillage.plans.demonstration import EXEMPLES, ecrire_des_plans
from maillage.plans.errors import (
    EcritEntreTemps,
    JourImpossible,
    MotsManquants,
    SuiteRefusee,
)
from maillage.plans.models import Action, Besoin, Objectif, PlanPresente, RegardPorte
from maillage.plans.rules.objectifs import EtatDObjectif, Parole
from maillage.plans.rules.regards import Evolution, Regard
from maillage.plans.rules.suites import Suite
from maillage.statistiques.queries import enfants_comptes
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde, creer_monde
from tests.plans.courses import ATTENDU, courir
from tests.plans.gestes import (
    ATELIER,
    action,
    dire,
    etape,
    faire_accepter_le_plan,
    mettre,
    objectif,
    regard,
    suivre,
)

pytestmark = BASES
ECRIVENT = {"leila", "amina"}
QUI = ("leila", "amina", "nour", "karim", "bruno", "claire", "sylvie", "voisine", "zoe")


def reecrire(monde: Monde, sur: Objectif, texte: str, version: int, qui: str = "amina") -> Objectif:
    return services.reecrire_objectif(
        acteur=monde.acteur(qui), objectif_id=sur.pk, texte=texte, domaine="langage", mots_de=Parole.ENFANT,
        presents="", version=version, at=monde.aujourd_hui,
    )  # fmt: skip


def lu(monde: Monde) -> queries.PlanLu:
    return queries.plan(monde.acteur("amina"), monde.karthik.pk, at=monde.aujourd_hui)


@pytest.mark.parametrize("qui", QUI)
def test_seul_qui_ecrit_dans_le_volet_parcours_ecrit_dans_le_plan(monde: Monde, qui: str) -> None:
    sien = objectif(monde)
    gestes = (
        lambda: objectif(monde, qui=qui),
        lambda: reecrire(monde, sien, "Lire chaque soir", 1, qui),
    )
    for geste in gestes:
        if qui in ECRIVENT:
            geste()
        else:
            with pytest.raises(Introuvable):
                geste()


@pytest.mark.parametrize("qui", QUI)
def test_sans_le_volet_parcours_on_ne_voit_rien_du_plan(monde: Monde, qui: str) -> None:
    objectif(monde)
    if qui in {*ECRIVENT, "nour"}:
        vu = queries.plan(monde.acteur(qui), monde.karthik.pk, at=monde.aujourd_hui)
        assert [o.courante.texte for o in vu.objectifs] == ["Entrer dans la lecture avec plaisir"]
        assert vu.inscriptible == (qui in ECRIVENT)
    else:
        with pytest.raises(Introuvable):
            queries.plan(monde.acteur(qui), monde.karthik.pk, at=monde.aujourd_hui)


def test_lire_et_ecrire_le_plan_laissent_des_evenements_sans_mots(monde: Monde) -> None:
    objectif(monde)
    lu(monde)
    derniers = [
        e.contenu for e in Evenement.objects.filter(dossier_id=monde.karthik.pk).order_by("id")
    ]
    assert [(c["acte"], c["objet"]) for c in derniers if c.get("objet")][-2:] == [
        ("ecrire", "objectif"),
        ("lire", "plan"),
    ]
    assert "lecture" not in str(derniers)


def test_ce_qui_est_ecrit_est_scelle_dans_le_volet_parcours(monde: Monde) -> None:
    sien = objectif(monde)
    etape(monde, sien), regard(monde, sien), action(monde, sien)
    services.noter_besoin(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, domaine="langage",
        constat="Peu de mots", appui="Raconte et dessine", formulaire=uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip
    assert {Objectif, Besoin, Action, RegardPorte, PlanPresente} <= set(
        rescellement.tables(Volet.PARCOURS)
    )
    for table in (Objectif, Besoin, Action, RegardPorte):
        assert all(b"lecture" not in bytes(r.scelle) for r in table.objects.all())
    vu = lu(monde)
    assert (vu.besoins[0].constat, vu.besoins[0].appui) == ("Peu de mots", "Raconte et dessine")
    assert [e.libelle for e in vu.objectifs[0].etapes] == ["Choisir trois livres"]
    assert [a.libelle for a in vu.objectifs[0].actions] == ["Atelier BD"]


def test_le_meme_formulaire_envoye_trois_fois_ecrit_une_fois(monde: Monde) -> None:
    envoi = uuid4()
    assert len({objectif(monde, formulaire=envoi).pk for _ in range(3)}) == 1
    sien = objectif(monde, texte="Autre")
    assert len({regard(monde, sien, formulaire=envoi).pk for _ in range(3)}) == 1
    assert len({etape(monde, sien, formulaire=envoi).pk for _ in range(3)}) == 1
    assert len({action(monde, sien, formulaire=envoi).pk for _ in range(3)}) == 1


def test_deux_personnes_qui_ecrivent_le_meme_objectif_ne_perdent_rien(monde: Monde) -> None:
    sien = objectif(monde)
    reecrire(monde, sien, "Lire avec sa sœur", sien.version)
    with pytest.raises(EcritEntreTemps):
        reecrire(monde, sien, "Lire à la médiathèque", sien.version, "leila")
    vu = lu(monde).objectifs[0]
    reecrire(monde, sien, "Lire à la médiathèque", vu.version, "leila")
    assert [(e.texte, e.auteur) for e in lu(monde).objectifs[0].ecritures] == [
        ("Entrer dans la lecture avec plaisir", "Amina Haddad"),
        ("Lire avec sa sœur", "Amina Haddad"),
        ("Lire à la médiathèque", "Leïla Marchand"),
    ]


def test_renvoyer_la_meme_correction_n_est_pas_un_conflit(monde: Monde) -> None:
    sien = objectif(monde)
    for _ in range(2):
        reecrire(monde, sien, "Lire avec sa sœur", sien.version)
    assert len(lu(monde).objectifs[0].ecritures) == 2


def test_un_quatrieme_objectif_s_ecrit_et_le_plan_le_dit(monde: Monde) -> None:
    for n in range(3):
        objectif(monde, texte=f"Objectif {n}")
    assert lu(monde).avertissement == ""
    objectif(monde, texte="Objectif de plus")
    assert lu(monde).avertissement.startswith("4 objectifs sont ouverts.")


def test_un_objectif_se_clot_avec_ses_mots_et_se_rouvre(monde: Monde) -> None:
    sien = objectif(monde)

    def clore(etat: EtatDObjectif, issue: str, version: int) -> None:
        services.clore_objectif(
            acteur=monde.acteur("amina"), objectif_id=sien.pk, etat=etat, issue=issue,
            le=monde.aujourd_hui, version=version, at=monde.aujourd_hui,
        )  # fmt: skip

    clore(EtatDObjectif.ATTEINT, "Il lit seul le soir.", 1)
    with pytest.raises(EcritEntreTemps):
        clore(EtatDObjectif.LAISSE, "Autre chose", 1)
    vu = lu(monde)
    assert (vu.objectifs, vu.clos[0].issue) == ((), "Il lit seul le soir.")
    clore(EtatDObjectif.OUVERT, "", 2)
    assert lu(monde).objectifs[0].clos_le is None


def test_sans_accord_sur_le_plan_une_action_ne_commence_pas(monde: Monde) -> None:
    sienne = suivre(monde, action(monde), Suite.ACCEPTEE)
    for vers in (Suite.EN_COURS, Suite.ATTENTE):
        with pytest.raises(SuiteRefusee) as refus:
            suivre(monde, sienne, vers)
        assert "accord" in refus.value.message
    demande, adulte = faire_accepter_le_plan(monde, monde.karthik)
    suivre(monde, sienne, Suite.EN_COURS)
    assert not lu(monde).sans_accord
    dire(monde, demande, adulte, Sens.RETRAIT)
    assert lu(monde).sans_accord
    suivre(monde, sienne, Suite.INTERROMPUE, "La famille a retiré son accord.")
    with pytest.raises(SuiteRefusee):
        suivre(monde, sienne, Suite.EN_COURS)


def test_la_vie_d_une_action_garde_qui_quand_et_pourquoi(monde: Monde) -> None:
    faire_accepter_le_plan(monde, monde.karthik)
    sienne, jour, envoi = action(monde), monde.aujourd_hui, uuid4()
    suivre(monde, sienne, Suite.ACCEPTEE)
    for _ in range(2):  # a double submit, with the version that the page knew
        suivre(monde, sienne, Suite.EN_COURS, version=2, formulaire=envoi)
    with pytest.raises(EcritEntreTemps):
        suivre(monde, sienne, Suite.INTERROMPUE, "Trop tard", version=2)
    with pytest.raises(MotsManquants):
        suivre(monde, sienne, Suite.TERMINEE, " ")
    with pytest.raises(JourImpossible):
        suivre(monde, sienne, Suite.TERMINEE, "Fini", le=jour - timedelta(days=1))
    with pytest.raises(JourImpossible):
        suivre(monde, sienne, Suite.TERMINEE, "Fini", le=jour + timedelta(days=1))
    suivre(monde, sienne, Suite.TERMINEE, "Il a dessiné une planche.")
    vue = lu(monde).autres_actions[0]
    assert [s.vers for s in vue.historique] == [Suite.ACCEPTEE, Suite.EN_COURS, Suite.TERMINEE]
    assert vue.derniers_mots == "Il a dessiné une planche."
    assert (vue.debut, vue.fin, vue.gestes) == (jour, jour, ())
    assert {s.auteur for s in vue.historique} == {"Amina Haddad"}


def test_corriger_une_action_refuse_une_course_perdue(monde: Monde) -> None:
    sienne, jour = action(monde), monde.aujourd_hui

    def corriger(**plus) -> None:
        services.corriger_action(
            acteur=monde.acteur("amina"), action_id=sienne.pk, at=jour,
            **{"ecrite": ATELIER, "debut": None, "fin": jour, "version": 1, **plus},
        )  # fmt: skip

    corriger()
    corriger()
    with pytest.raises(EcritEntreTemps):
        corriger(fin=None)
    with pytest.raises(JourImpossible):
        corriger(debut=jour, fin=jour - timedelta(days=1), version=2)
    assert lu(monde).autres_actions[0].fin == jour


def test_un_regard_est_date_signe_et_ne_se_recrit_pas(monde: Monde) -> None:
    sien = objectif(monde)
    regard(monde, sien, Regard.ECOLE, Evolution.DEGRADATION, mots="Il ne lit plus à voix haute.")
    regard(
        monde,
        sien,
        Regard.PARENTS,
        Evolution.LEGERE,
        mots="",
        le=monde.aujourd_hui - timedelta(days=3),
    )
    with pytest.raises(MotsManquants):
        regard(monde, sien, Regard.ENFANT, Evolution.NON_EVALUABLE, mots="")
    with pytest.raises(JourImpossible):
        regard(monde, sien, le=monde.aujourd_hui + timedelta(days=1))
    vu = lu(monde).objectifs[0]
    assert [(r.regard, r.evolution, r.auteur) for r in vu.regards] == [
        (Regard.PARENTS, Evolution.LEGERE, "Amina Haddad"),
        (Regard.ECOLE, Evolution.DEGRADATION, "Amina Haddad"),
    ]
    assert vu.difference.startswith("Les regards diffèrent")


def test_un_nouveau_parcours_a_son_propre_plan_et_ne_s_annule_plus_une_fois_ecrit(
    monde: Monde,
) -> None:
    mettre(monde.karthik, Etape.EN_COURS)
    objectif(monde)

    def fait(passage: Passage, motif: str = "") -> UUID:
        return passer(
            acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, passage=passage, motif=motif,
            le=monde.aujourd_hui, formulaire=uuid4(), at=monde.aujourd_hui,
        ).pk  # fmt: skip

    fait(Passage.SORTIR, "objectifs_atteints")
    rouvert = fait(Passage.ROUVRIR)
    vu = lu(monde)
    assert vu.vide
    assert [o.courante.texte for o in vu.anciens] == ["Entrer dans la lecture avec plaisir"]
    objectif(monde, texte="Un nouvel objectif")
    with pytest.raises(AnnulationImpossible):
        annuler(
            acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, passage_id=rouvert,
            instant=timezone.now(), at=monde.aujourd_hui,
        )  # fmt: skip
    assert lu(monde).objectifs[0].courante.texte == "Un nouvel objectif"


def test_les_actions_retenues_comptent_pour_le_parcours_individualise(monde: Monde) -> None:
    rang = Parcours.objects.get(dossier=monde.karthik)
    cles = rescellement.trousseau(monde.programme.pk, [monde.karthik.pk], [Volet.PARCOURS])
    rang.sceller({**rang.ouvrir(cles), "actions": []}, cles)
    rang.save()

    def manque() -> tuple[bool, bool]:
        page = fiche(monde.acteur("amina"), monde.karthik.pk, at=monde.aujourd_hui)
        comptes = enfants_comptes(monde.programme.pk, monde.aujourd_hui)
        sans_plan = sum("plan_d_actions" in p.manquants for c in comptes for p in c.parcours)
        return "plan d’actions" in (page.manquants or ()), sans_plan == 1

    sienne = action(monde)
    assert manque() == (True, True)  # a proposal is not a plan
    suivre(monde, sienne, Suite.ACCEPTEE)
    assert manque() == (False, False)
    suivre(monde, sienne, Suite.REFUSEE, "Trop loin de la maison.")
    assert manque() == (True, True)


def test_les_objectifs_de_plusieurs_enfants_se_lisent_en_un_nombre_constant_de_requetes(
    monde: Monde, django_assert_num_queries
) -> None:
    for dossier in (monde.karthik, monde.tom):
        un = objectif(monde, dossier, qui="leila")
        services.noter_regard(
            acteur=monde.acteur("leila"), objectif_id=un.pk, regard=Regard.ECOLE,
            evolution=Evolution.STABLE, mots="", le=monde.aujourd_hui, formulaire=uuid4(),
            at=monde.aujourd_hui,
        )  # fmt: skip
    ids = [monde.karthik.pk, monde.tom.pk]
    for lot in (ids[:1], ids):
        cles = rescellement.trousseau(monde.programme.pk, lot, [Volet.PARCOURS])
        with django_assert_num_queries(6):
            lus = queries.objectifs_de(lot, cles, at=monde.aujourd_hui)
        assert {d: [r.regard for o in os for r in o.regards] for d, os in lus.items()} == {
            d: [Regard.ECOLE] for d in lot
        }


def test_les_plans_de_la_demonstration_s_ecrivent_par_les_services(monde: Monde) -> None:
    assert ecrire_des_plans(monde.acteur("leila"), [monde.karthik.pk], at=monde.aujourd_hui) == 1
    ecrire_des_plans(monde.acteur("leila"), [monde.karthik.pk], at=monde.aujourd_hui)
    vu = lu(monde).objectifs
    assert [len(o.regards) for o in vu] == [len(EXEMPLES[0][2])]
    assert {r for o in vu for r in {x.regard for x in o.regards}} == set(Regard) - {Regard.REFERENT}


@pytest.mark.postgresql  # a base in memory has one connection only: on SQLite, see test_course.py
@pytest.mark.django_db(transaction=True, databases=["default", "cles"])
def test_huit_envois_en_meme_temps_ne_perdent_aucun_texte() -> None:
    """Real transactions: of eight rewritings sent at once, one is written and seven are told, with their words kept."""
    assert courir(creer_monde()) == ATTENDU
