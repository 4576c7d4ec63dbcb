"""Next steps that nobody sees go to whoever leads the child today."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import Tache
from maillage.partage.queries import dossiers_visibles, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.passations.queries.postes import etapes_a_reprendre, referents, titulaires


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
        perdues = perdues.filter(dossier_id__in=visibles.values("pk"))
        rangs = {t.pk: t.dossier_id for t in perdues}
        tenus = titulaires(acteur.programme_id, at, at=at)
        suivent = {
            d: p
            for d, p in referents(acteur.programme_id, set(rangs.values()), at).items()
            if p in tenus
        }
        par_poste: dict[UUID, list[UUID]] = {}
        for tache, dossier in rangs.items():
            if dossier in suivent:
                par_poste.setdefault(suivent[dossier], []).append(tache)
        touches = sorted({d for d in rangs.values() if d in suivent})
        if touches:
            noter_liste(acteur, Acte.PLANIFIER, Volet.PARCOURS, touches, "etapes_reprises")
        return sum(
            Tache.objects.filter(pk__in=ids, faite_le=None).update(poste_id=poste)
            for poste, ids in par_poste.items()
        )
