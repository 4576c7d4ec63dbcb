"""During which days a family was agreed, and which agreement counts for a year: the rules alone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from maillage.accords.rules.duree import demande_le, periodes_d_accord
from maillage.accords.rules.ensemble import Ensemble
from maillage.accords.rules.examen import Demande
from maillage.accords.rules.natures import Nature, Objet
from maillage.notions.temps import AnneeScolaire, DatePartielle, Periode
from maillage.parcours.rules.individualise import AccordDuParcours, Critere, SourceDeLAccord
from maillage.statistiques.rules.suivis import ParcoursCompte, manquants, source_de_l_accord
from tests.accords.familles import ANNEE, AT, DEMANDE, MERE, PERE, dit, famille

RECUEILLI, REPRIS, AUCUN = SourceDeLAccord
DEUX = (Nature.PRESENTATION, Nature.PLAN)
AN = AnneeScolaire(2025)


def en_plan(*reponses, informes: frozenset[UUID] = frozenset({PERE})) -> Ensemble:
    demande = Demande(DEMANDE, Objet(Nature.PLAN), ANNEE, informes)
    return Ensemble(famille(mere="conjoint", pere="conjoint"), (demande,), reponses)


def test_un_accord_est_en_vigueur_du_oui_au_retrait() -> None:
    dites = (dit(MERE, "accord", le=date(2025, 10, 6)), dit(PERE, "retrait", le=date(2026, 1, 10)))
    assert periodes_d_accord(en_plan(*dites), DEUX, AT) == (
        Periode(date(2025, 10, 6), date(2026, 1, 9)),
    )
    assert periodes_d_accord(en_plan(dites[0]), DEUX, AT) == (Periode(date(2025, 10, 6), AT),)
    fin = date(2026, 12, 1)  # the request ended on 31 August
    assert periodes_d_accord(en_plan(dites[0]), DEUX, fin) == (
        Periode(date(2025, 10, 6), date(2026, 8, 31)),
    )


def test_un_oui_donne_avant_la_periode_compte_des_son_premier_jour_et_jamais_dans_l_avenir() -> (
    None
):
    tot = dit(MERE, "accord", le=date(2025, 6, 1))
    assert periodes_d_accord(en_plan(tot), DEUX, AT) == (Periode(date(2025, 9, 1), AT),)
    assert periodes_d_accord(en_plan(tot), DEUX, date(2025, 8, 31)) == ()


def test_ni_silence_ni_refus_ni_autre_acte_ne_font_un_accord() -> None:
    assert periodes_d_accord(en_plan(), DEUX, AT) == ()
    assert periodes_d_accord(en_plan(dit(MERE, "refus")), DEUX, AT) == ()
    assert periodes_d_accord(en_plan(), DEUX, date(2024, 6, 1)) == (), (
        "a day before anything was asked"
    )
    oui = en_plan(dit(MERE, "accord"))
    assert periodes_d_accord(oui, (Nature.PRESENTATION,), AT) == ()
    assert demande_le(oui, DEUX) == date(2025, 9, 1)
    assert demande_le(oui, (Nature.PRESENTATION,)) is None


def le(jour: str) -> date:
    return date.fromisoformat(jour)


def parcours(accord: AccordDuParcours, *, sortie: str = "", examen: str = "") -> ParcoursCompte:
    lire = DatePartielle.lire
    return ParcoursCompte(
        lire("2025-10-01"), lire(sortie) if sortie else None, True, None, (), None, accord,
        (lire(examen),) if examen else (),
    )  # fmt: skip


CAS = [
    # asked from, agreed from, agreed until, said by the tracker, exit, examination -> what counts
    ("", "", "", True, "", "", REPRIS),
    ("", "", "", False, "", "", AUCUN),
    ("2025-09-01", "2025-10-06", "2026-08-31", False, "", "", RECUEILLI),
    ("2025-09-01", "2025-10-06", "2026-08-31", True, "", "", RECUEILLI),
    ("2025-09-01", "", "", True, "", "", AUCUN),  # asked here: the tracker counts no more
    ("2026-09-01", "", "", True, "", "", REPRIS),  # asked after the year
    ("2025-09-01", "2025-09-01", "2025-09-30", True, "", "", AUCUN),  # over before the entry
    ("2025-09-01", "2025-09-01", "2025-10-01", True, "", "", RECUEILLI),
    ("2025-09-01", "2025-09-01", "2025-09-30", False, "", "2025-09-30", RECUEILLI),
    ("2025-06-01", "2025-06-01", "2025-07-01", False, "", "2025-06-20", AUCUN),  # another year
    ("2025-09-01", "2025-09-01", "2025-09-30", False, "", "2025-09", AUCUN),  # no day known
    ("2025-09-01", "2026-01-11", "2026-08-31", False, "2026-01-10", "", AUCUN),
    ("2026-02-01", "2026-02-01", "2026-08-31", True, "2026-01-10", "", REPRIS),
]  # fmt: skip


@pytest.mark.parametrize(
    ("demande", "depuis", "jusqu_au", "repris", "sortie", "examen", "source"), CAS
)
def test_l_accord_qui_compte_est_celui_des_jours_du_parcours(
    demande, depuis, jusqu_au, repris, sortie, examen, source
) -> None:
    periodes = (Periode(le(depuis), le(jusqu_au)),) if depuis else ()
    accord = AccordDuParcours(le(demande) if demande else None, periodes, repris)
    p = parcours(accord, sortie=sortie, examen=examen)
    assert source_de_l_accord(p, AN) is source
    assert (Critere.ACCORD in manquants(p, AN)) is (source is AUCUN)
