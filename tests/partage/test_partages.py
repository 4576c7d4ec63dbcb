"""Extracts and emergencies: what opens, for whom, until when, and what is left of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.accords.models import DemandeDAccord, PartageConsenti
from maillage.accords.rules.natures import Finalite, Nature
from maillage.accords.services import ecriture
from maillage.chiffrement.services import trousseau
from maillage.comptes.models import Institution, MissionConfiee
from maillage.comptes.rules import Mission
from maillage.dossiers.models import OuvertureDeVolet
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage import chartes, extraits, journal, urgences
from maillage.partage.extraits import ExtraitEcrit
from maillage.partage.models import EXTRAITS, Urgence
from maillage.partage.rules.charte import BORNES_DE_LA_MAISON, Clause
from maillage.partage.rules.urgence import A_EXAMINER, UrgencePassee, peut_ouvrir
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import OccupationFactory, PosteFactory, personne

Connexion = Callable[[str], Client]
pytestmark = BASES
MOT = "CanariExtrait"


@pytest.fixture(autouse=True)
def partage_accorde(request: pytest.FixtureRequest) -> PartageConsenti | None:
    """Bruno's school is a recipient that the family agreed to, for what the school may know."""
    if "monde" not in request.fixturenames:
        return None
    monde: Monde = request.getfixturevalue("monde")
    ecole = Institution.objects.create(nom="École Vallès", nature="ecole")
    poste = PosteFactory(programme=monde.programme, institution=ecole, metier="enseignant")
    OccupationFactory(poste=poste, utilisateur=monde.personnes["bruno"])
    premier, *_ = [
        accorder(monde, ecole, v) for v in (Volet.SCOLARITE, Volet.SOCIAL, Volet.PARCOURS)
    ]
    return premier


def accorder(monde: Monde, ecole: Institution, volet: Volet) -> PartageConsenti:
    fin, qui = monde.aujourd_hui + timedelta(days=200), monde.personnes["amina"]
    demande = DemandeDAccord(
        dossier=monde.karthik, nature=Nature.PARTAGE, cible=volet, institution=ecole,
        finalite=Finalite.POINT_ECOLE, depuis=monde.aujourd_hui, jusqu_au=fin, numero=str(uuid4())[:11],
        auteur=qui, formulaire=uuid4(),
    )  # fmt: skip
    demande.sceller({}, trousseau(monde.programme.pk, [monde.karthik.pk]))
    demande.save()
    return PartageConsenti.objects.create(
        dossier=monde.karthik, demande=demande, cible=volet, institution=ecole,
        finalite=Finalite.POINT_ECOLE, depuis=monde.aujourd_hui, jusqu_au=fin, auteur=qui,
    )  # fmt: skip


def extraire(monde: Monde, pour: str = "bruno", volet: Volet = Volet.SCOLARITE, jours: int = 5):
    return extraits.extraire(
        acteur=monde.acteur("amina"),
        dossier_id=monde.karthik.pk,
        destinataire_id=monde.personnes[pour].pk,
        ecrit=ExtraitEcrit(
            volet, MOT, "Préparer la séance", timezone.now() + timedelta(days=jours)
        ),
    )


def test_un_extrait_se_lit_par_une_seule_personne_et_rien_d_autre_ne_s_ouvre(
    monde: Monde, connexion: Connexion
) -> None:
    extraire(monde)
    bruno = connexion("bruno")
    page = bruno.get("/extraits/").content.decode()
    assert MOT in page
    assert not any(nom in page for nom in monde.mots_secrets)
    assert bruno.get(f"/enfants/{monde.karthik.pk}/").status_code == 403
    for autre in ("leila", "nour", "karim"):
        assert MOT not in connexion(autre).get("/extraits/").content.decode()
    lu = Evenement.objects.filter(contenu__acte="lire_extrait").latest("rang")
    assert lu.contenu["dossiers"] == [str(monde.karthik.pk)]
    assert MOT not in str(lu.contenu)


def test_hors_de_l_equipe_un_extrait_repose_sur_l_accord_de_la_famille(
    monde: Monde, partage_accorde: PartageConsenti
) -> None:
    extraire(monde)
    assert OuvertureDeVolet.objects.get().partage == partage_accorde.id
    PartageConsenti.objects.update(clos_le=monde.aujourd_hui)
    with pytest.raises(ErreurMetier, match="pas donné son accord"):
        extraire(monde)
    extraire(monde, "leila", Volet.SCOLARITE)  # inside the team, the table is enough


