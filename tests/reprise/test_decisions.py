"""What a person decides: columns, look-alikes, schools, stop, undo, sorting."""

from __future__ import annotations

from datetime import timedelta
from traceback import format_exception

import pytest
from django.utils import timezone

from maillage.chiffrement.models import CleDeVolet, Tombe
from maillage.chiffrement.services import trousseau
from maillage.classeurs.lecture import FichierIllisible
from maillage.comptes.models import Poste
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants.services import lier_fratrie
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import NoteSante, NoteSocial, Parcours
from maillage.parcours.services import designer, ecrire_note
from maillage.partage.rules.actes import Acte
from maillage.reprise import annulation, queries, services, tasks, travaux
from maillage.reprise.errors import AnnulationTardive, DejaLancee, TropLourd
from maillage.reprise.models import DecisionDeDoublon, ModeleDeReprise, Reprise, TexteRepris
from maillage.reprise.rules.rattachement import cle_de
from maillage.tracabilite import services as tracabilite
from maillage.tracabilite.models import Evenement
from maillage.tracabilite.queries import rupture
from maillage.tracabilite.services import Fait
from tests.factories.monde import BASES
from tests.reprise.tableaux import LINA, MALO, importer, tableau

pytestmark = BASES
LYNA = LINA.replace("Benali;Lina", "Benalli;Lina")


@pytest.fixture
def leila(monde):
    return monde.acteur("leila")


def deposer(leila, monde, *lignes):
    return services.deposer(
        acteur=leila, nom="suivi.csv", octets=tableau(*lignes), modele_id=None, at=monde.aujourd_hui
    )


def nombre(monde) -> int:
    return Dossier.objects.filter(programme=monde.programme).count()


def examiner(leila, monde, reprise):
    return queries.examen(queries.la_reprise(leila, reprise), at=monde.aujourd_hui)


def test_une_ressemblance_dans_le_fichier_est_proposee_et_jamais_fusionnee_seule(monde, leila):
    reprise = deposer(leila, monde, LINA, LYNA)
    ex = examiner(leila, monde, reprise)
    assert len(ex.doublons) == 1
    assert ex.crees == 2


def test_dire_meme_enfant_reunit_les_deux_lignes_et_n_est_plus_demande(monde, leila):
    reprise = deposer(leila, monde, LINA, LYNA)
    ex = examiner(leila, monde, reprise)
    a, b = (cle_de(e.ensemble.nom, e.ensemble.prenom, e.ensemble.naissance) for e in ex.enfants)
    services.decider(acteur=leila, reprise_id=reprise, a=a, b=b, meme=True)
    ex = examiner(leila, monde, reprise)
    assert (ex.crees, len(ex.doublons)) == (1, 0)
    assert {str(x.lieu) for x in ex.enfants[0].lignes} == {"csv!2", "csv!3"}


def test_dire_deux_enfants_les_separe_pour_toujours(monde, leila):
    avant = nombre(monde)
    importer(leila, tableau(LINA), monde.aujourd_hui)
    reprise = deposer(leila, monde, LYNA)
    ex = examiner(leila, monde, reprise)
    (r,) = ex.rattachement.ressemblances
    base, lue = ex.base[r.dossier], ex.enfants[0].ensemble
    a = cle_de(base.nom, base.prenom, base.naissance)
    b = cle_de(lue.nom, lue.prenom, lue.naissance)
    services.decider(acteur=leila, reprise_id=reprise, a=a, b=b, meme=False)
    assert examiner(leila, monde, reprise).rattachement.ressemblances == ()
    services.lancer(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)
    travaux.importer(reprise, at=monde.aujourd_hui)
    assert nombre(monde) == avant + 2


def test_dire_meme_enfant_que_la_base_complete_son_dossier(monde, leila):
    avant = nombre(monde)
    importer(leila, tableau(LINA), monde.aujourd_hui)
    reprise = deposer(leila, monde, LYNA)
    ex = examiner(leila, monde, reprise)
    (r,) = ex.rattachement.ressemblances
    base, lue = ex.base[r.dossier], ex.enfants[0].ensemble
    services.decider(
        acteur=leila,
        reprise_id=reprise,
        a=cle_de(base.nom, base.prenom, base.naissance),
        b=cle_de(lue.nom, lue.prenom, lue.naissance),
        meme=True,
    )
    services.lancer(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)
    travaux.importer(reprise, at=monde.aujourd_hui)
    assert nombre(monde) == avant + 1


