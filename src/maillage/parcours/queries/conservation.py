"""What becomes due, what is archived, what waits to be destroyed: the policy first, the event, then the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers import conservation as regles
from maillage.dossiers.models import Dossier, Gel, OuvertureDArchive
from maillage.dossiers.rules import EtatDuDossier, Faits, Volet
from maillage.dossiers.rules.conservation import (
    Durees,
    MotifDeGel,
    Situation,
    Vie,
    echeance,
    situation,
)
from maillage.enfants import queries as enfants
from maillage.parcours.queries.contacts import derniers_contacts
from maillage.partage.queries import dossiers_visibles, exiger, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

BIENTOT = timedelta(days=90)
MONTRES = 100  # names shown in one group


@dataclass(frozen=True, slots=True)
class LigneDeConservation:
    """One dossier of the page. `nom` is empty in groups that only count."""

    dossier: UUID
    situation: Situation
    dernier_contact: date | None
    echeance: date | None
    gele_jusqu_au: date | None = None
    nom: str = ""


@dataclass(frozen=True, slots=True)
class GroupeDeConservation:
    """Dossiers in the same situation: how many, and the first of them by date."""

    nombre: int
    lignes: tuple[LigneDeConservation, ...]


@dataclass(frozen=True, slots=True)
class GelLu:
    """A gel, with the reason that was written."""

    id: UUID
    motif: str
    precision: str
    depuis: date
    jusqu_au: date
    leve_le: date | None
    auteur: str


@dataclass(frozen=True, slots=True)
class DossierConserve:
    """The retention of one dossier."""

    ligne: LigneDeConservation
    archive: bool
    gels: tuple[GelLu, ...]
    ouvertures: tuple[tuple[date, str, str], ...]  # day, who, why


def phrase(acteur: Acteur, faits: Faits, at: date) -> str:
    """Where a dossier stands, in one sentence, for whoever keeps the durations; nothing for the others."""
    if not decide(acteur, Acte.CONSERVER, Volet.IDENTITE, faits, at):
        return ""
    lues = lignes(
        [faits.dossier], regles.durees(faits.programme), at, etats={faits.dossier: faits.etat}
    )
    return dire(lues[0])


def dire(ligne: LigneDeConservation) -> str:
    """The situation in words."""
    due = f"{ligne.echeance:%d/%m/%Y}" if ligne.echeance else ""
    gel = f" Gelé jusqu’au {ligne.gele_jusqu_au:%d/%m/%Y}." if ligne.gele_jusqu_au else ""
    return {
        Situation.INCONNUE: "Dernier contact inconnu.",
        Situation.ACTIVE: f"Base active jusqu’au {due}, selon le dernier contact.",
        Situation.A_ARCHIVER: f"À archiver depuis le {due}.",
        Situation.ARCHIVEE: f"Archive restreinte, à éliminer à partir du {due}.",
        Situation.GELEE: f"Échu depuis le {due}.",
        Situation.A_ELIMINER: f"À éliminer depuis le {due}.",
        Situation.PURGEE: "Purgé.",
    }[ligne.situation] + gel


def lignes(
    dossiers: list[UUID],
    durees: Durees,
    at: date,
    etats: Mapping[UUID, str] | None = None,
) -> list[LigneDeConservation]:
    """Where these dossiers stand, without any name, in a constant number of queries; one less when their state is known."""
    if etats is None:
        etats = dict(Dossier.objects.filter(pk__in=dossiers).values_list("pk", "etat"))
    contacts = derniers_contacts(dossiers, at)
    gels = regles.gels_en_cours(dossiers, at=at)
    lues = []
    for d in dossiers:
        vie = Vie(EtatDuDossier(etats[d]), contacts.get(d), gels.get(d))
        lues.append(
            LigneDeConservation(
                dossier=d,
                situation=situation(vie, durees, at),
                dernier_contact=vie.dernier_contact,
                echeance=echeance(vie, durees),
                gele_jusqu_au=vie.gele_jusqu_au,
            )
        )
    return lues


def du_programme(acteur: Acteur, at: date) -> list[LigneDeConservation]:
    """Every dossier that the acteur keeps, without name."""
    visibles = dossiers_visibles(acteur, Acte.CONSERVER, Volet.IDENTITE, at)
    ids = list(visibles.order_by("created_at", "pk").values_list("pk", flat=True))
    return lignes(ids, regles.durees(acteur.programme_id), at) if ids else []


def tableau(acteur: Acteur, *, at: date) -> dict[str, GroupeDeConservation]:
    """The groups of the page, by their name; the reading of the names shown is noted first."""
    groupes: dict[str, list[LigneDeConservation]] = {s.value: [] for s in Situation}
    groupes |= {"bientot": [], "geles": []}
    for ligne in du_programme(acteur, at):
        groupes[ligne.situation].append(ligne)
        if (
            ligne.situation is Situation.ACTIVE
            and ligne.echeance
            and ligne.echeance <= at + BIENTOT
        ):
            groupes["bientot"].append(ligne)
        if ligne.gele_jusqu_au:
            groupes["geles"].append(ligne)
    del groupes[Situation.ACTIVE], groupes[Situation.PURGEE]
    for lot in groupes.values():
        lot.sort(key=lambda li: (li.echeance or date.max, str(li.dossier)))
    montres = {nom: lot[:MONTRES] for nom, lot in groupes.items()}
    noms = _noms(acteur, [li.dossier for lot in montres.values() for li in lot])
    return {
        nom: GroupeDeConservation(len(lot), tuple(_nommer(li, noms) for li in montres[nom]))
        for nom, lot in groupes.items()
    }


def _noms(acteur: Acteur, dossiers: list[UUID]) -> dict[UUID, str]:
    uniques = list(dict.fromkeys(dossiers))
    noter_liste(acteur, Acte.CONSERVER, Volet.IDENTITE, uniques, "conservation")
    cles = trousseau(acteur.programme_id, uniques, [Volet.IDENTITE])
    ouvertes = enfants.identites(uniques, cles)
    return {d: i.nom_de_liste for d, i in ouvertes.items()}


def _nommer(ligne: LigneDeConservation, noms: dict[UUID, str]) -> LigneDeConservation:
    return LigneDeConservation(
        ligne.dossier,
        ligne.situation,
        ligne.dernier_contact,
        ligne.echeance,
        ligne.gele_jusqu_au,
        noms.get(ligne.dossier, "") or "Nom à vérifier",
    )


def dossier(acteur: Acteur, dossier_id: UUID, *, at: date) -> DossierConserve:
    """The retention of one dossier, its gels and the openings of its archive."""
    faits, decision = exiger(acteur, Acte.CONSERVER, Volet.IDENTITE, dossier_id, at)
    noter(acteur, Acte.CONSERVER, decision, volet=Volet.IDENTITE, dossier=dossier_id)
    cles = trousseau(faits.programme, [dossier_id], [Volet.IDENTITE, Gel.volet])
    noms = enfants.identites([dossier_id], cles)
    ligne = lignes([dossier_id], regles.durees(faits.programme), at)[0]
    gels = Gel.objects.filter(dossier_id=dossier_id).select_related("auteur")
    ouvertures = OuvertureDArchive.objects.filter(dossier_id=dossier_id).select_related("auteur")
    return DossierConserve(
        ligne=_nommer(ligne, {d: i.nom_complet for d, i in noms.items()}),
        archive=faits.etat is EtatDuDossier.ARCHIVE,
        gels=tuple(
            GelLu(
                id=g.id,
                motif=MotifDeGel(g.motif).libelle,
                precision=g.ouvrir(cles).get("precision") or "",
                depuis=g.depuis,
                jusqu_au=g.jusqu_au,
                leve_le=g.leve_le,
                auteur=g.auteur.nom,
            )
            for g in gels.order_by("-created_at")
        ),
        ouvertures=tuple(
            (o.created_at.date(), o.auteur.nom, o.ouvrir(cles)["raison"])
            for o in ouvertures.order_by("-created_at")
        ),
    )
