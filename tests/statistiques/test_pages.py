"""The figures on the page and in the spreadsheet: the same ones, for the coordination only, of one programme."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from maillage.notions.temps import AnneeScolaire
from maillage.statistiques.queries import chiffres, enfants_comptes
from maillage.statistiques.tableaux import tableaux
from maillage.tracabilite.models import Evenement
from tests.acces.table import PERSONNES
from tests.factories.dossiers import enfant_suivi_par
from tests.factories.monde import BASES, Monde

pytestmark = BASES
Connexion = Callable[[str], Client]
ANNEE = "2025"  # the children of the world entered in September 2025


def feuille(octets: bytes) -> list[list[object]]:
    livre = CalamineWorkbook.from_filelike(BytesIO(octets))
    assert livre.sheet_names == ["Chiffres annuels"]
    return livre.get_sheet_by_index(0).to_python()


def test_le_tableur_contient_les_memes_chiffres_que_la_page(
    monde: Monde, connexion: Connexion
) -> None:
    client = connexion("leila")
    page = client.get("/chiffres/", {"annee": ANNEE})
    rangs = feuille(client.get("/chiffres/tableur/", {"annee": ANNEE}).content)
    dedans = [[c for c in rang if c != ""] for rang in rangs]
    montres = page.context["tableaux"]
    assert montres[0].lignes[0] == ("Enfants suivis au moins un jour", 3)
    for tableau in montres:
        if tableau.lignes:
            for ligne in (tableau.colonnes, *tableau.lignes, tableau.total or tableau.colonnes):
                assert [c for c in ligne if c != ""] in dedans
    html = page.content.decode()
    cases = re.findall(r'<td class="n num">(?:<b>)?([^<]*)', html)
    dans_la_page = [str(n) for t in montres if t.lignes
                    for rang in (*t.lignes, *([t.total] if t.total else [])) for n in rang[1:]]  # fmt: skip
    assert cases == dans_la_page


def test_le_tableur_ne_contient_aucune_formule_meme_si_un_nom_y_ressemble(
    monde: Monde, connexion: Connexion
) -> None:
    compte = monde.personnes["leila"]
    compte.nom = '=HYPERLINK("http://x.test")'
    compte.save()
    reponse = connexion("leila").get("/chiffres/tableur/", {"annee": ANNEE})
    assert 'filename="chiffres-2025-2026.xlsx"' in reponse["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(reponse.content)) as archive:
        feuilles = [archive.read(n).decode() for n in archive.namelist() if "worksheets" in n]
        tout = "".join(archive.read(n).decode() for n in archive.namelist())
    assert feuilles
    assert not [f for f in feuilles if "<f>" in f or "<hyperlink" in f]
    assert "petits nombres peuvent désigner un enfant" in tout
    assert not [m for m in monde.mots_secrets if m in tout]


@pytest.mark.parametrize("qui", [p for p in PERSONNES if p and p != "leila"])
def test_les_chiffres_internes_ne_sont_que_pour_la_coordination(
    qui: str, monde: Monde, connexion: Connexion
) -> None:
    client = connexion(qui)
    for adresse in ("/chiffres/", "/chiffres/tableur/"):
        assert client.get(adresse).status_code == 403
    with pytest.raises(PermissionError):
        chiffres(monde.acteur(qui), AnneeScolaire(2025), at=monde.aujourd_hui)


def test_les_enfants_d_un_autre_programme_et_les_dossiers_clos_ne_comptent_pas(
    monde: Monde,
) -> None:
    assert len(enfants_comptes(monde.programme.pk, monde.aujourd_hui)) == 3
    assert len(enfants_comptes(monde.autre_programme.pk, monde.aujourd_hui)) == 1


def test_voir_et_exporter_laissent_chacun_leur_evenement(
    monde: Monde, connexion: Connexion
) -> None:
    client = connexion("leila")
    client.get("/chiffres/")
    client.get("/chiffres/tableur/")
    actes = [e.contenu["acte"] for e in Evenement.objects.order_by("rang")]
    assert actes == ["voir_les_chiffres", "exporter_les_chiffres"]


@pytest.mark.parametrize("annee", ["", "1999", "abc", "2999", "2025; DROP"])
def test_une_annee_impossible_montre_l_annee_en_cours_et_le_dit(
    annee: str, monde: Monde, connexion: Connexion
) -> None:
    reponse = connexion("leila").get("/chiffres/", {"annee": annee})
    assert reponse.status_code == 200
    assert reponse.context["annee"] == AnneeScolaire.du(monde.aujourd_hui)
    assert reponse.context["form"].errors


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_d_enfants(monde: Monde) -> None:
    def compter_les_requetes() -> int:
        nombres = []
        for base in ("default", "cles"):
            with CaptureQueriesContext(connections[base]) as requetes:
                enfants_comptes(monde.programme.pk, monde.aujourd_hui)
            nombres.append(len(requetes))
        return sum(nombres)

    avant = compter_les_requetes()
    for n in range(20):
        enfant_suivi_par(None, programme=monde.programme, nom=f"Nom{n}")
    assert compter_les_requetes() == avant


@pytest.mark.parametrize(
    "adresse",
    [
        "/chiffres/?annee=2025",
        "/chiffres/tableur/?annee=2025",
        "/chiffres/explorer/tableur/?annee=2025&indicateur=changements&lignes=etablissement&colonnes=motif",
        "/chiffres/definitions/",
        "/chiffres/definitions/ages/",
    ],
)
def test_aucune_page_ne_coute_plus_de_requetes_quand_le_programme_grandit(
    adresse: str, monde: Monde, connexion: Connexion
) -> None:
    client = connexion("leila")

    def requetes() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as une,
            CaptureQueriesContext(connections["cles"]) as deux,
        ):
            assert client.get(adresse).status_code == 200
        return len(une) + len(deux)

    requetes()
    avant = requetes()
    for n in range(12):
        enfant_suivi_par(None, programme=monde.programme, nom=f"Nom{n}")
    assert requetes() == avant


def test_les_motifs_et_criteres_viennent_des_volets_scelles(monde: Monde) -> None:
    """Karthik and Inès have an agreement, a référent and an action, but no EPS; Tom has no référent either."""
    c = chiffres(monde.acteur("leila"), AnneeScolaire(2025), at=monde.aujourd_hui)
    manquants = {k.value: n for k, n in c.manquants.items()}
    assert manquants == {"examen_en_eps": 3, "referent_designe": 1}
    assert tableaux(c)[2].lignes[:2] == (("Parcours individualisés", 0), ("Autres parcours", 3))
