"""Elimination lists as their pages see them: numbers, dates, identifiers; no name of a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Bordereau
from maillage.dossiers.rules.conservation import EtatDeBordereau, MotifDePurge, SortFinal
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide, ouvre

ETATS = {
    EtatDeBordereau.PREPARE: ("att", "Préparée"),
    EtatDeBordereau.VALIDE: ("att", "Validée, en cours d’exécution"),
    EtatDeBordereau.EXECUTE: ("ok", "Exécutée"),
    EtatDeBordereau.ABANDONNE: ("inc", "Abandonnée"),
}


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One dossier of a list, under the first letters of its identifier."""

    cote: str
    ouvert_le: date
    dernier_contact: date | None
    ecartee: str
    purgee_le: date | None
    enregistrements: int


@dataclass(frozen=True, slots=True)
class BordereauLu:
    """A list: who, when, under which visa, and how far its purge is."""

    id: UUID
    programme: str
    etat: str
    couleur: str
    libelle: str
    motif: str
    sort: str
    prepare_par: str
    prepare_le: date
    visa_reference: str
    visa_le: date | None
    versement: str
    valide_par: str
    valide_le: date | None
    lignes: tuple[LigneLue, ...]
    modifiable: bool  # by this acteur: visa, giving up
    validable: bool  # by this acteur, who did not prepare it

    @property
    def retenues(self) -> tuple[LigneLue, ...]:
        return tuple(li for li in self.lignes if not li.ecartee)

    @property
    def faites(self) -> int:
        return sum(1 for li in self.retenues if li.purgee_le)

    @property
    def dates_extremes(self) -> tuple[date, date] | None:
        """From the oldest opening to the latest contact known."""
        debuts = [li.ouvert_le for li in self.retenues]
        fins = [li.dernier_contact or li.ouvert_le for li in self.retenues]
        return (min([*debuts, *fins]), max(fins)) if debuts else None


def bordereaux(acteur: Acteur) -> tuple[BordereauLu, ...]:
    """The lists of the programme, the latest first."""
    rangs = _rangs(acteur).order_by("-created_at")[:50]
    return tuple(_lu(acteur, r) for r in rangs)


def bordereau(acteur: Acteur, bordereau_id: UUID, *, at: date) -> BordereauLu:
    """One list; its reading is noted."""
    rang = _rangs(acteur).filter(pk=bordereau_id).first()
    if rang is None:
        raise Introuvable
    decision = decide(acteur, Acte.VALIDER_ELIMINATION, None, None, at)
    noter(acteur, Acte.VALIDER_ELIMINATION, decision, objet=f"lecture {rang.id}")
    return _lu(acteur, rang)


def _rangs(acteur: Acteur):
    rangs = Bordereau.objects.filter(programme_id=acteur.programme_id)
    return rangs.select_related("prepare_par", "valide_par").prefetch_related("lignes")


def _lu(acteur: Acteur, rang: Bordereau) -> BordereauLu:
    couleur, libelle = ETATS[EtatDeBordereau(rang.etat)]
    prepare = rang.etat == EtatDeBordereau.PREPARE
    return BordereauLu(
        id=rang.id,
        programme=comptes.programme(rang.programme_id).nom,
        etat=rang.etat,
        couleur=couleur,
        libelle=libelle,
        motif=MotifDePurge(rang.motif).libelle,
        sort="Versement" if rang.sort == SortFinal.VERSEMENT else "Élimination",
        prepare_par=rang.prepare_par.nom,
        prepare_le=rang.prepare_le,
        visa_reference=rang.visa_reference,
        visa_le=rang.visa_le,
        versement=rang.versement,
        valide_par=rang.valide_par.nom if rang.valide_par else "",
        valide_le=rang.valide_le,
        lignes=tuple(
            LigneLue(
                cote=str(li.dossier_id)[:8].upper(),
                ouvert_le=li.ouvert_le,
                dernier_contact=li.dernier_contact,
                ecartee=li.ecartee,
                purgee_le=li.purgee_le,
                enregistrements=li.enregistrements,
            )
            for li in sorted(rang.lignes.all(), key=lambda li: li.id)
        ),
        modifiable=prepare and ouvre(acteur, Acte.PREPARER_ELIMINATION),
        validable=prepare and rang.prepare_par_id != acteur.id,
    )
