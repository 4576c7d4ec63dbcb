"""Putting up the second wall, taking it down, and telling whether it stands (PostgreSQL only)."""

from __future__ import annotations

import hashlib
from importlib import resources

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.notions.erreurs import ErreurMetier
from maillage.partage.rules.murs import (
    AVEC_LE_DOSSIER,
    COMMANDES,
    DOSSIER,
    SERRURES,
    Cloison,
    abattre,
    lever,
    nom,
    remplir,
)

POLITIQUES = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
           (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),
           pg_has_role(current_user, c.relowner, 'MEMBER')
    FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY (%s)
"""
# What stands in the base: policies, functions and rights, word for word.
CONSTAT = """
    SELECT md5(coalesce(string_agg(mot, '|' ORDER BY mot), '')) FROM (
        SELECT concat_ws('/', tablename, policyname, cmd, roles::text, md5(qual), md5(with_check)) AS mot
        FROM pg_policies WHERE schemaname = current_schema()
        UNION ALL
        SELECT concat_ws('/', proname, prosecdef, md5(prosqlbody::text), md5(prosrc)) FROM pg_proc
        WHERE pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'murs')
        UNION ALL SELECT d::text FROM murs.droit AS d
        UNION ALL SELECT r::text FROM murs.retrait AS r
    ) AS mots
"""


class MurImpossible(ErreurMetier):
    """The wall cannot be put up here, and why."""


def cloisons() -> tuple[Cloison, ...]:
    """Every table tied to a dossier, or that says how its programme opens it: a new one is walled without being named."""
    lues = [Cloison(DOSSIER, SERRURES[DOSSIER])]
    for modele in apps.get_models():
        table = modele._meta.db_table  # noqa: SLF001 - documented for use by others
        if issubclass(modele, EnregistrementScelle):
            lues.append(Cloison(table, modele.serrure, modele.volet))
        elif du_programme := getattr(modele, "serrure_du_programme", None):
            lues.append(Cloison(table, du_programme, du_programme=True))
        elif _tient_a_un_dossier(modele):
            sienne = getattr(modele, "serrure", SERRURES.get(table, AVEC_LE_DOSSIER))
            lues.append(Cloison(table, sienne))
    return tuple(sorted(lues, key=lambda c: c.table))


def _tient_a_un_dossier(modele: type[models.Model]) -> bool:
    champs = {f.name: f for f in modele._meta.get_fields()}  # noqa: SLF001
    return "dossier" in champs and champs["dossier"].related_model is Dossier


def instructions(schema: str, role: str) -> str:
    """All the SQL of the wall, for this schema and the role of the application."""
    modele = resources.files("maillage.partage").joinpath("data", "murs.sql").read_text("utf-8")
    leve = [ligne for c in cloisons() for ligne in lever(c)]
    return remplir(modele + ";\n".join(leve), schema=schema, role=role)


def empreinte(schema: str, role: str) -> str:
    """Digest of the wall that this version of the code would put up."""
    return hashlib.sha256(instructions(schema, role).encode()).hexdigest()


@transaction.atomic
def poser(role: str) -> int:
    """Put the wall up, in place of the former one, and give the application its rights; returns the number of tables.

    Run by the owner of the tables, after the migrations. Raises MurImpossible.
    """
    _exiger_postgresql()
    schema = _un("SELECT current_schema()")
    _exiger_le_proprietaire(schema)
    _exiger_un_role_ordinaire(role)
    with connection.cursor() as curseur:
        # all at once and first: a table taken after its catalogue was written may deadlock with the autovacuum
        noms = ", ".join(f"@schema@.{nom(c.table)}" for c in cloisons())
        verrou = f"LOCK TABLE {noms} IN ACCESS EXCLUSIVE MODE"
        curseur.execute(remplir(verrou, schema=schema, role=role))
        curseur.execute(remplir(";\n".join(abattre(_murees())), schema=schema, role=role))
        curseur.execute(instructions(schema, role))
        curseur.execute(
            f"INSERT INTO murs.pose SELECT %s, ({CONSTAT}), %s, now()",
            [empreinte(schema, role), role],
        )
    return len(cloisons())


@transaction.atomic
def retirer() -> None:
    """Take the wall down: the application's own filter is alone again. Grants stay."""
    _exiger_postgresql()
    schema = _un("SELECT current_schema()")
    with connection.cursor() as curseur:
        curseur.execute(remplir(";\n".join(abattre(_murees())), schema=schema, role=""))


