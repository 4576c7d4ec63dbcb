"""Reads of the territory. Public facts, except the decided names, which belong to a programme."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from maillage.comptes.queries import en_vigueur
from maillage.notions.nomenclatures import charger
from maillage.notions.temps import Periode
from maillage.territoire.cartes import carte, en_vigueur_au, generations  # noqa: F401 - maps are reads too
from maillage.territoire.models import (
    Commune,
    Etablissement,
    JourFerie,
    LabelPrioritaire,
    NomRetenu,
    PeriodeScolaire,
    Reseau,
    SecteurDeReseau,
)
from maillage.territoire.rules.calendrier import Calendrier, Vacances
from maillage.territoire.rules.etablissements import EtablissementConnu, Repertoire
from maillage.territoire.rules.noms import COLLEGE, ECOLES, mots_de


@dataclass(frozen=True, slots=True)
class ReseauConnu:
    """A réseau, its head, and its écoles with the day each joined."""

    id: int
    nom: str
    label: str
    tete: str
    nom_de_tete: str
    depuis: date
    source: str
    ecoles: tuple[tuple[str, str, date], ...] = ()  # uai, name, since

    @property
    def libelle(self) -> str:
        """REP or REP+."""
        return charger("n05").libelle(self.label)

    @property
    def intitule(self) -> str:
        return f"{self.nom} ({self.libelle})"


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
        LabelPrioritaire.objects.filter(en_vigueur(jour), etablissement_id=uai)
        .order_by("-depuis")
        .first()
    )
    return label.label if label else None


def reseaux(codes_communes: Iterable[str], jour: date) -> tuple[ReseauConnu, ...]:
    """Return the réseaux whose collège is in these communes, as they stand on this day."""
    rangs = (
        Reseau.objects.filter(
            en_vigueur(jour), tete__commune__in=communes_actuelles(codes_communes)
        )
        .select_related("tete")
        .order_by("nom", "id")
    )
    membres: dict[int, list[tuple[str, str, date]]] = {r.pk: [] for r in rangs}
    secteurs = SecteurDeReseau.objects.filter(en_vigueur(jour), reseau__in=membres)
    for s in secteurs.select_related("etablissement").order_by("etablissement__nom"):
        membres[s.reseau_id].append((s.etablissement_id, s.etablissement.nom, s.depuis))
    return tuple(_reseau(r, tuple(membres[r.pk])) for r in rangs)


def reseaux_suivis(lieux: Iterable[tuple[str, date]]) -> Mapping[tuple[str, date], ReseauConnu]:
    """Return the réseau of each établissement on its day, in two queries; who is in none is absent."""
    voulus = set(lieux)
    uais = {uai for uai, _ in voulus}
    tetes = Reseau.objects.filter(tete__in=uais).select_related("tete")
    secteurs = SecteurDeReseau.objects.filter(etablissement__in=uais).select_related("reseau__tete")
    periodes = [(r.tete_id, Periode(r.depuis, r.jusqu_au), r) for r in tetes]
    periodes += [(s.etablissement_id, Periode(s.depuis, s.jusqu_au), s.reseau) for s in secteurs]
    return {
        (uai, jour): _reseau(reseau)
        for uai, jour in voulus
        for membre, periode, reseau in periodes
        if membre == uai and periode.contient(jour)
    }


def _reseau(r: Reseau, ecoles: tuple[tuple[str, str, date], ...] = ()) -> ReseauConnu:
    return ReseauConnu(
        r.pk, r.nom, r.label, r.tete_id, r.tete.nom, r.depuis, r.source, ecoles=ecoles
    )


@dataclass(frozen=True, slots=True)
class Composables:
    """What a réseau can be made of, in these communes: name of each collège and école, by UAI."""

    colleges: Mapping[str, str]
    ecoles: Mapping[str, str]
    labels: Mapping[str, str]  # collège → its label known that day


def composables(codes_communes: Iterable[str], jour: date) -> Composables:
    """Return the open public collèges and écoles of these communes."""
    rangs = (
        Etablissement.objects.filter(
            commune__in=communes_actuelles(codes_communes),
            ouvert=True,
            nature__in={COLLEGE, *ECOLES},
        )
        .exclude(secteur="prive")
        .order_by("nom", "uai")
    )
    portes = Counter((r.nom, r.nature) for r in rangs)
    noms = {
        (r.uai, r.nature): f"{r.nom}, {r.localite}" if portes[r.nom, r.nature] > 1 else r.nom
        for r in rangs
    }
    colleges = {uai: nom for (uai, nature), nom in noms.items() if nature == COLLEGE}
    labels = LabelPrioritaire.objects.filter(en_vigueur(jour), etablissement__in=colleges)
    return Composables(
        colleges=colleges,
        ecoles={uai: nom for (uai, nature), nom in noms.items() if nature != COLLEGE},
        labels=dict(labels.values_list("etablissement_id", "label")),
    )


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


LETTRES_AU_MOINS = 2


@dataclass(frozen=True, slots=True)
class CommuneNommee:
    """A commune as a person chooses it."""

    code: str
    nom: str
    departement: str


def communes_nommees(codes: Iterable[str]) -> tuple[CommuneNommee, ...]:
    """The communes of these codes, old codes read as the present ones, by name."""
    rangs = Commune.objects.filter(code__in=communes_actuelles(codes)).order_by("nom", "code")
    return tuple(CommuneNommee(*r) for r in rangs.values_list("code", "nom", "departement"))


def chercher_communes(texte: str) -> tuple[CommuneNommee, ...]:
    """At most ten communes whose name holds these words, or that this postcode serves; the nearest name first."""
    if texte.isdigit():
        return communes_nommees(communes_du_code_postal(texte))
    cherches = mots_de(texte)
    if len("".join(cherches)) < LETTRES_AU_MOINS:
        return ()
    trouvees = []
    for code, nom, departement in Commune.objects.values_list("code", "nom", "departement"):
        mots = mots_de(nom)
        if all(any(m.startswith(c) for m in mots) for c in cherches):
            rang = (mots != cherches, mots[: len(cherches)] != cherches, len(nom), nom, code)
            trouvees.append((rang, CommuneNommee(code, nom, departement)))
    return tuple(commune for _, commune in sorted(trouvees, key=lambda t: t[0])[:10])
