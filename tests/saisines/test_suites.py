"""What a demander is told: every origin, every state, every stage; never more than the table of the rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.notions.temps import DatePartielle
from maillage.parcours.rules.etapes import Etape
from maillage.saisines.rules import EtatDeSaisine, NatureDeLien, Voie
from maillage.saisines.rules.contenus import Sollicitation, lire, missing_fields
from maillage.saisines.rules.liens import PAR_JOUR, EtatDuLien, utilisable
from maillage.saisines.rules.reception import avertir_de_l_age, avertir_de_l_ecole
from maillage.saisines.rules.suites import Demandeur, Suite, demandeur, repondre
from tests.saisines.conftest import de_la_famille, sollicitation

E, S, D, ETAT = Etape, Suite, Demandeur, EtatDeSaisine
AVANT = (
    E.REPEREE, E.SOLLICITATION, E.FAMILLE_CONTACTEE, E.ACCORD_EPS, E.INSCRITE_EN_EPS, E.EXAMINEE_EN_EPS,
    E.REFERENT_DESIGNE, E.PLAN_PROPOSE, E.ACCORD_PLAN, None,
)  # fmt: skip
APRES = (E.EN_COURS, E.REEXAMEN, E.SUSPENDU, E.SORTIE_PREPAREE, E.SORTIE, E.VEILLE)
# by hand: (state, stages) -> professional, family not met yet, family recognised
ATTENDU = [
    (ETAT.DEPOSEE, (None,), (S.RECUE, S.RECUE, S.RECUE)),
    (ETAT.NON_RETENUE, (None,), (S.NON_PRISE_EN_CHARGE, S.EXAMEN, S.NON_PRISE_EN_CHARGE)),
    (ETAT.RATTACHEE, AVANT, (S.EXAMEN, S.EXAMEN, S.EXAMEN)),
    (ETAT.RATTACHEE, APRES, (S.PRISE_EN_CHARGE, S.EXAMEN, S.PRISE_EN_CHARGE)),
    (ETAT.RATTACHEE, (E.SANS_SUITE,), (S.NON_PRISE_EN_CHARGE, S.EXAMEN, S.NON_PRISE_EN_CHARGE)),
    (ETAT.JOINTE, (None,), (S.EXAMEN, S.EXAMEN, S.EXAMEN)),
]
CAS = [(etat, etape, qui, suites[i]) for etat, etapes, suites in ATTENDU
       for etape in etapes for i, qui in enumerate((D.PROFESSIONNEL, D.FAMILLE, D.FAMILLE_RECONNUE))]  # fmt: skip


@pytest.mark.parametrize(("etat", "etape", "qui", "attendue"), CAS)
def test_chaque_demandeur_sait_ceci_et_rien_d_autre(
    etat: EtatDeSaisine, etape: Etape | None, qui: Demandeur, attendue: Suite
) -> None:
    dite = repondre(qui, etat, etape)
    assert dite.suite is attendue
    assert dite.phrase


def test_chaque_etape_est_dans_la_table() -> None:
    assert {*AVANT, *APRES, E.SANS_SUITE} == {*Etape, None}


@given(st.sampled_from(ETAT), st.sampled_from([*Etape, None]))
def test_un_professionnel_ne_lit_jamais_plus_que_quatre_phrases(
    etat: EtatDeSaisine, etape: Etape | None
) -> None:
    dites = {repondre(D.PROFESSIONNEL, e, p).phrase for e in ETAT for p in [*Etape, None]}
    assert repondre(D.PROFESSIONNEL, etat, etape).phrase in dites
    assert len(dites) == 4


@given(st.sampled_from([*Etape, None]))
def test_un_enfant_deja_suivi_ne_se_distingue_pas_d_un_nouveau(etape: Etape | None) -> None:
    nouveau = repondre(D.PROFESSIONNEL, ETAT.RATTACHEE, E.SOLLICITATION)
    assert repondre(D.PROFESSIONNEL, ETAT.JOINTE, etape) == nouveau


def test_qui_se_dit_la_famille_n_apprend_que_la_lecture() -> None:
    dites = {
        repondre(D.FAMILLE, etat, etape)
        for etat in ETAT
        if etat is not ETAT.DEPOSEE
        for etape in [*Etape, None]
    }
    assert len(dites) == 1
    assert not dites.pop().mot


@given(
    voie=st.sampled_from(Voie),
    origine=st.sampled_from(["famille", "enfant", "college"]),
    reconnue=st.booleans(),
)
def test_le_demandeur_est_une_famille_par_son_lien_ou_son_origine(
    *,
    voie: Voie,
    origine: str,
    reconnue: bool,
) -> None:
    famille = voie is Voie.FAMILLE or origine != "college"
    attendu = (D.FAMILLE_RECONNUE if reconnue else D.FAMILLE) if famille else D.PROFESSIONNEL
    assert demandeur(voie, origine, reconnue=reconnue) is attendu


@given(
    nature=st.sampled_from(NatureDeLien), reste=st.integers(-5, 5), revoque=st.booleans(), utilise=st.booleans(),
    du_jour=st.integers(0, PAR_JOUR + 1),
)  # fmt: skip
def test_un_lien_sert_tant_que_rien_ne_l_a_ferme(
    *,
    nature: NatureDeLien,
    reste: int,
    revoque: bool,
    utilise: bool,
    du_jour: int,
) -> None:
    jour = date(2026, 11, 28)
    lien = EtatDuLien(nature, jour + timedelta(days=reste), revoque, utilise, du_jour)
    use = utilise and nature is NatureDeLien.UNIQUE
    assert bool(utilisable(lien, jour)) == (
        reste >= 0 and not revoque and not use and du_jour < PAR_JOUR
    )
    assert not utilisable(None, jour)


@pytest.mark.parametrize(
    "champ", ["nom", "prenom", "difficultes", "appuis", "deja_tente", "informee"]
)
def test_une_demande_de_professionnel_dit_tout_ceci(champ: str) -> None:
    assert missing_fields(sollicitation(), famille=False) == ()
    assert champ in missing_fields(sollicitation(**{champ: " "}), famille=False)


def test_sans_point_d_appui_ce_n_est_pas_une_demande() -> None:
    assert missing_fields(sollicitation(points_d_appui=()), famille=False) == ("points_d_appui",)
    assert missing_fields(de_la_famille(), famille=True) == ()
    assert missing_fields(de_la_famille(appuis=""), famille=True) == ("appuis",)


def test_le_motif_principal_est_l_un_des_motifs() -> None:
    assert missing_fields(sollicitation(motif_principal="precarite"), famille=False) == ("motifs",)


TEXTES = st.text(max_size=20)


@given(
    nom=TEXTES, attentes=TEXTES, motifs=st.lists(st.sampled_from(["absenteisme", "mal_etre"]), max_size=2),
    interprete=st.booleans(),
)  # fmt: skip
def test_ce_qui_est_ecrit_se_relit_et_se_partage_sans_perte(
    *,
    nom: str,
    attentes: str,
    motifs: list[str],
    interprete: bool,
) -> None:
    demande = sollicitation(nom=nom, attentes=attentes, motifs=tuple(motifs), interprete=interprete)
    assert lire(demande.contenu()) == demande
    assert lire(demande.fiche() | demande.famille()) == demande
    assert not set(demande.fiche()) & set(demande.famille())


def test_un_contenu_d_une_autre_version_se_lit_encore() -> None:
    assert lire({"nom": "X", "inconnu": 1}) == Sollicitation("X", "")


@pytest.mark.parametrize(
    ("naissance", "code"),
    [
        (None, "age_inconnu"), ("2025-06-01", "age_bas"), ("2024-11-28", None), ("2010-01-01", None),
        ("2009-11-28", "age_haut"), ("2009-11-29", None), ("2009", None), ("2008", "age_haut"), ("2007", "majeur"), ("2008-11-28", "majeur"),
        ("2008-11-29", "age_haut"), ("2027-01-01", "age_bas"),
    ],
)  # fmt: skip
def test_l_age_avertit_et_ne_bloque_pas(naissance: str | None, code: str | None) -> None:
    lue = DatePartielle.lire(naissance) if naissance else None
    assert [a.code for a in avertir_de_l_age(lue, date(2026, 11, 28))] == ([code] if code else [])


def test_l_ecole_avertit() -> None:
    dits = [
        [a.code for a in avertir_de_l_ecole(ecole, reconnue=reconnue, prioritaire=prioritaire)]
        for ecole, reconnue, prioritaire in (
            (" ", False, False), ("X", False, True), ("X", True, False), ("X", True, True),
        )
    ]  # fmt: skip
    assert dits == [["ecole_absente"], ["ecole_a_verifier"], ["hors_reseau"], []]
