"""The shared screen: one situation, numbers for the others, nothing that tells who comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle
from maillage.dossiers.queries import en_vigueur
from maillage.dossiers.rules import Qualite, Volet
from maillage.eps.models import Seance, SituationDeSeance
from maillage.eps.queries.preparation import InviteLu, invites_de
from maillage.eps.queries.seances import SeanceLue, lire, seance_de
from maillage.eps.queries.situations import Preparation, decidee_de, preparation_de, titre_de
from maillage.eps.rules.decisions import Decidee
from maillage.eps.rules.seances import A_L_ORDRE_DU_JOUR, TRAITEES, EtatDeSituation
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class Pas:
    """One number of the agenda."""

    numero: int
    traitee: bool
    courante: bool


@dataclass(frozen=True, slots=True)
class Ecran:
    """What everybody around the table may see at once."""

    seance: SeanceLue
    id: UUID
    numero: int
    nombre: int
    titre: str
    code: str
    version: int
    etat: EtatDeSituation
    reexamen: bool
    minutes: int
    ecoule: int
    tourne: bool
    preparation: Preparation
    decidee: Decidee
    presente_par: str
    invites: tuple[InviteLu, ...]
    pas: tuple[Pas, ...]
    fin: datetime
    postes: tuple[tuple[UUID, str], ...]

    @property
    def chrono(self) -> str:
        """Minutes and seconds, as at the opening of the page."""
        return f"{self.ecoule // 60:02}:{self.ecoule % 60:02}"

    @property
    def suivante(self) -> int | None:
        """The number that comes next: never its name."""
        return self.numero + 1 if self.numero < self.nombre else None

    @property
    def precedente(self) -> int | None:
        return self.numero - 1 if self.numero > 1 else None

    @property
    def avance(self) -> int:
        """Minutes ahead of the planned end; behind when negative."""
        return int((self.seance.finit_a - self.fin).total_seconds() // 60)


def ecran(acteur: Acteur, seance_id: UUID, numero: int, *, at: date) -> Ecran:
    """The screen of one situation of a séance, for who leads it."""
    seance = seance_de(acteur, seance_id, at=at)
    rangs = list(
        seance.situations.filter(etat__in=A_L_ORDRE_DU_JOUR).order_by("rang", "created_at")
    )
    if not 1 <= numero <= len(rangs):
        raise Introuvable
    rang = rangs[numero - 1]
    rang.seance = seance
    _, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, rang.dossier_id, at)
    noter(
        acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=rang.dossier_id,
        objet="eps_ecran",
    )  # fmt: skip
    cles = trousseau(seance.programme_id, [rang.dossier_id], [Volet.PARCOURS])
    poste, nom = _presente(rang, at)
    return Ecran(
        seance=lire(seance),
        id=rang.id,
        numero=numero,
        nombre=len(rangs),
        titre=titre_de(acteur, rang, seance, at=at),
        code=f"Situation {rang.code}",
        version=rang.version,
        etat=EtatDeSituation(rang.etat),
        reexamen=rang.reexamen,
        minutes=rang.minutes,
        ecoule=ecoule(rang),
        tourne=rang.reprise_le is not None,
        preparation=preparation_de(rang, at=at, cles=cles),
        decidee=decidee_de(rang.ouvrir(cles)),
        presente_par=nom,
        invites=invites_de(seance, rang, at),
        pas=tuple(
            Pas(n, r.etat in TRAITEES, courante=n == numero) for n, r in enumerate(rangs, start=1)
        ),
        fin=_fin(rangs),
        postes=_postes(seance, poste, nom),
    )


def ecoule(rang: SituationDeSeance) -> int:
    """Seconds given to a situation, the turn under way included: the clock is the server's."""
    if rang.reprise_le is None:
        return rang.ecoule
    return rang.ecoule + max(0, int((timezone.now() - rang.reprise_le).total_seconds()))


def _fin(rangs: list[SituationDeSeance]) -> datetime:
    """When it ends if what is left takes the time that it was given."""
    reste = sum(max(0, r.minutes * 60 - ecoule(r)) for r in rangs if r.etat not in TRAITEES)
    return timezone.now() + timedelta(seconds=reste)


def _presente(rang: SituationDeSeance, at: date) -> tuple[UUID | None, str]:
    """The poste that leads the parcours, and who holds it today."""
    suivi = Cercle.objects.filter(
        en_vigueur(at), dossier_id=rang.dossier_id, qualite=Qualite.REFERENT
    ).first()
    if suivi is None:
        return None, ""
    tenu = comptes.occupants({suivi.poste_id}, at).get(suivi.poste_id)
    return suivi.poste_id, tenu[0][1] if tenu else suivi.poste.libelle


def _postes(seance: Seance, referent: UUID | None, nom: str) -> tuple[tuple[UUID, str], ...]:
    """Who may be given something to do: the référent first, then who sits and holds a poste."""
    sieges = seance.participations.filter(poste__isnull=False, poste__ferme_le__isnull=True)
    connus = dict(sieges.order_by("utilisateur__nom").values_list("poste_id", "utilisateur__nom"))
    premier = ((referent, nom),) if referent else ()
    return premier + tuple((p, n) for p, n in connus.items() if p != referent)
