"""A séance as it is prepared: its agenda line by line, its members, what still waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from maillage.accords.queries import PartageEnVigueur, partages_en_vigueur
from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import EQUIPE, Acteur
from maillage.dossiers.rules import Volet
from maillage.eps.models import Invitation, Seance, SituationDeSeance
from maillage.eps.queries.attente import SituationEnAttente, en_attente
from maillage.eps.queries.seances import (
    MembreLu,
    SeanceLue,
    lire,
    membres,
    seance_connue,
    seance_de,
    tient,
)
from maillage.eps.queries.situations import (
    Preparation,
    accords_de,
    preparation_de,
    titre_de,
    titres_de,
)
from maillage.eps.rules.ordre import proposer
from maillage.eps.rules.preparation import composer
from maillage.eps.rules.seances import A_L_ORDRE_DU_JOUR, EtatDeSituation, Portee
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.partage import chartes, extraits
from maillage.partage.queries import exiger, noter, noter_liste
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class LigneDOrdre:
    """One line of the agenda."""

    id: UUID
    numero: int
    titre: str
    minutes: int
    heure: datetime
    etat: EtatDeSituation
    reexamen: bool
    prete: Decision
    invites: int
    lisent: int


@dataclass(frozen=True, slots=True)
class SeancePreparee:
    """The whole page of preparation. `place`: minutes left; `tiennent`: how many of what waits fit in them."""

    seance: SeanceLue
    membres: tuple[MembreLu, ...]
    lignes: tuple[LigneDOrdre, ...]
    attentes: tuple[SituationEnAttente, ...]
    raisons: dict[UUID, str]
    total: int
    place: int

    @property
    def tiennent(self) -> int:
        return len(self.raisons)

    @property
    def pretes(self) -> int:
        return sum(bool(ligne.prete) for ligne in self.lignes)


def preparation(acteur: Acteur, seance_id: UUID, *, at: date) -> SeancePreparee:
    """What who leads the séances sees of one that is prepared or goes on."""
    seance = seance_de(acteur, seance_id, at=at)
    rangs = list(
        seance.situations.filter(etat__in=A_L_ORDRE_DU_JOUR)
        .prefetch_related("invitations__ouverture")
        .order_by("rang", "created_at")
    )
    lignes = _lignes(acteur, seance, rangs, at)
    total = sum(ligne.minutes for ligne in lignes)
    attentes = en_attente(acteur, at=at) if lire(seance).vivante else ()
    place = max(0, seance.duree - total)
    ordre = proposer((a.attente for a in attentes if a.accord), place, at)
    return SeancePreparee(
        lire(seance), membres(seance), lignes, attentes,
        {p.id: p.raison for p in ordre.retenues}, total, place,
    )  # fmt: skip


def _lignes(
    acteur: Acteur, seance: Seance, rangs: list[SituationDeSeance], at: date
) -> tuple[LigneDOrdre, ...]:
    ids = sorted({r.dossier_id for r in rangs})
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, ids, "eps_ordre")
    cles = trousseau(seance.programme_id, ids, [Volet.PARCOURS])
    tenus, titres = accords_de(ids, at), titres_de(acteur, rangs, seance, at=at)
    heure, lignes = seance.commence_a, []
    for numero, rang in enumerate(rangs, start=1):
        lue = preparation_de(rang, at=at, cles=cles, accord=tenus[rang.dossier_id])
        conviees = list(rang.invitations.all())
        lignes.append(
            LigneDOrdre(
                rang.id, numero, titres[rang.id], rang.minutes, heure, EtatDeSituation(rang.etat),
                rang.reexamen, lue.prete, len(conviees),
                sum(_lit(i) for i in conviees),
            )
        )  # fmt: skip
        heure += timedelta(minutes=rang.minutes)
    return tuple(lignes)


@dataclass(frozen=True, slots=True)
class InviteLu:
    """A member before one situation: whether she is invited, and whether the family's agreement reaches her."""

    membre: MembreLu
    portee: Portee | None
    atteinte: bool
    equipe: bool
    lit: bool

    @property
    def phrase(self) -> str:
        """What she will see, or why she will not."""
        if self.lit:
            return "Lit l’extrait maintenant"
        if self.atteinte:
            return "Membre de l’équipe" if self.equipe else "La famille accepte ce partage"
        return "Ne lira rien : la famille n’a pas accepté de partage avec son institution pour préparer l’EPS"


@dataclass(frozen=True, slots=True)
class SituationLue:
    """One situation, for who prepares it. `apercus`: what each invited member will read, word for word."""

    id: UUID
    dossier: UUID
    seance: SeanceLue
    titre: str
    version: int
    etat: EtatDeSituation
    preparation: Preparation
    relue_par: str
    invites: tuple[InviteLu, ...]
    apercus: tuple[tuple[str, str], ...]
    tient: bool

    @property
    def modifiable(self) -> bool:
        return self.seance.vivante and self.etat is EtatDeSituation.INSCRITE


def situation(acteur: Acteur, seance_id: UUID, situation_id: UUID, *, at: date) -> SituationLue:
    """The preparation of one situation, for who may write extracts of the child's volet parcours."""
    seance = seance_connue(acteur, seance_id, at=at)
    rang = seance.situations.filter(id=situation_id).select_related("relue_par", "seance").first()
    if rang is None:
        raise Introuvable
    exiger(acteur, Acte.EXTRAIRE, Volet.PARCOURS, rang.dossier_id, at)
    _, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, rang.dossier_id, at)
    noter(acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=rang.dossier_id, objet="eps")
    lue = preparation_de(rang, at=at)
    titre = titre_de(acteur, rang, seance, at=at)
    invites = invites_de(seance, rang, at)
    apercus = [
        (portee.libelle, composer(titre, lue.ecrit, portee))
        for portee in Portee
        if any(i.portee is portee for i in invites)
    ]
    return SituationLue(
        rang.id, rang.dossier_id, lire(seance), titre, rang.version, EtatDeSituation(rang.etat), lue,
        rang.relue_par.nom if rang.relue_par else "", invites, tuple(apercus),
        tient=tient(acteur, at),
    )  # fmt: skip


def invites_de(seance: Seance, rang: SituationDeSeance, at: date) -> tuple[InviteLu, ...]:
    """Every member of the séance before this situation. The caller asked the policy."""
    lus = membres(seance)
    connus = chartes.acteurs([m.utilisateur for m in lus], au=at)
    partages = partages_en_vigueur([rang.dossier_id], at).get(rang.dossier_id, ())
    conviees = {i.participation_id: i for i in rang.invitations.select_related("ouverture")}
    return tuple(
        InviteLu(
            m,
            Portee(conviees[m.id].portee) if m.id in conviees else None,
            atteinte=_atteinte(connus[m.utilisateur], partages),
            equipe=bool(connus[m.utilisateur].missions & EQUIPE),
            lit=_lit(conviees.get(m.id)),
        )
        for m in lus
    )


def _atteinte(qui: Acteur, partages: tuple[PartageEnVigueur, ...]) -> bool:
    """Does the family's agreement reach her? The team needs none."""
    if qui.missions & EQUIPE:
        return True
    return extraits.partage_pour(qui, partages, Volet.PARCOURS, seance=True) is not None


def _lit(invitation: Invitation | None) -> bool:
    """Is her access open at this instant?"""
    ouverture = invitation.ouverture if invitation else None
    return (
        ouverture is not None and ouverture.finie_le is None and ouverture.jusqu_a > timezone.now()
    )
