"""Archiving, reactivating, freezing, and the elimination list from its preparation to its end.

Callers have asked the policy and noted the act in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from maillage.chiffrement.services import trousseau
from maillage.dossiers.errors import (
    BordereauClos,
    DossierGele,
    DureeInjustifiee,
    MemePersonne,
    SansVersement,
    SansVisa,
)
from maillage.dossiers.models import (
    Bordereau,
    Dossier,
    Gel,
    LigneDeBordereau,
    OuvertureDArchive,
    ReglageDeConservation,
)
from maillage.dossiers.purge import Ordre, purger, reprendre
from maillage.dossiers.rules import EtatDuDossier
from maillage.dossiers.rules.conservation import (
    Durees,
    EtatDeBordereau,
    MotifDeGel,
    MotifDePurge,
    SortFinal,
)
from maillage.notions.erreurs import Introuvable


def durees(programme_id: UUID) -> Durees:
    """The durations of a programme; those of the rule when it set none."""
    rang = ReglageDeConservation.objects.filter(programme_id=programme_id).first()
    return Durees(rang.active_mois, rang.archive_mois, rang.justification) if rang else Durees()


def regler(*, programme_id: UUID, active_mois: int, archive_mois: int, justification: str) -> None:
    """Set the durations of a programme: shorter freely, longer with a written justification."""
    try:
        voulues = Durees(active_mois, archive_mois, justification.strip())
    except ValueError:
        raise DureeInjustifiee from None
    ReglageDeConservation.objects.update_or_create(
        programme_id=programme_id,
        defaults={
            "active_mois": voulues.active_mois,
            "archive_mois": voulues.archive_mois,
            "justification": voulues.justification,
        },
    )


def archiver(dossiers: Iterable[UUID], *, le: date) -> list[UUID]:
    """Close active dossiers into the intermediate archive; return those that were active."""
    actifs = Dossier.objects.select_for_update().filter(
        pk__in=list(dossiers), etat=EtatDuDossier.ACTIF
    )
    ids = list(actifs.values_list("pk", flat=True))
    Dossier.objects.filter(pk__in=ids).update(etat=EtatDuDossier.ARCHIVE, archive_le=le)
    return ids


def reactiver(dossier_id: UUID, *, le: date) -> None:
    """Bring an archived dossier back: the family came back, and that is a contact."""
    rangs = Dossier.objects.filter(pk=dossier_id, etat=EtatDuDossier.ARCHIVE)
    if not rangs.update(etat=EtatDuDossier.ACTIF, archive_le=None, contact_dit=le):
        raise Introuvable
    LigneDeBordereau.objects.filter(
        dossier_id=dossier_id, ecartee="", bordereau__etat=EtatDeBordereau.PREPARE
    ).update(ecartee="reactive")


def dire_contact(dossier_id: UUID, *, le: date) -> None:
    """State the day of the last contact, when nothing written tells it."""
    Dossier.objects.filter(pk=dossier_id).update(contact_dit=le)


def geler(
    *,
    programme_id: UUID,
    dossier_id: UUID,
    motif: MotifDeGel,
    precision: str,
    depuis: date,
    jusqu_au: date,
    auteur_id: UUID,
) -> Gel:
    """Forbid any destruction of a dossier until a day."""
    rang = Gel(
        dossier_id=dossier_id, motif=motif, depuis=depuis, jusqu_au=jusqu_au, auteur_id=auteur_id
    )
    rang.sceller({"precision": precision}, trousseau(programme_id, [dossier_id], [Gel.volet]))
    rang.save(force_insert=True)
    LigneDeBordereau.objects.filter(
        dossier_id=dossier_id, ecartee="", bordereau__etat=EtatDeBordereau.PREPARE
    ).update(ecartee="gele")
    return rang


def lever(*, dossier_id: UUID, gel_id: UUID, le: date) -> None:
    """End a gel."""
    rangs = Gel.objects.filter(pk=gel_id, dossier_id=dossier_id, leve_le=None)
    if not rangs.update(leve_le=le):
        raise Introuvable


def gels_en_cours(dossiers: Iterable[UUID], *, at: date) -> dict[UUID, date]:
    """Last day of the longest gel that runs on each of these dossiers."""
    rangs = Gel.objects.filter(
        dossier_id__in=dossiers, leve_le=None, depuis__lte=at, jusqu_au__gte=at
    )
    return dict(rangs.values_list("dossier_id").annotate(fin=Max("jusqu_au")))


def retenir_l_ouverture(
    *, programme_id: UUID, dossier_id: UUID, raison: str, auteur_id: UUID
) -> None:
    """Keep, sealed, why an archived dossier was opened."""
    rang = OuvertureDArchive(dossier_id=dossier_id, auteur_id=auteur_id)
    rang.sceller({"raison": raison}, trousseau(programme_id, [dossier_id], [rang.volet]))
    rang.save(force_insert=True)


def preparer_bordereau(
    *,
    programme_id: UUID,
    auteur_id: UUID,
    contacts: Mapping[UUID, date | None],
    motif: MotifDePurge,
    sort: SortFinal,
    le: date,
) -> UUID:
    """Write the list of dossiers to destroy, with the last contact of each. Nothing is destroyed."""
    rang = Bordereau.objects.create(
        programme_id=programme_id, motif=motif, sort=sort, prepare_par_id=auteur_id, prepare_le=le
    )
    ouverts = dict(
        Dossier.objects.filter(pk__in=list(contacts), programme_id=programme_id).values_list(
            "pk", "created_at"
        )
    )
    LigneDeBordereau.objects.bulk_create(
        LigneDeBordereau(
            bordereau=rang, dossier_id=d, ouvert_le=ouverts[d].date(), dernier_contact=contact
        )
        for d, contact in contacts.items()
        if d in ouverts
    )
    return rang.id


def _prepare(programme_id: UUID, bordereau_id: UUID) -> Bordereau:
    rangs = Bordereau.objects.select_for_update().filter(pk=bordereau_id, programme_id=programme_id)
    rang = rangs.first()
    if rang is None:
        raise Introuvable
    if rang.etat != EtatDeBordereau.PREPARE:
        raise BordereauClos
    return rang


def viser(*, programme_id: UUID, bordereau_id: UUID, reference: str, le: date) -> None:
    """Write the visa of the Archives départementales on a list."""
    rang = _prepare(programme_id, bordereau_id)
    rang.visa_reference, rang.visa_le = reference, le
    rang.save(update_fields=["visa_reference", "visa_le"])


def abandonner(*, programme_id: UUID, bordereau_id: UUID) -> None:
    """Give up a list that nobody validated."""
    rang = _prepare(programme_id, bordereau_id)
    rang.etat = EtatDeBordereau.ABANDONNE
    rang.save(update_fields=["etat"])


def valider(*, programme_id: UUID, bordereau_id: UUID, auteur_id: UUID, le: date) -> int:
    """Validate a list, by another person than who prepared it: its dossiers are closed to everyone at once.

    A dossier frozen or reactivated since is taken off the list. Returns how many will be purged.
    """
    rang = _prepare(programme_id, bordereau_id)
    if rang.prepare_par_id == auteur_id:
        raise MemePersonne
    if not rang.visa_reference or rang.visa_le is None:
        raise SansVisa
    if rang.sort == SortFinal.VERSEMENT and not rang.versement:
        raise SansVersement
    lignes = list(rang.lignes.filter(ecartee=""))
    ids = [ligne.dossier_id for ligne in lignes]
    geles = gels_en_cours(ids, at=le)
    etats = {EtatDuDossier.ARCHIVE}
    if rang.motif == MotifDePurge.ERREUR:
        etats.add(EtatDuDossier.ACTIF)
        if geles:
            raise DossierGele
    purgeables = set(
        Dossier.objects.select_for_update()
        .filter(pk__in=ids, etat__in=[e.value for e in etats])
        .values_list("pk", flat=True)
    ) - set(geles)
    for ligne in lignes:
        if ligne.dossier_id not in purgeables:
            ligne.ecartee = "gele" if ligne.dossier_id in geles else "reactive"
            ligne.save(update_fields=["ecartee"])
    Dossier.objects.filter(pk__in=purgeables).update(etat=EtatDuDossier.PURGE)
    rang.etat, rang.valide_par_id, rang.valide_le = EtatDeBordereau.VALIDE, auteur_id, le
    rang.save(update_fields=["etat", "valide_par", "valide_le"])
    return len(purgeables)


def retenir_le_versement(bordereau_id: UUID, empreinte: str) -> None:
    """Keep the digest of the file given to the Archives: the list can then be validated."""
    Bordereau.objects.filter(pk=bordereau_id, etat=EtatDeBordereau.PREPARE).update(
        versement=empreinte
    )


def executer(
    bordereau_id: UUID, *, le: date, maintenant: datetime, avancer: Callable[[int, int], None]
) -> int:
    """Purge the dossiers of a validated list, one after the other. Killed, it goes on where it was."""
    rang = Bordereau.objects.get(pk=bordereau_id)
    if rang.etat != EtatDeBordereau.VALIDE:
        return 0
    a_faire = list(rang.lignes.filter(ecartee="", purgee_le=None).order_by("id"))
    reprendre(le=le, maintenant=maintenant)  # rows gone, keys not yet: killed in between
    for fait, ligne in enumerate(a_faire, start=1):
        purger(
            Ordre(
                programme=rang.programme_id,
                dossier=ligne.dossier_id,
                motif=MotifDePurge(rang.motif),
                le=le,
                acteur=rang.valide_par_id,
                regle="bordereau",
                objet=str(rang.id),
            ),
            maintenant=maintenant,
        )
        avancer(fait, len(a_faire))
    Bordereau.objects.filter(pk=rang.id).update(etat=EtatDeBordereau.EXECUTE)
    return len(a_faire)