def test_une_decision_ne_garde_aucun_nom(monde, leila):
    reprise = deposer(leila, monde, LINA)
    services.decider(
        acteur=leila, reprise_id=reprise, a=("benali|lina", ""), b=("x|y", ""), meme=True
    )
    garde = DecisionDeDoublon.objects.get()
    assert "benali" not in garde.paire
    assert len(garde.paire) == 64


def test_une_colonne_corrigee_a_la_main_change_l_import_et_se_garde_en_modele(monde, leila):
    reprise = deposer(leila, monde, LINA)
    rang = queries.la_reprise(leila, reprise)
    (table,) = queries.colonnes(rang)
    choix = {c.cle: (c.champ.value, c.code) for c in table.colonnes}
    cle = next(c.cle for c in table.colonnes if c.entete == "Actions")
    choix[cle] = ("ignore", None)
    modele = queries.Modele({table.signature: choix})
    services.corriger(acteur=leila, reprise_id=reprise, modele=modele, nom_du_modele="Le nôtre")
    assert ModeleDeReprise.objects.get().nom == "Le nôtre"
    assert examiner(leila, monde, reprise).enfants[0].ensemble.actions == ()
    suivante = services.deposer(
        acteur=leila, nom="suivi.csv", octets=tableau(MALO),
        modele_id=ModeleDeReprise.objects.get().id, at=monde.aujourd_hui,
    )  # fmt: skip
    assert examiner(leila, monde, suivante).enfants[0].ensemble.actions == ()


def ouvert(rang):
    return rang.ouvrir(trousseau(rang.dossier.programme_id, [rang.dossier_id]))


def test_un_import_annule_rend_la_base_comme_avant(monde, leila):
    avant = nombre(monde)
    importer(leila, tableau(LINA), monde.aujourd_hui)
    parcours = Parcours.objects.order_by("created_at").last()
    contenu, cles = ouvert(parcours), CleDeVolet.objects.count()
    suite = LINA.replace("absentéisme", "absentéisme + bagarres").replace(
        "Nadia Perrin", "Karim Osei"
    )
    reprise = importer(leila, tableau(suite, MALO), monde.aujourd_hui)
    assert nombre(monde) == avant + 2
    annulation.annuler(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)
    parcours.refresh_from_db()
    assert nombre(monde) == avant + 1
    assert ouvert(parcours) == contenu
    suivi = parcours.dossier.cercle.get(jusqu_au=None)
    assert suivi.poste.libelle == "Nadia Perrin"
    assert CleDeVolet.objects.count() >= cles
    assert rupture(monde.programme.id) is None


def test_un_import_ne_s_annule_plus_des_que_quelqu_un_a_travaille(monde, leila):
    reprise = importer(leila, tableau(LINA), monde.aujourd_hui)
    dossier = Dossier.objects.order_by("created_at").last()
    Reprise.objects.update(terminee_le=timezone.now() - timedelta(seconds=1))
    ecrire_note(
        acteur=leila, dossier_id=dossier.id, volet=Volet.PARCOURS, texte="Vue aujourd'hui.",
        le=monde.aujourd_hui, formulaire=reprise, at=monde.aujourd_hui,
    )  # fmt: skip
    with pytest.raises(AnnulationTardive):
        annulation.annuler(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)
    assert Dossier.objects.filter(id=dossier.id).exists()


def test_ce_que_la_machine_ecrit_depuis_ne_retient_pas_l_annulation(monde, leila):
    """Homes looked for after an import are nobody's work."""
    connus = nombre(monde)
    reprise = importer(leila, tableau(LINA), monde.aujourd_hui)
    dossier = Dossier.objects.order_by("created_at").last()
    tracabilite.noter(
        Fait(
            acte=Acte.ECRIRE, acteur=None, programme=monde.programme.pk, regle="systeme",
            volet=Volet.IDENTITE, dossier=dossier.id, objet="position",
        )
    )  # fmt: skip
    annulation.annuler(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)
    assert nombre(monde) == connus


