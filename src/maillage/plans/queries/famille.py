"""The plan on paper, for one adult of the family: only what may be said to her, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.enfants.queries.destinataire import destinataire
from maillage.notions.erreurs import Introuvable
from maillage.parcours.queries.etats import dernier
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.plans.models import PlanPresente
from maillage.plans.queries.figes import plan_fige
from maillage.plans.queries.lecture import Lecture
from maillage.plans.rules.objectifs import Parole

Dire = Callable[[str], str]
LIBRES = ("libelle", "qui", "structure")
TU = "(non écrit sur ce papier)"
QUI_FAIT = {
    "pre_en_interne": "L’équipe de la réussite éducative",
    "prestataire": "Une personne ou une structure payée par l’équipe",
    "partenaire": "Une structure partenaire",
    "droit_commun": "Un service ouvert à tous",
}


@dataclass(frozen=True, slots=True)
class ActionDite:
    """Who does what, from when, until when."""

    quoi: str
    qui: str
    debut: date | None
    fin: date | None


@dataclass(frozen=True, slots=True)
class ObjectifDit:
    """What one wants to see change, and what each one does for it."""

    texte: str
    mots_de: str
    etapes: tuple[ActionDite, ...]
    actions: tuple[ActionDite, ...]


@dataclass(frozen=True, slots=True)
class PlanDit:
    """The plan for one adult."""

    nom: str
    enfant: str
    programme: str
    auteur: str
    le: date
    objectifs: tuple[ObjectifDit, ...]
    autres: tuple[ActionDite, ...]


@dataclass(frozen=True, slots=True)
class VersionFigee:
    """A version as it was shown, with its words, for a professional who reads the plan."""

    numero: int
    le: date
    presents: str
    mots: str
    objectifs: tuple[ObjectifDit, ...]
    autres: tuple[ActionDite, ...]


def adultes(acteur: Acteur, dossier_id: UUID, *, at: date) -> tuple[tuple[UUID, str], ...]:
    """The adults to whom the plan may be addressed; nobody for whoever does not write in the volet famille."""
    faits, _ = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    decision = decide(acteur, Acte.ECRIRE, Volet.FAMILLE, faits, at)
    if not decision:
        return ()
    noter(acteur, Acte.LIRE, decision, volet=Volet.FAMILLE, dossier=dossier_id, objet="adultes")
    cles = trousseau(faits.programme, [dossier_id], [Volet.FAMILLE])
    return tuple((r.id, r.nom or "un adulte") for r in enfants.responsables(dossier_id, cles))


def plan_pour(acteur: Acteur, dossier_id: UUID, adulte: UUID, *, at: date) -> PlanDit:
    """The plan of today, addressed to this adult: what could tell her a protected place is left out."""
    exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.FAMILLE, dossier_id, at)
    rang = dernier(dossier_id)
    if rang is None:
        raise Introuvable
    noter(acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="plan_remis")
    cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
    fige = plan_fige(rang.pk, Lecture(cles, at))
    programme = comptes.programme(faits.programme).nom
    libres = {f"libre:{t}": t for t in _textes(fige)}
    qui = destinataire(acteur, dossier_id, adulte, {**libres, "programme": programme}, at=at)

    def dire(texte: str) -> str:
        return (qui.textes[f"libre:{texte}"] or TU) if texte else ""

    return PlanDit(
        nom=qui.nom,
        enfant=qui.enfant,
        programme=qui.textes["programme"],
        auteur=acteur.nom,
        le=at,
        objectifs=_objectifs(fige, dire),
        autres=tuple(_action(a, dire) for a in fige["autres_actions"]),
    )


def version(acteur: Acteur, dossier_id: UUID, version_id: UUID, *, at: date) -> VersionFigee:
    """What was shown on that day, whatever was written since."""
    faits, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    rang = PlanPresente.objects.filter(pk=version_id, dossier_id=dossier_id).first()
    if rang is None:
        raise Introuvable
    noter(acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="plan")
    c = rang.ouvrir(trousseau(faits.programme, [dossier_id], [Volet.PARCOURS]))
    return VersionFigee(
        numero=rang.numero,
        le=rang.le,
        presents=c["presents"],
        mots=c["mots"],
        objectifs=_objectifs(c["plan"], str),
        autres=tuple(_action(a, str) for a in c["plan"]["autres_actions"]),
    )


def _textes(fige: dict[str, Any]) -> Iterator[str]:
    """Every text that somebody typed freely."""
    for objectif in fige["objectifs"]:
        yield objectif["texte"]
        for ligne in (*objectif["etapes"], *objectif["actions"]):
            yield from (ligne[champ] for champ in LIBRES if champ in ligne)
    for ligne in fige["autres_actions"]:
        yield from (ligne[champ] for champ in LIBRES if champ in ligne)


def _objectifs(fige: dict[str, Any], dire: Dire) -> tuple[ObjectifDit, ...]:
    return tuple(
        ObjectifDit(
            texte=dire(o["texte"]),
            mots_de=Parole(o["mots_de"]).dans_une_phrase,
            etapes=tuple(
                ActionDite(dire(e["libelle"]), dire(e["qui"]), None, _jour(e["echeance"]))
                for e in o["etapes"]
            ),
            actions=tuple(_action(a, dire) for a in o["actions"]),
        )
        for o in fige["objectifs"]
    )


def _action(a: dict[str, Any], dire: Dire) -> ActionDite:
    qui = ", ".join(dire(t) for t in (a["qui"], a["structure"]) if t)
    return ActionDite(
        dire(a["libelle"]), qui or QUI_FAIT[a["operateur"]], _jour(a["debut"]), _jour(a["fin"])
    )


def _jour(texte: str) -> date | None:
    return date.fromisoformat(texte) if texte else None
