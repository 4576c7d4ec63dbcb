"""The return on the page, written, exported: figures of the base, an author and a day for each, nothing of a child outside."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import uuid4

import msoffcrypto
import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from maillage.bilans import exports_enquete, tableur_enquete
from maillage.bilans.models import ValeurDEnquete
from maillage.bilans.queries.enquete import retour
from maillage.bilans.queries.journee import bloc
from maillage.bilans.services import enquete as services
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire
from maillage.parcours.models import ExportNominatif
from maillage.tracabilite.models import Evenement
from tests.factories.dossiers import enfant_suivi_par
from tests.factories.monde import BASES, Monde

pytestmark = BASES
Connexion = Callable[[str], Client]
A = AnneeScolaire(2025)
ADRESSE = "/bilans/enquete/?annee=2025"
EQUIPE = "/bilans/enquete/2025/equipe/"
JUIN = date(2026, 6, 15)


def texte(reponse: object) -> str:
    brut = re.sub(r"<[^>]+>", " ", reponse.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", html.unescape(brut))


def corps(**valeurs: str) -> dict[str, str]:
    return {f"equipe_{c}": v for c, v in valeurs.items()} | {"lu": valeurs.get("lu", "0")}


def test_la_page_montre_les_enfants_que_la_base_compte_et_ce_qui_manque(
    monde: Monde, connexion: Connexion
) -> None:
    enfant_suivi_par(monde.poste_amina, nom="Rivière", prenom="Sarah")
    reponse = connexion("leila").get(ADRESSE)
    assert reponse.status_code == 200
    lu = reponse.context["retour"]
    assert lu.nombre == 4
    ages = next(r for r in lu.rubriques if r.code == "age")
    assert ages.total.valeurs[-1] == 4
    assert {m.rubrique for m in lu.manques} >= {
        "equipe",
        "ressources",
        "contributions",
        "partenaires",
    }
    dit = texte(reponse)
    assert "Équipe, en équivalents temps plein" in dit
    assert "Enquête annuelle PRE" not in dit
    assert not [m for m in monde.mots_secrets if m in reponse.content.decode()]


def test_un_nombre_ecrit_garde_son_auteur_son_jour_et_l_ancien(
    monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")
    assert (
        leila.post(EQUIPE, corps(coordonnateur="1", referent_de_parcours="2,5")).status_code == 302
    )
    lu = str(leila.get(EQUIPE).context["form"].initial["lu"])
    assert (
        leila.post(
            EQUIPE, {**corps(coordonnateur="0,8", referent_de_parcours=""), "lu": lu}
        ).status_code
        == 302
    )
    rangs = list(ValeurDEnquete.objects.order_by("id").values_list("code", "valeur", "en_vigueur"))
    assert rangs == [
        ("equipe.coordonnateur", Decimal(1), False), ("equipe.referent_de_parcours", Decimal("2.5"), False),
        ("equipe.coordonnateur", Decimal("0.8"), True), ("equipe.referent_de_parcours", None, True)]  # fmt: skip
    dit = texte(leila.get(ADRESSE))
    assert "Coordonnateur 0,8 Leïla Marchand" in dit
    assert "Référent de parcours à écrire" in dit


def test_deux_personnes_qui_ecrivent_le_meme_nombre_le_voient(
    monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")
    leila.post(EQUIPE, corps(coordonnateur="1"))
    reponse = leila.post(
        EQUIPE, corps(coordonnateur="2")
    )  # the page was opened before the first sending
    assert reponse.status_code == 409
    dit = texte(reponse)
    assert "Quelqu’un vient d’écrire" in dit
    assert "Coordonnateur" in dit
    assert 'value="2"' in reponse.content.decode()
    assert ValeurDEnquete.objects.get().valeur == 1
    suite = reponse.context["form"].data["lu"]
    assert leila.post(EQUIPE, {**corps(coordonnateur="2"), "lu": suite}).status_code == 302


def test_une_reponse_fausse_se_dit_a_sa_place_et_rien_n_est_ecrit(
    monde: Monde, connexion: Connexion
) -> None:
    reponse = connexion("leila").post(EQUIPE, corps(coordonnateur="beaucoup", autre="1"))
    assert reponse.status_code == 422
    assert "Écrivez un nombre, par exemple 3,5" in texte(reponse)
    assert not ValeurDEnquete.objects.exists()


@pytest.mark.parametrize("qui", ["amina", "bruno", "claire", "sylvie", "nour", "voisine", "zoe"])
def test_l_enquete_n_est_que_pour_la_coordination(
    qui: str, monde: Monde, connexion: Connexion
) -> None:
    client = connexion(qui)
    for adresse in (ADRESSE, EQUIPE, "/bilans/enquete/tableur/", "/bilans/enquete/2025/table/"):
        assert client.get(adresse).status_code == 403
    assert client.post(EQUIPE, corps(coordonnateur="1")).status_code == 403
    with pytest.raises(Introuvable):
        services.ecrire_valeurs(
            acteur=monde.acteur(qui), annee=A, valeurs={"equipe.autre": Decimal(1)}, lu=0, at=JUIN
        )


def test_un_code_qui_n_est_pas_de_l_enquete_n_entre_pas(monde: Monde) -> None:
    with pytest.raises(Introuvable):
        services.ecrire_valeurs(
            acteur=monde.acteur("leila"), annee=A, valeurs={"equipe.roi": Decimal(1)}, lu=0, at=JUIN
        )


@pytest.mark.parametrize(
    "adresse",
    ["/bilans/enquete/1950/equipe/", "/bilans/enquete/2999/equipe/", "/bilans/enquete/2025/rien/"],
)
def test_une_annee_ou_une_rubrique_inconnue_n_existe_pas(
    adresse: str, monde: Monde, connexion: Connexion
) -> None:
    assert connexion("leila").get(adresse).status_code == 404


def test_les_valeurs_d_un_programme_ne_se_voient_pas_dans_un_autre(monde: Monde) -> None:
    services.ecrire_valeurs(
        acteur=monde.acteur("leila"),
        annee=A,
        valeurs={"ressources.etat": Decimal(9)},
        lu=0,
        at=JUIN,
    )
    ici, ailleurs = (
        ValeurDEnquete.objects.filter(programme=p).count()
        for p in (monde.programme, monde.autre_programme)
    )
    assert (ici, ailleurs) == (1, 0)


def test_le_bloc_du_jour_vient_en_juin_et_s_arrete_a_l_envoi(monde: Monde) -> None:
    leila = monde.acteur("leila")
    assert bloc(leila, at=date(2026, 3, 1)) is None
    lu = bloc(leila, at=JUIN)
    assert lu.nombre == 6
    assert lu.lignes[0].texte == "Équipe, en équivalents temps plein : 7 nombres à écrire"
    assert bloc(monde.acteur("amina"), at=JUIN) is None
    services.marquer_envoye(acteur=leila, annee=A, at=JUIN)
    assert bloc(leila, at=JUIN) is None
    services.rouvrir(acteur=leila, annee=A, at=JUIN)
    assert bloc(leila, at=JUIN) is not None


def onglets(octets: bytes) -> dict[str, list[list[object]]]:
    livre = CalamineWorkbook.from_filelike(io.BytesIO(octets))
    return {
        n: livre.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in livre.sheet_names
    }


def test_le_tableur_simple_n_a_aucune_ligne_d_enfant(monde: Monde, connexion: Connexion) -> None:
    reponse = connexion("leila").get("/bilans/enquete/tableur/?annee=2025")
    lus = onglets(reponse.content)
    assert list(lus) == ["Tableau de bord", "Synthèse annuelle"]
    assert ["Ensemble", 3.0] in [
        [r[0], r[-1]]
        for r in ([c for c in rang if c != ""] for rang in lus["Tableau de bord"])
        if r
    ]
    assert Evenement.objects.filter(contenu__acte="exporter_les_chiffres").exists()


def test_les_trois_onglets_sont_chiffres_inscrits_et_sans_nom(
    monde: Monde, connexion: Connexion
) -> None:
    leila = connexion("leila")
    assert (
        leila.post("/bilans/enquete/2025/table/", {"raison": "", "formulaire": uuid4()}).status_code
        == 422
    )
    envoi = {"raison": "retour à la préfecture", "formulaire": uuid4()}
    reponse = leila.post("/bilans/enquete/2025/table/", envoi)
    fait = reponse.context["fait"]
    rang = ExportNominatif.objects.get()
    assert (rang.raison, rang.nombre, rang.numero) == ("retour à la préfecture", 3, fait.numero)
    fichier = leila.get(f"/enfants/listes/{fait.id}/").content
    ferme = msoffcrypto.OfficeFile(io.BytesIO(fichier))
    assert ferme.is_encrypted()
    clair = io.BytesIO()
    ferme.load_key(password=fait.phrase)
    ferme.decrypt(clair)
    lus = onglets(clair.getvalue())
    assert list(lus) == ["Table de suivi", "Tableau de bord", "Synthèse annuelle"]
    table = lus["Table de suivi"]
    assert [r[0] for r in table[4:]] == [1.0, 2.0, 3.0]
    tout = " ".join(str(c) for f in lus.values() for r in f for c in r)
    assert not [m for m in monde.mots_secrets if m in tout]
    assert not [d for d in (monde.karthik, monde.ines, monde.tom) if str(d.pk)[:8] in tout]
    assert leila.post("/bilans/enquete/2025/table/", envoi).status_code == 404  # shown once


def test_les_formules_de_l_outil_comptent_comme_la_page(monde: Monde) -> None:
    """Each COUNTIFS is computed again here, from the cells of the first tab, and agrees with the value kept beside it."""
    lu = retour(monde.acteur("leila"), A, at=JUIN)
    octets = tableur_enquete.classeur(
        lu, programme="P", auteur="L", le=timezone.localtime(), avec_table=True
    )
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        feuille = archive.read("xl/worksheets/sheet2.xml").decode()
    table = onglets(octets)["Table de suivi"][4:]
    formules = re.findall(r"<f>COUNTIFS\((.*?)\)</f><v>(\d+)</v>", html.unescape(feuille))
    assert len(formules) > 100
    for corps_, valeur in formules:
        conditions = re.findall(r"\$([A-Z]+)\$5:\$[A-Z]+\$3504,\"([=>][^\"]*)\"", corps_)
        assert conditions
        n = sum(all(_vrai(rang[_colonne(c)], dite) for c, dite in conditions) for rang in table)
        assert n == int(valeur), corps_


def _vrai(case: object, dite: str) -> bool:
    return (
        isinstance(case, float) and case > 0
        if dite == ">0"
        else str(case) == dite[1:].replace("~", "")
    )


def _colonne(lettres: str) -> int:
    n = 0
    for x in lettres:
        n = n * 26 + ord(x) - 64
    return n - 1


def test_au_dela_des_lignes_de_l_outil_des_nombres_remplacent_les_formules(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tableur_enquete, "LIGNES_DE_L_OUTIL", 2)
    lu = retour(monde.acteur("leila"), A, at=JUIN)
    octets = tableur_enquete.classeur(
        lu, programme="P", auteur="L", le=timezone.localtime(), avec_table=True
    )
    bord = onglets(octets)["Tableau de bord"]
    assert any("Des nombres remplacent" in str(c) for r in bord for c in r)
    assert ["Ensemble", 3.0] in [
        [r[0], r[-1]] for r in ([c for c in rang if c != ""] for rang in bord) if r
    ]


def test_exporter_la_table_est_refuse_a_qui_ne_tient_pas_les_listes(monde: Monde) -> None:
    with pytest.raises(Introuvable):
        exports_enquete.avec_la_table(
            acteur=monde.acteur("amina"), annee=A, raison="x", formulaire=uuid4(), at=JUIN
        )