def test_un_extrait_ne_dure_pas_plus_que_son_partage(monde: Monde) -> None:
    demain = monde.aujourd_hui + timedelta(days=1)
    PartageConsenti.objects.update(jusqu_au=demain)
    extraire(monde, jours=5)
    assert OuvertureDeVolet.objects.get().jusqu_a == extraits.fin_du_jour(demain)


def test_un_accord_qui_tombe_ferme_l_extrait_dans_la_meme_transaction(
    monde: Monde, connexion: Connexion
) -> None:
    extraire(monde)
    with transaction.atomic():
        ecriture.attendre_son_tour(monde.karthik.pk)
        ecriture.reexaminer(monde.karthik.pk, monde.personnes["amina"].pk, monde.aujourd_hui)
    # nobody of this family answered: the shares written by hand do not stand
    assert OuvertureDeVolet.objects.get().finie_le is not None
    assert MOT not in connexion("bruno").get("/extraits/").content.decode()


def test_un_extrait_retire_ou_fini_ne_se_lit_plus(monde: Monde, connexion: Connexion) -> None:
    premier, second = extraire(monde), extraire(monde, volet=Volet.PARCOURS)
    bruno = connexion("bruno")
    extraits.retirer(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, ouverture_id=premier
    )
    assert bruno.get("/extraits/").content.decode().count(MOT) == 1
    OuvertureDeVolet.objects.filter(pk=second).update(jusqu_a=timezone.now())
    assert MOT not in bruno.get("/extraits/").content.decode()


def test_un_extrait_repose_scelle_dans_la_table_de_son_volet(monde: Monde) -> None:
    extraire(monde)
    rang = EXTRAITS[Volet.SCOLARITE].objects.get()
    assert MOT.encode() not in bytes(rang.scelle)


@pytest.mark.parametrize(
    ("pour", "volet"),
    [
        ("claire", Volet.SCOLARITE),  # the wall
        ("sylvie", Volet.SCOLARITE),
        ("voisine", Volet.PARCOURS),  # another programme
        ("bruno", Volet.FAMILLE),  # no rule of the table
    ],
)
def test_on_n_extrait_que_pour_qui_peut_lire(monde: Monde, pour: str, volet: Volet) -> None:
    with pytest.raises(ErreurMetier, match="ne peut pas recevoir"):
        extraire(monde, pour, volet)
    assert not OuvertureDeVolet.objects.exists()


def test_une_personne_tenue_a_la_seule_discretion_ne_recoit_rien_de_sensible(monde: Monde) -> None:
    MissionConfiee.objects.filter(utilisateur=monde.personnes["bruno"]).update(
        obligation="discretion"
    )
    extraire(monde, volet=Volet.SCOLARITE)
    with pytest.raises(ErreurMetier, match="ne peut pas recevoir"):
        extraire(monde, volet=Volet.SOCIAL)


def test_on_n_extrait_que_de_ce_que_l_on_tient_et_pas_plus_longtemps_que_la_charte(
    monde: Monde,
) -> None:
    with pytest.raises(Introuvable):
        extraire(monde, "leila", Volet.SANTE)  # Amina does not hold santé
    with pytest.raises(ErreurMetier, match="90 jours"):
        extraire(monde, jours=BORNES_DE_LA_MAISON.extrait + 2)


def test_la_reference_d_une_situation_change_avec_la_personne(monde: Monde) -> None:
    extraire(monde)
    extraire(monde, "leila", Volet.SCOLARITE)
    vues = {nom: extraits.recus(monde.acteur(nom))[0].reference for nom in ("bruno", "leila")}
    assert vues["bruno"] != vues["leila"]
    assert str(monde.karthik.pk)[:6].upper() not in vues.values()


