"""The table in which a hand-over is prepared: each child, what is under way, who takes over, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.parcours.queries.contacts import derniers_contacts
from maillage.parcours.queries.liste import etapes_et_referents
from maillage.partage.queries import dossiers_visibles, noter_listes
from maillage.partage.rules.actes import Acte
from maillage.passations.models import EnfantConfie, Passation
from maillage.passations.queries.liste import une_passation
from maillage.passations.queries.postes import (
    charges,
    enfants_du_poste,
    taches_ouvertes,
    titulaires,
)
from maillage.passations.rules.passations import (
    EtatDePassation,
    FaitsDeLaPassation,
    MotifDePassation,
    abandonner,
    decider,
)
from maillage.passations.rules.repartition import Raison


@dataclass(frozen=True, slots=True)
class PosteReceveur:
    """A poste that may receive: what it follows that day, and what it would follow. `tenu`: somebody is there."""

    id: UUID
    libelle: str
    tenu: bool
    suivis: int
    apres: int


@dataclass(frozen=True, slots=True)
class LigneDePassation:
    """One child of the table."""

    dossier: UUID
    enfant: str
    etape: str
    etapes: int
    dernier_contact: date | None
    note: bool
    famille_informee_le: date | None
    receveur: UUID | None
    raisons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreparationLue:
    """The whole table, and whether it can be decided. `ecartes`: children of the list who are no longer of this poste."""

    id: UUID
    poste: str
    motif: MotifDePassation
    etat: EtatDePassation
    depuis: date
    jusqu_au: date | None
    lignes: tuple[LigneDePassation, ...]
    receveurs: tuple[PosteReceveur, ...]
    ecartes: int
    notes: int
    decision: Decision
    abandon: Decision

    @property
    def sans_receveur(self) -> int:
        return sum(ligne.receveur is None for ligne in self.lignes)


def preparation(acteur: Acteur, passation_id: UUID, *, at: date) -> PreparationLue:
    """The preparation of a hand-over, for whoever leads them."""
    passation, tient = une_passation(acteur, passation_id, at=at)
    if not tient:
        raise Introuvable
    attendus = enfants_du_poste(passation.programme_id, passation.poste_id, passation.depuis)
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at).filter(pk__in=attendus)
    ids = sorted(visibles.values_list("pk", flat=True))
    rangs = {r.dossier_id: r for r in passation.enfants.filter(dossier_id__in=ids)}
    noter_listes(
        acteur,
        (Acte.LISTER, Volet.IDENTITE, ids),
        (Acte.LIRE, Volet.PARCOURS, ids),
        objet="passation",
    )
    lignes = _lignes(acteur, ids, rangs, passation.poste_id, at)
    receveurs = _receveurs(passation, lignes, at)
    vacants = {r.id: r.libelle for r in receveurs if not r.tenu}
    sans = {vacants[ligne.receveur] for ligne in lignes if ligne.receveur in vacants}
    etat, motif = EtatDePassation(passation.etat), MotifDePassation(passation.motif)
    confies = sum(ligne.receveur is not None for ligne in lignes)
    faits = FaitsDeLaPassation(
        etat, motif, passation.depuis, len(lignes), confies, tuple(sorted(sans))
    )
    return PreparationLue(
        id=passation.pk,
        poste=passation.poste.libelle,
        motif=motif,
        etat=etat,
        depuis=passation.depuis,
        jusqu_au=passation.jusqu_au,
        lignes=lignes,
        receveurs=receveurs,
        ecartes=passation.enfants.exclude(dossier_id__in=ids).count(),
        notes=sum(ligne.note for ligne in lignes),
        decision=decider(faits, at),
        abandon=abandonner(etat, passation.depuis, at),
    )


def _lignes(
    acteur: Acteur,
    ids: list[UUID],
    rangs: dict[UUID, EnfantConfie],
    poste_id: UUID,
    at: date,
) -> tuple[LigneDePassation, ...]:
    cles = trousseau(acteur.programme_id, ids, [Volet.IDENTITE, Volet.PARCOURS])
    noms = {d: i.nom_de_liste for d, i in enfants.identites(ids, cles).items()}
    etapes, _ = etapes_et_referents(ids, at)
    siennes = taches_ouvertes(acteur.programme_id).filter(poste_id=poste_id, dossier_id__in=ids)
    ouvertes = Counter(siennes.values_list("dossier_id", flat=True))
    contacts = derniers_contacts(ids, at)
    lignes = []
    for d in ids:
        rang = rangs.get(d)  # None: joined since, written with the next save
        lignes.append(
            LigneDePassation(
                dossier=d,
                enfant=noms[d],
                etape=etapes.get(d, ""),
                etapes=ouvertes[d],
                dernier_contact=contacts.get(d),
                note=bool(rang and rang.ouvrir(cles)["note"]),
                famille_informee_le=rang.famille_informee_le if rang else None,
                receveur=rang.receveur_id if rang else None,
                raisons=tuple(Raison(r).libelle for r in rang.raisons.split()) if rang else (),
            )
        )
    return tuple(sorted(lignes, key=lambda ligne: (ligne.enfant.casefold(), ligne.dossier)))


def _receveurs(
    passation: Passation, lignes: tuple[LigneDePassation, ...], at: date
) -> tuple[PosteReceveur, ...]:
    """In the order of names: it is to share the work, never a ranking."""
    tenus = titulaires(passation.programme_id, passation.depuis, at=at)
    suivis = charges(passation.programme_id, passation.depuis)
    plus = Counter(ligne.receveur for ligne in lignes)
    return tuple(
        PosteReceveur(p, libelle, p in tenus, suivis[p], suivis[p] + plus[p])
        for p, libelle in comptes.postes_de_reference(passation.programme_id)
        if p != passation.poste_id
    )
