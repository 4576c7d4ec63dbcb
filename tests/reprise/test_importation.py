"""An import writes what the file says, once, and tells where each cell went."""

from __future__ import annotations

from uuid import uuid4

import pytest

from maillage.chiffrement.services import trousseau, trousseau_du_programme
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.parcours.models import NoteParcours, Parcours, PassageEnEps
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services.passages import passer
from maillage.reprise import queries
from maillage.reprise.models import Reprise, TexteRepris
from maillage.reprise.rules.differences import completer, differences
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES
from tests.reprise.tableaux import LINA, MALO, SANS_NOM, importer, tableau

pytestmark = BASES


@pytest.fixture
def leila(monde):
    return monde.acteur("leila")


def nouveaux(monde) -> list[Dossier]:
    anciens = {monde.karthik.id, monde.ines.id, monde.tom.id, monde.archive.id}
    tous = Dossier.objects.filter(programme=monde.programme).order_by("created_at")
    return [d for d in tous if d.id not in anciens]


def bilan(reprise_id):
    return queries.lue(Reprise.objects.get(id=reprise_id)).bilan


def test_chaque_ligne_d_enfant_devient_un_dossier_complet(monde, leila):
    reprise = importer(leila, tableau(LINA, MALO), monde.aujourd_hui)
    lina, malo = nouveaux(monde)
    vue = fiche(leila, lina.id, at=monde.aujourd_hui)
    assert (vue.identite.nom, vue.identite.prenom, vue.identite.sexe) == ("Benali", "Lina", "fille")
    assert str(vue.identite.naissance) == "2016-03-12"
    assert vue.scolarite.classe == "6e"
    assert vue.en_cours.etape_code == "parcours_en_cours"
    assert vue.en_cours.entree == "4 sept. 2025"
    assert vue.en_cours.motifs == ("Absentéisme / assiduité",)
    assert vue.passages_eps == ("10 oct. 2025",)
    assert vue.referent == "Nadia Perrin"
    assert vue.responsables[0].telephones
    assert vue.manquants == ()
    assert Cercle.objects.get(dossier=malo).poste.libelle == "Karim Osei"
    assert bilan(reprise)["crees"] == 2


