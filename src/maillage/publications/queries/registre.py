"""The register: what came out in a year, as the protection of the next release needs it. Opened by declared jobs only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max

from maillage.chiffrement.services import trousseau
from maillage.publications.errors import MagasinIncomplet, RegistreIncomplet
from maillage.publications.models import COMPARTIMENT, Preparation
from maillage.publications.queries import lecture
from maillage.publications.rules.histoires import Etat
from maillage.publications.rules.parutions import ParutionDetaillee
from maillage.publications.rules.passe import Paru
from maillage.publications.rules.raccords import AnneeParue
from maillage.statistiques.rules.divulgation.demande import DETAIL, TOTAL, Mode, TableVoulue


def numeros_parus(programme_id: UUID, annee: int) -> list[int]:
    """The releases of a year, withdrawn ones too: all of them are known for ever.

    Asked of the store and of the register: one of them may have been restored from an older copy, and forgotten some.
    """
    lues = lecture.publications(programme_id, retirees=True)
    connues = Preparation.objects.filter(programme_id=programme_id, annee=annee)
    au_registre = connues.exclude(numero=None).values_list("numero", flat=True)
    return sorted({p.numero for p in lues if p.annee == annee} | set(au_registre))


def dernier_numero() -> int:
    """The greatest number ever given, whatever the programme: it is not given twice."""
    plus = Preparation.objects.aggregate(plus=Max("numero"))["plus"] or 0
    return max(plus, lecture.dernier_numero())


def parus(programme_id: UUID, annee: int) -> list[Paru]:
    """What each release of the year counted and showed, in their order; refused when the store or the register lost one."""
    numeros = numeros_parus(programme_id, annee)
    lues = {p.numero for p in lecture.publications(programme_id, retirees=True)}
    if manquantes := [n for n in numeros if n not in lues]:
        raise MagasinIncomplet(manquantes)
    rangs = {
        r.numero: r
        for r in Preparation.objects.filter(programme_id=programme_id, numero__in=numeros)
    }
    if manquants := [n for n in numeros if n not in rangs]:
        raise RegistreIncomplet(manquants)
    cles = trousseau(programme_id, [r.id for r in rangs.values()], [COMPARTIMENT])
    return [
        _paru(lecture.parution(n, programme_id, retirees=True), rangs[n].ouvrir(cles)["etat"])
        for n in numeros
    ]


def exactes_voisines(programme_id: UUID, annee: int) -> list[AnneeParue]:
    """The releases of exact figures of the year before and of the year after, withdrawn ones too."""
    lues = lecture.publications(programme_id, retirees=True)
    numeros = [
        p.numero for p in lues if abs(p.annee - annee) == 1 and Mode(p.mode) is Mode.SUPPRESSION
    ]
    detaillees = [lecture.parution(n, programme_id, retirees=True) for n in numeros]
    return [
        AnneeParue(d.parution.numero, d.parution.annee, {t.id: t.cells for t in d.tables})
        for d in detaillees
    ]


def seuil_promis(programme_id: UUID, annee: int) -> int:
    """The greatest threshold under which a release of the year hid its cells; 0 when none came out. It is not lowered."""
    promis = Preparation.objects.filter(programme_id=programme_id, annee=annee)
    return promis.exclude(numero=None).aggregate(plus=Max("seuil"))["plus"] or 0


def ecarts() -> tuple[list[int], list[int]]:
    """Releases that the register lacks, and those that the store lacks: after a restore, both lists must be empty."""
    au_registre = set(Preparation.objects.exclude(numero=None).values_list("numero", flat=True))
    au_magasin = {numero for numero, _ in lecture.seings()}
    return sorted(au_magasin - au_registre), sorted(au_registre - au_magasin)


def _paru(lue: ParutionDetaillee, etat: Mapping[str, Any]) -> Paru:
    tables = tuple(
        TableVoulue(t.id, t.dims, dict.fromkeys(t.dims, (DETAIL, TOTAL))) for t in lue.tables
    )
    p = lue.parution
    return Paru(
        id=f"p{p.numero}",
        etat=Etat(tuple(etat["axes"]), {tuple(c): n for c, n in etat["comptes"]}),
        tables=tables,
        valeurs={t.id: dict(t.cells) for t in lue.tables},
        mode=Mode(p.mode),
        base=p.base,
        titre=p.titre,
    )
