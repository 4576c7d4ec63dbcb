"""Where children live, as figures for a rule: frozen facts, inside what the acteur may read, protected homes left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from maillage.accords.queries import voiles_de
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.queries import programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Domicile
from maillage.enfants.rules.reperage import du_jour, position_de, texte_de
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, exiger, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.territoire.geocodage import Geocodeur
from maillage.territoire.rules.adresses import AdresseProposee, Geocodage, Position


@dataclass(frozen=True, slots=True)
class Situation:
    """The home of a day, for a rule: its position, None when nobody knows it; whether an address is written at all."""

    position: Position | None
    ecrite: bool


def situations(dossiers: Iterable[UUID], cles: Trousseau, at: date) -> dict[UUID, Situation]:
    """Homes of this day, in one query. Callers have been granted the volet identité of these dossiers first."""
    lus: dict[UUID, list[Domicile]] = {}
    for rang in Domicile.objects.filter(dossier_id__in=list(dossiers)).order_by("created_at"):
        lus.setdefault(rang.dossier_id, []).append(rang)
    trouvees = {}
    for dossier, rangs in lus.items():
        place = du_jour([(r.depuis, r.jusqu_au) for r in rangs], at)
        if place is not None:
            contenu = rangs[place].ouvrir(cles)
            trouvees[dossier] = Situation(position_de(contenu), any(texte_de(contenu)))
    return trouvees


def situations_visibles(acteur: Acteur, *, at: date) -> dict[UUID, Situation]:
    """The same for every child whose identité the acteur reads today. One event says so.

    A protected home is there only for whoever reads the volet famille, where it says from whom it is kept.
    """
    lisibles = list(
        dossiers_visibles(acteur, Acte.LIRE, Volet.IDENTITE, at).values_list("pk", flat=True)
    )
    visibles = sorted(set(lisibles) - domiciles_tus(acteur, lisibles, at))
    if not visibles:
        return {}
    noter_liste(acteur, Acte.LIRE, Volet.IDENTITE, visibles, "positions")
    cles = trousseau(acteur.programme_id, visibles, [Volet.IDENTITE])
    return situations(visibles, cles, at)


def domiciles_tus(acteur: Acteur, lisibles: list[UUID], at: date) -> set[UUID]:
    """Dossiers whose home is protected and whose volet famille this acteur does not read."""
    proteges = set(voiles_de(lisibles, at))
    if not proteges:
        return set()
    famille = dossiers_visibles(acteur, Acte.LIRE, Volet.FAMILLE, at).filter(pk__in=proteges)
    return proteges - set(famille.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class DomicileASituer:
    """The home of today, to be placed by whoever may write it. Its text never shows in `repr`."""

    id: UUID
    version: int
    adresse: str = field(repr=False)
    ville: str = field(repr=False)
    trouve: str = field(repr=False)
    position: Position | None
    geocodage: Geocodage = field(repr=False)
    protege: bool


def domicile_a_situer(acteur: Acteur, dossier: UUID, *, at: date) -> DomicileASituer:
    """The home of today and what the files propose; the reading is noted first."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.IDENTITE, dossier, at)
    protege = dossier in voiles_de([dossier], at)
    if protege:  # said only to whoever reads from whom it is protected
        exiger(acteur, Acte.LIRE, Volet.FAMILLE, dossier, at)
    noter(acteur, Acte.LIRE, decision, volet=Volet.IDENTITE, dossier=dossier, objet="position")
    rangs = list(Domicile.objects.filter(dossier_id=dossier).order_by("created_at"))
    place = du_jour([(r.depuis, r.jusqu_au) for r in rangs], at)
    if place is None:
        raise Introuvable
    rang = rangs[place]
    contenu = rang.ouvrir(trousseau(faits.programme, [dossier], [Volet.IDENTITE]))
    adresse, ville = texte_de(contenu)
    with Geocodeur(programme(faits.programme).communes) as geocodeur:
        propose = geocodeur.geocoder(adresse, ville)
    return DomicileASituer(
        rang.id,
        rang.version,
        adresse,
        ville,
        _trouve(contenu),
        position_de(contenu),
        propose,
        protege,
    )


def _trouve(contenu: Mapping[str, Any]) -> str:
    return str(contenu["position"]["trouve"]) if position_de(contenu) else ""


def candidat_propose(acteur: Acteur, cle: str) -> AdresseProposee | None:
    """The candidate of this key, in the files in service."""
    with Geocodeur(programme(acteur.programme_id).communes) as geocodeur:
        return geocodeur.retrouver(cle)
