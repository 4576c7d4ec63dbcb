"""The hand-overs of the programme, or those in which one gives or receives; what is left to nobody. Counts, no name of a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.passations.models import Passation
from maillage.passations.queries.postes import (
    charges,
    etapes_a_reprendre,
    referents,
    situations,
    taches_ouvertes,
    titulaires,
)
from maillage.passations.rules.passations import EtatDePassation, Issue, MotifDePassation
from maillage.passations.rules.vacances import Tenue, a_passer

ANCIENNES = 30  # hand-overs decided before are read in the dossiers


@dataclass(frozen=True, slots=True)
class PosteAPasser:
    """A poste that carries children or steps, and that nobody holds today, or soon."""

    poste: UUID
    libelle: str
    vacant: bool
    jusqu_au: date | None
    enfants: int
    etapes: int
    en_preparation: UUID | None
    referent: bool


@dataclass(frozen=True, slots=True)
class PassationLue:
    """A hand-over in a list. `donne`, `recoit`: the part of the one who looks; `siens`: children she receives."""

    id: UUID
    poste: str
    motif: MotifDePassation
    etat: EtatDePassation
    depuis: date
    jusqu_au: date | None
    enfants: int
    confies: int
    parts: tuple[tuple[str, int], ...]
    donne: bool
    siens: int
    commencee: bool

    @property
    def en_preparation(self) -> bool:
        return self.etat is EtatDePassation.EN_PREPARATION


@dataclass(frozen=True, slots=True)
class Accueil:
    """The page of hand-overs. `etapes`: steps that nobody sees; `reprenables`: those that have a référent to go to."""

    tient: bool
    a_passer: tuple[PosteAPasser, ...]
    passations: tuple[PassationLue, ...]
    etapes: int
    reprenables: int


def accueil(acteur: Acteur, *, at: date) -> Accueil:
    """What is to be handed over, under way and decided."""
    decision = decide(acteur, Acte.SUIVRE_SES_PASSATIONS, None, None, at)
    if not decision:
        raise Introuvable
    noter(acteur, Acte.SUIVRE_SES_PASSATIONS, decision, objet="passations")
    tient = bool(decide(acteur, Acte.TENIR_LES_PASSATIONS, None, None, at))
    etapes, reprenables = etapes_perdues(acteur, at)
    return Accueil(
        tient=tient,
        a_passer=postes_a_passer(acteur, at) if tient else (),
        passations=passations(acteur, tient=tient, at=at),
        etapes=etapes,
        reprenables=reprenables,
    )


def postes_a_passer(acteur: Acteur, at: date) -> tuple[PosteAPasser, ...]:
    """The postes left, or soon left, for whoever leads the hand-overs."""
    programme = acteur.programme_id
    if programme is None or not decide(acteur, Acte.TENIR_LES_PASSATIONS, None, None, at):
        return ()
    ouvertes = Passation.objects.filter(
        programme_id=programme, etat=EtatDePassation.EN_PREPARATION
    ).values_list("poste_id", "pk")
    en_preparation = dict(ouvertes)
    menent = {p for p, _ in comptes.postes_de_reference(programme)}
    return tuple(
        PosteAPasser(
            p.poste, p.libelle, tenue is Tenue.VACANT, p.tenu_jusqu_au, p.enfants, p.etapes,
            en_preparation.get(p.poste), p.poste in menent,
        )
        for p, tenue in a_passer(situations(programme, at), at)
    )  # fmt: skip


def postes_dits(acteur: Acteur, at: date) -> set[UUID]:
    """The postes that hand-overs tell of when nobody holds them, because of what they carry; none for who leads no hand-over."""
    programme = acteur.programme_id
    if programme is None or not decide(acteur, Acte.TENIR_LES_PASSATIONS, None, None, at):
        return set()
    return {*charges(programme, at), *taches_ouvertes(programme).values_list("poste_id", flat=True)}


def etapes_perdues(acteur: Acteur, at: date) -> tuple[int, int]:
    """Steps that nobody sees among the children for whom this acteur plans; and how many a référent can take."""
    if acteur.programme_id is None:
        return 0, 0
    visibles = dossiers_visibles(acteur, Acte.PLANIFIER, Volet.PARCOURS, at)
    perdues = etapes_a_reprendre(acteur.programme_id, at)
    dossiers = list(
        perdues.filter(dossier_id__in=visibles.values("pk")).values_list("dossier_id", flat=True)
    )
    tenus = titulaires(acteur.programme_id, at, at=at) if dossiers else {}
    suivent = referents(acteur.programme_id, set(dossiers), at) if dossiers else {}
    return len(dossiers), sum(suivent.get(d) in tenus for d in dossiers)


def passations(acteur: Acteur, *, tient: bool, at: date) -> tuple[PassationLue, ...]:
    rangs = Passation.objects.filter(programme_id=acteur.programme_id).exclude(
        etat=EtatDePassation.ABANDONNEE
    )
    rangs = rangs.select_related("poste").order_by("-created_at")
    retenus = [p for p in rangs if tient or concerne(acteur, p)][:ANCIENNES]
    visibles = dossiers_visibles(acteur, Acte.LISTER, Volet.PARCOURS, at).values("pk")
    attend = Q(enfants__issue=Issue.ATTEND, enfants__dossier_id__in=visibles)
    comptees = Passation.objects.filter(pk__in=[p.pk for p in retenus]).annotate(
        attendent=Count("enfants", filter=attend),
        places=Count("enfants", filter=attend & Q(enfants__receveur__isnull=False)),
    )
    nombres = {p: (a, b) for p, a, b in comptees.values_list("pk", "attendent", "places")}
    noms = comptes.postes_nommes({UUID(p) for r in retenus for p in r.parts})
    return tuple(_lue(acteur, p, nombres[p.pk], noms, at) for p in retenus)


def concerne(acteur: Acteur, passation: Passation) -> bool:
    """One of her postes gives, or receives in what is decided."""
    siens = {str(p) for p in acteur.postes}
    return passation.poste_id in acteur.postes or bool(siens & set(passation.parts))


def _lue(
    acteur: Acteur, p: Passation, nombres: tuple[int, int], noms: dict[UUID, str], at: date
) -> PassationLue:
    parts = {UUID(poste): n for poste, n in p.parts.items()}
    faite = p.etat == EtatDePassation.FAITE
    total = sum(parts.values())
    return PassationLue(
        id=p.pk,
        poste=p.poste.libelle,
        motif=MotifDePassation(p.motif),
        etat=EtatDePassation(p.etat),
        depuis=p.depuis,
        jusqu_au=p.jusqu_au,
        enfants=total if faite else nombres[0],
        confies=total if faite else nombres[1],
        parts=tuple(sorted((noms[poste], n) for poste, n in parts.items())),
        donne=p.poste_id in acteur.postes,
        siens=sum(n for poste, n in parts.items() if poste in acteur.postes),
        commencee=faite and p.depuis <= at,
    )


def une_passation(acteur: Acteur, passation_id: UUID, *, at: date) -> tuple[Passation, bool]:
    """One hand-over that this acteur may know of, and whether she leads them. Else nothing exists."""
    decision = decide(acteur, Acte.SUIVRE_SES_PASSATIONS, None, None, at)
    rang = Passation.objects.filter(pk=passation_id, programme_id=acteur.programme_id)
    passation = rang.select_related("poste").first() if decision else None
    tient = bool(decide(acteur, Acte.TENIR_LES_PASSATIONS, None, None, at))
    if passation is None or not (tient or concerne(acteur, passation)):
        raise Introuvable
    return passation, tient
