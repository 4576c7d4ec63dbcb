"""The pinned synthesis and the templates of notes: two persons who write at once lose nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import ModeleDejaNomme, SyntheseEcriteEntreTemps
from maillage.parcours.models import ModeleDeNote, SyntheseEpinglee
from maillage.parcours.queries import notes, syntheses
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.rules.modeles import LIVRES
from maillage.parcours.services import reperes
from tests.factories.monde import BASES, Monde, creer_monde

pytestmark = BASES


def epingler(monde: Monde, qui: str, texte: str, vue: int) -> None:
    reperes.epingler(
        acteur=monde.acteur(qui), dossier_id=monde.karthik.pk, texte=texte, vue=vue,
        at=monde.aujourd_hui,
    )  # fmt: skip


def synthese(monde: Monde, qui: str) -> syntheses.SyntheseOuverte:
    return syntheses.synthese_ouverte(monde.acteur(qui), monde.karthik.pk, at=monde.aujourd_hui)


def test_deux_personnes_qui_ecrivent_la_synthese_ne_perdent_rien(monde: Monde) -> None:
    epingler(monde, "amina", "Lit seul depuis mai.", 0)
    assert synthese(monde, "leila").courante.texte == "Lit seul depuis mai."
    epingler(monde, "leila", "Lit seul. Bilan en juin.", 1)
    with pytest.raises(SyntheseEcriteEntreTemps):
        epingler(monde, "amina", "Lit seul, aime le judo.", 1)
    lue = synthese(monde, "amina")
    assert (lue.courante.rang, lue.courante.auteur) == (2, "Leïla Marchand")
    assert [s.texte for s in lue.anciennes] == ["Lit seul depuis mai."]
    epingler(monde, "amina", "Lit seul. Bilan en juin.", 2)  # the same words: no version
    assert SyntheseEpinglee.objects.count() == 2
    assert b"judo" not in bytes(SyntheseEpinglee.objects.latest("rang").scelle)


@pytest.mark.parametrize("qui", ["karim", "nour", "bruno", "claire", "sylvie", "voisine", "zoe"])
def test_la_synthese_n_est_ecrite_que_par_qui_ecrit_le_parcours(monde: Monde, qui: str) -> None:
    with pytest.raises(Introuvable):
        epingler(monde, qui, "Intrus", 0)
    with pytest.raises(Introuvable):
        synthese(monde, qui)


def test_la_synthese_se_lit_en_haut_du_fil_de_qui_lit_le_parcours(monde: Monde) -> None:
    epingler(monde, "amina", "Lit seul.", 0)
    lue = fiche(
        monde.acteur("nour"), monde.karthik.pk, at=monde.aujourd_hui, avec_brouillon=True
    ).synthese
    assert lue is not None
    assert (lue.texte, lue.auteur) == ("Lit seul.", "Amina Haddad")
    ailleurs = fiche(
        monde.acteur("sylvie"), monde.karthik.pk, at=monde.aujourd_hui, avec_brouillon=True
    )
    assert ailleurs.synthese is None


def ajouter(monde: Monde, qui: str = "leila", libelle: str = "Bilan") -> ModeleDeNote:
    return reperes.ajouter_modele(
        acteur=monde.acteur(qui), libelle=libelle, texte="Ce qui a changé : ", nature="",
        moyen=None, at=monde.aujourd_hui,
    )  # fmt: skip


def test_les_modeles_du_programme_passent_avant_ceux_de_la_maison(monde: Monde) -> None:
    modele = ajouter(monde)
    lus = notes.modeles(monde.programme.pk)
    assert [m.libelle for m in lus] == ["Bilan", *(m.libelle for m in LIVRES)]
    assert notes.modeles(monde.autre_programme.pk) == LIVRES
    with pytest.raises(ModeleDejaNomme):
        ajouter(monde)
    reperes.retirer_modele(acteur=monde.acteur("leila"), modele_id=modele.pk, at=monde.aujourd_hui)
    assert notes.modeles(monde.programme.pk) == LIVRES
    ajouter(monde)  # the name is free again
    for geste in (
        lambda: ajouter(monde, "amina", "Le mien"),
        lambda: reperes.retirer_modele(
            acteur=monde.acteur("leila"), modele_id=modele.pk, at=monde.aujourd_hui
        ),
    ):
        with pytest.raises(Introuvable):
            geste()


@pytest.mark.postgresql  # SQLite gives one connection to a base in memory: no race there
@pytest.mark.django_db(transaction=True, databases=["default", "cles"])
def test_deux_syntheses_envoyees_au_meme_instant_n_en_font_pas_disparaitre_une() -> None:
    monde = creer_monde()
    acteurs: dict[str, Acteur] = {q: monde.acteur(q) for q in ("amina", "leila")}

    def envoyer(qui: str) -> str:
        try:
            reperes.epingler(
                acteur=acteurs[qui], dossier_id=monde.karthik.pk, texte=f"De {qui}", vue=0,
                at=monde.aujourd_hui,
            )  # fmt: skip
        except SyntheseEcriteEntreTemps:
            return "prevenue"
        finally:
            connections.close_all()
        return "ecrite"

    with ThreadPoolExecutor(2) as deux:
        assert sorted(deux.map(envoyer, acteurs)) == ["ecrite", "prevenue"]
    assert SyntheseEpinglee.objects.filter(dossier=monde.karthik).count() == 1
