"""Reads of scenarios: counts for the coordination, children only for whoever reads their volet identité."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite.models import CasDUnScenario, Scenario
from maillage.eligibilite.models.scenarios import EtatDeScenario
from maillage.eligibilite.queries.cartes import cartes_connues
from maillage.eligibilite.rules.simulation import Cas
from maillage.enfants import queries as enfants
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, noter_liste
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class ScenarioLu:
    """A scenario as pages show it: what is compared, and counts. No child."""

    id: UUID
    nom: str
    etat: EtatDeScenario
    avant: str
    apres: str
    bascule: date
    fin: date
    cout_mensuel: Decimal | None
    fait: int
    total: int
    auteur: str
    decide_par: str
    decide_le: date | None
    resultat: Mapping[str, Any] = field(default_factory=dict)

    @property
    def en_cours(self) -> bool:
        return self.etat is EtatDeScenario.EN_COURS

    @property
    def calcule(self) -> bool:
        return self.etat in {EtatDeScenario.FAIT, EtatDeScenario.DECIDE}

    @property
    def budget(self) -> Decimal | None:
        """Cost of the child-months that the exits free, when the cost of one is told."""
        if self.cout_mensuel is None or not self.resultat:
            return None
        mois = Decimal(str(self.resultat["consequences"]["enfants_mois"]))
        return round(mois * self.cout_mensuel, 2)


def scenarios(acteur: Acteur) -> tuple[ScenarioLu, ...]:
    """Every scenario of the programme, the latest first."""
    rangs = Scenario.objects.filter(programme_id=acteur.programme_id)
    noms = dict(cartes_connues(acteur.programme_id))
    lies = rangs.select_related("auteur", "decide_par", "regles_avant", "regles_apres")
    return tuple(_lu(r, noms) for r in lies.order_by("-created_at"))


def scenario(acteur: Acteur, ident: UUID) -> ScenarioLu:
    """One scenario of the acteur's programme."""
    rangs = Scenario.objects.filter(programme_id=acteur.programme_id, id=ident)
    rang = rangs.select_related("auteur", "decide_par", "regles_avant", "regles_apres").first()
    if rang is None:
        raise Introuvable
    return _lu(rang, dict(cartes_connues(acteur.programme_id)))


def _lu(rang: Scenario, noms: Mapping[str, str]) -> ScenarioLu:
    def cote(codes: list[str], numero: int) -> str:
        cartes = ", ".join(noms.get(c, c).split(" (")[0] for c in codes)
        return f"{cartes or 'aucune carte'}, règles version {numero}"

    return ScenarioLu(
        id=rang.id,
        nom=rang.nom,
        etat=EtatDeScenario(rang.etat),
        avant=cote(rang.cartes_avant, rang.regles_avant.numero),
        apres=cote(rang.cartes_apres, rang.regles_apres.numero),
        bascule=rang.bascule,
        fin=rang.fin,
        cout_mensuel=rang.cout_mensuel,
        fait=rang.fait,
        total=rang.total,
        auteur=rang.auteur.nom if rang.auteur else "",
        decide_par=rang.decide_par.nom if rang.decide_par else "",
        decide_le=rang.decide_le.date() if rang.decide_le else None,
        resultat=rang.resultat or {},
    )


@dataclass(frozen=True, slots=True)
class EnfantConcerne:
    """A child whom a scenario touches, for whoever reads her volet identité."""

    dossier: UUID
    nom: str
    cas: Cas
    avant: Mapping[str, Any]
    apres: Mapping[str, Any]


def du_cas(
    acteur: Acteur, scenario_id: UUID, voulus: Collection[Cas], *, at: date
) -> dict[UUID, dict[str, Any]]:
    """The dossiers in these cases, among those whose volet identité the acteur reads; one event says so."""
    visibles = set(
        dossiers_visibles(acteur, Acte.LIRE, Volet.IDENTITE, at).values_list("id", flat=True)
    )
    rangs = CasDUnScenario.objects.filter(
        scenario_id=scenario_id, scenario__programme_id=acteur.programme_id
    )
    lisibles = [r for r in rangs if r.dossier_id in visibles]
    if not lisibles:
        return {}
    ids = sorted(r.dossier_id for r in lisibles)
    noter_liste(acteur, Acte.LIRE, Volet.IDENTITE, ids, f"scenario {scenario_id}")
    cles = trousseau(acteur.programme_id, ids, [Volet.IDENTITE])
    ouverts = {r.dossier_id: r.ouvrir(cles) for r in lisibles}
    return {d: c for d, c in ouverts.items() if Cas(c["cas"]) in voulus}


def concernes(
    acteur: Acteur, ident: UUID, voulus: Collection[Cas], *, at: date
) -> tuple[EnfantConcerne, ...]:
    """The children in these cases, by name."""
    scenario(acteur, ident)
    lus = du_cas(acteur, ident, voulus, at=at)
    cles = trousseau(acteur.programme_id, list(lus), [Volet.IDENTITE])
    noms = {d: i.nom_complet for d, i in enfants.identites(list(lus), cles).items()}
    tous = (
        EnfantConcerne(d, noms.get(d, ""), Cas(c["cas"]), c["faits"]["avant"], c["faits"]["apres"])
        for d, c in lus.items()
    )
    return tuple(sorted(tous, key=lambda e: (e.nom.casefold(), str(e.dossier))))
