"""Acts on the retention of dossiers: the policy, then one transaction noted in the journal.

The rooms below keep and destroy; this one knows who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.comptes.rules import Acteur
from maillage.dossiers import conservation as regles
from maillage.dossiers.errors import DejaSurUneListe, DossierGele
from maillage.dossiers.models import Bordereau, LigneDeBordereau
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.dossiers.rules.conservation import (
    EtatDeBordereau,
    MotifDeGel,
    MotifDePurge,
    Situation,
    SortFinal,
)
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.parcours.queries import conservation as queries
from maillage.partage.queries import exiger, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


class RienAEliminer(ErreurMetier):
    """No dossier waits for its elimination."""

    def __init__(self) -> None:
        super().__init__("Aucun dossier n'attend d'être éliminé.")


def archiver_les_echus(*, acteur: Acteur, at: date) -> int:
    """Close into the restricted archive every dossier whose active time is over; return how many."""
    lignes = queries.du_programme(acteur, at)
    echus = [li.dossier for li in lignes if li.situation is Situation.A_ARCHIVER]
    with transaction.atomic():
        faits = regles.archiver(echus, le=at)
        noter_liste(acteur, Acte.CONSERVER, Volet.IDENTITE, faits, "archivage")
    return len(faits)


def archiver(*, acteur: Acteur, dossier_id: UUID, at: date) -> None:
    """Close one dossier into the archive before its time, when its accompaniment is over."""
    with _acte(acteur, dossier_id, "archivage", at):
        if not regles.archiver([dossier_id], le=at):
            raise Introuvable


def reactiver(*, acteur: Acteur, dossier_id: UUID, at: date) -> None:
    """The family came back: the dossier is active again from today."""
    with _acte(acteur, dossier_id, "reactivation", at):
        regles.reactiver(dossier_id, le=at)


def dire_contact(*, acteur: Acteur, dossier_id: UUID, le: date, at: date) -> None:
    """State the last contact."""
    with _acte(acteur, dossier_id, "contact", at):
        regles.dire_contact(dossier_id, le=le)


def geler(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    motif: MotifDeGel,
    precision: str,
    jusqu_au: date,
    at: date,
) -> None:
    """Forbid any destruction until a day."""
    with _acte(acteur, dossier_id, "gel", at):
        regles.geler(
            programme_id=acteur.programme_id,
            dossier_id=dossier_id,
            motif=motif,
            precision=precision,
            depuis=at,
            jusqu_au=jusqu_au,
            auteur_id=acteur.id,
        )


def lever(*, acteur: Acteur, dossier_id: UUID, gel_id: UUID, at: date) -> None:
    """End a gel."""
    with _acte(acteur, dossier_id, "gel leve", at):
        regles.lever(dossier_id=dossier_id, gel_id=gel_id, le=at)


@contextmanager
def _acte(acteur: Acteur, dossier_id: UUID, objet: str, at: date) -> Iterator[None]:
    """Ask the policy (a refusal stays in the journal), then note the act in the transaction of what follows."""
    _, decision = exiger(acteur, Acte.CONSERVER, Volet.IDENTITE, dossier_id, at)
    with transaction.atomic():
        noter(
            acteur, Acte.CONSERVER, decision, volet=Volet.IDENTITE, dossier=dossier_id, objet=objet
        )
        yield


def retenir_l_ouverture(*, acteur: Acteur, dossier_id: UUID, raison: str, at: date) -> None:
    """Write why an archive is opened, and one event for each volet that the policy opens, before anything is read."""
    faits, _ = exiger(acteur, Acte.OUVRIR_ARCHIVE, Volet.IDENTITE, dossier_id, at)
    if faits.etat is not EtatDuDossier.ARCHIVE:
        raise Introuvable
    with transaction.atomic():
        for volet in Volet:
            decision = decide(acteur, Acte.OUVRIR_ARCHIVE, volet, faits, at)
            if decision:
                noter(acteur, Acte.OUVRIR_ARCHIVE, decision, volet=volet, dossier=dossier_id)
        regles.retenir_l_ouverture(
            programme_id=faits.programme, dossier_id=dossier_id, raison=raison, auteur_id=acteur.id
        )


def regler(
    *, acteur: Acteur, active_mois: int, archive_mois: int, justification: str, at: date
) -> None:
    """Set how long the programme keeps dossiers."""
    with transaction.atomic():
        _noter(acteur, Acte.PREPARER_ELIMINATION, "durees", at)
        regles.regler(
            programme_id=acteur.programme_id,
            active_mois=active_mois,
            archive_mois=archive_mois,
            justification=justification,
        )


def preparer(*, acteur: Acteur, sort: SortFinal, at: date) -> UUID:
    """Put on a list every dossier whose time of archive is over and that no other list holds."""
    lignes = queries.du_programme(acteur, at)
    pris = _sur_une_liste([li.dossier for li in lignes])
    echus = {
        li.dossier: li.dernier_contact
        for li in lignes
        if li.situation is Situation.A_ELIMINER and li.dossier not in pris
    }
    if not echus:
        raise RienAEliminer
    return _preparer(acteur, echus, MotifDePurge.TERME, sort, at)


def preparer_une_erreur(*, acteur: Acteur, dossier_id: UUID, at: date) -> UUID:
    """Put on a list of its own one dossier opened by mistake: the same two persons, the same visa."""
    exiger(acteur, Acte.CONSERVER, Volet.IDENTITE, dossier_id, at)
    if _sur_une_liste([dossier_id]):
        raise DejaSurUneListe
    if regles.gels_en_cours([dossier_id], at=at):
        raise DossierGele
    ligne = queries.lignes([dossier_id], regles.durees(acteur.programme_id), at)[0]
    contacts = {dossier_id: ligne.dernier_contact}
    return _preparer(acteur, contacts, MotifDePurge.ERREUR, SortFinal.ELIMINATION, at)


def _preparer(
    acteur: Acteur,
    contacts: dict[UUID, date | None],
    motif: MotifDePurge,
    sort: SortFinal,
    at: date,
) -> UUID:
    with transaction.atomic():
        bordereau = regles.preparer_bordereau(
            programme_id=acteur.programme_id,
            auteur_id=acteur.id,
            contacts=contacts,
            motif=motif,
            sort=sort,
            le=at,
        )
        _noter(acteur, Acte.PREPARER_ELIMINATION, f"bordereau {bordereau}", at, contacts)
    return bordereau


def _sur_une_liste(dossiers: list[UUID]) -> set[UUID]:
    rangs = LigneDeBordereau.objects.filter(
        dossier_id__in=dossiers,
        ecartee="",
        bordereau__etat__in=[EtatDeBordereau.PREPARE, EtatDeBordereau.VALIDE],
    )
    return set(rangs.values_list("dossier_id", flat=True))


def viser(*, acteur: Acteur, bordereau_id: UUID, reference: str, le: date, at: date) -> None:
    """Write the visa of the Archives départementales."""
    with transaction.atomic():
        _noter(acteur, Acte.PREPARER_ELIMINATION, f"visa {bordereau_id}", at)
        regles.viser(
            programme_id=acteur.programme_id, bordereau_id=bordereau_id, reference=reference, le=le
        )


def abandonner(*, acteur: Acteur, bordereau_id: UUID, at: date) -> None:
    """Give up a list."""
    with transaction.atomic():
        _noter(acteur, Acte.PREPARER_ELIMINATION, f"abandon {bordereau_id}", at)
        regles.abandonner(programme_id=acteur.programme_id, bordereau_id=bordereau_id)


def valider(*, acteur: Acteur, bordereau_id: UUID, at: date) -> int:
    """Validate a list; its dossiers are closed to everyone at once, a job purges them."""
    with transaction.atomic():
        nombre = regles.valider(
            programme_id=acteur.programme_id,
            bordereau_id=bordereau_id,
            auteur_id=acteur.id,
            le=at,
        )
        lignes = LigneDeBordereau.objects.filter(bordereau_id=bordereau_id, ecartee="")
        dossiers = lignes.values_list("dossier_id", flat=True)
        _noter(acteur, Acte.VALIDER_ELIMINATION, f"bordereau {bordereau_id}", at, dossiers)
    return nombre


def a_reprendre(*, acteur: Acteur, bordereau_id: UUID) -> None:
    """Check that a validated list of the acteur's programme still has dossiers to purge."""
    rangs = Bordereau.objects.filter(pk=bordereau_id, programme_id=acteur.programme_id)
    if not rangs.filter(etat=EtatDeBordereau.VALIDE).exists():
        raise Introuvable


def _noter(acteur: Acteur, acte: Acte, objet: str, at: date, dossiers: Iterable[UUID] = ()) -> None:
    lus = tuple(dossiers)
    decision = decide(acteur, acte, None, None, at)
    noter(acteur, acte, decision, dossiers_lus=lus, objet=objet, nombre=len(lus) or None)
