"""Writing in a dossier: in one's volets, once, in time, without losing a word."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections

from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours import services
from maillage.parcours.errors import SansReferent, TacheDejaFaite
from maillage.parcours.models import JOURNAL, Brouillon, Note, Tache
from maillage.parcours.queries.brouillons import brouillon
from maillage.parcours.queries.fiche import fiche
from maillage.tracabilite.models import Evenement
from tests.factories.dossiers import CercleFactory
from tests.factories.monde import BASES, Monde, creer_monde

pytestmark = BASES
V = Volet
REFERENTE = {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.SOCIAL, V.SCOLARITE, V.MEDIATION}
ECRIVENT = {
    "leila": {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.MEDIATION},
    "amina": REFERENTE,
    "nour": {V.SANTE},
    "karim": set(),
    "bruno": set(),
    "claire": set(),
    "sylvie": set(),
    "voisine": set(),
    "zoe": set(),
}


def noter(
    monde: Monde,
    acteur: Acteur,
    dossier: Dossier,
    volet: Volet = V.PARCOURS,
    texte: str = "Vu à l'école.",
    formulaire: UUID | None = None,
) -> Note:
    return services.ecrire_note(
        acteur=acteur,
        dossier_id=dossier.pk,
        volet=volet,
        texte=texte,
        le=monde.aujourd_hui,
        formulaire=formulaire or uuid4(),
        at=monde.aujourd_hui,
    )


def prevoir(
    monde: Monde,
    acteur: Acteur,
    dossier: Dossier,
    formulaire: UUID | None = None,
    mots: str = "Appeler",
) -> Tache:
    return services.planifier(
        acteur=acteur,
        dossier_id=dossier.pk,
        libelle=mots,
        echeance=monde.aujourd_hui,
        formulaire=formulaire or uuid4(),
        at=monde.aujourd_hui,
    )


@pytest.mark.parametrize("qui", ECRIVENT)
def test_chacun_n_ecrit_que_dans_ses_volets(monde: Monde, qui: str) -> None:
    acteur = monde.acteur(qui)
    for volet, table in JOURNAL.items():
        avant = table.objects.count()
        if volet in ECRIVENT[qui]:
            note = noter(monde, acteur, monde.karthik, volet)
            assert (note.auteur_id, note.dossier_id) == (acteur.id, monde.karthik.pk)
        else:
            with pytest.raises(Introuvable):
                noter(monde, acteur, monde.karthik, volet)
        assert table.objects.count() - avant == (volet in ECRIVENT[qui])


def test_une_note_est_scellee_et_se_relit_dans_le_fil(monde: Monde) -> None:
    amina = monde.acteur("amina")
    note = noter(monde, amina, monde.karthik, V.SOCIAL, "Le père cherche un logement.")
    assert b"logement" not in bytes(note.scelle)
    entree = next(
        e for e in fiche(amina, monde.karthik.pk, at=monde.aujourd_hui).fil if e.id == note.pk
    )
    assert (entree.texte, entree.volet, entree.auteur) == (
        "Le père cherche un logement.", V.SOCIAL, "Amina Haddad",
    )  # fmt: skip


def test_ecrire_laisse_un_evenement_et_un_double_envoi_aucun(monde: Monde) -> None:
    amina, formulaire = monde.acteur("amina"), uuid4()
    notes = [noter(monde, amina, monde.karthik, formulaire=formulaire) for _ in range(3)]
    assert len({n.pk for n in notes}) == 1
    ecrits = [e for e in Evenement.objects.all() if e.contenu["acte"] == "ecrire"]
    assert [(e.dossier_id, e.contenu["objet"]) for e in ecrits] == [(monde.karthik.pk, "note")]


def test_un_autre_texte_dans_la_meme_page_n_est_pas_avale(monde: Monde) -> None:
    """«Back», another note, «save»: the second one exists too."""
    amina, formulaire = monde.acteur("amina"), uuid4()
    une = noter(monde, amina, monde.karthik, texte="Première", formulaire=formulaire)
    deux = noter(monde, amina, monde.karthik, texte="Seconde", formulaire=formulaire)
    assert une.pk != deux.pk
    fil = fiche(amina, monde.karthik.pk, at=monde.aujourd_hui).fil
    assert {"Première", "Seconde"} <= {e.texte for e in fil}
    assert prevoir(monde, amina, monde.karthik, formulaire, "A") != prevoir(
        monde, amina, monde.karthik, formulaire, "B"
    )


def test_le_formulaire_d_un_autre_dossier_ne_revele_ni_ne_bloque_rien(monde: Monde) -> None:
    formulaire = uuid4()
    noter(monde, monde.acteur("karim"), monde.ines, texte="Même texte", formulaire=formulaire)
    note = noter(
        monde, monde.acteur("amina"), monde.karthik, texte="Même texte", formulaire=formulaire
    )
    assert note.dossier_id == monde.karthik.pk


def test_la_note_suivante_apres_la_fin_du_suivi_est_refusee(monde: Monde) -> None:
    Cercle.objects.filter(dossier=monde.karthik).update(
        jusqu_au=monde.aujourd_hui - timedelta(days=1)
    )
    with pytest.raises(Introuvable):
        noter(monde, monde.acteur("amina"), monde.karthik)


def garder(monde: Monde, qui: str, texte: str, dossier: Dossier) -> None:
    services.garder_brouillon(
        acteur=monde.acteur(qui), dossier_id=dossier.pk, texte=texte, at=monde.aujourd_hui
    )


def test_un_brouillon_se_garde_se_retrouve_et_tombe_avec_la_note(monde: Monde) -> None:
    amina = monde.acteur("amina")
    for texte in ("Début", "Début de phrase"):
        garder(monde, "amina", texte, monde.karthik)
        assert brouillon(amina, monde.karthik.pk) == texte
    assert Brouillon.objects.count() == 1
    assert b"phrase" not in bytes(Brouillon.objects.get().scelle)
    noter(monde, amina, monde.karthik)
    assert brouillon(amina, monde.karthik.pk) == ""


def test_un_brouillon_n_est_lu_que_par_qui_l_ecrit(monde: Monde) -> None:
    garder(monde, "amina", "Pour moi seule", monde.karthik)
    assert brouillon(monde.acteur("leila"), monde.karthik.pk) == ""
    garder(monde, "leila", "Le mien", monde.karthik)
    assert brouillon(monde.acteur("amina"), monde.karthik.pk) == "Pour moi seule"
    with pytest.raises(Introuvable):
        garder(monde, "karim", "Intrus", monde.karthik)


def test_un_brouillon_vide_disparait(monde: Monde) -> None:
    garder(monde, "amina", "Début", monde.karthik)
    garder(monde, "amina", "  \n ", monde.karthik)
    assert not Brouillon.objects.exists()


def test_une_etape_prevue_va_au_poste_de_qui_suit_l_enfant(monde: Monde) -> None:
    assert prevoir(monde, monde.acteur("amina"), monde.karthik).poste_id == monde.poste_amina.pk
    assert prevoir(monde, monde.acteur("leila"), monde.karthik).poste_id == monde.poste_amina.pk


def test_une_etape_sans_personne_pour_la_tenir_est_refusee_et_le_dit(monde: Monde) -> None:
    with pytest.raises(SansReferent) as refus:
        prevoir(monde, monde.acteur("leila"), monde.tom)
    assert refus.value.a_faire == "Désignez d'abord un référent de parcours."
    CercleFactory(dossier=monde.tom, poste=monde.poste_amina)
    assert prevoir(monde, monde.acteur("leila"), monde.tom).poste_id == monde.poste_amina.pk


@pytest.mark.parametrize("qui", ["karim", "nour", "bruno", "claire", "sylvie", "voisine", "zoe"])
def test_seuls_la_referente_et_la_coordination_prevoient_et_terminent(
    monde: Monde, qui: str
) -> None:
    tache = Tache.objects.get(dossier=monde.karthik)
    with pytest.raises(Introuvable):
        prevoir(monde, monde.acteur(qui), monde.karthik)
    with pytest.raises(Introuvable):
        terminer(monde, qui, monde.karthik, tache)
    tache.refresh_from_db()
    assert tache.faite_le is None


def terminer(monde: Monde, qui: str, dossier: Dossier, tache: Tache) -> Tache:
    return services.terminer(
        acteur=monde.acteur(qui), dossier_id=dossier.pk, tache_id=tache.pk, at=monde.aujourd_hui
    )


def test_une_etape_se_termine_une_fois(monde: Monde) -> None:
    tache = Tache.objects.get(dossier=monde.karthik)
    assert terminer(monde, "amina", monde.karthik, tache).faite_le == monde.aujourd_hui
    with pytest.raises(TacheDejaFaite):
        terminer(monde, "leila", monde.karthik, tache)


def test_l_etape_d_un_autre_enfant_ne_se_termine_pas_par_le_sien(monde: Monde) -> None:
    """Amina may end steps of Karthik; naming Inès's step under Karthik's dossier gives nothing."""
    tache = Tache.objects.get(dossier=monde.ines)
    with pytest.raises(Introuvable):
        terminer(monde, "amina", monde.karthik, tache)
    tache.refresh_from_db()
    assert tache.faite_le is None


@pytest.mark.postgresql  # SQLite gives one connection to a base in memory: no race there
@pytest.mark.django_db(databases=["default", "cles"], transaction=True)
def test_deux_envois_au_meme_instant_font_une_note_une_etape_un_brouillon() -> None:
    monde = creer_monde()
    amina, formulaire = monde.acteur("amina"), uuid4()
    avant = Tache.objects.count()

    def envoyer(_fois: int) -> tuple[UUID, UUID]:
        try:
            garder(monde, "amina", "En cours", monde.karthik)
            note = noter(monde, amina, monde.karthik, V.MEDIATION, formulaire=formulaire)
            return note.pk, prevoir(monde, amina, monde.karthik, formulaire).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as fils:
        envois = set(fils.map(envoyer, range(8)))
    assert len(envois) == 1
    assert Tache.objects.count() == avant + 1
