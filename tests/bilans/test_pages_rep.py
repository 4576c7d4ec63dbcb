"""The dashboard of a réseau on its pages: who reads which, what may be written, what a file may not hold."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.bilans.fichiers_rep import LIMITES
from maillage.bilans.forms.rep import FichierForm
from maillage.bilans.models import LectureDuTableau, MesureRep
from maillage.bilans.services import rep as services
from maillage.notions.erreurs import Introuvable
from tests.bilans.reseau import BREL, COLLEGE, MATERNELLE, ZOLA, directrice, reseau_de
from tests.factories.monde import BASES, Monde

pytestmark = BASES
Connexion = Callable[[str], Client]
ANNEE = "2025"
CM2 = "indicateur=maitrise_fin_cm2&annee=2025"
NOMBRES = {
    "source": "DSDEN, constat 2025", f"{ZOLA}_nombre": "30", f"{ZOLA}_effectif": "50", f"{BREL}_nombre": "20",
    f"{BREL}_effectif": "50", "hors_ep_nombre": "7 500", "hors_ep_effectif": "10 000",
}  # fmt: skip


def texte(reponse: object) -> str:
    brut = re.sub(r"<[^>]+>", " ", reponse.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", html.unescape(brut))


def test_ecrire_les_nombres_de_chaque_ecole_donne_le_reseau_et_son_ecart(
    monde: Monde, connexion: Connexion
) -> None:
    r, leila = reseau_de(monde), connexion("leila")
    page = leila.get(f"/bilans/rep/{r.pk}/saisir/?{CM2}")
    noms = [nom for nom, _ in page.context["form"].rangs]
    assert noms[:3] == [
        "École Brel",
        "École Zola",
        "Ensemble du réseau",
    ]  # the maternelle has no CM2
    reponse = leila.post(f"/bilans/rep/{r.pk}/saisir/?{CM2}", NOMBRES)
    assert reponse.status_code == 302, reponse.context["form"].errors
    vue = leila.get(f"/bilans/rep/{r.pk}/?annee={ANNEE}")
    (ecart,) = vue.context["t"].ecarts
    assert (ecart.reseau.nombre, ecart.reseau.effectif, round(ecart.ecart.points, 6)) == (
        50,
        100,
        25,
    )
    dit = texte(vue)
    assert "60 % 50 DSDEN, constat 2025, rentrée 2025" in dit
    assert "Somme de 2 établissements" in dit
    assert "L’écart dépasse 10 points, même en tenant compte du hasard." in dit
    assert 'role="img"' in vue.content.decode()


def test_les_references_publiees_sont_la_et_ne_s_appellent_jamais_normes(
    monde: Monde, connexion: Connexion
) -> None:
    r = reseau_de(monde)
    dit = texte(connexion("leila").get(f"/bilans/rep/{r.pk}/?annee={ANNEE}"))
    assert "France, REP+ (référence) 16,8 % Effectif non publié" in dit
    assert "Les références situent ; ce ne sont pas des normes." in dit
    assert "Aucun nombre pour cette rentrée" in dit


FAUX = [
    ({f"{ZOLA}_effectif": ""}, "l’effectif manque"),
    ({f"{ZOLA}_nombre": "60"}, "le nombre dépasse l’effectif"),
    ({f"{ZOLA}_nombre": "2", f"{ZOLA}_effectif": "4"}, "ce nombre parlerait de quelqu’un"),
    ({"source": ""}, "Dites d’où viennent ces nombres"),
    ({f"{ZOLA}_nombre": "beaucoup"}, "Écrivez un nombre"),
]


@pytest.mark.parametrize(("change", "dit"), FAUX)
def test_un_nombre_impossible_est_refuse_et_rien_n_est_ecrit(
    change: dict[str, str], dit: str, monde: Monde, connexion: Connexion
) -> None:
    r = reseau_de(monde)
    reponse = connexion("leila").post(f"/bilans/rep/{r.pk}/saisir/?{CM2}", NOMBRES | change)
    assert reponse.status_code == 422
    assert dit in texte(reponse)
    assert not MesureRep.objects.exists()


def test_corriger_garde_l_ancien_et_effacer_retire(monde: Monde, connexion: Connexion) -> None:
    r, leila = reseau_de(monde), connexion("leila")
    adresse = f"/bilans/rep/{r.pk}/saisir/?{CM2}"
    leila.post(adresse, NOMBRES)
    leila.post(
        adresse, NOMBRES | {f"{ZOLA}_nombre": "31", f"{BREL}_nombre": "", f"{BREL}_effectif": ""}
    )
    rangs = MesureRep.objects.filter(portee="etablissement").order_by("id")
    dits = list(rangs.values_list("etablissement_id", "nombre", "en_vigueur"))
    assert sorted(dits, key=str) == sorted(
        [(ZOLA, 30, False), (ZOLA, 31, True), (BREL, 20, False), (BREL, None, True)], key=str
    )
    tableau = leila.get(f"/bilans/rep/{r.pk}/?annee=2025").content.decode()
    assert "pas donné" in tableau


def fichier(texte_: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("nombres.csv", texte_.encode(), content_type="text/csv")


def test_un_fichier_de_nombres_entre_entier_et_une_liste_d_eleves_jamais(
    monde: Monde, connexion: Connexion
) -> None:
    r, leila = reseau_de(monde), connexion("leila")
    adresse = f"/bilans/rep/{r.pk}/importer/"
    titres = "uai;indicateur;rentree;nombre;effectif;valeur;source\n"
    bon = f"{titres}{ZOLA};maitrise_fin_cm2;2024;30;50;;DSDEN\n{COLLEGE};retard_en_sixieme;2024;12;90;;DSDEN\n"
    assert leila.post(adresse, {"fichier": fichier(bon)}).status_code == 302
    assert MesureRep.objects.count() == 2
    noms = leila.post(adresse, {"fichier": fichier("nom;prenom;uai\nSelvam;Karthik;0930002B\n")})
    assert noms.status_code == 422
    assert "Ce fichier semble contenir des élèves" in texte(noms)
    assert "Selvam" not in noms.content.decode()
    mixte = leila.post(
        adresse, {"fichier": fichier(bon + "0930009Z;maitrise_fin_cm2;2024;1;20;;x\n")}
    )
    assert "Ligne 4" in texte(mixte)
    assert MesureRep.objects.count() == 2


def test_une_ecole_ne_lit_que_le_reseau_que_la_coordination_lui_a_ouvert(
    monde: Monde, connexion: Connexion
) -> None:
    r, poste = reseau_de(monde), directrice(monde)
    rossi, leila = connexion("rossi"), connexion("leila")
    assert rossi.get(f"/bilans/rep/{r.pk}/").status_code == 404
    assert "Aucun tableau ne vous est ouvert" in texte(rossi.get("/bilans/rep/"))
    assert leila.post(f"/bilans/rep/{r.pk}/lecteurs/", {"poste": ""}).status_code == 422
    assert leila.post(f"/bilans/rep/{r.pk}/lecteurs/", {"poste": poste.pk}).status_code == 302
    vue = rossi.get(f"/bilans/rep/{r.pk}/")
    assert vue.status_code == 200
    assert "Qui lit ce tableau" not in texte(vue)
    for adresse in ("saisir/", "importer/", "modele/"):
        assert rossi.get(f"/bilans/rep/{r.pk}/{adresse}").status_code == 403
    lecture = LectureDuTableau.objects.get()
    leila.post(f"/bilans/rep/{r.pk}/lecteurs/", {"fermer": lecture.pk})
    assert rossi.get(f"/bilans/rep/{r.pk}/").status_code == 404


@pytest.mark.parametrize("qui", ["amina", "bruno", "claire", "sylvie", "nour", "voisine", "zoe"])
def test_personne_d_autre_n_ouvre_le_tableau(qui: str, monde: Monde, connexion: Connexion) -> None:
    r = reseau_de(monde)
    assert connexion(qui).get(f"/bilans/rep/{r.pk}/").status_code == 403


def test_le_reseau_d_une_autre_ville_n_existe_pas(monde: Monde, connexion: Connexion) -> None:
    r = reseau_de(monde)
    monde.programme.communes = ["33063"]
    monde.programme.save()
    assert connexion("leila").get(f"/bilans/rep/{r.pk}/").status_code == 404
    with pytest.raises(Introuvable):
        services.ecrire_mesures(
            acteur=monde.acteur("leila"), reseau_id=r.pk, lues=(), at=monde.aujourd_hui
        )


def test_le_modele_de_fichier_nomme_les_ecoles_du_reseau(
    monde: Monde, connexion: Connexion
) -> None:
    r = reseau_de(monde)
    lu = connexion("leila").get(f"/bilans/rep/{r.pk}/modele/").content.decode("utf-8-sig")
    assert f"{ZOLA};maitrise_fin_cm2" in lu
    assert f"{MATERNELLE};maternelle_avant_trois_ans" in lu
    assert f"{MATERNELLE};maitrise_fin_cm2" not in lu


def test_un_fichier_trop_lourd_est_refuse_avant_d_etre_lu() -> None:
    lourd = SimpleUploadedFile("a.csv", b"x" * (LIMITES.octets + 1))
    form = FichierForm({}, {"fichier": lourd})
    assert not form.is_valid()
    assert "dépasse 5 Mo" in str(form.errors)
