"""The page of the cercle looks at all the members together: sixty cost what five do, and are judged the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maillage.comptes.models import MissionConfiee
from maillage.comptes.rules import PERSONNE, Mission, ObligationDeSecret
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.partage import chartes, extraits
from maillage.partage.models import Charte, Signature
from maillage.partage.rules.charte import Clause
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import MissionFactory, OccupationFactory, UtilisateurFactory

Connexion = Callable[[str], Client]
pytestmark = BASES


def embaucher(monde: Monde, combien: int) -> None:
    """New members, of every mission that may be in a cercle, half of them on the poste that follows Karthik."""
    missions = (Mission.REFERENCE, Mission.SOIN, Mission.EPS, Mission.ECOLE, Mission.COORDINATION)
    for n in range(combien):
        compte = UtilisateurFactory(nom=f"Membre {n:02d}")
        MissionFactory(
            programme=monde.programme, utilisateur=compte, mission=missions[n % len(missions)]
        )
        if n % 2:
            OccupationFactory(poste=monde.poste_amina, utilisateur=compte)


def charte_publiee(monde: Monde) -> None:
    """A charte of the programme's own, that Amina alone has signed."""
    signee = str(uuid4()).replace("-", "") * 2
    Charte.objects.create(
        programme=monde.programme, version=1, texte="Article 1. Se taire.", clauses=[Clause.SANS_EXPORT],
        apres_seance=30, extrait=90, urgence=24, empreinte=signee, publiee_par=monde.personnes["leila"],
        publiee_le=monde.karthik.created_at,
    )  # fmt: skip
    Signature.objects.create(
        programme=monde.programme, version=1, empreinte=signee,
        utilisateur=monde.personnes["amina"], le=monde.karthik.created_at,
    )  # fmt: skip


def test_la_page_du_cercle_fait_autant_de_requetes_avec_soixante_membres_qu_avec_cinq(
    monde: Monde, connexion: Connexion
) -> None:
    amina, leila = connexion("amina"), connexion("leila")
    adresse = f"/enfants/{monde.karthik.pk}/cercle/"
    demande = {"personne": str(monde.personnes["bruno"].pk)}

    def compter_les_requetes(client: Client, **question: str) -> int:
        with (
            CaptureQueriesContext(connections["default"]) as donnees,
            CaptureQueriesContext(connections["cles"]) as cles,
        ):
            assert client.get(adresse, question).status_code == 200
        return len(donnees) + len(cles)

    def toutes() -> tuple[int, ...]:
        return (
            compter_les_requetes(amina),
            compter_les_requetes(leila),
            compter_les_requetes(leila, **demande),
        )

    embaucher(monde, 5)
    toutes()  # the first event opens the chain
    avant = toutes()
    embaucher(monde, 55)
    page = amina.get(adresse).content.decode()
    assert page.count("Membre ") >= 60  # they are on the page
    assert toutes() == avant
    assert max(avant) <= 36  # the first sign of a useless query


@pytest.mark.parametrize("charte", ["livree", "publiee"])
def test_lus_ensemble_ou_un_a_un_les_acteurs_sont_les_memes(monde: Monde, charte: str) -> None:
    if charte == "publiee":
        charte_publiee(monde)
    jour = monde.aujourd_hui
    embaucher(monde, 6)
    partout = monde.personnes["karim"]  # two programmes: the latest mission tells which
    MissionFactory(
        programme=monde.autre_programme, utilisateur=partout, depuis=jour - timedelta(days=3)
    )
    monde.personnes["nour"].is_active = False
    monde.personnes["nour"].save()
    MissionConfiee.objects.filter(utilisateur=monde.personnes["sylvie"]).update(jusqu_au=jour)
    inconnue = uuid4()
    ids = {*(p.pk for p in monde.personnes.values()), inconnue}
    lus = chartes.acteurs(ids, au=jour)
    assert lus == {i: chartes.acteur(i, au=jour) for i in ids}
    assert lus[inconnue] == lus[monde.personnes["nour"].pk] == PERSONNE
    assert lus[partout.pk].programme_id == monde.autre_programme.pk
    assert lus[monde.personnes["amina"].pk].postes == {monde.poste_amina.pk}
    assert {a.charte_signee for a in lus.values()} == {True, False}
    assert lus[monde.personnes["amina"].pk].charte_signee
    assert bool(lus[monde.personnes["amina"].pk].clauses) == (charte == "publiee")
    demain = chartes.acteurs(ids, au=jour + timedelta(days=1))
    assert demain[monde.personnes["sylvie"].pk].missions == frozenset()


def test_les_destinataires_de_plusieurs_volets_sont_ceux_de_chacun(monde: Monde) -> None:
    embaucher(monde, 10)
    MissionConfiee.objects.filter(utilisateur=monde.personnes["bruno"]).update(
        obligation=ObligationDeSecret.DISCRETION
    )
    amina = monde.acteur("amina")
    par_volet = {v: set(extraits.destinataires(amina, [v])) for v in VOLETS_DU_DOSSIER}
    bruno = (monde.personnes["bruno"].pk, "Bruno Lefèvre")
    assert bruno in par_volet[Volet.SCOLARITE]
    assert bruno not in par_volet[Volet.SOCIAL]
    tous = extraits.destinataires(amina, VOLETS_DU_DOSSIER)
    assert set(tous) == set().union(*par_volet.values())
    assert [nom for _, nom in tous] == sorted(nom for _, nom in tous)
    assert amina.id not in dict(tous)
    assert extraits.destinataires(amina, []) == []
