"""What a release and the next ones give to whoever has them all: an attacker that shares no code with the house tries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from maillage.publications.rules import protection as regle
from maillage.publications.rules.catalogue import choisies
from maillage.publications.rules.ensemble import Ensemble, examiner
from maillage.publications.rules.grilles import Lot
from maillage.publications.rules.plans import Plan, Reglage, planifier
from maillage.publications.rules.protection import Protection, couper, proteger
from maillage.statistiques.rules.divulgation.demande import Mode
from tests.publications.attaquant import Attaquant, Sortie, Statut, Trouvee
from tests.publications.villes import axes_de_ville, enfants, paru

CHOISIS = ("quartier_sexe", "cycle_sexe", "label_cycle")
PETITS_LOTS = (20, 40_000)  # the whole holds in one lot: the test cuts it finer
Enfants = list[dict[str, str]]


def _axes(tables: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    connus = axes_de_ville()
    return {d: connus[d].codes for d in dict.fromkeys(d for t in choisies(tables) for d in t.dims)}


def _publier(
    lus: Enfants, tables: tuple[str, ...], mode: Mode, parus: tuple[Any, ...] = ()
) -> tuple[Plan, Protection]:
    reglage = Reglage(mode)
    plan = planifier("p", axes_de_ville(), lus, choisies(tables), parus, reglage)
    return plan, proteger(plan, secondes=0.1)


def _attaquer(
    tables: tuple[str, ...],
    lots: dict[Statut, Enfants],
    sorties: list[tuple[Protection, Mode]],
) -> list[Trouvee]:
    zeros = [z for a in axes_de_ville().values() for z in a.zeros]
    axes = _axes(tables)
    attaquant = Attaquant(
        axes,
        [z for z in zeros if set(z) <= set(axes)],
        [Sortie(s.valeurs, 4 if mode is Mode.ARRONDI else 0) for s, mode in sorties],
        list(lots),
    )
    return attaquant.petites(lots, {t.code: t.dims for t in choisies(tables)})


def _serrees(trouvees: list[Trouvee]) -> list[Trouvee]:
    return [t for t in trouvees if t.largeur < 4 - 1e-6]


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("graine", [1, 2, 3])
def test_une_publication_coupee_en_lots_ne_livre_aucune_petite_case(
    mode: Mode, graine: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regle, "LIMITES", PETITS_LOTS)
    lus = enfants(90, graine)
    plan, sortie = _publier(lus, CHOISIS, mode)
    assert len(couper(plan, PETITS_LOTS[0])) >= 3
    trouvees = _attaquer(CHOISIS, {(1,): lus}, [(sortie, mode)])
    assert len(trouvees) >= 15
    assert _serrees(trouvees) == []


DEUX = ("age_sexe", "quartier", "quartier_sexe")


@pytest.mark.parametrize("apres", Mode)
@pytest.mark.parametrize("avant", Mode)
@pytest.mark.parametrize("partent", [0, 6])
def test_deux_publications_de_l_annee_ne_se_soustraient_pas(
    avant: Mode, apres: Mode, partent: int
) -> None:
    """Whatever the mode of each; those who left, or whose record was corrected, are as hidden as those who came."""
    alors, arrives = enfants(90, 3), enfants(12, 4)
    plan, premiere = _publier(alors, DEUX, avant)
    parue = paru("p1", plan, premiere, alors, Reglage(avant))
    lots = {(1, 1): alors[partent:], (0, 1): arrives, (1, 0): alors[:partent]}
    lots = {statut: lot for statut, lot in lots.items() if lot}
    _, seconde = _publier([*alors[partent:], *arrives], DEUX, apres, (parue,))
    trouvees = _attaquer(DEUX, lots, [(premiere, avant), (seconde, apres)])
    assert [t for t in trouvees if "statut (0, 1)" in t.ou]
    assert _serrees(trouvees) == []


def test_sans_le_registre_la_soustraction_livrerait_les_arrives() -> None:
    """The attacker is not blind: two releases that ignore each other give newcomers away."""
    alors, arrives = enfants(400, 3), enfants(12, 4)
    secret = Mode.SUPPRESSION
    _, premiere = _publier(alors, DEUX, secret)
    _, seconde = _publier([*alors, *arrives], DEUX, secret)
    trouvees = _attaquer(
        DEUX, {(1, 1): alors, (0, 1): arrives}, [(premiere, secret), (seconde, secret)]
    )
    assert [t for t in _serrees(trouvees) if "statut" in t.ou and t.largeur < 1]


def test_l_ancienne_carte_publiee_plus_tard_ne_se_soustrait_pas_de_la_nouvelle() -> None:
    alors = enfants(150, 5)
    un, deux = ("quartier", "quartier_sexe"), ("quartier_avant",)
    plan, premiere = _publier(alors, un, Mode.SUPPRESSION)
    avant = paru("p1", plan, premiere, alors, Reglage(Mode.SUPPRESSION))
    plan2, seconde = _publier(alors, deux, Mode.SUPPRESSION, (avant,))
    assert [c for c in plan2.cachees if set(c.dims) >= {"quartier", "quartier_avant"}]
    tables = {"quartier": ("quartier",), "quartier_sexe": ("quartier", "sexe"),
              "quartier_avant": ("quartier_avant",), "glissement": ("quartier", "quartier_avant")}  # fmt: skip
    axes = _axes((*un, *deux))
    zeros = [z for a in axes_de_ville().values() for z in a.zeros]
    tout = {**premiere.valeurs, **seconde.valeurs}
    attaquant = Attaquant(axes, [z for z in zeros if set(z) <= set(axes)], [Sortie(tout, 0)])
    trouvees = attaquant.petites({(1,): alors}, tables)
    assert [t for t in trouvees if "glissement" in t.ou]
    assert _serrees(trouvees) == []


def test_ce_qui_ne_tient_pas_ensemble_est_coupe_en_plus_grands_lots_puis_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vus = []

    def rien_ne_tient(lots: Any) -> Ensemble:
        vus.append(len(lots))
        return Ensemble(1, 1, 1)

    monkeypatch.setattr(regle, "LIMITES", PETITS_LOTS)
    monkeypatch.setattr(regle, "examiner", rien_ne_tient)
    _, sortie = _publier(enfants(90), CHOISIS, Mode.ARRONDI)
    assert vus == [len(couper(_plan(), PETITS_LOTS[0]))], (
        "then one lot, whose own audit is that of the whole"
    )
    assert sortie.audit["lots"] == 1
    monkeypatch.setattr(regle, "LIMITES", PETITS_LOTS[:1])
    with pytest.raises(regle.Impubliable, match="rapprochés"):
        proteger(_plan(), secondes=0.1)


def _plan() -> Plan:
    return planifier(
        "p", axes_de_ville(), enfants(90), choisies(CHOISIS), (), Reglage(Mode.ARRONDI)
    )


def test_l_audit_de_l_ensemble_voit_une_case_republiee(monkeypatch: pytest.MonkeyPatch) -> None:
    """One hidden cell that protects others is shown: the audit of the whole says so, in whatever lot it is."""
    lots: list[Lot] = []

    def retenir(recus: list[Lot]) -> Ensemble:
        lots[:] = recus
        return examiner(recus)

    monkeypatch.setattr(regle, "LIMITES", PETITS_LOTS)
    monkeypatch.setattr(regle, "examiner", retenir)
    _publier(enfants(90), CHOISIS, Mode.SUPPRESSION)
    assert examiner(lots).faibles == 0
    vus = 0
    for k, lot in enumerate(lots):
        petites = [i for i, v in lot.valeurs.items() if v is None and i in lot.probleme.sensibles]
        for i in petites[:2]:
            montree = {**lot.valeurs, i: int(lot.probleme.systeme.valeurs[i])}
            autres = [*lots[:k], replace(lot, valeurs=montree), *lots[k + 1 :]]
            assert examiner(autres).faibles >= 1
            vus += 1
    assert vus >= 3
