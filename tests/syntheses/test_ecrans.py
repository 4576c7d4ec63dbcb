"""Pages of syntheses in a real browser: on a telephone and without seeing."""

from __future__ import annotations

from typing import Any

import pytest

from maillage.dossiers.rules import Volet
from maillage.syntheses.rules.alertes import DestinataireDAlerte
from maillage.syntheses.rules.etats import EtatDeSynthese
from maillage.syntheses.rules.rubriques import Rubrique
from maillage.syntheses.services.alertes import consigner
from tests.evaluations.test_ecrans import entrer, regarder
from tests.factories.monde import Monde
from tests.syntheses.ecrits import Ecrits

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(databases=["default", "cles"], transaction=True),
]
MOTS = {
    Rubrique.SITUATION: "Karthik est en CE2. Il vit avec sa mère et sa sœur.",
    Rubrique.APPUIS: "Il aime lire à voix haute. Sa mère vient à chaque rencontre.",
    Rubrique.DIFFICULTES: "Il s’endort en classe deux fois par semaine, dit l’école.",
    Rubrique.DEJA_TENTE: "Un atelier du soir depuis septembre, avec un effet sur la lecture.",
    Rubrique.DEMANDE: "Une rencontre avec la direction avant les vacances.",
}


def test_chaque_page_se_lit_sur_un_telephone_et_sans_voir(
    monde: Monde,
    connexion: Any,
    live_server: Any,
    contexte: Any,
    onglet: Any,
    settings: Any,
) -> None:
    e = Ecrits(monde)
    e.adulte("Mme Selvam", "3 rue du Port")
    consigner(
        acteur=monde.acteur("amina"), dossier_id=e.enfant.pk, le=e.jour, poste=monde.poste_amina.pk,
        vers=DestinataireDAlerte.CRIP, formulaire=e.id, at=e.jour,
    )  # fmt: skip
    for rubrique, mots in MOTS.items():
        e.ecrire(rubrique, Volet.SCOLARITE, mots)
    e.passer(EtatDeSynthese.RELECTURE)
    e.emettre()
    envoyee, e.id = e.id, e.commencer()
    e.convier("nour")
    for rubrique in (Rubrique.SITUATION, Rubrique.APPUIS):
        e.ecrire(rubrique, Volet.SCOLARITE, MOTS[rubrique])
    e.ecrire(Rubrique.DIFFICULTES, Volet.SOCIAL, MOTS[Rubrique.DIFFICULTES])
    e.ecrire(Rubrique.DIFFICULTES, Volet.SANTE, "Sommeil court, suivi en cours.", qui="nour")
    vide = e.commencer()
    un, enfant = f"/syntheses/{e.id}/", f"/syntheses/enfants/{e.enfant.pk}/"
    pages = {
        "amina": {
            "synthese-vide": f"/syntheses/{vide}/", "synthese": un, "syntheses": enfant,
            "synthese-envoyee": f"/syntheses/{envoyee}/", "registre": "/syntheses/",
            "alertes": f"{enfant}alertes/",
        },
        "nour": {"relecture": un},
    }  # fmt: skip
    for qui, adresses in pages.items():
        entrer(qui, connexion, live_server, contexte, settings)
        if qui == "nour":
            e.passer(EtatDeSynthese.RELECTURE)
        for nom, adresse in adresses.items():
            regarder(onglet, live_server.url + adresse, nom)
