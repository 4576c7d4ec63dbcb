"""Mutation of what the secret rests on: policy, projection, sealing, chain of the journal, facts of dossiers.

A mutant changes one thing in one module: a comparison, an operator, a condition, a constant, a returned value, an element of
a set, a relation. The unit tests of the module are loaded once; each mutant is a fork of that process, its code put in the
place of the true one, where tests run until one fails. A mutant that none notices survives.
The known tools start a new Python and import everything for each mutant; none is needed here, so none is installed.
`python -m bench.mutation [--module NOM [--ligne N …]]`; the last line is JSON. With lines, only their mutants are tried again.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import types
from pathlib import Path
from typing import Any

from bench.mutants import greffer, mutants

RACINE = Path(__file__).resolve().parents[1]
OBJECTIF, PATIENCE = (
    0.95,
    90,
)  # share of mutants killed; seconds after which one that hangs is killed too
POLITIQUE = (  # the quickest first: most mutants die there
    "tests/partage/test_droits.py",
    "tests/partage/test_motifs.py",
    "tests/partage/test_table.py",
    "tests/partage/test_lois.py",
)
CLAUSES = ("tests/partage/test_clauses.py", "tests/partage/test_matrice.py")
CHARTE = (*POLITIQUE, *CLAUSES)
ACCORDS = ("tests/accords/test_ensemble.py", "tests/accords/test_examen.py")
CHAINE = ("tests/tracabilite/test_chaine.py", "tests/tracabilite/test_segments_lois.py")
CIBLES: dict[str, tuple[str, ...]] = {
    "maillage.partage.rules.decision": POLITIQUE,
    "maillage.partage.rules.regle": CHARTE,
    "maillage.partage.rules.table": CHARTE,
    "maillage.partage.rules.actes": CHARTE,
    "maillage.partage.rules.projection": POLITIQUE,
    "maillage.partage.rules.charte": CLAUSES,
    "maillage.partage.rules.matrice": CLAUSES,
    "maillage.partage.rules.urgence": ("tests/partage/test_urgence.py",),
    "maillage.partage.rules.murs": ("tests/partage/test_murs_textes.py",),
    "maillage.partage.rules.refus": ("tests/partage/test_refus.py",),
    "maillage.partage.rules.compte": ("tests/partage/test_compte.py",),
    "maillage.accords.rules.autorite": ACCORDS,
    "maillage.accords.rules.echeances": ("tests/accords/test_voile.py",),
    "maillage.accords.rules.duree": ("tests/statistiques/test_accord_qui_compte.py",),
    "maillage.accords.rules.ensemble": ACCORDS,
    "maillage.accords.rules.examen": ACCORDS,
    "maillage.accords.rules.natures": ACCORDS,
    "maillage.accords.rules.numeros": ("tests/accords/test_voile.py",),
    "maillage.accords.rules.voile": (
        "tests/accords/test_voile.py",
        "tests/accords/test_voile_mots.py",
    ),
    "maillage.accords.rules.fichiers": (
        "tests/accords/test_fichiers.py",
        "tests/accords/test_fichiers_bords.py",
    ),
    "maillage.dossiers.rules": ("tests/partage/test_murs_textes.py", *POLITIQUE),
    "maillage.dossiers.rules.conservation": ("tests/dossiers/test_conservation.py",),
    "maillage.tracabilite.rules.chaine": CHAINE,
    "maillage.tracabilite.rules.segments": CHAINE,
    "maillage.tracabilite.rules.ancres": CHAINE,
    "maillage.tracabilite.rules.phrase": CHAINE,
    "maillage.tracabilite.rules.alertes": ("tests/tracabilite/test_alertes.py",),
    "maillage.tracabilite.rules.signes": ("tests/tracabilite/test_alertes.py",),
    "maillage.chiffrement.enveloppe": ("tests/chiffrement/test_enveloppe.py",),
    "maillage.chiffrement.maitresse": ("tests/chiffrement/test_maitresse.py",),
}


class Banc:
    """A plugin of pytest: instead of running the tests once, run them on every mutant."""

    def __init__(self, nom: str, lignes: list[int]) -> None:
        self.nom, self.total, self.survivants = nom, 0, []  # type: ignore[var-annotated]
        self.debuts = tuple(f"l. {n}:" for n in lignes) or ("l. ",)

    def pytest_collection(self) -> None:
        """One failing example is enough: it is not made smaller, and none is remembered."""
        import hypothesis

        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile(
            "mutation", deadline=None, database=None, phases=phases
        )
        hypothesis.settings.load_profile("mutation")

    def pytest_runtestloop(self, session: Any) -> bool:
        # pure tests only: a rule that needs a base to be judged is not a rule
        items = [i for i in session.items if not i.get_closest_marker("django_db")]
        items.sort(key=lambda i: hasattr(i.obj, "hypothesis"))
        if not self._passent(items, finir=False):
            raise SystemExit(f"{self.nom}: the tests fail without any mutant")
        vrai = importlib.import_module(self.nom)
        source = Path(str(vrai.__file__)).read_text(encoding="utf-8")
        for quoi, ou, arbre in mutants(source):
            if not quoi.startswith(self.debuts):
                continue
            self.total += 1
            if self._survit(vrai, arbre, ou, items):
                self.survivants.append(quoi)
        return True

    def _survit(self, vrai: types.ModuleType, arbre: ast.Module, ou: int, items: list[Any]) -> bool:
        enfant = os.fork()
        if enfant == 0:
            code = 1
            with contextlib.suppress(BaseException):
                signal.alarm(PATIENCE)
                greffer(vrai, arbre, ou)
                code = 0 if self._passent(items, finir=False) else 1
            os._exit(code)
        return os.waitpid(enfant, 0)[1] == 0

    def _passent(self, items: list[Any], *, finir: bool) -> bool:
        from _pytest.runner import runtestprotocol

        for n, item in enumerate(items):
            suivant = items[(n + 1) % len(items)] if n + 1 < len(items) or not finir else None
            if any(r.failed for r in runtestprotocol(item, log=False, nextitem=suivant)):
                return False
        return True


def un_module(nom: str, lignes: list[int]) -> dict[str, Any]:
    """Mutate one module, or these lines of it; return the counts."""
    import pytest

    banc = Banc(nom, lignes)
    presents = [t for t in CIBLES[nom] if (RACINE / t).exists()]
    silence = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist"]
    pytest.main([*silence, *presents], plugins=[banc])
    if not banc.total:
        raise SystemExit(f"{nom}: no test ran, nothing was measured")
    return {"module": nom, "mutants": banc.total, "survivants": banc.survivants}


def principal() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--module", choices=CIBLES)
    options.add_argument("--ligne", type=int, action="append", default=[])
    choix = options.parse_args()
    if choix.module:
        print(json.dumps(un_module(choix.module, choix.ligne), ensure_ascii=False))
        return 0
    debut, lus = time.monotonic(), []
    for nom in CIBLES:
        commande = [sys.executable, "-m", "bench.mutation", "--module", nom]
        sortie = subprocess.run(commande, check=True, capture_output=True, text=True, cwd=RACINE)
        lus.append(json.loads(sortie.stdout.strip().splitlines()[-1]))
        print(
            f"{nom}: {lus[-1]['mutants']} mutants, {len(lus[-1]['survivants'])} alive", flush=True
        )
        for survivant in lus[-1]["survivants"]:
            print(f"  {survivant}", flush=True)
    total = sum(m["mutants"] for m in lus)
    score = 1 - sum(len(m["survivants"]) for m in lus) / total
    print(
        json.dumps(
            {
                "bench": "mutation",
                "ratio": round(score, 4),
                "mutants": total,
                "seconds": round(time.monotonic() - debut),
                "goal": OBJECTIF,
                "ok": score >= OBJECTIF,
            }
        )
    )
    return 0 if score >= OBJECTIF else 1


if __name__ == "__main__":
    sys.exit(principal())
