"""One child under the rules: border, unknown facts, order of rules, continuity, derogation, age."""

from __future__ import annotations

from datetime import date

import pytest

from maillage.eligibilite.rules.criteres import (
    Ages,
    CommuneEntiere,
    Continuite,
    DomicileEnZone,
    EcoleEnReseau,
    Et,
    JeuDeRegles,
    Ou,
    ParDerogation,
    Poche,
    RegleLocale,
)
from maillage.eligibilite.rules.examen import Cadre, juger
from maillage.eligibilite.rules.ternaire import Ternaire
from maillage.eligibilite.rules.verdicts import Verdict
from tests.eligibilite.monde import (
    AVEC_POCHE,
    BASCULE,
    ECOLES,
    PARTIEL,
    SANS_FORME,
    TROIS,
    UNE,
    cadre,
    enfant,
)

ELIGIBLE, NON, A_EXAMINER = Verdict.ELIGIBLE, Verdict.NON_ELIGIBLE, Verdict.A_EXAMINER
DOMICILE = DomicileEnZone()
REP = EcoleEnReseau(("rep", "rep_plus"))


def verdict(cadre_lu: Cadre, **faits: object) -> Verdict:
    return juger(enfant(**faits), cadre_lu).verdict


def test_sur_la_limite_on_est_dedans_quand_la_position_est_exacte() -> None:
    """The corner of the zone itself, in degrees of its own vertices: no rounding can push it out."""
    from maillage.eligibilite.rules.places import Place, dans

    zone = TROIS.zones[0]
    assert dans(Place(zone, "ZUS", 0.0, zone), 0.0) is Ternaire.OUI
    assert dans(Place(None, "", 0.0, zone), 0.0) is Ternaire.NON


def test_hors_des_zones_d_une_carte_incomplete_rien_n_est_dit() -> None:
    assert verdict(cadre(PARTIEL, DOMICILE)) is ELIGIBLE
    dehors = juger(enfant(x=1500), cadre(PARTIEL, DOMICILE))
    assert dehors.verdict is A_EXAMINER
    assert "La carte « QPV 2015 » est incomplète" in " ".join(dehors.constats[0].faits)


@pytest.mark.parametrize(
    ("x", "incertitude", "attendu"),
    [
        (500, 10, ELIGIBLE),
        (995, 10, A_EXAMINER),  # five metres inside, known to ten
        (1005, 10, A_EXAMINER),  # five metres outside
        (1500, 10, NON),
        (1500, 600, A_EXAMINER),
        (980, 10, ELIGIBLE),
    ],
)
def test_pres_de_la_limite_c_est_a_examiner(x: float, incertitude: float, attendu: Verdict) -> None:
    assert verdict(cadre(TROIS, DOMICILE), x=x, incertitude_m=float(incertitude)) is attendu


@pytest.mark.parametrize(
    "faits",
    [
        {"x": None},
        {"score": 0.2},
        {"incertitude_m": None, "type_position": "municipality"},
    ],
)
def test_une_adresse_mal_connue_n_est_jamais_un_non(faits: dict) -> None:
    j = juger(enfant(**faits), cadre(TROIS, DOMICILE))
    assert j.verdict is A_EXAMINER
    assert j.inconnues == ("R1",)
    assert "adresse" in str(j.decision.motif.faits)


@pytest.mark.parametrize(
    ("faits", "attendu"),
    [
        ({"uai": "0930001A"}, ELIGIBLE),
        ({"uai": "0930003C"}, NON),
        ({"uai": ""}, A_EXAMINER),
        ({"uai": "0939999Z"}, A_EXAMINER),
        ({"uai": "0930004D"}, A_EXAMINER),  # listed, nobody said its label
        ({"uai": "0930001A", "scolarise": None}, A_EXAMINER),
        ({"uai": "0930003C", "scolarise": None}, A_EXAMINER),
        ({"uai": "", "scolarise": False}, NON),
    ],
)
def test_une_ecole_inconnue_n_est_jamais_un_non(faits: dict, attendu: Verdict) -> None:
    assert verdict(cadre(TROIS, REP), **faits) is attendu


def test_et_ou_a_trois_valeurs() -> None:
    les_deux, l_un = cadre(TROIS, Et((DOMICILE, REP))), cadre(TROIS, Ou((DOMICILE, REP)))
    assert verdict(les_deux, uai="0930001A") is ELIGIBLE
    assert verdict(les_deux, uai="") is A_EXAMINER
    assert verdict(les_deux, x=1500, uai="") is NON  # one «no» is enough
    assert verdict(l_un, x=None, uai="0930001A") is ELIGIBLE  # one «yes» is enough
    assert verdict(l_un, x=None, uai="0930003C") is A_EXAMINER
    assert verdict(l_un, x=1500, uai="0930003C") is NON


def test_la_premiere_regle_satisfaite_decide_et_toutes_sont_dites() -> None:
    j = juger(enfant(uai="0930001A"), cadre(TROIS, Poche(("nulle part",)), REP, DOMICILE))
    assert j.regle is not None
    assert j.regle.id == "R2"
    assert j.satisfaites == ("R2", "R3")
    assert j.decision.accordee
    assert j.decision.motif.faits["Règles satisfaites"] == "R2, R3"


