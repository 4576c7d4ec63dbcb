"""Syntheses in the base: several hands, one text, what may leave and nothing else; alerts as facts."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from maillage.accords.models import PartageConsenti
from maillage.chiffrement.services import trousseau
from maillage.comptes.models import Institution
from maillage.dossiers.purge import Ordre, purger
from maillage.dossiers.rules import Volet
from maillage.dossiers.rules.conservation import MotifDePurge
from maillage.notions.erreurs import Introuvable
from maillage.syntheses.errors import (
    CoauteurImpossible,
    CourrierImpossible,
    DestinataireImpossible,
    EtatImpossible,
    JourAVenir,
    PartieChangee,
    PosteEtranger,
    RelecturesManquantes,
    SyntheseChangee,
    SyntheseFigee,
)
from maillage.syntheses.models import (
    AlerteTransmise,
    CourrierEmis,
    NumeroDeCourrier,
    SectionSante,
    SectionScolarite,
    Synthese,
)
from maillage.syntheses.queries.alertes import alertes
from maillage.syntheses.queries.courriers import courrier, registre
from maillage.syntheses.queries.depart import depart
from maillage.syntheses.queries.lecture import anciennes_versions, du_dossier, synthese
from maillage.syntheses.rules.alertes import DestinataireDAlerte
from maillage.syntheses.rules.etats import EtatDeSynthese
from maillage.syntheses.rules.relecture import AvisDeRelecture
from maillage.syntheses.rules.rubriques import Rubrique
from maillage.syntheses.services.alertes import consigner
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import PosteFactory
from tests.syntheses.ecrits import Ecrits, mot

pytestmark = BASES
E, R, V = EtatDeSynthese, Rubrique, Volet


@pytest.fixture
def e(monde: Monde) -> Ecrits:
    return Ecrits(monde)


def prete(e: Ecrits) -> None:
    e.tout_ecrire()
    e.passer(E.RELECTURE)


def test_le_meme_formulaire_envoye_deux_fois_fait_une_partie(e: Ecrits) -> None:
    formulaire = uuid4()
    for _ in range(2):
        e.ecrire(R.SITUATION, V.SCOLARITE, formulaire=formulaire)
    assert SectionScolarite.objects.count() == 1
    assert e.rang.revision == 2


@pytest.mark.parametrize("qui", ["karim", "bruno", "claire", "sylvie", "voisine", "zoe"])
def test_qui_n_ecrit_pas_d_extrait_de_ce_dossier_n_y_voit_rien(e: Ecrits, qui: str) -> None:
    e.ecrire(R.SITUATION, V.SCOLARITE)
    acteur = e.monde.acteur(qui)
    with pytest.raises(Introuvable):
        synthese(acteur, e.id, at=e.jour)
    with pytest.raises(Introuvable):
        du_dossier(acteur, e.enfant.pk, at=e.jour)
    with pytest.raises(Introuvable):
        e.ecrire(R.SITUATION, V.SCOLARITE, "autre", qui=qui)


def test_chacun_n_ecrit_que_dans_ses_volets_et_s_il_est_convie(e: Ecrits) -> None:
    with pytest.raises(Introuvable):
        e.ecrire(R.SITUATION, V.SANTE, qui="nour")
    e.convier("nour")
    e.convier("nour")
    e.ecrire(R.SITUATION, V.SANTE, qui="nour")
    for qui, volet in (("nour", V.SCOLARITE), ("amina", V.SANTE), ("amina", V.PROTECTION)):
        with pytest.raises(Introuvable):
            e.ecrire(R.SITUATION, volet, "x", qui=qui)
    with pytest.raises(CoauteurImpossible):
        e.convier("sylvie")
    lue = {q: synthese(e.monde.acteur(q), e.id, at=e.jour) for q in ("amina", "nour", "leila")}
    assert [p.texte for p in lue["nour"].parties] == [mot(R.SITUATION, V.SANTE)]
    for qui in ("amina", "leila"):
        assert [p.texte for p in lue[qui].parties] == [""]
        assert lue[qui].fermees == 1
    assert lue["nour"].volets_ecrits == (V.SANTE,)
    assert mot(R.SITUATION, V.SANTE).encode() not in bytes(SectionSante.objects.get().scelle)


def test_deux_personnes_sur_la_meme_partie_ne_perdent_rien(e: Ecrits) -> None:
    e.ecrire(R.SITUATION, V.SCOLARITE, "un")
    cle = SectionScolarite.objects.get().cle
    assert e.ecrire(R.SITUATION, V.SCOLARITE, "deux", cle=cle, numero=1) == 2
    with pytest.raises(PartieChangee) as conflit:
        e.ecrire(R.SITUATION, V.SCOLARITE, "trois", cle=cle, numero=1)
    assert (conflit.value.texte, conflit.value.numero) == ("deux", 2)
    versions = anciennes_versions(e.monde.acteur("leila"), e.id, V.SCOLARITE, cle, at=e.jour)
    assert [v.texte for v in versions] == ["deux", "un"]
    e.ecrire(R.SITUATION, V.SCOLARITE, "", cle=cle, numero=2)
    assert synthese(e.monde.acteur("amina"), e.id, at=e.jour).parties == ()


def test_un_mot_change_remet_les_relectures_a_zero(e: Ecrits) -> None:
    e.convier("nour")
    prete(e)
    with pytest.raises(RelecturesManquantes, match="Nour Azzam"):
        e.emettre()
    e.relire("nour", AvisDeRelecture.A_REVOIR)
    with pytest.raises(RelecturesManquantes):
        e.emettre()
    ancienne = e.rang.revision
    e.relire("nour")
    e.ecrire(R.SITUATION, V.PARCOURS)
    with pytest.raises(RelecturesManquantes):
        e.emettre()
    with pytest.raises(SyntheseChangee):
        e.relire("nour", revision=ancienne)
    with pytest.raises(SyntheseChangee):
        e.emettre(revision=ancienne)
    e.relire("nour")
    with pytest.raises(Introuvable):
        e.relire("leila")  # not invited
    assert e.emettre() == 1


def test_elle_se_relit_avant_de_partir_et_ne_change_plus_apres(e: Ecrits) -> None:
    e.tout_ecrire()
    with pytest.raises(EtatImpossible):
        e.emettre()
    with pytest.raises(EtatImpossible):
        e.passer(E.EMISE)
    e.passer(E.RELECTURE)
    assert [e.emettre(), e.emettre()] == [1, 1]
    assert CourrierEmis.objects.count() == 1
    for geste in (lambda: e.ecrire(R.SITUATION, V.PARCOURS), lambda: e.passer(E.ABANDONNEE)):
        with pytest.raises(SyntheseFigee):
            geste()


def test_seule_la_personne_qui_la_conduit_invite_et_envoie(e: Ecrits) -> None:
    e.convier("nour")
    prete(e)
    for geste in (lambda: e.emettre("nour"), lambda: e.convier("leila", par="nour")):
        with pytest.raises(Introuvable):
            geste()
    e.relire("nour")
    e.passer(E.ECRITURE, "leila")  # the coordination leads when the author is away
    assert e.rang.etat == E.ECRITURE


def test_ne_part_que_ce_que_la_famille_partage_et_l_auteure_sait_ce_qui_reste(e: Ecrits) -> None:
    e.convier("nour")
    e.tout_ecrire()
    e.ecrire(R.DIFFICULTES, V.SOCIAL)
    e.ecrire(R.DIFFICULTES, V.SANTE, qui="nour")
    lu = depart(e.monde.acteur("amina"), e.id, at=e.jour)
    assert {p.partie.volet for p in lu.partent} == {V.SCOLARITE}
    restent = {p.partie.volet: (p.decision.motif.code, p.texte) for p in lu.restent}
    assert restent == {
        V.SOCIAL: ("accord_de_partage", mot(R.DIFFICULTES, V.SOCIAL)), V.SANTE: ("emetteur", ""),
    }  # fmt: skip
    e.passer(E.RELECTURE)
    e.relire("nour")
    e.emettre()
    imprime = str(courrier(e.monde.acteur("amina"), e.id, at=e.jour))
    assert mot(R.APPUIS, V.SCOLARITE) in imprime
    for volet in (V.SOCIAL, V.SANTE):
        assert mot(R.DIFFICULTES, volet) not in imprime
    (ligne,) = registre(e.monde.acteur("leila"), at=e.jour)
    assert (ligne.numero, ligne.volets, ligne.ecartees) == (1, ("Scolarité",), 2)
    assert registre(e.monde.acteur("karim"), at=e.jour) == ()


def test_sans_points_d_appui_ni_accord_rien_ne_part(e: Ecrits) -> None:
    e.ecrire(R.DIFFICULTES, V.SCOLARITE)
    e.passer(E.RELECTURE)
    with pytest.raises(CourrierImpossible, match="points d’appui"):
        e.emettre()
    e.tout_ecrire()
    PartageConsenti.objects.update(clos_le=e.jour)
    with pytest.raises(CourrierImpossible, match="Aucune partie"):
        e.emettre()
    assert not NumeroDeCourrier.objects.exists()


def test_un_accord_retire_ne_laisse_plus_reimprimer(e: Ecrits) -> None:
    prete(e)
    e.emettre()
    assert courrier(e.monde.acteur("amina"), e.id, at=e.jour).parties
    PartageConsenti.objects.update(clos_le=e.jour)
    with pytest.raises(CourrierImpossible):
        courrier(e.monde.acteur("amina"), e.id, at=e.jour)


def test_un_accord_pour_un_autre_usage_ou_un_autre_lieu_ne_compte_pas(e: Ecrits) -> None:
    e.tout_ecrire()
    PartageConsenti.objects.update(finalite="orienter_vers_un_service")
    assert not depart(e.monde.acteur("amina"), e.id, at=e.jour).decision
    ailleurs = Institution.objects.create(nom="Autre", nature="association")
    PartageConsenti.objects.update(finalite="faire_le_point_avec_l_ecole", institution=ailleurs)
    assert not depart(e.monde.acteur("amina"), e.id, at=e.jour).decision


def test_la_copie_dit_qui_l_a_tiree_et_chaque_envoi_laisse_sa_trace(e: Ecrits) -> None:
    e.tout_ecrire(V.PARCOURS)
    e.passer(E.RELECTURE)
    e.emettre()
    assert "établi pour École Vallès" in courrier(e.monde.acteur("amina"), e.id, at=e.jour).marque
    assert "copie de Leïla Marchand" in courrier(e.monde.acteur("leila"), e.id, at=e.jour).marque
    extraits = [x.contenu for x in Evenement.objects.all() if x.contenu["acte"] == "extraire"]
    assert [(x["volet"], x["objet"]) for x in extraits] == [("parcours", "courrier 1")] * 3


def test_qui_ne_peut_pas_transmettre_une_partie_n_imprime_pas_le_courrier(e: Ecrits) -> None:
    prete(e)
    e.emettre()
    for qui in ("leila", "nour"):
        with pytest.raises(Introuvable):
            courrier(e.monde.acteur(qui), e.id, at=e.jour)


def test_une_adresse_protegee_ne_s_ecrit_pas_a_l_adulte_dont_elle_est_protegee(
    monde: Monde,
) -> None:
    e = Ecrits(monde)
    pere = e.adulte("M. Selvam", "3 rue du Père")
    e.adulte("Mme Selvam", "17 impasse des Glycines")
    e.proteger_de(pere)
    e.id = e.commencer(f"adulte:{pere}", "ecrit_a_la_famille")
    for rubrique in R:
        e.ecrire(rubrique, V.PARCOURS, "Le jeudi on joue aux dames.")
    e.ecrire(R.SITUATION, V.SCOLARITE, "Il habite impasse des Glycines avec sa mère.")
    lu = depart(e.monde.acteur("amina"), e.id, at=e.jour)
    assert [p.decision.motif.code for p in lu.restent] == ["adresse_protegee"]
    e.passer(E.RELECTURE)
    e.emettre()
    imprime = str(courrier(e.monde.acteur("amina"), e.id, at=e.jour))
    assert "Glycines" not in imprime
    assert "joue aux dames" in imprime


def test_la_sante_et_la_protection_ne_partent_pas_dans_un_ecrit_a_la_famille(monde: Monde) -> None:
    e = Ecrits(monde)
    mere = e.adulte("Mme Selvam", "17 impasse des Glycines")
    e.id = e.commencer(f"adulte:{mere}", "ecrit_a_la_famille")
    e.convier("nour")
    e.ecrire(R.SITUATION, V.SANTE, qui="nour")
    lu = depart(e.monde.acteur("amina"), e.id, at=e.jour)
    assert not lu.partent


def test_un_destinataire_hors_liste_est_refuse(e: Ecrits) -> None:
    for cle in ("", f"institution:{uuid4()}", f"adulte:{uuid4()}", "poste:x"):
        with pytest.raises(DestinataireImpossible):
            e.commencer(cle or "rien")
    with pytest.raises(DestinataireImpossible):
        e.commencer(f"institution:{e.ecole.pk}", "ecrit_a_la_famille")


def test_l_objet_est_scelle(e: Ecrits) -> None:
    rang = Synthese.objects.get(pk=e.id)
    assert "rentrée".encode() not in bytes(rang.scelle)
    cles = trousseau(e.monde.programme.pk, [e.enfant.pk], [V.PARCOURS])
    assert rang.ouvrir(cles) == {"objet": "Préparer la rentrée"}


# --- alerts -----------------------------------------------------------------------------------


def noter_une_alerte(monde: Monde, qui: str = "amina", **plus) -> object:
    donnees = {
        "le": monde.aujourd_hui, "poste": monde.poste_amina.pk, "vers": DestinataireDAlerte.CRIP,
        "formulaire": uuid4(), **plus,
    }  # fmt: skip
    return consigner(
        acteur=monde.acteur(qui), dossier_id=monde.karthik.pk, at=monde.aujourd_hui, **donnees
    )


def test_une_alerte_est_un_fait_scelle_et_rien_de_plus(monde: Monde) -> None:
    formulaire = uuid4()
    for _ in range(2):
        noter_une_alerte(monde, formulaire=formulaire)
    rang = AlerteTransmise.objects.get()
    cles = trousseau(monde.programme.pk, [monde.karthik.pk], [V.PROTECTION])
    assert set(rang.ouvrir(cles)) == {"le", "poste", "vers"}
    champs = {f.name for f in AlerteTransmise._meta.get_fields()}
    assert not champs & {"texte", "motif", "mots", "objet", "precision"}
    (lue,) = alertes(monde.acteur("leila"), monde.karthik.pk, at=monde.aujourd_hui).alertes
    assert (lue.le, lue.vers, lue.poste) == (
        monde.aujourd_hui,
        DestinataireDAlerte.CRIP,
        "Poste d'Amina",
    )


@pytest.mark.parametrize("qui", ["karim", "nour", "sylvie", "bruno", "claire", "voisine", "zoe"])
def test_qui_ne_suit_pas_l_enfant_ne_sait_pas_qu_une_alerte_est_partie(
    monde: Monde, qui: str
) -> None:
    noter_une_alerte(monde)
    with pytest.raises(Introuvable):
        alertes(monde.acteur(qui), monde.karthik.pk, at=monde.aujourd_hui)
    with pytest.raises(Introuvable):
        noter_une_alerte(monde, qui)


def test_une_alerte_dit_un_jour_passe_et_un_poste_du_programme(monde: Monde) -> None:
    with pytest.raises(JourAVenir):
        noter_une_alerte(monde, le=monde.aujourd_hui + timedelta(days=1))
    with pytest.raises(PosteEtranger):
        noter_une_alerte(monde, poste=PosteFactory(programme=monde.autre_programme).pk)


def test_une_purge_emporte_syntheses_courriers_et_alertes_et_ne_rend_pas_les_numeros(
    e: Ecrits,
) -> None:
    e.convier("nour")
    prete(e)
    e.relire("nour")
    assert e.emettre() == 1
    noter_une_alerte(e.monde)
    purger(
        Ordre(
            programme=e.monde.programme.pk,
            dossier=e.enfant.pk,
            motif=MotifDePurge.ERREUR,
            le=e.jour,
        ),
        maintenant=timezone.now(),
    )
    for table in (Synthese, CourrierEmis, AlerteTransmise, SectionScolarite):
        assert not table.objects.exists()
    assert registre(e.monde.acteur("leila"), at=e.jour) == ()
    e.enfant = e.monde.tom
    for volet in (V.SCOLARITE, V.PARCOURS):
        e.partager(volet)
    e.id = e.commencer(qui="leila")
    for rubrique in R:
        e.ecrire(rubrique, V.PARCOURS, qui="leila")
    e.passer(E.RELECTURE, "leila")
    assert e.emettre("leila") == 2
