"""Writes of maps: a file is examined, told, then stored as new knowledge. What was known stays."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import shapely
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from maillage.territoire import cartes
from maillage.territoire.communes_des_zones import Communes, departement_de
from maillage.territoire.errors import ImportDeZonesRefuse
from maillage.territoire.generations import Genre, Nature
from maillage.territoire.lecture_zones import (
    Avancer,
    ZoneLue,
    lire_zones,
    reunis,
    sans_avancement,
)
from maillage.territoire.models import FichierDeZones, Generation, ZoneDeGeographie
from maillage.territoire.rules.constats import Constat, Gravite, refuse
from maillage.territoire.rules.filiation import filiations, recouvrements
from maillage.territoire.rules.formes import projetee
from maillage.territoire.rules.generations import Vigueur, a_terminer, empechements, veille
from maillage.territoire.rules.zones import Zone
from maillage.territoire.voies_listees import reconnaitre_les_voies
from maillage.tracabilite import services as tracabilite

LOT = 500
carte_enregistree = Signal()  # sent with `programme`, None for a national map


@dataclass(frozen=True, slots=True)
class Demande:
    """The map that a file should become. No programme: a national map."""

    code: str
    nom: str
    depuis: date
    jusqu_au: date | None = None
    genre: Genre = Genre.PRIORITAIRE
    programme: UUID | None = None
    source: str = ""
    date_du_fichier: date | None = None
    terminer: bool = False  # end the map before on the eve
    partielle: bool = False  # the file does not hold every zone: being in none of them says nothing

    @property
    def vigueur(self) -> Vigueur:
        return Vigueur(self.code, self.nom, self.depuis, self.jusqu_au)

    def en_dict(self) -> dict[str, Any]:
        return {k: str(v) if isinstance(v, date | UUID) else v for k, v in asdict(self).items()}

    @classmethod
    def lire(cls, d: dict[str, Any]) -> Self:
        jours = ("depuis", "jusqu_au", "date_du_fichier")
        lus = {k: date.fromisoformat(d[k]) if d[k] else None for k in jours}
        programme = UUID(d["programme"]) if d["programme"] else None
        return cls(**{**d, **lus, "programme": programme, "genre": Genre(d["genre"])})


# The national maps whose dates are law: décrets 96-1156, 2014-1750 and 2023-1314.
NATIONALES = {
    "zus": ("Zones urbaines sensibles", date(1997, 1, 1), date(2014, 12, 31)),
    "qpv_2015": ("Quartiers prioritaires, génération 2015", date(2015, 1, 1), date(2023, 12, 31)),
    "qpv_2024": ("Quartiers prioritaires, génération 2024", date(2024, 1, 1), None),
}


@dataclass(frozen=True, slots=True)
class Examen:
    """What storing would do. `rapport` is what people and machines read."""

    zones: tuple[tuple[ZoneLue, tuple[str, ...]], ...]  # with its communes
    empreinte: str
    rapport: dict[str, Any] = field(default_factory=dict)

    @property
    def refuse(self) -> bool:
        return bool(self.rapport["refuse"])


def examiner(
    *,
    octets: bytes,
    fichier: str,
    demande: Demande,
    departements: frozenset[str] = frozenset(),
    avancer: Avancer = sans_avancement,
) -> Examen:
    """Read a file whole and say everything; nothing is written. `departements`: those of the programme."""
    lecture = lire_zones(octets, avancer)
    annuaire = Communes()
    brutes = [(_selon(demande.genre, z), annuaire.codes(z)) for z in lecture.zones]
    zones, des_voies = reconnaitre_les_voies(brutes)
    dessinees = _dessinees(zones)
    constats = reunis(
        [
            *empechements(demande.vigueur, _vigueurs(demande), terminer=demande.terminer),
            *_code_pris(demande),
            *lecture.constats,
            *des_voies,
            *_ailleurs(zones, departements),
            *_sans_commune(zones, annuaire),
            *_recouvertes(dessinees),
        ]
    )
    empreinte = hashlib.sha256(octets).hexdigest()
    rapport = {
        "fichier": fichier,
        "empreinte": empreinte,
        "generation": demande.en_dict(),
        "zones": len(zones),
        "dessinees": len(dessinees),
        "reparees": sum(z.reparee for z, _ in zones),
        "hectares": round(sum(z.hectares or 0 for z, _ in zones), 1),
        "constats": [asdict(c) for c in constats],
        "refuse": refuse(constats),
        "a_terminer": _a_terminer(demande),
        "corrige": _corrige(demande, empreinte, dessinees),
    }
    return Examen(zones, empreinte, rapport)


def _a_terminer(demande: Demande) -> dict[str, str] | None:
    suit = a_terminer(demande.vigueur, _vigueurs(demande))
    return {"nom": suit.nom, "le": str(veille(demande.vigueur))} if suit else None


@transaction.atomic
def enregistrer(
    *,
    examen: Examen,
    fichier: str,
    demande: Demande,
    par: UUID | None,
    regle: str,
    journal: UUID | None,
) -> UUID:
    """Store an examined file as the map of its code; `journal`: the programme in whose journal it is written.

    Raises ImportDeZonesRefuse when the examination refused it, or when another import came in between.
    """
    list(Generation.objects.select_for_update().filter(genre=demande.genre, connue_a=None))
    _exiger_possible(examen, demande)
    maintenant = timezone.now()
    if demande.terminer:
        _terminer_la_precedente(demande, maintenant, par)
    _du_meme(demande).filter(code=demande.code, connue_a=None).update(connue_a=maintenant)
    lu = FichierDeZones.objects.create(
        nom=fichier[:160], source=demande.source[:160], date_du_fichier=demande.date_du_fichier, partielle=demande.partielle,
        empreinte=examen.empreinte, importe_le=maintenant, importe_par=par,
        constats=examen.rapport["constats"],
    )  # fmt: skip
    ZoneDeGeographie.objects.bulk_create((_rang(lu, z, c) for z, c in examen.zones), batch_size=LOT)
    rang = Generation.objects.create(
        code=demande.code, nom=demande.nom, genre=demande.genre, programme_id=demande.programme,
        fichier=lu, depuis=demande.depuis, jusqu_au=demande.jusqu_au, connue_de=maintenant, decidee_par=par,
    )  # fmt: skip
    fait = tracabilite.Fait(
        acte="tenir_le_territoire", acteur=par, programme=journal, regle=regle,
        objet=f"generation {rang.id}", nombre=len(examen.zones),
    )  # fmt: skip
    tracabilite.noter(fait)
    transaction.on_commit(lambda: carte_enregistree.send(sender=None, programme=demande.programme))
    return rang.id


def _exiger_possible(examen: Examen, demande: Demande) -> None:
    gene = empechements(demande.vigueur, _vigueurs(demande), terminer=demande.terminer)
    if examen.refuse or gene:
        raise ImportDeZonesRefuse(
            gene[0].phrase if gene else "Ce fichier ne peut pas être enregistré tel quel.",
            rien_perdu="Rien n'a été enregistré.",
            a_faire="Corrigez ce que le rapport refuse, puis recommencez.",
        )


def _terminer_la_precedente(demande: Demande, maintenant: datetime, par: UUID | None) -> None:
    """The end of a map is new knowledge: the row that said «no end» stays, known until now."""
    suit = a_terminer(demande.vigueur, _vigueurs(demande))
    if suit is None:
        return
    avant = _du_meme(demande).get(code=suit.code, connue_a=None)
    Generation.objects.filter(id=avant.id).update(connue_a=maintenant)
    Generation.objects.create(
        code=avant.code, nom=avant.nom, genre=avant.genre, programme_id=avant.programme_id,
        fichier_id=avant.fichier_id, depuis=avant.depuis, jusqu_au=veille(demande.vigueur),
        connue_de=maintenant, decidee_par=par,
    )  # fmt: skip


def _du_meme(demande: Demande) -> Any:
    return Generation.objects.filter(genre=demande.genre, programme_id=demande.programme)


def _vigueurs(demande: Demande) -> list[Vigueur]:
    rangs = _du_meme(demande).filter(connue_a=None)
    return [Vigueur(g.code, g.nom, g.depuis, g.jusqu_au) for g in rangs.order_by("depuis")]


def _code_pris(demande: Demande) -> list[Constat]:
    """A code names one map, of one kind."""
    rangs = Generation.objects.filter(
        code=demande.code, programme_id=demande.programme, connue_a=None
    )
    if not rangs.exclude(genre=demande.genre).exists():
        return []
    return [Constat("code_pris", Gravite.REFUS, "Une carte d'un autre genre porte déjà ce code.")]


def _rang(fichier: FichierDeZones, z: ZoneLue, communes: tuple[str, ...]) -> ZoneDeGeographie:
    return ZoneDeGeographie(
        fichier=fichier, code=z.code, nom=z.nom, nature=z.nature, communes=" ".join(communes),
        forme=shapely.to_wkb(z.forme) if z.forme is not None else None,
        hectares=z.hectares, reparee=z.reparee,
        voies=[[rue, numeros, rue in z.reconnues] for rue, numeros in z.voies],
    )  # fmt: skip


def _selon(genre: Genre, zone: ZoneLue) -> ZoneLue:
    """In a map of whole communes, a zone known by its commune is the whole of it."""
    if genre is Genre.COMMUNE and zone.nature is Nature.LISTE:
        return replace(zone, nature=Nature.COMMUNE)
    return zone


def _dessinees(zones: tuple[tuple[ZoneLue, tuple[str, ...]], ...]) -> list[Zone]:
    return [
        Zone(z.code, z.nom, communes[0] if communes else "", projetee(z.forme))
        for z, communes in zones
        if z.forme is not None
    ]


def _recouvertes(dessinees: list[Zone]) -> list[Constat]:
    """Zones of the file that overlap: a child may live in both."""
    phrase = "Deux zones se recouvrent."
    croisees = recouvrements(dessinees)
    return [Constat("recouvrement", Gravite.ATTENTION, phrase, (c.une, c.autre)) for c in croisees]


def _ailleurs(
    zones: tuple[tuple[ZoneLue, tuple[str, ...]], ...], departements: frozenset[str]
) -> list[Constat]:
    """Zones of other départements: kept, and told."""
    if not departements:
        return []
    lieux = [(z.code, departement_de(z.code, c)) for z, c in zones]
    codes = [code for code, lieu in lieux if lieu and lieu not in departements]
    if not codes:
        return []
    phrase = "Zones d'autres départements que ceux du programme, gardées elles aussi."
    return [Constat("ailleurs", Gravite.INFORMATION, phrase, tuple(codes))]


def _sans_commune(
    zones: tuple[tuple[ZoneLue, tuple[str, ...]], ...], annuaire: Communes
) -> list[Constat]:
    """A zone whose commune is not known: of no use when it has no shape either."""
    perdues = tuple(z.code for z, c in zones if not c and z.forme is None)
    douteuses = tuple(
        z.code for z, c in zones if (not c or annuaire.inconnus(c)) and z.code not in perdues
    )
    constats = []
    if perdues:
        phrase = "Ces zones n'ont ni forme ni commune."
        constats.append(Constat("ni_forme_ni_commune", Gravite.REFUS, phrase, perdues))
    if douteuses:
        phrase = "La commune de ces zones n'est pas dans la liste des communes."
        constats.append(Constat("commune_inconnue", Gravite.ATTENTION, phrase, douteuses))
    return constats


def _corrige(demande: Demande, empreinte: str, dessinees: list[Zone]) -> dict[str, Any] | None:
    """What the file changes in the map of the same code, when it is known already."""
    avant = (
        _du_meme(demande).filter(code=demande.code, connue_a=None).select_related("fichier").first()
    )
    if avant is None:
        return None
    connue = cartes.carte(demande.code, programme=demande.programme)
    devenirs = Counter(f.devenir.value for f in filiations(connue.carte.zones, dessinees))
    return {"identique": avant.fichier.empreinte == empreinte, "devenirs": dict(devenirs)}
