"""The second wall: what PostgreSQL shows by itself is what the policy says, row for row, without any filter of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages

from maillage.comptes.rules import PERSONNE
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import (
    EtatDuDossier,
    NatureDOuverture,
    Serrure,
    Volet,
)
from maillage.enfants.models import Identite
from maillage.parcours.models import NoteSante
from maillage.partage import murs, pose
from maillage.partage.models import Extrait, Urgence
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import SUR_DOSSIER, Acte
from maillage.reprise.annulation import annuler
from tests.acces.table import PERSONNES
from tests.acces.table import lignes as lignes_d_acces
from tests.acces.test_table_d_acces import adresse_reelle
from tests.factories.monde import BASES, Monde
from tests.partage.mondes import (
    MondeAleatoire,
    ecrire,
    jours,
    mondes,
)
from tests.partage.murs import (  # noqa: F401 - fixture
    SCELLEES,
    application,
    colonne,
    lignes,
    mur,
    ouverts,
    refuse,
    remplir,
    role,
)
from tests.reprise.tableaux import LINA, MALO, importer, tableau

pytestmark = [BASES, pytest.mark.postgresql, pytest.mark.usefixtures("mur")]
ORDINAIRES = [t for t in SCELLEES if not issubclass(t, Extrait | Urgence)]


@reglages(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(monde=mondes(), at=jours)
def test_une_lecture_sans_filtre_ne_rend_que_ce_que_la_politique_ouvre(
    monde: MondeAleatoire, at: date
) -> None:
    with transaction.atomic():  # an example that fails leaves the next ones alone
        ecrire(monde)
        remplir([f.dossier for f in monde.dossiers])
        _comparer(monde, at)


def _comparer(monde: MondeAleatoire, at: date) -> None:
    qui = monde.acteur
    with application(), murs.identite(qui, Acte.LIRE, at=at):
        for table in ORDINAIRES:
            vus = lignes(table._meta.db_table)
            attendus = ouverts(qui, table.serrure.lue_par, table.volet, monde.dossiers, at)
            if table.serrure == Serrure():
                scope = dossiers_visibles(qui, Acte.LIRE, table.volet, at)
                assert set(scope.values_list("pk", flat=True)) == attendus, table
            if table._meta.model_name == "lienfamilial" and len(monde.dossiers) == 1:
                attendus = set()  # a child alone has no sibling to write
            assert sorted(vus) == sorted(attendus), table
        for table in (t for t in SCELLEES if issubclass(t, Extrait)):
            siens = {
                f.dossier
                for f in monde.dossiers
                for o in f.ouvertures
                if (o.utilisateur, o.volet) == (qui.id, table.volet)
                and o.nature is not NatureDOuverture.URGENCE
            }
            lus = ouverts(qui, (Acte.LIRE_EXTRAIT,), table.volet, monde.dossiers, at)
            assert set(lignes(table._meta.db_table)) == siens & lus, table
        partout = tuple(f"{a}:*" for a in SUR_DOSSIER)
        connus = ouverts(qui, partout, Volet.IDENTITE, monde.dossiers, at)
        assert set(lignes("dossiers_dossier", "id")) == connus


def test_une_archive_ne_s_ouvre_que_sur_sa_page(monde: Monde) -> None:
    """The coordination keeps archived dossiers, and reads them only where she says why."""
    leila, au = monde.acteur("leila"), monde.aujourd_hui
    with application():
        with murs.identite(leila, Acte.OUVRIR_ARCHIVE, at=au):
            assert monde.archive.pk in lignes("parcours_notesocial")
            assert lignes("parcours_notesante") == []
        with murs.identite(leila, Acte.CONSERVER, at=au):
            assert monde.archive.pk in lignes("enfants_identite")
            assert monde.archive.pk not in lignes("parcours_notesocial")
        with murs.identite(leila, Acte.LIRE, at=au):
            assert monde.archive.pk in lignes("dossiers_dossier", "id")
            assert monde.archive.pk not in lignes("enfants_identite")


def test_compter_des_jours_n_elargit_que_le_programme_de_la_personne(monde: Monde) -> None:
    leila, au = monde.acteur("leila"), monde.aujourd_hui
    siens = {d.pk for d in (monde.karthik, monde.ines, monde.tom, monde.archive)}
    with application():
        with murs.identite(leila, Acte.CONSERVER, at=au):
            with murs.elargie("essai"):
                assert set(lignes("parcours_notesante")) == siens
            assert lignes("parcours_notesante") == []
        with murs.elargie("personne"):
            assert lignes("parcours_notesante") == []
        with murs.identite(PERSONNE, Acte.LIRE, at=au), murs.elargie("sans programme"):
            assert lignes("parcours_notesante") == []
        with murs.systeme(None, "sauvegarde", au_nom_de=None, objet="essai"):
            assert set(lignes("enfants_identite")) == siens | {monde.lena.pk}


def test_sans_identite_aucune_table_ne_montre_une_ligne(monde: Monde) -> None:
    tables = [c.table for c in pose.cloisons()]
    assert {"dossiers_dossier", "dossiers_cercle", "dossiers_ouverturedevolet"} < set(tables)
    with application():
        assert not [t for t in tables if lignes(t, "id")]
        assert refuse(lambda: Dossier.objects.create(programme=monde.programme))
        assert refuse(
            lambda: NoteSante.objects.bulk_create([NoteSante(dossier=monde.karthik, scelle=b"")])
        )
        assert colonne('DELETE FROM "enfants_identite" RETURNING id') == []
        assert colonne("UPDATE \"dossiers_cercle\" SET motif = 'x' RETURNING id") == []
    assert Identite.objects.count() == 5


def test_d_un_autre_programme_rien_ne_se_voit_ni_ne_s_ecrit(monde: Monde) -> None:
    voisine = replace(monde.acteur("leila"), programme_id=monde.autre_programme.pk)
    with application(), murs.identite(voisine, Acte.LIRE, at=monde.aujourd_hui):
        assert lignes("dossiers_dossier", "id") == [monde.lena.pk]
        assert lignes("enfants_identite") == [monde.lena.pk]
        assert refuse(
            lambda: Identite.objects.bulk_create([Identite(dossier=monde.karthik, scelle=b"")])
        )
        assert not Dossier.objects.filter(pk=monde.karthik.pk).update(etat=EtatDuDossier.ARCHIVE)
        ailleurs = Dossier.objects.filter(pk=monde.lena.pk)
        assert refuse(lambda: ailleurs.update(programme=monde.programme))


def test_ecrire_hors_de_portee_est_refuse_par_la_base(monde: Monde) -> None:
    amina = monde.acteur("amina")
    with application(), murs.identite(amina, Acte.ECRIRE, at=monde.aujourd_hui):
        for dossier, table in ((monde.ines, Identite), (monde.karthik, NoteSante)):
            assert refuse(
                lambda d=dossier, t=table: t.objects.bulk_create([t(dossier=d, scelle=b"x")])
            )
            assert not table.objects.filter(dossier=dossier).update(scelle=b"x")
            assert not table.objects.filter(dossier=dossier)._raw_delete("default")
        siens = Identite.objects.filter(dossier=monde.karthik)
        assert siens.update(updated_at=timezone.now()) == 1
        assert refuse(lambda: siens.update(dossier=monde.ines))
        assert refuse(lambda: Cercle.objects.filter(dossier=monde.karthik).update(motif="x")) or (
            Cercle.objects.filter(dossier=monde.karthik, motif="x").count() == 0
        )
        assert refuse(lambda: Dossier.objects.create(programme=monde.programme))
        assert colonne("DELETE FROM dossiers_dossier RETURNING id") == []


def test_l_acces_d_un_autre_ne_s_ouvre_pas_en_son_nom(monde: Monde) -> None:
    amina, demain = monde.acteur("amina"), timezone.now() + timedelta(days=1)
    with application(), murs.identite(amina, Acte.EXTRAIRE, at=monde.aujourd_hui):
        champs = {
            "utilisateur": monde.personnes["bruno"], "volet": Volet.SOCIAL, "nature": "extrait",
            "depuis": timezone.now(), "jusqu_a": demain,
        }  # fmt: skip
        ouvertures = monde.karthik.ouvertures
        assert refuse(lambda: ouvertures.create(ouverte_par=monde.personnes["nour"], **champs))
        ouvertures.create(ouverte_par=monde.personnes["amina"], **champs)
        assert refuse(
            lambda: monde.ines.ouvertures.create(ouverte_par=monde.personnes["amina"], **champs)
        )


def test_un_travail_declare_voit_son_programme_et_le_dit(monde: Monde) -> None:
    with application():
        with murs.systeme(monde.programme.pk, Acte.IMPORTER, au_nom_de=None, objet="essai"):
            vus = set(lignes("enfants_identite"))
            assert vus == {d.pk for d in (monde.karthik, monde.ines, monde.tom, monde.archive)}
        assert lignes("enfants_identite") == []
        regles = colonne("SELECT contenu->>'regle' FROM tracabilite_evenement ORDER BY id DESC")
    assert regles[0] == "systeme"


def test_les_chiffres_ne_s_ouvrent_que_sur_leur_page(monde: Monde) -> None:
    """Counting needs names and dates of birth; the charte need not be signed for a number, and opens nothing else."""
    leila = replace(monde.acteur("leila"), charte_signee=False)
    with application():
        with murs.identite(leila, Acte.VOIR_LES_CHIFFRES, at=monde.aujourd_hui):
            assert len(lignes("enfants_identite")) == 3
            assert lignes("parcours_notesocial") == []
        with murs.identite(leila, Acte.ACCUEILLIR, at=monde.aujourd_hui):
            assert lignes("enfants_identite") == []


def test_un_import_passe_et_se_defait_derriere_le_mur(
    monde: Monde, settings: Any, tmp_path: Path
) -> None:
    """Deposited, run and undone as the role of the application, each part under the identity it declares."""
    settings.DEPOTS = tmp_path
    leila, at, connus = monde.acteur("leila"), monde.aujourd_hui, Dossier.objects.count()
    with application(), murs.identite(leila, Acte.IMPORTER, at=at):
        identifiant = importer(leila, tableau(LINA, MALO), at)
        assert len(lignes("enfants_identite")) == 3 + 2
        annuler(acteur=leila, reprise_id=identifiant, at=at)
        assert len(lignes("enfants_identite")) == 3
    assert Dossier.objects.count() == connus


# Refused by her mission alone, nobody reaches a dossier: the wall, which only hides, has nothing to say there.
A_ESSAYER = {
    qui: [x for x in lignes_d_acces() if x.reponses[rang] != 403]
    for rang, qui in enumerate(PERSONNES)
    if qui
}


def test_chaque_ligne_de_la_table_d_acces_est_essayee_derriere_le_mur() -> None:
    assert {str(x) for x in lignes_d_acces()} == {str(x) for lot in A_ESSAYER.values() for x in lot}


@pytest.mark.lent
@pytest.mark.parametrize("qui", A_ESSAYER)
def test_chaque_page_repond_derriere_le_mur_ce_que_dit_la_table_d_acces(
    qui: str, monde: Monde, connexion: Callable[[str], Client]
) -> None:
    rang, client = PERSONNES.index(qui), connexion(qui)
    adresses = [(x, adresse_reelle(x.adresse, monde)) for x in A_ESSAYER[qui]]
    ecarts = []
    with application():
        for ligne, adresse in adresses:
            avant = transaction.savepoint()
            statut = getattr(client, ligne.methode.lower())(adresse).status_code
            # a form that was accepted leaves the next line alone
            transaction.savepoint_rollback(avant)
            if statut != ligne.reponses[rang]:
                ecarts.append((str(ligne), statut, ligne.reponses[rang]))
        assert lignes("dossiers_dossier", "id") == []  # the page has taken its identity back
    assert ecarts == []


def test_le_mur_dit_lui_meme_s_il_tient(monde: Monde) -> None:
    assert any("super-utilisateur" in f for f in pose.fautes())
    with application():
        assert pose.fautes() == []
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute("ALTER TABLE enfants_identite NO FORCE ROW LEVEL SECURITY")
        curseur.execute("DROP POLICY mur_select ON parcours_notesante")
    with application():
        changees, ouvertes = pose.fautes()
    assert "modifiés dans la base" in changees
    assert ouvertes.endswith(": enfants_identite, parcours_notesante.")
    pose.poser(role())
    colonne("UPDATE murs.droit SET volet = 'sante' WHERE regle = 'secretariat' RETURNING 1")
    with application():
        (change,) = pose.fautes()
        assert "modifiés dans la base" in change
    pose.retirer()
    with application():
        (faute,) = pose.fautes()
        assert "ne sont pas posés" in faute
        assert len(lignes("enfants_identite")) == 5


def test_l_application_ne_recoit_pas_un_role_qui_passe_a_travers() -> None:
    with pytest.raises(pose.MurImpossible, match="passerait à travers"):
        pose.poser(colonne("SELECT current_user")[0])
    with pytest.raises(pose.MurImpossible, match="n'existe pas"):
        pose.poser(f"inconnu_{uuid4().hex}")
    with application(), pytest.raises(pose.MurImpossible, match="ne possède pas"):
        pose.poser("quelconque")
