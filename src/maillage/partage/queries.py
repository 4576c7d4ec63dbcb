"""The second reading of the table, in SQL, and the doors through which every record is reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from maillage.comptes.queries import en_vigueur
from maillage.comptes.rules import Acteur
from maillage.dossiers import queries as dossiers
from maillage.dossiers.models import Cercle, Dossier, OuvertureDeVolet
from maillage.dossiers.rules import Faits, Volet
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.partage.rules.actes import Acte, Relation
from maillage.partage.rules.decision import OUVERTURES, decide, rules_de
from maillage.tracabilite import services as tracabilite

AUCUN = Q(pk__in=[])


def scope(acteur: Acteur, acte: Acte, volet: Volet, at: date) -> Q:
    """Condition on `Dossier` for those on which `decide` says yes; the same table, as SQL."""
    if acteur.programme_id is None:
        return AUCUN
    ouverts = AUCUN
    for r in rules_de(acteur, acte, volet):
        condition = Q(programme_id=acteur.programme_id, etat__in=[e.value for e in r.etats])
        ouverts |= condition & _lies(acteur, r.relation, volet, at)
    return ouverts


def _lies(acteur: Acteur, relation: Relation, volet: Volet, at: date) -> Q:
    """Condition on `Dossier`: those tied so to the acteur."""
    if relation is Relation.MEME_PROGRAMME:
        return Q()
    if relation is Relation.CERCLE:
        suivis = Cercle.objects.filter(en_vigueur(at), poste_id__in=acteur.postes)
        return Q(pk__in=suivis.values("dossier_id"))
    nature = next(n for n, r in OUVERTURES.items() if r is relation)
    ouvertures = OuvertureDeVolet.objects.filter(
        OuvertureDeVolet.en_cours(timezone.now()), utilisateur=acteur.id, volet=volet, nature=nature
    )
    return Q(pk__in=ouvertures.values("dossier_id"))


def dossiers_visibles(acteur: Acteur, acte: Acte, volet: Volet, at: date) -> QuerySet[Dossier]:
    """The dossiers on which this act is allowed on this volet."""
    return Dossier.objects.filter(scope(acteur, acte, volet, at))


def exiger(
    acteur: Acteur, acte: Acte, volet: Volet, dossier_id: UUID, at: date
) -> tuple[Faits, Decision]:
    """Return the facts and the grant, or note the refusal and answer as if nothing existed."""
    faits = dossiers.faits(dossier_id)
    decision = decide(acteur, acte, volet, faits, at)
    if faits is None or not decision:
        noter(acteur, acte, decision, volet=volet, dossier=dossier_id)
        raise Introuvable
    return faits, decision


def noter(
    acteur: Acteur,
    acte: Acte,
    decision: Decision,
    *,
    volet: Volet | None = None,
    dossier: UUID | None = None,
    dossiers_lus: tuple[UUID, ...] = (),
    objet: str = "",
    nombre: int | None = None,
) -> None:
    """Write the access in the journal; called before anything is opened, so no event means no data."""
    tracabilite.noter(
        tracabilite.Fait(
            acte=acte,
            acteur=acteur.id,
            programme=acteur.programme_id,
            regle=decision.motif.code,
            accorde=decision.accordee,
            volet=volet,
            dossier=dossier,
            dossiers=dossiers_lus,
            objet=objet,
            nombre=nombre,
        )
    )


def noter_liste(
    acteur: Acteur, acte: Acte, volet: Volet, dossiers_lus: Iterable[UUID], objet: str = ""
) -> None:
    """Write one event for all the dossiers read together, under the rule that opens them.

    Nothing read by someone whom no rule lets in is no event; something read so is an error.
    """
    noter_listes(acteur, (acte, volet, dossiers_lus), objet=objet)


def noter_listes(
    acteur: Acteur, *listes: tuple[Acte, Volet, Iterable[UUID]], objet: str = ""
) -> None:
    """The same for several volets shown together: one event each, written in one transaction."""
    faits = []
    for acte, volet, dossiers_lus in listes:
        lus, regles = tuple(dossiers_lus), rules_de(acteur, acte, volet)
        if regles or lus:
            faits.append(
                tracabilite.Fait(
                    acte=acte,
                    acteur=acteur.id,
                    programme=acteur.programme_id,
                    regle=regles[0].nom,
                    volet=volet,
                    dossiers=lus,
                    objet=objet,
                    nombre=len(lus),
                )
            )
    tracabilite.noter(*faits)
