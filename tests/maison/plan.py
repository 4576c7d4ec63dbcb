"""The plan of the house: rooms in their order, furniture, budgets. The contracts are generated from it."""

from __future__ import annotations

from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
SOURCES = RACINE / "src" / "maillage"
PAQUET = "maillage"

# From the ground up: a room imports only what stands above it in this list. Rooms on one line ignore each other.
# A room without a folder is still to come (docs/decisions/0006).
ROOMS: tuple[tuple[str, ...], ...] = (
    ("notions",),
    ("classeurs",),
    ("chiffrement",),
    ("tracabilite",),
    ("comptes",),
    ("dossiers",),
    ("accords",),
    ("partage",),
    ("territoire",),
    ("enfants",),
    ("eligibilite",),
    ("parcours",),
    ("saisines", "plans", "passations"),
    ("evaluations", "syntheses"),
    ("eps", "orientation", "actions", "mediation"),
    ("gouvernance",),
    ("statistiques",),
    ("publications",),
    ("bilans",),
    ("familles",),
    ("reprise",),
    ("coquille",),
    ("config",),
)
# Inside a room, from the ground up.
FURNITURE = ("rules", "models", "queries", "services", "forms", "views", "urls")

# Rules are pure: beside the standard library and the rules of lower rooms, only these.
LIBRARIES_OF_RULES = {
    "numpy": "engines count in arrays",
    "scipy": "engines",
    "highspy": "optimisation, behind one wrapper",
    "rapidfuzz": "distances between names",
    "phonenumbers": "numbering plans; pure computation",
    "shapely": "shapes, exact predicates",
}
FRAMEWORKS = ("django", "allauth", "csp", "django_tasks", "django_tasks_db", "psycopg", "sqlite3")

# Modules that read what is nominative: the pages of missions out of the secret never import them.
KNOW_CHILDREN = (
    "maillage.chiffrement.lots",
    "maillage.chiffrement.services",
    "maillage.dossiers.models",
    "maillage.dossiers.queries",
    "maillage.partage.extraits",
    "maillage.partage.urgences",
    "maillage.enfants",
    "maillage.parcours",
    "maillage.evaluations",
    "maillage.syntheses",
    "maillage.plans",
    "maillage.eps",
    "maillage.saisines",
    "maillage.passations",
    "maillage.reprise",
    "maillage.statistiques.queries",
    "maillage.bilans",
    "maillage.publications.queries.preparations",
    "maillage.publications.queries.registre",
    "maillage.publications.models",
    "maillage.publications.services",
)

FORBIDDEN_NAMES = ("utils", "helpers", "common", "core", "misc", "manager")

MODULE_LINES = 300
RULES_LINES = 200
FUNCTION_LINES = 40
TEST_LINES = 400
# path, or path::function -> why it may be longer
EXCEPTIONS = {
    "start.py": "one file, standard library only: it must run before anything is installed",
    "tests/acces/table.py": "one table read by eye, a line for each address: cut in two, a missing line would not be seen",
    "src/maillage/tracabilite/verificateur.py": "one file, standard library only: it must run far from Maillage",
}

# Pages that anyone may open: they show nothing of anybody.
PUBLIC_PAGES = {
    "maillage.coquille.demonstration.entrer": "sign-in as a persona; answers 404 outside the demonstration",
    "maillage.coquille.demonstration.sante": "a supervisor asks whether the service answers",
    "maillage.coquille.views.aide": "help, the same for everyone",
    "maillage.coquille.views.composants": "catalogue of components; answers 404 outside the demonstration",
    "maillage.coquille.views.prolonger": "prolongs the session of whoever asks, shows nothing",
    "maillage.coquille.views.raccourcis": "a preference kept by the browser",
    "maillage.partage.views.entree.activer": "opening one's account with a code given by hand; says nothing of any account",
    "maillage.partage.views.entree.proconnect": "leaves for ProConnect; answers 404 where it is not configured",
    "maillage.partage.views.entree.proconnect_retour": "comes back from ProConnect; answers 404 where it is not configured",
    "maillage.partage.views.entree.proconnect_encore": "asks ProConnect again before a sensitive act; shows nothing",
    # Saisines: a demand without account
    "maillage.saisines.views.publiques.formulaire": "a demand by a link of the coordination; shows no child, known or not",
    "maillage.saisines.views.publiques.suite": "the answer to whoever holds the number and the code of a receipt",
    "maillage.config.urls.fermee": "pages of the sign-in library that this house does not offer: always 404",
}
# Templates that pages stand on, and folders that hold fragments only.
BASE_TEMPLATES = (
    "coquille/templates/coquille/base.html",
    "coquille/templates/429.html",  # empty: the refusal is written by coquille.reponses
    "coquille/templates/coquille/base_nue.html",
    "enfants/templates/enfants/courriers/base_courrier.html",
    "partage/templates/partage/imprime.html",  # printed documents: PDF only
    "coquille/templates/account/password_reset_help_text.html",  # a phrase; allauth gives its name
)
FRAGMENT_FOLDERS = {"cadre", "composants", "elements"}


def rooms() -> list[str]:
    """Every room of the plan, from the ground up."""
    return [room for floor in ROOMS for room in floor]


def existing_rooms() -> list[str]:
    """The rooms that have a folder today, from the ground up; unknown folders come last."""
    present = {path.parent.name for path in SOURCES.glob("*/__init__.py")}
    return [room for room in rooms() if room in present] + sorted(present - set(rooms()))


def lines(items: list[str]) -> str:
    return "".join(f"\n    {item}" for item in items)


CONTRACTS = """# Generated from tests/maison/plan.py by « start.py carte »: do not edit.
[importlinter]
root_package = maillage
include_external_packages = True

[importlinter:contract:rooms]
name = Rooms know only the rooms below them
type = layers
containers = maillage
exhaustive = True
exhaustive_ignores =
    __main__
layers ={rooms}

[importlinter:contract:furniture]
name = Inside a room: urls, views, forms, services, queries, models, rules
type = layers
containers =
    maillage.*
layers ={furniture}

[importlinter:contract:pure-rules]
name = Rules and notions know no framework and no base
type = forbidden
source_modules =
    maillage.notions
    maillage.*.rules
forbidden_modules ={frameworks}

[importlinter:contract:outside-the-secret]
name = Pages for élus and institutions cannot reach what knows a child
type = forbidden
allow_indirect_imports = True
source_modules =
    maillage.coquille.hors_du_secret
    maillage.publications.views.lecture
    maillage.publications.tableaux
    maillage.publications.tableur
    maillage.publications.export
    maillage.publications.mur
forbidden_modules ={cases}

[importlinter:contract:released-figures]
name = What reads released figures cannot reach a child, near or far
type = forbidden
source_modules =
    maillage.publications.queries.lecture
    maillage.publications.magasin
    maillage.publications.routeur
forbidden_modules ={cases}

[importlinter:contract:pages-without-models]
name = Pages ask queries and services; they never touch a model
type = forbidden
allow_indirect_imports = True
source_modules =
    maillage.*.views
forbidden_modules =
    maillage.*.models
"""


def contracts() -> str:
    """The text of `.importlinter`."""
    return CONTRACTS.format(
        rooms=lines([" | ".join(f"({room})" for room in floor) for floor in reversed(ROOMS)]),
        furniture=lines([f"({piece})" for piece in reversed(FURNITURE)]),
        frameworks=lines(list(FRAMEWORKS)),
        cases=lines(list(KNOW_CHILDREN)),
    )
