"""The life of a parcours: what the table permits passes, everything else is refused with its reason."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.accords.models import SituationDUnAdulte
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Nature, Objet
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Responsable
from maillage.enfants.services import accords
from maillage.notions.temps import AnneeScolaire
from maillage.parcours.errors import (
    AnnulationImpossible,
    PassageAvantLePrecedent,
    PassageDansLAvenir,
    PassageRefuse,
    PassageSansMotif,
)
from maillage.parcours.models import FinDeParcours, Parcours, PassageEnEps, PassageFait
from maillage.parcours.queries.etats import dernier
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.queries.liste import Demande, liste
from maillage.parcours.queries.suivis import suivis
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import TABLE, FaitsDuPassage, Garde, Passage, decider, depuis
from maillage.parcours.services.passages import annuler, passer
from maillage.statistiques.queries import chiffres
from tests.factories.dossiers import sceller
from tests.factories.monde import BASES, Monde

pytestmark = BASES
TOUTES = frozenset(Garde)
INTERDITS = [(p, e) for p, ligne in TABLE.items() for e in Etape if e not in ligne.depuis]
GARDES = [(p, g) for p, ligne in TABLE.items() for g in ligne.gardes]


@pytest.mark.parametrize(("passage", "etape"), INTERDITS)
def test_un_passage_que_la_table_ne_connait_pas_est_refuse(passage: Passage, etape: Etape) -> None:
    decision = decider(passage, FaitsDuPassage(etape, TOUTES))
    assert not decision
    assert passage.libelle in decision.motif.phrase
    assert etape.libelle in decision.motif.phrase


@pytest.mark.parametrize(("passage", "garde"), GARDES)
def test_un_passage_dit_la_garde_qui_manque(passage: Passage, garde: Garde) -> None:
    for etape in TABLE[passage].depuis:
        assert decider(passage, FaitsDuPassage(etape, TOUTES))
        decision = decider(passage, FaitsDuPassage(etape, TOUTES - {garde}))
        assert not decision
        assert decision.motif.phrase == garde.manque
        assert decision.a_faire


def test_chaque_etape_a_une_suite_et_chaque_etape_est_atteinte() -> None:
    assert all(any(depuis(e)) for e in Etape)
    assert {ligne.vers for ligne in TABLE.values()} | {Etape.REPEREE} == set(Etape)


def _passer(
    monde: Monde, passage: Passage, motif: str = "", *, le: date | None = None, dossier=None,
    formulaire: UUID | None = None,
) -> PassageFait:  # fmt: skip
    return passer(
        acteur=monde.acteur("leila"), dossier_id=(dossier or monde.ines).pk, passage=passage,
        le=le or monde.aujourd_hui, motif=motif, formulaire=formulaire or uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip


def _mettre(monde: Monde, etape: Etape) -> None:
    Parcours.objects.filter(dossier_id=monde.ines.pk).update(etape=etape, sortie="")


def test_sans_accord_la_situation_n_est_pas_inscrite_en_eps(monde: Monde) -> None:
    _mettre(monde, Etape.ACCORD_EPS)
    with pytest.raises(PassageRefuse) as refus:
        _passer(monde, Passage.INSCRIRE)
    assert "présentation en EPS" in refus.value.message
    assert not PassageFait.objects.filter(dossier_id=monde.ines.pk).exists()


def test_une_sortie_dit_sa_raison_et_s_annule_dans_la_journee(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    with pytest.raises(PassageSansMotif):
        _passer(monde, Passage.SORTIR)
    fait = _passer(monde, Passage.SORTIR, "objectifs_atteints")
    rang = dernier(monde.ines.pk)
    assert rang is not None
    assert (rang.etape, rang.sortie) == (Etape.SORTIE, monde.aujourd_hui.isoformat())
    annuler(
        acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, passage_id=fait.pk,
        instant=timezone.now(), at=monde.aujourd_hui,
    )  # fmt: skip
    rang = dernier(monde.ines.pk)
    assert rang is not None
    assert (rang.etape, rang.sortie) == (Etape.EN_COURS, "")
    fait.refresh_from_db()
    assert fait.annule_par_id == monde.acteur("leila").id


def test_apres_un_jour_un_passage_ne_s_annule_plus(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    fait = _passer(monde, Passage.SUSPENDRE)
    with pytest.raises(AnnulationImpossible):
        annuler(
            acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, passage_id=fait.pk,
            instant=timezone.now() + timedelta(hours=25), at=monde.aujourd_hui,
        )  # fmt: skip


def test_rouvrir_laisse_l_ancien_parcours_comme_il_a_fini(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    _passer(monde, Passage.SORTIR, "objectifs_atteints")
    fait = _passer(monde, Passage.ROUVRIR)
    etapes = Parcours.objects.filter(dossier_id=monde.ines.pk).order_by("created_at")
    assert list(etapes.values_list("etape", flat=True)) == [Etape.SORTIE, Etape.SOLLICITATION]
    annuler(
        acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, passage_id=fait.pk,
        instant=timezone.now(), at=monde.aujourd_hui,
    )  # fmt: skip
    assert Parcours.objects.get(dossier_id=monde.ines.pk).etape == Etape.SORTIE


def test_un_passage_est_scelle_dans_le_volet_parcours() -> None:
    assert PassageFait.volet is Volet.PARCOURS


def test_un_passage_n_est_date_ni_demain_ni_avant_le_fait_precedent(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    for jour, erreur in (
        (monde.aujourd_hui + timedelta(days=1), PassageDansLAvenir),
        (date(2025, 9, 3), PassageAvantLePrecedent),  # the day before the entry
    ):
        with pytest.raises(erreur):
            _passer(monde, Passage.SUSPENDRE, le=jour)
    assert _passer(monde, Passage.SUSPENDRE, le=date(2025, 9, 4)).le == date(2025, 9, 4)


def test_ce_qui_n_a_pas_commence_ne_sort_pas_et_ce_qui_a_commence_n_est_pas_refuse(
    monde: Monde,
) -> None:
    """The plan of a running parcours, proposed again and declined, leads to an exit: never to «not taken up»."""
    _mettre(monde, Etape.PLAN_PROPOSE)
    with pytest.raises(PassageRefuse, match="déjà commencé"):
        _passer(monde, Passage.NE_PAS_PRENDRE, "refus_de_la_famille")
    assert _passer(monde, Passage.SORTIR, "fin_d_adhesion").vers == Etape.SORTIE
    Parcours.objects.filter(dossier=monde.tom).update(etape=Etape.ACCORD_PLAN, entree="")
    with pytest.raises(PassageRefuse, match="pas commencé"):
        _passer(monde, Passage.SORTIR, "objectifs_atteints", dossier=monde.tom)
    assert _passer(monde, Passage.NE_PAS_PRENDRE, "refus_de_la_famille", dossier=monde.tom)


def test_un_examen_en_eps_compte_et_ne_compte_plus_une_fois_annule(monde: Monde) -> None:
    _mettre(monde, Etape.INSCRITE_EN_EPS)
    _accorder(monde)
    fait = _passer(monde, Passage.EXAMINER)
    jours = PassageEnEps.objects.filter(dossier=monde.ines)
    assert [p.le for p in jours] == [monde.aujourd_hui.isoformat()]
    page = fiche(monde.acteur("leila"), monde.ines.pk, at=monde.aujourd_hui)
    assert "examen en EPS" not in (page.manquants or ())
    _annuler(monde, fait)
    assert not jours.all().exists()
    PassageEnEps.objects.create(dossier=monde.ines, le=monde.aujourd_hui.isoformat())
    _annuler(monde, _passer(monde, Passage.EXAMINER))
    assert jours.all().exists(), "what another hand had written stays"


def test_rouvrir_ne_s_annule_plus_des_que_quelque_chose_y_est_ecrit(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    _passer(monde, Passage.SORTIR, "objectifs_atteints")
    fait = _passer(monde, Passage.ROUVRIR)
    contact = _passer(monde, Passage.CONTACTER)
    _annuler(monde, contact)
    ecrit = sceller(
        FinDeParcours,
        monde.ines,
        {},
        parcours=dernier(monde.ines.pk),
        auteur=monde.personnes["leila"],
    )
    with pytest.raises(AnnulationImpossible):
        _annuler(monde, fait)
    ecrit.delete()
    _annuler(monde, fait)
    traces = PassageFait.objects.filter(dossier=monde.ines).order_by("created_at")
    assert [f.passage for f in traces] == ["sortir", "rouvrir", "contacter_la_famille"]
    assert [f.annule_le is None for f in traces] == [True, False, False]


def test_un_enfant_n_a_qu_un_parcours_ouvert(monde: Monde) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        sceller(Parcours, monde.ines, {}, etape=Etape.SOLLICITATION)


def test_la_liste_ne_montre_pas_une_sortie_qui_a_ete_rouverte(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    _passer(monde, Passage.SORTIR, "objectifs_atteints")
    _passer(monde, Passage.ROUVRIR)
    for etape, nombre in ((Etape.SORTIE, 0), (Etape.SOLLICITATION, 1)):
        page = liste(
            monde.acteur("leila"), Demande(etapes=frozenset({etape})), at=monde.aujourd_hui
        )
        assert len(page.lignes) == nombre


def test_un_suivi_dont_le_plan_se_renouvelle_n_est_pas_une_sortie(monde: Monde) -> None:
    attendus = {Etape.SUSPENDU: True, Etape.PLAN_PROPOSE: True, Etape.SANS_SUITE: False}
    for etape, ouvert in attendus.items():
        _mettre(monde, etape)
        connus = suivis(monde.programme.pk, [monde.ines.pk])
        assert connus[monde.ines.pk].ouvert is ouvert, etape


def _accorder(monde: Monde) -> None:
    """The only adult of Inès holds the authority alone, and agrees."""
    (adulte,) = Responsable.objects.filter(dossier=monde.ines).values_list("pk", flat=True)
    contenu = {"exercice": "exclusif", "reference": "", "decision_le": "", "precision": ""}
    sceller(
        SituationDUnAdulte, monde.ines, contenu, adulte=adulte, depuis=monde.aujourd_hui,
        a_deux=False, effet=timezone.now(),
    )  # fmt: skip
    demande = accords.demander(
        acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, objet=Objet(Nature.PRESENTATION),
        institution=None, poste=None, contenu={"libelle": "", "langue": "fr"},
        jusqu_au=monde.aujourd_hui, formulaire=uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip
    accords.repondre(
        acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, demande_id=demande.pk,
        adulte=adulte, sens=Sens.ACCORD, le=monde.aujourd_hui,
        contenu={"support": "oral", "langue": "fr", "interprete": "", "paroles": ""},
        formulaire=uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip


def _annuler(monde: Monde, fait: PassageFait) -> None:
    annuler(
        acteur=monde.acteur("leila"), dossier_id=monde.ines.pk, passage_id=fait.pk,
        instant=timezone.now(), at=monde.aujourd_hui,
    )  # fmt: skip


def test_un_accord_donne_aujourd_hui_ne_couvre_pas_hier(monde: Monde) -> None:
    Parcours.objects.filter(dossier=monde.ines).update(etape=Etape.ACCORD_EPS)
    _accorder(monde)
    with pytest.raises(PassageRefuse):
        _passer(monde, Passage.INSCRIRE, le=monde.aujourd_hui - timedelta(days=1))
    assert _passer(monde, Passage.INSCRIRE).vers == Etape.INSCRITE_EN_EPS


def test_la_page_montre_les_passages_refuses_avec_ce_qui_manque(monde: Monde, connexion) -> None:
    _mettre(monde, Etape.ACCORD_EPS)
    for chemin in ("", "parcours/"):
        page = connexion("karim").get(f"/enfants/{monde.ines.pk}/{chemin}").content.decode()
        assert 'disabled aria-describedby="non-inscrire_en_eps"' in page
        assert "présentation en EPS" in page
        assert "Notez d’abord l’accord de la famille" in page
    page = connexion("sylvie").get(f"/enfants/{monde.ines.pk}/").content.decode()
    assert "inscrire_en_eps" not in page


def test_la_page_liste_les_passages_et_annule_le_dernier(monde: Monde, connexion) -> None:
    client, adresse = connexion("karim"), f"/enfants/{monde.ines.pk}/parcours/"
    envoi = {"le": monde.aujourd_hui, "precision": "jusqu'à Noël", "formulaire": uuid4()}
    assert client.post(f"{adresse}passer/suspendre/", envoi).status_code == 302
    page = client.get(adresse).content.decode()
    assert "Parcours en cours → Parcours suspendu" in page
    assert "jusqu&#x27;à Noël" in page
    fait = PassageFait.objects.get()
    assert client.post(f"{adresse}passages/{fait.pk}/annuler/").status_code == 302
    page = client.get(adresse).content.decode()
    assert "<s>Suspendre</s>" in page
    assert "par Karim Nasri" in page
    assert client.post(f"{adresse}passer/inscrire_en_eps/", envoi).status_code == 422
    assert client.get(f"{adresse}passer/inconnu/").status_code == 404


def test_une_page_restee_ouverte_refait_un_passage_annule(monde: Monde) -> None:
    _mettre(monde, Etape.EN_COURS)
    formulaire = uuid4()
    premier, encore = (_passer(monde, Passage.SUSPENDRE, formulaire=formulaire) for _ in range(2))
    assert encore.pk == premier.pk
    _annuler(monde, premier)
    refait = _passer(monde, Passage.SUSPENDRE, formulaire=formulaire)
    assert refait.pk != premier.pk
    assert _passer(monde, Passage.SUSPENDRE, formulaire=formulaire).pk == refait.pk
    assert dernier(monde.ines.pk).etape == Etape.SUSPENDU


def test_une_non_prise_en_charge_se_compte_comme_celle_d_un_tableau_repris(monde: Monde) -> None:
    Parcours.objects.filter(dossier=monde.ines).update(
        etape=Etape.SOLLICITATION, entree="", recue=monde.aujourd_hui.isoformat()
    )
    annee = AnneeScolaire.du(monde.aujourd_hui)
    avant = chiffres(monde.acteur("leila"), annee, at=monde.aujourd_hui).non_pris_en_charge
    _passer(monde, Passage.NE_PAS_PRENDRE, "refus_de_la_famille")
    apres = chiffres(monde.acteur("leila"), annee, at=monde.aujourd_hui).non_pris_en_charge
    assert apres == avant + 1
    page = fiche(monde.acteur("leila"), monde.ines.pk, at=monde.aujourd_hui).en_cours
    assert page.motif_non_prise_en_charge == "Refus de la famille"
