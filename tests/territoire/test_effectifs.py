"""Headcounts: read line by line, told before they are stored, never a silent zero; and schools without position."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from maillage.territoire import placement, services, tenue_effectifs
from maillage.territoire.convergences import cartes_croisees, convergence
from maillage.territoire.errors import FichierIllisible
from maillage.territoire.lecture_effectifs import lire_effectifs
from maillage.territoire.models import EffectifScolaire, Etablissement
from maillage.territoire.rules.cartes_croisees import (
    Croisement,
    EcoleCroisee,
    PlaceDeLEcole,
    lignes,
    part_des_eleves,
    place_de,
)
from maillage.territoire.rules.effectifs import effectif_lu, rentree_lue, retenus
from maillage.territoire.services import charger_annuaire
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.territoire.ville import fonder

pytestmark = BASES
Connexion = Callable[[str], Client]
EFFECTIFS = "/territoire/effectifs/"
BRAQUE, BALZAC, JAURES = "0931485J", "0930894S", "0930648Z"
PLACES = list(PlaceDeLEcole)


@pytest.fixture
def ville(monde: Monde, settings: Any, tmp_path: Any) -> list[Etablissement]:
    settings.BAN = tmp_path / "ban"
    return fonder(monde.programme, settings.BAN)


@pytest.mark.parametrize(
    ("texte", "lu"),
    [("106", 106), ("540.0", 540), ("1 140", 1140), ("1\u202f140,0", 1140), ("0", None), ("", None),
     ("-3", None), ("12,5", None), ("cent", None), ("99999", None)],
)  # fmt: skip
def test_un_effectif_est_un_nombre_entier_et_jamais_zero(texte: str, lu: int | None) -> None:
    assert effectif_lu(texte) == lu


@pytest.mark.parametrize(
    ("texte", "lue"),
    [("2022", 2022), ("2022-2023", 2022), ("2022/23", 2022), ("2022-2024", None), ("22", None), ("", None)],
)  # fmt: skip
def test_une_rentree_est_une_annee_ou_deux_qui_se_suivent(texte: str, lue: int | None) -> None:
    assert rentree_lue(texte) == lue


@pytest.mark.parametrize(
    "entete",
    [
        "rentree_scolaire;academie;uai;effectifs;ecart_type_de_l_ips",
        "Rentrée scolaire;Commune;Numéro de l'école;Nombre total d'élèves;x",
        "rentree_scolaire;rep;numero_ecole;nombre_total_eleves;x",
        "rentree_scolaire;rep;numero_college;nombre_eleves_total;x",
        "rentree;source;uai;effectif;x",
    ],
)
def test_les_listes_du_ministere_se_lisent_par_leurs_colonnes(entete: str) -> None:
    (dit,) = lire_effectifs(f"{entete}\n2025-2026;DEPP;{BRAQUE};417.0;\n".encode()).lignes
    assert (dit.uai, dit.rentree, dit.effectif) == (BRAQUE, 2025, 417)


def test_l_indice_des_ecoles_n_est_pas_pris_pour_leur_effectif() -> None:
    ips = f"rentree_scolaire;uai;effectifs;ips\n2022-2023;{JAURES};106;98.1\n".encode()
    with pytest.raises(FichierIllisible, match="effectif entier"):
        lire_effectifs(ips)


def test_une_liste_sans_rentree_prend_celle_qu_on_dit() -> None:
    annuaire = f"Identifiant_de_l_etablissement;Nombre_d_eleves\n{BRAQUE};417\n".encode()
    (dit,) = lire_effectifs(annuaire, rentree=2024, source="annuaire").lignes
    assert (dit.rentree, dit.source) == (2024, "annuaire")


def test_chaque_ligne_impossible_est_refusee_avec_son_numero() -> None:
    texte = (
        f"uai;rentree;effectif;source\n{BRAQUE};2025;417;a\n0931485X;2025;12;a\n{BALZAC};2025;0;a\n"
        f"{BALZAC};2031;12;a\n{JAURES};2025;;a\n{JAURES};hier;10;a\n{BALZAC};2024;800;a\n{BALZAC};2024;801;a\n"
    )
    lecture = lire_effectifs(texte.encode(), au_plus=2026)
    assert [(d.uai, d.effectif) for d in lecture.lignes] == [(BRAQUE, 417)]
    assert [r.ligne for r in lecture.rejets] == [3, 4, 5, 7, 0]
    raisons = " / ".join(r.raison for r in lecture.rejets)
    for mot in ("UAI impossible", "effectif impossible", "pas encore eu lieu", "rentrée illisible"):
        assert mot in raisons
    assert f"deux effectifs différents pour {BALZAC}" in raisons


def deposer(client: Client, texte: str) -> Any:
    envoi = SimpleUploadedFile("effectifs.csv", texte.encode(), "text/csv")
    donnees = {"fichier": envoi, "source": "essai", "rentree": ""}
    return client.post(f"{EFFECTIFS}importer/", donnees)


def test_rien_n_est_garde_avant_que_le_rapport_soit_confirme(
    ville: Any, monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")
    texte = f"uai;rentree;effectif\n{BRAQUE};2025;417\n{BALZAC};2025;zéro\n0010035H;2025;582\n"
    reponse = deposer(leila, texte)
    rapport = leila.get(reponse["Location"]).content.decode()
    assert "Rien n’est encore enregistré" in rapport
    assert "Ligne 3" in rapport
    assert "effectif impossible" in rapport
    assert "Toujours sans effectif" in rapport
    assert not EffectifScolaire.objects.exists()
    leila.post(f"{reponse['Location']}confirmer/")
    seul = EffectifScolaire.objects.get()
    assert (seul.etablissement_id, seul.effectif, seul.source) == (BRAQUE, 417, "essai")
    assert seul.dit_par == monde.personnes["leila"].pk
    assert leila.post(f"{reponse['Location']}confirmer/").status_code == 404
    assert EffectifScolaire.objects.count() == 1
    assert Evenement.objects.filter(contenu__objet__startswith="effectifs").exists()


def test_un_fichier_illisible_est_refuse_et_un_depot_s_abandonne(
    ville: Any, connexion: Connexion
) -> None:
    leila = connexion("leila")
    refus = deposer(leila, "a;b\n1;2\n")
    assert refus.status_code == 422
    assert "colonnes attendues" in refus.content.decode()
    reponse = deposer(leila, f"uai;rentree;effectif\n{BRAQUE};2025;417\n")
    leila.post(f"{reponse['Location']}abandonner/")
    assert "abandonné" in leila.get(reponse["Location"]).content.decode()
    assert leila.post(f"{reponse['Location']}confirmer/").status_code == 404
    assert not EffectifScolaire.objects.exists()


def test_un_effectif_s_ecrit_a_la_main_et_sa_correction_garde_l_ancien(
    ville: Any, connexion: Connexion
) -> None:
    leila = connexion("leila")
    faux = leila.post(EFFECTIFS, {"rentree": "2026", "source": "mairie", BRAQUE: "0", JAURES: "12"})
    assert faux.status_code == 422
    assert "zéro n’est pas un effectif" in faux.content.decode()
    assert not EffectifScolaire.objects.exists()
    for n in ("410", "417"):
        leila.post(EFFECTIFS, {"rentree": "2026", "source": "mairie", BRAQUE: n})
    assert "417, rentrée 2026, mairie" in leila.get(EFFECTIFS).content.decode()
    rangs = EffectifScolaire.objects.order_by("id").values_list("effectif", "connu_a")
    assert [(n, a is None) for n, a in rangs] == [(410, False), (417, True)]


def test_ce_qu_un_programme_dit_ne_change_rien_chez_un_autre(ville: Any, monde: Monde) -> None:
    at = monde.aujourd_hui
    tenue_effectifs.charger_effectifs(
        octets=f"uai;rentree;effectif;source\n{BRAQUE};2022;417;DEPP\n".encode()
    )
    leila = monde.acteur("leila")
    tenue_effectifs.saisir(
        acteur=leila, effectifs={BRAQUE: 400}, rentree=2022, source="collège", at=at
    )
    ici = tenue_effectifs.connus([BRAQUE], leila.programme_id, at)[BRAQUE]
    ailleurs = tenue_effectifs.connus([BRAQUE], monde.acteur("voisine").programme_id, at)[BRAQUE]
    assert (ici.effectif, ailleurs.effectif) == (400, 417)
    assert retenus([ici, ailleurs], 2021) == {}


ECOLES = st.lists(
    st.builds(
        EcoleCroisee, uai=st.just("x"), nom=st.just("E"),
        en_reseau=st.sampled_from([True, False, None]), place=st.sampled_from(PLACES),
        effectif=st.none() | st.integers(1, 900), rentree=st.just(2025),
    ),
    max_size=40,
)  # fmt: skip


@given(ECOLES)
def test_les_eleves_et_les_ecoles_se_retrouvent_tous_et_le_manque_est_dit(
    ecoles: list[EcoleCroisee],
) -> None:
    lues = lignes(ecoles)
    assert sum(x.ecoles for x in lues) == len(ecoles)
    part = part_des_eleves(ecoles)
    if part is None:
        assert all(e.effectif is None for e in ecoles)
        assert all(x.eleves is None for x in lues if x.ecoles)
        return
    assert part.manquent == sum(e.effectif is None for e in ecoles)
    assert part.eleves == sum(x.eleves or 0 for x in lues)
    deux = next(x for x in lues if x.croisement is Croisement.DEUX)
    assert part.dans_les_deux == (deux.eleves or 0)
    assert part.dont_dans_la_zone <= part.dans_les_deux
    assert part.dans_les_deux + part.a_verifier <= part.eleves
    if part.bornes:
        bas, haut = part.bornes
        assert bas * part.eleves <= 100 * part.dans_les_deux
        assert 100 * (part.dans_les_deux + part.a_verifier) <= haut * part.eleves


def test_pres_d_une_zone_compte_et_l_inconnu_n_est_pas_dehors() -> None:
    assert place_de(dans=True, distance_m=10) is PlaceDeLEcole.DANS
    assert place_de(dans=False, distance_m=300) is PlaceDeLEcole.PRES
    assert place_de(dans=None, distance_m=120) is PlaceDeLEcole.PRES
    assert place_de(dans=False, distance_m=301) is PlaceDeLEcole.HORS
    assert place_de(dans=None, distance_m=float("inf")) is PlaceDeLEcole.INCONNUE


def test_la_page_dit_la_part_les_ecoles_sans_effectif_et_dessine_les_memes(
    ville: Any, monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")
    vide = leila.get("/enfants/convergence/").content.decode()
    assert "Aucun effectif n’est connu" in vide
    assert 'aria-label="Établissements sur les deux cartes"' in vide
    tete = next(e for e in ville if e.uai == BRAQUE)
    assert tete.lon is not None
    tenue_effectifs.saisir(
        acteur=monde.acteur("leila"), effectifs={BRAQUE: 417, BALZAC: 800}, rentree=2025,
        source="DEPP", at=monde.aujourd_hui,
    )  # fmt: skip
    page = leila.get("/enfants/convergence/").content.decode()
    assert "sur 2 établissements renseignés de 13" in page
    lue = convergence(["93050"], monde.aujourd_hui, monde.programme.pk)
    assert lue is not None
    pointees = cartes_croisees(lue, monde.aujourd_hui, monde.programme.pk)
    assert {p.nature for p in pointees} == {"college", "ecole_elementaire"}
    assert page.count('"x_') + page.count('"label": "x_') >= 1
    assert all(p.ecole.uai in page for p in pointees if p.lon is not None)
    assert "Placer" in page


def test_une_carte_incomplete_ne_met_personne_dehors(ville: Any, monde: Monde) -> None:
    from maillage.territoire.models import FichierDeZones

    FichierDeZones.objects.update(partielle=True)
    lue = convergence(["93050"], monde.aujourd_hui, monde.programme.pk)
    assert lue is not None
    pointees = cartes_croisees(lue, monde.aujourd_hui, monde.programme.pk)
    assert not any(p.ecole.place is PlaceDeLEcole.HORS for p in pointees)


# schools without position


def test_une_ecole_est_situee_par_son_adresse_si_c_est_sur_et_jamais_sur_un_numero_invente(
    ville: Any,
) -> None:
    Etablissement.objects.filter(uai__in=[BRAQUE, BALZAC]).update(lon=None, lat=None)
    # a real address of the sample (public building), then one whose number was invented
    Etablissement.objects.filter(uai=BRAQUE).update(adresse="32 rue d'Anjou", code_postal="93330")
    Etablissement.objects.filter(uai=BALZAC).update(
        adresse="12 rue de la Brie", code_postal="93330"
    )
    rapport = placement.situer_les_ecoles(["93050"])
    braque, balzac = (Etablissement.objects.get(uai=u) for u in (BRAQUE, BALZAC))
    assert balzac.lon is None
    assert rapport.sans_adresse > 5
    assert rapport.a_placer == Etablissement.objects.filter(lon=None).count()
    if braque.lon is not None:
        assert braque.position_source == "ban 2026-07-01"
        assert abs(braque.lon - 2.538) < 0.002
    assert placement.situer_les_ecoles(["93050"]).situees == 0


def test_une_ecole_se_place_a_la_main_et_la_liste_officielle_reprend_la_main(
    ville: Any, monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")
    adresse = f"/territoire/ecoles/{JAURES}/placer/"
    assert "à placer" in leila.get(adresse).content.decode()
    assert "à placer" in leila.get("/territoire/carte/?position=a_placer").content.decode()
    faux = leila.post(adresse, {"lat": "2,53", "lon": "48,86"})
    assert faux.status_code == 422
    assert leila.post(adresse, {"lat": "48,8601", "lon": "2,5302"}).status_code == 302
    placee = Etablissement.objects.get(uai=JAURES)
    assert (placee.lon, placee.lat, placee.position_source) == (2.5302, 48.8601, "main")
    assert leila.get("/territoire/ecoles/0010035H/placer/").status_code == 404
    annuaire = (
        "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Code_commune;latitude;longitude\n"
        f"{JAURES};Jean Jaurès;Ecole;93050;48.85;2.54\n"
    )
    charger_annuaire(octets=annuaire.encode(), source="essai", au=date(2026, 9, 1))
    placee.refresh_from_db()
    assert (placee.lon, placee.position_source) == (2.54, "")


def test_les_effectifs_livres_se_chargent_une_fois(db: None) -> None:
    rapports = services.charger_donnees_livrees()
    assert rapports["effectifs.csv"].ajoutes == 1237
    assert not rapports["effectifs.csv"].rejets
    assert services.charger_donnees_livrees() == {}
