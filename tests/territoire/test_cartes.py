"""Maps kept: what was in force, what we knew, what an import refuses, what it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.territoire import cartes, cartes_livrees, zonage
from maillage.territoire.errors import CarteInconnue, ImportDeZonesRefuse
from maillage.territoire.generations import Genre, Nature
from maillage.territoire.models import Commune, Generation, ZoneDeGeographie
from maillage.territoire.rules.constats import Gravite
from maillage.territoire.rules.filiation import Devenir
from maillage.territoire.zonage import Demande
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.territoire.test_lecture_zones import carre, fichier, objet

pytestmark = BASES
ANCIENNE = Demande("essai_1", "Carte d'essai 1", date(2015, 1, 1), source="essai")
SUIVANTE = Demande("essai_2", "Carte d'essai 2", date(2024, 1, 1), source="essai")
LIEU = (2.535, 48.865)


@pytest.fixture(autouse=True)
def neuilly(monde: Monde) -> None:
    Commune.objects.get_or_create(
        code="93050", defaults={"nom": "Neuilly-sur-Marne", "departement": "93"}
    )


def importer(demande: Demande, *objets: dict, **examen) -> zonage.Examen:
    octets = fichier(*(objets or (objet(),)))
    vu = zonage.examiner(octets=octets, fichier="z.geojson", demande=demande, **examen)
    zonage.enregistrer(
        examen=vu, fichier="z.geojson", demande=demande, par=None, regle="essai", journal=None
    )
    return vu


def constats(demande: Demande, *objets: dict, **examen) -> dict[str, str]:
    octets = fichier(*(objets or (objet(),)))
    vu = zonage.examiner(octets=octets, fichier="z.geojson", demande=demande, **examen)
    return {c["code"]: c["gravite"] for c in vu.rapport["constats"]}


def test_une_carte_importee_situe_un_point_et_dit_d_ou_elle_vient() -> None:
    importer(ANCIENNE)
    lue = cartes.carte("essai_1", date(2020, 1, 1))
    situation = lue.carte.situer(*LIEU)
    assert situation.zone is not None
    assert (situation.zone.code, situation.zone.commune) == ("QP093999", "93050")
    assert lue.generation.source == "essai"
    assert lue.version.startswith("essai_1@")
    assert Evenement.objects.filter(contenu__acte="tenir_le_territoire").count() == 1


def test_une_carte_ne_repond_pas_hors_de_ses_jours() -> None:
    importer(ANCIENNE)
    with pytest.raises(CarteInconnue, match="ne vaut pas le 31/12/2014"):
        cartes.carte("essai_1", date(2014, 12, 31))
    with pytest.raises(CarteInconnue, match="Aucune carte"):
        cartes.carte("essai_9")


def test_corriger_un_fichier_garde_ce_qu_on_savait() -> None:
    importer(ANCIENNE)
    avant = timezone.now()
    vu = importer(ANCIENNE, objet("QP093998", carre(lon=2.6)))
    assert vu.rapport["corrige"] == {"identique": False, "devenirs": {"disparue": 1, "nouvelle": 1}}
    assert cartes.carte("essai_1").carte.situer(*LIEU).zone is None
    ancienne = cartes.carte("essai_1", connu_le=avant).carte.situer(*LIEU).zone
    assert ancienne is not None
    assert ancienne.code == "QP093999"
    with pytest.raises(CarteInconnue):
        cartes.carte("essai_1", connu_le=avant - timedelta(days=1))


def test_importer_le_meme_fichier_se_dit() -> None:
    importer(ANCIENNE)
    vu = zonage.examiner(octets=fichier(objet()), fichier="z", demande=ANCIENNE)
    assert vu.rapport["corrige"] == {"identique": True, "devenirs": {"conservee": 1}}


def test_une_carte_qui_commence_avant_la_fin_de_la_precedente_est_refusee() -> None:
    importer(ANCIENNE)
    assert constats(SUIVANTE) == {"chevauchement": "refus"}
    vu = zonage.examiner(octets=fichier(objet()), fichier="z", demande=SUIVANTE)
    assert vu.rapport["a_terminer"] == {"nom": "Carte d'essai 1", "le": "2023-12-31"}
    with pytest.raises(ImportDeZonesRefuse, match="n'a pas de fin"):
        importer(SUIVANTE)
    assert not Generation.objects.filter(code="essai_2").exists()


def test_terminer_la_precedente_est_une_connaissance_nouvelle() -> None:
    importer(ANCIENNE)
    avant = timezone.now()
    importer(replace(SUIVANTE, terminer=True))
    assert cartes.generation("essai_1").jusqu_au == date(2023, 12, 31)
    assert cartes.generation("essai_1", connu_le=avant).jusqu_au is None
    au = cartes.en_vigueur_au
    assert [au(d) and au(d).code for d in (date(2014, 1, 1), date(2023, 12, 31), date(2024, 1, 1))] == [
        None, "essai_1", "essai_2",
    ]  # fmt: skip
    assert ZoneDeGeographie.objects.count() == 2  # the shapes of the first are not copied


def test_une_carte_plus_ancienne_doit_finir_avant_celle_qui_suit() -> None:
    importer(SUIVANTE)
    assert constats(replace(ANCIENNE, terminer=True)) == {"chevauchement": "refus"}
    importer(replace(ANCIENNE, jusqu_au=date(2023, 12, 31)))
    assert len(cartes.generations()) == 2


def test_deux_imports_qui_se_croisent_n_en_font_qu_un() -> None:
    vu = zonage.examiner(octets=fichier(objet()), fichier="z", demande=SUIVANTE)
    importer(ANCIENNE)
    with pytest.raises(ImportDeZonesRefuse):
        zonage.enregistrer(
            examen=vu, fichier="z", demande=SUIVANTE, par=None, regle="essai", journal=None
        )


def test_la_base_refuse_deux_cartes_sans_fin_du_meme_genre() -> None:
    importer(ANCIENNE)
    connue = Generation.objects.get(code="essai_1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Generation.objects.create(
            code="autre", nom="x", genre=Genre.PRIORITAIRE, fichier=connue.fichier,
            depuis=date(2024, 1, 1), connue_de=timezone.now(),
        )  # fmt: skip


def test_un_fichier_refuse_n_est_pas_enregistre() -> None:
    with pytest.raises(ImportDeZonesRefuse, match="tel quel"):
        importer(ANCIENNE, objet(geometry=None))
    assert not Generation.objects.exists()


def test_un_code_ne_change_pas_de_genre() -> None:
    importer(ANCIENNE)
    assert constats(replace(ANCIENNE, genre=Genre.POCHE)) == {"code_pris": "refus"}


def test_ce_qui_doit_etre_regarde_est_dit_sans_bloquer() -> None:
    ailleurs = objet("QP035001", carre(lon=-1.66, lat=48.12))
    vus = constats(
        ANCIENNE,
        objet(),
        objet("QP093998", carre(lon=2.535)),
        ailleurs,
        departements=frozenset({"93"}),
    )
    assert vus == {
        "commune_inconnue": Gravite.ATTENTION,
        "recouvrement": Gravite.ATTENTION,
        "ailleurs": Gravite.INFORMATION,
    }


def test_une_zone_sans_forme_est_connue_par_sa_commune() -> None:
    liste = b"code_qp;lib_qp;insee_com\nQN09359M;Val Coteau;93050\n"
    demande = replace(ANCIENNE, code="liste")
    vu = zonage.examiner(octets=liste, fichier="l.csv", demande=demande)
    zonage.enregistrer(
        examen=vu, fichier="l.csv", demande=demande, par=None, regle="essai", journal=None
    )
    lue = cartes.carte("liste")
    assert lue.carte.zones == ()
    (seule,) = lue.sans_forme
    assert (seule.code, seule.nature, seule.communes) == ("QN09359M", Nature.LISTE, ("93050",))


def test_une_poche_peut_etre_une_liste_de_rues_et_une_commune_entiere_sa_commune() -> None:
    rues = "code_zone;nom;insee_com;voie;numeros\nP1;Poche;93050;rue des Mésanges;\nP1;Poche;93050;rue d'Anjou;1 à 9\n"
    commune = "code_zone;nom;insee_com\n93050;Neuilly-sur-Marne;93050\n"
    for genre, octets in ((Genre.POCHE, rues), (Genre.COMMUNE, commune)):
        demande = replace(ANCIENNE, code=genre.value, genre=genre)
        vu = zonage.examiner(octets=octets.encode(), fichier="l.csv", demande=demande)
        zonage.enregistrer(
            examen=vu, fichier="l.csv", demande=demande, par=None, regle="essai", journal=None
        )
    (poche,) = cartes.carte("poche").sans_forme
    assert (poche.nature, poche.voies) == (
        Nature.VOIES,
        (("rue des Mésanges", "", False), ("rue d'Anjou", "1 à 9", False)),  # no file of addresses
    )
    (entiere,) = cartes.carte("commune").sans_forme
    assert (entiere.nature, entiere.communes) == (Nature.COMMUNE, ("93050",))


def test_une_commune_se_reconnait_a_son_nom_seul_si_elle_est_la_seule_a_le_porter() -> None:
    assert importer(ANCIENNE, objet("A1")).zones[0][1] == ("93050",)
    Commune.objects.create(code="60450", nom="Neuilly-sur-Marne", departement="60")
    assert importer(ANCIENNE, objet("A1")).zones[0][1] == ()
    assert importer(ANCIENNE, objet("QP093999")).zones[0][1] == ("93050",)


@pytest.mark.parametrize(
    ("insee", "attendu"), [("99999", "commune_inconnue"), ("", "ni_forme_ni_commune")]
)
def test_une_commune_inconnue_est_gardee_et_dite_et_aucune_est_refusee(
    insee: str, attendu: str
) -> None:
    liste = f"code_qp;lib_qp;insee_com\nQN1;Rien;{insee}\n".encode()
    vu = zonage.examiner(octets=liste, fichier="l.csv", demande=ANCIENNE)
    assert [c["code"] for c in vu.rapport["constats"]] == [attendu]
    assert vu.refuse is (not insee)
    assert vu.zones[0][1] == ((insee,) if insee else ())


def test_la_carte_d_un_programme_ne_sort_pas_de_lui(monde: Monde) -> None:
    importer(replace(ANCIENNE, programme=monde.programme.id))
    assert cartes.carte("essai_1", programme=monde.programme.id).carte.zones
    with pytest.raises(CarteInconnue):
        cartes.carte("essai_1")
    with pytest.raises(CarteInconnue):
        cartes.carte("essai_1", programme=monde.autre_programme.id)


def test_l_histoire_de_neuilly_a_ses_trois_zones_puis_une(monde: Monde) -> None:
    assert cartes_livrees.charger_zones_inventees(monde.programme.id) == (
        "demo_avant",
        "demo_apres",
    )
    assert cartes_livrees.charger_zones_inventees(monde.programme.id) == ()
    avant, apres = (
        cartes.carte(c, programme=monde.programme.id) for c in ("demo_avant", "demo_apres")
    )
    assert [z.code for z in avant.carte.zones] == ["DEMO-NSM-01", "DEMO-NSM-02", "DEMO-NSM-03"]
    assert all("zone inventée" in z.nom for z in (*avant.carte.zones, *apres.carte.zones))
    assert {f.devenir for f in cartes.comparaison(avant, apres)} == {
        Devenir.DISPARUE,
        Devenir.CONSERVEE,
    }
    assert cartes.recouvrements_de(avant) == ()


@pytest.mark.lent
def test_les_cartes_livrees_se_chargent_une_fois_et_ne_touchent_pas_celles_d_une_personne() -> None:
    importer(replace(ANCIENNE, code="qpv_2015", jusqu_au=date(2023, 12, 31)))
    assert cartes_livrees.charger_cartes_livrees() == ("qpv_2024",)
    assert cartes_livrees.charger_cartes_livrees() == ()
    assert len(cartes.carte("qpv_2015").carte.zones) == 1


def test_une_carte_dit_s_il_lui_manque_des_zones() -> None:
    importer(replace(ANCIENNE, partielle=True))
    assert cartes.generation("essai_1").partielle
    importer(ANCIENNE)
    assert not cartes.generation("essai_1").partielle
