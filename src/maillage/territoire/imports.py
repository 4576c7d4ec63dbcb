"""Loading of a file of addresses: deposited, read by a job, put in service in one move. Public data; no child here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path, PurePath
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.dispatch import Signal

from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.territoire import ban
from maillage.territoire.errors import AdressesRefusees
from maillage.territoire.models import ChargementDAdresses, EtatDuChargement

# Rooms above hear that addresses changed: homes are looked for again. `source`: what was put in service.
adresses_renouvelees = Signal()
MEGA = 1024 * 1024
MONTRES = 10
EXEMPLE = Path(__file__).parent / "data" / "adresses_exemple.csv.gz"
JOUR_DE_L_EXEMPLE = date(2026, 7, 1)


class ArretDemande(Exception):
    """Somebody asked this loading to stop."""


def deposer(*, acteur: Acteur, nom: str, octets: bytes, au: date, at: date) -> UUID:
    """Keep a file until the job has read it. The name is kept to be shown, never to find the file."""
    if len(octets) > settings.TAILLE_MAX_DEPOT:
        raise AdressesRefusees(
            f"Ce fichier dépasse {settings.TAILLE_MAX_DEPOT // MEGA} Mo. Prenez le fichier compressé d’un seul département."
        )
    rang = ChargementDAdresses(auteur_id=acteur.id, fichier=PurePath(nom).name[:120], au=au)
    _place(rang.id).parent.mkdir(parents=True, exist_ok=True)
    _place(rang.id).write_bytes(octets)
    decision = decide(acteur, Acte.TENIR_LES_ADRESSES, None, None, at)
    noter(acteur, Acte.TENIR_LES_ADRESSES, decision, objet=f"adresses {rang.id}")
    rang.save(force_insert=True)
    return rang.id


def _place(import_id: UUID) -> Path:
    return Path(settings.BAN) / "depots" / str(import_id)


def derniers() -> QuerySet[ChargementDAdresses]:
    """The latest loadings of the installation."""
    return ChargementDAdresses.objects.select_related("auteur").order_by("-created_at")[:MONTRES]


def l_import(import_id: UUID) -> ChargementDAdresses:
    """One loading."""
    rang = ChargementDAdresses.objects.filter(id=import_id).first()
    if rang is None:
        raise Introuvable
    return rang


def arreter(*, import_id: UUID) -> None:
    """Ask a loading to stop: what is in service stays in service."""
    l_import(import_id)
    rangs = ChargementDAdresses.objects.filter(id=import_id, etat=EtatDuChargement.EN_COURS)
    rangs.update(arret_demande=True)


def executer(import_id: UUID) -> None:
    """Read the file and put it in service. Run twice, it does nothing the second time."""
    rang = l_import(import_id)
    if rang.etat != EtatDuChargement.EN_COURS:
        return
    rangs = ChargementDAdresses.objects.filter(id=import_id)
    try:
        source = ban.charger(
            _place(import_id), Path(settings.BAN), au=rang.au, avancer=_avancement(rangs)
        )
    except AdressesRefusees as refus:
        rangs.update(etat=EtatDuChargement.REFUSE, message=refus.message[:400])
    except ArretDemande:
        rangs.update(etat=EtatDuChargement.ARRETE)
    except Exception:
        rangs.update(etat=EtatDuChargement.ECHOUE)
        raise
    else:
        rangs.update(
            etat=EtatDuChargement.TERMINE, departement=source.departement, adresses=source.adresses
        )
        adresses_renouvelees.send(sender=ChargementDAdresses, source=source)
    finally:
        _place(import_id).unlink(missing_ok=True)


def _avancement(rangs: QuerySet[ChargementDAdresses]) -> Callable[[int, int], None]:
    def avancer(fait: int, total: int) -> None:
        rangs.update(fait=min(fait, total), total=max(total, 1))
        if rangs.values_list("arret_demande", flat=True).first():
            raise ArretDemande

    return avancer


def charger_l_exemple() -> ban.SourceDAdresses | None:
    """Put the shipped sample in service where no file of addresses is; a real file is never replaced by it."""
    dossier = Path(settings.BAN)
    if ban.en_service(dossier):
        return None
    return ban.charger(EXEMPLE, dossier, au=JOUR_DE_L_EXEMPLE, exemple=True)
