"""What is left of a séance: the relevé (decisions, who, when) for the team, and each member's own part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eps.models import Invitation, Seance
from maillage.eps.queries.seances import (
    MembreLu,
    SeanceLue,
    lire,
    membres,
    presentees,
    seance_connue,
    tient,
)
from maillage.eps.queries.situations import accords_de, decidee_de, preparation_de, titres_de
from maillage.eps.rules.decisions import Decidee
from maillage.eps.rules.seances import EtatDeSeance, EtatDeSituation
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.partage import extraits
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class LigneDeReleve:
    """One situation: what was decided, less than what was said."""

    numero: int
    titre: str
    etat: EtatDeSituation
    decidee: Decidee


@dataclass(frozen=True, slots=True)
class Releve:
    """The relevé as this person may read it; frozen once the séance is closed."""

    seance: SeanceLue
    membres: tuple[MembreLu, ...]
    lignes: tuple[LigneDeReleve, ...]
    autres: int  # situations of the séance that this person does not read


def releve(acteur: Acteur, seance_id: UUID, *, at: date) -> Releve:
    """Decisions of a closed séance: all of them for who leads, those of her children for a référent."""
    seance = seance_connue(acteur, seance_id, at=at)
    if seance.etat != EtatDeSeance.CLOSE:
        raise Introuvable
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    toutes = seance.situations.exclude(etat=EtatDeSituation.RETIREE)
    rangs = list(toutes.filter(dossier__in=visibles).order_by("rang", "created_at"))
    if not rangs and not tient(acteur, at):
        raise Introuvable
    ids = sorted({r.dossier_id for r in rangs})
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, ids, "eps_releve")
    cles = trousseau(seance.programme_id, ids, [Volet.PARCOURS])
    titres = titres_de(acteur, rangs, seance, at=at)
    return Releve(
        lire(seance),
        membres(seance),
        tuple(
            LigneDeReleve(n, titres[r.id], EtatDeSituation(r.etat), decidee_de(r.ouvrir(cles)))
            for n, r in enumerate(rangs, start=1)
        ),
        autres=toutes.count() - len(rangs),
    )


@dataclass(frozen=True, slots=True)
class TexteLu:
    """What was written for one member on one situation, and until when she reads it."""

    texte: str
    jusqu_a: datetime

    @property
    def titre(self) -> str:
        return self.texte.partition("\n")[0]

    @property
    def corps(self) -> str:
        return self.texte.partition("\n")[2].strip()

    @property
    def parties(self) -> tuple[tuple[str, str], ...]:
        """Name and text of each part of an extract, in the order in which it was composed."""
        return tuple((b.partition("\n")[0], b.partition("\n")[2]) for b in self.corps.split("\n\n"))


@dataclass(frozen=True, slots=True)
class Presentee:
    """A situation that this person prepares and presents."""

    id: UUID
    titre: str
    etat: EtatDeSituation
    prete: Decision


@dataclass(frozen=True, slots=True)
class Part:
    """A person's own séance: what she reads before and during, what was decided after, what she presents."""

    seance: SeanceLue
    membre: bool
    presence: str
    invitee: int
    extraits: tuple[TexteLu, ...]
    decisions: tuple[TexteLu, ...]
    presentees: tuple[Presentee, ...]

    @property
    def fermees(self) -> int:
        """Situations on which she was invited and that she does not read now."""
        return self.invitee - len(self.decisions or self.extraits)


def part(acteur: Acteur, seance_id: UUID, *, at: date) -> Part:
    """What this person may read of a séance in which she sits or presents; nothing once her accesses are over."""
    seance = seance_connue(acteur, seance_id, at=at)
    siege = next((m for m in membres(seance) if m.utilisateur == acteur.id), None)
    conviees = list(
        Invitation.objects.filter(seance=seance, utilisateur=acteur.id)
        .order_by("id")
        .values_list("ouverture", "part")
    )
    lus = extraits.lus(acteur, [n for ligne in conviees for n in ligne if n])
    return Part(
        lire(seance),
        siege is not None,
        siege.present if siege else "",
        len(conviees),
        tuple(TexteLu(lus[o].texte, lus[o].jusqu_a) for o, _ in conviees if o in lus),
        tuple(TexteLu(lus[p].texte, lus[p].jusqu_a) for _, p in conviees if p in lus),
        _presentees(acteur, seance, at),
    )


def _presentees(acteur: Acteur, seance: Seance, at: date) -> tuple[Presentee, ...]:
    rangs = list(presentees(acteur, at).filter(seance=seance).order_by("rang", "created_at"))
    if not rangs:
        return ()
    ids = sorted({r.dossier_id for r in rangs})
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, ids, "eps")
    cles, tenus = trousseau(seance.programme_id, ids, [Volet.PARCOURS]), accords_de(ids, at)
    titres = titres_de(acteur, rangs, seance, at=at)
    return tuple(
        Presentee(
            r.id, titres[r.id], EtatDeSituation(r.etat),
            preparation_de(r, at=at, cles=cles, accord=tenus[r.dossier_id]).prete,
        )
        for r in rangs
    )  # fmt: skip
