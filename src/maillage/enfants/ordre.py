"""The order of a list of children, found again without opening every name.

Names exist only sealed: sorting a programme means opening all of them. What was found is kept by the process for its
next requests, under the digest of the sealed rows that were sorted: an order of places, neither a name nor an
identifier. A row added, changed or erased, a key made or destroyed make another digest, and the names are opened again:
a child whose key was destroyed does not keep the place of her name.

A short list asks about its own children only: one opened or purged elsewhere in the programme must not make it slower,
that would tell of them. A long one is the whole programme's.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from uuid import UUID

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from maillage.chiffrement.services import (
    Trousseau,
    nombre_de_cles,
    trousseau,
    trousseau_du_programme,
)
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Identite
from maillage.enfants.queries import identites
from maillage.enfants.rules.identite import IdentiteLue

COURTE = 500  # children of a list that is not the whole programme's; nobody follows so many
GARDES = 128  # orders kept by a process: two or three for each person at work
NOM, AGE = "nom", "age"

_ordres: OrderedDict[bytes, array[int]] = OrderedDict()
_verrou = Lock()


def dossiers_tries(programme_id: UUID, visibles: QuerySet, tri: str) -> list[str]:
    """Return these dossiers (a queryset on `Dossier`) by name, or the youngest first; each as a text that `UUID` reads.

    The caller was granted their list by `partage`.
    """
    rangs = list(
        Identite.objects.filter(dossier_id__in=visibles.values("pk"))
        .order_by("dossier_id")
        .values_list(Cast("dossier_id", CharField()), "scelle")
    )
    dossiers = [d for d, _ in rangs]
    siens = [UUID(d) for d in dossiers] if len(dossiers) <= COURTE else None
    tri_et_cles = f"{tri} {nombre_de_cles(programme_id, Volet.IDENTITE, siens)}"
    empreinte = _empreinte(tri_et_cles, dossiers, [s for _, s in rangs])
    with _verrou:
        ordre = _ordres.get(empreinte)
        if ordre is not None:
            _ordres.move_to_end(empreinte)
    if ordre is None:
        cles = _cles(programme_id, siens)
        ordre = _trier(dossiers, identites(visibles.values("pk"), cles), tri)
        with _verrou:
            _ordres[empreinte] = ordre
            while len(_ordres) > GARDES:
                _ordres.popitem(last=False)
    return [dossiers[place] for place in ordre]


def _cles(programme_id: UUID, dossiers: list[UUID] | None) -> Trousseau:
    if dossiers is None:
        return trousseau_du_programme(programme_id, [Volet.IDENTITE])
    return trousseau(programme_id, dossiers, [Volet.IDENTITE])


def _empreinte(tri_et_cles: str, dossiers: Sequence[str], scelles: Sequence[bytes]) -> bytes:
    tampon = hashlib.sha256("|".join([tri_et_cles, *dossiers, ""]).encode())
    tampon.update(b"".join(scelles))
    return tampon.digest()


def _trier(dossiers: Sequence[str], ouvertes: dict[UUID, IdentiteLue], tri: str) -> array[int]:
    """Places in the order asked. A row written meanwhile goes last; the next request sorts it."""
    lues = {place: ouvertes.get(UUID(d)) for place, d in enumerate(dossiers)}
    connues = [(place, lue) for place, lue in lues.items() if lue is not None]
    if tri == AGE:
        connues.sort(key=lambda c: str(c[1].naissance or "9999"), reverse=True)
    else:
        connues.sort(key=lambda c: c[1].cle_de_tri)
    return array(
        "L", [place for place, _ in connues] + [p for p, lue in lues.items() if lue is None]
    )
