"""Pages, files and the evening after: twelve situations, six members of four institutions, each sees only hers."""

from __future__ import annotations

import io
from datetime import timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from maillage.dossiers.models import OuvertureDeVolet
from maillage.eps.models import Participation, Seance, SituationDeSeance
from maillage.eps.queries.convocations import calendrier_ics, la_mienne
from maillage.eps.queries.journee import bloc
from maillage.eps.rules.preparation import Ecrit
from maillage.eps.rules.seances import EtatDeSituation, Mode
from maillage.eps.services import ordre, seances
from maillage.parcours.models import Tache
from tests.eps.monde import Eps, eps
from tests.factories.monde import BASES
from tests.factories.personnes import montrer_le_second_facteur

pytestmark = BASES
INSTITUTIONS = {
    "prof": "École Jaurès", "rossi": "École Jaurès", "hugo": "CMPP", "soutien": "CMPP",
    "lamia": "Association Lire", "medecin": "Santé scolaire",
}  # fmt: skip
# who is invited on which situations, by number
INVITES = {
    "prof": {0, 1, 2}, "rossi": {0, 3}, "hugo": {1, 4, 5}, "soutien": {6}, "lamia": {7, 8},
    "medecin": {9, 10},
}  # fmt: skip


def mot(n: int) -> str:
    """A word that only the text of this situation holds."""
    return f"Marque{'abcdefghijkl'[n]}point"


def page(lu: Eps, nom: str) -> Client:
    compte = lu.gens.get(nom) or lu.monde.personnes[nom]
    client = Client(raise_request_exception=False)
    client.force_login(compte)
    montrer_le_second_facteur(client, compte)
    return client


def lire(lu: Eps, nom: str, adresse: str = "", statut: int = 200) -> bytes:
    reponse = page(lu, nom).get(f"/eps/{lu.seance_id}/{adresse}")
    assert reponse.status_code == statut, (nom, adresse, reponse.status_code)
    return b"".join(reponse) if reponse.streaming else reponse.content


def texte_du_pdf(octets: bytes) -> str:
    lu = PdfReader(io.BytesIO(octets))
    meta = " ".join(str(v) for v in (lu.metadata or {}).values())
    return "\n".join([meta, *(p.extract_text() for p in lu.pages)])


@pytest.fixture
def douze(monde) -> Eps:
    """A séance of twelve situations, prepared and opened to its six members."""
    lu = eps(monde, 12)
    lu.creer(duree=240)
    lu.asseoir(*INSTITUTIONS)
    ordre.proposer_l_ordre(acteur=lu.leila, seance_id=lu.seance_id, formulaire=uuid4(), at=lu.jour)
    for n, dossier in enumerate(lu.dossiers):
        invites = [nom for nom, siennes in INVITES.items() if n in siennes]
        lu.partager(dossier, *sorted({INSTITUTIONS[nom] for nom in invites}))
        rang = SituationDeSeance.objects.get(dossier=dossier)
        lu.preparer(rang, *invites, ecrit=Ecrit(mot(n), "Inquiétude", "Question"))
    assert lu.ouvrir() == sum(map(len, INVITES.values()))
    return lu


@pytest.fixture
def une(monde) -> Eps:
    """A séance of one situation, prepared and opened to the teacher and to the CMPP."""
    lu = eps(monde, 1)
    lu.creer()
    lu.asseoir("prof", "hugo")
    rang = lu.inscrire(lu.dossiers[0])
    lu.partager(lu.dossiers[0], "École Jaurès", "CMPP")
    lu.preparer(rang, "prof", "hugo", ecrit=Ecrit(mot(0), "Inquiétude", "Question"))
    assert lu.ouvrir() == 2
    return lu


def rang_de(lu: Eps, n: int) -> SituationDeSeance:
    return SituationDeSeance.objects.get(dossier=lu.dossiers[n])


