"""An exit that is prepared: relays, last words, the letter of each adult, the watch, the way back."""

from __future__ import annotations

from datetime import date, timedelta
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from maillage.accords.models import VoilePose
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import (
    RelaisRefuse,
    SortieChangee,
    SortieNonCommencee,
    VeilleTerminee,
)
from maillage.parcours.models import FinDeParcours, NoteParcours, Parcours, RelaisDeSortie, Tache
from maillage.parcours.queries.lettre_de_sortie import lettre_de_sortie
from maillage.parcours.queries.sortie import sortie_du_parcours
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import Passage
from maillage.parcours.rules.sortie import ReponseDuRelais, apres, jours_de_veille
from maillage.parcours.services import sortie as services
from maillage.parcours.services.passages import annuler, passer
from tests.eligibilite.campagnes import Sorties, perdus
from tests.factories.dossiers import sceller
from tests.factories.monde import BASES, Monde
from tests.factories.preuve import Epreuve

pytestmark = BASES
R = ReponseDuRelais


@pytest.fixture
def m(monde: Monde) -> Sorties:
    """`nina` is Amina's; her mother and her father live apart."""
    return perdus(monde)


@pytest.fixture
def papier():
    """Letters as the words that would be printed."""
    with mock.patch("weasyprint.HTML", Epreuve):
        yield


def _passer(m: Sorties, passage: Passage, motif: str = "", precision: str = ""):
    return passer(
        acteur=m.acteur("amina"), dossier_id=m.enfants["nina"].pk, passage=passage, le=m.jour,
        motif=motif, precision=precision, formulaire=uuid4(), at=m.jour,
    )  # fmt: skip


def _fin(m: Sorties, version: int = 0, qui: str = "amina", **mots: str) -> None:
    services.preparer(
        acteur=m.acteur(qui), dossier_id=m.enfants["nina"].pk, version=version, at=m.jour,
        voulue=services.FinVoulue(m.jour + timedelta(days=20), m.jour, **mots),
    )  # fmt: skip


def _relais(m: Sorties, qui: str, reponse: R = R.ATTENDUE, **plus):
    le = m.jour if reponse.suppose_un_contact else None
    services.noter_relais(
        acteur=m.acteur("amina"), dossier_id=m.enfants["nina"].pk,
        voulu=services.RelaisVoulu("centre_social", qui, plus.pop("contact_le", le), reponse),
        formulaire=plus.pop("formulaire", None) or uuid4(), at=m.jour, **plus,
    )  # fmt: skip


def _lire(m: Sorties, qui: str = "amina"):
    return sortie_du_parcours(m.acteur(qui), m.enfants["nina"].pk, at=m.jour)


def _lettre(m: Sorties, adulte: UUID | None, qui: str = "amina"):
    return lettre_de_sortie(m.acteur(qui), m.enfants["nina"].pk, adulte, at=m.jour)


