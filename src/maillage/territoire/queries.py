"""Reads of the territory. Public facts, except the decided names, which belong to a programme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from maillage.notions.temps import Periode
from maillage.territoire.models import (
    Commune,
    Etablissement,
    JourFerie,
    LabelPrioritaire,
    NomRetenu,
    PeriodeScolaire,
)
from maillage.territoire.rules.calendrier import Calendrier, Vacances
from maillage.territoire.rules.etablissements import EtablissementConnu, Repertoire


def communes_actuelles(codes: Iterable[str]) -> frozenset[str]:
    """Return the present INSEE codes of these communes (93059 is now 93066)."""
    voulus = list(codes)
    condition = Q(code__in=voulus)
    for code in voulus:
        condition |= Q(anciens_codes__contains=code)
    return frozenset(Commune.objects.filter(condition).values_list("code", flat=True))


def communes_du_code_postal(code_postal: str) -> frozenset[str]:
    """Return the communes that this postcode serves."""
    if len(code_postal) != 5 or not code_postal.isdigit():
        return frozenset()
    trouvees = Commune.objects.filter(codes_postaux__contains=code_postal)
    return frozenset(trouvees.values_list("code", flat=True))


def codes_postaux(codes_communes: Iterable[str]) -> frozenset[str]:
    """Return the postcodes of these communes."""
    rangs = Commune.objects.filter(code__in=communes_actuelles(codes_communes))
    return frozenset(
        code
        for lus in rangs.values_list("codes_postaux", flat=True)
        for code in re.findall(r"\d{5}", lus)
    )


def repertoire(codes_communes: Iterable[str]) -> Repertoire:
    """Return the open schools of the départements of these communes, ready to resolve typed names.

    The neighbours' schools are there to be proposed; which communes make a name certain is said to `resoudre`.
    """
    departements = Commune.objects.filter(code__in=communes_actuelles(codes_communes)).values(
        "departement"
    )
    lignes = Etablissement.objects.filter(
        ouvert=True, commune__departement__in=departements
    ).values_list("uai", "nom", "nature", "commune_id", "localite", "commune__nom")
    return Repertoire.de(
        EtablissementConnu(uai, nom, nature, code, localite or commune)
        for uai, nom, nature, code, localite, commune in lignes
    )


def noms_retenus(programme: UUID) -> Mapping[str, str | None]:
    """Return what this programme decided: key of the text → UAI, None for «none of these»."""
    return dict(
        NomRetenu.objects.filter(programme=programme).values_list("cle", "etablissement_id")
    )


def label_au(uai: str, jour: date) -> str | None:
    """Return the label known on this day; None when nobody said, which is not «hors EP»."""
    label = (
        LabelPrioritaire.objects.filter(etablissement_id=uai, depuis__lte=jour)
        .filter(Q(jusqu_au__isnull=True) | Q(jusqu_au__gte=jour))
        .order_by("-depuis")
        .first()
    )
    return label.label if label else None


def calendrier(zone: str) -> Calendrier:
    """Return the published calendar of a zone."""
    periodes = list(PeriodeScolaire.objects.filter(zone=zone).order_by("premier_jour"))
    feries = dict(JourFerie.objects.values_list("jour", "nom"))
    return Calendrier(
        zone=zone,
        connu=_connu(periodes, feries),
        vacances=[Vacances(p.nom, Periode(p.premier_jour, p.dernier_jour)) for p in periodes],
        feries=feries,
    )


def _connu(periodes: list[PeriodeScolaire], feries: Mapping[date, str]) -> Periode:
    """Days for which both the periods and the holidays are published."""
    if not periodes or not feries:
        return Periode(date.max, date.max)
    debut = max(periodes[0].premier_jour, date(min(feries).year, 1, 1))
    fin = min(max(p.dernier_jour for p in periodes), date(max(feries).year, 12, 31))
    return Periode(debut, max(debut, fin))
