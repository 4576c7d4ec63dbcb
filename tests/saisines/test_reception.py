"""Receiving: search before create, nothing lost and nothing double, one demand received once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from maillage.chiffrement import rotation
from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.models import CleDeVolet, Tombe
from maillage.dossiers import rescellement
from maillage.dossiers.models import Dossier
from maillage.dossiers.purge import Ordre, purger
from maillage.dossiers.rules import Volet
from maillage.dossiers.rules.conservation import MotifDePurge
from maillage.enfants.models import Identite, Responsable, Scolarite
from maillage.enfants.queries.ressemblances import ressemblances
from maillage.enfants.rules.identite import IdentiteLue
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import Parcours, PassageFait, Tache
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services.passages import passer
from maillage.reprise.annulation import TRAVAIL
from maillage.saisines.errors import DejaTraitee, MotifInconnu
from maillage.saisines.models import (
    COMPARTIMENT,
    BrouillonDeSaisine,
    FamilleDeSollicitation,
    FicheDeSollicitation,
    Saisine,
)
from maillage.saisines.queries.demandes import liste, saisine
from maillage.saisines.queries.fiches import fiches
from maillage.saisines.queries.journee import bloc
from maillage.saisines.queries.suites import mienne, par_code
from maillage.saisines.rules import EtatDeSaisine, NatureDeLien
from maillage.saisines.rules.suites import Suite
from maillage.saisines.services.depots import garder_brouillon
from maillage.saisines.services.reception import (
    Accueil,
    completer_la_reponse,
    creer_dossier,
    effacer_les_echues,
    rattacher,
    refuser,
)
from maillage.tracabilite.queries import dossiers_touches
from tests.factories.monde import BASES
from tests.saisines.conftest import Demandes, de_la_famille, sollicitation

pytestmark = BASES


class Reception:
    def __init__(self, demandes: Demandes) -> None:
        self.demandes, self.monde, self.jour = demandes, demandes.monde, demandes.jour

    def qui(self, nom: str = "leila"):
        return self.monde.acteur(nom)

    def creer(self, saisine_id: UUID, nom: str = "leila", **accueil) -> UUID:
        return creer_dossier(
            acteur=self.qui(nom), saisine_id=saisine_id, accueil=Accueil(**accueil), at=self.jour
        )

    def rattacher(self, saisine_id: UUID, dossier: Dossier, **accueil) -> EtatDeSaisine:
        return rattacher(
            acteur=self.qui(), saisine_id=saisine_id, dossier_id=dossier.pk,
            accueil=Accueil(**accueil), at=self.jour,
        )  # fmt: skip

    def refuser(self, saisine_id: UUID, motif: str = "hors_public", nom: str = "leila") -> None:
        refuser(
            acteur=self.qui(nom),
            saisine_id=saisine_id,
            motif=motif,
            mot="Voyez le CLAS.",
            at=self.jour,
        )

    def suite(self, saisine_id: UUID, nom: str = "bruno") -> Suite:
        return mienne(self.qui(nom), saisine_id, at=self.jour).dite.suite


@pytest.fixture
def r(demandes: Demandes) -> Reception:
    return Reception(demandes)


def test_creer_ouvre_un_dossier_complet_et_rien_n_est_double(r: Reception) -> None:
    recu = r.demandes.par("bruno")
    dossier = r.creer(recu.saisine, mot="Merci.")
    parcours = Parcours.objects.get(dossier_id=dossier)
    assert (parcours.etape, parcours.recue) == (Etape.SOLLICITATION, r.jour.isoformat())
    passage = PassageFait.objects.get(dossier_id=dossier)
    assert (passage.passage, passage.auteur_id) == (Passage.RECEVOIR, r.qui().id)
    for table in (Identite, Scolarite, Responsable, FicheDeSollicitation, FamilleDeSollicitation):
        assert table.objects.filter(dossier_id=dossier).count() == 1, table
    rang = Saisine.objects.get(pk=recu.saisine)
    assert rang.ouvrir() == {"etiquette": "Moussa T.", "mot": "Merci."}  # the rest moved
    nom, (fiche,) = fiches(r.qui(), dossier, at=r.jour)
    assert nom == "Moussa Traoré"
    assert fiche.demande.difficultes == "CanariDifficulte, six absences"
    assert fiche.famille is not None
    assert fiche.famille.attentes == "CanariAttente"
    ecrit = sollicitation()
    assert {**fiche.demande.contenu(), **fiche.famille.contenu()} == ecrit.contenu()


def test_le_parcours_garde_qui_oriente_et_pourquoi(r: Reception) -> None:
    dossier = r.creer(r.demandes.par("bruno").saisine)
    from maillage.chiffrement.services import trousseau

    cles = trousseau(r.monde.programme.pk, [dossier], [Volet.PARCOURS])
    contenu = Parcours.objects.get(dossier_id=dossier).ouvrir(cles)
    assert contenu["origine"] == "ecole_elementaire"
    assert contenu["motifs"] == ["absenteisme", "mal_etre"]
    assert contenu["motif_principal"] == "absenteisme"


def test_une_demande_pour_un_enfant_suivi_rejoint_son_parcours_et_se_lit_dans_sa_journee(
    r: Reception,
) -> None:
    recu = r.demandes.par("bruno")
    assert r.rattacher(recu.saisine, r.monde.karthik) is EtatDeSaisine.JOINTE
    assert Parcours.objects.get(dossier=r.monde.karthik).etape == Etape.EN_COURS
    tache = Tache.objects.filter(dossier=r.monde.karthik).latest("created_at")
    assert (tache.poste_id, tache.echeance) == (r.monde.poste_amina.pk, r.jour + timedelta(days=7))
    assert r.suite(recu.saisine) is Suite.EXAMEN  # the school does not learn that he was followed


def test_une_demande_apres_une_sortie_ouvre_un_autre_parcours(r: Reception) -> None:
    Parcours.objects.filter(dossier=r.monde.ines).update(etape=Etape.SORTIE)
    recu = r.demandes.par("bruno")
    assert r.rattacher(recu.saisine, r.monde.ines) is EtatDeSaisine.RATTACHEE
    etapes = Parcours.objects.filter(dossier=r.monde.ines).order_by("created_at")
    assert list(etapes.values_list("etape", flat=True)) == [Etape.SORTIE, Etape.SOLLICITATION]
    assert r.suite(recu.saisine) is Suite.EXAMEN


def test_la_reponse_suit_le_parcours(r: Reception) -> None:
    recu = r.demandes.par("bruno")
    assert r.suite(recu.saisine) is Suite.RECUE
    dossier = r.creer(recu.saisine)
    assert r.suite(recu.saisine) is Suite.EXAMEN
    passer(
        acteur=r.qui(), dossier_id=dossier, passage=Passage.NE_PAS_PRENDRE, le=r.jour,
        motif="refus_de_la_famille", formulaire=uuid4(), at=r.jour,
    )  # fmt: skip
    lue = mienne(r.qui("bruno"), recu.saisine, at=r.jour)
    assert lue.dite.suite is Suite.NON_PRISE_EN_CHARGE
    assert "refus" not in repr(lue).lower()
    Parcours.objects.filter(dossier_id=dossier).update(etape=Etape.EN_COURS)
    assert r.suite(recu.saisine) is Suite.PRISE_EN_CHARGE


def test_une_demande_refusee_n_ouvre_aucun_dossier_et_dit_le_conseil_seul(r: Reception) -> None:
    avant = Dossier.objects.count()
    recu = r.demandes.par_lien(r.demandes.lien())
    r.refuser(recu.saisine, "refus_de_la_famille")
    assert Dossier.objects.count() == avant
    lue = par_code(recu.numero, recu.code)
    assert lue is not None
    assert (lue.dite.suite, lue.mot) == (Suite.NON_PRISE_EN_CHARGE, "Voyez le CLAS.")
    assert "refus" not in repr(lue).lower()
    assert saisine(r.qui(), recu.saisine, at=r.jour).motif == "Refus de la famille"


def test_la_famille_n_en_sait_plus_qu_une_fois_reconnue(r: Reception) -> None:
    jeton = r.demandes.lien(NatureDeLien.FAMILLE)
    for reconnue, attendue in ((False, Suite.EXAMEN), (True, Suite.PRISE_EN_CHARGE)):
        recu = r.demandes.par_lien(jeton, de_la_famille())
        dossier = r.creer(recu.saisine, reconnue=reconnue, mot="Mot", motif_principal="mal_etre")
        Parcours.objects.filter(dossier_id=dossier).update(etape=Etape.EN_COURS)
        lue = par_code(recu.numero, recu.code)
        assert lue is not None
        assert (lue.dite.suite, lue.mot) == (attendue, "Mot" if reconnue else "")


def test_deux_personnes_ne_recoivent_pas_la_meme_demande(r: Reception) -> None:
    recu = r.demandes.par("bruno")
    r.creer(recu.saisine)
    for geste in (
        lambda: r.creer(recu.saisine),
        lambda: r.refuser(recu.saisine),
        lambda: r.rattacher(recu.saisine, r.monde.karthik),
    ):
        with pytest.raises(DejaTraitee):
            geste()
    assert FicheDeSollicitation.objects.count() == 1


def test_un_motif_de_refus_est_de_la_liste(r: Reception) -> None:
    recu = r.demandes.par("bruno")
    with pytest.raises(MotifInconnu):
        r.refuser(recu.saisine, "parce_que")
    assert Saisine.objects.get().etat == EtatDeSaisine.DEPOSEE


@pytest.mark.parametrize("qui", ["amina", "sylvie", "bruno", "claire", "nour", "voisine"])
def test_seule_la_coordination_recoit_et_refuse(r: Reception, qui: str) -> None:
    recu = r.demandes.par("bruno")
    for geste in (lambda: r.creer(recu.saisine, qui), lambda: r.refuser(recu.saisine, nom=qui)):
        with pytest.raises(Introuvable):
            geste()
    assert Saisine.objects.get().etat == EtatDeSaisine.DEPOSEE


def test_une_demande_ne_rejoint_pas_un_dossier_d_ailleurs_ni_une_archive(r: Reception) -> None:
    recu = r.demandes.par("bruno")
    for dossier in (r.monde.lena, r.monde.archive):
        with pytest.raises(Introuvable):
            r.rattacher(recu.saisine, dossier)
    assert Saisine.objects.get().etat == EtatDeSaisine.DEPOSEE


def test_qui_ressemble_se_voit_avant_de_creer(r: Reception) -> None:
    vu = IdentiteLue("SELVAM", "Kartik", DatePartielle.lire("2017-03-09"), "garcon")
    premier = ressemblances(r.qui(), vu, at=r.jour)[0]
    assert premier.dossier == r.monde.karthik.pk
    assert premier.raisons
    inconnu = IdentiteLue("Zyxwv", "Qqq", None, None)
    assert ressemblances(r.qui(), inconnu, at=r.jour) == ()
    assert [x.dossier for x in ressemblances(r.qui(), inconnu, "duval", at=r.jour)] == [
        r.monde.tom.pk
    ]
    # another programme's child is never shown, nor one out of the cercle of a référente
    assert ressemblances(r.qui(), IdentiteLue("Le Goff", "Lenaïg", None, None), at=r.jour) == ()
    assert ressemblances(r.qui("amina"), IdentiteLue("Duval", "Tom", None, None), at=r.jour) == ()


def test_la_liste_compte_filtre_et_dit_l_attente(r: Reception) -> None:
    vieux = r.demandes.par("bruno", at=r.jour - timedelta(days=20))
    neuf = r.demandes.par("bruno", origine="college")
    r.refuser(r.demandes.par("bruno").saisine)
    lue = liste(r.qui("sylvie"), at=r.jour)
    assert [(li.numero, li.jours) for li in lue.lignes] == [(vieux.numero, 20), (neuf.numero, 0)]
    assert lue.nombres == {"a_recevoir": 2, "recues": 0, "non_retenues": 1}
    assert lue.plus_ancienne == 20
    assert [li.numero for li in liste(r.qui(), origine="college", at=r.jour).lignes] == [
        neuf.numero
    ]
    with pytest.raises(Introuvable):
        liste(r.qui("amina"), at=r.jour)


def test_la_journee_dit_ce_qui_attend_sans_aucun_nom(r: Reception) -> None:
    assert bloc(r.qui(), at=r.jour) is None
    recu = r.demandes.par("bruno", at=r.jour - timedelta(days=16))
    for qui in ("leila", "sylvie"):
        lu = bloc(r.qui(qui), at=r.jour)
        assert lu is not None
        assert (lu.nombre, lu.lignes[0].retard) == (1, True)
        assert recu.numero in lu.lignes[0].texte
        assert not [m for m in ("Moussa", "Traor", "Canari") if m in repr(lu)]
    assert bloc(r.qui("amina"), at=r.jour) is None
    assert bloc(r.qui("claire"), at=r.jour) is None


def test_une_demande_non_retenue_s_efface_avec_sa_cle_apres_six_mois(r: Reception) -> None:
    garde, efface = r.demandes.par("bruno").saisine, r.demandes.par("bruno").saisine
    for s in (garde, efface):
        r.refuser(s)
    Saisine.objects.filter(pk=efface).update(close_le=r.jour - timedelta(days=184))
    Saisine.objects.filter(pk=garde).update(close_le=r.jour - timedelta(days=183))
    assert liste(r.qui(), "non_retenues", at=r.jour).a_effacer == 1
    assert effacer_les_echues(acteur=r.qui(), at=r.jour) == 1
    assert list(Saisine.objects.values_list("pk", flat=True)) == [garde]
    assert not CleDeVolet.objects.filter(dossier_id=efface).exists()
    assert Tombe.objects.get(dossier_id=efface).achevee_le is not None
    with pytest.raises(Introuvable):
        effacer_les_echues(acteur=r.qui("sylvie"), at=r.jour)


def test_un_brouillon_laisse_la_s_efface_avec_sa_cle(r: Reception) -> None:
    garder_brouillon(acteur=r.qui("bruno"), champs={"nom": "Traoré"}, at=r.jour)
    rang = BrouillonDeSaisine.objects.get()
    effacer_les_echues(acteur=r.qui(), at=r.jour + timedelta(days=59))
    assert BrouillonDeSaisine.objects.exists()
    assert liste(r.qui(), at=r.jour + timedelta(days=62)).brouillons == 1
    effacer_les_echues(acteur=r.qui(), at=r.jour + timedelta(days=62))
    assert not BrouillonDeSaisine.objects.exists()
    assert not CleDeVolet.objects.filter(dossier_id=rang.pk).exists()


def test_la_famille_se_reconnait_aussi_apres_l_avoir_rencontree(r: Reception) -> None:
    recu = r.demandes.par_lien(r.demandes.lien(NatureDeLien.FAMILLE), de_la_famille())
    with pytest.raises(Introuvable):  # nothing to complete before it is received
        completer_la_reponse(
            acteur=r.qui(), saisine_id=recu.saisine, mot="", reconnue=True, at=r.jour
        )
    dossier = r.creer(recu.saisine)
    Parcours.objects.filter(dossier_id=dossier).update(etape=Etape.EN_COURS)
    for qui in ("sylvie", "amina"):
        with pytest.raises(Introuvable):
            completer_la_reponse(
                acteur=r.qui(qui), saisine_id=recu.saisine, mot="", reconnue=True, at=r.jour
            )
    completer_la_reponse(
        acteur=r.qui(), saisine_id=recu.saisine, mot="À jeudi", reconnue=True, at=r.jour
    )
    lue = par_code(recu.numero, recu.code)
    assert lue is not None
    assert (lue.dite.suite, lue.mot, lue.enfant) == (Suite.PRISE_EN_CHARGE, "À jeudi", "Moussa T.")


def test_une_demande_jointe_compte_comme_un_travail_sur_le_dossier(r: Reception) -> None:
    """So that undoing an import never takes away a dossier with the demand of a school."""
    avant = timezone.now()
    r.rattacher(
        r.demandes.par("bruno").saisine, r.monde.tom
    )  # led by nobody: no next step is written
    assert dossiers_touches({r.monde.tom.pk}, TRAVAIL, avant) == {r.monde.tom.pk}


def test_la_purge_d_un_dossier_emporte_sa_demande_et_ses_cles(r: Reception) -> None:
    recu = r.demandes.par("bruno")
    dossier = r.creer(recu.saisine)
    purger(
        Ordre(
            programme=r.monde.programme.pk, dossier=dossier, motif=MotifDePurge.ERREUR, le=r.jour
        ),
        maintenant=timezone.now(),
    )
    assert not Saisine.objects.exists()
    assert not FicheDeSollicitation.objects.exists()
    assert not CleDeVolet.objects.filter(dossier_id__in=[dossier, recu.saisine]).exists()


def test_la_rotation_trouve_les_demandes_qui_attendent(r: Reception) -> None:
    recu, ici = r.demandes.par("bruno"), r.monde.programme.pk
    couples = [(ici, recu.saisine, COMPARTIMENT)]
    maintenant = timezone.now()
    assert rotation.tourner_volets(couples, maintenant) == 1
    bilan = rescellement.poursuivre(
        couples, lambda *_: None, maintenant=maintenant + timedelta(hours=2)
    )
    assert (bilan.valeurs, bilan.detruites, bilan.illisibles) == (1, 1, 0)
    assert Saisine.objects.get(pk=recu.saisine).ouvrir()["nom"] == "Traoré"


def test_une_cle_perdue_ne_ferme_ni_la_liste_ni_la_reponse(r: Reception) -> None:
    recu = r.demandes.par("bruno")
    CleDeVolet.objects.filter(dossier_id=recu.saisine).delete()
    with pytest.raises(Illisible):
        Saisine.objects.get().ouvrir()
    assert liste(r.qui(), at=r.jour).lignes[0].enfant == "Demande illisible"
    assert r.suite(recu.saisine) is Suite.RECUE
