"""Which agreements of the family a stage supposes (loi 2005-32, art. 128: first to be presented, then on the plan)."""

from __future__ import annotations

from maillage.accords.rules.natures import Nature
from maillage.parcours.rules.etapes import Etape

PRESENTATION, PLAN = Nature.PRESENTATION, Nature.PLAN
ATTENDUS: dict[Etape, tuple[Nature, ...]] = {
    Etape.REPEREE: (),
    Etape.SOLLICITATION: (),
    Etape.FAMILLE_CONTACTEE: (PRESENTATION,),
    Etape.ACCORD_EPS: (PRESENTATION,),
    Etape.INSCRITE_EN_EPS: (PRESENTATION,),
    Etape.EXAMINEE_EN_EPS: (PRESENTATION,),
    Etape.REFERENT_DESIGNE: (PRESENTATION,),
    Etape.PLAN_PROPOSE: (PLAN,),
    Etape.ACCORD_PLAN: (PLAN,),
    Etape.EN_COURS: (PLAN,),
    Etape.REEXAMEN: (PRESENTATION, PLAN),
    Etape.SORTIE_PREPAREE: (PLAN,),
    Etape.SORTIE: (),
    Etape.VEILLE: (),
    Etape.SUSPENDU: (PLAN,),
    Etape.SANS_SUITE: (),
}


def accords_attendus(etape: Etape) -> tuple[Nature, ...]:
    """The agreements that must stand for a situation to be at this stage."""
    return ATTENDUS[etape]
