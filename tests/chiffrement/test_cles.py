"""Keys of volets: apart from the data, one per volet, destroyed for good, made once even in a race."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from maillage.chiffrement.enveloppe import Illisible, Place
from maillage.chiffrement.models import CleDeProgramme, CleDeVolet
from maillage.chiffrement.services import (
    detruire,
    trousseau,
    trousseau_du_programme,
    trousseau_par_volet,
)
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Identite
from maillage.enfants.queries import identites
from maillage.enfants.rules.identite import IdentiteLue
from tests.factories.dossiers import DossierFactory
from tests.factories.monde import BASES, Monde

pytestmark = BASES
RIEN = IdentiteLue("", "", None, None)  # what a damaged row shows: nothing of anybody


def place(dossier: UUID, volet: str = "sante") -> Place:
    return Place("parcours_notesante", uuid4(), dossier, volet)


def test_un_volet_scelle_se_rouvre_avec_un_autre_trousseau() -> None:
    programme, ou = uuid4(), place(uuid4())
    scelle = trousseau(programme, [ou.dossier]).sceller({"texte": "secret"}, ou)
    assert trousseau(programme, [ou.dossier], ["sante"]).ouvrir(scelle, ou) == {"texte": "secret"}
    assert trousseau_du_programme(programme, ["sante"]).ouvrir(scelle, ou) == {"texte": "secret"}
    par_volet = trousseau_par_volet(programme, {"sante": [ou.dossier], "social": []})
    assert par_volet.ouvrir(scelle, ou) == {"texte": "secret"}


def test_un_trousseau_n_a_que_les_cles_demandees() -> None:
    programme, ou = uuid4(), place(uuid4())
    scelle = trousseau(programme, [ou.dossier]).sceller("secret", ou)
    for etroit in (
        trousseau(programme, [ou.dossier], ["identite"]),
        trousseau(programme, [uuid4()]),
        trousseau(uuid4(), [ou.dossier]),
        trousseau_par_volet(programme, {"sante": [uuid4()], "social": [ou.dossier]}),
        trousseau_par_volet(uuid4(), {"sante": [ou.dossier]}),
        trousseau_du_programme(programme, ["social"]),
        trousseau_du_programme(uuid4(), ["sante"]),
    ):
        with pytest.raises(Illisible):
            etroit.ouvrir(scelle, ou)


def test_chaque_volet_de_chaque_dossier_a_sa_cle(monde: Monde) -> None:
    couples = list(CleDeVolet.objects.values_list("dossier_id", "volet"))
    assert len(set(couples)) == len(couples)
    volets = {v for d, v in couples if d == monde.karthik.pk}
    assert volets == {v.value for v in Volet} - {"quarantaine"}
    scellees = [bytes(s) for s in CleDeVolet.objects.values_list("scellee", flat=True)]
    assert len(set(scellees)) == len(scellees)


def test_detruire_les_cles_d_un_dossier_le_rend_illisible_et_lui_seul(monde: Monde) -> None:
    assert detruire(monde.karthik.pk) == 8
    cles = trousseau_du_programme(monde.programme.pk, ["identite"])
    with pytest.raises(Illisible):
        Identite.objects.get(dossier=monde.karthik).ouvrir(cles)
    assert identites([monde.karthik.pk], cles)[monde.karthik.pk] == RIEN
    assert identites([monde.ines.pk], cles)[monde.ines.pk].prenom == "Inès"


def test_une_cle_deplacee_vers_un_autre_volet_n_ouvre_rien(monde: Monde) -> None:
    sociale = CleDeVolet.objects.get(dossier_id=monde.karthik.pk, volet="social")
    CleDeVolet.objects.filter(dossier_id=monde.karthik.pk, volet="sante").update(
        scellee=sociale.scellee
    )
    with pytest.raises(Illisible):
        trousseau(monde.programme.pk, [monde.karthik.pk], ["sante"])


def test_les_cles_ne_vivent_que_dans_leur_base(monde: Monde) -> None:
    assert CleDeVolet.objects.all().db == CleDeProgramme.objects.all().db == "cles"
    donnees, cles = (set(connections[b].introspection.table_names()) for b in ("default", "cles"))
    assert not [t for t in donnees if t.startswith("chiffrement_")]
    assert {t for t in cles if not t.startswith("django_")} == {
        "chiffrement_cledeprogramme",
        "chiffrement_cledesignature",
        "chiffrement_cledevolet",
        "chiffrement_tombe",
    }


def test_un_rang_change_de_dossier_en_base_ne_s_ouvre_plus(monde: Monde) -> None:
    """The attacker who writes in the data base cannot bring a child under the eyes of another référent."""
    autre = DossierFactory(programme=monde.programme)
    Identite.objects.filter(dossier=monde.ines).update(dossier=autre)
    cles = trousseau_du_programme(monde.programme.pk, ["identite"])
    assert identites([autre.pk], cles)[autre.pk] == RIEN


def course(programme: UUID, ou: Place, nombre: int = 2) -> list[Any]:
    """Several threads seal in the same new volet at the same moment."""
    depart, resultats = threading.Barrier(nombre), []

    def sceller(texte: str) -> None:
        try:
            neuf = trousseau(programme, [])
            depart.wait()
            resultats.append((texte, neuf.sceller(texte, ou)))
        except Exception as erreur:  # noqa: BLE001 - reported by the assertion below
            resultats.append((texte, erreur))
        finally:
            connections.close_all()

    fils = [threading.Thread(target=sceller, args=(f"texte {n}",)) for n in range(nombre)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return resultats


@pytest.mark.postgresql  # a base in memory has one connection only: on SQLite, see test_disque
@pytest.mark.django_db(databases=["default", "cles"], transaction=True)
def test_deux_requetes_qui_font_la_meme_cle_n_en_gardent_qu_une() -> None:
    programme, ou = uuid4(), place(uuid4())
    resultats = course(programme, ou, 4)
    assert CleDeVolet.objects.filter(dossier_id=ou.dossier).count() == 1
    cles = trousseau(programme, [ou.dossier])
    assert {cles.ouvrir(scelle, ou) for _, scelle in resultats} == {t for t, _ in resultats}
