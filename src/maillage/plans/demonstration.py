"""Invented plans for the demonstration, written through the services that people use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from maillage.comptes.rules import Acteur
from maillage.plans import services
from maillage.plans.rules.objectifs import Parole
from maillage.plans.rules.regards import Evolution, Regard
from maillage.plans.rules.suites import Suite

R, E, P, S = Regard, Evolution, Parole, Suite
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


@dataclass(frozen=True, slots=True)
class ActionMenee:
    """An invented action of a past year: its words and codes, the domain of its objective, what followed how long before the end."""

    libelle: str
    nature: str
    operateur: str
    domaine: str
    suites: tuple[tuple[Suite, int, str], ...]


def _faite(libelle: str, nature: str, operateur: str, domaine: str, avant: int, duree: int) -> ActionMenee:  # fmt: skip
    suites = (
        (S.ACCEPTEE, avant, ""), (S.EN_COURS, avant - 5, ""),
        (S.TERMINEE, avant - 5 - duree, "L’enfant et ses parents en parlent avec plaisir."),
    )  # fmt: skip
    return ActionMenee(libelle, nature, operateur, domaine, suites)


def _attendue(libelle: str, domaine: str, avant: int) -> ActionMenee:
    suites = ((S.ACCEPTEE, avant, ""), (S.ATTENTE, avant - 8, ""))
    return ActionMenee(libelle, "orientation_droit_commun", "droit_commun", domaine, suites)


ENTRETIEN = _faite("Entretien avec les parents", "entretien_famille", "pre_en_interne", "parentalite", 220, 0)  # fmt: skip
LANGAGE = _faite("Atelier de langage", "action_collective", "partenaire", "langage", 300, 180)
CLUB = _faite(
    "Inscription au club du quartier", "orientation_droit_commun", "droit_commun", "sport", 200, 120
)
ECOLE = _faite("Rencontre à l’école avec les parents", "mediation_famille_ecole", "pre_en_interne", "lien_famille_ecole", 150, 0)  # fmt: skip
TRAJET = _faite("Aller ensemble au premier rendez-vous", "accompagnement_physique_vers_un_service", "pre_en_interne", "sante_somatique", 110, 0)  # fmt: skip
SOUTIEN = _faite(
    "Aide au travail du soir", "action_individuelle", "prestataire", "scolarite", 260, 150
)
# what each of the children of the example has lived, in turn; some have one action, some have two
ANNEE: tuple[tuple[ActionMenee, ...], ...] = (
    (ENTRETIEN, _attendue("Bilan de langage", "langage", 250)),
    (LANGAGE, ENTRETIEN),
    (SOUTIEN, ENTRETIEN),
    (LANGAGE, _attendue("Premier rendez-vous de soin", "sante_psychique", 120)),
    (ENTRETIEN, ECOLE),
    (CLUB, ENTRETIEN),
    (TRAJET, _attendue("Premier rendez-vous de soin", "sante_psychique", 100)),
    (LANGAGE, ENTRETIEN),
    (ENTRETIEN, _attendue("Place au centre de loisirs", "loisirs_et_vacances", 40)),
    (SOUTIEN, _attendue("Premier rendez-vous de soin", "sante_psychique", 230)),
)
DEBUT_DE_L_EXEMPLE = 330  # days before the end of the year: objectives are written, families agree


def mener_des_actions(acteur: Acteur, dossiers: Iterable[UUID], *, fin: date) -> int:
    """Write what these children lived in the year that ended that day; their families have agreed. Returns how many actions."""
    menees = 0
    for n, dossier in enumerate(dossiers):
        for action in ANNEE[n % len(ANNEE)]:
            _mener(acteur, dossier, action, fin)
            menees += 1
    return menees


def _mener(acteur: Acteur, dossier: UUID, action: ActionMenee, fin: date) -> None:
    debut = fin - timedelta(days=DEBUT_DE_L_EXEMPLE)
    cle = uuid5(dossier, action.libelle)
    vise = services.ecrire_objectif(
        acteur=acteur, dossier_id=dossier, formulaire=cle, at=debut, domaine=action.domaine,
        texte="Avancer pas à pas", mots_de=P.ENSEMBLE, presents="L’enfant, un parent",
    )  # fmt: skip
    ecrite = services.ActionEcrite(
        libelle=action.libelle, nature=action.nature, operateur=action.operateur
    )
    rang = services.proposer_action(
        acteur=acteur, dossier_id=dossier, objectif_id=vise.pk, ecrite=ecrite, debut=None, fin=None,
        formulaire=cle, at=debut,
    )  # fmt: skip
    for vers, avant, mots in action.suites:
        le = fin - timedelta(days=avant)
        rang = services.donner_suite(
            acteur=acteur, action_id=rang.pk, vers=vers, mots=mots, le=le, version=rang.version,
            formulaire=uuid5(cle, vers), at=le,
        )  # fmt: skip