def test_un_fichier_repris_encore_ne_change_pas_une_etape_passee_ici(monde, leila):
    """A stage changes by a passage: an older line of the tracker no longer says where the parcours stands."""
    importer(leila, tableau(LINA), monde.aujourd_hui)
    (lina,) = nouveaux(monde)
    passer(
        acteur=leila, dossier_id=lina.id, passage=Passage.SORTIR, le=monde.aujourd_hui,
        motif="objectifs_atteints", formulaire=uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip
    encore = LINA.replace("absentéisme", "comportement").replace("04/09/2025", "05/09/2025")
    importer(leila, tableau(encore), monde.aujourd_hui)
    p = fiche(leila, lina.id, at=monde.aujourd_hui).en_cours
    assert (p.etape_code, p.entree_iso) == ("sortie", "2025-09-04")
    assert (p.sortie_iso, p.motif_sortie) == (str(monde.aujourd_hui), "Objectifs atteints")
    assert p.motifs == ("Comportement / relation aux autres",)


def test_le_texte_sensible_attend_a_l_abri_et_le_texte_anodin_va_au_parcours(monde, leila):
    importer(leila, tableau(LINA, MALO), monde.aujourd_hui)
    lina, malo = nouveaux(monde)
    assert TexteRepris.objects.filter(dossier=malo).count() == 1
    assert not TexteRepris.objects.filter(dossier=lina).exists()
    assert NoteParcours.objects.filter(dossier=lina).count() == 1
    vue = fiche(leila, malo.id, at=monde.aujourd_hui)
    assert not any("orthophonique" in e.texte for e in vue.fil)


def test_chaque_cellule_non_vide_a_un_sort_et_un_seul(monde, leila):
    cellules = bilan(importer(leila, tableau(LINA, MALO, SANS_NOM), monde.aujourd_hui))["cellules"]
    ecrites = sum(
        bool(c)
        for ligne in tableau(LINA, MALO, SANS_NOM).decode().split("\r\n")
        for c in ligne.split(";")
    )
    assert cellules["total"] == ecrites
    assert sum(v for k, v in cellules.items() if k != "total") == ecrites


def test_une_ligne_impossible_est_refusee_avec_sa_raison(monde, leila):
    fait = bilan(importer(leila, tableau(LINA, SANS_NOM), monde.aujourd_hui))
    assert fait["crees"] == 1
    assert [r["ligne"] for r in fait["refus"]] == [3]
    assert "nom" in fait["refus"][0]["erreur"].lower()


def test_le_meme_fichier_importe_deux_fois_ne_cree_et_ne_change_rien(monde, leila):
    importer(leila, tableau(LINA, MALO), monde.aujourd_hui)
    avant = _photo(monde)
    fait = bilan(importer(leila, tableau(LINA, MALO), monde.aujourd_hui))
    assert (fait["crees"], fait["modifies"], fait["inchanges"]) == (0, 0, 2)
    assert _photo(monde) == avant


def test_une_version_suivante_complete_sans_doubler_ni_effacer(monde, leila):
    importer(leila, tableau(LINA, MALO), monde.aujourd_hui)
    suite = LINA.replace(";;;Vient", ";26/06/2026;objectifs atteints;Vient").replace(
        "4 rue Ampère", ""
    )
    fait = bilan(importer(leila, tableau(suite, MALO), monde.aujourd_hui))
    assert (fait["crees"], fait["modifies"]) == (0, 1)
    lina = nouveaux(monde)[0]
    vue = fiche(leila, lina.id, at=monde.aujourd_hui)
    assert vue.en_cours.etape_code == "sortie"
    assert vue.en_cours.motif_sortie == "Objectifs atteints"
    assert vue.domiciles[0].adresse == "4 rue Ampère"  # an empty cell erases nothing


def test_deux_jumeaux_et_deux_homonymes_restent_separes(monde, leila):
    jumeau = LINA.replace("Lina;F", "Sami;M")
    homonyme = LINA.replace("12/03/2016", "03/11/2013")
    importer(leila, tableau(LINA, jumeau, homonyme), monde.aujourd_hui)
    assert len(nouveaux(monde)) == 3


def test_l_ordre_des_lignes_ne_change_pas_les_enfants(monde, leila):
    importer(leila, tableau(MALO, LINA), monde.aujourd_hui)
    cles = trousseau_du_programme(monde.programme.id, [Volet.IDENTITE])
    noms = {
        i.nom_complet for i in enfants.identites([d.id for d in nouveaux(monde)], cles).values()
    }
    assert noms == {"Lina Benali", "Malo Le Goff"}


def test_chaque_dossier_cree_laisse_un_evenement_au_journal(monde, leila):
    importer(leila, tableau(LINA, MALO), monde.aujourd_hui)
    traces = set(
        Evenement.objects.filter(contenu__acte="importer").values_list("dossier_id", flat=True)
    )
    assert {d.id for d in nouveaux(monde)} <= traces


def test_le_fichier_est_efface_apres_l_import_et_jamais_garde_en_clair(monde, leila, depots):
    reprise = queries.Reprise.objects
    identifiant = importer(leila, tableau(LINA), monde.aujourd_hui)
    assert list(depots.iterdir()) == []
    rang = reprise.get(id=identifiant)
    assert b"Lina" not in bytes(rang.scelle)


def test_un_texte_range_ne_revient_pas_avec_la_version_suivante(monde, leila):
    importer(leila, tableau(MALO), monde.aujourd_hui)
    TexteRepris.objects.update(etat="range", scelle=b"")
    importer(leila, tableau(MALO), monde.aujourd_hui)
    assert TexteRepris.objects.count() == 1


def test_une_cellule_vide_n_efface_jamais_ce_qui_est_connu():
    connu = {"nom": "Benali", "motifs": ["absenteisme"]}
    assert differences(connu, {"nom": "", "motifs": [], "accord": "non_sollicite"}) == ()
    assert completer(connu, {"nom": "Ben Ali"}) == {"nom": "Ben Ali", "motifs": ["absenteisme"]}


def _photo(monde):
    """Everything that an import may write, opened."""
    photo = []
    for d in nouveaux(monde):
        cles = trousseau(monde.programme.id, [d.id])
        parcours = Parcours.objects.get(dossier=d)
        photo.append(
            (
                d.id,
                parcours.ouvrir(cles),
                parcours.version,
                sorted(PassageEnEps.objects.filter(dossier=d).values_list("le", flat=True)),
                NoteParcours.objects.filter(dossier=d).count(),
                TexteRepris.objects.filter(dossier=d).count(),
                sorted(
                    Cercle.objects.filter(dossier=d).values_list("poste_id", "depuis", "jusqu_au")
                ),
            )
        )
    return photo
