"""The table again by hand, where `test_table` does not look: acts on the programme, ouvertures, states, secrecy, names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from maillage.comptes.rules import Acteur, Mission, ObligationDeSecret
from maillage.dossiers.rules import (
    Appartenance,
    EtatDuDossier,
    Faits,
    NatureDOuverture,
    Ouverture,
    Qualite,
    Volet,
)
from maillage.notions.temps import Periode
from maillage.partage.rules import actes
from maillage.partage.rules.actes import Acte, Relation
from maillage.partage.rules.decision import decide
from maillage.partage.rules.table import RULES

A, M, N, T, V = Acte, Mission, NatureDOuverture, ObligationDeSecret, Volet
PROGRAMME, POSTE, JOUR = uuid4(), uuid4(), date(2026, 1, 15)
SUIVI = Faits(
    uuid4(),
    PROGRAMME,
    EtatDuDossier.ACTIF,
    (Appartenance(POSTE, Qualite.REFERENT, Periode(JOUR, JOUR)),),
)
SUR_DOSSIER = {
    A.LISTER, A.LIRE, A.ECRIRE, A.PLANIFIER, A.TRIER, A.DESIGNER, A.EXPORTER_LES_NOMS, A.EXTRAIRE, A.LIRE_EXTRAIT,
    A.OUVRIR_EN_URGENCE, A.CONSERVER, A.OUVRIR_ARCHIVE, A.VOIR_LES_ACCES, A.CONSIGNER,
}  # fmt: skip
SUR_SOI = {A.TENIR_SON_COMPTE, A.SIGNER_LA_CHARTE, A.CONNAITRE_LES_REGLES}
SENSIBLES = {
    A.HABILITER, A.CONFIRMER, A.EXPORTER_LES_CHIFFRES, A.TENIR_LES_EXPORTS, A.OUVRIR_EN_URGENCE,
    A.PUBLIER,
}  # fmt: skip
DE_COORDINATION = {
    A.IMPORTER, A.VOIR_LES_CHIFFRES, A.EXPORTER_LES_CHIFFRES, A.PREPARER_ELIMINATION, A.VALIDER_ELIMINATION,
    A.VOIR_LE_JOURNAL, A.TENIR_LE_JOURNAL, A.TENIR_LE_TERRITOIRE, A.TENIR_LA_CHARTE, A.VOIR_LES_HABILITATIONS,
    A.EXAMINER_LES_URGENCES, A.TENIR_LES_EXPORTS, A.VOIR_L_EQUIPE, A.HABILITER, A.REGLER, A.TENIR_LES_ADRESSES,
    A.TENIR_L_ELIGIBILITE, A.CONDUIRE_LES_SORTIES, A.CONDUIRE_LES_EVALUATIONS, A.TENIR_L_EPS,
    A.VOIR_LES_SAISINES, A.RECEVOIR_LES_SAISINES, A.TENIR_LES_PASSATIONS, A.SUIVRE_SES_PASSATIONS,
    A.TENIR_LES_BILANS, A.VOIR_LE_TABLEAU_REP,
    A.PREPARER_LES_PUBLICATIONS, A.PUBLIER, A.LIRE_LES_PUBLICATIONS,
}  # fmt: skip
EXTRAITS, CONFIRME = {A.RECEVOIR_DES_EXTRAITS}, {A.CONFIRMER}
EPS, SOLLICITE = {A.ASSISTER_A_L_EPS}, {A.SOLLICITER}
PROGRAMME_ENTIER: dict[Mission, set[Acte]] = {
    M.COORDINATION: DE_COORDINATION | EXTRAITS | CONFIRME | EPS | SOLLICITE,
    M.REFERENCE: EXTRAITS | CONFIRME | EPS | SOLLICITE | {A.SUIVRE_SES_PASSATIONS},
    M.SOIN: EXTRAITS | CONFIRME | EPS | SOLLICITE,
    M.TRAVAIL_SOCIAL: EXTRAITS | CONFIRME | EPS | SOLLICITE,
    M.SECRETARIAT: CONFIRME | SOLLICITE | {A.VOIR_LES_SAISINES},
    M.EPS: EXTRAITS | EPS | SOLLICITE,
    M.ECOLE: EXTRAITS | EPS | SOLLICITE | {A.VOIR_LE_TABLEAU_REP},
    M.PARTENARIAT: EXTRAITS | EPS | SOLLICITE | {A.LIRE_LES_PUBLICATIONS},
    M.ELU: {A.LIRE_LES_PUBLICATIONS},
    M.PILOTAGE: {A.LIRE_LES_PUBLICATIONS},
    M.DPO: {A.VALIDER_ELIMINATION, A.VOIR_LE_JOURNAL, A.TENIR_LE_JOURNAL},
    M.TECHNIQUE: {A.TENIR_LES_ADRESSES},
}
DE_L_ECOLE = {V.IDENTITE, V.SCOLARITE, V.SOCIAL, V.PARCOURS}
OUVERTS: dict[NatureDOuverture, dict[Mission, set[Volet]]] = {
    N.EXTRAIT: {
        M.COORDINATION: {V.SANTE, V.PROTECTION, V.SOCIAL, V.SCOLARITE},
        M.REFERENCE: {V.SANTE, V.PROTECTION},
        M.SOIN: {V.FAMILLE, V.SOCIAL},
        M.TRAVAIL_SOCIAL: {V.SANTE, V.PROTECTION},
        M.PARTENARIAT: {V.IDENTITE, V.PARCOURS},
        M.ECOLE: DE_L_ECOLE,
        M.EPS: DE_L_ECOLE,
    },
    N.SEANCE: {
        M.EPS: DE_L_ECOLE,
        **{
            m: {V.IDENTITE, V.PARCOURS}
            for m in (M.COORDINATION, M.REFERENCE, M.SOIN, M.TRAVAIL_SOCIAL, M.ECOLE, M.PARTENARIAT)
        },
    },
    N.URGENCE: {M.REFERENCE: {V.SANTE, V.PROTECTION}, M.TRAVAIL_SOCIAL: {V.SANTE}},
}
ARCHIVE: dict[Acte, set[Volet]] = {
    A.CONSERVER: {V.IDENTITE},
    A.OUVRIR_ARCHIVE: {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.MEDIATION, V.SCOLARITE, V.SOCIAL},
}
NOMS = """
accueil_coordination accueil_ecole accueil_mandat_elu accueil_partenariat accueil_participation_eps accueil_pilotage
accueil_protection_des_donnees accueil_reference_de_parcours accueil_secretariat accueil_soin accueil_technique
accueil_travail_social confirmer_coordination confirmer_reference_de_parcours confirmer_secretariat confirmer_soin
confirmer_travail_social coord_acces coord_archive coord_charte coord_chiffres coord_conservation coord_consigner coord_dossier
coord_elimination coord_eligibilite coord_equipe coord_evaluations coord_export coord_exports coord_extrait coord_famille coord_import coord_journal
coord_lecture coord_sorties coord_territoire coord_tri coordination_adresses coordination_extrait_recu coordination_extraits dpo_elimination dpo_journal
ecole_extrait ecole_extraits eps_extrait eps_seance partenariat_extrait_recu partenariat_extraits
participation_eps_extraits reference_de_parcours_extrait_recu reference_de_parcours_extraits referent_acces referent_consigner
referent_dossier referent_ecriture referent_en_urgence referent_extrait referent_urgence secretariat social_consigner social_dossier
social_ecriture social_en_urgence social_extrait social_lecture social_urgence soin_dossier soin_extrait
soin_extrait_recu soin_extraits soin_sante soin_scolarite technique_adresses travail_social_extrait_recu travail_social_extraits
coord_eps coordination_seance reference_de_parcours_seance soin_seance travail_social_seance ecole_seance
partenariat_seance coordination_eps reference_de_parcours_eps soin_eps travail_social_eps ecole_eps
partenariat_eps participation_eps_eps
coord_saisines secretariat_saisines coordination_sollicite ecole_sollicite partenariat_sollicite participation_eps_sollicite
reference_de_parcours_sollicite secretariat_sollicite soin_sollicite travail_social_sollicite
coord_passations referent_passations
coord_bilans ecole_tableau_rep
coord_publications mandat_elu_publications partenariat_publications pilotage_publications
"""


def une(mission: Mission, *obligations: ObligationDeSecret, suit: bool = True) -> Acteur:
    tenue = frozenset(obligations or {T.PROFESSION})
    postes = frozenset({POSTE}) if suit else frozenset()
    return Acteur(uuid4(), "U", PROGRAMME, frozenset({mission}), postes, tenue, charte_signee=True)


def ouverts(qui: Acteur, acte: Acte, faits: Faits = SUIVI) -> set[Volet]:
    return {v for v in Volet if decide(qui, acte, v, faits, JOUR)}


def test_les_actes_qui_touchent_un_dossier_un_nom_ou_soi_sont_ceux_ci() -> None:
    assert actes.SUR_DOSSIER == SUR_DOSSIER
    assert (
        SUR_DOSSIER
        | EXTRAITS
        | EPS
        | {A.IMPORTER, A.TENIR_LES_EXPORTS, A.CONDUIRE_LES_SORTIES, A.TENIR_L_EPS}
        | {A.SOLLICITER, A.VOIR_LES_SAISINES, A.RECEVOIR_LES_SAISINES}
        | {A.TENIR_LES_PASSATIONS, A.SUIVRE_SES_PASSATIONS}
        == actes.NOMINATIFS
    )
    assert actes.SUR_SOI == SUR_SOI


def test_les_actes_qui_redemandent_qui_est_la_sont_ceux_ci() -> None:
    assert actes.SENSIBLES == SENSIBLES


@pytest.mark.parametrize("mission", list(Mission))
def test_sur_le_programme_chaque_mission_peut_ceci_et_rien_d_autre(mission: Mission) -> None:
    qui = une(mission)
    permis = {a for a in set(Acte) - SUR_DOSSIER - SUR_SOI if decide(qui, a, None, None, JOUR)}
    assert permis == {A.ACCUEILLIR} | PROGRAMME_ENTIER.get(mission, set())
    assert not [v for a in permis for v in Volet if decide(qui, a, v, None, JOUR)]


@pytest.mark.parametrize("nature", list(NatureDOuverture))
@pytest.mark.parametrize("mission", list(Mission))
def test_une_ouverture_donne_ces_volets_a_cette_mission(
    mission: Mission, nature: NatureDOuverture
) -> None:
    qui = une(mission, suit=False)
    acte = A.LIRE if nature is N.URGENCE else A.LIRE_EXTRAIT
    avant = ouverts(qui, acte)
    lus = {
        v
        for v in Volet
        if decide(qui, acte, v, replace(SUIVI, ouvertures=(Ouverture(nature, qui.id, v),)), JOUR)
    }
    assert lus - avant == OUVERTS[nature].get(mission, set())


def test_une_ouverture_ne_vaut_que_pour_sa_personne_et_son_volet() -> None:
    qui = une(M.EPS)
    for utilisateur, volet in ((uuid4(), V.SOCIAL), (qui.id, V.PARCOURS)):
        faits = replace(SUIVI, ouvertures=(Ouverture(N.EXTRAIT, utilisateur, volet),))
        assert not decide(qui, A.LIRE_EXTRAIT, V.SOCIAL, faits, JOUR)


@pytest.mark.parametrize("mission", list(Mission))
def test_d_une_archive_il_ne_reste_que_sa_garde_et_d_une_purge_rien(mission: Mission) -> None:
    qui, attendus = une(mission), ARCHIVE if mission is M.COORDINATION else {}
    for etat, restent in ((EtatDuDossier.ARCHIVE, attendus), (EtatDuDossier.PURGE, {})):
        faits = replace(SUIVI, etat=etat)
        lus = {a: ouverts(qui, a, faits) for a in SUR_DOSSIER}
        assert {a: v for a, v in lus.items() if v} == restent


def test_qui_n_est_tenu_qu_a_la_discretion_ne_lit_que_l_ordinaire() -> None:
    for mission in Mission:
        secrete, discrete = une(mission), une(mission, T.DISCRETION)
        for acte in SUR_DOSSIER:
            ordinaire = {V.IDENTITE, V.SCOLARITE, V.PARCOURS, V.QUARANTAINE}
            assert ouverts(discrete, acte) == ouverts(secrete, acte) & ordinaire


@pytest.mark.parametrize("obligation", [T.MISSION, T.FONCTION])
def test_la_sante_s_ecrit_entre_soignants_seulement(obligation: ObligationDeSecret) -> None:
    soignante, tenue = une(M.SOIN), une(M.SOIN, obligation)
    for acte in (A.LIRE, A.ECRIRE, A.EXTRAIRE):
        assert V.SANTE in ouverts(soignante, acte)
        assert V.SANTE not in ouverts(tenue, acte)
    assert V.SOCIAL in ouverts(une(M.TRAVAIL_SOCIAL, obligation), A.ECRIRE)


# Who may log, for a child of her cercle, that an alert was transmitted; the coordination for every child.
CONSIGNENT = {M.COORDINATION, M.REFERENCE, M.TRAVAIL_SOCIAL}


@pytest.mark.parametrize("mission", list(Mission))
def test_qu_une_alerte_est_partie_se_consigne_par_qui_suit_et_ne_se_lit_par_personne_d_autre(
    mission: Mission,
) -> None:
    attendu = {V.PROTECTION} if mission in CONSIGNENT else set()
    assert ouverts(une(mission), A.CONSIGNER) == attendu
    sans_lien = une(mission, suit=False)
    assert ouverts(sans_lien, A.CONSIGNER) == (attendu if mission is M.COORDINATION else set())
    assert ouverts(une(mission, T.DISCRETION), A.CONSIGNER) == set()
    assert V.PROTECTION not in ouverts(une(mission), A.LIRE)
    assert V.PROTECTION not in ouverts(une(mission), A.EXTRAIRE)


def test_le_journal_garde_le_nom_des_regles_ces_noms_ne_changent_pas() -> None:
    assert {r.nom for r in RULES} == set(NOMS.split())


def test_ce_qui_ne_touche_aucun_dossier_tient_au_programme_seul() -> None:
    liens = {r.relation for r in RULES if not r.volets}
    assert liens == {Relation.MEME_PROGRAMME}


def test_une_regle_repond_par_oui_ou_par_non() -> None:
    import_ = next(r for r in RULES if r.nom == "coord_import")
    assert [import_.couvre(a, None) for a in (A.IMPORTER, A.REGLER)] == [True, False]