def fautes() -> list[str]:
    """What keeps the wall from holding, in French, as the connected role sees it; empty when it stands."""
    if connection.vendor != "postgresql":
        return ["La base n'est pas PostgreSQL : les murs n'existent que là."]
    lues = []
    if _un("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"):
        lues.append("Le rôle connecté est super-utilisateur ou BYPASSRLS : aucun mur ne l'arrête.")
    if not _un("SELECT to_regclass('murs.pose') IS NOT NULL"):
        return [
            *lues,
            "Les murs ne sont pas posés : « maillage murs poser », sous le rôle propriétaire.",
        ]
    return [*lues, *_ecarts()]


def sans_annonce() -> bool:
    """Tell whether the wall stops the connected role while nobody would ever be announced to it: every dossier would seem absent."""
    if connection.vendor != "postgresql" or settings.MURS_POSTGRESQL:
        return False
    return bool(_un("SELECT row_security_active(to_regclass(%s))", nom(DOSSIER)))


def _ecarts() -> list[str]:
    attendues = [c.table for c in cloisons()]
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT empreinte, constat, role, current_schema(), current_user FROM murs.pose"
        )
        posee, constat, role, schema, connecte = curseur.fetchone()
        curseur.execute(POLITIQUES, [attendues])
        tables = {table: (ferme, nombre, sien) for table, ferme, nombre, sien in curseur}
    lues = []
    if connecte != role:
        lues.append(
            f"Les murs sont posés pour le rôle « {role} », et la connexion est « {connecte} »."
        )
    if posee != empreinte(schema, role):
        lues.append("Les murs posés sont ceux d'une autre version : reposez-les.")
    if constat != _un(CONSTAT):
        lues.append("Les murs ont été modifiés dans la base depuis leur pose : reposez-les.")
    lus = {t: tables.get(t, (False, 0, False)) for t in attendues}
    ouvertes = [t for t, (ferme, n, _) in lus.items() if not ferme or n != len(COMMANDES)]
    if ouvertes:
        lues.append(f"Ces tables ne sont pas murées : {', '.join(ouvertes)}.")
    if any(sien for _, _, sien in lus.values()):
        lues.append("Le rôle connecté possède des tables : il pourrait ouvrir les murs.")
    return lues


def _murees() -> list[str]:
    """Tables of this schema that bear a policy of ours, those of a former version included."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT DISTINCT tablename FROM pg_policies "
            "WHERE schemaname = current_schema() AND starts_with(policyname, 'mur_')"
        )
        return sorted(table for (table,) in curseur)


def _exiger_postgresql() -> None:
    if connection.vendor != "postgresql":
        raise MurImpossible(
            "Cette base n'est pas PostgreSQL.", a_faire="Les murs n'existent que sur PostgreSQL."
        )


def _exiger_le_proprietaire(schema: str) -> None:
    sien = "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass(%s)"
    if not _un(sien, f"{nom(schema)}.{nom(DOSSIER)}"):
        raise MurImpossible(
            "Le rôle connecté ne possède pas les tables.",
            a_faire="Posez les murs sous le rôle propriétaire, après la mise à niveau.",
        )
    if not _un("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"):
        raise MurImpossible(
            "Le rôle propriétaire n'a pas l'attribut BYPASSRLS.",
            a_faire="Donnez-le-lui (ALTER ROLE … BYPASSRLS) : ni migration ni sauvegarde ne verrait les lignes.",
        )


def _exiger_un_role_ordinaire(role: str) -> None:
    trop = _un("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", role)
    if trop is None:
        raise MurImpossible(
            f"Le rôle « {role} » n'existe pas.",
            a_faire="Créez-le d'abord : voir docs/exploitation/murs.md.",
        )
    if trop or _un("SELECT pg_has_role(%s, current_user, 'MEMBER')", role):
        raise MurImpossible(
            f"Le rôle « {role} » passerait à travers les murs : il est super-utilisateur, BYPASSRLS ou "
            "membre du rôle propriétaire.",
            a_faire="Donnez à l'application un rôle à elle, sans aucun de ces droits.",
        )


def _un(sql: str, *valeurs: str):
    with connection.cursor() as curseur:
        curseur.execute(sql, list(valeurs) or None)
        ligne = curseur.fetchone()
    return ligne[0] if ligne else None
