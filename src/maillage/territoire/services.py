"""Writes of the territory: reference files, decided names."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from importlib import resources
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from maillage.territoire import chargement, tenue_effectifs
from maillage.territoire.enregistrements import Lecture, Rejet
from maillage.territoire.errors import EtablissementInconnu
from maillage.territoire.lignes import LigneEtablissement, LigneLabel
from maillage.territoire.models import (
    Commune,
    DonneesChargees,
    Etablissement,
    JourFerie,
    LabelPrioritaire,
    NomRetenu,
    PeriodeScolaire,
)
from maillage.territoire.rules.memoire import cle_de_nom
from maillage.territoire.rules.noms import mots_de
from maillage.tracabilite import services as tracabilite

LOT = 2000


@dataclass(frozen=True, slots=True)
class Rapport:
    """What a loading did. `a_verifier`: what the file no longer says, left as it was."""

    ajoutes: int = 0
    modifies: int = 0
    inchanges: int = 0
    rejets: tuple[Rejet, ...] = ()
    a_verifier: tuple[str, ...] = ()
    sans_commune: int = 0


@transaction.atomic
def charger_communes(*, octets: bytes) -> Rapport:
    lecture = chargement.lire_communes(octets)
    return _ecrire(Commune, "code", [_valeurs(ligne) for ligne in lecture.lignes], lecture.rejets)


@transaction.atomic
def charger_annuaire(*, octets: bytes, source: str, au: date) -> Rapport:
    """Load the annuaire de l'éducation as it stood on the day `au`."""
    return _charger_etablissements(chargement.lire_annuaire(octets), source, au)


@transaction.atomic
def charger_zone_ep(*, octets: bytes, source: str, au: date) -> Rapport:
    """Load the list of collèges and lycées with their `zone_ep` on the day `au`."""
    return _charger_etablissements(chargement.lire_zone_ep(octets), source, au)


@transaction.atomic
def charger_etablissements(*, octets: bytes) -> Rapport:
    return _charger_etablissements(chargement.lire_etablissements(octets), "", None)


@transaction.atomic
def charger_labels(*, octets: bytes) -> Rapport:
    lecture = chargement.lire_labels(octets)
    return _poser_les_labels(lecture.lignes, lecture.rejets)


@transaction.atomic
def charger_vacances(*, octets: bytes) -> Rapport:
    lecture = chargement.lire_vacances(octets)
    periodes = [_valeurs(ligne) for ligne in lecture.lignes]
    return _ecrire(PeriodeScolaire, ("zone", "annee", "nom"), periodes, lecture.rejets)


@transaction.atomic
def charger_jours_feries(*, octets: bytes) -> Rapport:
    lecture = chargement.lire_jours_feries(octets)
    return _ecrire(JourFerie, "jour", [_valeurs(ligne) for ligne in lecture.lignes], lecture.rejets)


def charger_effectifs(*, octets: bytes) -> Rapport:
    """Load headcounts for the whole installation."""
    ecrits, rejets = tenue_effectifs.charger_effectifs(octets=octets)
    return Rapport(ajoutes=ecrits, rejets=rejets)


DONNEES_LIVREES: Mapping[str, Callable[..., Rapport]] = {
    "communes.csv.gz": charger_communes,
    "etablissements.csv": charger_etablissements,
    "labels.csv": charger_labels,
    "vacances.csv": charger_vacances,
    "jours_feries.csv": charger_jours_feries,
    "effectifs.csv": charger_effectifs,
}


@transaction.atomic
def charger_donnees_livrees() -> Mapping[str, Rapport]:
    """Load the files shipped with the product; a file already loaded is left alone."""
    deja = dict(DonneesChargees.objects.values_list("fichier", "empreinte"))
    rapports: dict[str, Rapport] = {}
    for fichier, charger in DONNEES_LIVREES.items():
        octets = resources.files("maillage.territoire").joinpath("data", fichier).read_bytes()
        empreinte = hashlib.sha256(octets).hexdigest()
        if deja.get(fichier) == empreinte:
            continue
        rapports[fichier] = charger(octets=octets)
        DonneesChargees.objects.update_or_create(
            fichier=fichier, defaults={"empreinte": empreinte, "charge_le": timezone.now()}
        )
    return rapports


@transaction.atomic
def retenir_nom(
    *,
    programme: UUID,
    texte: str,
    uai: str | None,
    decide_par: UUID,
    niveau: str | None = None,
) -> NomRetenu:
    """Remember what a typed name means for this programme; `uai` None: none of the schools."""
    if uai is not None and not Etablissement.objects.filter(uai=uai).exists():
        raise EtablissementInconnu("Cet établissement n'est pas dans la liste.")
    retenu, _ = NomRetenu.objects.update_or_create(
        programme=programme,
        cle=cle_de_nom(texte, niveau),
        defaults={
            "etablissement_id": uai,
            "decide_par": decide_par,
            "decide_le": timezone.now(),
        },
    )
    tracabilite.noter(
        tracabilite.Fait(
            acte="retenir_nom",
            acteur=decide_par,
            programme=programme,
            regle="territoire.nom_retenu",
            objet=str(retenu.id),
        )
    )
    return retenu


