"""Accesses read back: those of a stretch of the journal, those of one dossier, the alerts that they made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from maillage.tracabilite.models import Alerte, Evenement, Mention
from maillage.tracabilite.rules.signes import AccesNote, Conclusion, Signe

AU_PLUS = 5000  # accesses of one dossier shown together, the latest ones


@dataclass(frozen=True, slots=True)
class AccesLu:
    """One access to one dossier. `acteur` is None for what the service did by itself (an import)."""

    rang: int
    instant: datetime
    acteur: UUID | None
    acte: str
    volet: str
    accorde: bool
    en_liste: bool


@dataclass(frozen=True, slots=True)
class AlerteLue:
    """An alert as it is shown. Who it is about is an identifier: names belong to another room."""

    id: UUID
    signe: Signe
    forte: bool
    jour: date
    acteur: UUID
    nombre: int
    dossiers: tuple[UUID, ...]
    examinee_le: datetime | None
    examinee_par: UUID | None
    conclusion: Conclusion | None
    mot_scelle: bytes | None


def _uuids(textes: list[str] | None) -> tuple[UUID, ...]:
    return tuple(UUID(t) for t in textes or ())


def acces_notes(chaine: UUID, *, apres: int, jusqu_a: int | None = None) -> list[AccesNote]:
    """The events of a person after a rank, in order, in the users' clock."""
    rangs = Evenement.objects.filter(chaine=chaine, rang__gt=apres, acteur_id__isnull=False)
    if jusqu_a is not None:
        rangs = rangs.filter(rang__lte=jusqu_a)
    champs = ("rang", "created_at", "contenu", "acteur_id", "dossier_id")
    return [
        AccesNote(
            rang=rang,
            instant=timezone.localtime(instant),
            acte=contenu["acte"],
            acteur=acteur,
            accorde=contenu["issue"] == "accorde",
            dossier=dossier,
            dossiers=_uuids(contenu.get("dossiers")),
            regle=contenu["regle"],
        )
        for rang, instant, contenu, acteur, dossier in rangs.order_by("rang").values_list(*champs)
    ]


def acces_au_dossier(chaine: UUID, dossier: UUID) -> list[AccesLu]:
    """Every access to a dossier, read alone or in a list, the latest first. Two queries, however many."""
    seuls = Evenement.objects.filter(chaine=chaine, dossier_id=dossier)
    mentions = Mention.objects.filter(chaine=chaine, dossier_id=dossier).order_by("-rang")
    listes = Evenement.objects.filter(
        chaine=chaine, rang__in=mentions.values("rang"), dossier_id=None
    )
    lus = [*_lus(seuls, en_liste=False), *_lus(listes, en_liste=True)]
    return sorted(lus, key=lambda a: -a.rang)[:AU_PLUS]


def _lus(rangs: QuerySet[Evenement], *, en_liste: bool) -> list[AccesLu]:
    champs = ("rang", "created_at", "contenu", "acteur_id")
    return [
        AccesLu(
            rang, timezone.localtime(instant), acteur, contenu["acte"], contenu.get("volet", ""),
            contenu["issue"] == "accorde", en_liste,
        )
        for rang, instant, contenu, acteur in rangs.order_by("-rang").values_list(*champs)[:AU_PLUS]
    ]  # fmt: skip


def alertes(chaine: UUID, *, en_attente: bool, au_plus: int = 200) -> list[AlerteLue]:
    """The alerts of a programme: those that wait, the strongest and latest first, or those that were examined."""
    rangs = Alerte.objects.filter(chaine=chaine, examinee_le__isnull=en_attente)
    ordre = ("-forte", "-jour", "-created_at") if en_attente else ("-examinee_le",)
    return [_alerte(a) for a in rangs.order_by(*ordre)[:au_plus]]


def _alerte(rang: Alerte) -> AlerteLue:
    return AlerteLue(
        id=rang.id,
        signe=Signe(rang.signe),
        forte=rang.forte,
        jour=rang.jour,
        acteur=rang.acteur_id,
        nombre=rang.nombre,
        dossiers=_uuids(rang.dossiers),
        examinee_le=rang.examinee_le and timezone.localtime(rang.examinee_le),
        examinee_par=rang.examinee_par,
        conclusion=Conclusion(rang.conclusion) if rang.conclusion else None,
        mot_scelle=bytes(rang.mot) if rang.mot else None,
    )


def nombre_d_alertes(chaine: UUID) -> int:
    """How many alerts wait to be examined."""
    return Alerte.objects.filter(chaine=chaine, examinee_le=None).count()


@dataclass(frozen=True, slots=True)
class AccesAUnObjet:
    """One access that names what was opened."""

    instant: datetime
    acteur: UUID | None
    objet: str


def acces_a_l_objet(chaine: UUID, objets: tuple[str, ...]) -> tuple[AccesAUnObjet, ...]:
    """The accesses granted to these objects, the latest first."""
    rangs = Evenement.objects.filter(
        chaine=chaine, contenu__objet__in=list(objets), contenu__issue="accorde"
    )
    lus = rangs.order_by("-rang").values_list("created_at", "acteur_id", "contenu")[:AU_PLUS]
    return tuple(
        AccesAUnObjet(timezone.localtime(instant), acteur, contenu["objet"])
        for instant, acteur, contenu in lus
    )
