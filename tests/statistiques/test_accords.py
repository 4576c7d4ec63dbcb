"""The agreement of a «parcours individualisé»: what was collected here first, what the former tracker said only in its absence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maillage.accords.models import (
    DemandeDAccord,
    FormulaireSigne,
    ReponseDUnAdulte,
    SituationDUnAdulte,
)
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Nature, Objet
from maillage.accords.services import demandes
from maillage.dossiers.models import Dossier
from maillage.enfants.models import Responsable
from maillage.notions.temps import AnneeScolaire
from maillage.parcours.models import Parcours, PassageEnEps
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.rules.individualise import SourceDeLAccord
from maillage.statistiques.queries import accords_connus, chiffres, enfants_comptes
from tests.factories.dossiers import enfant_suivi_par, sceller
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import UtilisateurFactory
from tests.reprise.tableaux import LINA, MALO, importer, tableau

Connexion = Callable[[str], Client]
RECUEILLI, REPRIS, AUCUN = SourceDeLAccord
DEUX = (Nature.PRESENTATION, Nature.PLAN)
AN = AnneeScolaire(2025)


pytestmark = BASES


def demander(
    dossier: Dossier, *, sens: Sens | None, au: date, nature: Nature = Nature.PLAN
) -> UUID:
    """The mother, alone in exercising, is asked; she answers (or not)."""
    contenu = {"nom": "Selvam", "lien": "mère", "telephones": [], "exercice": "exclusif"}
    adulte = Responsable.objects.filter(dossier=dossier).first()
    mere = adulte.pk if adulte else sceller(Responsable, dossier, contenu).pk
    dite = {"exercice": "exclusif", "reference": "", "decision_le": "", "precision": ""}
    sceller(
        SituationDUnAdulte,
        dossier,
        dite,
        adulte=mere,
        depuis=au,
        a_deux=False,
        effet=timezone.now(),
    )
    qui = UtilisateurFactory().pk
    rang = demandes.demander(
        dossier_id=dossier.pk, objet=Objet(nature), institution_id=None, poste_id=None,
        contenu={"libelle": "", "langue": "fr"}, depuis=au, jusqu_au=au + timedelta(days=200),
        auteur_id=qui, formulaire=uuid4(),
    )  # fmt: skip
    if sens:
        demandes.repondre(
            dossier_id=dossier.pk, demande_id=rang.pk, adulte=mere, sens=sens, le=au, at=au,
            contenu={"support": "oral", "langue": "fr", "interprete": "", "paroles": ""},
            auteur_id=qui, formulaire=uuid4(),
        )  # fmt: skip
    return rang.pk


def accords_de(monde: Monde) -> dict[str, int]:
    c = chiffres(monde.acteur("leila"), AnneeScolaire.du(monde.aujourd_hui), at=monde.aujourd_hui)
    return {s.value: n for s, n in c.accords.items()}


def test_l_accord_recueilli_remplace_ce_que_disait_le_tableau_et_un_refus_aussi(
    monde: Monde,
) -> None:
    """The three children come from a tracker that says «signed»; one family says yes here, another says no."""
    assert accords_de(monde) == {"repris": 3}
    demander(monde.karthik, sens=Sens.ACCORD, au=monde.aujourd_hui)
    demander(monde.ines, sens=Sens.REFUS, au=monde.aujourd_hui)
    assert accords_de(monde) == {"recueilli": 1, "aucun": 1, "repris": 1}
    demander(monde.tom, sens=None, au=monde.aujourd_hui, nature=Nature.PRESENTATION)
    assert accords_de(monde) == {"recueilli": 1, "aucun": 2}


def test_la_fiche_et_les_chiffres_disent_la_meme_chose(monde: Monde) -> None:
    PassageEnEps.objects.create(dossier=monde.karthik, le="2025-10-10")
    leila, jour = monde.acteur("leila"), monde.aujourd_hui
    assert fiche(leila, monde.karthik.pk, at=jour).manquants == ()
    demander(monde.karthik, sens=None, au=jour)
    assert fiche(leila, monde.karthik.pk, at=jour).manquants == ("accord de la famille",)
    demander(monde.karthik, sens=Sens.ACCORD, au=jour)
    assert fiche(leila, monde.karthik.pk, at=jour).manquants == ()
    assert accords_connus(monde.programme.pk, jour).keys() == {monde.karthik.pk}


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_d_accords(monde: Monde) -> None:
    def compter() -> int:
        total = 0
        for base in ("default", "cles"):
            with CaptureQueriesContext(connections[base]) as requetes:
                enfants_comptes(monde.programme.pk, monde.aujourd_hui)
            total += len(requetes)
        return total

    demander(monde.karthik, sens=Sens.ACCORD, au=monde.aujourd_hui)
    avant = compter()
    for n in range(6):
        enfant = enfant_suivi_par(None, programme=monde.programme, nom=f"Nom{n}")
        demander(enfant, sens=Sens.ACCORD, au=monde.aujourd_hui)
    assert compter() == avant


def test_le_oui_d_un_tableau_ne_devient_ni_une_demande_ni_un_papier_signe(
    monde: Monde, connexion: Connexion
) -> None:
    anciens = set(Dossier.objects.values_list("pk", flat=True))
    importer(monde.acteur("leila"), tableau(LINA, MALO), monde.aujourd_hui)
    nouveaux = Dossier.objects.exclude(pk__in=anciens).values_list("pk", flat=True)
    assert Parcours.objects.filter(dossier_id__in=nouveaux).count() == 2
    for table in (DemandeDAccord, ReponseDUnAdulte, FormulaireSigne):
        assert not table.objects.filter(dossier_id__in=nouveaux).exists()
    accords = set()
    for dossier in nouveaux:
        page = connexion("leila").get(f"/enfants/{dossier}/parcours/")
        assert page.status_code == 200
        html = page.content.decode()
        code = page.context["fiche"].en_cours.accord_code
        accords.add(code)
        assert ("repris de l’ancien tableau, à confirmer" in html) is (code != "non_sollicite")
    assert accords & {"oral_trace", "ecrit_signe"}


def test_la_page_et_le_tableur_disent_quel_accord_a_ete_compte(
    monde: Monde, connexion: Connexion
) -> None:
    demander(monde.karthik, sens=Sens.ACCORD, au=monde.aujourd_hui)
    page = connexion("leila").get("/chiffres/")
    individualises = page.context["tableaux"][2]
    assert individualises.lignes[-2:] == (
        ("Accord de la famille : recueilli ici", 1),
        ("Accord de la famille : repris de l’ancien tableau, à confirmer", 2),
    )
    assert "que si rien n’a été demandé ici à la famille" in page.content.decode()
