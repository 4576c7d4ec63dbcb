"""Archiving, freezing, listing, purging: two persons, a visa, and nothing comes back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.chiffrement import tombes
from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.models import CleDeVolet, Tombe
from maillage.chiffrement.services import trousseau
from maillage.dossiers import conservation, purge
from maillage.dossiers.errors import (
    BordereauClos,
    DossierGele,
    DureeInjustifiee,
    MemePersonne,
    SansVersement,
    SansVisa,
)
from maillage.dossiers.models import (
    Bordereau,
    Dossier,
    Gel,
    LigneDeBordereau,
    ReglageDeConservation,
)
from maillage.dossiers.rescellement import tables
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.dossiers.rules.conservation import MotifDeGel, MotifDePurge, SortFinal
from maillage.enfants.models import LienFamilial
from maillage.notions.erreurs import Introuvable
from maillage.tracabilite.models import Evenement
from maillage.tracabilite.queries import rupture
from tests.factories.dossiers import sceller
from tests.factories.monde import BASES, Monde

pytestmark = BASES


@pytest.fixture(autouse=True)
def fichier_des_tombes(tmp_path: Path, settings: Any) -> Path:
    settings.TOMBES = tmp_path / "tombes.jsonl"
    return settings.TOMBES


def liste(
    monde: Monde,
    *dossiers: Dossier,
    motif: MotifDePurge = MotifDePurge.TERME,
    sort: SortFinal = SortFinal.ELIMINATION,
) -> UUID:
    return conservation.preparer_bordereau(
        programme_id=monde.programme.pk,
        auteur_id=monde.personnes["leila"].pk,
        contacts={d.pk: None for d in dossiers},
        motif=motif,
        sort=sort,
        le=monde.aujourd_hui,
    )


def viser(monde: Monde, ident: UUID) -> None:
    conservation.viser(
        programme_id=monde.programme.pk,
        bordereau_id=ident,
        reference="93/2026/12",
        le=monde.aujourd_hui,
    )


def valider(monde: Monde, ident: UUID, qui: str = "sylvie") -> int:
    return conservation.valider(
        programme_id=monde.programme.pk,
        bordereau_id=ident,
        auteur_id=monde.personnes[qui].pk,
        le=monde.aujourd_hui,
    )


def executer(monde: Monde, ident: UUID) -> int:
    return conservation.executer(
        ident,
        le=monde.aujourd_hui,
        maintenant=timezone.now(),
        avancer=lambda _fait, _total: None,
    )


def geler(monde: Monde, dossier: Dossier, jusqu_au: date | None = None) -> Gel:
    return conservation.geler(
        programme_id=monde.programme.pk,
        dossier_id=dossier.pk,
        motif=MotifDeGel.CONTENTIEUX,
        precision="Recours de la mère",
        depuis=monde.aujourd_hui,
        jusqu_au=jusqu_au or monde.aujourd_hui + timedelta(days=30),
        auteur_id=monde.personnes["leila"].pk,
    )


def rangs(dossier: UUID) -> int:
    return sum(t.objects.filter(dossier_id=dossier).count() for v in Volet for t in tables(v))


def test_une_liste_validee_detruit_les_rangs_les_cles_et_laisse_une_tombe(
    monde: Monde, fichier_des_tombes: Path
) -> None:
    qui = monde.archive.pk
    sceller(LienFamilial, monde.karthik, {"lien": "fratrie"}, autre=monde.archive)
    autres = rangs(monde.karthik.pk)
    ident = liste(monde, monde.archive)
    viser(monde, ident)
    assert rangs(qui) > 10
    assert valider(monde, ident) == 1
    assert Dossier.objects.get(pk=qui).etat == EtatDuDossier.PURGE, "fermé à tous, aussitôt"
    assert executer(monde, ident) == 1
    assert (rangs(qui), Dossier.objects.filter(pk=qui).count()) == (0, 0)
    assert not CleDeVolet.objects.filter(dossier_id=qui).exists()
    assert rangs(monde.karthik.pk) == autres - 1, "le lien de fratrie, et lui seul"
    tombe = Tombe.objects.get()
    assert (tombe.dossier_id, tombe.motif, tombe.le) == (qui, "terme", monde.aujourd_hui)
    assert str(qui) in fichier_des_tombes.read_text()
    assert "Okoye" not in fichier_des_tombes.read_text()
    ligne = LigneDeBordereau.objects.get()
    assert (ligne.purgee_le, ligne.enregistrements > 10) == (monde.aujourd_hui, True)
    dernier = Evenement.objects.filter(dossier_id=qui).last()
    assert dernier.contenu["acte"] == "purger"
    assert rupture(monde.programme.pk) is None
    assert executer(monde, ident) == 0


def test_un_dossier_purge_ne_recoit_plus_de_cle(monde: Monde) -> None:
    purge.purger(ordre(monde, monde.archive), maintenant=timezone.now())
    with pytest.raises(Illisible):
        trousseau(monde.programme.pk, []).preparer([(monde.archive.pk, "sante")])


def ordre(monde: Monde, dossier: Dossier) -> purge.Ordre:
    return purge.Ordre(
        programme=monde.programme.pk,
        dossier=dossier.pk,
        motif=MotifDePurge.TERME,
        le=monde.aujourd_hui,
    )


def test_la_meme_personne_ne_prepare_et_ne_valide_pas(monde: Monde) -> None:
    ident = liste(monde, monde.archive)
    viser(monde, ident)
    with pytest.raises(MemePersonne):
        valider(monde, ident, "leila")
    leila = monde.personnes["leila"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Bordereau.objects.filter(pk=ident).update(valide_par=leila)


def test_sans_visa_rien_ne_se_valide_meme_en_base(monde: Monde) -> None:
    ident = liste(monde, monde.archive)
    with pytest.raises(SansVisa):
        valider(monde, ident)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bordereau.objects.filter(pk=ident).update(
            etat="valide", valide_par=monde.personnes["sylvie"]
        )


def test_un_versement_precede_sa_purge(monde: Monde) -> None:
    ident = liste(monde, monde.archive, sort=SortFinal.VERSEMENT)
    viser(monde, ident)
    with pytest.raises(SansVersement):
        valider(monde, ident)
    conservation.retenir_le_versement(ident, "a" * 64)
    assert valider(monde, ident) == 1


def test_une_liste_validee_ne_change_plus(monde: Monde) -> None:
    ident = liste(monde, monde.archive)
    viser(monde, ident)
    valider(monde, ident)
    for geste in (
        lambda: viser(monde, ident),
        lambda: valider(monde, ident),
        lambda: conservation.abandonner(programme_id=monde.programme.pk, bordereau_id=ident),
    ):
        with pytest.raises(BordereauClos):
            geste()
    with pytest.raises(Introuvable):
        conservation.abandonner(programme_id=monde.autre_programme.pk, bordereau_id=ident)


@pytest.mark.parametrize("quand", ["prepare", "valide"])
def test_un_gel_retire_le_dossier_de_la_liste(monde: Monde, quand: str) -> None:
    ident = liste(monde, monde.archive)
    viser(monde, ident)
    if quand == "prepare":
        geler(monde, monde.archive)
    else:
        geler(monde, monde.archive)
        LigneDeBordereau.objects.update(ecartee="")  # as if both went at the same moment
    assert valider(monde, ident) == 0
    assert LigneDeBordereau.objects.get().ecartee == "gele"
    executer(monde, ident)
    assert Dossier.objects.filter(pk=monde.archive.pk, etat=EtatDuDossier.ARCHIVE).exists()


def test_un_dossier_reactive_sort_de_la_liste(monde: Monde) -> None:
    ident = liste(monde, monde.archive)
    viser(monde, ident)
    conservation.reactiver(monde.archive.pk, le=monde.aujourd_hui)
    assert valider(monde, ident) == 0
    monde.archive.refresh_from_db()
    assert (monde.archive.etat, monde.archive.contact_dit) == ("base_active", monde.aujourd_hui)


def test_un_dossier_actif_ne_part_que_par_une_liste_d_erreur(monde: Monde) -> None:
    ident = liste(monde, monde.tom)
    viser(monde, ident)
    assert valider(monde, ident) == 0
    erreur = liste(monde, monde.tom, motif=MotifDePurge.ERREUR)
    viser(monde, erreur)
    assert valider(monde, erreur) == 1
    executer(monde, erreur)
    assert Tombe.objects.get().motif == "erreur"
    gele = liste(monde, monde.ines, motif=MotifDePurge.ERREUR)
    viser(monde, gele)
    geler(monde, monde.ines)
    LigneDeBordereau.objects.filter(bordereau_id=gele).update(ecartee="")
    with pytest.raises(DossierGele):
        valider(monde, gele)


def test_un_gel_leve_ou_echu_ne_retient_plus(monde: Monde) -> None:
    jour = monde.aujourd_hui
    gel = geler(monde, monde.archive, jour)
    assert conservation.gels_en_cours([monde.archive.pk], at=jour) == {monde.archive.pk: jour}
    assert conservation.gels_en_cours([monde.archive.pk], at=jour + timedelta(days=1)) == {}
    conservation.lever(dossier_id=monde.archive.pk, gel_id=gel.pk, le=jour)
    assert conservation.gels_en_cours([monde.archive.pk], at=jour) == {}
    with pytest.raises(Introuvable):
        conservation.lever(dossier_id=monde.archive.pk, gel_id=gel.pk, le=jour)
    with pytest.raises(Introuvable):
        conservation.lever(dossier_id=monde.karthik.pk, gel_id=uuid4(), le=jour)


def test_la_raison_d_un_gel_est_scellee(monde: Monde) -> None:
    gel = geler(monde, monde.archive)
    assert b"Recours" not in bytes(gel.scelle)
    cles = trousseau(monde.programme.pk, [monde.archive.pk])
    assert gel.ouvrir(cles) == {"precision": "Recours de la mère"}


def test_les_durees_se_raccourcissent_librement_et_s_allongent_par_ecrit(monde: Monde) -> None:
    qui = {"programme_id": monde.programme.pk}
    assert conservation.durees(monde.programme.pk).active_mois == 24
    conservation.regler(**qui, active_mois=12, archive_mois=0, justification="")
    assert conservation.durees(monde.programme.pk).active_mois == 12
    with pytest.raises(DureeInjustifiee):
        conservation.regler(**qui, active_mois=36, archive_mois=0, justification=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReglageDeConservation.objects.update(active_mois=36)
    conservation.regler(**qui, active_mois=36, archive_mois=24, justification="Délibération")
    assert conservation.durees(monde.programme.pk).archive_mois == 24


def test_rejouer_les_tombes_repurge_ce_qui_est_revenu(monde: Monde) -> None:
    """The key store of the day of the backup, the data of the day of the backup, and the file of tombstones."""
    qui = monde.archive.pk
    purge.purger(ordre(monde, monde.archive), maintenant=timezone.now())
    assert purge.verifier() == (1, 0)
    Tombe.objects.all().delete()  # an old key store is put back…
    revenu = Dossier.objects.create(id=qui, programme=monde.programme, etat=EtatDuDossier.ARCHIVE)
    trousseau(monde.programme.pk, []).preparer([(qui, "sante")])  # … and the old data
    assert purge.verifier() == (1, 1)
    rejeu = purge.rejouer(le=monde.aujourd_hui, maintenant=timezone.now())
    assert (rejeu.tombes, rejeu.du_fichier, rejeu.revenus, rejeu.sceaux_faux) == (1, 1, 1, 0)
    assert not Dossier.objects.filter(pk=revenu.pk).exists()
    assert not CleDeVolet.objects.filter(dossier_id=qui).exists()
    assert purge.verifier() == (1, 0)
    assert purge.rejouer(le=monde.aujourd_hui, maintenant=timezone.now()).revenus == 0


def test_une_ligne_forgee_dans_le_fichier_ne_detruit_rien(
    monde: Monde, fichier_des_tombes: Path
) -> None:
    forgee = tombes.TombeLue(
        str(monde.karthik.pk), str(monde.programme.pk), "2026-01-01", "terme", "0" * 64
    )
    inconnue = tombes.TombeLue(str(uuid4()), str(uuid4()), "2026-01-01", "terme", "0" * 64)
    fichier_des_tombes.write_text(forgee.ligne() + inconnue.ligne() + '{"coupee": ')
    rejeu = purge.rejouer(le=monde.aujourd_hui, maintenant=timezone.now())
    assert (rejeu.tombes, rejeu.sceaux_faux) == (0, 2)
    assert Dossier.objects.filter(pk=monde.karthik.pk).exists()
