"""The children of a hand-over one after another: the note for the next référent, what the family was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.notions.erreurs import Introuvable
from maillage.parcours.models import Tache
from maillage.partage.queries import dossiers_visibles, exiger, noter, noter_listes
from maillage.partage.rules.actes import Acte
from maillage.passations.models import MOYENS, EnfantConfie
from maillage.passations.queries.liste import une_passation
from maillage.passations.rules.passations import (
    EtatDePassation,
    Issue,
    MotifDePassation,
    note_ouverte,
)


@dataclass(frozen=True, slots=True)
class EnfantDePassation:
    """One child of a hand-over, as whoever follows her today may know it. `rencontre`: the day of the first meeting."""

    dossier: UUID
    enfant: str
    receveur: str
    note: str
    famille_informee_le: date | None
    moyen: str
    parole: str
    rencontre: date | None
    rencontre_faite: bool


@dataclass(frozen=True, slots=True)
class PassationSuivie:
    """A hand-over and those of its children whom this acteur follows today."""

    id: UUID
    poste: str
    motif: MotifDePassation
    etat: EtatDePassation
    depuis: date
    jusqu_au: date | None
    commencee: bool
    tient: bool
    donne: bool
    recoit: int
    enfants: tuple[EnfantDePassation, ...]

    @property
    def notes(self) -> int:
        return sum(bool(e.note) for e in self.enfants)

    @property
    def informees(self) -> int:
        return sum(e.famille_informee_le is not None for e in self.enfants)


@dataclass(frozen=True, slots=True)
class FicheDePassation:
    """The form of one child: what is written, its version, who comes before and after in the list."""

    passation: PassationSuivie
    enfant: EnfantDePassation
    moyen: str
    version: int
    note_ouverte: bool
    rang: int
    precedent: UUID | None
    suivant: UUID | None


def suivie(acteur: Acteur, passation_id: UUID, *, at: date) -> PassationSuivie:
    """The children of a hand-over by name: all for whoever leads, her own for the others, none that she does not follow."""
    passation, tient = une_passation(acteur, passation_id, at=at)
    visibles = dossiers_visibles(acteur, Acte.ECRIRE, Volet.PARCOURS, at)
    rangs = passation.enfants.filter(dossier_id__in=visibles.values("pk")).select_related(
        "receveur"
    )
    rangs = rangs.filter(issue__in=(Issue.ATTEND, Issue.CONFIE))
    if not tient and passation.poste_id not in acteur.postes:
        rangs = rangs.filter(receveur_id__in=acteur.postes, issue=Issue.CONFIE)
    return PassationSuivie(
        id=passation.pk,
        poste=passation.poste.libelle,
        motif=MotifDePassation(passation.motif),
        etat=EtatDePassation(passation.etat),
        depuis=passation.depuis,
        jusqu_au=passation.jusqu_au,
        commencee=passation.etat == EtatDePassation.FAITE and passation.depuis <= at,
        tient=tient,
        donne=passation.poste_id in acteur.postes,
        recoit=sum(n for p, n in passation.parts.items() if UUID(p) in acteur.postes),
        enfants=_enfants(acteur, list(rangs)),
    )


def _enfants(acteur: Acteur, rangs: list[EnfantConfie]) -> tuple[EnfantDePassation, ...]:
    ids = sorted(r.dossier_id for r in rangs)
    noter_listes(
        acteur,
        (Acte.LISTER, Volet.IDENTITE, ids),
        (Acte.LIRE, Volet.PARCOURS, ids),
        objet="passation",
    )
    if not ids:
        return ()
    cles = trousseau(acteur.programme_id, ids, [Volet.IDENTITE, Volet.PARCOURS])
    identites = enfants.identites(ids, cles)
    contenus = {r.dossier_id: r.ouvrir(cles) for r in rangs}
    premieres = [r.premiere_id for r in rangs if r.premiere_id]
    taches = Tache.objects.filter(dossier_id__in=ids).in_bulk(premieres)
    lus = []
    for r in rangs:
        c = contenus[r.dossier_id]
        tache = taches.get(r.premiere_id)
        lus.append(
            EnfantDePassation(
                r.dossier_id, identites[r.dossier_id].nom_complet, r.receveur.libelle if r.receveur else "",
                c["note"], r.famille_informee_le, MOYENS[r.moyen], c["parole"],
                tache.echeance if tache else None, bool(tache and tache.faite_le),
            )
        )  # fmt: skip
    return tuple(
        sorted(lus, key=lambda e: (identites[e.dossier].nom_de_liste.casefold(), e.dossier))
    )


def fiche(acteur: Acteur, passation_id: UUID, dossier_id: UUID, *, at: date) -> FicheDePassation:
    """One child of the list, with her neighbours in it."""
    lue = suivie(acteur, passation_id, at=at)
    ordre = [e.dossier for e in lue.enfants]
    if dossier_id not in ordre:
        raise Introuvable
    _, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    noter(
        acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id,
        objet="passation_note",
    )  # fmt: skip
    rang = EnfantConfie.objects.get(passation_id=passation_id, dossier_id=dossier_id)
    i = ordre.index(dossier_id)
    return FicheDePassation(
        passation=lue,
        enfant=lue.enfants[i],
        moyen=rang.moyen,
        version=rang.version,
        note_ouverte=note_ouverte(lue.etat, lue.depuis, at),
        rang=i + 1,
        precedent=ordre[i - 1] if i else None,
        suivant=ordre[i + 1] if i + 1 < len(ordre) else None,
    )


def postes_a_choisir(acteur: Acteur, *, at: date) -> list[tuple[str, str]]:
    """The postes of référent of the programme, with the name of who holds each, for the form that opens a hand-over."""
    postes = comptes.postes_de_reference(acteur.programme_id)
    tenus = comptes.occupants({p for p, _ in postes}, at)
    return [
        (str(p), f"{libelle} ({', '.join(n for _, n in tenus[p])})" if tenus.get(p) else libelle)
        for p, libelle in postes
    ]