def tenir(lu: Eps) -> None:
    """Hold the séance: something decided and something to do for each, the tenth is put off, the last is not reached."""
    lu.commencer()
    for n in range(11):
        rang = rang_de(lu, n)
        if n == 1:
            lu.confier(rang, "Tache pour hugo", "hugo", a_tous=False)
        code = "ajournement" if n == 9 else "ouverture_d_un_parcours"
        lu.decider(rang, code, precision=f"Decide {mot(n)}")
    seances.noter_les_presences(
        acteur=lu.leila, seance_id=lu.seance_id, at=lu.jour,
        presences={
            p.pk: "absent" if p.utilisateur == lu.gens["lamia"] else "present"
            for p in Participation.objects.filter(seance=lu.seance_id)
        },
    )  # fmt: skip
    lu.clore()


def test_avant_la_seance_chacun_ne_voit_que_ses_situations(douze):
    for nom, siennes in INVITES.items():
        vue = lire(douze, nom).decode()
        assert {n for n in range(12) if mot(n) in vue} == siennes
        for adresse in ("ecran/1/", "modifier/"):
            lire(douze, nom, adresse, 403)
        lire(douze, nom, "releve/", 404)
        lire(douze, nom, "part/pdf/", 404)


def test_apres_la_seance_chacun_n_a_que_sa_part_a_l_ecran_et_en_pdf(douze):
    tenir(douze)
    for nom, siennes in INVITES.items():
        vue = lire(douze, nom).decode()
        pdf = texte_du_pdf(lire(douze, nom, "part/pdf/"))
        for contenu in (vue, pdf):
            assert {n for n in range(11) if f"Decide {mot(n)}" in contenu} == siennes - {11}
            assert not any(f"Nomsecret{n}" in contenu for n in range(12))
            assert ("Tache pour hugo" in contenu) is (nom == "hugo")
        lire(douze, nom, "releve/", 404)
        lire(douze, nom, "releve/pdf/", 404)


def test_le_releve_de_la_coordination_dit_tout_ce_qui_est_decide_et_rien_de_ce_qui_s_est_dit(douze):
    tenir(douze)
    vue = lire(douze, "leila", "releve/").decode()
    pdf = texte_du_pdf(lire(douze, "leila", "releve/pdf/"))
    for contenu in (vue, pdf):
        assert all(f"Decide {mot(n)}" in contenu for n in range(11))
        assert "Tache pour hugo" in contenu
        assert "Inquiétude" not in contenu
        assert not any(f"Nomsecret{n}" in contenu for n in range(12))
    assert rang_de(douze, 11).etat == EtatDeSituation.REPORTEE
    assert Tache.objects.filter(dossier=douze.dossiers[1]).count() == 1


def test_une_referente_ne_lit_du_releve_que_ses_enfants(douze):
    tenir(douze)
    douze.monde.poste_amina.suivis.exclude(dossier=douze.dossiers[2]).delete()
    vue = lire(douze, "amina", "releve/").decode()
    assert [n for n in range(11) if f"Decide {mot(n)}" in vue] == [2]
    lire(douze, "karim", "releve/", 404)


def test_la_part_se_ferme_au_delai_de_la_charte(douze):
    tenir(douze)
    ouvertures = OuvertureDeVolet.objects.filter(nature="seance", finie_le=None)
    assert {o.jusqu_a for o in ouvertures} == {
        Seance.objects.get(pk=douze.seance_id).close_le + timedelta(hours=24)
    }
    ouvertures.update(depuis=timezone.now() - timedelta(days=3), jusqu_a=timezone.now())
    assert not any(mot(n) in lire(douze, "prof").decode() for n in range(12))
    lire(douze, "prof", "part/pdf/", 404)


def test_le_calendrier_et_le_message_disent_un_nombre_et_jamais_un_nom(douze):
    for nom, siennes in INVITES.items():
        fichier = lire(douze, nom, "calendrier/")
        (rendez_vous,) = Calendar.from_ical(fichier).walk("VEVENT")
        combien = len(siennes)
        assert "Salle 2, mairie" in str(rendez_vous["location"])
        assert ("Une situation" if combien == 1 else f"{combien} situations") in str(
            rendez_vous["description"]
        )
        place = Participation.objects.get(seance=douze.seance_id, utilisateur=douze.gens[nom])
        message = message_from_bytes(
            lire(douze, "leila", f"convocations/{place.pk}/"), policy=policy.default
        )
        corps = message.get_body(("plain",)).get_content()
        joint = next(message.iter_attachments()).get_content()
        assert message["To"] == douze.gens[nom].email
        assert f"/eps/{douze.seance_id}/" in corps
        for texte in (fichier.decode(), corps, str(joint), str(message["Subject"])):
            assert not any(
                nom_secret in texte
                for n in range(12)
                for nom_secret in (mot(n), f"Prenom{n}", f"Nomsecret{n}", "Karthik", "Selvam")
            )