def test_une_designation_ou_un_lien_de_fratrie_retient_aussi_l_annulation(monde, leila):
    for geste in ("designer", "fratrie"):
        reprise = importer(leila, tableau(LINA if geste == "designer" else MALO), monde.aujourd_hui)
        dossier = Dossier.objects.order_by("created_at").last()
        if geste == "designer":
            designer(
                acteur=leila, dossier_id=dossier.id, poste_id=monde.poste_amina.id,
                depuis=monde.aujourd_hui, motif="depart", at=monde.aujourd_hui,
            )  # fmt: skip
        else:
            lier_fratrie(
                acteur=leila, dossier_id=dossier.id, autre_id=monde.ines.id, at=monde.aujourd_hui
            )
        with pytest.raises(AnnulationTardive):
            annulation.annuler(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)


def test_les_enfants_de_la_base_montres_a_la_verification_sont_au_journal(monde, leila, connexion):
    importer(leila, tableau(LINA), monde.aujourd_hui)
    lina = Dossier.objects.order_by("created_at").last()
    reprise = deposer(leila, monde, LYNA)
    page = connexion("leila").get(f"/reprise/{reprise}/verifier/?direct=1").content.decode()
    assert "Lina Benali" in page
    lecture = Evenement.objects.latest("id")
    assert lecture.contenu["acte"] == "lister"
    assert lecture.contenu["dossiers"] == [str(lina.id)]


def test_un_arret_demande_n_ecrit_rien_et_garde_le_fichier(monde, leila, monkeypatch):
    avant = nombre(monde)
    monkeypatch.setattr(travaux, "PAS", 1)
    reprise = deposer(leila, monde, LINA, MALO)
    services.lancer(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)
    services.arreter(acteur=leila, reprise_id=reprise)
    travaux.importer(reprise, at=monde.aujourd_hui)
    assert nombre(monde) == avant
    assert queries.la_reprise(leila, reprise).etat == "deposee"
    assert examiner(leila, monde, reprise).crees == 2


def test_une_panne_pendant_l_ecriture_ne_laisse_rien_a_moitie(monde, leila, monkeypatch):
    avant = nombre(monde)
    reprise = deposer(leila, monde, LINA, MALO)
    services.lancer(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)

    def tomber(*_: object) -> None:
        raise OSError("disque plein")

    monkeypatch.setattr(travaux, "_tracer", tomber)
    with pytest.raises(OSError, match="disque"):
        travaux.importer(reprise, at=monde.aujourd_hui)
    assert nombre(monde) == avant
    assert queries.la_reprise(leila, reprise).etat == "echouee"


def test_la_trace_d_un_import_en_panne_ne_cite_pas_le_fichier(monde, leila, monkeypatch):
    def tomber(*_: object) -> None:
        raise ValueError("Lina Benali, 12/03/2016")

    monkeypatch.setattr(travaux, "_tracer", tomber)
    reprise = deposer(leila, monde, LINA)
    services.lancer(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)
    with pytest.raises(tasks.ImportEnPanne) as panne:
        tasks.importer.func(str(reprise))
    trace = "".join(format_exception(panne.value))
    assert "Benali" not in trace
    assert "ValueError (tasks.py:" in trace


def test_un_depot_abandonne_ne_laisse_ni_fichier_ni_cle(monde, leila, depots, connexion):
    reprise = deposer(leila, monde, LINA)
    services.abandonner(acteur=leila, reprise_id=reprise)
    assert list(depots.iterdir()) == []
    assert not CleDeVolet.objects.filter(dossier_id=reprise).exists()
    for page in ("colonnes", "verifier", "resultat", "suivi"):
        assert connexion("leila").get(f"/reprise/{reprise}/{page}/").status_code == 404


def test_la_cle_d_un_fichier_ne_survit_pas_au_fichier(monde, leila, depots):
    reprise = importer(leila, tableau(LINA), monde.aujourd_hui)
    volets = CleDeVolet.objects.filter(dossier_id=reprise).values_list("volet", flat=True)
    assert list(volets) == ["suivi"]
    assert queries.la_reprise(leila, reprise).etat == "terminee"
    assert queries.lue(queries.la_reprise(leila, reprise)).bilan["crees"] == 1


