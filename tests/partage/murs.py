"""The second wall in tests: put up in the test's own transaction, and looked at from a role that it stops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import ProgrammingError

from maillage.accords.rules.examen import Sens
from maillage.accords.rules.fichiers import TypeDeFichier
from maillage.accords.rules.natures import Nature
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import EtatDuDossier, Faits, Volet
from maillage.enfants.models import LienFamilial
from maillage.parcours.models import PassageFait, RelaisDeSortie
from maillage.partage import pose
from maillage.partage.models import Extrait, Urgence
from maillage.partage.rules.actes import SUR_DOSSIER, Acte
from maillage.partage.rules.decision import decide
from tests.partage.mondes import POSTES, QUELQU_UN
from tests.partage.porteurs import porteur, propres

DE_LA_TABLE: dict[type[models.Model], dict[str, str]] = {
    PassageFait: {"passage": "suspendre", "de": "parcours_en_cours", "vers": "parcours_suspendu"},
    RelaisDeSortie: {"structure": "cmp"},
}
SCELLEES = [m for m in apps.get_models() if issubclass(m, EnregistrementScelle)]


def role() -> str:
    """Roles belong to the whole server: each base of tests has its own."""
    return f"app_{connection.settings_dict['NAME']}"


def dresser() -> None:
    """Make the role of the application and put the wall up, as the owner."""
    with connection.cursor() as curseur:
        curseur.execute(f'CREATE ROLE "{role()}" LOGIN NOSUPERUSER NOBYPASSRLS')
    pose.poser(role())


@pytest.fixture
def mur(db: None, settings: Any) -> None:
    """The wall, until the end of the test."""
    dresser()
    settings.MURS_POSTGRESQL = True


@contextmanager
def application() -> Iterator[None]:
    """Work as the role of the application does: not the owner, nothing bypassed. A failure takes it back with its savepoint."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(f'SET SESSION AUTHORIZATION "{role()}"')
        curseur.execute("SELECT session_user, current_user")
        assert curseur.fetchone() == (role(), role())
        yield
        curseur.execute("RESET SESSION AUTHORIZATION")


def colonne(sql: str, *valeurs: object) -> list[Any]:
    with connection.cursor() as curseur:
        curseur.execute(sql, valeurs)
        return [ligne[0] for ligne in curseur.fetchall()]


def lignes(table: str, champ: str = "dossier_id") -> list[Any]:
    """What a raw SELECT, without any filter, brings back."""
    return colonne(f'SELECT "{champ}" FROM "{table}"')  # noqa: S608 - names of our own tables


def refuse(geste: Any) -> bool:
    """The base itself says no: by an error, for a row added or changed where one may not."""
    try:
        with transaction.atomic():
            geste()
    except ProgrammingError as erreur:
        return "row-level security" in str(erreur)
    return False


def remplir(dossiers: list[UUID]) -> None:
    """One row of each sealed table in each dossier; extracts and emergencies for each of their ouvertures."""
    ouvertures = {d: list(Dossier.objects.get(pk=d).ouvertures.all()) for d in dossiers}
    for table in SCELLEES:
        lignes = []
        for d in dossiers:
            if issubclass(table, Extrait | Urgence):
                convient = (
                    (lambda o: o.nature == "urgence")
                    if table is Urgence
                    else (lambda o, v=table.volet: o.nature != "urgence" and o.volet == v)
                )
                plus = {"categorie": "danger"} if table is Urgence else {}
                lignes += [
                    table(dossier_id=d, ouverture=o, scelle=b"", **plus)
                    for o in filter(convient, ouvertures[d])
                ]
            elif table is LienFamilial:
                autre = next((x for x in dossiers if x != d), None)
                lignes += [table(dossier_id=d, autre_id=autre, scelle=b"")] if autre else []
            else:
                lignes.append(table(dossier_id=d, scelle=b"", **_obligatoires(table, d)))
        table.objects.bulk_create(lignes)


def _obligatoires(table: type[models.Model], dossier: UUID) -> dict[str, object]:
    """A value for each column that must have one; what the rooms ask beyond its type is named here."""
    nommees = {
        "poste_id": POSTES[0][0], "motif": "autre", "nature": Nature.PLAN, "sens": Sens.ACCORD,
        "type": TypeDeFichier.PDF, "numero": uuid4().hex[:11], "auteur_id": QUELQU_UN, "de": "a_chercher", "vers": "sans_relais",
        "rubrique": "situation", "redacteur_id": QUELQU_UN,
        **DE_LA_TABLE.get(table, {}),
    }  # fmt: skip
    par_type = {
        models.DateField: "2026-01-15", models.BooleanField: False, models.UUIDField: uuid4(),
        models.PositiveIntegerField: 1, models.PositiveSmallIntegerField: 1,
    }  # fmt: skip
    valeurs: dict[str, object] = {}
    for champ in table._meta.concrete_fields:
        if champ.null or champ.has_default() or champ.attname in ("dossier_id", "scelle"):
            continue
        if champ.related_model and (sur := porteur(champ.related_model, dossier)):
            valeurs[champ.attname] = sur
        elif champ.attname in nommees and type(champ) is not models.PositiveIntegerField:
            valeurs[champ.attname] = nommees[champ.attname]
        elif type(champ) in par_type:  # an automatic instant is of a finer type
            valeurs[champ.attname] = par_type[type(champ)]
    return valeurs | propres(table, dossier)


def ouverts(
    acteur: Acteur, actes: tuple[str, ...], volet: Volet, dossiers: tuple[Faits, ...], at: Any
) -> set[UUID]:
    """What the first reading of the table says: the dossiers where one of these acts is allowed."""
    trouves = set()
    for cle in actes:
        acte, _, sur = cle.partition(":")
        if acte not in SUR_DOSSIER or cle.endswith("!"):
            continue  # counts under a page of its own act only
        volets = [*Volet] if sur == "*" else [Volet(sur) if sur else volet]
        trouves |= {
            f.dossier for f in dossiers for v in volets if decide(acteur, Acte(acte), v, f, at)
        }
    return trouves


def actifs(dossiers: tuple[Faits, ...]) -> set[UUID]:
    return {f.dossier for f in dossiers if f.etat is EtatDuDossier.ACTIF}
