"""What goes out of the house to a member: date, place, how many situations concern her, the link. Never a name.

Nothing is sent by this software: the file opens in the mail of whoever leads, or in the member's own calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

from icalendar import Calendar, Event

from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.eps.models import Invitation, Participation, Seance
from maillage.eps.queries.seances import presentees, seance_connue, seance_de
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import MOIS


@dataclass(frozen=True, slots=True)
class Convocation:
    """A séance as it is told to one member."""

    seance: Seance
    programme: str
    situations: int
    lien: str

    @property
    def objet(self) -> str:
        return f"Séance d’EPS du {jour(self.seance.le)}"

    @property
    def texte(self) -> str:
        s = self.seance
        concernent = {
            0: "Aucune situation n’y attend votre avis pour l’instant.",
            1: "Une situation vous concerne.",
        }.get(self.situations, f"{self.situations} situations vous concernent.")
        return "\n".join(
            (
                f"{self.programme}",
                f"Séance d’EPS le {jour(s.le)} à {s.debut:%H h %M}, {s.duree} minutes.",
                f"Lieu : {s.lieu}",
                concernent,
                f"Pour préparer la séance, connectez-vous : {self.lien}",
                "Ce message ne contient le nom d’aucun enfant. Merci de ne pas en écrire dans votre réponse.",
            )
        )


def jour(le: date) -> str:
    """A day as French writes it."""
    return f"{'1er' if le.day == 1 else le.day} {MOIS[le.month - 1]} {le.year}"


def la_mienne(acteur: Acteur, seance_id: UUID, lien: str, *, at: date) -> Convocation:
    """The séance for whoever asks: she leads it, sits in it or presents a situation."""
    seance = seance_connue(acteur, seance_id, at=at)
    siennes = set(
        Invitation.objects.filter(seance=seance, utilisateur=acteur.id).values_list(
            "situation_id", flat=True
        )
    ) | set(presentees(acteur, at).filter(seance=seance).values_list("id", flat=True))
    return _convocation(seance, len(siennes), lien)


def d_un_membre(
    acteur: Acteur, seance_id: UUID, participation: UUID, lien: str, *, at: date
) -> tuple[Convocation, str]:
    """The same for a member, with her address, for who leads the séance."""
    seance = seance_de(acteur, seance_id, at=at)
    place = (
        Participation.objects.filter(seance=seance, id=participation)
        .select_related("utilisateur")
        .first()
    )
    if place is None:
        raise Introuvable
    combien = Invitation.objects.filter(participation=place).count()
    return _convocation(seance, combien, lien), place.utilisateur.email


def _convocation(seance: Seance, combien: int, lien: str) -> Convocation:
    programme = Programme.objects.values_list("nom", flat=True).get(pk=seance.programme_id)
    return Convocation(seance, programme, combien, lien)


def calendrier_ics(convocation: Convocation) -> bytes:
    """The séance as a file for a calendar (RFC 5545): the same values give the same bytes."""
    s = convocation.seance
    agenda = Calendar()
    agenda.add("prodid", "-//Maillage//EPS//FR")
    agenda.add("version", "2.0")
    rendez_vous = Event()
    rendez_vous.add("uid", f"{s.id}@maillage")
    rendez_vous.add("dtstamp", s.created_at.astimezone(UTC).replace(microsecond=0))
    rendez_vous.add("sequence", s.version)
    rendez_vous.add("dtstart", s.commence_a.astimezone(UTC))
    rendez_vous.add("dtend", s.finit_a.astimezone(UTC))
    rendez_vous.add("summary", "Séance d’EPS")
    rendez_vous.add("location", s.lieu)
    rendez_vous.add("description", convocation.texte)
    rendez_vous.add("url", convocation.lien)
    rendez_vous.add("class", "PRIVATE")
    if s.etat == "annulee":
        rendez_vous.add("status", "CANCELLED")
    agenda.add_component(rendez_vous)
    return agenda.to_ical()


def message_eml(convocation: Convocation, adresse: str) -> bytes:
    """A message to open in one's own mail and send: text, and the file for the calendar."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = convocation.objet
    message["To"] = adresse
    message["X-Unsent"] = "1"  # opens as a draft
    message.set_content(convocation.texte)
    message.add_attachment(
        calendrier_ics(convocation), maintype="text", subtype="calendar", filename="seance-eps.ics"
    )
    return message.as_bytes()
