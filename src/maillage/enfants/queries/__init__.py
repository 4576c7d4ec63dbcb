"""Opening the volets identité, famille and scolarité. Callers have been granted access by `partage` first."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import Trousseau, trousseau, trousseau_du_programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Domicile, Identite, LienFamilial, Responsable, Scolarite
from maillage.enfants.rules.identite import IdentiteLue
from maillage.enfants.rules.recherche import chercher
from maillage.enfants.rules.reperage import position_de
from maillage.notions.decision import Decision, Motif
from maillage.notions.nomenclatures import charger
from maillage.notions.temps import DatePartielle
from maillage.partage.queries import dossiers_visibles, exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import rules_de
from maillage.territoire.rules.adresses import Position

journal = logging.getLogger("maillage.enfants")


@dataclass(frozen=True, slots=True)
class DomicileLu:
    """A home as written, with the civil days between which it is known."""

    adresse: str
    ville: str
    quartier: str
    depuis: date | None
    jusqu_au: date | None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class ResponsableLu:
    """An adult of the family and how to reach her. `exercice` is what the old file or the first entry said."""

    id: UUID
    nom: str
    lien: str
    telephones: tuple[str, ...]
    exercice: str
    adresse: str = ""
    courriel: str = ""
    travail: str = ""


@dataclass(frozen=True, slots=True)
class ScolariteLue:
    """A school year. `uai` is None until somebody is certain of the school."""

    etablissement: str
    uai: str | None
    classe: str
    rentree: int | None
    reseau: str = ""  # the réseau of the school that year, when it is known
    niveau: str | None = None  # code of the class (nomenclature N4)

    @property
    def annee(self) -> str:
        return f"{self.rentree}-{self.rentree + 1}" if self.rentree else "année inconnue"


def identite_de(contenu: dict[str, str | None]) -> IdentiteLue:
    """Read the sealed content of an identity."""
    naissance = contenu.get("naissance")
    return IdentiteLue(
        nom=contenu.get("nom") or "",
        prenom=contenu.get("prenom") or "",
        naissance=DatePartielle.lire(naissance) if naissance else None,
        sexe=contenu.get("sexe") or None,
    )


def identites(dossiers: Iterable[UUID] | QuerySet, cles: Trousseau) -> dict[UUID, IdentiteLue]:
    """Open the identities of these dossiers, in one query."""
    ouvertes = {}
    rangs = Identite.objects.filter(dossier_id__in=dossiers)
    for ligne, dossier, version, scelle in rangs.values_list(
        "id", "dossier_id", "version", "scelle"
    ):
        try:
            contenu = cles.ouvrir(scelle, Identite.place(ligne, dossier, version))
        except Illisible:  # one damaged row must not close the list to a whole team
            journal.error("Identité illisible : dossier %s.", dossier)
            contenu = {}
        ouvertes[dossier] = identite_de(contenu)
    return ouvertes


def identite_a_corriger(acteur: Acteur, dossier: UUID, *, at: date) -> tuple[IdentiteLue, int]:
    """The identity and its version, for whoever may correct it; the reading is noted first."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.IDENTITE, dossier, at)
    noter(acteur, Acte.LIRE, decision, volet=Volet.IDENTITE, dossier=dossier)
    rang = Identite.objects.get(dossier_id=dossier)
    cles = trousseau(faits.programme, [dossier], [Volet.IDENTITE])
    return identite_de(rang.ouvrir(cles)), rang.version


def nom_pour_ecrire(acteur: Acteur, volet: Volet, dossier: UUID, *, at: date) -> str:
    """Name of a child above a form of one of its volets, for whoever may write there."""
    exiger(acteur, Acte.ECRIRE, volet, dossier, at)
    faits, decision = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier, at)
    noter(acteur, Acte.LISTER, decision, volet=Volet.IDENTITE, dossier=dossier)
    cles = trousseau(faits.programme, [dossier], [Volet.IDENTITE])
    return identites([dossier], cles)[dossier].nom_complet