def test_le_fichier_de_calendrier_est_le_meme_deux_fois_et_suit_la_version(une):
    lien = "https://exemple.test/eps/"

    def fichier() -> bytes:
        return calendrier_ics(la_mienne(une.leila, une.seance_id, lien, at=une.jour))

    avant = fichier()
    assert fichier() == avant
    une.commencer()
    rangs = [Calendar.from_ical(f).walk("VEVENT")[0]["sequence"] for f in (avant, fichier())]
    assert rangs[1] == rangs[0] + 1


def test_l_ecran_partage_montre_une_situation_et_aucun_autre_nom(douze):
    douze.commencer()
    client = page(douze, "leila")
    adresse = f"/eps/{douze.seance_id}/ecran/"
    noms = {n: ("Karthik S." if n == 0 else f"Prenom{n} N.") for n in range(12)}
    suite = list(SituationDeSeance.objects.filter(seance=douze.seance_id).order_by("rang"))
    for numero, rang in enumerate(suite, start=1):
        vue = client.get(f"{adresse}{numero}/").content.decode()
        ici = douze.dossiers.index(next(d for d in douze.dossiers if d.pk == rang.dossier_id))
        assert {n for n, nom in noms.items() if nom in vue} == {ici}
        assert {n for n in range(12) if mot(n) in vue} == {ici}
        if numero < 12:
            assert f"Situation suivante ({numero + 1} sur 12)" in vue
    sans = client.get(f"{adresse}1/?sans_nom=1").content.decode()
    assert not any(nom in sans for nom in noms.values())
    assert f"Situation {suite[0].code}" in sans
    assert client.get(f"{adresse}13/").status_code == 404


