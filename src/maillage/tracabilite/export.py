"""The journal as a file that the stand-alone verifier reads: one JSON object a line.

For each chain: its head and the public key, its months, its anchors, then its events, exactly as they are digested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from uuid import UUID

from maillage.chiffrement.signature import cle_publique
from maillage.tracabilite.models import Evenement, Segment, Tete
from maillage.tracabilite.queries.ancrage import ancres
from maillage.tracabilite.rules.ancres import AncreSignee
from maillage.tracabilite.rules.chaine import canonique, maillon_canonique

VERSION = 1
COLONNES = ("mois", "premier", "dernier", "precedent", "empreinte", "sceau", "expire_le")


def lignes(chaines: Iterable[UUID]) -> Iterator[str]:
    """The lines of an export, each with its end of line. What is written meanwhile waits for the next export."""
    nombre = 0
    for chaine in chaines:
        tete = Tete.objects.filter(chaine=chaine).first()
        if tete is None:
            continue
        nombre += 1
        yield _ligne("chaine", {
            "id": str(chaine), "rang": tete.rang, "empreinte": tete.empreinte, "cle": cle_publique(),
            "version": VERSION,
        })  # fmt: skip
        yield from _mois(chaine, tete.rang)
        for ancre in reversed(ancres(chaine)):
            if ancre.rang <= tete.rang:
                yield ligne_d_ancre(ancre)
        yield from _evenements(chaine, tete.rang)
    yield _ligne("fin", {"chaines": nombre})


def ligne_d_ancre(ancre: AncreSignee) -> str:
    """An anchor as it is kept outside."""
    return _ligne("ancre", {**asdict(ancre), "chaine": str(ancre.chaine)})


def _ligne(nom: str, objet: dict[str, object]) -> str:
    return canonique({nom: objet}) + "\n"


def _mois(chaine: UUID, jusqu_a: int) -> Iterator[str]:
    rangs = Segment.objects.filter(chaine=chaine, dernier__lte=jusqu_a).order_by("premier")
    for valeurs in rangs.values_list(*COLONNES):
        *dites, expire_le = valeurs
        objet = dict(zip(COLONNES, dites, strict=False))
        yield _ligne("segment", {**objet, "expire": expire_le is not None})


def _evenements(chaine: UUID, jusqu_a: int) -> Iterator[str]:
    rangs = Evenement.objects.filter(chaine=chaine, rang__lte=jusqu_a).order_by("rang")
    for rang, contenu, precedent, empreinte in rangs.values_list(
        "rang", "contenu", "precedent", "empreinte"
    ).iterator(chunk_size=2000):
        canon = maillon_canonique(rang, contenu, precedent)
        yield f'{{"evenement":{canon},"empreinte":"{empreinte}"}}\n'