def candidats_fratrie(
    acteur: Acteur, dossier: UUID, recherche: str, *, at: date
) -> tuple[tuple[UUID, str], ...]:
    """Children in whose volet famille the acteur may write, whose name is near `recherche`."""
    visibles = dossiers_visibles(acteur, Acte.ECRIRE, Volet.FAMILLE, at).exclude(pk=dossier)
    cles = trousseau_du_programme(acteur.programme_id, [Volet.IDENTITE])
    ouvertes = list(identites(visibles.values("pk"), cles).items())
    rangs = chercher(recherche, [(i.nom, i.prenom) for _, i in ouvertes])[:8]
    trouves = tuple((ouvertes[r][0], ouvertes[r][1].nom_complet) for r in rangs)
    decision = _decision_de_liste(acteur)
    if decision and trouves:
        lus = tuple(d for d, _ in trouves)
        noter(
            acteur, Acte.LISTER, decision, volet=Volet.IDENTITE, dossiers_lus=lus, nombre=len(lus)
        )
    return trouves


def _decision_de_liste(acteur: Acteur) -> Decision | None:
    regle = next(iter(rules_de(acteur, Acte.LISTER, Volet.IDENTITE)), None)
    return regle and Decision(True, Motif(regle.nom, regle.phrase), regle.fondement)


def domiciles(dossier: UUID, cles: Trousseau) -> tuple[DomicileLu, ...]:
    """Homes of a child, the latest first."""
    lus = []
    for rang in Domicile.objects.filter(dossier_id=dossier).order_by("-created_at"):
        c = rang.ouvrir(cles)
        lus.append(
            DomicileLu(
                c.get("adresse") or "",
                c.get("ville") or "",
                c.get("quartier") or "",
                rang.depuis,
                rang.jusqu_au,
                position_de(c),
            )
        )
    return tuple(lus)


def responsables(dossier: UUID, cles: Trousseau) -> tuple[ResponsableLu, ...]:
    """Adults of the family, in the order in which they were written."""
    lus = []
    for rang in Responsable.objects.filter(dossier_id=dossier).order_by("created_at"):
        c = rang.ouvrir(cles)
        exercice = c.get("exercice") or "a_verifier"
        lus.append(
            ResponsableLu(
                rang.pk,
                c.get("nom") or "",
                c.get("lien") or "",
                tuple(c.get("telephones") or ()),
                charger("n29").libelle(exercice),
                c.get("adresse") or "",
                c.get("courriel") or "",
                c.get("travail") or "",
            )
        )
    return tuple(lus)


def fratrie(dossier: UUID) -> tuple[UUID, ...]:
    """Dossiers of the same family. Whether they may be named is decided dossier by dossier."""
    return tuple(
        LienFamilial.objects.filter(dossier_id=dossier)
        .order_by("created_at")
        .values_list("autre_id", flat=True)
    )


def scolarites(dossiers: Iterable[UUID], cles: Trousseau) -> dict[UUID, tuple[ScolariteLue, ...]]:
    """School years of these children, the latest first, in one query."""
    lues: dict[UUID, list[ScolariteLue]] = {}
    rangs = Scolarite.objects.filter(dossier_id__in=list(dossiers)).order_by(
        "-rentree", "-created_at"
    )
    for ligne, dossier, rentree, version, scelle in rangs.values_list(
        "id", "dossier_id", "rentree", "version", "scelle"
    ):
        c = cles.ouvrir(scelle, Scolarite.place(ligne, dossier, version))
        lues.setdefault(dossier, []).append(
            ScolariteLue(
                c.get("etablissement") or "",
                c.get("uai"),
                classe_affichee(c),
                rentree,
                niveau=c.get("niveau") or None,
            )
        )
    return {d: tuple(s) for d, s in lues.items()}


def scolarises(dossiers: Iterable[UUID], rentree: int) -> set[UUID]:
    """Those of these children whose school of that year is written. Opens nothing."""
    rangs = Scolarite.objects.filter(dossier_id__in=list(dossiers), rentree=rentree)
    return set(rangs.values_list("dossier_id", flat=True))


def classe_affichee(contenu: dict[str, str | None]) -> str:
    """The class as the nomenclature names it, else as it was written."""
    niveau = contenu.get("niveau")
    return charger("n04").libelle(niveau) if niveau else (contenu.get("classe") or "")
