"""One school of a campaign, child by child: the list, and the page on which one child is written during the meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau, trousseau_par_volet
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.evaluations.models import CampagneDEvaluation, EvaluationDeLEnfant
from maillage.evaluations.queries.campagnes import (
    CampagneLue,
    RendezVousLu,
    la_campagne,
    rendez_vous_lu,
)
from maillage.evaluations.queries.enfants import EnfantAVoir, a_voir, objectifs_ouverts
from maillage.evaluations.queries.grilles import lire
from maillage.evaluations.rules.grilles import (
    FINIES,
    Domaine,
    EtatDEvaluation,
    GrilleDeLEcole,
    Manque,
    MotifDeReport,
    domaines,
    manques,
)
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, exiger, noter
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class LigneDEcole:
    """One child of the school's list: where her evaluation stands, and what is missing."""

    enfant: EnfantAVoir
    etat: EtatDEvaluation
    manque: tuple[Manque, ...]
    motif: str
    famille_informee_le: date | None
    modifiable: bool


@dataclass(frozen=True, slots=True)
class PointDEcole:
    """A school in a campaign. `rendez_vous`: all of them, the latest first."""

    campagne: CampagneLue
    cle: str
    nom: str
    lignes: tuple[LigneDEcole, ...]
    rendez_vous: tuple[RendezVousLu, ...]

    @property
    def restent(self) -> int:
        return sum(ligne.etat not in FINIES for ligne in self.lignes)

    @property
    def prochain(self) -> UUID | None:
        """The first child still to be written, for whoever resumes."""
        restent = (x for x in self.lignes if x.modifiable and x.etat not in FINIES)
        return next((x.enfant.dossier for x in restent), None)


@dataclass(frozen=True, slots=True)
class SaisieLue:
    """One child during the meeting: her grid, and where one is in the list."""

    ecole: PointDEcole
    ligne: LigneDEcole
    grille: GrilleDeLEcole
    domaines: tuple[Domaine, ...]
    objectifs: Mapping[str, str]
    precision: str
    version: int
    auteur: str

    @property
    def rang(self) -> int:
        return self.ecole.lignes.index(self.ligne) + 1

    @property
    def precedent(self) -> UUID | None:
        return self._voisin(-1)

    @property
    def suivant(self) -> UUID | None:
        return self._voisin(1)

    def _voisin(self, pas: int) -> UUID | None:
        place = self.rang - 1 + pas
        lignes = self.ecole.lignes
        return lignes[place].enfant.dossier if 0 <= place < len(lignes) else None


def point_d_ecole(
    acteur: Acteur,
    campagne_id: UUID,
    ecole: str,
    *,
    at: date,
    parmi: Collection[UUID] | None = None,
) -> PointDEcole:
    """The children of this school whom the acteur may know, and nobody else; `Introuvable` when there is none.

    `parmi`: those alone are opened.
    """
    rang = la_campagne(acteur, campagne_id)
    siens = [e for e in a_voir(acteur, rang, at=at, parmi=parmi) if e.ecole == ecole]
    if not siens:
        raise Introuvable
    return PointDEcole(
        CampagneLue(rang.pk, rang.connue),
        ecole,
        siens[0].nom_de_l_ecole,
        _lignes(acteur, rang, siens, at),
        tuple(
            rendez_vous_lu(r)
            for r in rang.rendez_vous.filter(ecole=ecole)
            .select_related("poste")
            .order_by("-created_at")
        ),
    )


def _lignes(
    acteur: Acteur, rang: CampagneDEvaluation, siens: list[EnfantAVoir], at: date
) -> tuple[LigneDEcole, ...]:
    ids = [e.dossier for e in siens]
    cles = trousseau_par_volet(acteur.programme_id, {Volet.SCOLARITE: ids, Volet.PARCOURS: ids})
    ecrites = {
        e.dossier_id: e
        for e in EvaluationDeLEnfant.objects.filter(campagne=rang, dossier_id__in=ids)
    }
    objectifs = objectifs_ouverts(ids, cles)
    ecrire = dossiers_visibles(acteur, Acte.ECRIRE, Volet.SCOLARITE, at).filter(pk__in=ids)
    modifiables = set(ecrire.values_list("pk", flat=True))
    lignes = domaines(rang.depuis)
    return tuple(
        _ligne(e, ecrites.get(e.dossier), objectifs[e.dossier], lignes, cles,
               modifiable=e.dossier in modifiables)
        for e in siens
    )  # fmt: skip


def _ligne(
    enfant: EnfantAVoir,
    ecrite: EvaluationDeLEnfant | None,
    objectifs: Mapping[str, str],
    lignes: Iterable[Domaine],
    cles: Trousseau,
    *,
    modifiable: bool,
) -> LigneDEcole:
    if ecrite is None:
        return LigneDEcole(enfant, EtatDEvaluation.A_FAIRE, (), "", None, modifiable)
    etat = EtatDEvaluation(ecrite.etat)
    entamee = etat is EtatDEvaluation.ENTAMEE
    manque = manques(lire(ecrite.ouvrir(cles)), lignes, objectifs) if entamee else ()
    motif = MotifDeReport(ecrite.motif).libelle if ecrite.motif else ""
    return LigneDEcole(enfant, etat, manque, motif, ecrite.famille_informee_le, modifiable)


def saisie(
    acteur: Acteur, campagne_id: UUID, ecole: str, dossier_id: UUID, *, at: date, seul: bool = False
) -> SaisieLue:
    """The grid of one child of this school, for whoever reads her schooling; `modifiable` says whether she writes it.

    `seul`: without her neighbours in the list, whom nobody needs while the grid is kept.
    """
    faits, decision = exiger(acteur, Acte.LIRE, Volet.SCOLARITE, dossier_id, at)
    tout = point_d_ecole(acteur, campagne_id, ecole, at=at, parmi=[dossier_id] if seul else None)
    ligne = next((x for x in tout.lignes if x.enfant.dossier == dossier_id), None)
    if ligne is None:
        raise Introuvable
    noter(
        acteur, Acte.LIRE, decision, volet=Volet.SCOLARITE, dossier=dossier_id, objet="evaluation"
    )
    rang = EvaluationDeLEnfant.objects.filter(campagne_id=campagne_id, dossier_id=dossier_id)
    ecrite = rang.select_related("auteur").first()
    cles = trousseau(faits.programme, [dossier_id], [Volet.SCOLARITE, Volet.PARCOURS])
    contenu = ecrite.ouvrir(cles) if ecrite else {}
    return SaisieLue(
        ecole=tout,
        ligne=ligne,
        grille=lire(contenu),
        domaines=domaines(tout.campagne.depuis or at),
        objectifs=objectifs_ouverts([dossier_id], cles)[dossier_id],
        precision=contenu.get("precision") or "",
        version=ecrite.version if ecrite else 0,
        auteur=ecrite.auteur.nom if ecrite else "",
    )
