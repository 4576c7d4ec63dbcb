"""All that a family was asked, read together; what each nature and each purpose demands."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid5

import pytest

from maillage.accords.rules.autorite import PORTEES, Exercice, Titulaire, seul_sans_l_autre
from maillage.accords.rules.ensemble import (
    Ensemble,
    examiner_la_nature,
    examiner_une,
    partage_tenu,
)
from maillage.accords.rules.examen import Demande, Reponse, Sens, dernieres
from maillage.accords.rules.natures import (
    CHARTE,
    NON_USUEL,
    PARTAGER,
    USUEL,
    VOLETS_PARTAGEABLES,
    Finalite,
    Nature,
    Objet,
    Regime,
)
from maillage.dossiers.rules import Volet
from maillage.notions.temps import Periode
from tests.accords.familles import ANNEE, AT, ESPACE, MERE, OBJETS, PERE, famille

HIER = AT - timedelta(days=1)
SEULE = famille(mere="exclusif")


def demande(nom: str, objet: Objet, periode: Periode = ANNEE) -> Demande:
    return Demande(uuid5(ESPACE, nom), objet, periode)


def dit(d: Demande, sens: Sens, *, par: UUID = MERE, le: date = HIER, rang: int = 0) -> Reponse:
    return Reponse(d.id, par, sens, le, rang)


PLAN, ENCORE = demande("plan", OBJETS["plan"]), demande("plan encore", OBJETS["plan"])
ECOLE, EPS = demande("ecole", OBJETS["ecole"]), demande("eps", OBJETS["eps"])


def ensemble(*reponses: Reponse, demandes=(PLAN, ENCORE, ECOLE, EPS), adultes=SEULE) -> Ensemble:
    return Ensemble(adultes, demandes, reponses)


def test_un_non_a_la_meme_question_pese_sur_la_nouvelle_demande() -> None:
    non, oui = dit(PLAN, Sens.REFUS), dit(ENCORE, Sens.ACCORD, le=AT, rang=1)
    assert not examiner_une(ensemble(non), ENCORE, AT).decision
    assert examiner_une(ensemble(non, oui), ENCORE, AT).decision
    assert not examiner_une(ensemble(dit(PLAN, Sens.ACCORD)), ENCORE, AT).decision
    apres = dit(PLAN, Sens.RETRAIT, le=AT, rang=2)
    assert not examiner_une(ensemble(oui, apres), ENCORE, AT).decision


def test_un_non_a_une_autre_question_ne_pese_pas() -> None:
    autres = (dit(PLAN, Sens.ACCORD), dit(EPS, Sens.REFUS))
    assert examiner_une(ensemble(*autres), PLAN, AT).decision
    un, deux = (demande(n, Objet(Nature.ACTE_USUEL, propre=n)) for n in "ab")
    lot = ensemble(dit(un, Sens.REFUS), dit(deux, Sens.ACCORD), demandes=(un, deux))
    assert examiner_une(lot, deux, AT).decision
    assert not examiner_une(lot, un, AT).decision


def test_un_partage_tombe_avec_l_accord_qu_il_sert_et_pas_avec_l_autre() -> None:
    oui = dit(ECOLE, Sens.ACCORD)
    assert partage_tenu(ensemble(oui), ECOLE.id, AT).decision
    assert not partage_tenu(ensemble(oui, dit(PLAN, Sens.RETRAIT)), ECOLE.id, AT).decision
    assert partage_tenu(ensemble(oui, dit(EPS, Sens.RETRAIT)), ECOLE.id, AT).decision
    eps = demande("p", Objet(Nature.PARTAGE, Volet.SCOLARITE, "x", Finalite.PREPARER_L_EPS))
    lot = ensemble(dit(eps, Sens.ACCORD), dit(EPS, Sens.RETRAIT), demandes=(eps, EPS, PLAN))
    assert not partage_tenu(lot, eps.id, AT).decision
    lot = ensemble(dit(eps, Sens.ACCORD), dit(PLAN, Sens.RETRAIT), demandes=(eps, EPS, PLAN))
    assert partage_tenu(lot, eps.id, AT).decision
    assert partage_tenu(ensemble(oui), uuid5(ESPACE, "inconnue"), AT) is None
    assert ensemble().demande(uuid5(ESPACE, "inconnue")) is None
    assert ensemble().demande(EPS.id) is EPS


def test_la_nature_dit_la_demande_accordee_sinon_la_derniere_sinon_qu_il_faut_demander() -> None:
    jamais = examiner_la_nature(ensemble(demandes=()), Nature.PLAN, AT).decision
    assert (jamais.motif.code, bool(jamais), jamais.fondement) == (
        "accord_non_demande", False, CHARTE,
    )  # fmt: skip
    assert jamais.motif.faits == {"Objet": "Plan de parcours"}
    assert jamais.a_faire
    finie = demande("finie", OBJETS["plan"], Periode(date(2024, 9, 1), date(2025, 8, 31)))
    lot = ensemble(dit(PLAN, Sens.ACCORD), demandes=(PLAN, finie))
    assert examiner_la_nature(lot, Nature.PLAN, AT).decision
    lot = ensemble(demandes=(PLAN, finie))
    assert examiner_la_nature(lot, Nature.PLAN, AT).decision.motif.code == "accord_fini"
    lot = ensemble(demandes=(finie, PLAN))
    assert examiner_la_nature(lot, Nature.PLAN, AT).decision.motif.code == "accord_attendu"
    assert not examiner_la_nature(
        ensemble(dit(PLAN, Sens.ACCORD)), Nature.PRESENTATION, AT
    ).decision


def test_la_derniere_parole_est_celle_du_jour_puis_du_rang_et_jamais_de_l_avenir() -> None:
    tot, tard = dit(PLAN, Sens.ACCORD, rang=9), dit(PLAN, Sens.REFUS, le=AT, rang=1)
    assert dernieres([tard, tot], AT) == {MERE: tard}
    assert dernieres([tard, tot], HIER) == {MERE: tot}
    assert dernieres([dit(PLAN, Sens.ACCORD), dit(PLAN, Sens.REFUS, rang=1)], AT)[MERE].sens is (
        Sens.REFUS
    )


TIT, USU, BLO, INF, DEC = range(5)
SIGNES = {
    "conjoint": {TIT, USU, BLO, INF}, "exclusif": {TIT, USU, BLO, INF, DEC}, "delegue": {TIT, USU, BLO, INF, DEC}, "tutelle": {TIT, USU, BLO, INF, DEC},
    "confie": {USU, BLO, DEC}, "sans_exercice": {INF, DEC}, "retire": {DEC}, "tiers": set(), "inconnu": {BLO, INF},
}  # fmt: skip


@pytest.mark.parametrize("exercice", list(Exercice))
def test_ce_que_vaut_la_parole_de_chacun(exercice: Exercice) -> None:
    p = PORTEES[exercice]
    lus = (p.titulaire, p.usuel, p.bloque, p.informe, p.sur_decision)
    assert {n for n, oui in enumerate(lus) if oui} == SIGNES[exercice.value]
    assert exercice.libelle == p.libelle
    assert p.fondement.reference.startswith("Code civil")
    assert Titulaire(MERE, exercice).portee is p


def test_seul_a_deux_se_voit() -> None:
    assert seul_sans_l_autre(famille(mere="conjoint"))
    assert seul_sans_l_autre(famille(mere="conjoint", pere="inconnu"))
    assert not seul_sans_l_autre(famille(mere="conjoint", pere="conjoint"))
    assert not seul_sans_l_autre(famille(mere="exclusif"))
    assert not seul_sans_l_autre(famille(mere="conjoint", pere="exclusif"))
    assert not seul_sans_l_autre(())


GRAVES = {Volet.FAMILLE, Volet.SOCIAL, Volet.SANTE, Volet.PROTECTION}
REGLES = {
    Nature.PRESENTATION: (Regime.UN_ET_INFORMER, CHARTE),
    Nature.PLAN: (Regime.UN_ET_INFORMER, CHARTE),
    Nature.PARTAGE: (Regime.UN_ET_INFORMER, PARTAGER),
    Nature.SUIVI_PSYCHOLOGIQUE: (Regime.TOUS, NON_USUEL),
    Nature.ACTE_NON_USUEL: (Regime.TOUS, NON_USUEL),
    Nature.ACTE_USUEL: (Regime.UN_SUFFIT, USUEL),
}


@pytest.mark.parametrize("nature", list(Nature))
def test_chaque_nature_a_son_regime_et_son_texte(nature: Nature) -> None:
    objet = Objet(nature)
    assert (objet.regime, objet.fondement) == REGLES[nature]
    assert (objet.repose_sur, objet.volet, objet.vers, objet.propre) == (None, None, "", "")
    assert nature.libelle
    assert objet.regime.libelle.endswith(".")


@pytest.mark.parametrize("volet", list(Volet))
def test_partager_un_volet_grave_demande_chaque_titulaire(volet: Volet) -> None:
    attendu = Regime.TOUS if volet in GRAVES else Regime.UN_ET_INFORMER
    assert Objet(Nature.PARTAGE, volet).regime is attendu
    assert Objet(Nature.PLAN, volet).regime is Regime.UN_ET_INFORMER
    assert (volet in VOLETS_PARTAGEABLES) is (volet not in (Volet.QUARANTAINE, Volet.IDENTITE))


@pytest.mark.parametrize("finalite", list(Finalite))
def test_chaque_finalite_repose_sur_un_des_deux_accords(finalite: Finalite) -> None:
    socle = Nature.PRESENTATION if finalite is Finalite.PREPARER_L_EPS else Nature.PLAN
    assert Objet(Nature.PARTAGE, Volet.SANTE, "x", finalite).repose_sur is socle
    assert finalite.libelle


@pytest.mark.parametrize("sens", list(Sens))
def test_chaque_reponse_se_dit(sens: Sens) -> None:
    assert sens.libelle


def test_une_demande_dit_d_abord_que_personne_n_a_ete_informe() -> None:
    assert (PLAN.informes, PLAN.autre_explique) == (frozenset(), False)
    examen = examiner_une(ensemble(adultes=famille(mere="conjoint", pere="conjoint")), PLAN, AT)
    assert (examen.attendus, examen.a_informer, examen.accordes) == ((MERE, PERE), (MERE, PERE), ())
    accorde = examiner_une(ensemble(dit(PLAN, Sens.ACCORD)), PLAN, AT)
    assert (accorde.accordes, accorde.attendus, accorde.a_informer, accorde.opposes) == (
        (MERE,), (), (), (),
    )  # fmt: skip
