"""A file of zones on its way, from the page: sent, read by a job, told, confirmed, stored by a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from maillage.comptes import queries as comptes
from maillage.comptes.models import Programme
from maillage.comptes.queries.equipe import seconde_personne
from maillage.comptes.rules import Acteur
from maillage.comptes.rules.habilitations import (
    DELAI_DE_DEMANDE,
    DemandeFaite,
    NatureDeDemande,
    peut_confirmer,
)
from maillage.notions.decision import Decision, Motif, Texte
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.territoire import zonage
from maillage.territoire.errors import FichierDeZonesIllisible, ImportDeZonesRefuse
from maillage.territoire.generations import EtatDeDepot
from maillage.territoire.lecture_zones import OCTETS_AU_PLUS
from maillage.territoire.models import Commune, DepotDeZones
from maillage.territoire.zonage import Demande

E = EtatDeDepot
REGLE = "coord_territoire"
DEUX_PERSONNES = Texte(
    "Loi n° 2014-173, art. 5 ; docs/regles/cartes.md : une carte nationale se décide à deux"
)
A_DEUX = "Une autre personne de la coordination, de ce programme ou d'un autre, la confirme depuis sa page «\u00a0Quartiers\u00a0»."


@dataclass(frozen=True, slots=True)
class DepotLu:
    """A deposit as the page shows it."""

    id: UUID
    fichier: str
    etat: str
    demande: Demande
    rapport: dict[str, Any] | None
    fait: int
    total: int
    created_at: Any
    auteur: UUID

    @property
    def en_cours(self) -> bool:
        return self.etat in {E.LECTURE, E.ECRITURE}


def deposer(*, acteur: Acteur, fichier: str, octets: bytes, demande: Demande, at: date) -> UUID:
    """Keep a file until somebody has read its report."""
    if len(octets) > OCTETS_AU_PLUS:
        raise FichierDeZonesIllisible(
            f"Le fichier dépasse {OCTETS_AU_PLUS // 1024 // 1024}\u00a0Mo."
        )
    nom = PurePath(fichier).name[:120]
    with transaction.atomic():
        rang = DepotDeZones.objects.create(
            programme_id=acteur.programme_id, auteur=acteur.id, contenu=octets,
            demande={"fichier": nom, **demande.en_dict()},
        )  # fmt: skip
        acte = Acte.TENIR_LE_TERRITOIRE
        noter(acteur, acte, decide(acteur, acte, None, None, at), objet=f"depot de zones {rang.id}")
    return rang.id


@transaction.atomic
def confirmer(*, acteur: Acteur, depot_id: UUID, at: date) -> None:
    """Say yes to the report; the writing itself is a job. A national map may need a second person."""
    change = _lisibles(acteur).filter(id=depot_id, etat=E.A_CONFIRMER)
    rang = change.select_for_update().first()
    if rang is None or rang.rapport is None:
        raise Introuvable
    decision = confirmation(acteur, _lu(rang), at)
    if not decision:
        raise ImportDeZonesRefuse(
            decision.motif.phrase, rien_perdu="Rien n'a été enregistré.", a_faire=decision.a_faire
        )
    if rang.rapport["refuse"]:
        raise ImportDeZonesRefuse(
            "Ce fichier ne peut pas être enregistré tel quel.",
            rien_perdu="Rien n'a été enregistré.",
            a_faire="Corrigez ce que le rapport refuse, puis déposez-le de nouveau.",
        )
    noter(acteur, Acte.TENIR_LE_TERRITOIRE, decision, objet=f"confirmation {rang.id}")
    change.update(etat=E.ECRITURE, fait=0, confirme_par=acteur.id)


def confirmation(acteur: Acteur, lu: DepotLu, at: date) -> Decision:
    """May this person say yes to this report? A national map changes every programme of the installation: two persons decide it."""
    if lu.demande.programme is not None:
        return decide(acteur, Acte.TENIR_LE_TERRITOIRE, None, None, at)
    if not Programme.objects.exclude(pk=acteur.programme_id).exists():
        return decide(acteur, Acte.TENIR_LE_TERRITOIRE, None, None, at)
    if acteur.id == lu.auteur:
        motif = Motif(
            "seconde_personne", "Cette carte vaut pour tous les programmes de cette installation."
        )
        return Decision(False, motif, DEUX_PERSONNES, A_DEUX)
    faite = DemandeFaite(
        nature=NatureDeDemande.MISSION, cible=lu.id, demandee_par=lu.auteur,
        expire_le=lu.created_at.date() + DELAI_DE_DEMANDE,
    )  # fmt: skip
    return peut_confirmer(acteur, seconde_personne(acteur.id), faite, at)


def abandonner(*, acteur: Acteur, depot_id: UUID) -> None:
    """Drop a deposit and its bytes."""
    ouverts = _du_programme(acteur).filter(id=depot_id, etat__in=[E.A_CONFIRMER, E.ECHOUE])
    if not ouverts.update(etat=E.ABANDONNE, contenu=b""):
        raise Introuvable


def depot(acteur: Acteur, depot_id: UUID) -> DepotLu:
    """One deposit of the programme, or a national map that waits for a second person."""
    rang = _lisibles(acteur).filter(id=depot_id).first()
    if rang is None:
        raise Introuvable
    return _lu(rang)


def derniers(acteur: Acteur) -> tuple[DepotLu, ...]:
    """Deposits that still wait for somebody, the latest first."""
    ouverts = _lisibles(acteur).filter(etat__in=[E.LECTURE, E.A_CONFIRMER, E.ECRITURE])
    return tuple(_lu(r) for r in ouverts.defer("contenu").order_by("-created_at")[:10])


def lire(depot_id: UUID) -> None:
    """The job that reads: the report is kept, nothing else."""
    rang = DepotDeZones.objects.get(id=depot_id)
    if rang.etat != E.LECTURE:
        return
    try:
        examen = _examiner(rang)
    except ErreurMetier as refus:
        _finir(rang, E.ECHOUE, rapport={"illisible": str(refus), "refuse": True}, contenu=b"")
    except Exception:
        _finir(rang, E.ECHOUE, contenu=b"")
        raise
    else:
        total = examen.rapport["zones"]
        _finir(rang, E.A_CONFIRMER, rapport=examen.rapport, fait=total, total=total)


def ecrire(depot_id: UUID) -> None:
    """The job that stores: examined again, since another map may have come in between."""
    rang = DepotDeZones.objects.get(id=depot_id)
    if rang.etat != E.ECRITURE:
        return
    try:
        examen = _examiner(rang)
        with transaction.atomic():
            zonage.enregistrer(
                examen=examen, fichier=rang.demande["fichier"], demande=demande_de(rang),
                par=rang.auteur, regle=REGLE, journal=rang.programme_id,
            )  # fmt: skip
            _finir(rang, E.ECRIT, contenu=b"", rapport=examen.rapport)
    except ErreurMetier as refus:
        _finir(rang, E.ECHOUE, rapport={"illisible": str(refus), "refuse": True}, contenu=b"")
    except Exception:
        _finir(rang, E.ECHOUE, contenu=b"")
        raise


def demande_de(rang: DepotDeZones) -> Demande:
    return Demande.lire({k: v for k, v in rang.demande.items() if k != "fichier"})


def _examiner(rang: DepotDeZones) -> zonage.Examen:
    def avancer(fait: int, total: int) -> None:
        DepotDeZones.objects.filter(id=rang.id).update(fait=fait, total=total)

    communes = comptes.programme(rang.programme_id).communes
    departements = Commune.objects.filter(code__in=communes).values_list("departement", flat=True)
    return zonage.examiner(
        octets=bytes(rang.contenu), fichier=rang.demande["fichier"], demande=demande_de(rang),
        departements=frozenset(departements), avancer=avancer,
    )  # fmt: skip


def _finir(rang: DepotDeZones, etat: EtatDeDepot, **champs: Any) -> None:
    DepotDeZones.objects.filter(id=rang.id).update(etat=etat, **champs)


def _du_programme(acteur: Acteur) -> Any:
    return DepotDeZones.objects.filter(programme_id=acteur.programme_id)


def _lisibles(acteur: Acteur) -> Any:
    """Those of the programme, and the national maps of the others: while they wait, and once one has said yes to them."""
    nationales = Q(demande__programme=None) & (Q(etat=E.A_CONFIRMER) | Q(confirme_par=acteur.id))
    return DepotDeZones.objects.filter(Q(programme_id=acteur.programme_id) | nationales)


def _lu(rang: DepotDeZones) -> DepotLu:
    return DepotLu(
        rang.id, rang.demande["fichier"], rang.etat, demande_de(rang), rang.rapport, rang.fait,
        rang.total, rang.created_at, rang.auteur,
    )  # fmt: skip