def _charger_etablissements(
    lecture: Lecture[LigneEtablissement], source: str, au: date | None
) -> Rapport:
    retenues = {ligne.uai: ligne for ligne in lecture.lignes}
    communes = _Communes.lues()
    valeurs = []
    for ligne in retenues.values():
        brut = _valeurs(ligne) | {"source": ligne.source or source}
        del brut["label"], brut["code_commune"]
        brut["commune_id"] = communes.code(ligne)
        valeurs.append(brut)
    rapport = replace(
        _ecrire(Etablissement, "uai", valeurs, lecture.rejets, effacer=False),
        sans_commune=sum(brut["commune_id"] is None for brut in valeurs),
    )
    donnes = [brut["uai"] for brut in valeurs if brut["lon"] is not None]
    Etablissement.objects.filter(uai__in=donnes).exclude(position_source="").update(
        position_source=""
    )
    if au is None:
        return rapport
    labels = [
        LigneLabel(ligne.uai, ligne.label, au, source) for ligne in retenues.values() if ligne.label
    ]
    _poser_les_labels(labels, ())
    muettes = [ligne.uai for ligne in retenues.values() if not ligne.label]
    perdus = LabelPrioritaire.objects.filter(
        etablissement__in=muettes, jusqu_au__isnull=True, label__startswith="rep"
    )
    return replace(
        rapport, a_verifier=tuple(sorted(perdus.values_list("etablissement_id", flat=True)))
    )


@dataclass(frozen=True, slots=True)
class _Communes:
    """From what a file says of a commune to its present INSEE code."""

    codes: Mapping[str, str]
    noms: Mapping[tuple[str, str], set[str]]  # by name and postcode, by name and département

    @classmethod
    def lues(cls) -> _Communes:
        codes: dict[str, str] = {}
        noms: dict[tuple[str, str], set[str]] = defaultdict(set)
        for code, nom, departement, postaux, anciens in Commune.objects.values_list(
            "code", "nom", "departement", "codes_postaux", "anciens_codes"
        ):
            codes.update(dict.fromkeys(anciens.split(), code) | {code: code})
            for lieu in (departement, *postaux.split()):
                noms[_sans_signe(nom), lieu].add(code)
        return cls(codes, noms)

    def code(self, ligne: LigneEtablissement) -> str | None:
        """None when the commune is not known for certain."""
        if ligne.code_commune:
            return self.codes.get(ligne.code_commune)
        nom, postal = _sans_signe(ligne.localite), ligne.code_postal
        departement = postal[: 3 if postal.startswith(("97", "98")) else 2]
        for lieu in (postal, departement):
            trouves = self.noms.get((nom, lieu), set())
            if len(trouves) == 1:
                return min(trouves)
        return None


def _sans_signe(nom: str) -> str:
    """Letters of a commune: «ST DENIS CEDEX 02» is «Saint-Denis»."""
    return "".join(mots_de(re.split(r"(?i)\bcedex\b", nom)[0]))


def _poser_les_labels(lignes: Iterable[LigneLabel], rejets: tuple[Rejet, ...]) -> Rapport:
    """A label that changes ends the one before; the same label keeps its first known day."""
    connus = set(Etablissement.objects.values_list("uai", flat=True))
    courants = {
        label.etablissement_id: label
        for label in LabelPrioritaire.objects.filter(jusqu_au__isnull=True)
    }
    nouveaux, clos, inchanges, a_verifier = [], [], 0, []
    for ligne in lignes:
        courant = courants.get(ligne.uai)
        if courant and courant.label == ligne.label:
            inchanges += 1
            continue
        if ligne.uai not in connus or (courant and ligne.depuis <= courant.depuis):
            a_verifier.append(ligne.uai)
            continue
        if courant:
            courant.jusqu_au = ligne.depuis - timedelta(days=1)
            clos.append(courant)
        nouveaux.append(
            LabelPrioritaire(
                etablissement_id=ligne.uai,
                label=ligne.label,
                depuis=ligne.depuis,
                source=ligne.source,
            )
        )
    LabelPrioritaire.objects.bulk_update(clos, ["jusqu_au"], batch_size=LOT)
    LabelPrioritaire.objects.bulk_create(nouveaux, batch_size=LOT)
    return Rapport(len(nouveaux) - len(clos), len(clos), inchanges, rejets, tuple(a_verifier))


def _ecrire(
    modele: Any,
    cle: str | tuple[str, ...],
    valeurs: list[dict[str, Any]],
    rejets: tuple[Rejet, ...],
    *,
    effacer: bool = True,
) -> Rapport:
    """Add what is new, change what differs. `effacer=False`: a silent file never wipes a known fact."""
    cles = (cle,) if isinstance(cle, str) else cle
    presents = {tuple(getattr(o, c) for c in cles): o for o in modele.objects.all()}
    neufs: dict[tuple[Any, ...], models.Model] = {}
    changes: dict[tuple[Any, ...], models.Model] = {}
    for brut in valeurs:
        place = tuple(brut[c] for c in cles)
        present = presents.get(place)
        if present is None:
            neufs[place] = modele(**brut)
            continue
        ecarts = {
            nom: valeur
            for nom, valeur in brut.items()
            if getattr(present, nom) != valeur and (effacer or valeur not in ("", None))
        }
        for nom, valeur in ecarts.items():
            setattr(present, nom, valeur)
        if ecarts:
            changes[place] = present
    modele.objects.bulk_create(neufs.values(), batch_size=LOT)
    if changes:
        noms = [nom for nom in valeurs[0] if nom not in cles]
        modele.objects.bulk_update(changes.values(), noms, batch_size=200)
    inchanges = len(valeurs) - len(neufs) - len(changes)
    return Rapport(len(neufs), len(changes), inchanges, rejets)


def _valeurs(ligne: Any) -> dict[str, Any]:
    return {f.name: getattr(ligne, f.name) for f in fields(ligne)}
