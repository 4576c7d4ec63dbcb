"""Agreements on screen: asked in one click, answered in three, taken back, decided by two persons, told on the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.accords import queries
from maillage.accords.models import (
    DemandeDAccord,
    FormulaireSigne,
    PartageConsenti,
    SituationDUnAdulte,
    VoilePose,
)
from maillage.accords.rules.natures import Nature
from maillage.enfants.models import Responsable
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.queries.journee import journee
from tests.factories.monde import BASES, Monde

pytestmark = BASES
Connexion = Callable[[str], Client]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF"
JUGEMENT = {
    "reference": "JAF 24/0123",
    "decision_le": "2026-01-05",
    "echeance": "",
    "precision": "",
}


def famille(monde: Monde, suite: str = "") -> str:
    return f"/enfants/{monde.karthik.pk}/famille/{suite}"


def mere(monde: Monde) -> Responsable:
    return Responsable.objects.get(dossier=monde.karthik)


def demander(
    client: Client, monde: Monde, nature: str = "entree_en_parcours", **champs: str
) -> str:
    envoi = {"nature": nature, "formulaire": str(uuid4()), **champs}
    reponse = client.post(famille(monde, "accords/demander/"), envoi)
    assert reponse.status_code == 302, reponse.context["form"].errors
    return reponse["Location"]


def repondre(client: Client, monde: Monde, page: str, sens: str) -> None:
    envoi = {"geste": "reponse", "adulte": str(mere(monde).pk), "sens": sens, "support": "oral",
             "le": str(monde.aujourd_hui), "formulaire": str(uuid4())}  # fmt: skip
    assert client.post(page, envoi).status_code == 302


def expliquer(client: Client, monde: Monde, page: str) -> None:
    envoi = {"geste": "information", "adulte": "l_autre", "donnee": "non", "precision": "Père inconnu.",
             "le": str(monde.aujourd_hui), "formulaire": str(uuid4())}  # fmt: skip
    assert client.post(page, envoi).status_code == 302


def test_un_accord_se_demande_en_un_clic_et_finit_avec_l_annee_scolaire(
    monde: Monde, connexion: Connexion
) -> None:
    amina = connexion("amina")
    page = demander(amina, monde)
    demande = DemandeDAccord.objects.get(nature=Nature.PLAN)
    assert (demande.jusqu_au.month, demande.jusqu_au.day) == (8, 31)
    repondre(amina, monde, page, "accord")
    assert (
        "à informer" in amina.get(page).content.decode()
        or "autre parent" in amina.get(page).content.decode()
    )
    expliquer(amina, monde, page)
    assert queries.accord_en_vigueur(monde.karthik.pk, Nature.PLAN, monde.aujourd_hui)
    assert "Plan de parcours" in amina.get(famille(monde)).content.decode()


def test_un_partage_demande_s_ouvre_puis_se_ferme_au_retrait(
    monde: Monde, connexion: Connexion
) -> None:
    amina = connexion("amina")
    page = demander(
        amina, monde, "partage", cible="scolarite", vers="autre", autre_nom="École Jean Moulin",
        autre_nature="education_nationale", finalite="faire_le_point_avec_l_ecole",
    )  # fmt: skip
    repondre(amina, monde, page, "accord")
    expliquer(amina, monde, page)
    assert len(queries.partages_en_vigueur([monde.karthik.pk], monde.aujourd_hui)) == 1
    repondre(amina, monde, page, "retrait")
    assert queries.partages_en_vigueur([monde.karthik.pk], monde.aujourd_hui) == {}
    assert PartageConsenti.objects.get().clos_le == monde.aujourd_hui


@pytest.mark.parametrize(
    "champs",
    [
        {"nature": "partage"},
        {"nature": "acte_non_usuel"},
        {"nature": "entree_en_parcours", "jusqu_au": "2020-01-01"},
        {"nature": "entree_en_parcours", "jusqu_au": "2090-01-01"},
        {"nature": "partage", "cible": "sante", "vers": "autre", "finalite": "coordonner_un_soin"},
    ],
)
def test_une_demande_incomplete_revient_avec_ce_qui_manque(
    monde: Monde, connexion: Connexion, champs: dict[str, str]
) -> None:
    avant = DemandeDAccord.objects.count()
    envoi = {"formulaire": str(uuid4()), **champs}
    reponse = connexion("amina").post(famille(monde, "accords/demander/"), envoi)
    assert reponse.status_code == 422
    assert DemandeDAccord.objects.count() == avant


def test_un_formulaire_envoye_deux_fois_ne_s_ecrit_qu_une_fois(
    monde: Monde, connexion: Connexion
) -> None:
    amina, numero = connexion("amina"), str(uuid4())
    pages = {demander(amina, monde, formulaire=numero) for _ in range(2)}
    assert len(pages) == 1
    demander(
        amina, monde, "presentation_en_eps", formulaire=numero
    )  # another button of the same page
    assert DemandeDAccord.objects.filter(dossier=monde.karthik).count() == 3


def test_un_papier_signe_revient_par_son_numero_et_ressort_tel_quel(
    monde: Monde, connexion: Connexion
) -> None:
    amina = connexion("amina")
    page = demander(amina, monde)
    numero = DemandeDAccord.objects.get(nature=Nature.PLAN).numero
    trouve = amina.post("/enfants/formulaires/", {"numero": numero.lower().replace("-", " ")})
    assert trouve["Location"] == page
    assert connexion("karim").post("/enfants/formulaires/", {"numero": numero}).status_code == 422
    envoi = {"geste": "formulaire", "formulaire": str(uuid4()),
             "fichier": SimpleUploadedFile("Selvam Karthik.pdf", PDF)}  # fmt: skip
    assert amina.post(page, envoi).status_code == 302
    piece = FormulaireSigne.objects.latest("created_at")
    assert PDF not in bytes(piece.scelle)
    sortie = amina.get(f"{page}formulaire/{piece.pk}/")
    assert sortie.content == PDF
    assert sortie["Content-Disposition"] == f'attachment; filename="accord-{numero}.pdf"'
    assert "sandbox" in sortie["Content-Security-Policy"]


@pytest.mark.parametrize("octets", [b"<script>", b"", b"%PDF-1.4 <</S/JavaScript>> %%EOF"])
def test_un_fichier_qui_n_est_pas_un_papier_numerise_est_refuse_poliment(
    monde: Monde, connexion: Connexion, octets: bytes
) -> None:
    amina, avant = connexion("amina"), FormulaireSigne.objects.count()
    page = demander(amina, monde)
    envoi = {
        "geste": "formulaire",
        "formulaire": str(uuid4()),
        "fichier": SimpleUploadedFile("a.pdf", octets),
    }
    assert amina.post(page, envoi).status_code == 422
    assert FormulaireSigne.objects.count() == avant


def test_une_protection_tient_tout_de_suite_et_ne_se_leve_qu_a_deux(
    monde: Monde, connexion: Connexion
) -> None:
    amina, leila = connexion("amina"), connexion("leila")
    page = famille(monde, f"adultes/{mere(monde).pk}/")
    envoi = {"geste": "voiler", "formulaire": str(uuid4()), **JUGEMENT}
    assert amina.post(page, {**envoi, "reference": ""}).status_code == 422
    assert amina.post(page, envoi).status_code == 302
    assert len(queries.cloaks(monde.karthik.pk, monde.aujourd_hui)) == 1
    amina.post(page, {"geste": "confirmer"})
    assert VoilePose.objects.get().decide_le is None
    leila.post(page, {"geste": "confirmer"})
    assert VoilePose.objects.get().decide_le == monde.aujourd_hui
    for client, geste in ((amina, "lever"), (amina, "demander_la_levee"), (amina, "lever")):
        client.post(page, {"geste": geste})
        assert len(queries.cloaks(monde.karthik.pk, monde.aujourd_hui)) == 1
    leila.post(page, {"geste": "lever"})
    assert queries.cloaks(monde.karthik.pk, monde.aujourd_hui) == ()


def test_l_ecran_dit_l_adresse_protegee_et_la_tait_a_qui_ne_lit_pas_la_famille(
    monde: Monde, connexion: Connexion
) -> None:
    adresse = monde.marques["karthik"]["adresse"]
    identite = f"/enfants/{monde.karthik.pk}/identite/"
    assert adresse in connexion("sylvie").get(identite).content.decode()
    page = famille(monde, f"adultes/{mere(monde).pk}/")
    connexion("amina").post(page, {"geste": "voiler", "formulaire": str(uuid4()), **JUGEMENT})
    for qui, lit in (("amina", True), ("leila", True), ("sylvie", False), ("nour", False)):
        contenu = connexion(qui).get(identite).content.decode()
        assert "Adresse protégée" in contenu
        assert (adresse in contenu) is lit


def test_un_jugement_note_par_l_une_prend_effet_par_l_autre(
    monde: Monde, connexion: Connexion
) -> None:
    amina, leila = connexion("amina"), connexion("leila")
    page = famille(monde, f"adultes/{mere(monde).pk}/")
    envoi = {"geste": "situation", "exercice": "exclusif", "formulaire": str(uuid4()), **JUGEMENT}
    assert amina.post(page, {**envoi, "reference": ""}).status_code == 422
    assert amina.post(page, envoi).status_code == 302
    amina.post(page, {"geste": "retenir"})
    assert SituationDUnAdulte.objects.filter(retenu=None, a_deux=True).exists()
    leila.post(page, {"geste": "retenir"})
    lus = queries.ensembles([monde.karthik.pk], monde.aujourd_hui)[monde.karthik.pk].titulaires
    assert [t.exercice.value for t in lus] == ["exclusif"]


def test_ma_journee_dit_ce_qui_manque_au_referent_et_ce_qui_finit(
    monde: Monde, connexion: Connexion
) -> None:
    acteur, au = monde.acteur("amina"), monde.aujourd_hui
    resumes = [(a.alerte.quoi, a.alerte.resume) for a in journee(acteur, at=au).accords]
    assert ("Plan de parcours", "À demander") in resumes
    amina = connexion("amina")
    page = demander(amina, monde, jusqu_au=str(au + timedelta(days=30)))
    repondre(amina, monde, page, "accord")
    expliquer(amina, monde, page)
    resumes = [(a.alerte.quoi, a.alerte.resume) for a in journee(acteur, at=au).accords]
    assert ("Plan de parcours", "Finit bientôt") in resumes
    assert ("Plan de parcours", "À demander") not in resumes
    lue = fiche(acteur, monde.karthik.pk, at=au)
    assert [ligne.resume for ligne in lue.accords.essentiels] == ["À demander", "Finit bientôt"]


def test_ce_qui_attend_une_seconde_personne_parait_chez_elle_seulement(
    monde: Monde, connexion: Connexion
) -> None:
    page = famille(monde, f"adultes/{mere(monde).pk}/")
    fin = str(monde.aujourd_hui - timedelta(days=1))
    connexion("amina").post(
        page, {"geste": "voiler", "formulaire": str(uuid4()), **JUGEMENT, "echeance": fin}
    )

    def dits(qui: str) -> set[str]:
        return {a.alerte.resume for a in journee(monde.acteur(qui), at=monde.aujourd_hui).accords}

    assert "À confirmer à deux" in dits("leila") - dits("amina")
    assert "La décision finit, la protection reste" in dits("leila") & dits("amina")
    assert len(queries.cloaks(monde.karthik.pk, date(2099, 1, 1))) == 1
