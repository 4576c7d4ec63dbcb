"""Why it is yes, why it is no: each answer of the policy has its name, its facts, its ground and what is left to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from maillage.comptes.rules import PERSONNE, Acteur, Mission, ObligationDeSecret
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
from maillage.partage.rules import fondements as f
from maillage.partage.rules.actes import Acte, Relation
from maillage.partage.rules.charte import Clause
from maillage.partage.rules.decision import attend_la_charte, decide, ouvre, relations

A, M, V = Acte, Mission, Volet
PROGRAMME, POSTE, QUI, JOUR = uuid4(), uuid4(), uuid4(), date(2026, 1, 15)
SUIVI = Faits(
    uuid4(),
    PROGRAMME,
    EtatDuDossier.ACTIF,
    (Appartenance(POSTE, Qualite.REFERENT, Periode(JOUR, JOUR)),),
)


def une(*missions: Mission, signee: bool = True, **autres: object) -> Acteur:
    tenue = frozenset({ObligationDeSecret.PROFESSION})
    qui = Acteur(
        QUI, "U", PROGRAMME, frozenset(missions), frozenset({POSTE}), tenue, charte_signee=signee
    )
    return replace(qui, **autres)


AMINA, LEILA, ELUE = une(M.REFERENCE), une(M.COORDINATION), une(M.ELU)
PAS_SIGNEE = une(M.REFERENCE, signee=False)
DISCRETE = une(M.REFERENCE, obligations=frozenset({ObligationDeSecret.DISCRETION}))
SANS_SOCIAL = une(M.COORDINATION, clauses=frozenset({Clause.COORDINATION_SANS_SOCIAL}))
AILLEURS = replace(SUIVI, cercle=())
REFUS = [
    (ELUE, A.LIRE, V.IDENTITE, SUIVI, "mur", f.ART_128),
    (ELUE, A.IMPORTER, None, None, "mur", f.ART_128),
    (une(M.ELU, M.REFERENCE), A.LIRE, V.IDENTITE, SUIVI, "mur", f.ART_128),
    (PAS_SIGNEE, A.LIRE, V.IDENTITE, SUIVI, "charte", f.CHARTE),
    (PAS_SIGNEE, A.LIRE, V.IDENTITE, AILLEURS, "charte", f.CHARTE),
    (PAS_SIGNEE, A.DESIGNER, V.IDENTITE, SUIVI, "mission", f.CNIL),
    (PAS_SIGNEE, A.REGLER, None, None, "mission", f.CNIL),
    (DISCRETE, A.LIRE, V.SOCIAL, SUIVI, "obligation", f.SECRET_PROFESSIONNEL),
    (DISCRETE, A.LIRE, V.IDENTITE, AILLEURS, "hors_cercle", f.CNIL),
    (SANS_SOCIAL, A.LIRE, V.SOCIAL, SUIVI, "clause", f.CHARTE),
    (AMINA, A.LIRE, V.IDENTITE, AILLEURS, "hors_cercle", f.CNIL),
    (AMINA, A.LIRE, V.IDENTITE, None, "hors_cercle", f.CNIL),
    (AMINA, A.LIRE, V.SANTE, SUIVI, "volet_ferme", f.SOINS),
    (LEILA, A.LIRE, V.SANTE, SUIVI, "volet_ferme", f.SOINS),
    (AMINA, A.LIRE, V.PROTECTION, SUIVI, "volet_ferme", f.CNIL),
    (LEILA, A.ECRIRE, V.SOCIAL, SUIVI, "mission", f.CNIL),
    (AMINA, A.IMPORTER, None, None, "mission", f.CNIL),
    (AMINA, A.LIRE, None, SUIVI, "mission", f.CNIL),
    (PERSONNE, A.TENIR_SON_COMPTE, None, None, "mission", f.CNIL),
]


@pytest.mark.parametrize(("qui", "acte", "volet", "faits", "code", "fondement"), REFUS)
def test_chaque_refus_dit_sa_raison_son_texte_et_que_faire(
    qui: Acteur, acte: Acte, volet: Volet | None, faits: Faits | None, code: str, fondement: object
) -> None:
    non = decide(qui, acte, volet, faits, JOUR)
    assert (non.accordee, non.motif.code, non.fondement) == (False, code, fondement)
    assert non.motif.faits == {"Mission": qui.mission_affichee}
    assert non.a_faire.endswith(".")


@pytest.mark.parametrize(
    ("qui", "acte", "volet", "lien"),
    [
        (AMINA, A.LIRE, V.IDENTITE, "vous suivez cet enfant"),
        (LEILA, A.LIRE, V.IDENTITE, "ce dossier est de votre programme"),
        (LEILA, A.IMPORTER, None, "votre programme"),
        (PAS_SIGNEE, A.CONFIRMER, None, "votre programme"),
    ],
)
def test_chaque_oui_dit_la_mission_et_le_lien(
    qui: Acteur, acte: Acte, volet: Volet | None, lien: str
) -> None:
    oui = decide(qui, acte, volet, SUIVI, JOUR)
    assert oui.accordee
    assert oui.motif.faits == {"Mission": qui.mission_affichee, "Lien": lien}


def test_son_propre_compte_se_tient_au_nom_de_la_securite() -> None:
    oui = decide(AMINA, A.TENIR_SON_COMPTE, None, None, JOUR)
    assert (oui.accordee, oui.motif.code, oui.fondement) == (True, "son_compte", f.SECURITE)


def test_chaque_lien_se_dit_en_mots() -> None:
    mots = {relation: relation.libelle for relation in Relation}
    assert len(set(mots.values())) == len(Relation)
    assert mots[Relation.URGENCE] == "vous avez ouvert ce volet en urgence"
    assert mots[Relation.AUCUNE] == "aucun lien avec ce dossier"


@pytest.mark.parametrize(
    ("qui", "acte", "attendu"),
    [
        (PAS_SIGNEE, A.LIRE, True),
        (PAS_SIGNEE, A.RECEVOIR_DES_EXTRAITS, True),
        (PAS_SIGNEE, A.CONFIRMER, False),  # names nobody
        (PAS_SIGNEE, A.IMPORTER, False),  # not hers, signed or not
        (AMINA, A.LIRE, False),
        (une(M.ELU, signee=False), A.LIRE, False),
    ],
)
def test_seule_manque_la_signature(qui: Acteur, acte: Acte, attendu: bool) -> None:  # noqa: FBT001
    assert attend_la_charte(qui, acte) is attendu


def test_une_page_s_ouvre_par_la_mission_dans_un_programme() -> None:
    assert ouvre(AMINA, A.LIRE)
    assert ouvre(PAS_SIGNEE, A.LIRE)
    assert not ouvre(AMINA, A.IMPORTER)
    assert not ouvre(replace(AMINA, programme_id=None), A.LIRE)
    assert not decide(replace(LEILA, programme_id=None), A.IMPORTER, None, None, JOUR)


def test_le_lien_d_une_ouverture_est_celui_de_sa_nature_et_de_son_volet() -> None:
    for nature, lien in (
        (NatureDOuverture.SEANCE, Relation.SEANCE),
        (NatureDOuverture.EXTRAIT, Relation.EXTRAIT),
        (NatureDOuverture.URGENCE, Relation.URGENCE),
    ):
        ouvert = replace(AILLEURS, ouvertures=(Ouverture(nature, QUI, V.SOCIAL),))
        assert relations(AMINA, ouvert, JOUR, V.SOCIAL) == {Relation.MEME_PROGRAMME, lien}
        assert relations(AMINA, ouvert, JOUR, V.SANTE) == {Relation.MEME_PROGRAMME}
        assert relations(AMINA, ouvert, JOUR) == {Relation.MEME_PROGRAMME}
        autre = replace(AMINA, id=uuid4())
        assert relations(autre, ouvert, JOUR, V.SOCIAL) == {Relation.MEME_PROGRAMME}


def test_le_lien_du_cercle_demande_le_poste_et_le_jour() -> None:
    assert relations(AMINA, SUIVI, date(2026, 1, 16)) == {Relation.MEME_PROGRAMME}
    sans_poste = replace(AMINA, postes=frozenset({uuid4()}))
    assert relations(sans_poste, SUIVI, JOUR) == {Relation.MEME_PROGRAMME}
    assert relations(replace(AMINA, programme_id=None), SUIVI, JOUR) == {Relation.AUCUNE}
