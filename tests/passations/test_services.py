"""A hand-over is prepared, decided once, and leaves nobody without somebody; what is written is never lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.comptes.models import Occupation
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import EtatDuDossier, Qualite, Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours import services as parcours
from maillage.parcours.models import Parcours, Tache
from maillage.parcours.queries.fiche import fiche
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import Acte
from maillage.passations.errors import (
    DejaEnPreparation,
    NoteChangee,
    NoteFermee,
    PassationChangee,
    PassationRefusee,
    PosteInconnu,
    PosteSansEnfant,
)
from maillage.passations.models import EnfantConfie, Passation
from maillage.passations.rules.passations import EtatDePassation, Issue, MotifDePassation
from maillage.passations.services import execution, notes, preparation
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES
from tests.passations.equipe import Equipe, equipe

pytestmark = BASES
M = MotifDePassation
SIENS = {"karthik", "paul", "nina", "omar"}


@pytest.fixture
def lieu(monde) -> Equipe:
    return equipe(monde)


def abandonner(lieu, passation, par="leila"):
    return execution.abandonner(acteur=lieu.acteur(par), passation_id=passation.pk, at=lieu.jour)


def noter(lieu, passation, enfant, texte, *, par="amina", version=None, **plus):
    return notes.ecrire(
        acteur=lieu.acteur(par), passation_id=passation.pk, dossier_id=lieu.enfants[enfant].pk,
        ecrit=notes.Ecrit(texte, **plus),
        version=version or lieu.confie(passation, enfant).version, at=lieu.jour,
    )  # fmt: skip


def lit(lieu, qui, enfant, jour=None):
    jour = jour or lieu.jour
    vus = dossiers_visibles(lieu.acteur_le(qui, jour), Acte.LIRE, Volet.PARCOURS, jour)
    return vus.filter(pk=lieu.enfants[enfant].pk).exists()


def test_une_passation_prend_tous_les_enfants_du_poste_et_pas_les_archives(lieu):
    passation = lieu.ouvrir()
    dossiers = set(passation.enfants.values_list("dossier_id", flat=True))
    assert dossiers == {lieu.enfants[n].pk for n in SIENS}
    assert set(passation.enfants.values_list("issue", flat=True)) == {Issue.ATTEND}


def test_un_enfant_sorti_sans_etape_n_est_pas_a_confier_un_enfant_en_veille_si(lieu):
    Parcours.objects.filter(dossier=lieu.enfants["nina"]).update(etape="sortie", sortie="2026-01")
    Parcours.objects.filter(dossier=lieu.enfants["omar"]).update(
        etape="veille_apres_sortie", sortie="2026-01"
    )
    dossiers = set(lieu.ouvrir().enfants.values_list("dossier_id", flat=True))
    assert lieu.enfants["nina"].pk not in dossiers
    assert lieu.enfants["omar"].pk in dossiers


@pytest.mark.parametrize(
    "qui", ["amina", "karim", "nour", "bruno", "claire", "sylvie", "voisine", "zoe"]
)
def test_seule_la_coordination_ouvre_une_passation(lieu, qui):
    with pytest.raises(Introuvable):
        lieu.ouvrir(par=qui)
    assert not Passation.objects.exists()


def test_le_meme_formulaire_ouvre_une_passation_et_un_autre_est_refuse(lieu):
    formulaire = uuid4()
    assert lieu.ouvrir(formulaire=formulaire) == lieu.ouvrir(formulaire=formulaire)
    with pytest.raises(DejaEnPreparation):
        lieu.ouvrir(M.ABSENCE, fin=9)
    assert Passation.objects.count() == 1


def test_un_jour_passe_et_un_poste_sans_enfant_sont_refuses(lieu):
    with pytest.raises(PassationRefusee, match="est passé"):
        lieu.ouvrir(jours=-1)
    with pytest.raises(PosteSansEnfant):
        lieu.ouvrir(poste="sofia")


def test_sans_receveur_pour_chacun_la_passation_dit_combien_et_ne_fait_rien(lieu):
    passation = lieu.ouvrir()
    lieu.choisir(passation, karthik="karim", paul="karim")
    with pytest.raises(PassationRefusee, match="2 enfants n’ont pas encore de receveur"):
        lieu.executer(passation)
    assert lieu.cercle("karthik") == [("amina", "referent", lieu.cercle("karthik")[0][2], None)]
    assert not EnfantConfie.objects.filter(issue=Issue.CONFIE).exists()


def test_un_poste_que_personne_ne_tient_ce_jour_la_ne_recoit_pas(lieu):
    passation = lieu.ouvrir(jours=5)
    lieu.tous_a(passation, "sofia")
    Occupation.objects.filter(poste=lieu.postes["sofia"]).update(jusqu_au=lieu.dans(4))
    with pytest.raises(PassationRefusee, match=r"Personne ne tient ce poste.*Poste de Sofia"):
        lieu.executer(passation)


def test_on_ne_confie_ni_a_soi_ni_hors_du_programme(lieu):
    passation = lieu.ouvrir()
    ailleurs = lieu.monde.lena.cercle.get().poste_id
    for poste in (lieu.postes["amina"].pk, ailleurs):
        with pytest.raises(PosteInconnu):
            preparation.choisir(
                acteur=lieu.acteur("leila"), passation_id=passation.pk,
                choix={lieu.enfants["nina"].pk: (None, poste)}, at=lieu.jour,
            )  # fmt: skip


def test_un_depart_d_aujourd_hui_change_l_acces_tout_de_suite(lieu):
    etape = lieu.etape("karthik", jours=-3)
    passation = lieu.faite()
    assert passation.etat == EtatDePassation.FAITE
    assert passation.parts == {str(lieu.postes["karim"].pk): 4}
    assert not lit(lieu, "amina", "karthik")
    assert lit(lieu, "karim", "karthik")
    etape.refresh_from_db()
    assert etape.poste_id == lieu.postes["karim"].pk, "a late step goes too"
    fil = fiche(lieu.acteur("karim"), lieu.enfants["karthik"].pk, at=lieu.jour)
    rencontre = next(t for t in fil.taches if t.libelle == "Rencontrer la famille")
    assert rencontre.echeance == lieu.dans(14)
    assert rencontre.poste == "Poste de Karim"


def test_un_depart_a_venir_ne_change_rien_avant_son_jour(lieu):
    avant, apres = lieu.etape("nina", jours=2), lieu.etape("nina", jours=10)
    lieu.faite(jours=10)
    for jour, ancienne, nouvelle in ((lieu.dans(9), True, False), (lieu.dans(10), False, True)):
        assert lit(lieu, "amina", "nina", jour) is ancienne
        assert lit(lieu, "karim", "nina", jour) is nouvelle
    postes = {t.pk: t.poste_id for t in Tache.objects.filter(pk__in=[avant.pk, apres.pk])}
    assert postes == {avant.pk: lieu.postes["amina"].pk, apres.pk: lieu.postes["karim"].pk}


def test_une_absence_donne_un_relais_qui_finit_de_lui_meme(lieu):
    pendant, loin = lieu.etape("omar", jours=5), lieu.etape("omar", jours=50)
    lieu.faite(M.ABSENCE, jours=2, fin=20)
    assert lieu.cercle("omar")[1:] == [("karim", Qualite.RELAIS, lieu.dans(2), lieu.dans(20))]
    assert [lit(lieu, "karim", "omar", lieu.dans(j)) for j in (1, 2, 20, 21)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert all(lit(lieu, "amina", "omar", lieu.dans(j)) for j in (0, 2, 20, 21))
    postes = {t.pk: t.poste_id for t in Tache.objects.filter(pk__in=[pendant.pk, loin.pk])}
    assert postes == {pendant.pk: lieu.postes["karim"].pk, loin.pk: lieu.postes["amina"].pk}


def test_un_reequilibrage_laisse_les_autres_ou_ils_sont(lieu):
    passation = lieu.ouvrir(M.REEQUILIBRAGE)
    lieu.choisir(passation, nina="sofia")
    lieu.executer(passation)
    assert lieu.confie(passation, "omar").issue == Issue.RESTE
    assert lit(lieu, "amina", "omar")
    assert lit(lieu, "sofia", "nina")
    assert not lit(lieu, "amina", "nina")


def test_decider_deux_fois_ne_fait_qu_une_passation(lieu):
    passation = lieu.faite()
    lieu.executer(passation)
    assert Tache.objects.filter(dossier=lieu.enfants["nina"]).count() == 1
    assert len(lieu.cercle("nina")) == 2
    with pytest.raises(PassationChangee):
        lieu.choisir(passation, nina="sofia")


def test_un_enfant_archive_ou_confie_ailleurs_entre_temps_est_mis_de_cote(lieu):
    passation = lieu.ouvrir()
    lieu.tous_a(passation, "karim")
    Dossier.objects.filter(pk=lieu.enfants["nina"].pk).update(etat=EtatDuDossier.ARCHIVE)
    parcours.designer(
        acteur=lieu.acteur("leila"), dossier_id=lieu.enfants["omar"].pk,
        poste_id=lieu.postes["sofia"].pk, depuis=lieu.jour, motif="depart", at=lieu.jour,
    )  # fmt: skip
    lieu.executer(passation)
    issues = {n: lieu.confie(passation, n).issue for n in SIENS}
    assert issues == {"karthik": "confie", "paul": "confie", "nina": "ecarte", "omar": "ecarte"}
    assert lit(lieu, "sofia", "omar")
    assert not lit(lieu, "karim", "omar")
    assert passation.enfants.count() == 4


def test_un_enfant_arrive_entre_temps_doit_avoir_un_receveur(lieu):
    passation = lieu.ouvrir()
    lieu.tous_a(passation, "karim")
    parcours.designer(
        acteur=lieu.acteur("leila"), dossier_id=lieu.enfants["ines"].pk,
        poste_id=lieu.postes["amina"].pk, depuis=lieu.jour, motif="depart", at=lieu.jour,
    )  # fmt: skip
    with pytest.raises(PassationRefusee, match="1 enfant n’a pas"):
        lieu.executer(passation)
    lieu.tous_a(passation, "karim")
    preparation.proposer(acteur=lieu.acteur("leila"), passation_id=passation.pk, at=lieu.jour)
    lieu.executer(passation)
    assert lieu.confie(passation, "ines").issue == Issue.CONFIE


def test_la_proposition_garde_la_fratrie_l_ecole_et_ce_qui_est_choisi(lieu):
    passation = lieu.ouvrir()
    lieu.choisir(passation, karthik="karim")
    preparation.proposer(acteur=lieu.acteur("leila"), passation_id=passation.pk, at=lieu.jour)
    places = {n: (c.receveur_id, c.raisons) for n in SIENS for c in [lieu.confie(passation, n)]}
    karim, sofia = lieu.postes["karim"].pk, lieu.postes["sofia"].pk
    assert places == {
        "karthik": (karim, ""), "paul": (karim, "fratrie"),
        "nina": (sofia, "meme_ecole"), "omar": (sofia, "meme_ecole"),
    }  # fmt: skip


def test_deux_personnes_qui_choisissent_ne_s_effacent_pas(lieu):
    passation = lieu.ouvrir()
    nina, omar = lieu.enfants["nina"].pk, lieu.enfants["omar"].pk
    karim, sofia = lieu.postes["karim"].pk, lieu.postes["sofia"].pk

    def envoyer(choix):
        return preparation.choisir(
            acteur=lieu.acteur("leila"), passation_id=passation.pk, choix=choix, at=lieu.jour
        )

    assert envoyer({nina: (None, karim), omar: (None, None)}) == ()
    assert envoyer({nina: (None, sofia), omar: (None, sofia)}) == (nina,)
    assert lieu.confie(passation, "nina").receveur_id == karim
    assert lieu.confie(passation, "omar").receveur_id == sofia
    assert envoyer({nina: (karim, sofia), omar: (sofia, sofia)}) == ()


def test_la_note_de_l_une_et_le_choix_de_l_autre_ne_se_genent_pas(lieu):
    passation = lieu.ouvrir()
    version = lieu.confie(passation, "nina").version
    lieu.choisir(passation, nina="karim")
    noter(lieu, passation, "nina", "Préfère le matin.", version=version)
    rang = lieu.confie(passation, "nina")
    assert rang.receveur_id == lieu.postes["karim"].pk
    assert b"matin" not in bytes(rang.scelle)
    with pytest.raises(NoteChangee):
        noter(lieu, passation, "nina", "Autre chose.", par="leila", version=version)
    assert noter(lieu, passation, "nina", "Préfère le matin.", version=1).version == rang.version


@pytest.mark.parametrize("qui", ["karim", "nour", "bruno", "claire", "sylvie", "voisine", "zoe"])
def test_la_note_n_est_ecrite_que_par_qui_ecrit_le_parcours(lieu, qui):
    passation = lieu.ouvrir()
    with pytest.raises(Introuvable):
        noter(lieu, passation, "nina", "Non.", par=qui)


def test_apres_le_premier_jour_la_note_reste_et_la_famille_se_note_encore(lieu):
    passation = lieu.ouvrir()
    noter(lieu, passation, "nina", "Préfère le matin.")
    lieu.tous_a(passation, "karim")
    lieu.executer(passation)
    with pytest.raises(NoteFermee):
        noter(lieu, passation, "nina", "Réécrit.", par="karim")
    dit = noter(
        lieu, passation, "nina", None, par="karim",
        famille_informee_le=lieu.jour, moyen="telephone", parole="D’accord.",
    )  # fmt: skip
    assert (dit.famille_informee_le, dit.moyen) == (lieu.jour, "telephone")
    with pytest.raises(Introuvable):
        noter(lieu, passation, "nina", None, par="amina", parole="Trop tard.")


def test_une_passation_a_venir_s_abandonne_et_rend_tout(lieu):
    etape, avant = lieu.etape("nina", jours=12), lieu.cercle("nina")
    passation = lieu.faite(jours=10)
    assert lieu.cercle("nina") != avant
    abandonner(lieu, passation)
    abandonner(lieu, passation)
    assert lieu.cercle("nina") == avant
    etape.refresh_from_db()
    assert etape.poste_id == lieu.postes["amina"].pk
    assert Tache.objects.filter(dossier=lieu.enfants["nina"]).count() == 1
    assert Passation.objects.get().etat == EtatDePassation.ABANDONNEE
    assert lieu.faite(jours=3).etat == EtatDePassation.FAITE


def test_abandonner_ne_defait_pas_ce_qu_un_autre_acte_a_change(lieu):
    passation = lieu.faite(jours=10)
    parcours.designer(
        acteur=lieu.acteur("leila"), dossier_id=lieu.enfants["nina"].pk,
        poste_id=lieu.postes["sofia"].pk, depuis=lieu.dans(10), motif="depart", at=lieu.jour,
    )  # fmt: skip
    abandonner(lieu, passation)
    assert lieu.cercle("nina")[-1][0] == "sofia"
    assert lieu.cercle("omar")[-1][:1] + lieu.cercle("omar")[-1][3:] == ("amina", None)


def test_une_absence_a_venir_s_abandonne(lieu):
    avant = lieu.cercle("omar")
    abandonner(lieu, lieu.faite(M.ABSENCE, jours=2, fin=20))
    assert lieu.cercle("omar") == avant


def test_une_passation_commencee_ne_s_abandonne_pas(lieu):
    passation = lieu.faite()
    with pytest.raises(PassationRefusee, match="a commencé"):
        abandonner(lieu, passation)
    with pytest.raises(Introuvable):
        abandonner(lieu, passation, par="karim")


def test_les_actes_laissent_leurs_evenements_sans_nom(lieu):
    debut = timezone.now() - timedelta(minutes=5)
    lieu.faite()
    ecrits = [e.contenu for e in Evenement.objects.all()]
    objets = {(c["acte"], c.get("objet")) for c in ecrits}
    assert ("tenir_les_passations", "passation_decidee") in objets
    designe = next(c for c in ecrits if c["acte"] == "designer")
    assert designe["nombre"] == 4
    texte = str(ecrits)
    assert not [m for m in ("Kowal", "Diallo", "Selvam") if m in texte]
    assert Passation.objects.get().created_at > debut


def test_un_enfant_purge_quitte_la_passation(lieu):
    passation = lieu.faite()
    lieu.enfants["nina"].delete()
    assert passation.enfants.count() == 3
    assert Passation.objects.get().parts == {str(lieu.postes["karim"].pk): 4}
