"""P-10, word for word: the three readings of the table and the wall say the same of every enumerated case, on both bases.

Python (`decide`), SQL (`scope`, on SQLite then on PostgreSQL), the function of the wall, and the rows that the wall lets out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Value

from maillage.comptes.rules import PERSONNE, Acteur, Mission, ObligationDeSecret
from maillage.dossiers.rules import (
    VOLETS_DU_DOSSIER,
    Appartenance,
    EtatDuDossier,
    Faits,
    NatureDOuverture,
    Ouverture,
    Qualite,
    Volet,
)
from maillage.notions.temps import Periode
from maillage.partage import murs
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import SUR_DOSSIER, Acte
from maillage.partage.rules.charte import Clause
from maillage.partage.rules.decision import decide
from tests.factories.monde import BASES
from tests.partage.mondes import (
    AUJOURD_HUI,
    ESPACE,
    POSTES,
    PROGRAMMES,
    QUELQU_UN,
    MondeAleatoire,
    ecrire,
    uuid5,
)
from tests.partage.murs import application, colonne, lignes, mur  # noqa: F401 - fixture

pytestmark = [BASES, pytest.mark.lent]
COMPARES = 697_788  # cases: persons × (acts × volets) × dossiers
EQUIPE = (
    Mission.COORDINATION, Mission.REFERENCE, Mission.SOIN, Mission.TRAVAIL_SOCIAL, Mission.SECRETARIAT,
)  # fmt: skip


def _monde_enumere() -> tuple[Faits, ...]:
    """Every tie, state and programme, one dossier each, for somebody who holds the first poste."""
    ici, ailleurs = PROGRAMMES
    poste, hier = POSTES[0][0], AUJOURD_HUI - timedelta(days=1)
    suit = (Appartenance(poste, Qualite.RELAIS, Periode(AUJOURD_HUI, AUJOURD_HUI)),)
    suivait = (Appartenance(poste, Qualite.RELAIS, Periode(hier, hier)),)
    sortes = [
        (ici, EtatDuDossier.ACTIF, (), (Ouverture(n, QUELQU_UN, v),))
        for n in NatureDOuverture
        for v in VOLETS_DU_DOSSIER
    ]
    urgence = (Ouverture(NatureDOuverture.URGENCE, QUELQU_UN, Volet.SANTE),)
    for etat in EtatDuDossier:
        sortes += [(ici, etat, cercle, ()) for cercle in ((), suit, suivait)]
        sortes += [(ici, etat, suit, urgence), (ailleurs, etat, suit, urgence)]
    return tuple(Faits(uuid5(ESPACE, f"enumere {n}"), *s) for n, s in enumerate(sortes))


def _personnes_enumerees() -> list[Acteur]:
    """Each mission with each secrecy, each clause, and without the charte; two missions at once."""
    nue = Acteur(
        QUELQU_UN, "Q", PROGRAMMES[0], postes=frozenset({POSTES[0][0]}), charte_signee=True,
        obligations=frozenset({ObligationDeSecret.PROFESSION}),
    )  # fmt: skip
    toutes = [replace(nue, missions=frozenset({m})) for m in Mission]
    varies = [replace(q, obligations=frozenset({o})) for q in toutes for o in ObligationDeSecret]
    concernees = {*EQUIPE, Mission.EPS, Mission.ECOLE}
    varies += [
        replace(q, clauses=frozenset({c}))
        for q in toutes
        if q.missions <= concernees
        for c in Clause
    ]
    varies += [replace(q, charte_signee=False) for q in toutes]
    varies += [replace(q, obligations=frozenset()) for q in toutes]
    varies += [replace(nue, missions=frozenset({Mission.ELU, m})) for m in Mission]
    return [*varies, replace(nue, programme_id=None), PERSONNE]


COUPLES = [(a, v) for a in sorted(SUR_DOSSIER) for v in Volet]
DE_LA_BASE = (
    "SELECT c || ' ' || d FROM unnest(%s::text[]) AS c, LATERAL murs.dossiers(ARRAY[c]) AS d"
)
Ouverts = set[tuple[str, str]]  # «acte:volet», dossier


def selon_python(qui: Acteur, dossiers: tuple[Faits, ...]) -> Ouverts:
    return {
        (f"{a}:{v}", str(f.dossier))
        for a, v in COUPLES
        for f in dossiers
        if decide(qui, a, v, f, AUJOURD_HUI)
    }


def selon_le_filtre(qui: Acteur) -> Ouverts:
    """What the application's own filter lists: one statement for all the acts and volets."""
    lots = [
        dossiers_visibles(qui, a, v, AUJOURD_HUI)
        .order_by()
        .annotate(cle=Value(f"{a}:{v}"))
        .values_list("cle", "pk")
        for a, v in COUPLES
    ]
    return {(cle, str(pk)) for lot in lots for cle, pk in lot}


def selon_la_base(qui: Acteur) -> tuple[Ouverts, set[str]]:
    """What the function of the wall opens, and the dossiers that a SELECT without any filter brings back."""
    with application(), murs.identite(qui, Acte.LIRE, at=AUJOURD_HUI):
        ouvre = {
            tuple(mot.split(" ")) for mot in colonne(DE_LA_BASE, [f"{a}:{v}" for a, v in COUPLES])
        }
        return ouvre, {str(d) for d in lignes("dossiers_dossier", "id")}


def test_le_filtre_et_la_politique_disent_la_meme_chose_cas_par_cas() -> None:
    """On SQLite here; on PostgreSQL below, with the wall."""
    dossiers, compares = _monde_enumere(), 0
    ecrire(MondeAleatoire(PERSONNE, dossiers))
    for qui in _personnes_enumerees():
        assert selon_le_filtre(qui) == selon_python(qui, dossiers), qui
        compares += len(COUPLES) * len(dossiers)
    assert compares == COMPARES


@pytest.mark.postgresql
@pytest.mark.usefixtures("mur")
def test_la_base_le_filtre_et_la_politique_disent_la_meme_chose_cas_par_cas() -> None:
    """Every act, volet, tie, state, mission, secrecy and clause: 0 difference between Python, SQL and the wall."""
    dossiers, compares = _monde_enumere(), 0
    ecrire(MondeAleatoire(PERSONNE, dossiers))
    for qui in _personnes_enumerees():
        attendus = selon_python(qui, dossiers)
        ouvre, rangs = selon_la_base(qui)
        assert ouvre == attendus, qui
        assert selon_le_filtre(qui) == attendus, qui
        assert rangs == {d for _, d in attendus}, qui
        compares += len(COUPLES) * len(dossiers)
    assert compares == COMPARES
