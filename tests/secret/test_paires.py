"""Non-interference: two worlds that differ by one secret out of a person's reach answer her byte for byte alike."""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.dossiers.rules import Volet
from tests.factories.monde import BASES
from tests.secret.caches import ENFANTS, TABLES, Secret, secrets, tous
from tests.secret.paires import Comparaison
from tests.secret.trace import GENS, Demande, Obtenu, demander, horloge_arretee

pytestmark = BASES
MISSIONS = GENS
SUR_POSTGRESQL = os.environ.get("MAILLAGE_PASSE") == "postgresql"
PAIRES = 3 if SUR_POSTGRESQL else 26  # for each of the twelve missions
ENFANTS_TIRES = 3  # of nine, others at each run
OUVERTES, AUTRES = 6, 2  # requests of a pair: of what her missions open, and of the rest
VALEURS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=60)


@pytest.mark.parametrize("qui", MISSIONS)
def test_un_secret_hors_de_portee_ne_change_rien_a_ce_qui_est_vu(
    qui: str, comparaison: Comparaison
) -> None:
    enfants = random.sample(ENFANTS, ENFANTS_TIRES)  # from the seed of the run
    inaccessibles = [s for s in secrets(qui, comparaison.enquete.monde) if s.enfant in enfants]
    if not inaccessibles:  # all three in her reach
        inaccessibles = secrets(qui, comparaison.enquete.monde)

    @settings(
        max_examples=PAIRES,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(
        secret=st.sampled_from(inaccessibles),
        valeur=VALEURS,
        tirage=st.randoms(use_true_random=False),
    )
    def paires(secret: Secret, valeur: str, tirage: random.Random) -> None:
        ouvertes, autres = comparaison.portes(qui, secret.enfant)
        rangs = [*tirage.sample(ouvertes, OUVERTES), *tirage.sample(autres, AUTRES)]
        assert comparaison.difference(qui, secret, valeur, rangs) is None

    paires()
    assert comparaison.compte[qui] >= PAIRES


def test_chaque_mission_a_des_secrets_et_chaque_volet_en_est_un_pour_quelqu_un(
    comparaison: Comparaison,
) -> None:
    """No mission reads everything, and the trace knows where every volet lives."""
    fermes: Counter[Volet] = Counter()
    for qui in MISSIONS:
        lot = secrets(qui, comparaison.enquete.monde)
        assert len(lot) >= 100, qui
        fermes.update({TABLES[s.lieu].volet for s in lot if s.lieu in TABLES})
    assert set(fermes) == set(Volet)
    mur = secrets(MISSIONS[9], comparaison.enquete.monde)
    assert MISSIONS[9].startswith("mandat_elu")
    assert mur == list(tous()), "for an élue, everything is a secret"


@pytest.mark.parametrize(
    "qui", [m for m in MISSIONS if m.split("+")[0] in ("mandat_elu", "pilotage", "partenariat")]
)
def test_les_chiffres_publies_ne_bougent_pas_quand_ce_qui_est_cache_change(
    qui: str, comparaison: Comparaison
) -> None:
    """What was released is the only thing that tells: all that lies behind may change, these pages do not."""
    noms = [f"publications:{n}" for n in ("liste", "publication", "tableur", "json")]
    accueil = (
        [] if qui.startswith("partenariat") else ["coquille:journee"]
    )  # a partner's home is hers
    pages = comparaison.vers("sien", [*noms, *accueil])
    obtenus = [comparaison.obtenir(qui, comparaison.liste("sien")[n]) for n in pages]
    assert sorted({o.statut for o in obtenus}) == [200, 404]
    assert sum(o.statut == 200 for o in obtenus) == len(noms) + len(accueil), (
        "the release of her programme, not the other one"
    )
    for lieu in (*TABLES, "eps", "cercle", "etape", "dossier"):
        geste = "valeur" if lieu in TABLES or lieu == "etape" else "absence"
        assert (
            comparaison.difference(qui, Secret("sien", lieu, geste), "Autrement", pages) is None
        ), lieu


@pytest.mark.lent
def test_la_trace_passe_par_toutes_les_pages_ouvertes(comparaison: Comparaison) -> None:
    """A référente gets pages, forms accepted and refused, 403 and 404: the trace is not a row of closed doors."""
    qui, liste = MISSIONS[1], comparaison.liste("collegue")
    comparaison.premier_monde(qui, liste)
    statuts = Counter(comparaison.vus[qui, d].statut for d in liste)
    assert len(liste) >= 110
    assert {200, 403, 404, 422} <= set(statuts)
    assert statuts[200] >= 30


def test_un_secret_a_portee_se_voit(comparaison: Comparaison) -> None:
    """The same comparison, of what she may read, finds the difference: it is not blind."""
    pages = comparaison.vers("sien", ("parcours:fiche", "parcours:volet"))
    for lieu in ("identite", "domicile", "responsable", "scolarite", "tache", "note social"):
        secret = Secret("sien", lieu, "valeur")
        vu = comparaison.difference(MISSIONS[1], secret, "Autrement", pages)
        assert vu is not None, lieu


@pytest.mark.parametrize("qui", [m for m in MISSIONS if m.split("+")[0] in (
    "coordination", "reference_de_parcours", "soin", "travail_social", "secretariat")])  # fmt: skip
def test_inconnu_interdit_archive_et_purge_coutent_et_disent_la_meme_chose(
    qui: str, comparaison: Comparaison
) -> None:
    """P-12 and its timing class: same bytes, same headers, same number of questions to the database."""
    monde = comparaison.enquete.monde
    interdits = ["ailleurs", "archive", "purge", "inconnu"]
    if not qui.startswith(("coordination", "secretariat")):
        interdits.append("collegue")
    with horloge_arretee():
        for suite in ("", "sante/", "identite/corriger/", "famille/responsable/", "brouillon/"):
            obtenus: dict[str, Obtenu] = {}
            for e in interdits:
                adresse = f"/enfants/{monde.dossier(e)}/{suite}"
                methode = "POST" if suite == "brouillon/" else "GET"
                obtenus[e] = comparaison.obtenir(qui, Demande(methode, adresse))
            if {o.statut for o in obtenus.values()} == {404}:
                assert len(set(obtenus.values())) == 1, (suite, obtenus)
            else:
                assert {o.statut for o in obtenus.values()} == {403}, suite
                assert len({(o.corps, o.requetes) for o in obtenus.values()}) == 1


def test_une_reponse_est_bien_comparee_en_entier(comparaison: Comparaison) -> None:
    """Every part of an answer takes part in the comparison."""
    demande = comparaison.liste("sien")[0]
    a = demander(comparaison.enquete.client(MISSIONS[1]), demande)
    for champ, autre in (("statut", 0), ("entetes", ()), ("corps", b""), ("requetes", -1),
                         ("courriels", ("x",))):  # fmt: skip
        assert replace(a, **{champ: autre}) != a
