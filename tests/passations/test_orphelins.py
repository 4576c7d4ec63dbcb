"""Nothing is left to nobody: an open step is of a poste that is held and follows the child, or it is told to be handed over."""

from __future__ import annotations

import random
from datetime import date, timedelta
from uuid import uuid4

import pytest

from maillage.comptes.models import MissionConfiee, Occupation, Utilisateur
from maillage.comptes.services.ouverture import mettre_fin
from maillage.comptes.services.postes import quitter_poste
from maillage.dossiers.models import Cercle
from maillage.notions.erreurs import ErreurMetier
from maillage.parcours.models import Tache
from maillage.passations.models import Passation
from maillage.passations.queries.postes import etapes_a_reprendre, situations, titulaires
from maillage.passations.rules.passations import MotifDePassation
from maillage.passations.rules.vacances import Tenue, a_passer
from maillage.passations.services import execution, preparation
from maillage.passations.services.reprises import reprendre, reprendre_partout
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES
from tests.factories.personnes import OccupationFactory
from tests.passations.equipe import Equipe, equipe

pytestmark = BASES
M = MotifDePassation


@pytest.fixture
def lieu(monde) -> Equipe:
    return equipe(monde)


def vacants(lieu: Equipe, jour: date | None = None) -> dict[str, tuple[str, int, int]]:
    jour = jour or lieu.jour
    noms = {p.pk: n for n, p in lieu.postes.items()}
    return {
        noms[p.poste]: (t.value, p.enfants, p.etapes)
        for p, t in a_passer(situations(lieu.monde.programme.pk, jour), jour)
        if p.poste in noms
    }


def suit(tache: Tache, jour: date) -> bool:
    rangs = Cercle.objects.filter(dossier_id=tache.dossier_id, poste_id=tache.poste_id)
    return rangs.exclude(jusqu_au__lt=jour).exists()


def perdues(lieu: Equipe, jour: date) -> list[Tache]:
    """Open steps that nobody sees and that no list tells."""
    programme = lieu.monde.programme.pk
    tenus = titulaires(programme, jour, at=jour)
    dits = {p.poste for p, t in a_passer(situations(programme, jour), jour) if t is Tenue.VACANT}
    reprises = set(etapes_a_reprendre(programme, jour).values_list("pk", flat=True))
    ouvertes = Tache.objects.filter(
        faite_le=None, dossier__programme=programme, dossier__etat="base_active"
    )
    return [
        t
        for t in ouvertes
        if not ((t.poste_id in tenus and suit(t, jour)) or t.poste_id in dits or t.pk in reprises)
    ]


@pytest.mark.parametrize(
    "geste", ["occupation", "compte", "ferme", "sommeil", "mission", "terminee"]
)
def test_un_poste_qui_perd_sa_personne_est_dit_avec_ses_enfants_et_ses_etapes(lieu, geste):
    lieu.etape("nina")
    assert vacants(lieu) == {}
    amina, leila = lieu.monde.personnes["amina"], lieu.acteur("leila")
    if geste == "occupation":
        quitter_poste(par=leila, cible=amina.pk, poste_id=lieu.postes["amina"].pk, at=lieu.jour)
    elif geste == "terminee":
        mettre_fin(par=leila, cible=amina.pk, at=lieu.jour)
    elif geste == "mission":
        MissionConfiee.objects.filter(utilisateur=amina).update(jusqu_au=lieu.dans(-1))
    else:
        change = {
            "compte": {"jusqu_au": lieu.dans(-1)},
            "ferme": {"is_active": False},
            "sommeil": {"ouvert_le": lieu.dans(-200), "last_login": None},
        }[geste]
        Utilisateur.objects.filter(pk=amina.pk).update(**change)
    # Nour, who cares for children, holds the same poste: she does not lead a parcours
    siennes = Tache.objects.filter(poste=lieu.postes["amina"], dossier__etat="base_active")
    assert siennes.count() == 4
    assert vacants(lieu)["amina"] == ("vacant", 4, 4)


@pytest.mark.parametrize(("jours", "dit"), [(30, True), (31, False)])
def test_une_fin_est_annoncee_trente_jours_avant(lieu, jours, dit):
    Occupation.objects.filter(
        poste=lieu.postes["karim"], utilisateur=lieu.monde.personnes["karim"]
    ).update(jusqu_au=lieu.dans(jours))
    assert ("karim" in vacants(lieu)) is dit


