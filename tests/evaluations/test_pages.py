"""Pages of the points with schools: who opens them, one child after another, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from maillage.evaluations.models import CampagneDEvaluation, EvaluationDeLEnfant, RendezVous
from maillage.evaluations.rules.grilles import EtatDEvaluation, domaines
from maillage.evaluations.rules.rendez_vous import EtatDeRendezVous
from maillage.plans.models import RegardPorte
from maillage.tracabilite.models import Evenement
from tests.evaluations.points import LANGEVIN, MOT, VALLES, Point
from tests.factories.monde import BASES, Monde

pytestmark = BASES
PERSONNES = ("leila", "amina", "karim", "bruno", "claire", "sylvie", "nour", "voisine", "zoe", "")
Connexion = Callable[[str], Client]


@pytest.fixture
def p(monde: Monde) -> Point:
    return Point(monde)


def texte(reponse) -> str:
    return " ".join(reponse.content.decode().replace("\xa0", " ").split())


def statuts(connexion: Connexion, adresse: str) -> dict[str, int]:
    return {q: connexion(q).get(adresse).status_code for q in PERSONNES}


def page(p: Point, enfant=None, ecole: str = VALLES) -> str:
    suite = f"{enfant.pk}/" if enfant else ""
    return f"/evaluations/{p.campagne}/{ecole}/{suite}"


def envoi(
    p: Point, geste: str, version: int = 0, mots: str = MOT, **plus: str
) -> dict[str, object]:
    lignes = {f"d_{d.code}": "stable" for d in domaines(p.jour)}
    lignes |= {f"d_{d.code}_mots": mots for d in domaines(p.jour)}
    return {**lignes, "mots": mots, "version": version, "geste": geste, **plus}


def test_qui_ouvre_une_ecole_et_un_enfant(p: Point, connexion: Connexion) -> None:
    attendus = {"leila": 200, "amina": 200, "karim": 200, "voisine": 404, "": 302}
    tous = {q: attendus.get(q, 403) for q in PERSONNES}
    assert statuts(connexion, page(p)) == tous
    assert statuts(connexion, page(p, p.maya)) == {**tous, "karim": 404}
    lus = statuts(connexion, f"/evaluations/enfants/{p.maya.pk}/")
    assert {q for q, s in lus.items() if s == 200} == {"leila", "amina", "nour"}


def test_personne_d_autre_que_les_enfants_de_l_ecole_n_est_nomme(
    p: Point, connexion: Connexion
) -> None:
    for adresse in (page(p), page(p, p.maya)):
        lue = texte(connexion("leila").get(adresse))
        assert "Benhamou Inès" in lue
        assert not [n for n in ("Traoré", "Duval", "Okoye", "Le Goff") if n in lue]
        lue = texte(connexion("amina").get(adresse))
        assert "Benhamou" not in lue
    assert connexion("amina").get(page(p, p.ilyes)).status_code == 404, "he is of another school"
    assert "Traoré Ilyes" in texte(connexion("amina").get(page(p, p.ilyes, LANGEVIN)))


def test_on_saisit_un_enfant_apres_l_autre(p: Point, connexion: Connexion) -> None:
    amina = connexion("amina")
    lue = texte(amina.get(page(p)))
    assert "Saisir pendant la rencontre" in lue
    assert str(p.maya.pk) in lue
    reponse = amina.post(page(p, p.maya), envoi(p, "terminer"))
    assert reponse["Location"] == page(p, p.monde.karthik)
    reponse = amina.post(page(p, p.monde.karthik), envoi(p, "suivant"))
    assert reponse["Location"] == page(p)
    etats = dict(EvaluationDeLEnfant.objects.values_list("dossier_id", "etat"))
    assert etats == {
        p.maya.pk: EtatDEvaluation.FAITE, p.monde.karthik.pk: EtatDEvaluation.ENTAMEE,
    }  # fmt: skip
    assert "1 enfant reste à évaluer" in texte(amina.get(page(p)))


def test_chaque_frappe_est_gardee_et_la_page_sait_ce_qui_manque(
    p: Point, connexion: Connexion
) -> None:
    amina = connexion("amina")
    corps = envoi(p, "garder")
    del corps["d_langage"]
    reponse = amina.post(page(p, p.maya), corps)
    assert reponse.status_code == 200
    lu = texte(reponse)
    assert 'name="version" value="1"' in lu
    assert "Langage : l’école n’a pas encore répondu." in lu
    for _ in range(2):
        amina.post(page(p, p.maya), {**corps, "version": 1})
    assert EvaluationDeLEnfant.objects.get().version == 1
    reprise = texte(amina.get(page(p, p.maya)))
    assert MOT in reprise
    assert 'name="version" value="1"' in reprise


def test_garder_ce_qui_est_tape_n_ouvre_aucun_autre_enfant(p: Point, connexion: Connexion) -> None:
    amina = connexion("amina")
    avant = Evenement.objects.count()
    assert amina.post(page(p, p.maya), envoi(p, "garder")).status_code == 200
    notes = [e.contenu for e in Evenement.objects.order_by("id")[avant:]]
    touches = {d for c in notes for d in (c.get("dossier"), *(c.get("dossiers") or ())) if d}
    assert touches == {str(p.maya.pk)}


def test_terminer_trop_tot_montre_la_ligne_et_garde_le_texte(
    p: Point, connexion: Connexion
) -> None:
    amina = connexion("amina")
    corps = envoi(p, "terminer")
    corps["d_langage"] = "degradation"
    corps["d_langage_mots"] = ""
    reponse = amina.post(page(p, p.maya), corps)
    assert reponse.status_code == 422
    lu = texte(reponse)
    assert "Écrivez le fait qui le montre" in lu
    assert "d_langage_mots" in lu
    assert MOT in lu
    assert EvaluationDeLEnfant.objects.get().etat == EtatDEvaluation.ENTAMEE
    corps |= {"d_langage_mots": "parle moins", "version": "1"}
    assert amina.post(page(p, p.maya), corps).status_code == 302


def test_un_conflit_montre_les_deux_textes(p: Point, connexion: Connexion) -> None:
    amina = connexion("amina")
    amina.post(page(p, p.maya), envoi(p, "suivant", mots="CanariPremier"))
    amina.post(page(p, p.maya), envoi(p, "suivant", 1, mots="CanariDeuxieme"))
    reponse = amina.post(page(p, p.maya), envoi(p, "suivant", 1, mots="CanariTroisieme"))
    assert reponse.status_code == 409
    lu = texte(reponse)
    assert "CanariDeuxieme" in lu
    assert "CanariTroisieme" in lu
    assert amina.post(
        page(p, p.maya), envoi(p, "suivant", 2, mots="CanariTroisieme")
    ).status_code == 302  # fmt: skip
    gardee = amina.post(page(p, p.maya), envoi(p, "garder", 1, mots="CanariQuatrieme"))
    assert "Quelqu’un d’autre a écrit" in texte(gardee)


def test_la_parole_de_l_ecole_sur_un_objectif_va_au_plan(p: Point, connexion: Connexion) -> None:
    objectif = p.objectif(p.maya)
    amina = connexion("amina")
    assert "Oser parler en classe" in texte(amina.get(page(p, p.maya)))
    nom = f"o_{objectif.hex}"
    dit = {nom: "legere_amelioration", f"{nom}_mots": "lève la main"}
    assert amina.post(page(p, p.maya), envoi(p, "terminer", **dit)).status_code == 302
    assert RegardPorte.objects.filter(objectif_id=objectif).count() == 1


def test_la_coordination_lit_et_n_ecrit_pas(p: Point, connexion: Connexion) -> None:
    p.finir(p.maya, p.grille())
    leila = connexion("leila")
    lue = texte(leila.get(page(p, p.maya)))
    assert MOT in lue
    assert "Terminer cet enfant" not in lue
    assert leila.post(page(p, p.maya), envoi(p, "terminer", 1, mots="autre")).status_code == 404


def test_un_enfant_se_reporte_et_sa_famille_s_informe(p: Point, connexion: Connexion) -> None:
    amina = connexion("amina")
    assert amina.post(page(p, p.maya), {"geste": "reporter"}).status_code == 422
    amina.post(page(p, p.maya), {"geste": "reporter", "motif": "eleve_absent", "precision": MOT})
    assert "Élève absent trop longtemps" in texte(amina.get(page(p)))
    amina.post(page(p, p.maya), envoi(p, "terminer", 1))
    demain = {"geste": "famille", "le": p.jour + timedelta(days=1)}
    assert "dans l’avenir" in texte(amina.post(page(p, p.maya), demain))
    assert amina.post(page(p, p.maya), {"geste": "famille", "le": p.jour}).status_code == 302
    assert "Famille informée" in texte(amina.get(page(p)))
    assert MOT in texte(amina.get(f"/evaluations/enfants/{p.maya.pk}/"))


def test_le_rendez_vous_se_prend_et_se_reporte_sur_la_page_de_l_ecole(
    p: Point, connexion: Connexion
) -> None:
    amina = connexion("amina")
    assert amina.post(page(p), {"geste": "prendre"}).status_code == 422
    assert amina.post(page(p), {"geste": "autre"}).status_code == 422
    voulu = {"geste": "prendre", "le": p.jour, "lieu": "a_l_ecole", "heure": "14:30",
             "formulaire": uuid4()}  # fmt: skip
    for _ in range(2):
        assert amina.post(page(p), voulu).status_code == 302
    assert RendezVous.objects.count() == 1
    assert "à 14 h 30" in texte(amina.get(page(p)))
    assert amina.post(page(p), {"geste": "reporter"}).status_code == 422
    dit = {"geste": "reporter", "raison": "ecole_fermee"}
    assert amina.post(page(p), dit).status_code == 302
    assert "L’école était fermée" in texte(amina.get(page(p)))
    amina.post(page(p), {**voulu, "formulaire": uuid4()})
    assert amina.post(page(p), {"geste": "tenu"}).status_code == 302
    assert RendezVous.objects.filter(etat=EtatDeRendezVous.TENU).count() == 1
    assert "Tenu" in texte(amina.get(f"/evaluations/{p.campagne}/"))


def test_la_coordination_ouvre_un_point(p: Point, connexion: Connexion) -> None:
    leila = connexion("leila")
    annee, fin = p.annee.rentree, p.annee.fin
    corps = {
        "annee": annee, "rang": 1, "depuis": fin - timedelta(days=5), "jusqu_au": fin,
        "formulaire": uuid4(),
    }  # fmt: skip
    deja = leila.post("/evaluations/ouvrir/", corps)
    assert deja.status_code == 422
    assert "déjà ouvert" in texte(deja)
    inverse = {**corps, "rang": 2, "depuis": fin, "jusqu_au": fin - timedelta(days=5)}
    assert "Le dernier jour vient après" in texte(leila.post("/evaluations/ouvrir/", inverse))
    assert leila.post("/evaluations/ouvrir/", {**corps, "rang": 2}).status_code == 302
    assert CampagneDEvaluation.objects.count() == 2
    lue = texte(leila.get("/evaluations/"))
    assert "0 enfant évalué deux fois sur 5 suivis" in lue
    assert "Comment c’est compté" in lue


def test_un_enfant_sans_ecole_de_l_annee_reste_visible(p: Point, connexion: Connexion) -> None:
    lue = texte(connexion("leila").get(f"/evaluations/{p.campagne}/a-preciser/"))
    assert "Duval Tom" in lue
    assert "n’est pas écrite" in lue
    assert "Prendre un rendez-vous" not in lue


def test_rien_n_est_un_classement(p: Point, connexion: Connexion) -> None:
    p.finir(p.maya, p.grille())
    lue = texte(connexion("leila").get(f"/evaluations/{p.campagne}/"))
    assert lue.index("École Langevin") < lue.index("École Vallès")
    for mot in ("%", "moyenne", "score", "rang ", "amélioration", "Stable"):
        assert mot not in lue.split('id="contenu"')[-1].replace("100%", "")


def test_la_page_de_l_enfant_mene_aux_points_de_l_ecole(p: Point, connexion: Connexion) -> None:
    lien = f"/evaluations/enfants/{p.maya.pk}/"
    assert lien in texte(connexion("amina").get(f"/enfants/{p.maya.pk}/"))
    assert lien not in texte(connexion("sylvie").get(f"/enfants/{p.maya.pk}/"))
