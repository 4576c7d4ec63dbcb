"""Réseaux: the rule of what changes, what is kept of the past, the official list, the pages of the coordinator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.notions.erreurs import Introuvable
from maillage.territoire import queries, reseaux
from maillage.territoire.errors import EtablissementInconnu, FichierIllisible, ReseauImpossible
from maillage.territoire.models import Commune, Etablissement, LabelPrioritaire, SecteurDeReseau
from maillage.territoire.reseaux import Composition
from maillage.territoire.rules.reseaux import Rattachement, changements, composable
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde

Connexion = Callable[[str], Client]
JOUR = date(2025, 9, 1)
NERUDA, LORCA = "0931224A", "0930865K"
LANGEVIN, VALLES, MATERNELLE, AILLEURS = "0930176L", "0932444B", "0931229F", "0750001A"


# --- the rule --------------------------------------------------------------------------------


def test_une_ecole_qui_part_garde_son_passe_et_celle_qui_n_avait_pas_commence_n_en_laisse_pas() -> (
    None
):
    actuels = [
        Rattachement("A", date(2020, 9, 1)),
        Rattachement("B", JOUR),
        Rattachement("C", JOUR),
    ]
    change = changements(actuels, frozenset({"C", "D"}), JOUR)
    assert change.entrees == ("D",)
    assert change.finis == (Rattachement("A", date(2020, 9, 1), date(2025, 8, 31)),)
    assert change.effaces == (Rattachement("B", JOUR),)


def test_la_meme_liste_ne_change_rien() -> None:
    assert not changements([Rattachement("A", JOUR)], frozenset({"A"}), JOUR)


jours = st.dates(date(2015, 1, 1), date(2030, 1, 1))


@given(
    st.dictionaries(st.sampled_from("ABCDEF"), jours),
    st.frozensets(st.sampled_from("ABCDEFG")),
    jours,
)
def test_apres_un_changement_les_ecoles_sont_celles_voulues(
    presents: dict[str, date], voulus: frozenset[str], depuis: date
) -> None:
    change = changements([Rattachement(u, d) for u, d in presents.items()], voulus, depuis)
    partis = {r.uai for r in (*change.finis, *change.effaces)}
    assert (presents.keys() - partis) | set(change.entrees) == voulus
    assert all(r.jusqu_au >= r.depuis for r in change.finis if r.jusqu_au)


@pytest.mark.parametrize(
    ("tete", "natures", "code"),
    [
        ("college", ["ecole_maternelle", "ecole_primaire"], "reseau"),
        ("ecole_elementaire", [], "tete"),
        ("lycee", ["ecole_primaire"], "tete"),
        ("college", ["college"], "ecole"),
    ],
)
def test_un_reseau_est_un_college_et_des_ecoles(tete: str, natures: list[str], code: str) -> None:
    decision = composable(tete, natures)
    assert decision.motif.code == code
    assert bool(decision) is (code == "reseau")
    assert "2014" in str(decision.fondement)


# --- records ---------------------------------------------------------------------------------


@pytest.fixture
def ecoles(monde: Monde) -> Monde:
    ici = Commune.objects.create(
        code="93066", nom="Saint-Denis", departement="93", codes_postaux="93200"
    )
    la_bas = Commune.objects.create(code="75101", nom="Paris 1er", departement="75")
    type(monde.programme).objects.filter(pk=monde.programme.pk).update(communes=["93066"])
    for uai, nature, nom, commune in (
        (NERUDA, "college", "Collège Pablo Neruda", ici),
        (LORCA, "college", "Collège Garcia Lorca", ici),
        (LANGEVIN, "ecole_elementaire", "École Paul Langevin", ici),
        (VALLES, "ecole_primaire", "École Jules Vallès A", ici),
        (MATERNELLE, "ecole_maternelle", "École maternelle Inventée", ici),
        (AILLEURS, "college", "Collège d'ailleurs", la_bas),
    ):
        Etablissement.objects.create(
            uai=uai, nature=nature, nom=nom, commune=commune, secteur="public"
        )
    LabelPrioritaire.objects.create(
        etablissement_id=LORCA, label="rep_plus", depuis=JOUR, source="s"
    )
    return monde


def voulu(
    tete: str = NERUDA, ecoles: set[str] | None = None, depuis: date = JOUR, label: str = "rep"
) -> Composition:
    return Composition(tete, label, f"Réseau {tete}", frozenset(ecoles or ()), depuis)


@BASES
def test_une_ecole_qui_change_de_reseau_quitte_l_ancien_la_veille(ecoles: Monde) -> None:
    leila = ecoles.acteur("leila")
    reseaux.composer(acteur=leila, voulu=voulu(ecoles={LANGEVIN, VALLES}))
    plus_tard = JOUR + timedelta(days=100)
    reseaux.composer(acteur=leila, voulu=voulu(LORCA, {VALLES}, plus_tard, "rep_plus"))
    suivis = queries.reseaux_suivis(
        [(VALLES, plus_tard - timedelta(days=1)), (VALLES, plus_tard), (LANGEVIN, plus_tard)]
    )
    assert [suivis[VALLES, j].tete for j in (plus_tard - timedelta(days=1), plus_tard)] == [
        NERUDA,
        LORCA,
    ]
    assert suivis[LANGEVIN, plus_tard].tete == NERUDA
    evenements = Evenement.objects.filter(contenu__acte="tenir_le_territoire")
    assert [e.contenu["nombre"] for e in evenements] == [2, 1]


@BASES
def test_un_label_qui_change_ouvre_un_autre_reseau_et_garde_le_premier(ecoles: Monde) -> None:
    leila, plus_tard = ecoles.acteur("leila"), JOUR + timedelta(days=30)
    reseaux.composer(acteur=leila, voulu=voulu(ecoles={LANGEVIN}))
    reseaux.composer(
        acteur=leila, voulu=voulu(ecoles={LANGEVIN}, depuis=plus_tard, label="rep_plus")
    )
    labels = {j: queries.reseaux(["93066"], j)[0].label for j in (JOUR, plus_tard)}
    assert labels == {JOUR: "rep", plus_tard: "rep_plus"}
    assert SecteurDeReseau.objects.count() == 2


@BASES
def test_fermer_un_reseau_libere_ses_ecoles_et_refuse_un_jour_avant_son_debut(
    ecoles: Monde,
) -> None:
    leila = ecoles.acteur("leila")
    reseaux.composer(acteur=leila, voulu=voulu(ecoles={LANGEVIN}))
    (connu,) = queries.reseaux(["93066"], JOUR)
    with pytest.raises(ReseauImpossible, match="avant le début"):
        reseaux.fermer(acteur=leila, reseau_id=connu.id, dernier_jour=JOUR - timedelta(days=1))
    reseaux.fermer(acteur=leila, reseau_id=connu.id, dernier_jour=JOUR)
    assert queries.reseaux(["93066"], JOUR + timedelta(days=1)) == ()
    assert queries.reseaux(["93066"], JOUR)[0].ecoles[0][0] == LANGEVIN


@BASES
def test_un_reseau_ne_se_compose_que_dans_sa_ville_avec_ce_qui_existe(ecoles: Monde) -> None:
    leila = ecoles.acteur("leila")
    with pytest.raises(Introuvable):
        reseaux.composer(acteur=leila, voulu=voulu(AILLEURS))
    with pytest.raises(EtablissementInconnu):
        reseaux.composer(acteur=leila, voulu=voulu(ecoles={"0939999Z"}))
    with pytest.raises(ReseauImpossible, match="un collège"):
        reseaux.composer(acteur=leila, voulu=voulu(LANGEVIN))
    assert queries.reseaux(["93066"], JOUR) == ()


# --- the official list -----------------------------------------------------------------------

LISTE = (
    "\ufeffUAI;Nom_etablissement;EP_2025_2026;UAI_tete_de_reseau;Nom_tete_de_reseau\n"
    f"{NERUDA};Pablo Neruda;REP;{NERUDA};Pablo Neruda\n"
    f"{LANGEVIN};Paul Langevin;REP;{NERUDA};Pablo Neruda\n"
    f"{VALLES};Jules Valles;REP+;{LORCA};Garcia Lorca\n"
    f"0932220H;Une autre;REP;{NERUDA};Pablo Neruda\n"
    f"0931229F;Inconnue de la liste;HEP;{NERUDA};\n"
).encode()


@BASES
def test_la_liste_officielle_se_charge_et_se_recharge_sans_rien_changer(ecoles: Monde) -> None:
    premiere = reseaux.charger_reseaux(octets=LISTE, source="ep_2025", au=JOUR)
    assert (premiere.reseaux, premiere.changes) == (2, 2)
    assert premiere.inconnus == ("0932220H",)
    assert [r.ligne for r in premiere.rejets] == [6]  # «HEP» is no réseau
    seconde = reseaux.charger_reseaux(octets=LISTE, source="ep_2025", au=JOUR)
    assert (seconde.reseaux, seconde.changes) == (2, 0)
    assert {(r.tete, r.label, len(r.ecoles)) for r in queries.reseaux(["93066"], JOUR)} == {
        (NERUDA, "rep", 1),
        (LORCA, "rep_plus", 1),
    }


@BASES
def test_un_fichier_sans_tete_de_reseau_est_refuse_sans_rien_ecrire(ecoles: Monde) -> None:
    with pytest.raises(FichierIllisible, match="uai_tete_de_reseau"):
        reseaux.charger_reseaux(octets=b"uai;label\n0931224A;REP\n", source="s", au=JOUR)
    assert queries.reseaux(["93066"], JOUR) == ()


# --- pages -----------------------------------------------------------------------------------


@BASES
def test_la_coordinatrice_compose_modifie_et_ferme_un_reseau(
    ecoles: Monde, connexion: Connexion
) -> None:
    client = connexion("leila")
    vide = client.get("/territoire/reseaux/").content.decode()
    assert "Aucun réseau encore" in vide
    assert "Collège Garcia Lorca" in vide  # a collège REP+ without réseau is proposed
    envoi = {
        "tete": LORCA,
        "label": "rep_plus",
        "ecoles": [LANGEVIN, MATERNELLE],
        "depuis": "2025-09-01",
    }
    assert client.post("/territoire/reseaux/nouveau/", envoi).status_code == 302
    (connu,) = queries.reseaux(["93066"], timezone.localdate())
    assert connu.nom == "Collège Garcia Lorca"
    page = client.get("/territoire/reseaux/").content.decode()
    assert "École Paul Langevin" in page
    assert "sans réseau" not in page
    envoi |= {"ecoles": [LANGEVIN], "nom": "Franc-Moisin"}
    assert client.post(f"/territoire/reseaux/{connu.id}/", envoi).status_code == 302
    assert "École maternelle" not in client.get("/territoire/reseaux/").content.decode()
    fin = {"dernier_jour": timezone.localdate().isoformat()}
    assert client.post(f"/territoire/reseaux/{connu.id}/fermer/", fin).status_code == 302


@BASES
def test_un_jour_futur_ou_un_college_d_ailleurs_sont_refuses_a_cote_du_champ(
    ecoles: Monde, connexion: Connexion
) -> None:
    client = connexion("leila")
    demain = (timezone.localdate() + timedelta(days=1)).isoformat()
    envoi = {"tete": AILLEURS, "label": "rep", "depuis": demain}
    reponse = client.post("/territoire/reseaux/nouveau/", envoi)
    assert reponse.status_code == 422
    assert "dans l’avenir" in reponse.content.decode()
    assert "tete" in reponse.context["form"].errors


@BASES
def test_deux_ecoles_du_meme_nom_se_distinguent_par_leur_lieu(ecoles: Monde) -> None:
    Etablissement.objects.filter(uai=LANGEVIN).update(localite="Saint-Denis")
    Etablissement.objects.create(
        uai="0932220H", nature="ecole_elementaire", nom="École Paul Langevin",
        localite="Pierrefitte", commune_id="93066",
    )  # fmt: skip
    noms = set(queries.composables(["93066"], JOUR).ecoles.values())
    assert {"École Paul Langevin, Saint-Denis", "École Paul Langevin, Pierrefitte"} <= noms
    assert "École Jules Vallès A" in noms


@BASES
def test_la_commande_charge_la_liste_et_dit_ce_qu_elle_laisse(
    ecoles: Monde, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fichier = tmp_path / "ep.csv"
    fichier.write_bytes(LISTE)
    call_command("territoire_charger", str(fichier), "--format=reseaux", "--au=2025-09-01")
    dit = capsys.readouterr().out
    assert "2 réseaux lus, 2 changés, 1 lignes refusées" in dit
    assert "0932220H" in dit
