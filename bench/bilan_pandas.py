"""The peer of `bench.bilan`: a script as an analyst writes it, on the exported tables. Run in its own environment: `bilan_pandas.py DIR`.

Same figures, same rules of dates (a date known in part is read at both ends). Prints one JSON line: figures, seconds, memory.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

RENTREE = 2025
DEBUT, FIN = pd.Timestamp("2025-09-01"), pd.Timestamp("2026-08-31")
TRANCHES = (
    (2, "moins_de_2_ans"),
    (6, "2_5_ans"),
    (11, "6_10_ans"),
    (17, "11_16_ans"),
    (200, "17_ans_et_plus"),
)
TEXTES = ("enfants", "examens", "parcours", "evaluations", "objectifs", "regards", "actions")


def lire(ou: Path) -> dict[str, pd.DataFrame]:
    return {nom: pd.read_csv(ou / f"{nom}.csv", dtype=str, keep_default_na=False) for nom in TEXTES}


def bornes(textes: pd.Series) -> tuple[pd.Series, pd.Series]:
    """First and last day of dates known to the day, the month or the year."""
    uniques = pd.Series(textes.unique())
    long = uniques.str.len()
    premiers = pd.to_datetime(
        uniques.where(long != 4, uniques + "-01").where(long == 10, lambda s: s.str[:7] + "-01")
        .where(long > 0, None), errors="coerce",
    )  # fmt: skip
    derniers = premiers.where(long != 7, premiers + pd.offsets.MonthEnd(1))
    derniers = derniers.where(long != 4, premiers + pd.offsets.YearEnd(1))
    return (
        textes.map(dict(zip(uniques, premiers, strict=True))),
        textes.map(dict(zip(uniques, derniers, strict=True))),
    )


def mois(debut: pd.Series, fin: pd.Series) -> pd.Series:
    lus = (fin.dt.year - debut.dt.year) * 12 + fin.dt.month - debut.dt.month
    return (lus - (fin.dt.day < debut.dt.day).astype(int)).clip(lower=0)


def resume(courte: pd.Series, longue: pd.Series) -> list[float]:
    surs = longue[longue - courte <= 1]
    if surs.empty:
        return [len(longue), len(longue)]
    return [
        len(longue), len(longue) - len(surs), float(surs.median()), round(float(surs.mean()), 6),
        int(surs.min()), int(surs.max()),
    ]  # fmt: skip


def compte(serie: pd.Series) -> dict[str, int]:
    return {str(k): int(n) for k, n in serie.value_counts().items()}


def situer(p: pd.DataFrame) -> pd.DataFrame:
    """Each parcours: surely open in the year, surely not, or doubtful."""
    for nom in ("recue", "entree", "sortie"):
        p[f"{nom}_1"], p[f"{nom}_2"] = bornes(p[nom])
    p["pris_en"] = (p.entree != "") | (p.pris == "oui")
    sans_sortie = p.sortie == ""
    non = (p.sortie_2 < DEBUT) | (p.entree_1 > FIN)
    oui = p.pris_en & ~non & (p.entree_2 <= FIN) & (sans_sortie | (p.sortie_1 >= DEBUT))
    dedans = (p.recue_1 >= DEBUT) & (p.recue_2 <= FIN)
    ailleurs = (p.recue_2 < DEBUT) | (p.recue_1 > FIN)
    p["oui"] = oui | (~p.pris_en & dedans)
    p["doute"] = (p.pris_en & ~non & ~oui) | (~p.pris_en & ~dedans & ~ailleurs)
    p["entre"] = (p.entree_1 >= DEBUT) & (p.entree_2 <= FIN)
    p["sorti"] = (p.sortie_1 >= DEBUT) & (p.sortie_2 <= FIN)
    return p


def calculer(t: dict[str, pd.DataFrame]) -> dict[str, object]:
    p, e = situer(t["parcours"]), t["enfants"].set_index("enfant")
    ouverts = p[p.pris_en & p.oui]
    suivis = ouverts.enfant.unique()
    e_suivis = e.loc[suivis]
    age = RENTREE - pd.to_numeric(e_suivis.naissance.str[:4], errors="coerce")
    classes = pd.cut(age, [-1, *(b - 1 for b, _ in TRANCHES)], labels=[c for _, c in TRANCHES])
    derniers = ouverts.sort_values(["enfant", "entree_1"], kind="stable").groupby("enfant").last()
    sortis = ouverts[ouverts.sorti]
    dits = {
        "enfants_suivis": len(suivis),
        "entrees": int(ouverts[ouverts.entre].enfant.nunique()),
        "sorties": int(sortis.enfant.nunique()),
        "motifs_de_sortie": compte(sortis.groupby("enfant").motif_sortie.last()),
        "ages": compte(classes.astype(object).fillna("")),
        "sexes": compte(e_suivis.sexe),
        "motifs": compte(derniers.motif),
        "origines": compte(derniers.origine),
        "duree_des_clos": resume(
            mois(sortis.entree_2, sortis.sortie_1), mois(sortis.entree_1, sortis.sortie_2)
        ),
    }
    dits |= criteres(ouverts, e)
    courants = ouverts[
        (ouverts.entree_1 <= FIN) & ((ouverts.sortie == "") | (ouverts.sortie_1 > FIN))
    ]
    fin = pd.Series(FIN, index=courants.index)
    dits["duree_en_cours"] = resume(mois(courants.entree_2, fin), mois(courants.entree_1, fin))
    return dits | autour(p, suivis) | travail(t, suivis)


def criteres(ouverts: pd.DataFrame, e: pd.DataFrame) -> dict[str, object]:
    """The four criteria of the most advanced parcours of each child."""
    o = ouverts.join(e[["referent", "examens"]], on="enfant")
    sans = pd.DataFrame({
        "enfant": o.enfant, "rang": o.rang.astype(int),
        "examen_en_eps": o.examens == "0", "accord_de_la_famille": ~o.accord.isin(["oral_trace", "ecrit_signe"]),
        "referent_designe": o.referent == "0", "plan_d_actions": o.actions == "0",
    })  # fmt: skip
    noms = ["examen_en_eps", "accord_de_la_famille", "referent_designe", "plan_d_actions"]
    sans["nombre"] = sans[noms].sum(axis=1)
    meilleurs = (
        sans.sort_values(["enfant", "nombre", "rang"], kind="stable").groupby("enfant").first()
    )
    return {
        "individualises": int((meilleurs.nombre == 0).sum()),
        "criteres_manquants": {n: int(meilleurs[n].sum()) for n in noms},
    }


def autour(p: pd.DataFrame, suivis: object) -> dict[str, object]:
    autres = p[~p.enfant.isin(suivis)]
    ecartes = autres[autres.oui & (autres.pris == "non") & ~autres.pris_en]
    refuses = set(ecartes.enfant)
    surs = set(autres[autres.oui].enfant)
    return {
        "refus": compte(ecartes.groupby("enfant").refus.last()),
        "en_attente": len(surs - refuses),
        "a_verifier": len(set(autres[autres.doute].enfant) - surs),
    }


def travail(t: dict[str, pd.DataFrame], suivis: object) -> dict[str, object]:
    examens = t["examens"][t["examens"].enfant.isin(suivis)]
    premier, dernier = bornes(examens["le"])
    dedans = examens[(premier >= DEBUT) & (dernier <= FIN)]
    points = t["evaluations"][t["evaluations"].enfant.isin(suivis)].groupby("enfant").rang.nunique()
    objectifs = t["objectifs"][t["objectifs"].enfant.isin(suivis)]
    regards = t["regards"][t["regards"].objectif.isin(objectifs.objectif)]
    regards = regards[regards["le"].between("2025-09-01", "2026-08-31")].sort_values(
        "le", kind="stable"
    )
    derniers = regards.groupby(["objectif", "regard"]).evolution.last().reset_index()
    a = t["actions"][t["actions"].enfant.isin(suivis)]
    commencees = a[(a.commencee != "") & (a.commencee <= "2026-08-31")]
    premiers = t["parcours"][t["parcours"]["rang"] == "0"].set_index("enfant")  # where plans stand
    partis = a.enfant.map(premiers.sortie_1) <= FIN  # who may have left waits no more
    jours = (pd.to_datetime(commencees.commencee) - pd.to_datetime(commencees.proposee)).dt.days
    return {
        "situations_eps": int(dedans.enfant.nunique()),
        "evaluations": {
            "2": int((points == 2).sum()),
            "1": int((points == 1).sum()),
            "0": int(len(suivis) - len(points)),
        },
        "objectifs": [int(derniers.objectif.nunique()), len(objectifs)],
        "changements": compte(derniers.regard + "_" + derniers.evolution),
        "delais_droit_commun": [
            resume(jours, jours),
            len(a),
            int((~partis & ~a.index.isin(commencees.index)).sum()),
        ],
    }


def mesurer(tables: Callable[[Path], dict[str, pd.DataFrame]]) -> None:
    """Read the tables, count, and say figures and costs on one line."""
    depart, cpu = time.perf_counter(), time.process_time()
    lues = tables(Path(sys.argv[1]))
    lu, cpu_lu = time.perf_counter(), time.process_time()
    dits = calculer(lues)
    print(json.dumps({
        "version": pd.__version__, "chiffres": dits,
        "secondes": time.perf_counter() - depart, "compter_s": time.perf_counter() - lu,
        "cpu": time.process_time() - cpu, "compter_cpu": time.process_time() - cpu_lu,
        "memoire_mo": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }))  # fmt: skip


if __name__ == "__main__" and len(sys.argv) > 1:
    mesurer(lire)
