"""Next steps that nobody sees go to whoever leads the child today: by a click, and once a day by themselves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import Tache
from maillage.partage import murs
from maillage.partage.queries import dossiers_visibles, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.passations.queries.postes import etapes_a_reprendre, referents, titulaires
from maillage.tracabilite import services as tracabilite

ACTE = "reprendre_les_etapes"
OBJET = "etapes_reprises"


def reprendre(*, acteur: Acteur, at: date) -> int:
    """Give the next steps of postes that follow the child no longer to its référent; return how many.

    Within the children for whom this acteur plans; a child whose référent is nobody keeps its steps, still told.
    """
    decision = decide(acteur, Acte.SUIVRE_SES_PASSATIONS, None, None, at)
    if not decision or acteur.programme_id is None:
        noter(acteur, Acte.SUIVRE_SES_PASSATIONS, decision)
        raise Introuvable
    with transaction.atomic():
        visibles = dossiers_visibles(acteur, Acte.PLANIFIER, Volet.PARCOURS, at)
        perdues = etapes_a_reprendre(acteur.programme_id, at)
        places = _places(
            acteur.programme_id, perdues.filter(dossier_id__in=visibles.values("pk")), at
        )
        if places:
            touches = sorted({dossier for dossier, _ in places.values()})
            noter_liste(acteur, Acte.PLANIFIER, Volet.PARCOURS, touches, OBJET)
        return _donner(places)


def reprendre_partout(*, at: date) -> int:
    """The same in every programme, as a declared job: what a departure left undone is nobody's for a day at most."""
    nombre = 0
    for programme in Programme.objects.values_list("pk", flat=True):
        with murs.systeme(programme, ACTE, au_nom_de=None, objet=OBJET), transaction.atomic():
            places = _places(programme, etapes_a_reprendre(programme, at), at)
            if places:
                touches = tuple(sorted({dossier for dossier, _ in places.values()}))
                tracabilite.noter(
                    tracabilite.Fait(
                        acte=ACTE, acteur=None, programme=programme, regle="systeme",
                        volet=Volet.PARCOURS, dossiers=touches, objet=OBJET, nombre=len(touches),
                    )
                )  # fmt: skip
            nombre += _donner(places)
    return nombre


def _places(programme: UUID, perdues: QuerySet[Tache], at: date) -> dict[UUID, tuple[UUID, UUID]]:
    """For each step that can be taken: its dossier, and the poste that leads the child, held today."""
    # held before the journal, as a step that ends does
    tenues = perdues.select_for_update(of=("self",)).order_by("pk")
    rangs = {t.pk: t.dossier_id for t in tenues}
    suivent = referents(programme, set(rangs.values()), at) if rangs else {}
    tenus = titulaires(programme, at, at=at) if suivent else {}
    return {t: (d, suivent[d]) for t, d in rangs.items() if suivent.get(d) in tenus}


def _donner(places: dict[UUID, tuple[UUID, UUID]]) -> int:
    par_poste: dict[UUID, list[UUID]] = {}
    for tache, (_, poste) in places.items():
        par_poste.setdefault(poste, []).append(tache)
    return sum(
        Tache.objects.filter(pk__in=ids, faite_le=None).update(poste_id=poste)
        for poste, ids in par_poste.items()
    )