def test_les_dossiers_d_un_import_annule_laissent_leur_tombe(
    monde, leila, django_capture_on_commit_callbacks
):
    reprise = importer(leila, tableau(LINA), monde.aujourd_hui)
    with django_capture_on_commit_callbacks(execute=True):
        annulation.annuler(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)
    tombe = Tombe.objects.get()
    assert (tombe.motif, tombe.achevee_le is not None) == ("annulation", True)
    assert not CleDeVolet.objects.filter(dossier_id=tombe.dossier_id).exists()


def test_un_import_termine_ne_se_relance_pas(monde, leila):
    reprise = importer(leila, tableau(LINA), monde.aujourd_hui)
    with pytest.raises(DejaLancee):
        services.lancer(acteur=leila, reprise_id=reprise, at=monde.aujourd_hui)


@pytest.mark.parametrize("octets", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04 tronque"])
def test_un_fichier_illisible_n_est_pas_garde(monde, leila, depots, octets):
    with pytest.raises(FichierIllisible):
        services.deposer(
            acteur=leila, nom="x.xlsx", octets=octets, modele_id=None, at=monde.aujourd_hui
        )
    assert not depots.exists()
    assert not Reprise.objects.exists()


def test_un_fichier_trop_lourd_est_refuse_avant_d_etre_lu(monde, leila, settings):
    settings.TAILLE_MAX_DEPOT = 10
    with pytest.raises(TropLourd):
        deposer(leila, monde, LINA)


def test_ranger_un_texte_le_met_dans_le_volet_choisi_et_le_ferme_a_qui_ne_le_lit_pas(monde, leila):
    importer(leila, tableau(MALO), monde.aujourd_hui)
    (texte,) = queries.textes_a_trier(leila, at=monde.aujourd_hui)
    assert texte.suggestion == "sante"
    services.ranger_texte(acteur=leila, texte_id=texte.id, volet=Volet.SANTE, at=monde.aujourd_hui)
    assert NoteSante.objects.filter(dossier_id=texte.dossier).count() == 1
    assert queries.nombre_a_trier(leila, at=monde.aujourd_hui) == 0
    assert bytes(TexteRepris.objects.get().scelle) == b""


def test_ecarter_un_texte_l_efface(monde, leila):
    importer(leila, tableau(MALO), monde.aujourd_hui)
    (texte,) = queries.textes_a_trier(leila, at=monde.aujourd_hui)
    services.ranger_texte(acteur=leila, texte_id=texte.id, volet=None, at=monde.aujourd_hui)
    assert not NoteSocial.objects.filter(dossier_id=texte.dossier).exists()
    assert bytes(TexteRepris.objects.get().scelle) == b""


@pytest.mark.parametrize("qui", ["amina", "bruno", "claire", "sylvie", "voisine", "nour"])
def test_personne_d_autre_que_la_coordination_ne_touche_a_une_reprise(monde, leila, qui):
    reprise = deposer(leila, monde, LINA)
    autre = monde.acteur(qui)
    with pytest.raises(Introuvable):
        queries.la_reprise(autre, reprise)
    assert queries.textes_a_trier(autre, at=monde.aujourd_hui) == ()
    assert queries.nombre_a_trier(autre, at=monde.aujourd_hui) == 0


def test_un_grand_fichier_annonce_sa_lecture_avant_de_la_faire(
    monde, leila, connexion, monkeypatch
):
    monkeypatch.setattr(queries, "GRAND_FICHIER", 10)
    adresse = f"/reprise/{deposer(leila, monde, LINA)}/verifier/"
    page = connexion("leila").get(adresse)
    assert "Lecture de votre tableau" in page.content.decode()
    for suite in ({"data": {"direct": ""}}, {"headers": {"HX-Request": "true"}}):
        assert (
            "Le sort de chaque ligne" in connexion("leila").get(adresse, **suite).content.decode()
        )


@pytest.mark.parametrize(
    "texte",
    ["Nadia Perrin <img src=x>", "Mme Diop, mère suivie psy au CMP", "voir avec 3 collègues"],
)
def test_un_texte_dans_la_colonne_du_referent_ne_devient_jamais_un_poste(monde, leila, texte):
    importer(leila, tableau(LINA.replace("Nadia Perrin", texte)), monde.aujourd_hui)
    libelles = set(Poste.objects.values_list("libelle", flat=True))
    assert not any(mot in libelle for libelle in libelles for mot in ("img", "psy", "voir", "Diop"))