def test_une_etape_restee_a_l_ancien_poste_est_reprise_par_le_nouveau(lieu):
    etape = lieu.etape("nina", jours=2)
    lieu.faite(jours=10)
    jour = lieu.dans(10)
    programme = lieu.monde.programme.pk
    assert etape not in etapes_a_reprendre(programme, lieu.dans(9))
    assert etape in etapes_a_reprendre(programme, jour)
    assert not perdues(lieu, jour)
    assert reprendre(acteur=lieu.acteur_le("sofia", jour), at=jour) == 0
    assert reprendre(acteur=lieu.acteur_le("karim", jour), at=jour) >= 1
    etape.refresh_from_db()
    assert etape.poste_id == lieu.postes["karim"].pk
    assert reprendre(acteur=lieu.acteur_le("karim", jour), at=jour) == 0


def test_les_etapes_d_une_absence_reviennent_a_qui_suit_l_enfant(lieu):
    etape = lieu.etape("omar", jours=5)
    lieu.faite(M.ABSENCE, jours=2, fin=20)
    jour = lieu.dans(21)
    assert etape.pk in etapes_a_reprendre(lieu.monde.programme.pk, jour).values_list(
        "pk", flat=True
    )
    reprendre(acteur=lieu.acteur_le("amina", jour), at=jour)
    etape.refresh_from_db()
    assert etape.poste_id == lieu.postes["amina"].pk


def geste_au_hasard(lieu: Equipe, hasard: random.Random, jour: date) -> None:
    leila = lieu.acteur_le("leila", jour)
    nom = hasard.choice(["amina", "karim", "sofia"])
    poste, compte = lieu.postes[nom], lieu.monde.personnes[nom]
    match hasard.randrange(6):
        case 0:
            Occupation.objects.filter(poste=poste, utilisateur=compte, jusqu_au=None).update(
                jusqu_au=jour - timedelta(1)
            )
        case 1:
            OccupationFactory(poste=poste, utilisateur=compte, depuis=jour)
        case 2:
            lieu.etape(
                hasard.choice(list(lieu.enfants)),
                nom,
                (jour - lieu.jour).days + hasard.randrange(9),
            )
        case 3:
            motif = hasard.choice(list(M))
            depuis = jour + timedelta(hasard.choice([0, 0, 3, 8]))
            fin = depuis + timedelta(5) if motif is M.ABSENCE else None
            voulue = preparation.PassationVoulue(poste.pk, motif, depuis, fin)
            passation = preparation.ouvrir(acteur=leila, voulue=voulue, formulaire=uuid4(), at=jour)
            preparation.proposer(acteur=leila, passation_id=passation.pk, at=jour)
            execution.executer(acteur=leila, passation_id=passation.pk, at=jour)
        case 4:
            passation = Passation.objects.exclude(etat="abandonnee").order_by("-created_at").first()
            if passation:
                execution.abandonner(acteur=leila, passation_id=passation.pk, at=jour)
        case _:
            reprendre(acteur=leila, at=jour)


@pytest.mark.lent
@pytest.mark.parametrize("graine", range(6))
def test_apres_toute_suite_de_gestes_aucune_etape_n_est_a_personne(lieu, graine):
    hasard = random.Random(graine)  # noqa: S311 - a test, replayed by its number
    jour, faits = lieu.jour, 0
    lieu.etape("nina", "amina", 3)
    for _ in range(25):
        jour += timedelta(hasard.choice([0, 0, 1, 4]))
        try:
            geste_au_hasard(lieu, hasard, jour)
            faits += 1
        except ErreurMetier:
            pass
        assert not perdues(lieu, jour)
        referents = Cercle.objects.filter(qualite="referent", jusqu_au=None)
        par_enfant = [referents.filter(dossier=d).count() for d in lieu.enfants.values()]
        assert par_enfant == [1] * len(par_enfant), "each child keeps exactly one référent"
    assert faits > 8


def test_chaque_jour_les_etapes_perdues_vont_au_referent_sans_personne(lieu):
    etape, sans = lieu.etape("nina", poste="karim"), Tache.objects.get(dossier=lieu.monde.tom)
    assert reprendre_partout(at=lieu.jour) >= 1
    etape.refresh_from_db()
    assert etape.poste_id == lieu.postes["amina"].pk
    assert sans in etapes_a_reprendre(lieu.monde.programme.pk, lieu.jour), (
        "nobody leads Tom: still told"
    )
    assert reprendre_partout(at=lieu.jour) == 0
    ecrit = next(
        e.contenu for e in Evenement.objects.all() if e.contenu["acte"] == "reprendre_les_etapes"
    )
    assert (ecrit["regle"], ecrit["objet"]) == ("systeme", "etapes_reprises")
