"""What the plans of her children bring to «Ma journée»: what is late, and objectives of which nobody has spoken for long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.urls import reverse

from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle
from maillage.dossiers.queries import en_vigueur
from maillage.dossiers.rules import Volet
from maillage.parcours.models import Parcours
from maillage.parcours.queries import noms
from maillage.parcours.rules.etapes import FINIES
from maillage.partage.blocs import BlocDuJour, LigneDuJour
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import Acte
from maillage.plans.models import Action, EtapeDObjectif, Objectif, RegardPorte
from maillage.plans.rules.objectifs import SILENCE_EN_MOIS, EtatDObjectif, mois_avant
from maillage.plans.rules.suites import Suite

MONTREES = 12
Attente = tuple[UUID, date, str, bool]  # dossier, day, what, late


def bloc(acteur: Acteur, *, at: date) -> BlocDuJour | None:
    """Lines of the children that one of her postes follows; nothing for whoever follows nobody, or when nothing waits."""
    suivis = Cercle.objects.filter(en_vigueur(at), poste_id__in=acteur.postes).values("dossier_id")
    lisibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at).filter(pk__in=suivis)
    vivants = Parcours.objects.filter(dossier__in=lisibles).exclude(etape__in=sorted(FINIES))
    ids = list(vivants.values_list("pk", flat=True))
    if not ids:
        return None
    attentes = sorted(_attentes(ids, at), key=lambda a: a[1])
    if not attentes:
        return None
    premieres = attentes[:MONTREES]
    return BlocDuJour(
        cle="plans",
        titre="Plans",
        lignes=_lignes(acteur, premieres, at),
        nombre=len(attentes),
        phrase="Étapes et actions dont la date est passée ; objectifs dont personne n’a parlé depuis six mois.",
    )


def _attentes(parcours: list[UUID], at: date) -> Iterator[Attente]:
    """Clear columns only: nothing is opened to find what waits."""
    etapes = EtapeDObjectif.objects.filter(
        objectif__parcours__in=parcours, objectif__etat=EtatDObjectif.OUVERT, faite_le=None,
        echeance__lt=at,
    )  # fmt: skip
    for d, jour in etapes.values_list("dossier_id", "echeance"):
        yield d, jour, "Une étape d’objectif attend", True
    actions = Action.objects.filter(parcours__in=parcours)
    commencees = actions.filter(suite=Suite.EN_COURS, fin__lt=at).values_list("dossier_id", "fin")
    prevues = actions.filter(suite=Suite.ACCEPTEE, debut__lt=at).values_list("dossier_id", "debut")
    for lot, phrase in (
        (commencees, "Une action devait finir"),
        (prevues, "Une action devait commencer"),
    ):
        for d, jour in lot:
            yield d, jour, phrase, True
    yield from _silencieux(parcours, at)


def _silencieux(parcours: Iterable[UUID], at: date) -> Iterator[Attente]:
    limite = mois_avant(at, SILENCE_EN_MOIS)
    ouverts = Objectif.objects.filter(parcours__in=parcours, etat=EtatDObjectif.OUVERT)
    dits = RegardPorte.objects.filter(objectif__in=ouverts).values("objectif")
    connus = dict(dits.annotate(jour=Max("le")).values_list("objectif", "jour"))
    for pk, d, ouvert in ouverts.values_list("pk", "dossier_id", "ouvert_le"):
        jour = connus.get(pk) or ouvert
        if jour < limite:
            yield d, jour, "Aucun regard depuis six mois sur un objectif", False


def _lignes(acteur: Acteur, attentes: list[Attente], at: date) -> tuple[LigneDuJour, ...]:
    """The names are read under one event, through the door of the list."""
    connus = noms.noms(acteur, {d for d, *_ in attentes}, at=at)
    return tuple(
        LigneDuJour(
            texte=connus[d],
            url=reverse("plans:plan", args=[d]),
            quand=jour,
            detail=phrase,
            retard=tard,
        )
        for d, jour, phrase, tard in attentes
        if d in connus
    )
