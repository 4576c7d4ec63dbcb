"""Which rooms each mission sees in the navigation. A table; what is not listed is not shown.

Seeing an entry opens nothing: every page asks the policy for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from maillage.comptes.rules import Mission

TOUTES = frozenset(Mission)
COORDINATION = frozenset({Mission.COORDINATION})
EQUIPE = COORDINATION | {
    Mission.REFERENCE,
    Mission.SOIN,
    Mission.TRAVAIL_SOCIAL,
    Mission.SECRETARIAT,
}
MEMBRES = TOUTES - {Mission.TECHNIQUE}
LECTEURS_DE_CHIFFRES = frozenset({Mission.ELU, Mission.PILOTAGE, Mission.PARTENARIAT})
LECTEURS = EQUIPE - {Mission.SECRETARIAT} | {Mission.EPS, Mission.ECOLE, Mission.PARTENARIAT}


@dataclass(frozen=True, slots=True)
class Salle:
    """A line of the table: where it leads (name of the address), who sees it."""

    libelle: str
    route: str
    icone: str
    missions: frozenset[Mission]
    groupe: str = ""
    demo: bool = False
    court: str = ""  # name in the bottom bar of small screens; "" keeps it out
    aussi: tuple[str, ...] = ()  # pages of its room that are reached from here


@dataclass(frozen=True, slots=True)
class Entree:
    """An entry as the page draws it."""

    libelle: str
    url: str
    icone: str
    active: bool = False
    compte: int | None = None


@dataclass(frozen=True, slots=True)
class Groupe:
    titre: str
    entrees: tuple[Entree, ...]


SALLES = (
    Salle("Ma journée", "coquille:journee", "sun", TOUTES, court="Journée"),
    Salle("Enfants", "parcours:liste", "people", EQUIPE, court="Enfants"),
    Salle(
        "Points écoles",
        "evaluations:accueil",
        "backpack",
        COORDINATION | {Mission.REFERENCE},
    ),
    Salle(
        "Courriers",
        "syntheses:registre",
        "send",
        EQUIPE - {Mission.SECRETARIAT},
    ),
    Salle(
        "Sollicitations",
        "saisines:liste",
        "bell",
        COORDINATION | {Mission.SECRETARIAT},
        aussi=("recevoir", "liens", "retirer_lien", "effacer"),
    ),
    Salle(
        "Mes sollicitations",
        "saisines:miennes",
        "send",
        LECTEURS | {Mission.SECRETARIAT},
        aussi=("nouvelle", "mienne"),
    ),
    Salle(
        "Chiffres",
        "statistiques:annuelles",
        "bar-chart",
        COORDINATION,
        "Programme",
        court="Chiffres",
        aussi=("explorer", "definitions", "definition"),
    ),
    Salle(
        "Publier des chiffres",
        "publications:preparations",
        "send",
        COORDINATION,
        "Programme",
        aussi=("nouvelle", "preparation", "avancement", "regler"),
    ),
    Salle(
        "Chiffres publiés",
        "publications:liste",
        "bar-chart",
        LECTEURS_DE_CHIFFRES,
        "Programme",
        court="Chiffres",
        aussi=("publication",),
    ),
    Salle(
        "Bilans",
        "bilans:enquete",
        "clipboard-check",
        COORDINATION,
        "Programme",
        aussi=("ecrire", "enquete_table", "rapports", "rapport", "commenter", "approuver"),
    ),
    Salle(
        "Tableau de bord REP",
        "bilans:reseaux",
        "kanban",
        COORDINATION | {Mission.ECOLE},
        "Programme",
        aussi=("tableau", "saisir", "importer"),
    ),
    Salle("Reprise", "reprise:accueil", "upload", COORDINATION, "Programme"),
    Salle("À trier", "reprise:quarantaine", "inbox", COORDINATION, "Programme"),
    Salle("Extraits reçus", "partage:extraits", "envelope", LECTEURS, court="Extraits"),
    Salle("Séances d’EPS", "eps:calendrier", "chat-square-quote", LECTEURS, court="EPS"),
    Salle("Équipe", "partage:equipe", "people-fill", COORDINATION, "Programme"),
    Salle(
        "Charge de l’équipe",
        "parcours:charge",
        "kanban",
        COORDINATION,
        "Programme",
        aussi=("dire_la_charge",),
    ),
    Salle("Modèles de notes", "parcours:modeles", "journal-text", COORDINATION, "Programme"),
    Salle(
        "Passations",
        "passations:liste",
        "people",
        COORDINATION | {Mission.REFERENCE},
        "Programme",
    ),
    Salle("Réglages", "territoire:reglages", "sliders", COORDINATION, "Programme"),
    Salle("Éligibilité", "eligibilite:regles", "check-circle-fill", COORDINATION, "Territoire"),
    Salle(
        "Scénarios",
        "eligibilite:scenarios",
        "signpost-split",
        COORDINATION,
        "Territoire",
        aussi=(
            "nouveau_scenario",
            "scenario",
            "avancement",
            "arreter_scenario",
            "decider_scenario",
            "concernes",
            "scenario_carte",
        ),
    ),
    Salle(
        "Fins de parcours",
        "eligibilite:campagnes",
        "calendar3",
        COORDINATION,
        "Territoire",
        aussi=(
            "ouvrir_campagne",
            "mes_sorties",
            "sortie",
            "campagne",
            "campagne_enfants",
            "campagne_calendrier",
            "campagne_etat",
        ),
    ),
    Salle("Réseaux", "territoire:liste", "geo-alt", COORDINATION, "Territoire"),
    Salle(
        "Carte des écoles",
        "territoire:carte",
        "building",
        COORDINATION,
        "Territoire",
        aussi=("effectifs", "effectifs_importer", "effectifs_depot", "placer_ecole"),
    ),
    Salle("Quartiers", "territoire:cartes", "compass", COORDINATION, "Territoire"),
    Salle(
        "Adresses",
        "territoire:adresses",
        "geo-alt",
        COORDINATION | {Mission.TECHNIQUE},
        "Territoire",
    ),
    Salle("Urgences", "parcours:urgences", "key", COORDINATION, "Secret"),
    Salle("Journal des accès", "partage:journal", "eye", COORDINATION | {Mission.DPO}, "Secret"),
    Salle("Conservation", "conservation:accueil", "hourglass-split", COORDINATION, "Secret"),
    Salle(
        "Éliminations", "conservation:listes", "clipboard-check", frozenset({Mission.DPO}), "Secret"
    ),
    Salle("Charte", "partage:charte", "flag", MEMBRES, "Repères"),
    Salle("Habilitations", "partage:habilitations", "shield-lock", MEMBRES, "Repères"),
    Salle("Aide", "coquille:aide", "question-circle", TOUTES, "Repères"),
    Salle("Mon compte", "mfa_index", "person-check", TOUTES, "Repères"),
    Salle("Composants", "coquille:composants", "sliders", TOUTES, "Repères", demo=True),
)


def visibles(missions: Collection[Mission], *, demo: bool) -> tuple[Salle, ...]:
    """Return the rooms that at least one of these missions sees."""
    return tuple(
        s
        for s in SALLES
        if (demo or not s.demo) and (s.missions == TOUTES or s.missions & frozenset(missions))
    )


def construire(
    missions: Collection[Mission],
    adresse: Callable[[str], str],
    *,
    courante: str = "",
    comptes: Mapping[str, int] | None = None,
    demo: bool = False,
) -> tuple[Groupe, ...]:
    """Draw the navigation: `courante` is the route of the page, `comptes` counts by route."""
    groupes: dict[str, list[Entree]] = {}
    for salle in visibles(missions, demo=demo):
        groupes.setdefault(salle.groupe, []).append(
            _entree(salle, salle.libelle, adresse, courante, comptes or {})
        )
    return tuple(Groupe(titre, tuple(entrees)) for titre, entrees in groupes.items())


def barre(
    missions: Collection[Mission],
    adresse: Callable[[str], str],
    *,
    courante: str = "",
    demo: bool = False,
) -> tuple[Entree, ...]:
    """The three rooms of the bottom bar, under their short names."""
    return tuple(
        _entree(s, s.court, adresse, courante, {}) for s in visibles(missions, demo=demo) if s.court
    )[:3]


def _entree(
    salle: Salle,
    libelle: str,
    adresse: Callable[[str], str],
    courante: str,
    comptes: Mapping[str, int],
) -> Entree:
    return Entree(
        libelle=libelle,
        url=adresse(salle.route),
        icone=salle.icone,
        active=_meme_salle(salle.route, courante),
        compte=comptes.get(salle.route),
    )


def _meme_salle(route: str, courante: str) -> bool:
    """A child's page belongs to «Enfants»; «À trier» and «Reprise» share a room: exact first."""
    if courante == route:
        return True
    salle, _, page = courante.partition(":")
    jointe = next((s.route for s in SALLES if page in s.aussi and s.route.startswith(salle)), "")
    if jointe:
        return route == jointe
    exacte = any(s.route == courante for s in SALLES)
    etendue = next((s.route for s in SALLES if courante.startswith(f"{s.route}_")), "")
    if etendue:  # «partage:charte_modifier» belongs to «partage:charte»
        return route == etendue
    principale = next((s.route for s in SALLES if s.route.split(":")[0] == salle), "")
    return not exacte and salle not in {"", "coquille"} and route == principale
