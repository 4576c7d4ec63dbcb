"""Looking for signs of curiosity in what was noted, and closing the alerts that a person examined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.chiffrement.enveloppe import Place
from maillage.chiffrement.services import trousseau
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.tracabilite.models import Alerte, Evenement, Segment, Veille
from maillage.tracabilite.queries.acces import acces_notes
from maillage.tracabilite.rules.alertes import (
    DU_JOUR,
    DU_MOIS,
    dossiers_clos,
    dossiers_homonymes,
    reperer,
)
from maillage.tracabilite.rules.signes import AccesNote, AlerteVue, Conclusion, Seuils

COMPARTIMENT = "journal"  # the words of those who examine alerts are sealed apart from any dossier
UNE_HEURE = timedelta(hours=1)
AU_DEPART = timedelta(days=31)  # how far back the first look goes
Clos = Callable[[Collection[UUID]], Collection[UUID]]
Paires = Collection[tuple[UUID, UUID]]  # (reader, dossier)
Proches = Callable[[Paires], Paires]


def personne(_lus: Paires) -> Paires:
    """Nobody is known to be close to anybody."""
    return ()


class AlerteSurSoi(ErreurMetier):
    """Nobody examines an alert that is about herself."""

    statut = 403

    def __init__(self) -> None:
        super().__init__(
            "Cette alerte vous concerne : une autre personne doit l'examiner.",
            rien_perdu="L'alerte reste en attente.",
            a_faire="Demandez au délégué à la protection des données, ou à une autre coordination.",
        )


class AlerteDejaExaminee(ErreurMetier):
    """Somebody has closed this alert."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette alerte a déjà été examinée.", rien_perdu="Rien n'a été changé.")


def veiller(
    chaine: UUID,
    *,
    at: date,
    clos: Clos,
    proches: Proches = personne,
    seuils: Seuils | None = None,
    toutes_les: timedelta = UNE_HEURE,
) -> int:
    """Look at what was noted since the last look; return how many signs were found.

    `clos` tells which dossiers are closed; `proches` which pairs (reader, dossier) may be close persons. Less
    than `toutes_les` after the last look, nothing is read: pages may ask each time.
    """
    maintenant, seuils = timezone.now(), seuils or Seuils()
    deja = Veille.objects.filter(chaine=chaine).first()
    if deja is not None and maintenant - deja.vue_le < toutes_les:
        return 0
    with transaction.atomic():
        veille = _prendre_le_tour(chaine, at)
        acces = acces_notes(chaine, apres=veille.rang)
        fermes = clos({a.dossier for a in acces if a.dossier})
        lus = {(a.acteur, a.dossier) for a in acces if a.accorde and a.dossier}
        du_jour = (*DU_JOUR, dossiers_clos(fermes), dossiers_homonymes(proches(lus)))
        vues = reperer(acces, du_jour, seuils)
        for segment in Segment.objects.filter(
            chaine=chaine, mois__gt=veille.mois, expire_le=None
        ).order_by("premier"):
            du_mois = acces_notes(chaine, apres=segment.premier - 1, jusqu_a=segment.dernier)
            vues += reperer(du_mois, DU_MOIS, seuils)
            veille.mois = segment.mois
        for vue in vues:
            _garder(chaine, vue)
        veille.jour, veille.vue_le = at, maintenant
        veille.rang = _dernier_avant(at, acces, veille.rang)
        veille.save()
    return len(vues)


def _prendre_le_tour(chaine: UUID, at: date) -> Veille:
    """Lock the progress of the look; the first one starts a month back."""
    Veille.objects.bulk_create(
        [Veille(chaine=chaine, jour=at, rang=_rang_de_depart(chaine), vue_le=timezone.now())],
        ignore_conflicts=True,
    )
    return Veille.objects.select_for_update().get(chaine=chaine)


def _rang_de_depart(chaine: UUID) -> int:
    vieux = Evenement.objects.filter(chaine=chaine, created_at__lt=timezone.now() - AU_DEPART)
    return vieux.order_by("-rang").values_list("rang", flat=True).first() or 0


def _dernier_avant(at: date, acces: Iterable[AccesNote], connu: int) -> int:
    """Rank of the last event before this civil day: the day itself is looked at again, it is not over."""
    avant = [a.rang for a in acces if a.instant.date() < at]
    return max([connu, *avant])


def _garder(chaine: UUID, vue: AlerteVue) -> None:
    """Record a sign once: a waiting alert grows; an examined one comes back only if there is more."""
    meme = Alerte.objects.filter(
        chaine=chaine, acteur_id=vue.acteur, signe=vue.signe, jour=vue.jour
    )
    contenu = {
        "nombre": vue.nombre,
        "forte": vue.forte,
        "dossiers": [str(d) for d in vue.dossiers],
        "premier": vue.premier,
        "dernier": vue.dernier,
    }
    if meme.filter(nombre__gte=vue.nombre).exists():
        return
    if not meme.filter(examinee_le=None).update(**contenu):
        Alerte.objects.create(
            chaine=chaine, acteur_id=vue.acteur, signe=vue.signe, jour=vue.jour, **contenu
        )


def place_du_mot(alerte: UUID, chaine: UUID) -> Place:
    """Where the words on an alert belong."""
    return Place("tracabilite_alerte", alerte, chaine, COMPARTIMENT)


@transaction.atomic
def examiner(
    *, chaine: UUID, alerte_id: UUID, par: UUID, conclusion: Conclusion, mot: str
) -> Alerte:
    """Close an alert: by whom, when, what is concluded, and a word. Callers have noted the act."""
    alerte = Alerte.objects.select_for_update().filter(chaine=chaine, id=alerte_id).first()
    if alerte is None:
        raise Introuvable
    if alerte.acteur_id == par:
        raise AlerteSurSoi
    if alerte.examinee_le:
        raise AlerteDejaExaminee
    if mot.strip():
        cles = trousseau(chaine, [chaine], [COMPARTIMENT])
        alerte.mot = cles.sceller(mot.strip(), place_du_mot(alerte.id, chaine))
    alerte.examinee_le, alerte.examinee_par = timezone.now(), par
    alerte.conclusion = conclusion
    alerte.save()
    return alerte
