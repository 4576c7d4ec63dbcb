"""Non-interference at length: 5,000 pairs of worlds that differ by one secret.

In each, all that the person's missions open, and 24 drawn from the rest (pages closed to her missions, sign-in library).

No peer publishes such a figure (docs/regles/preuves.md); the ratio is pairs over the 5,000 asked.
`python -m bench.secret [--paires N] [--graine N] [--demandes N]`; the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time

from bench.preuve import PROCESSUS, bases_d_essai, charge, ensemble

PAIRES, FERMEES = 5_000, 24
LETTRES = "aé'\"<>&%;= 0Ñß\u202f\u0301字"


def une_part(part: int, paires: int, graine: int, tirees: int) -> None:
    """One pair out of two, mission by mission. `tirees`: so many requests for each, drawn anew; 0: all that opens."""
    with bases_d_essai():
        from tests.acces.interroger import Enquete
        from tests.factories.preuve import creer_le_monde
        from tests.secret.caches import secrets
        from tests.secret.paires import Comparaison
        from tests.secret.trace import GENS

        comparaison = Comparaison(Enquete(creer_le_monde(GENS)))
        hasard, differences, distinctes = random.Random(graine + part), [], set()
        for n in range(part, paires, PROCESSUS):
            qui = GENS[n // PROCESSUS % len(GENS)]
            secret = hasard.choice(secrets(qui, comparaison.enquete.monde))
            valeur = "".join(hasard.choices(LETTRES, k=hasard.randrange(1, 40)))
            distinctes.add((qui, str(secret), valeur))
            ouvertes, autres = comparaison.portes(qui, secret.enfant)
            if tirees:  # three in four among what her mission opens
                du_reste = tirees // 4
                rangs = hasard.sample(ouvertes, tirees - du_reste) + hasard.sample(autres, du_reste)
            else:
                rangs = [*ouvertes, *hasard.sample(autres, FERMEES)]
            vue = comparaison.difference(qui, secret, valeur, rangs)
            differences += [vue] if vue else []
        compte = {"paires": comparaison.compte.total(), "missions": len(comparaison.compte)}
        compte["demandes"] = comparaison.demandes
        resultat = {**compte, "distinctes": len(distinctes), "differences": differences}
        print(json.dumps(resultat))


def principal() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--part", type=int)
    options.add_argument("--paires", type=int, default=PAIRES)
    options.add_argument("--graine", type=int, default=1)
    options.add_argument("--demandes", type=int, default=0, help="requests of a pair; 0: all")
    choisi = options.parse_args()
    if choisi.part is not None:
        une_part(choisi.part, choisi.paires, choisi.graine, choisi.demandes)
        return 0
    debut = time.monotonic()
    arguments = [
        *("--paires", str(choisi.paires), "--graine", str(choisi.graine)),
        *("--demandes", str(choisi.demandes)),
    ]
    parts = ensemble("bench.secret", arguments)
    nombre = sum(p["paires"] for p in parts)
    differences = [d for p in parts for d in p["differences"]]
    for difference in differences[:20]:
        print(difference[:400])
    ok = nombre >= choisi.paires and not differences
    secondes = round(time.monotonic() - debut)
    print(f"{nombre} pairs, {len(differences)} differences, {secondes} s")
    print(
        json.dumps(
            {
                "bench": "secret",
                "ratio": round(nombre / PAIRES, 2),
                "pairs": nombre,
                "distinct": sum(p["distinctes"] for p in parts),
                "requests": sum(p["demandes"] for p in parts),
                "differences": len(differences),
                "seconds": secondes,
                **charge(),
                "goal": PAIRES,
                "ok": ok,
            }
        )
    )
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(principal())
