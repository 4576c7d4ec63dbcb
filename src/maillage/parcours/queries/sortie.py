"""The exit of a child as her page shows it: what remains, who takes over, what was said, the watch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Volet
from maillage.eligibilite.queries.sortie import la_sortie
from maillage.enfants import queries as enfants
from maillage.notions.nomenclatures import charger
from maillage.parcours.errors import SortieNonCommencee
from maillage.parcours.models import FinDeParcours, Parcours, RelaisDeSortie, Tache
from maillage.parcours.queries.etats import dernier
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.queries.projections import Fiche
from maillage.parcours.rules.etapes import SORTIES, Etape, commence
from maillage.parcours.rules.mots import date_en_mots
from maillage.parcours.rules.sortie import LETTRE_A, ReponseDuRelais
from maillage.partage.queries import exiger
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


@dataclass(frozen=True, slots=True)
class RelaisLu:
    """Somebody asked to take over, and what was answered."""

    id: UUID
    version: int
    structure_code: str
    structure: str
    qui: str
    precision: str
    contact_le: date | None
    reponse: ReponseDuRelais
    par: str


@dataclass(frozen=True, slots=True)
class FinLue:
    """How it ends; version 0 when nothing is written yet."""

    version: int = 0
    prevue_le: date | None = None
    entretien_le: date | None = None
    avec: str = ""
    bilan: str = ""
    parole_famille: str = ""
    parole_enfant: str = ""
    par: str = ""


@dataclass(frozen=True, slots=True)
class VeilleLue:
    """A step of the watch."""

    id: UUID
    libelle: str
    echeance: date
    faite_le: date | None


@dataclass(frozen=True, slots=True)
class SortieDuParcours:
    """The exit of one child, for whoever reads her volet parcours."""

    fiche: Fiche
    etape: Etape
    sortie: str
    fin: FinLue
    relais: tuple[RelaisLu, ...]
    veilles: tuple[VeilleLue, ...]
    taches: tuple[VeilleLue, ...]
    ecrit: bool
    adultes: tuple[tuple[UUID, str], ...]
    courrier_ouvert: bool
    en_campagne: bool

    @property
    def sorti(self) -> bool:
        return self.etape in SORTIES

    @property
    def ecrit_a_la_famille(self) -> bool:
        return self.etape in LETTRE_A


def preparable(rang: Parcours) -> bool:
    """An exit is prepared of a parcours that has begun, or is written of after it."""
    etape = Etape(rang.etape)
    return etape in SORTIES or commence(etape, rang.entree)


def sortie_du_parcours(acteur: Acteur, dossier_id: UUID, *, at: date) -> SortieDuParcours:
    """Everything of this exit that this acteur reads; the reading is noted first, by the page of the child."""
    faits, _ = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    lue = fiche(acteur, dossier_id, at=at, demande=Volet.PARCOURS, details={Volet.FAMILLE})
    rang = dernier(dossier_id)
    if rang is None or not preparable(rang):
        raise SortieNonCommencee
    cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
    taches = _taches(dossier_id, cles)
    return SortieDuParcours(
        fiche=lue,
        etape=Etape(rang.etape),
        sortie=date_en_mots(rang.sortie),
        fin=_fin(rang, cles),
        relais=tuple(_relais(r, cles) for r in les_relais(rang)),
        veilles=tuple(t for veille, t in taches if veille),
        taches=tuple(t for veille, t in taches if not veille and t.faite_le is None),
        en_campagne=la_sortie(dossier_id) is not None,
        **_gestes(acteur, faits, at),
    )


def les_relais(rang: Parcours):
    """The relays of this parcours, in the order in which they were asked."""
    rangs = RelaisDeSortie.objects.filter(parcours=rang).select_related("auteur")
    return rangs.order_by("created_at")


def la_fin(rang: Parcours) -> FinDeParcours | None:
    """How this parcours ends, sealed."""
    return FinDeParcours.objects.filter(parcours=rang).select_related("auteur").first()


def _fin(rang: Parcours, cles: Trousseau) -> FinLue:
    fin = la_fin(rang)
    if fin is None:
        return FinLue()
    return FinLue(
        version=fin.version, prevue_le=fin.prevue_le, entretien_le=fin.entretien_le,
        par=fin.auteur.nom, **fin.ouvrir(cles),
    )  # fmt: skip


def _relais(rang: RelaisDeSortie, cles: Trousseau) -> RelaisLu:
    contenu = rang.ouvrir(cles)
    return RelaisLu(
        id=rang.pk,
        version=rang.version,
        structure_code=rang.structure,
        structure=charger("n32").libelle(rang.structure),
        qui=contenu["qui"],
        precision=contenu["precision"],
        contact_le=rang.contact_le,
        reponse=ReponseDuRelais(rang.reponse),
        par=rang.auteur.nom,
    )


def _taches(dossier_id: UUID, cles: Trousseau) -> list[tuple[bool, VeilleLue]]:
    """Next steps, each with whether it is one of the watch."""
    rangs = Tache.objects.filter(dossier_id=dossier_id).order_by("echeance", "created_at")
    lues = ((t, t.ouvrir(cles)) for t in rangs)
    return [
        (bool(c.get("veille")), VeilleLue(t.pk, c["libelle"], t.echeance, t.faite_le))
        for t, c in lues
    ]


def _gestes(acteur: Acteur, faits: Faits, at: date) -> dict[str, object]:
    """What may be done here, and to whom the letter may go."""
    courrier = bool(decide(acteur, Acte.ECRIRE, Volet.FAMILLE, faits, at))
    adultes: tuple[tuple[UUID, str], ...] = ()
    if courrier:
        cles = trousseau(faits.programme, [faits.dossier], [Volet.FAMILLE])
        lus = enfants.responsables(faits.dossier, cles)
        adultes = tuple((r.id, r.nom or "Nom à vérifier") for r in lus)
    return {
        "ecrit": bool(decide(acteur, Acte.ECRIRE, Volet.PARCOURS, faits, at)),
        "adultes": adultes,
        "courrier_ouvert": courrier and (bool(adultes) or not accords.cloaks(faits.dossier, at)),
    }