def test_trois_mois_apres_le_30_novembre_est_le_dernier_de_fevrier() -> None:
    assert apres(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert apres(date(2027, 8, 31), 6) == date(2028, 2, 29)
    jours = dict(jours_de_veille(date(2026, 6, 15)))
    assert jours == {3: date(2026, 9, 15), 6: date(2026, 12, 15)}


def test_les_paroles_se_gardent_et_deux_personnes_n_en_perdent_aucune(m: Sorties) -> None:
    _fin(m, parole_famille="Il est content d'aller au centre.", parole_enfant="Je veux du judo.")
    with pytest.raises(SortieChangee):
        _fin(m, version=0, qui="leila", parole_famille="autre chose")
    lue = _lire(m)
    assert lue.fin.parole_enfant == "Je veux du judo."
    assert lue.fin.par == "Amina Haddad"
    _fin(m, version=lue.fin.version, parole_famille="Elle redit oui.")
    assert _lire(m).fin.parole_famille == "Elle redit oui."
    rang = FinDeParcours.objects.get()
    assert b"redit oui" not in bytes(rang.scelle)


def test_un_relais_dit_vers_qui_et_une_reponse_vient_apres_un_contact(m: Sorties) -> None:
    for faux in (
        {"qui": " "},
        {"qui": "Louise-Michel", "reponse": R.PREND_LA_SUITE, "contact_le": None},
    ):
        with pytest.raises(RelaisRefuse):
            _relais(m, **faux)
    formulaire = uuid4()
    for _ in range(2):
        _relais(m, "Louise-Michel, aide aux devoirs", formulaire=formulaire)
    (lu,) = _lire(m).relais
    assert (lu.reponse, lu.structure) == (R.ATTENDUE, "Centre social")
    _relais(m, lu.qui, R.PREND_LA_SUITE, relais_id=lu.id, version=lu.version)
    with pytest.raises(SortieChangee):
        _relais(m, lu.qui, R.NE_PEUT_PAS, relais_id=lu.id, version=lu.version)
    assert [r.reponse for r in _lire(m).relais] == [R.PREND_LA_SUITE]


def test_une_sortie_ne_se_prepare_pas_avant_le_debut(m: Sorties) -> None:
    Parcours.objects.filter(dossier=m.enfants["nina"]).update(etape=Etape.SOLLICITATION, entree="")
    with pytest.raises(SortieNonCommencee):
        _fin(m)
    with pytest.raises(SortieNonCommencee):
        _lire(m)
    assert not FinDeParcours.objects.exists()


def test_qui_ne_suit_pas_l_enfant_ne_lit_ni_n_ecrit_sa_sortie(m: Sorties) -> None:
    for qui in ("karim", "voisine", "bruno"):
        with pytest.raises(Introuvable):
            _lire(m, qui)
        with pytest.raises(Introuvable):
            _fin(m, qui=qui)


def test_la_veille_prevoit_deux_nouvelles_qui_partent_si_on_l_annule(m: Sorties) -> None:
    _passer(m, Passage.SORTIR, "objectifs_atteints")
    with pytest.raises(VeilleTerminee):
        _nouvelles(m)
    fait = _passer(m, Passage.VEILLER)
    veilles = _lire(m).veilles
    assert [v.echeance for v in veilles] == [apres(m.jour, 3), apres(m.jour, 6)]
    assert (
        Tache.objects.filter(pk__in=[v.id for v in veilles], poste=m.monde.poste_amina).count() == 2
    )
    annuler(
        acteur=m.acteur("amina"), dossier_id=m.enfants["nina"].pk, passage_id=fait.pk,
        instant=timezone.now(), at=m.jour,
    )  # fmt: skip
    assert _lire(m).veilles == ()


def _nouvelles(m: Sorties, tache: UUID | None = None) -> None:
    services.noter_la_veille(
        acteur=m.acteur("amina"), dossier_id=m.enfants["nina"].pk, texte="Elle va au judo.",
        le=m.jour, tache_id=tache, formulaire=uuid4(), at=m.jour,
    )  # fmt: skip


def test_les_nouvelles_vont_au_fil_et_la_veille_faite_se_voit(m: Sorties) -> None:
    _passer(m, Passage.SORTIR, "objectifs_atteints")
    _passer(m, Passage.VEILLER)
    premiere, seconde = _lire(m).veilles
    avant = NoteParcours.objects.count()
    _nouvelles(m, premiere.id)
    assert NoteParcours.objects.count() == avant + 1
    assert [v.faite_le for v in _lire(m).veilles] == [m.jour, None]
    _passer(m, Passage.CLORE_VEILLE, precision="Tout va bien au bout de six mois.")
    assert _lire(m).etape is Etape.SORTIE
    assert _lire(m).veilles[1].id == seconde.id


def test_rouvrir_apres_la_sortie_garde_la_fin_de_l_ancien(m: Sorties) -> None:
    _fin(m, bilan="Il lit.")
    _passer(m, Passage.SORTIR, "objectifs_atteints")
    _passer(m, Passage.ROUVRIR)
    with pytest.raises(SortieNonCommencee):
        _lire(m)
    ancien = Parcours.objects.filter(dossier=m.enfants["nina"]).order_by("created_at")[0]
    assert FinDeParcours.objects.get().parcours_id == ancien.pk


def test_le_courrier_ne_s_ecrit_qu_une_fois_la_sortie_preparee(m: Sorties) -> None:
    with pytest.raises(Introuvable):
        _lettre(m, m.adultes["Mme Kowal"])
    _passer(m, Passage.PREPARER_SORTIE)
    with pytest.raises(Introuvable):
        _lettre(m, None)  # adults are written: nobody writes to «the parents»
    with pytest.raises(Introuvable):
        _lettre(m, m.adultes["Mme Kowal"], "karim")
    assert _lettre(m, m.adultes["Mme Kowal"]).nom == "Mme Kowal"


def test_le_courrier_de_chacun_ne_dit_que_son_adresse(m: Sorties) -> None:
    _passer(m, Passage.PREPARER_SORTIE)
    _fin(m, parole_famille="mots pour l'équipe")
    _relais(m, "Louise-Michel, aide aux devoirs", R.LISTE_D_ATTENTE)
    _relais(m, "un refus", R.NE_PEUT_PAS)
    mere, pere = (_lettre(m, m.adultes[a]) for a in ("Mme Kowal", "M. Kowal"))
    assert (mere.adresse, pere.adresse) == ("7 allée des Vignes", "2 rue du Port")
    assert mere.relais == ("Centre social : Louise-Michel, aide aux devoirs (sur liste d’attente)",)
    assert mere.fin == m.jour + timedelta(days=20)
    for lettre in (mere, pere):
        assert "mots pour l'équipe" not in repr(lettre)


def test_le_courrier_au_parent_ecarte_tait_l_adresse_protegee(m: Sorties) -> None:
    _passer(m, Passage.PREPARER_SORTIE)
    _relais(m, "à deux pas du 7 allée des Vignes", R.PREND_LA_SUITE)
    sceller(
        VoilePose, m.enfants["nina"], {"reference": "ordonnance"}, adulte=m.adultes["M. Kowal"],
        depuis=m.jour, auteur=m.monde.personnes["leila"],
    )  # fmt: skip
    lettre = _lettre(m, m.adultes["M. Kowal"])
    assert "Vignes" not in repr(lettre)
    assert lettre.relais == ("Centre social",)
    assert "Vignes" in repr(_lettre(m, m.adultes["Mme Kowal"]))


@pytest.mark.usefixtures("papier")
def test_de_la_fiche_a_la_sortie_au_courrier_et_a_la_veille(m: Sorties, connexion) -> None:
    nina, amina = f"/enfants/{m.enfants['nina'].pk}/", connexion("amina")

    def envoyer(chemin: str, **champs: object):
        reponse = amina.post(nina + chemin, {"formulaire": uuid4(), "le": m.jour, **champs})
        assert reponse.status_code == 302, reponse.content.decode()[:3000]
        return amina.get(reponse["Location"]).content.decode()

    assert "courrier de sortie" in amina.get(f"{nina}parcours/").content.decode()
    page = envoyer("parcours/passer/preparer_la_sortie/")
    assert "Qui prend la suite" in page
    voulu = {"geste": "relais", "structure": "centre_social", "qui": "Louise-Michel", "version": 0}
    assert "Louise-Michel" in envoyer("parcours/sortie/", **voulu, reponse="attendue")
    relais = RelaisDeSortie.objects.get()
    suivi = voulu | {"version": 1, "reponse": "prend_la_suite", "contact_le": m.jour}
    assert "Prend la suite" in envoyer(f"parcours/sortie/relais/{relais.pk}/", **suivi)
    assert "Je veux du judo" in envoyer(
        "parcours/sortie/", geste="fin", version=0, parole_enfant="Je veux du judo"
    )
    lettre = amina.get(f"{nina}parcours/sortie/courrier/{m.adultes['Mme Kowal']}/")
    assert "Centre social : Louise-Michel" in " ".join(
        lettre.content.decode().replace("\xa0", " ").split()
    )
    assert "Kowal" not in lettre["Content-Disposition"]
    envoyer("parcours/passer/sortir/", motif="objectifs_atteints")
    page = envoyer("parcours/passer/veiller/")
    assert "Veille à 3 mois" in page
    page = envoyer("parcours/sortie/", geste="veille", texte="Elle va au judo.", tache="")
    assert "Nouvelles notées" in page
    assert "Rouvrir un parcours" in page
