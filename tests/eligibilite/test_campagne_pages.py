"""Pages of a campaign: who opens them, what they say, and letters that tell nobody where another lives."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest

from maillage.accords.models import VoilePose
from maillage.dossiers.rules import Volet
from maillage.eligibilite.models import Campagne, PassageDeRelais
from maillage.eligibilite.queries.campagne import tableau
from maillage.eligibilite.rules.campagne import EtatDeCampagne
from maillage.eligibilite.rules.campagne_relais import EtatDuRelais
from maillage.eligibilite.services import sorties
from maillage.tracabilite.models import Evenement
from tests.eligibilite.campagnes import perdus
from tests.factories.dossiers import sceller
from tests.factories.monde import BASES
from tests.factories.preuve import Epreuve

pytestmark = BASES
SORTIES = "/eligibilite/sorties/"
PERSONNES = ("leila", "amina", "karim", "bruno", "claire", "sylvie", "nour", "voisine", "zoe", "")


@pytest.fixture
def m(monde):
    return perdus(monde)


@pytest.fixture
def papier():
    """Letters as the words that would be printed."""
    with mock.patch("weasyprint.HTML", Epreuve):
        yield


def statuts(connexion, adresse: str, methode: str = "get") -> dict[str, int]:
    return {q: getattr(connexion(q), methode)(adresse).status_code for q in PERSONNES}


def texte(reponse) -> str:
    return " ".join(reponse.content.decode().replace("\xa0", " ").split())


def test_seule_la_coordination_conduit_une_campagne(m, connexion):
    m.lancer()
    attendus = {"leila": 200, "voisine": 403, "": 302}
    for adresse in (
        SORTIES,
        f"{SORTIES}ouvrir/",
        f"{SORTIES}{m.campagne.pk}/",
        f"{SORTIES}{m.campagne.pk}/enfants/",
    ):
        lus = statuts(connexion, adresse)
        assert lus == {q: attendus.get(q, 403) for q in PERSONNES}, adresse


def test_la_sortie_d_un_enfant_s_ouvre_a_sa_referente_et_a_la_coordination(m, connexion):
    m.lancer()
    adresse = f"{SORTIES}enfants/{m.enfants['nina'].pk}/"
    attendus = {"leila": 200, "amina": 200, "karim": 404, "voisine": 404, "": 302}
    for suite in ("", f"courrier/{m.adultes['Mme Kowal']}/"):
        with mock.patch("weasyprint.HTML", Epreuve):
            assert statuts(connexion, adresse + suite) == {
                q: attendus.get(q, 403) for q in PERSONNES
            }


def test_un_enfant_hors_campagne_et_un_inconnu_se_repondent_pareil(m, connexion):
    m.lancer()
    leila = connexion("leila")
    for dossier in (m.monde.tom.pk, m.monde.lena.pk, uuid4()):
        assert leila.get(f"{SORTIES}enfants/{dossier}/").status_code == 404
    assert leila.get(f"{SORTIES}{uuid4()}/").status_code == 404


def test_la_campagne_s_ouvre_depuis_un_scenario_decide(m, connexion):
    leila = connexion("leila")
    assert "Aucun scénario décidé" in texte(leila.get(f"{SORTIES}ouvrir/"))
    scenario = m.decider(m.perdus)
    envoi = {
        "scenario": scenario,
        "date_legale": (m.jour + timedelta(weeks=12)).isoformat(),
        "regles": ["fin_d_action", "fratrie"],
        "telephone": "01 99 00 12 34",
        "formulaire": uuid4(),
    }
    passee = leila.post(f"{SORTIES}ouvrir/", {**envoi, "date_legale": "2020-01-01"})
    assert passee.status_code == 422
    assert "Cette date est passée" in texte(passee)
    faux = leila.post(f"{SORTIES}ouvrir/", {**envoi, "telephone": "douze"})
    assert "Ce numéro ne se lit pas" in texte(faux)
    for _ in range(2):
        ouverte = leila.post(f"{SORTIES}ouvrir/", envoi)
        assert ouverte.status_code == 302
    campagne = Campagne.objects.get()
    page = texte(leila.get(f"{SORTIES}{campagne.pk}/"))
    assert "4 à accompagner, 0 faite, 0 sans relais" in page
    assert "Lancer la campagne" in page
    autre = leila.post(f"{SORTIES}ouvrir/", {**envoi, "formulaire": uuid4()})
    assert autre.status_code == 409
    assert "déjà en cours" in texte(autre)


def test_la_campagne_se_lance_et_parait_dans_la_journee_de_chacun(m, connexion):
    m.ouvrir()
    leila, amina = connexion("leila"), connexion("amina")
    assert "à accompagner" not in texte(amina.get("/"))
    lancer = f"{SORTIES}{m.campagne.pk}/lancee/"
    assert leila.post(lancer, {"version": 99}).status_code == 409
    assert leila.post(lancer, {"version": m.campagne.version}).status_code == 302
    m.campagne.refresh_from_db()
    assert m.campagne.etat == EtatDeCampagne.LANCEE
    assert "2 à accompagner, 0 faite, 0 sans relais" in texte(amina.get("/"))
    assert "4 à accompagner, 0 faite, 0 sans relais" in texte(leila.get("/"))
    miennes = texte(amina.get(f"{SORTIES}les-miennes/"))
    assert "Kowal Nina" in miennes
    assert "Benhamou" not in miennes
    assert leila.post(f"{SORTIES}{m.campagne.pk}/fermee/", {"version": 2}).status_code == 404


def test_les_regles_de_continuite_se_changent_avant_le_lancement(m, connexion):
    m.ouvrir()
    leila = connexion("leila")
    adresse = f"{SORTIES}{m.campagne.pk}/calendrier/"
    assert leila.post(adresse, {}).status_code == 422
    envoi = {"version": m.campagne.version, "regles": ["fin_d_action"]}
    assert leila.post(adresse, envoi).status_code == 302
    m.campagne.refresh_from_db()
    assert (m.campagne.attend_l_action, m.campagne.fratries_ensemble) == (True, False)
    m.passer(EtatDeCampagne.LANCEE)
    m.campagne.refresh_from_db()
    assert leila.post(adresse, {**envoi, "version": m.campagne.version}).status_code == 409


def geste(client, m, enfant, nom, **champs):
    adresse = f"{SORTIES}enfants/{m.enfants[enfant].pk}/"
    return client.post(adresse, {"geste": nom, "version": m.sortie(enfant).version, **champs})


def test_la_referente_tient_la_sortie_de_son_enfant(m, connexion):
    m.lancer()
    amina = connexion("amina")
    vide = geste(amina, m, "nina", "relais", vers="propose", formulaire=uuid4())
    assert vide.status_code == 422
    assert "Dites vers quelle sorte de structure" in texte(vide)
    plein = geste(
        amina,
        m,
        "nina",
        "relais",
        vers="propose",
        structure="cmp",
        texte="CMP Jean-Wier",
        formulaire=uuid4(),
    )
    assert plein.status_code == 302
    assert geste(amina, m, "nina", "famille", informee_le=m.jour.isoformat(), parole="d_accord",
                 texte="Elle préfère le samedi.").status_code == 302  # fmt: skip
    sans_raison = geste(amina, m, "nina", "suite", suite="reste", raison="")
    assert sans_raison.status_code == 422
    assert "dit sa raison" in texte(sans_raison)
    page = texte(amina.get(f"{SORTIES}enfants/{m.enfants['nina'].pk}/"))
    assert "CMP Jean-Wier" in page
    assert "Elle préfère le samedi." in page
    perimee = amina.post(
        f"{SORTIES}enfants/{m.enfants['nina'].pk}/",
        {"geste": "famille", "version": 1, "parole": ""},
    )
    assert perimee.status_code == 409
    assert PassageDeRelais.objects.count() == 1


def test_la_sortie_notee_au_parcours_se_compte_sur_le_tableau(m, connexion):
    m.lancer()
    envoi = {
        "le": m.jour.isoformat(),
        "motif": "relais_vers_le_droit_commun",
        "formulaire": uuid4(),
    }
    assert (
        connexion("amina")
        .post(f"/enfants/{m.enfants['nina'].pk}/parcours/passer/sortir/", envoi)
        .status_code
        == 302
    )
    assert "4 à accompagner, 1 faite" in texte(connexion("leila").get(f"{SORTIES}{m.campagne.pk}/"))
    assert "Sortie faite le" in texte(
        connexion("amina").get(f"{SORTIES}enfants/{m.enfants['nina'].pk}/")
    )


@pytest.mark.usefixtures("papier")
def test_le_courrier_dit_ce_qui_finit_quand_et_qui_appeler(m, connexion):
    m.lancer()
    for vers, structure in ((EtatDuRelais.PROPOSE, "centre_social"), (EtatDuRelais.ACCEPTE, "")):
        sorties.passer_le_relais(
            acteur=m.acteur("amina"), dossier_id=m.enfants["nina"].pk,
            voulu=sorties.RelaisVoulu(vers, structure, "Louise-Michel"),
            version=m.sortie("nina").version, formulaire=uuid4(), at=m.jour,
        )  # fmt: skip
    reponse = connexion("amina").get(
        f"{SORTIES}enfants/{m.enfants['nina'].pk}/courrier/{m.adultes['Mme Kowal']}/"
    )
    lettre = texte(reponse)
    assert "Mme Kowal<br>7 allée des Vignes" in lettre
    assert "Appelez Poste d&#x27;Amina au <b>01 99 00 12 34</b>" in lettre
    assert "Centre social : Louise-Michel" in lettre
    assert "Vous n’êtes pas d’accord ?" in lettre
    assert "Kowal" not in reponse["Content-Disposition"]


def voiler(m, adulte: str) -> None:
    sceller(
        VoilePose, m.enfants["nina"], {"reference": "ordonnance"}, adulte=m.adultes[adulte],
        depuis=m.jour, auteur=m.monde.personnes["leila"],
    )  # fmt: skip


@pytest.mark.usefixtures("papier")
def test_le_courrier_au_parent_ecarte_ne_dit_pas_l_adresse_protegee(m, connexion):
    m.lancer()
    voiler(m, "M. Kowal")
    for vers, structure in ((EtatDuRelais.PROPOSE, "centre_social"), (EtatDuRelais.ACCEPTE, "")):
        sorties.passer_le_relais(
            acteur=m.acteur("amina"), dossier_id=m.enfants["nina"].pk,
            voulu=sorties.RelaisVoulu(vers, structure, "à deux pas, 7 allée des Vignes"),
            version=m.sortie("nina").version, formulaire=uuid4(), at=m.jour,
        )  # fmt: skip
    adresse = f"{SORTIES}enfants/{m.enfants['nina'].pk}/courrier/"
    amina = connexion("amina")
    pour_lui = texte(amina.get(f"{adresse}{m.adultes['M. Kowal']}/"))
    assert "2 rue du Port" in pour_lui
    assert "Vignes" not in pour_lui
    assert "Neuilly" not in pour_lui
    assert "Vignes" in texte(amina.get(f"{adresse}{m.adultes['Mme Kowal']}/"))
    assert amina.get(adresse).status_code == 404, "no letter «to the parents» over a cloak"
    tous = texte(amina.get(f"{SORTIES}les-miennes/courriers/"))
    for article in tous.split("<article")[1:]:
        assert "M. Kowal" not in article or "Vignes" not in article


@pytest.mark.usefixtures("papier")
def test_sans_adulte_note_le_courrier_va_aux_parents(m, connexion):
    m.lancer()
    adresse = f"{SORTIES}enfants/{m.enfants['ines'].pk}/courrier/"
    assert m.monde.marques["ines"]["responsable"]
    lettre = texte(connexion("karim").get(f"{SORTIES}enfants/{m.enfants['paul'].pk}/courrier/"))
    assert "Aux parents de Paul Selvam" in lettre
    assert "rue" not in lettre, "nobody knows who will read it"
    assert connexion("karim").get(adresse).status_code == 404, "an adult is written: write to her"


@pytest.mark.usefixtures("papier")
def test_le_lot_imprime_un_courrier_par_adulte_des_siens_et_d_eux_seuls(m, connexion):
    m.lancer()
    lot = texte(connexion("amina").get(f"{SORTIES}les-miennes/courriers/"))
    assert lot.count("<article") == 3  # two adults of Nina, one of Karthik
    assert "Benhamou" not in lot
    poste = m.monde.poste_amina.pk
    assert (
        texte(connexion("leila").get(f"{SORTIES}{m.campagne.pk}/courriers/{poste}/")).count(
            "<article"
        )
        == 3
    )
    assert connexion("nour").get(f"{SORTIES}les-miennes/courriers/").status_code == 403


def test_un_courrier_ne_s_imprime_pas_avant_le_lancement(m, connexion):
    m.ouvrir()
    adresse = f"{SORTIES}enfants/{m.enfants['nina'].pk}/courrier/{m.adultes['Mme Kowal']}/"
    assert connexion("amina").get(adresse).status_code == 404
    assert connexion("amina").get(f"{SORTIES}les-miennes/courriers/").status_code == 404


def test_un_vrai_pdf_sort_en_un_seul_document(m, connexion):
    m.lancer()
    reponse = connexion("amina").get(f"{SORTIES}les-miennes/courriers/")
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse.content.startswith(b"%PDF-")


def test_lire_un_courrier_laisse_sa_trace(m, connexion):
    m.lancer()
    avant = Evenement.objects.filter(contenu__objet="courrier").count()
    with mock.patch("weasyprint.HTML", Epreuve):
        connexion("amina").get(
            f"{SORTIES}enfants/{m.enfants['nina'].pk}/courrier/{m.adultes['Mme Kowal']}/"
        )
    traces = Evenement.objects.filter(contenu__objet="courrier")
    assert traces.count() == avant + 1
    assert traces.last().contenu["volet"] == Volet.FAMILLE


def test_la_fiche_mene_a_la_sortie_et_seulement_pour_qui_la_prepare(m, connexion):
    dossier = m.enfants["nina"].pk
    fiche, lien = f"/enfants/{dossier}/", f"{SORTIES}enfants/{dossier}/"
    assert lien not in connexion("leila").get(fiche).content.decode()  # no campaign yet
    m.lancer()
    for qui in ("leila", "amina"):
        page = connexion(qui).get(fiche).content.decode()
        assert lien in page
        assert "Fin de parcours" in page
    assert lien not in connexion("sylvie").get(fiche).content.decode()
    hors = connexion("leila").get(f"/enfants/{m.monde.tom.pk}/").content.decode()
    assert "/eligibilite/sorties/enfants/" not in hors


def test_le_tableau_dit_la_charge_sous_laquelle_aucun_calendrier_ne_descend(m, connexion):
    m.lancer()
    lu = tableau(m.monde.acteur("leila"), m.campagne.pk, at=m.jour)
    assert any(r.borne for r in lu.referents)
    for r in lu.referents:
        assert (r.borne > 0) == (r.compte.a_accompagner - r.compte.sans_semaine > 0)
        assert r.borne <= r.au_plus
    assert "Au mieux" in texte(connexion("leila").get(f"{SORTIES}{m.campagne.pk}/"))
