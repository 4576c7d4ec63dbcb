"""Rights given, taken back, confirmed by two, attested; no sequence of acts of one person passes the wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError
from django.db.transaction import atomic
from django.test import Client

from maillage.comptes import queries
from maillage.comptes.errors import (
    CodeRefuse,
    CompteDejaOuvert,
    DemandeClose,
    DemandeEnAttente,
    FinTropLointaine,
    HabilitationRefusee,
    PosteOccupe,
    ReconnaissanceManquee,
    SecondePersonneAbsente,
)
from maillage.comptes.models import (
    Attestation,
    CodeDActivation,
    Demande,
    MissionConfiee,
    Utilisateur,
)
from maillage.comptes.queries import equipe
from maillage.comptes.rules import Acteur, Mission, ObligationDeSecret
from maillage.comptes.rules.etats import EtatDuCompte, fin_au_plus_tard
from maillage.comptes.services import (
    MissionsIncompatibles,
    attestations,
    codes,
    demandes,
    ouverture,
    postes,
)
from maillage.notions.erreurs import Introuvable
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import PosteFactory, personne

pytestmark = BASES
UN = timedelta(days=1)
NOUVELLE = ouverture.NouvellePersonne(
    nom="Inès Caron",
    email="ines.caron@ville.test",
    mission=Mission.REFERENCE,
    obligation=ObligationDeSecret.MISSION,
    jusqu_au=date(2027, 6, 30),
    institution="Ville de Saint-Denis",
    nature="commune",
)


@pytest.fixture
def leila(monde: Monde) -> Acteur:
    return monde.acteur("leila")


@pytest.fixture
def nora(monde: Monde) -> Acteur:
    """A second coordinator."""
    monde.personnes["nora"] = personne("Nora Petit", monde.programme, Mission.COORDINATION)
    return monde.acteur("nora")


def ouvrir(par: Acteur, at: date, **champs: Any) -> ouverture.CompteRemis:
    fin = {"jusqu_au": fin_au_plus_tard(at), **champs}
    return ouverture.ouvrir_compte(par=par, personne=replace(NOUVELLE, **fin), at=at)


def donner(par: Acteur, compte: Utilisateur, mission: Mission, at: date) -> bool:
    return demandes.donner_mission(
        par=par, cible=compte.pk, mission=mission, obligation=ObligationDeSecret.MISSION, at=at
    )


def activer(remis: ouverture.CompteRemis, at: date, code: str = "") -> None:
    codes.activer_par_mot_de_passe(
        email=remis.email, code=code or remis.code, mot_de_passe="une phrase assez longue", at=at
    )


def regles() -> list[str]:
    return [e.contenu["regle"] for e in Evenement.objects.filter(contenu__acte="habiliter")]


def test_un_compte_s_ouvre_par_un_code_qui_sert_une_fois(monde: Monde, leila: Acteur) -> None:
    remis = ouvrir(leila, monde.aujourd_hui)
    compte = Utilisateur.objects.get(pk=remis.compte)
    assert queries.acteur(compte.pk, au=monde.aujourd_hui).missions == {Mission.REFERENCE}
    assert len(queries.acteur(compte.pk, au=monde.aujourd_hui).postes) == 1
    assert not compte.has_usable_password()
    assert remis.code not in str(list(CodeDActivation.objects.values()))
    activer(remis, monde.aujourd_hui)
    compte.refresh_from_db()
    assert compte.check_password("une phrase assez longue")
    with pytest.raises(CodeRefuse):
        activer(remis, monde.aujourd_hui)
    assert regles() == ["compte_ouvert", "mission_confiee"]


def test_un_code_faux_vieux_remplace_ou_d_une_autre_adresse_est_refuse_pareil(
    monde: Monde, leila: Acteur
) -> None:
    at = monde.aujourd_hui
    remis = ouvrir(leila, at)
    faux = "AAAA-AAAA-AAAA-AAAA"
    refus = set()
    for email, code, jour in (
        (remis.email, faux, at),
        (remis.email, "", at),
        (remis.email, remis.code, at + 8 * UN),
        ("inconnue@ville.test", remis.code, at),
        (monde.personnes["amina"].email, remis.code, at),
    ):
        with pytest.raises(CodeRefuse) as dit:
            codes.compte_du_code(email, code, at=jour)
        refus.add(str(dit.value))
    assert len(refus) == 1
    neuf = ouverture.refaire_le_code(par=leila, cible=remis.compte, at=at)
    with pytest.raises(CodeRefuse):
        activer(remis, at)
    activer(neuf, at)
    with pytest.raises(Introuvable):
        ouverture.refaire_le_code(par=leila, cible=remis.compte, at=at)


@pytest.mark.parametrize("jours", [-1, 3000])
def test_une_fin_passee_ou_trop_lointaine_est_refusee(
    monde: Monde, leila: Acteur, jours: int
) -> None:
    with pytest.raises(FinTropLointaine):
        ouvrir(leila, monde.aujourd_hui, jusqu_au=monde.aujourd_hui + jours * UN)
    assert not Utilisateur.objects.filter(email=NOUVELLE.email).exists()


def test_une_adresse_prise_est_refusee_meme_dans_un_autre_programme(
    monde: Monde, leila: Acteur
) -> None:
    for qui in ("amina", "voisine"):
        with pytest.raises(CompteDejaOuvert):
            ouvrir(leila, monde.aujourd_hui, email=monde.personnes[qui].email.upper())


def test_nul_ne_change_ses_propres_droits(monde: Monde, leila: Acteur, nora: Acteur) -> None:
    at, elle = monde.aujourd_hui, monde.personnes["leila"]
    for geste in (
        lambda: donner(leila, elle, Mission.SOIN, at),
        lambda: attestations.attester(par=leila, cible=elle.pk, jusqu_au=at, at=at),
        lambda: ouverture.mettre_fin(par=leila, cible=elle.pk, at=at),
        lambda: postes.tenir_poste(par=leila, cible=elle.pk, poste_id=monde.poste_amina.pk, at=at),
    ):
        with pytest.raises(HabilitationRefusee, match="ses propres droits"):
            geste()
    assert donner(nora, elle, Mission.SOIN, at)


@pytest.mark.parametrize("qui", ["voisine"])
def test_une_personne_d_un_autre_programme_n_existe_pas(
    monde: Monde, leila: Acteur, qui: str
) -> None:
    at, cible = monde.aujourd_hui, monde.personnes[qui].pk
    for geste in (
        lambda: demandes.donner_mission(
            par=leila,
            cible=cible,
            mission=Mission.SOIN,
            obligation=ObligationDeSecret.MISSION,
            at=at,
        ),
        lambda: ouverture.mettre_fin(par=leila, cible=cible, at=at),
        lambda: equipe.membre(leila, cible, at=at),
    ):
        with pytest.raises(Introuvable):
            geste()


def test_la_fin_vaut_a_la_requete_suivante(
    monde: Monde, leila: Acteur, connexion: Callable[[str], Client]
) -> None:
    client = connexion("amina")
    assert client.get("/enfants/").status_code == 200
    ouverture.mettre_fin(par=leila, cible=monde.personnes["amina"].pk, at=monde.aujourd_hui)
    assert client.get("/enfants/")["Location"].startswith("/compte/login/")
    assert equipe.membre(leila, monde.personnes["amina"].pk, at=monde.aujourd_hui).etat is (
        EtatDuCompte.FERME
    )


def test_une_mission_ou_un_poste_retire_ne_vaut_plus_rien_des_la_requete_suivante(
    monde: Monde, leila: Acteur, connexion: Callable[[str], Client]
) -> None:
    at, amina = monde.aujourd_hui, monde.personnes["amina"]
    client = connexion("amina")
    assert client.get(f"/enfants/{monde.karthik.pk}/").status_code == 200
    postes.quitter_poste(par=leila, cible=amina.pk, poste_id=monde.poste_amina.pk, at=at)
    assert client.get(f"/enfants/{monde.karthik.pk}/").status_code == 404
    assert donner(leila, amina, Mission.SOIN, at)
    donnee = MissionConfiee.objects.get(utilisateur=amina, mission=Mission.SOIN)
    demandes.retirer_mission(par=leila, cible=amina.pk, mission_id=donnee.pk, at=at)
    assert queries.acteur(amina.pk, au=at).missions == {Mission.REFERENCE}
    with pytest.raises(Introuvable):
        demandes.retirer_mission(par=leila, cible=amina.pk, mission_id=donnee.pk, at=at)
    assert donner(leila, amina, Mission.SOIN, at)
    assert queries.acteur(amina.pk, au=at).missions == {Mission.REFERENCE, Mission.SOIN}


def test_un_poste_ne_ferme_que_vide_de_personne_et_d_enfant(monde: Monde, leila: Acteur) -> None:
    at = monde.aujourd_hui
    with pytest.raises(PosteOccupe, match="une personne le tient"):
        postes.fermer_poste(par=leila, poste_id=monde.poste_amina.pk, enfants_suivis=0, at=at)
    neuf = PosteFactory(programme=monde.programme)
    with pytest.raises(PosteOccupe, match="encore un enfant"):
        postes.fermer_poste(par=leila, poste_id=neuf.pk, enfants_suivis=1, at=at)
    postes.fermer_poste(par=leila, poste_id=neuf.pk, enfants_suivis=0, at=at)
    assert neuf.pk not in {p for p, _ in queries.postes_de_reference(monde.programme.pk)}
    with pytest.raises(Introuvable):
        postes.tenir_poste(par=leila, cible=monde.personnes["amina"].pk, poste_id=neuf.pk, at=at)


def test_la_coordination_se_donne_a_deux(monde: Monde, leila: Acteur, nora: Acteur) -> None:
    at, amina = monde.aujourd_hui, monde.personnes["amina"]
    assert not donner(leila, amina, Mission.COORDINATION, at)
    assert Mission.COORDINATION not in queries.acteur(amina.pk, au=at).missions
    with pytest.raises(DemandeEnAttente):
        donner(leila, amina, Mission.COORDINATION, at)
    attendue = Demande.objects.get()
    for seule in (leila, monde.acteur("amina"), monde.acteur("sylvie")):
        with pytest.raises(HabilitationRefusee):
            demandes.confirmer(par=seule, demande_id=attendue.pk, at=at)
    with pytest.raises(Introuvable):
        demandes.confirmer(par=monde.acteur("voisine"), demande_id=attendue.pk, at=at)
    demandes.confirmer(par=nora, demande_id=attendue.pk, at=at)
    assert Mission.COORDINATION in queries.acteur(amina.pk, au=at).missions
    with pytest.raises(DemandeClose):
        demandes.confirmer(par=nora, demande_id=attendue.pk, at=at)


def test_seule_a_la_coordination_on_apprend_quoi_faire(monde: Monde, leila: Acteur) -> None:
    with pytest.raises(SecondePersonneAbsente, match="maillage mission"):
        donner(leila, monde.personnes["amina"], Mission.COORDINATION, monde.aujourd_hui)
    assert not Demande.objects.exists()


def test_une_elue_ne_recoit_pas_de_mission_aupres_d_enfants_et_on_dit_pourquoi(
    monde: Monde, leila: Acteur, nora: Acteur
) -> None:
    at, claire = monde.aujourd_hui, monde.personnes["claire"]
    with pytest.raises(MissionsIncompatibles, match=r"art\. 128"):
        donner(leila, claire, Mission.REFERENCE, at)
    mandat = MissionConfiee.objects.get(utilisateur=claire)
    demandes.retirer_mission(par=leila, cible=claire.pk, mission_id=mandat.pk, at=at)
    assert not donner(leila, claire, Mission.REFERENCE, at)
    assert queries.acteur(claire.pk, au=at).missions == frozenset()
    demandes.confirmer(par=nora, demande_id=Demande.objects.get().pk, at=at)
    assert queries.acteur(claire.pk, au=at).missions == {Mission.REFERENCE}


def test_un_acces_perdu_se_rouvre_a_deux_et_les_anciens_facteurs_meurent(
    monde: Monde, leila: Acteur, connexion: Callable[[str], Client]
) -> None:
    at, amina = monde.aujourd_hui, monde.personnes["amina"]
    client = connexion("amina")
    with pytest.raises(ReconnaissanceManquee):
        ouverture.demander_un_secours(par=leila, cible=amina.pk, nom="Karim Nasri", at=at)
    remis = ouverture.demander_un_secours(par=leila, cible=amina.pk, nom=" amina  HADDAD", at=at)
    assert client.get("/").status_code == 200  # nothing has changed yet
    with pytest.raises(CodeRefuse):
        activer(remis, at)
    demande = Demande.objects.get()
    karim = monde.acteur("karim")
    with pytest.raises(ReconnaissanceManquee):
        demandes.confirmer(par=karim, demande_id=demande.pk, nom="Amina", at=at)
    moitie = demandes.confirmer(par=karim, demande_id=demande.pk, nom="Amina Haddad", at=at)
    assert not Authenticator.objects.filter(user=amina).exists()
    assert client.get("/").status_code == 302
    for seule in (remis.code, moitie, moitie + remis.code):
        with pytest.raises(CodeRefuse):
            activer(remis, at, code=seule)
    activer(remis, at, code=f"{remis.code}-{moitie}")


def test_qui_revient_retrouve_son_compte_a_deux(monde: Monde, leila: Acteur) -> None:
    at, amina = monde.aujourd_hui, monde.personnes["amina"]
    Utilisateur.objects.filter(pk=amina.pk).update(last_login=monde.programme.created_at)
    ouverture.mettre_fin(par=leila, cible=amina.pk, at=at)
    remis = ouvrir(leila, at, email=amina.email, nom=amina.nom)
    assert remis.compte == amina.pk
    assert not remis.entier
    with pytest.raises(CodeRefuse):
        activer(remis, at)
    moitie = demandes.confirmer(
        par=monde.acteur("karim"), demande_id=Demande.objects.get().pk, nom=amina.nom, at=at
    )
    activer(remis, at, code=remis.code + moitie)


def test_une_attestation_garde_qui_quoi_quand_et_prolonge(monde: Monde, leila: Acteur) -> None:
    at, amina = monde.aujourd_hui, monde.personnes["amina"]
    Utilisateur.objects.update(jusqu_au=at + UN)
    dus = {m.nom for m in equipe.a_attester(leila, at=at)}
    assert "Leïla Marchand" not in dus
    assert "Amina Haddad" in dus
    fin = fin_au_plus_tard(at)
    attestations.attester(par=leila, cible=amina.pk, jusqu_au=fin, at=at)
    lue = equipe.membre(leila, amina.pk, at=at)
    assert (lue.jusqu_au, lue.attestations[0].par) == (fin, "Leïla Marchand")
    assert not lue.en_retard(at)
    assert Attestation.objects.get().missions == ["reference_de_parcours"]
    with pytest.raises(FinTropLointaine):
        attestations.attester(par=leila, cible=amina.pk, jusqu_au=fin + UN, at=at)
    attestations.attester(par=leila, cible=amina.pk, jusqu_au=None, at=at)
    assert equipe.membre(leila, amina.pk, at=at).etat is EtatDuCompte.FERME
    assert Attestation.objects.count() == 2


@pytest.mark.parametrize("nombre", [3, 12])
def test_l_equipe_se_lit_en_un_nombre_constant_de_demandes(
    monde: Monde, leila: Acteur, nombre: int, django_assert_num_queries: Any
) -> None:
    for rang in range(nombre):
        personne(f"Personne {rang}", monde.programme, Mission.REFERENCE)
    with django_assert_num_queries(4):
        assert len(equipe.equipe(leila, at=monde.aujourd_hui)) == nombre + 7


def test_la_base_elle_meme_refuse_qu_une_personne_seule_decide(monde: Monde) -> None:
    leila, amina = monde.personnes["leila"], monde.personnes["amina"]
    commun = {"programme": monde.programme, "expire_le": monde.aujourd_hui, "nature": "mission"}
    refuses = (
        lambda: Demande.objects.create(cible=leila, demandee_par=leila, **commun),
        lambda: Demande.objects.create(
            cible=amina, demandee_par=leila, decidee_par=leila, issue="confirmee", **commun
        ),
        lambda: Demande.objects.create(
            cible=amina, demandee_par=leila, decidee_par=amina, issue="confirmee", **commun
        ),
        lambda: MissionConfiee.objects.update(confiee_par=amina),
        lambda: Utilisateur.objects.filter(pk=amina.pk).update(ouvert_par=amina),
        lambda: Utilisateur.objects.filter(pk=amina.pk).update(jusqu_au=None),
    )
    for refuse in refuses:
        with pytest.raises(IntegrityError), atomic():
            refuse()
