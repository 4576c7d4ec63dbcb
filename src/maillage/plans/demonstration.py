"""Invented plans for the demonstration, written through the services that people use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID, uuid5

from maillage.comptes.rules import Acteur
from maillage.plans import services
from maillage.plans.rules.objectifs import Parole
from maillage.plans.rules.regards import Evolution, Regard

R, E, P = Regard, Evolution, Parole
# domain, what helps, need; objective, in whose words; viewpoints: who, what, words, days ago
EXEMPLES = (
    (
        ("langage", "Raconte et dessine ; sa mère lit avec lui.", "Comprendre les consignes écrites."),
        ("Lire une histoire en entier", P.ENFANT, "L’enfant, sa mère", "langage"),
        (
            (R.ENFANT, E.STABLE, "Je n’aime pas lire devant les autres.", 300),
            (R.ENFANT, E.LEGERE, "", 150),
            (R.ENFANT, E.NETTE, "J’ai lu une histoire à mon frère.", 6),
            (R.PARENTS, E.STABLE, "", 300),
            (R.PARENTS, E.LEGERE, "Il demande des livres.", 6),
            (R.ECOLE, E.LEGERE, "", 160),
            (R.ECOLE, E.DEGRADATION, "Il ne lit plus à voix haute depuis la rentrée.", 12),
            (R.PARTENAIRE, E.NON_EVALUABLE, "Deux séances seulement.", 12),
        ),
    ),
    (
        ("vie_sociale", "Un entraîneur qui la connaît bien.", "Avoir une activité le mercredi."),
        ("Retrouver des amis le mercredi", P.ENSEMBLE, "L’enfant, son père", "vie_sociale"),
        (
            (R.ENFANT, E.LEGERE, "Je connais deux filles maintenant.", 20),
            (R.REFERENT, E.LEGERE, "", 20),
        ),
    ),
)  # fmt: skip
ATELIER = services.ActionEcrite(
    libelle="Atelier du mercredi", nature="action_collective", operateur="partenaire",
    structure="Centre social (exemple)", qui="",
)  # fmt: skip


def ecrire_des_plans(acteur: Acteur, dossiers: Iterable[UUID], *, at: date) -> int:
    """Write one example in each of these dossiers, as far as there are examples; return how many."""
    faits = 0
    for dossier, (besoin, objectif, regards) in zip(dossiers, EXEMPLES, strict=False):
        _ecrire(acteur, dossier, besoin, objectif, regards, at)
        faits += 1
    return faits


def _ecrire(
    acteur: Acteur,
    dossier: UUID,
    besoin: tuple[str, str, str],
    objectif: tuple[str, Parole, str, str],
    regards: tuple[tuple[Regard, Evolution, str, int], ...],
    at: date,
) -> None:
    ici = {"acteur": acteur, "dossier_id": dossier, "formulaire": uuid5(dossier, "plan"), "at": at}
    domaine, appui, constat = besoin
    services.noter_besoin(**ici, domaine=domaine, appui=appui, constat=constat)
    texte, mots_de, presents, sien = objectif
    ecrit = services.ecrire_objectif(
        **ici, texte=texte, mots_de=mots_de, presents=presents, domaine=sien
    )
    du_sien = {"acteur": acteur, "formulaire": ici["formulaire"], "at": at, "objectif_id": ecrit.pk}
    services.ajouter_etape(
        **du_sien, libelle="Choisir ensemble par quoi commencer", qui="L’enfant",
        echeance=at + timedelta(days=10),
    )  # fmt: skip
    services.proposer_action(
        **ici, objectif_id=ecrit.pk, ecrite=ATELIER, debut=None, fin=at + timedelta(days=120)
    )
    for regard, evolution, mots, jours in regards:
        services.noter_regard(
            **du_sien, regard=regard, evolution=evolution, mots=mots, le=at - timedelta(days=jours)
        )
