"""The readers' role of PostgreSQL, made as the install page says: it reads releases, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction

from tests.factories.monde import BASES, Monde
from tests.factories.parutions import parue

pytestmark = [BASES, pytest.mark.postgresql]
PAGE = Path(__file__).parents[2] / "docs" / "exploitation" / "installer.md"
TOUTES = """SELECT n.nspname || '.' || c.relname, has_table_privilege(%s, c.oid, 'SELECT')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"""


def role(nom: str) -> str:
    """Roles belong to the whole server: each base of tests has its own."""
    return f"{nom}_{connections['publications'].settings_dict['NAME']}"


def ordres() -> list[str]:
    """What the page tells to type."""
    bloc = re.search(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert bloc
    dit = bloc[1].replace(" PASSWORD '…'", "").strip()
    return re.sub(r"maillage_(lecture|magasin)", lambda m: role(m[0]), dit).splitlines()


@pytest.fixture
def lecteur(monde: Monde) -> None:
    """The roles; the tables exist already in the tests, so they change hands as if the service had made them."""
    parue(monde.programme.pk, 1)
    with connections["publications"].cursor() as c:
        for ordre in ordres():
            c.execute(ordre)
        c.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'publications'")
        for (table,) in c.fetchall():
            c.execute(f'ALTER TABLE publications."{table}" OWNER TO {role("maillage_magasin")}')
            c.execute(f'GRANT SELECT ON publications."{table}" TO {role("maillage_lecture")}')


@pytest.mark.usefixtures("lecteur")
def test_le_role_de_lecture_lit_les_publications_et_aucune_autre_table() -> None:
    lisibles = set()
    for alias in ("publications", "default", "cles"):
        # in the other bases nothing is given to it: it has what everyone has
        qui = role("maillage_lecture") if alias == "publications" else "public"
        with connections[alias].cursor() as c:
            c.execute(TOUTES, [qui])
            rangs = c.fetchall()
        assert len(rangs) >= 2
        lisibles |= {f"{alias}:{nom}" for nom, lu in rangs if lu}
    tables = (
        "magasin_parution",
        "magasin_retraitdeparution",
        "magasin_documentdeparution",
        "django_migrations",
    )
    assert lisibles == {f"publications:publications.{t}" for t in tables}


@pytest.mark.usefixtures("lecteur")
@pytest.mark.parametrize("ordre", [
    "INSERT INTO magasin_retraitdeparution (parution_id, le, par, motif) VALUES (1, now(), 'x', 'x')",
    "UPDATE magasin_parution SET titre = 'x'", "DELETE FROM magasin_parution", "TRUNCATE magasin_parution CASCADE",
    "CREATE TABLE publications.a (b int)", "ALTER TABLE magasin_parution DISABLE TRIGGER ALL",
    "SET ROLE maillage",
])  # fmt: skip
def test_le_role_de_lecture_n_ecrit_rien(ordre: str) -> None:
    base = connections["publications"]
    with base.cursor() as c:
        c.execute(f"SET LOCAL SESSION AUTHORIZATION {role('maillage_lecture')}")
        c.execute("SELECT titre FROM magasin_parution")
        assert c.fetchall() == [("Chiffres n° 1",)]
        with pytest.raises(DatabaseError), transaction.atomic(using="publications"):
            c.execute(ordre)
        c.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")


@pytest.mark.usefixtures("lecteur")
@pytest.mark.parametrize("ordre", [
    "UPDATE magasin_parution SET titre = 'x'", "DELETE FROM magasin_parution", "TRUNCATE magasin_parution CASCADE",
])  # fmt: skip
def test_le_role_qui_ecrit_ne_change_ni_n_efface(ordre: str) -> None:
    base = connections["publications"]
    with base.cursor() as c:
        c.execute(f"SET LOCAL SESSION AUTHORIZATION {role('maillage_magasin')}")
        with (
            pytest.raises(DatabaseError, match="ne se modifie pas"),
            transaction.atomic(using="publications"),
        ):
            c.execute(ordre)
        c.execute("SET LOCAL SESSION AUTHORIZATION DEFAULT")
