"""The «matrice d'habilitation», rule by rule, as a jurist reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import date
from uuid import uuid4

import pytest

from maillage.comptes.rules import HORS_DU_SECRET, Acteur, Mission, ObligationDeSecret
from maillage.dossiers.rules import (
    VOLETS_DU_DOSSIER,
    Appartenance,
    EtatDuDossier,
    Faits,
    Ouverture,
    Qualite,
    Volet,
)
from maillage.notions.temps import Periode
from maillage.partage.rules.actes import SUR_DOSSIER, Acte, Relation
from maillage.partage.rules.decision import OUVERTURES, decide, relations
from maillage.partage.rules.projection import decisions, project
from maillage.partage.rules.regle import Rule
from maillage.partage.rules.table import RULES

PROGRAMME, POSTE, JOUR = uuid4(), uuid4(), date(2026, 1, 15)
SUIVI = Faits(
    uuid4(),
    PROGRAMME,
    EtatDuDossier.ACTIF,
    (Appartenance(POSTE, Qualite.REFERENT, Periode(JOUR, JOUR)),),
)
A, M, V = Acte, Mission, Volet

# mission -> act -> volets, for a person whose poste follows the child. What is absent is refused.
MATRICE: dict[Mission, dict[Acte, set[Volet]]] = {
    M.COORDINATION: {
        A.CONSIGNER: {V.PROTECTION},
        A.LISTER: {V.IDENTITE, V.PARCOURS},
        A.LIRE: {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.MEDIATION, V.SCOLARITE, V.SOCIAL},
        A.ECRIRE: {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.MEDIATION},
        A.PLANIFIER: {V.IDENTITE, V.PARCOURS},
        A.DESIGNER: {V.IDENTITE, V.PARCOURS},
        A.TRIER: {V.QUARANTAINE},
        A.VOIR_LES_ACCES: {V.IDENTITE},
        A.EXTRAIRE: {V.IDENTITE, V.PARCOURS, V.FAMILLE},
        A.EXPORTER_LES_NOMS: {V.IDENTITE},
        A.CONSERVER: {V.IDENTITE},
        A.OUVRIR_ARCHIVE: {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.MEDIATION, V.SCOLARITE, V.SOCIAL},
    },
    M.REFERENCE: {
        A.CONSIGNER: {V.PROTECTION},
        A.EXTRAIRE: {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.SOCIAL, V.SCOLARITE, V.MEDIATION},
        A.OUVRIR_EN_URGENCE: {V.SANTE, V.PROTECTION},
        A.LISTER: {V.IDENTITE, V.PARCOURS},
        A.LIRE: {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.SOCIAL, V.SCOLARITE, V.MEDIATION},
        A.ECRIRE: {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.SOCIAL, V.SCOLARITE, V.MEDIATION},
        A.PLANIFIER: {V.IDENTITE, V.PARCOURS},
        A.VOIR_LES_ACCES: {V.IDENTITE},
    },
    M.SOIN: {
        A.EXTRAIRE: {V.SANTE},
        A.LISTER: {V.IDENTITE, V.PARCOURS},
        A.LIRE: {V.IDENTITE, V.PARCOURS, V.SANTE, V.SCOLARITE},
        A.ECRIRE: {V.SANTE},
    },
    M.TRAVAIL_SOCIAL: {
        A.CONSIGNER: {V.PROTECTION},
        A.EXTRAIRE: {V.FAMILLE, V.SOCIAL},
        A.OUVRIR_EN_URGENCE: {V.SANTE},
        A.LISTER: {V.IDENTITE, V.PARCOURS},
        A.LIRE: {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.SOCIAL, V.SCOLARITE},
        A.ECRIRE: {V.FAMILLE, V.SOCIAL},
    },
    M.SECRETARIAT: {A.LISTER: {V.IDENTITE}, A.LIRE: {V.IDENTITE}},
}
SANS_CERCLE = (M.COORDINATION, M.SECRETARIAT)  # they need not follow the child


def quelqu_un(mission: Mission, *, suit: bool = True) -> Acteur:
    postes = frozenset({POSTE}) if suit else frozenset()
    return Acteur(
        uuid4(), "Quelqu'un", PROGRAMME, frozenset({mission}), postes,
        obligations=frozenset({ObligationDeSecret.PROFESSION}), charte_signee=True,
    )  # fmt: skip


def permis(qui: Acteur, at: date = JOUR) -> dict[Acte, set[Volet]]:
    lus = {a: {v for v in Volet if decide(qui, a, v, SUIVI, at)} for a in SUR_DOSSIER}
    return {a: volets for a, volets in lus.items() if volets}


@pytest.mark.parametrize("mission", list(Mission))
def test_la_matrice_est_celle_que_la_table_applique(mission: Mission) -> None:
    assert permis(quelqu_un(mission)) == MATRICE.get(mission, {})


@pytest.mark.parametrize("mission", [m for m in Mission if m not in SANS_CERCLE])
def test_sans_suivre_l_enfant_ces_missions_n_ouvrent_rien(mission: Mission) -> None:
    assert permis(quelqu_un(mission, suit=False)) == {}


@pytest.mark.parametrize("mission", SANS_CERCLE)
def test_celles_ci_tiennent_leur_droit_du_programme(mission: Mission) -> None:
    assert permis(quelqu_un(mission, suit=False)) == MATRICE[mission]


@pytest.mark.parametrize("ecart", [-1, 1])
def test_le_suivi_vaut_du_premier_au_dernier_jour_compris(ecart: int) -> None:
    assert permis(quelqu_un(M.REFERENCE), JOUR)
    assert permis(quelqu_un(M.REFERENCE), date.fromordinal(JOUR.toordinal() + ecart)) == {}


def test_la_protection_n_est_ouverte_a_aucune_mission() -> None:
    lus = {m: permis(quelqu_un(m)) for m in Mission}
    assert not [
        m for m, p in lus.items() for a in (A.LIRE, A.ECRIRE) if V.PROTECTION in p.get(a, ())
    ]


def test_la_sante_n_est_ouverte_qu_au_soin() -> None:
    lecteurs = {m for m in Mission if decide(quelqu_un(m), A.LIRE, V.SANTE, SUIVI, JOUR)}
    assert lecteurs == {M.SOIN}


@pytest.mark.parametrize("regle", RULES, ids=lambda r: r.nom)
def test_chaque_regle_a_un_fondement_une_phrase_et_sert_dans_un_exemple(regle: Rule) -> None:
    assert regle.fondement.reference.strip()
    assert regle.phrase.endswith(".")
    assert regle.relation is not Relation.AUCUNE
    assert regle.actes
    qui = quelqu_un(regle.mission)
    natures = {relation: nature for nature, relation in OUVERTURES.items()}
    for acte in regle.actes:
        volets = regle.volets if acte in SUR_DOSSIER else {None}
        assert volets
        for volet in volets:
            faits = SUIVI
            if regle.relation in natures:
                ouverte = Ouverture(natures[regle.relation], qui.id, volet)
                faits = replace(SUIVI, ouvertures=(ouverte,))
            oui = decide(qui, acte, volet, faits if volet else None, JOUR)
            assert oui
            assert (oui.motif.code, oui.fondement) == (regle.nom, regle.fondement)
            assert oui.motif.phrase == regle.phrase


def test_les_noms_de_regles_sont_uniques_et_en_ascii() -> None:
    noms = [r.nom for r in RULES]
    assert len(set(noms)) == len(noms)
    assert all(nom.isascii() and nom == nom.lower() for nom in noms)


def test_aucune_regle_hors_du_secret_ne_touche_un_dossier() -> None:
    assert not [r for r in RULES if r.mission in HORS_DU_SECRET and r.actes & SUR_DOSSIER]


def test_seule_la_coordination_voit_les_chiffres_et_importe() -> None:
    reserves = (A.IMPORTER, A.VOIR_LES_CHIFFRES, A.EXPORTER_LES_CHIFFRES)
    for acte in reserves:
        ayants_droit = {m for m in Mission if decide(quelqu_un(m), acte, None, None, JOUR)}
        assert ayants_droit == {M.COORDINATION}


def test_une_regle_ne_se_modifie_pas() -> None:
    with pytest.raises(FrozenInstanceError):
        RULES[0].mission = Mission.ELU  # type: ignore[misc]


def test_le_lien_se_lit_dans_les_faits() -> None:
    amina = quelqu_un(M.REFERENCE)
    assert relations(amina, SUIVI, JOUR) == {Relation.CERCLE, Relation.MEME_PROGRAMME}
    ailleurs = Acteur(amina.id, "A", uuid4(), amina.missions, amina.postes)
    assert relations(ailleurs, SUIVI, JOUR) == {Relation.AUCUNE}


def piege(volet: Volet) -> Callable[[], str]:
    def charger() -> str:
        raise AssertionError(f"le volet {volet} a été chargé alors qu'il est fermé")

    return charger


@pytest.mark.parametrize("mission", list(Mission))
def test_le_contenu_d_un_volet_ferme_n_est_jamais_charge(mission: Mission) -> None:
    qui = quelqu_un(mission)
    ouverts = MATRICE.get(mission, {}).get(A.LIRE, set())
    sources = {
        v: (lambda v=v: f"contenu {v}") if v in ouverts else piege(v) for v in VOLETS_DU_DOSSIER
    }
    vue = project(qui, SUIVI, sources, JOUR)
    assert set(vue.contenus) == ouverts
    assert set(vue.fermes) == set(VOLETS_DU_DOSSIER) - ouverts
    assert vue.decisions == decisions(qui, SUIVI, JOUR)