def test_une_seance_se_tient_par_ses_pages_et_un_double_envoi_ne_change_rien(douze):
    client, adresse = page(douze, "leila"), f"/eps/{douze.seance_id}/"
    reponse = client.post(adresse, {"geste": "commencer", "version": douze.seance.version})
    assert reponse["Location"] == f"{adresse}ecran/1/"
    rang = SituationDeSeance.objects.filter(seance=douze.seance_id).order_by("rang").first()
    poste = next(iter(douze.acteur("prof").postes))
    tache = {
        "geste": "tache", "libelle": "Appeler l’école", "poste": poste, "a_tous": "on",
        "echeance": str(douze.jour + timedelta(days=5)), "formulaire": str(uuid4()),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(f"{adresse}ecran/1/", tache).status_code == 302
    assert Tache.objects.filter(dossier=rang.dossier_id, poste=poste).count() == 1
    rang.refresh_from_db()
    envoi = {
        "geste": "decider", "decisions": ["ouverture_d_un_parcours"], "precision": "Commencer",
        "version": rang.version, "formulaire": str(uuid4()),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(f"{adresse}ecran/1/", envoi)["Location"] == f"{adresse}ecran/2/"
    perimee = client.post(f"{adresse}ecran/1/", {**envoi, "precision": "Autre"})
    assert perimee.status_code == 409
    assert "Autre" in perimee.content.decode(), "what was typed stays in the page"
    assert client.post(f"{adresse}clore/")["Location"] == f"{adresse}releve/"
    assert client.get(f"{adresse}ecran/1/")["Location"] == adresse


def test_une_seance_anonymisee_ne_montre_ni_nom_ni_ecole(monde):
    lu = eps(monde, 2)
    lu.creer(mode=Mode.ANONYMISEE)
    lu.asseoir("prof")
    rang = lu.inscrire(lu.dossiers[0])
    lu.partager(lu.dossiers[0], "École Jaurès")
    lu.preparer(rang, "prof")
    lu.ouvrir()
    lu.commencer()
    lu.decider(rang, "poursuite")
    ecran = lire(lu, "leila", "ecran/1/").decode()
    lu.clore()
    vues = [
        ecran, lire(lu, "prof").decode(), texte_du_pdf(lire(lu, "prof", "part/pdf/")),
        lire(lu, "leila", "releve/").decode(), texte_du_pdf(lire(lu, "leila", "releve/pdf/")),
    ]  # fmt: skip
    interdits = ("Karthik", "Selvam", monde.marques["karthik"]["ecole"])
    assert not any(nom in vue for nom in interdits for vue in vues)
    assert all(f"Situation {rang.code}" in vue for vue in vues)


def test_la_presence_compte_les_institutions_et_jamais_les_personnes(douze):
    tenir(douze)
    annee = douze.seance.le.year - (douze.seance.le.month < 9)
    vue = page(douze, "leila").get(f"/eps/presences/?annee={annee}").content.decode()
    assert all(f'<th scope="row">{nom}</th>' in vue for nom in set(INSTITUTIONS.values()))
    assert not any(compte.nom in vue for compte in douze.gens.values())
    cases = vue.split("Association Lire</th>")[1].split("</tr>")[0]
    assert 'data-l="Absente">1<' in cases
    assert 'data-l="Présente">1<' in vue.split("CMPP</th>")[1].split("</tr>")[0]


def test_la_journee_dit_ce_qui_attend_a_chacun_sans_aucun_nom(douze):
    pour_leila = bloc(douze.leila, at=douze.jour)
    pour_hugo = bloc(douze.acteur("hugo"), at=douze.jour)
    assert "Tout est prêt" in pour_leila.lignes[0].detail
    assert pour_hugo.lignes[0].detail == "3 situations vous concernent."
    accueil = page(douze, "hugo").get("/").content.decode()
    assert "3 situations vous concernent" in accueil.replace("\xa0", " ")
    assert not [n for n in range(12) if mot(n) in accueil]
    assert bloc(douze.monde.acteur("claire"), at=douze.jour) is None
    SituationDeSeance.objects.filter(dossier=douze.dossiers[0]).update(relue_le=None)
    assert (
        "1 situation sans extrait prêt sur 12" in bloc(douze.leila, at=douze.jour).lignes[0].detail
    )


def test_une_situation_se_prepare_et_se_relit_par_sa_referente(une):
    adresse = f"/eps/{une.seance_id}/situations/{rang_de(une, 0).pk}/"
    client = page(une, "amina")
    vue = client.get(adresse).content.decode()
    assert mot(0) in vue
    version = rang_de(une, 0).version
    envoi = {
        "geste": "preparer", "appuis": "Nouveau", "difficultes": "d", "question": "q",
        "famille_informee_le": str(une.jour), "version": version,
    }  # fmt: skip
    assert client.post(adresse, envoi).status_code == 302
    assert client.post(adresse, envoi).status_code == 409, "the page is out of date"
    assert not rang_de(une, 0).relue_le
    assert client.post(
        adresse, {"geste": "relire", "version": rang_de(une, 0).version}
    ).status_code == 302  # fmt: skip
    for nom, statut in (("karim", 404), ("prof", 404), ("claire", 403), ("sylvie", 403)):
        assert page(une, nom).get(adresse).status_code == statut, nom


def test_les_pages_de_preparation_repondent(une):
    client = page(une, "leila")
    for adresse in (
        "/eps/",
        "/eps/nouvelle/",
        f"/eps/{une.seance_id}/",
        f"/eps/{une.seance_id}/modifier/",
    ):
        assert client.get(adresse).status_code == 200, adresse
    assert client.post(f"/eps/{une.seance_id}/").status_code == 422
    creee = client.post(
        "/eps/nouvelle/",
        {
            "le": str(une.jour + timedelta(days=40)), "debut": "14:00", "duree": "120",
            "lieu": "Mairie", "mode": Mode.NOMINATIVE, "formulaire": str(uuid4()),
        },
    )  # fmt: skip
    assert creee.status_code == 302
    assert page(une, "hugo").get("/eps/").status_code == 200
    assert page(une, "hugo").post(f"/eps/{une.seance_id}/", {"geste": "acces"}).status_code == 404