def test_la_page_du_cercle_partage_retire_et_dit_pourquoi(
    monde: Monde, connexion: Connexion
) -> None:
    amina, k = connexion("amina"), monde.karthik.pk
    fin = (timezone.localdate() + timedelta(days=10)).isoformat()
    envoi = {
        "destinataire": str(monde.personnes["bruno"].pk), "volet": "scolarite", "texte": MOT,
        "finalite": "Préparer la séance", "jusqu_au": fin,
    }  # fmt: skip
    assert amina.post(f"/enfants/{k}/extrait/", envoi).status_code == 302
    page = amina.get(f"/enfants/{k}/cercle/").content.decode()
    assert "Bruno Lefèvre" in page
    assert MOT not in page  # the text is for its reader
    ouverture = OuvertureDeVolet.objects.get()
    assert amina.post(f"/enfants/{k}/extrait/{ouverture.pk}/retirer/").status_code == 302
    assert "retiré le" in amina.get(f"/enfants/{k}/cercle/").content.decode()
    assert (
        amina.post(f"/enfants/{k}/extrait/", envoi | {"jusqu_au": "2020-01-01"}).status_code == 422
    )
    leila = connexion("leila")
    demande = {"personne": str(monde.personnes["claire"].pk)}
    pourquoi = leila.get(f"/enfants/{k}/cercle/", demande).content.decode()
    assert "2005-32" in pourquoi
    assert "2005-32" not in amina.get(f"/enfants/{k}/cercle/", demande).content.decode()


# --- emergencies -----------------------------------------------------------------------------

URGENT = {"categorie": "danger", "raison": "L'enfant a un malaise en classe"}


def test_un_volet_ouvert_en_urgence_se_lit_seul_quelques_heures_et_se_voit(
    monde: Monde, connexion: Connexion
) -> None:
    amina, k = connexion("amina"), monde.karthik.pk
    secret = monde.marques["karthik"]["sante"]
    assert secret not in amina.get(f"/enfants/{k}/sante/").content.decode()
    assert amina.post(f"/enfants/{k}/urgence/sante/", URGENT).status_code == 302
    assert secret in amina.get(f"/enfants/{k}/sante/").content.decode()
    ouverture = OuvertureDeVolet.objects.get()
    assert ouverture.jusqu_a - ouverture.depuis == timedelta(hours=4)
    journee = connexion("leila").get("/").content.decode()
    assert "1 à examiner" in journee
    assert connexion("leila").get(f"/enfants/{k}/sante/").content.decode().count(secret) == 0
    OuvertureDeVolet.objects.update(jusqu_a=timezone.now())
    assert secret not in amina.get(f"/enfants/{k}/sante/").content.decode()


def test_une_urgence_n_ecrit_pas_et_n_ouvre_pas_un_autre_volet(
    monde: Monde, connexion: Connexion
) -> None:
    amina, k = connexion("amina"), monde.karthik.pk
    amina.post(f"/enfants/{k}/urgence/sante/", URGENT)
    note = {"volet": "sante", "texte": "x", "nature": "", "formulaire": ""}
    assert amina.post(f"/enfants/{k}/note/", note).status_code == 422
    protection = monde.marques["karthik"]["protection"]
    assert protection not in amina.get(f"/enfants/{k}/protection/").content.decode()


def test_sans_vraie_raison_rien_ne_s_ouvre_et_deux_envois_n_ouvrent_qu_une_fois(
    monde: Monde, connexion: Connexion
) -> None:
    amina, adresse = connexion("amina"), f"/enfants/{monde.karthik.pk}/urgence/sante/"
    assert amina.post(adresse, URGENT | {"raison": "vite"}).status_code == 422
    assert not Urgence.objects.exists()
    amina.post(adresse, URGENT)
    amina.post(adresse, URGENT)
    assert Urgence.objects.count() == 1
    assert b"malaise" not in bytes(Urgence.objects.get().scelle)


def test_la_coordination_examine_et_l_avis_reste(monde: Monde, connexion: Connexion) -> None:
    connexion("amina").post(f"/enfants/{monde.karthik.pk}/urgence/sante/", URGENT)
    leila, urgence = connexion("leila"), Urgence.objects.get()
    page = leila.get("/enfants/urgences/").content.decode()
    assert "malaise en classe" in page
    adresse = f"/enfants/urgences/{urgence.pk}/examiner/"
    assert leila.post(adresse, {"avis": "non_justifiee"}).status_code == 302
    leila.post(adresse, {"avis": "justifiee"})
    urgence.refresh_from_db()
    assert urgence.avis == "non_justifiee"
    assert urgences.du_mois(monde.acteur("leila")) == (1, 0)