def test_une_regle_inconnue_avant_une_regle_satisfaite_n_empeche_rien() -> None:
    j = juger(enfant(x=None, uai="0930001A"), cadre(TROIS, DOMICILE, REP))
    assert (j.verdict, j.satisfaites, j.inconnues) == (ELIGIBLE, ("R2",), ("R1",))


def test_le_pourquoi_dit_zone_generation_distance_regle_et_texte() -> None:
    decision = juger(enfant(), cadre(TROIS, DOMICILE)).decision
    dit = " ".join(decision.motif.faits.values())
    for mot in ("Quartier INV-A", "INV-A", "ZUS", "500 m"):
        assert mot in dit
    assert decision.motif.phrase == "Règle 1."
    assert "R1" in str(decision.fondement)


def test_une_poche_n_est_lue_que_par_son_critere() -> None:
    dans_la_poche = {"x": 2500.0}
    assert verdict(cadre(AVEC_POCHE, DOMICILE), **dans_la_poche) is NON
    assert verdict(cadre(AVEC_POCHE, Poche(("inv-p",))), **dans_la_poche) is ELIGIBLE
    assert verdict(cadre(AVEC_POCHE, DomicileEnZone(("Poches",))), **dans_la_poche) is ELIGIBLE


def test_une_zone_sans_contour_n_est_jamais_un_non() -> None:
    loin = {"x": 5000.0}
    assert verdict(cadre(SANS_FORME, DOMICILE), **loin, commune="93050") is A_EXAMINER
    assert verdict(cadre(SANS_FORME, DOMICILE), x=500.0, commune="93050") is ELIGIBLE
    assert verdict(cadre(SANS_FORME, DOMICILE), **loin, commune="93066") is ELIGIBLE
    assert verdict(cadre(SANS_FORME, DOMICILE), **loin, commune="93001") is NON
    assert verdict(cadre(SANS_FORME, DOMICILE), **loin, commune="") is A_EXAMINER


def test_la_commune_entiere() -> None:
    assert verdict(cadre(UNE, CommuneEntiere()), x=5000) is ELIGIBLE  # those of the programme
    assert verdict(cadre(UNE, CommuneEntiere()), x=5000, commune="93066") is NON
    assert verdict(cadre(UNE, CommuneEntiere(("93066",))), x=5000, commune="93066") is ELIGIBLE
    assert verdict(cadre(UNE, CommuneEntiere()), x=5000, commune="") is A_EXAMINER


@pytest.mark.parametrize(
    ("avant", "ouvert", "fin", "attendu"),
    [
        (Ternaire.OUI, True, date(2015, 12, 31), ELIGIBLE),
        (Ternaire.OUI, True, BASCULE, ELIGIBLE),  # that day included
        (Ternaire.OUI, True, date(2014, 12, 31), NON),
        (Ternaire.OUI, True, None, ELIGIBLE),
        (Ternaire.OUI, False, date(2015, 12, 31), NON),
        (Ternaire.OUI, None, date(2015, 12, 31), A_EXAMINER),
        (Ternaire.INCONNU, True, date(2015, 12, 31), A_EXAMINER),
        (Ternaire.NON, True, date(2015, 12, 31), NON),
        (None, True, date(2015, 12, 31), NON),
    ],
)
def test_la_continuite_garde_qui_etait_eligible_avec_un_parcours_ouvert(
    avant: Ternaire | None,
    ouvert: bool | None,  # noqa: FBT001
    fin: date | None,
    attendu: Verdict,
) -> None:
    lu = juger(enfant(x=2500, parcours_ouvert=ouvert), cadre(UNE, Continuite(fin)), avant)
    assert lu.verdict is attendu


def test_une_derogation_dit_son_motif_et_son_auteur() -> None:
    regle = ParDerogation("Fratrie déjà suivie", "coordination", ("S1",))
    j = juger(enfant(x=5000), cadre(UNE, regle))
    assert j.verdict is ELIGIBLE
    assert "Fratrie déjà suivie" in str(j.decision.motif.faits)
    assert verdict(cadre(UNE, regle), x=5000, id="S2") is NON
    assert verdict(cadre(UNE, ParDerogation()), x=5000, derogation=True) is ELIGIBLE


def test_l_age_avertit_et_n_empeche_rien() -> None:
    regles = JeuDeRegles((RegleLocale("R1", "En zone.", DOMICILE, Ages(2, 16)),))
    lu = Cadre(regles, TROIS, ECOLES)
    assert verdict(lu, age=17) is ELIGIBLE
    assert any("17 ans" in a for a in juger(enfant(age=17), lu).avertissements)
    assert juger(enfant(age=16), lu).avertissements == ()
    assert juger(enfant(age=None), lu).avertissements == ()


def test_une_carte_vide_repond_non_et_le_dit() -> None:
    j = juger(enfant(), cadre(UNE, DomicileEnZone(("ZUS",))))
    assert j.verdict is NON
    assert "aucune zone" in str(j.decision.motif.faits)
