"""A demand arrives: sealed apart, once, by an account or by a link; the number and the code tell nothing."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from maillage.chiffrement.enveloppe import Illisible
from maillage.notions.erreurs import Introuvable
from maillage.saisines.errors import DemandeIncomplete, LienFerme
from maillage.saisines.models import BrouillonDeSaisine, LienDeSaisine, Saisine
from maillage.saisines.queries.brouillons import brouillon
from maillage.saisines.queries.suites import miennes, par_code
from maillage.saisines.rules import NatureDeLien, Voie
from maillage.saisines.rules.suites import Suite
from maillage.saisines.services.depots import garder_brouillon
from maillage.saisines.services.liens import revoquer
from maillage.tracabilite.models import Evenement
from tests.factories.monde import BASES, Monde
from tests.saisines.conftest import Demandes, de_la_famille, sollicitation

pytestmark = BASES
CANARIS = ("Canari", "Moussa", "Traor", "0639980012", "sonink")


def tout_ce_qui_est_ecrit() -> str:
    """Every column of the tables of this room, and the journal, as text."""
    lignes = []
    with connection.cursor() as curseur:
        for table in (Saisine, BrouillonDeSaisine, LienDeSaisine, Evenement):
            curseur.execute(f"SELECT * FROM {table._meta.db_table}")  # noqa: S608 - our own table
            lignes += [
                str([bytes(v) if isinstance(v, memoryview) else v for v in li]) for li in curseur
            ]
    return "\n".join(lignes)


def test_rien_de_ce_qui_est_ecrit_ne_se_lit_dans_la_base(demandes: Demandes) -> None:
    demandes.par("bruno")
    garder_brouillon(
        acteur=demandes.monde.acteur("bruno"), champs={"nom": "Traoré"}, at=demandes.jour
    )
    demandes.par_lien(demandes.lien(NatureDeLien.UNIQUE))
    ecrit = tout_ce_qui_est_ecrit().replace("École Canari-Ville", "")  # an institution is no secret
    assert Saisine.objects.count() == 2
    assert not [mot for mot in CANARIS if mot in ecrit]


def test_une_demande_deplacee_ne_s_ouvre_pas(demandes: Demandes) -> None:
    un, deux = demandes.par("bruno").saisine, demandes.par("bruno").saisine
    rang = Saisine.objects.get(pk=un)
    Saisine.objects.filter(pk=deux).update(scelle=rang.scelle)
    with pytest.raises(Illisible):
        Saisine.objects.get(pk=deux).ouvrir()


def test_le_meme_envoi_deux_fois_ne_fait_qu_une_demande(demandes: Demandes) -> None:
    formulaire, jeton = uuid4(), demandes.lien(NatureDeLien.UNIQUE)
    assert demandes.par("bruno", formulaire=formulaire) == demandes.par(
        "bruno", formulaire=formulaire
    )
    assert demandes.par_lien(jeton, formulaire=formulaire) == demandes.par_lien(
        jeton, formulaire=formulaire
    )
    assert Saisine.objects.count() == 2


def test_sans_point_d_appui_rien_n_est_ecrit(demandes: Demandes) -> None:
    with pytest.raises(DemandeIncomplete):
        demandes.par("bruno", sollicitation(points_d_appui=()))
    with pytest.raises(DemandeIncomplete):
        demandes.par("bruno", origine="inconnue")
    with pytest.raises(DemandeIncomplete):
        demandes.par_lien(demandes.lien(), sollicitation(appuis=""))
    assert not Saisine.objects.exists()


@pytest.mark.parametrize("qui", ["claire", "zoe"])
def test_qui_est_hors_du_secret_ne_sollicite_pas(demandes: Demandes, qui: str) -> None:
    with pytest.raises(Introuvable):
        demandes.par(qui)
    assert not Saisine.objects.exists()


def test_la_voie_dit_par_ou_la_demande_est_venue(demandes: Demandes) -> None:
    recus = [
        demandes.par("bruno"), demandes.par("sylvie"), demandes.par_lien(demandes.lien()),
        demandes.par_lien(demandes.lien(NatureDeLien.FAMILLE), de_la_famille()),
    ]  # fmt: skip
    voies = [Saisine.objects.get(pk=r.saisine).voie for r in recus]
    assert voies == [Voie.COMPTE, Voie.SAISIE, Voie.LIEN, Voie.FAMILLE]
    assert Saisine.objects.get(pk=recus[3].saisine).origine == "famille"


def test_un_jeton_et_un_code_ne_sont_gardes_qu_en_empreinte(demandes: Demandes) -> None:
    jetons = {demandes.lien() for _ in range(20)}
    assert len(jetons) == 20
    assert all(len(j) >= 32 for j in jetons)
    jeton = jetons.pop()
    recu = demandes.par_lien(jeton)
    ecrit = tout_ce_qui_est_ecrit()
    assert jeton not in ecrit
    assert recu.code not in ecrit
    assert recu.code.replace("-", "") not in ecrit


def test_un_lien_unique_ne_sert_qu_une_fois_et_un_lien_retire_plus_du_tout(
    demandes: Demandes,
) -> None:
    unique, retire = demandes.lien(NatureDeLien.UNIQUE), demandes.lien()
    demandes.par_lien(unique)
    lien = LienDeSaisine.objects.get(nature=NatureDeLien.INSTITUTION)
    revoquer(
        acteur=demandes.monde.acteur("leila"),
        lien_id=lien.pk,
        instant=timezone.now(),
        at=demandes.jour,
    )
    for jeton in (unique, retire, "x" * 43):
        with pytest.raises(LienFerme):
            demandes.par_lien(jeton)
    assert Saisine.objects.count() == 1


def test_un_lien_expire_a_sa_date(demandes: Demandes) -> None:
    jeton = demandes.lien(NatureDeLien.UNIQUE)
    with pytest.raises(LienFerme):
        demandes.par_lien(jeton, at=demandes.jour + timedelta(days=31))
    demandes.par_lien(jeton, at=demandes.jour + timedelta(days=30))


@pytest.mark.parametrize("qui", ["amina", "sylvie", "bruno", "claire"])
def test_seule_la_coordination_remet_et_retire_un_lien(
    demandes: Demandes, monde: Monde, qui: str
) -> None:
    demandes.lien()
    lien = LienDeSaisine.objects.get()
    with pytest.raises(Introuvable):
        revoquer(
            acteur=monde.acteur(qui), lien_id=lien.pk, instant=timezone.now(), at=monde.aujourd_hui
        )
    assert LienDeSaisine.objects.get().revoque_le is None


def test_la_reponse_demande_le_numero_et_le_code(demandes: Demandes) -> None:
    recu = demandes.par_lien(demandes.lien())
    lue = par_code(recu.numero.lower().replace("-", " "), recu.code.lower())
    assert lue is not None
    assert (lue.dite.suite, lue.mot, lue.enfant) == (Suite.RECUE, "", "Moussa T.")
    autre = demandes.par_lien(demandes.lien())
    for numero, code in (
        (recu.numero, autre.code), ("BCD-FGH-JKL", recu.code), ("", ""), (recu.numero, ""),
        (demandes.par("bruno").numero, ""),
    ):  # fmt: skip
        assert par_code(numero, code) is None


def test_le_brouillon_est_a_son_auteur_et_disparait_a_l_envoi(
    demandes: Demandes, monde: Monde
) -> None:
    bruno = monde.acteur("bruno")
    for champs in ({"nom": "Trao"}, {"nom": "Traoré", "motifs": ["mal_etre"]}):
        garder_brouillon(acteur=bruno, champs=champs, at=monde.aujourd_hui)
    assert brouillon(bruno) == {"nom": "Traoré", "motifs": ["mal_etre"]}
    assert brouillon(monde.acteur("amina")) == {}
    demandes.par("bruno")
    assert brouillon(bruno) == {}
    assert not BrouillonDeSaisine.objects.exists()


def test_chacun_ne_voit_que_ses_demandes(demandes: Demandes, monde: Monde) -> None:
    recu = demandes.par("bruno")
    demandes.par("amina")
    assert [s.numero for s in miennes(monde.acteur("bruno"), at=monde.aujourd_hui)] == [recu.numero]
    assert miennes(monde.acteur("nour"), at=monde.aujourd_hui) == ()