def test_une_urgence_non_examinee_suspend_la_suivante(monde: Monde) -> None:
    ouvrir = {"acteur": monde.acteur("amina"), "dossier_id": monde.karthik.pk, **URGENT}
    urgences.ouvrir(volet=Volet.SANTE, **ouvrir)
    ancienne = timezone.now() - A_EXAMINER
    OuvertureDeVolet.objects.update(depuis=ancienne, jusqu_a=ancienne + timedelta(hours=1))
    with pytest.raises(ErreurMetier, match="72 heures"):
        urgences.ouvrir(volet=Volet.PROTECTION, **ouvrir)


def test_la_charte_peut_fermer_toute_urgence(monde: Monde, connexion: Connexion) -> None:
    connexion("amina").post(f"/enfants/{monde.karthik.pk}/urgence/sante/", URGENT)
    chartes.publier(
        acteur=monde.acteur("leila"), lue=0, texte=chartes.charte_livree().texte,
        clauses=[Clause.SANS_URGENCE], bornes=BORNES_DE_LA_MAISON,
    )  # fmt: skip
    chartes.signer(acteur=monde.acteur("amina"), version=1)
    page = connexion("amina").get(f"/enfants/{monde.karthik.pk}/sante/").content.decode()
    assert monde.marques["karthik"]["sante"] not in page
    assert connexion("amina").get(f"/enfants/{monde.karthik.pk}/urgence/sante/").status_code == 403


instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1))


@given(st.lists(st.builds(UrgencePassee, instants, st.booleans()), max_size=5), instants)
def test_seule_une_urgence_en_attente_depuis_trois_jours_suspend(
    passees: list[UrgencePassee], instant: datetime
) -> None:
    en_retard = [p for p in passees if not p.examinee and instant - p.ouverte_le >= A_EXAMINER]
    assert bool(peut_ouvrir(passees, instant)) is (not en_retard)


def test_une_urgence_redemande_le_second_facteur_et_ne_garde_pas_ce_qui_fut_ecrit(
    monde: Monde, connexion: Connexion
) -> None:
    amina, adresse = connexion("amina"), f"/enfants/{monde.karthik.pk}/urgence/sante/"
    session = amina.session
    for preuve in session["account_authentication_methods"]:
        preuve["at"] -= 3600
    session.save()
    reponse = amina.post(adresse, URGENT)
    assert reponse.status_code == 302
    assert "reauthenticate" in reponse["Location"]
    assert "malaise" not in str(dict(amina.session))
    assert not Urgence.objects.exists()


def test_une_urgence_previent_a_l_instant_la_coordination_et_le_delegue(
    monde: Monde, connexion: Connexion
) -> None:
    """Even when the journal was looked at a moment ago: the next hourly look would come too late."""
    journal.veiller_le_programme(monde.programme.pk, at=monde.aujourd_hui, toutes_les=timedelta(0))
    connexion("amina").post(f"/enfants/{monde.karthik.pk}/urgence/sante/", URGENT)
    delegue = Client()
    delegue.force_login(personne("Paul Roche", monde.programme, Mission.DPO))
    # at night the hour is one more alert: the number is not ours to fix
    assert re.search(r"\b[1-9]\d* accès à regarder", delegue.get("/").content.decode())
    for page in (
        delegue.get("/journal/").content.decode(),
        connexion("leila").get("/journal/").content.decode(),
    ):
        assert "Accès exceptionnel utilisé" in page
        assert "Amina Haddad" in page
        assert "malaise" not in page
        assert not [mot for mot in monde.mots_secrets if mot in page]


@pytest.mark.parametrize("qui", ["bruno", "claire", "sylvie", "nour", "zoe"])
def test_l_urgence_n_existe_ni_pour_un_partenaire_ni_pour_une_elue_ni_pour_qui_ne_suit_pas(
    qui: str, monde: Monde, connexion: Connexion
) -> None:
    client = connexion(qui)
    reponse = client.post(f"/enfants/{monde.ines.pk}/urgence/sante/", URGENT)
    assert reponse.status_code in (403, 404)
    assert not OuvertureDeVolet.objects.exists()
    assert client.get("/enfants/urgences/").status_code == 403
    assert "en urgence" not in client.get("/").content.decode()
