"""The peer of `bench.doublons`: splink on DuckDB, run by its own environment (never imported by ours).

Tuned in good faith: names folded, address and telephone cleaned and 1 January emptied before the
clock starts; reversed names, term frequencies, birth date levels, nine blocking rules, EM.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

BLOCAGE = (
    ("nom", "prenom"), ("naissance", "prenom"), ("naissance", "nom"), ("adresse", "prenom"),
    ("telephone", "prenom"), ("telephone", "naissance"), ("adresse", "naissance"),
    ("nom", "annee", "etablissement"), ("prenom", "annee", "etablissement"),
)  # fmt: skip


def executer(entree: str, sortie: str) -> None:
    """Read the rows, link them, write the scored pairs; print the times and versions as JSON."""
    connexion = duckdb.connect(":memory:")
    connexion.execute("SET threads TO 2")
    connexion.execute(
        f"CREATE TABLE fiches AS SELECT * FROM read_csv('{entree}', header=true, all_varchar=true, nullstr='')"
    )
    lignes = connexion.table("fiches")
    depart = time.perf_counter()
    api = DuckDBAPI(connection=connexion)
    linker = Linker(api.register(lignes), _reglages(), log_level=40)
    _apprendre(linker)
    appris = time.perf_counter()
    paires = linker.inference.predict(threshold_match_weight=-5)
    fini = time.perf_counter()
    connexion.execute(
        f"COPY (SELECT unique_id_l, unique_id_r, match_weight FROM {paires.physical_name})"
        f" TO '{sortie}' (HEADER)"
    )
    bornes = {"apprentissage": appris - depart, "total": fini - depart}
    print(json.dumps({**bornes, "splink": version("splink"), "duckdb": duckdb.__version__}))


def _reglages() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison(
                "prenom", "nom", jaro_winkler_thresholds=[0.92, 0.85],
                forename_surname_concat_col_name="complet",
            ),
            cl.DateOfBirthComparison("naissance", input_is_string=True, datetime_format="%Y-%m-%d"),
            cl.ExactMatch("sexe"),
            cl.JaroWinklerAtThresholds("adresse", [0.95]),
            cl.ExactMatch("telephone"),
            cl.ExactMatch("etablissement").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[block_on(*cles) for cles in BLOCAGE],
        retain_matching_columns=False,
    )  # fmt: skip


def _apprendre(linker: Linker) -> None:
    apprend = linker.training
    sures = [block_on("nom", "prenom", "naissance"), block_on("prenom", "telephone", "adresse")]
    apprend.estimate_probability_two_random_records_match(sures, recall=0.5)
    apprend.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for cles in (("nom", "prenom"), ("naissance", "prenom"), ("telephone", "naissance")):
        apprend.estimate_parameters_using_expectation_maximisation(
            block_on(*cles), record_sample_proportion=1.0
        )


if len(sys.argv) == 3:
    executer(sys.argv[1], sys.argv[2])
