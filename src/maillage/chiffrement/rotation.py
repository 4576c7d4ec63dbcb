"""Turning keys: the master key with all that it wraps, the key of one volet. Each step may be killed and taken up again.

What is under way is read from what is stored: the file of the next master key, the former key of a programme, the
generations that a volet still has. Running again goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Max

from maillage.chiffrement import enveloppe, maitresse, programmes, signature
from maillage.chiffrement.models import CleDeProgramme, CleDeVolet
from maillage.chiffrement.programmes import lien_emballage, lien_programme
from maillage.chiffrement.services import BASE, deballer, lien_volet, neuve

LOT = 1000  # keys wrapped again in one transaction
Avancer = Callable[[int, int], None]  # done, total
# What other rooms close with the master key itself: each function closes it again with the one it is given.
SUIVEURS: list[Callable[[bytes], int]] = []


def tourner_maitresse(avancer: Avancer) -> int:
    """Make a new master key and wrap every key again with new wrapping keys; return how many keys of volets were wrapped."""
    _remballer_les_volets(avancer)  # left by a former turn
    prochaine = maitresse.lire_attendue()
    marque = maitresse.marque(prochaine)
    faites = 0
    en_retard = CleDeProgramme.objects.exclude(maitresse=marque)
    while en_retard.exists():  # a programme may open meanwhile
        for programme_id in list(en_retard.values_list("programme_id", flat=True)):
            _remballer_programme(programme_id, prochaine)
        faites += _remballer_les_volets(avancer)
    faites += _remballer_les_volets(avancer)  # of a turn killed half-way
    signature.remballer(prochaine)
    for suivre in SUIVEURS:
        suivre(prochaine)
    maitresse.remplacer()
    return faites


def _remballer_programme(programme_id: UUID, prochaine: bytes) -> None:
    """Give a programme a new wrapping key, all its keys under the next master key."""
    with transaction.atomic(using=BASE):
        rang = CleDeProgramme.objects.select_for_update().get(programme_id=programme_id)
        cles = programmes.ouvrir(rang)
        ancienne, g = cles.courante, cles.generation + 1

        def fermer(cle: bytes, lien: bytes) -> bytes:
            return enveloppe.sceller_octets(prochaine, cle, lien)

        rang.scellee = fermer(cles.empreinte, lien_programme(programme_id))
        rang.emballage_precedent = fermer(ancienne, lien_emballage(programme_id, g - 1))
        rang.emballage = fermer(enveloppe.cle_neuve(), lien_emballage(programme_id, g))
        rang.generation, rang.maitresse = g, maitresse.marque(prochaine)
        rang.save()


def _remballer_les_volets(avancer: Avancer) -> int:
    en_cours = CleDeProgramme.objects.filter(emballage_precedent__isnull=False)
    programmes_en_cours = list(en_cours.values_list("programme_id", flat=True))
    total = CleDeVolet.objects.filter(programme_id__in=programmes_en_cours).count()
    faites = 0
    for programme_id in programmes_en_cours:
        while lot := _remballer_un_lot(programme_id):
            faites += lot
            avancer(faites, total)
    return faites


def _remballer_un_lot(programme_id: UUID) -> int:
    """Wrap some keys again; when none is left, the former wrapping key of the programme is destroyed."""
    with transaction.atomic(using=BASE):
        rang = CleDeProgramme.objects.select_for_update().get(programme_id=programme_id)
        cles = programmes.ouvrir(rang)
        anciennes = CleDeVolet.objects.filter(
            programme_id=programme_id, emballage__lt=rang.generation
        )
        colonnes = ("id", "dossier_id", "volet", "generation", "emballage", "scellee")
        lot = list(anciennes.values_list(*colonnes)[:LOT])
        if not lot:
            rang.emballage_precedent = None
            rang.save(update_fields=["emballage_precedent"])
            return 0
        ecrites = []
        for ident, dossier, volet, generation, emballage, scellee in lot:
            cle = deballer(cles, dossier, volet, generation, emballage, scellee)
            lien = lien_volet(dossier, volet, generation)
            refermee = enveloppe.sceller_octets(cles.courante, cle, lien)
            ecrites.append((refermee, rang.generation, ident))
        table = CleDeVolet._meta.db_table  # noqa: SLF001
        with connections[BASE].cursor() as curseur:
            curseur.executemany(
                f"UPDATE {table} SET scellee = %s, emballage = %s WHERE id = %s",  # noqa: S608 - our own table
                ecrites,
            )
        return len(lot)


def tourner_volets(couples: Iterable[tuple[UUID, UUID, str]], maintenant: datetime) -> int:
    """Give a new generation of key to each (programme, dossier, volet); what is written from now on is closed with it."""
    faites = 0
    for programme_id, dossier, volet in couples:
        with transaction.atomic(using=BASE):
            programme = programmes.cles_du_programme(programme_id, verrou=True)
            siennes = CleDeVolet.objects.filter(dossier_id=dossier, volet=volet)
            derniere = siennes.aggregate(n=Max("generation"))["n"]
            if derniere is None or siennes.filter(remplacee_le__isnull=False).exists():
                continue  # nothing there, or a turn is already under way
            siennes.update(remplacee_le=maintenant)
            neuve(programme, programme_id, dossier, volet, derniere + 1).save(force_insert=True)
        faites += 1
    return faites


def couples_du_dossier(dossier_id: UUID) -> list[tuple[UUID, UUID, str]]:
    """The volets of a dossier that have a key, as (programme, dossier, volet)."""
    return _couples(CleDeVolet.objects.filter(dossier_id=dossier_id))


def couples_plus_vieux_que(jour: datetime) -> list[tuple[UUID, UUID, str]]:
    """The volets whose last key was made before this instant."""
    return _couples(CleDeVolet.objects.filter(remplacee_le__isnull=True, created_at__lt=jour))


def couples_en_cours() -> list[tuple[UUID, UUID, str]]:
    """The volets that have a key to destroy once nothing needs it."""
    return _couples(CleDeVolet.objects.filter(remplacee_le__isnull=False))


def _couples(rangs) -> list[tuple[UUID, UUID, str]]:
    return sorted(set(rangs.values_list("programme_id", "dossier_id", "volet")), key=str)


def detruire_remplacees(dossier_id: UUID, volet: str, avant: datetime) -> int:
    """Destroy the keys of a volet replaced before this instant. The caller knows that nothing is closed with them."""
    rangs = CleDeVolet.objects.filter(dossier_id=dossier_id, volet=volet, remplacee_le__lt=avant)
    return rangs.delete()[0]
