"""The child's home: sealed with its position, chosen or placed, looked for again; protected, it is on no map and in no list."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from maillage.accords.models import VoilePose
from maillage.chiffrement.services import trousseau
from maillage.dossiers.rules import Volet
from maillage.enfants import reperage, tasks
from maillage.enfants.errors import EcritEntreTemps
from maillage.enfants.models import Domicile, EtatDuReperage, ReperageDesDomiciles, Responsable
from maillage.enfants.queries.positions import domicile_a_situer, situations_visibles
from maillage.enfants.queries.reperage import domiciles_a_verifier
from maillage.enfants.rules.reperage import du_jour, placee, position_de
from maillage.enfants.services import domiciles
from maillage.notions.erreurs import Introuvable
from maillage.parcours.queries.contacts import derniers_contacts
from maillage.territoire import ban, geocodage
from maillage.tracabilite.models import Evenement
from tests.factories.dossiers import sceller
from tests.factories.monde import BASES, Monde
from tests.territoire.variantes import EXEMPLE

pytestmark = BASES
AU = date(2026, 7, 1)
SURE = {"adresse": "12 rue Gabriel Péri", "ville": "93200 Saint-Denis", "quartier": ""}
VOIE = {"adresse": "999 rue Gabriel Péri", "ville": "93200 Saint-Denis", "quartier": ""}


@pytest.fixture(autouse=True)
def fichier(settings: Any, tmp_path: Path) -> Path:
    settings.BAN = tmp_path / "ban"
    ban.charger(EXEMPLE, settings.BAN, au=AU, exemple=True)
    return settings.BAN


def contenu_de(dossier: Any) -> dict[str, Any]:
    rang = Domicile.objects.filter(dossier=dossier).latest("created_at")
    return rang.ouvrir(trousseau(dossier.programme_id, [dossier.pk], [Volet.IDENTITE]))


def habiter(dossier: Any, contenu: dict[str, Any], **plus: Any) -> Domicile:
    Domicile.objects.filter(dossier=dossier).delete()
    return sceller(Domicile, dossier, contenu, **plus)


def chercher(monde: Monde) -> ReperageDesDomiciles:
    numero = reperage.ouvrir(monde.programme.pk)
    reperage.executer(numero)
    return ReperageDesDomiciles.objects.get(pk=numero)


def proteger(monde: Monde, dossier: Any) -> None:
    adulte = Responsable.objects.filter(dossier=dossier).first()
    sceller(
        VoilePose, dossier, {"motif": ""}, adulte=adulte.pk if adulte else uuid4(),
        depuis=monde.aujourd_hui - timedelta(days=1), auteur=monde.personnes["amina"],
    )  # fmt: skip


def test_une_adresse_ecrite_est_situee_et_scellee(
    monde: Monde, connexion: Callable[[str], Client]
) -> None:
    reponse = connexion("amina").post(f"/enfants/{monde.karthik.pk}/identite/adresse/", SURE)
    assert reponse["Location"].endswith("/identite/")
    ici = position_de(contenu_de(monde.karthik))
    assert (ici.type_position, ici.methode, ici.source_date, ici.a_verifier) == (
        "housenumber",
        "local",
        "2026-07-01",
        False,
    )
    with connection.cursor() as c:
        c.execute("SELECT scelle FROM enfants_domicile")
        brut = b"".join(bytes(r[0]) for r in c.fetchall())
    assert b"Gabriel" not in brut
    assert str(ici.lon).encode() not in brut


def test_une_adresse_douteuse_mene_a_la_page_qui_la_situe(monde: Monde, connexion: Any) -> None:
    client = connexion("amina")
    reponse = client.post(f"/enfants/{monde.karthik.pk}/identite/adresse/", VOIE)
    assert reponse["Location"] == f"/enfants/{monde.karthik.pk}/identite/position/"
    page = client.get(reponse["Location"]).content.decode()
    assert "Ce numéro n’est pas au fichier" in page
    assert "Adresses proposées" in page
    assert "Rue Gabriel Péri, 93200 Saint-Denis" in page


def test_choisir_puis_placer_se_gardent_quand_le_fichier_change(
    monde: Monde, connexion: Any, fichier: Path
) -> None:
    rang = habiter(monde.karthik, VOIE)
    propose = domicile_a_situer(
        monde.acteur("amina"), monde.karthik.pk, at=monde.aujourd_hui
    ).geocodage.candidats
    adresse = f"/enfants/{monde.karthik.pk}/identite/position/"
    client = connexion("amina")
    assert (
        client.post(adresse, {"candidat": propose[1].cle, "version": rang.version}).status_code
        == 302
    )
    assert position_de(contenu_de(monde.karthik)).methode == "choisi"
    assert (
        client.post(
            adresse, {"lat": "48,9412", "lon": "2,3641", "version": rang.version + 1}
        ).status_code
        == 302
    )
    ban.charger(EXEMPLE, fichier, au=date(2027, 1, 1))
    chercher(monde)
    ici = position_de(contenu_de(monde.karthik))
    assert (ici.methode, ici.lat, ici.lon, ici.a_verifier) == ("manuel", 48.9412, 2.3641, False)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("", ""), ("x", "2"), ("2,36", "48,93"), ("91", "2"), ("nan", "2"), ("48,9", "inf")],
)
def test_un_point_faux_est_refuse_et_rien_ne_change(
    monde: Monde, connexion: Any, lat: str, lon: str
) -> None:
    rang = habiter(monde.karthik, VOIE)
    reponse = connexion("amina").post(
        f"/enfants/{monde.karthik.pk}/identite/position/",
        {"lat": lat, "lon": lon, "version": rang.version},
    )
    assert reponse.status_code == 422
    assert "position" not in contenu_de(monde.karthik)


def test_deux_reponses_en_meme_temps_ne_s_effacent_pas(monde: Monde) -> None:
    rang = habiter(monde.karthik, VOIE)
    qui = {"acteur": monde.acteur("amina"), "dossier_id": monde.karthik.pk, "domicile_id": rang.pk}
    ici = placee(2.36, 48.94, monde.aujourd_hui)
    domiciles.placer(**qui, version=rang.version, position=ici, at=monde.aujourd_hui)
    with pytest.raises(EcritEntreTemps):
        domiciles.placer(**qui, version=rang.version, position=ici, at=monde.aujourd_hui)


def test_une_position_ne_vaut_que_pour_son_adresse(monde: Monde) -> None:
    habiter(monde.karthik, domiciles.situer(SURE, ["93066"])[0])
    lue = contenu_de(monde.karthik)
    assert position_de(lue) is not None
    assert position_de({**lue, "adresse": "14 rue Gabriel Péri"}) is None


def test_un_fichier_neuf_relance_la_recherche_et_le_dernier_contact_ne_bouge_pas(
    monde: Monde, fichier: Path
) -> None:
    habiter(monde.karthik, SURE)
    habiter(monde.ines, VOIE)
    habiter(monde.tom, {"adresse": "1 rue Nulle Part", "ville": "75011 Paris", "quartier": ""})
    maj = Domicile.objects.get(dossier=monde.karthik).updated_at
    contacts = derniers_contacts([monde.karthik.pk], at=monde.aujourd_hui)
    tasks.apres_des_adresses_neuves()
    fait = ReperageDesDomiciles.objects.get(programme=monde.programme)
    assert (fait.etat, fait.surs, fait.a_verifier, fait.sans_position) == (
        EtatDuReperage.TERMINE,
        1,
        1,
        1,
    )
    assert fait.fait == fait.total == 3
    assert Domicile.objects.get(dossier=monde.karthik).updated_at == maj
    assert derniers_contacts([monde.karthik.pk], at=monde.aujourd_hui) == contacts
    version = Domicile.objects.get(dossier=monde.karthik).version
    chercher(monde)  # the same file has nothing new to say
    assert Domicile.objects.get(dossier=monde.karthik).version == version


def test_une_recherche_arretee_reprend_ou_elle_etait(monde: Monde) -> None:
    habiter(monde.karthik, SURE)
    numero = reperage.ouvrir(monde.programme.pk)
    reperage.arreter(monde.acteur("leila"))
    reperage.executer(numero)
    assert ReperageDesDomiciles.objects.get(pk=numero).etat == EtatDuReperage.ARRETE
    assert chercher(monde).etat == EtatDuReperage.TERMINE
    assert position_de(contenu_de(monde.karthik)) is not None


def test_chacun_ne_recoit_que_les_positions_de_ses_enfants(monde: Monde) -> None:
    for dossier in (monde.karthik, monde.ines):
        habiter(dossier, domiciles.situer(SURE, ["93066"])[0])
    at = monde.aujourd_hui
    assert monde.karthik.pk in situations_visibles(monde.acteur("leila"), at=at)
    assert set(situations_visibles(monde.acteur("amina"), at=at)) == {monde.karthik.pk}
    assert situations_visibles(monde.acteur("bruno"), at=at) == {}
    assert situations_visibles(monde.acteur("claire"), at=at) == {}
    assert "positions" in str(list(Evenement.objects.values_list("contenu", flat=True)))


def test_une_adresse_protegee_n_est_ni_en_liste_ni_sur_une_carte_pour_qui_elle_l_est(
    monde: Monde, connexion: Any
) -> None:
    habiter(monde.karthik, domiciles.situer(VOIE, ["93066"])[0])
    proteger(monde, monde.karthik)
    at = monde.aujourd_hui
    assert monde.karthik.pk not in situations_visibles(monde.acteur("nour"), at=at)
    assert monde.karthik.pk not in situations_visibles(monde.acteur("sylvie"), at=at)
    assert monde.karthik.pk in situations_visibles(monde.acteur("amina"), at=at)
    page = (
        connexion("amina").get(f"/enfants/{monde.karthik.pk}/identite/position/").content.decode()
    )
    assert "Cette adresse est protégée" in page
    assert "data-carte" not in page
    assert "json" not in page.split("<main")[1]
    assert monde.karthik.pk in {
        ligne.dossier for ligne in domiciles_a_verifier(monde.acteur("amina"), at=at).a_verifier
    }


def test_une_adresse_protegee_n_est_jamais_envoyee(
    monde: Monde, connexion: Any, settings: Any
) -> None:
    settings.GEOCODEUR_HEBERGE = "https://geocodeur.example/search"
    rang = habiter(monde.karthik, VOIE)
    proteger(monde, monde.karthik)
    adresse = f"/enfants/{monde.karthik.pk}/identite/position/"
    assert "Demander au service" not in connexion("amina").get(adresse).content.decode()
    reponse = connexion("amina").post(adresse, {"heberge": "1", "version": rang.version})
    assert reponse.status_code == 422
    assert "elle n’est jamais envoyée" in reponse.content.decode()


def test_la_carte_d_un_domicile_n_a_jamais_de_fond(
    monde: Monde, connexion: Any, settings: Any
) -> None:
    settings.TUILES = "https://tuiles.example/{z}/{x}/{y}.png"
    habiter(monde.karthik, SURE)
    reponse = connexion("amina").get(f"/enfants/{monde.karthik.pk}/identite/position/")
    page = reponse.content.decode()
    donnees = json.loads(
        page.split('id="carte-domicile" type="application/json">')[1].split("</script>")[0]
    )
    assert donnees["tuiles"] is None
    assert donnees["reperes"]
    assert "tuiles.example" not in page + str(reponse.headers)


def test_une_panne_ne_laisse_l_adresse_nulle_part(
    monde: Monde, connexion: Any, monkeypatch: Any, caplog: Any
) -> None:
    """Forced errors: in the page, in the job, with the words of the address in the exception."""
    habiter(monde.karthik, {"adresse": "12 rue Canariperche", "ville": "93200", "quartier": ""})

    def casser(*textes: Any, **_: Any) -> None:
        raise ValueError(f"panne sur {textes}")

    monkeypatch.setattr(geocodage.Geocodeur, "geocoder", casser)
    caplog.set_level(0)
    page = connexion("amina").get(f"/enfants/{monde.karthik.pk}/identite/position/")
    assert page.status_code == 500
    ecrite = connexion("amina").post(
        f"/enfants/{monde.karthik.pk}/identite/adresse/",
        {"adresse": "9 rue Canariperche", "ville": "93200"},
    )
    assert ecrite.status_code == 500
    numero = reperage.ouvrir(monde.programme.pk)
    with pytest.raises(tasks.ReperageEnPanne) as panne:
        tasks.reperer_les_domiciles.func(str(numero))
    assert ReperageDesDomiciles.objects.get(pk=numero).etat == EtatDuReperage.ECHOUE
    from maillage.config.journaux import SansMessage

    ecrits = "\n".join(SansMessage().format(r) for r in caplog.records)
    evenements = str(list(Evenement.objects.values()))
    for lieu in (
        page.content.decode(),
        ecrite.content.decode(),
        str(panne.value),
        repr(panne.value),
        ecrits,
        evenements,
    ):
        assert "canariperche" not in lieu.lower()


def test_l_adresse_n_est_dans_aucune_url_ni_aucun_evenement(
    monde: Monde, connexion: Any, caplog: Any
) -> None:
    caplog.set_level(0)
    client = connexion("amina")
    client.post(f"/enfants/{monde.karthik.pk}/identite/adresse/", SURE)
    client.get(f"/enfants/{monde.karthik.pk}/identite/position/")
    chercher(monde)
    client.get("/enfants/domiciles/")
    ici = position_de(contenu_de(monde.karthik))
    partout = caplog.text + str(list(Evenement.objects.values()))
    for secret in ("gabriel", "péri", str(ici.lon), str(ici.lat)):
        assert secret not in partout.lower()


def test_qui_n_ecrit_pas_ne_situe_pas(monde: Monde) -> None:
    habiter(monde.karthik, SURE)
    for qui in ("nour", "sylvie", "bruno", "claire", "karim", "voisine"):
        with pytest.raises(Introuvable):
            domicile_a_situer(monde.acteur(qui), monde.karthik.pk, at=monde.aujourd_hui)


@pytest.mark.parametrize(
    ("periodes", "attendu"),
    [
        ([], None),
        ([(None, None)], 0),
        ([(None, None), (None, None)], 1),
        ([(date(2026, 1, 1), None), (None, None)], 0),
        ([(date(2027, 1, 1), None)], None),
        ([(None, date(2026, 1, 1)), (date(2026, 1, 2), None)], 1),
    ],
)
def test_le_domicile_du_jour(periodes: Any, attendu: int | None) -> None:
    assert du_jour(periodes, date(2026, 7, 1)) == attendu
