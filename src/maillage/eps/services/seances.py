"""Writes of séances: created, changed, their members, their opening, who came, cancelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.comptes.models import Occupation, Utilisateur
from maillage.comptes.queries import en_vigueur
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eps.errors import MembreImpossible
from maillage.eps.models import Invitation, Participation, Seance
from maillage.eps.rules.seances import EtatDeSeance, EtatDeSituation, Mode
from maillage.eps.services.acces import fermer
from maillage.eps.services.ordre import sortir_de_l_ordre, tenir_les_dossiers
from maillage.eps.services.tenues import exiger_de_tenir, noter_la_seance, seance_tenue
from maillage.notions.erreurs import Introuvable
from maillage.partage import extraits


@dataclass(frozen=True, slots=True)
class SeanceVoulue:
    """A séance as it is asked."""

    le: date
    debut: time
    duree: int
    lieu: str
    mode: Mode


def creer(*, acteur: Acteur, voulue: SeanceVoulue, formulaire: UUID, at: date) -> UUID:
    """Create a séance, with the permanent members of the one before. The same form sent twice creates one."""
    exiger_de_tenir(acteur, at)
    siennes = Seance.objects.filter(programme_id=acteur.programme_id)
    with transaction.atomic():
        if deja := siennes.filter(formulaire=formulaire).first():
            return deja.id
        avant = siennes.exclude(etat=EtatDeSeance.ANNULEE).order_by("-le", "-created_at").first()
        seance = Seance.objects.create(
            programme_id=acteur.programme_id,
            auteur_id=acteur.id,
            formulaire=formulaire,
            le=voulue.le,
            debut=voulue.debut,
            duree=voulue.duree,
            lieu=voulue.lieu,
            mode=voulue.mode,
        )
        noter_la_seance(acteur, f"seance {seance.id}", at)
        if avant is not None:
            _reprendre_les_membres(acteur, avant, seance)
    return seance.id


def _reprendre_les_membres(acteur: Acteur, avant: Seance, seance: Seance) -> None:
    possibles = {ident for ident, _ in extraits.destinataires(acteur, [Volet.PARCOURS])}
    for p in avant.participations.filter(participation="permanent"):
        if p.utilisateur_id in possibles:
            _asseoir(seance, p.utilisateur_id, p.qualite, p.participation)


def modifier(
    *, acteur: Acteur, seance_id: UUID, voulue: SeanceVoulue, version: int, at: date
) -> None:
    """Change a séance that is not open yet. Accesses already opened are closed: their day or their text changed."""
    etats = (EtatDeSeance.PREPAREE,)
    with seance_tenue(
        acteur, seance_id, "seance_modifiee", at=at, version=version, etats=etats
    ) as seance:
        seance.le, seance.debut, seance.duree = voulue.le, voulue.debut, voulue.duree
        seance.lieu = voulue.lieu
        if seance.mode != voulue.mode:
            # a text written with names is read again before it is shown without
            seance.situations.update(relue_le=None, relue_par=None)
        seance.mode = voulue.mode
        fermer(Invitation.objects.filter(seance=seance))
        seance.acces_le = None


def ajouter_un_membre(
    *, acteur: Acteur, seance_id: UUID, personne: UUID, qualite: str, participation: str, at: date
) -> None:
    """Give a seat to a member of the programme; twice the same changes nothing."""
    if personne not in dict(extraits.destinataires(acteur, [Volet.PARCOURS])):
        raise MembreImpossible
    with seance_tenue(acteur, seance_id, "membre", at=at) as seance:
        _asseoir(seance, personne, qualite, participation)


def _asseoir(seance: Seance, personne: UUID, qualite: str, participation: str) -> None:
    """The poste and the institution are those of the day of the séance."""
    tenue = (
        Occupation.objects.filter(
            en_vigueur(seance.le), utilisateur_id=personne, retiree_le__isnull=True,
            poste__programme_id=seance.programme_id,
        )
        .select_related("poste")
        .order_by("-depuis")
        .first()
    )  # fmt: skip
    institution = tenue.poste.institution_id if tenue else None
    if institution is None:
        institution = Utilisateur.objects.values_list("institution_id", flat=True).get(id=personne)
    Participation.objects.get_or_create(
        seance=seance,
        utilisateur_id=personne,
        defaults={
            "poste_id": tenue.poste_id if tenue else None,
            "institution_id": institution,
            "qualite": qualite,
            "participation": participation,
        },
    )


def retirer_un_membre(*, acteur: Acteur, seance_id: UUID, participation: UUID, at: date) -> None:
    """Take a seat back: what was opened to her for this séance is closed."""
    etats = (EtatDeSeance.PREPAREE,)
    with seance_tenue(acteur, seance_id, "membre_retire", at=at, etats=etats) as seance:
        place = seance.participations.filter(id=participation).first()
        if place is None:
            raise Introuvable
        fermer(Invitation.objects.filter(participation=place))
        place.delete()


def noter_les_presences(
    *, acteur: Acteur, seance_id: UUID, presences: Mapping[UUID, str], at: date
) -> None:
    """Write who came, who is excused, who is absent, who wrote."""
    with seance_tenue(acteur, seance_id, "presences", at=at) as seance:
        for place in seance.participations.all():
            if place.id in presences and place.presence != presences[place.id]:
                place.presence = presences[place.id]
                place.save(update_fields=["presence"])


def commencer(*, acteur: Acteur, seance_id: UUID, version: int, at: date) -> None:
    """Open the séance: the timer of its first situation starts."""
    etats = (EtatDeSeance.PREPAREE,)
    with seance_tenue(
        acteur, seance_id, "seance_ouverte", at=at, version=version, etats=etats
    ) as seance:
        seance.etat, seance.ouverte_le = EtatDeSeance.OUVERTE, timezone.now()
        premiere = seance.situations.filter(etat=EtatDeSituation.INSCRITE).order_by("rang").first()
        if premiere is not None:
            premiere.reprise_le = timezone.now()
            premiere.save(update_fields=["reprise_le", "updated_at"])


def annuler(*, acteur: Acteur, seance_id: UUID, version: int, at: date) -> None:
    """Cancel a séance: its situations wait again, everything that it opened is closed."""
    etats = (EtatDeSeance.PREPAREE,)
    exiger_de_tenir(acteur, at)
    with transaction.atomic():
        tenir_les_dossiers(acteur, seance_id)
        with seance_tenue(
            acteur, seance_id, "seance_annulee", at=at, version=version, etats=etats
        ) as seance:
            sortir_de_l_ordre(acteur, seance, EtatDeSituation.RETIREE, at=at)
            fermer(Invitation.objects.filter(seance=seance))
            seance.etat = EtatDeSeance.ANNULEE
