"""What was released is never changed nor removed: the database itself refuses, below any Python code."""

from django.db import migrations

TABLES = ("magasin_parution", "magasin_retraitdeparution", "magasin_documentdeparution")
CLES = {
    "magasin_parution": "numero = NEW.numero OR preparation = NEW.preparation",
    "magasin_retraitdeparution": "id = NEW.id OR parution_id = NEW.parution_id",
    "magasin_documentdeparution": "id = NEW.id",
}
DIT = "Ce qui est publié ne se modifie pas."


def _sqlite(table):
    for verbe in ("update", "delete"):
        yield f"""CREATE TRIGGER {table}_sans_{verbe} BEFORE {verbe} ON {table}
        BEGIN SELECT RAISE(ABORT, '{DIT}'); END"""
    # INSERT OR REPLACE removes the former row without asking the triggers of deletion
    yield f"""CREATE TRIGGER {table}_sans_remplacement BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE {CLES[table]})
    BEGIN SELECT RAISE(ABORT, '{DIT}'); END"""


def _postgresql(table):
    yield f"""CREATE TRIGGER {table}_fige BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION magasin_refuser()"""
    yield f"""CREATE TRIGGER {table}_jamais_vide BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION magasin_refuser()"""


def poser(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"""CREATE FUNCTION magasin_refuser() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{DIT}'; END $$"""
        )
    for table in TABLES:
        ordres = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
        for ordre in ordres(table):
            schema_editor.execute(ordre)


def defaire(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    fins = ("fige", "jamais_vide") if postgresql else ("sans_update", "sans_delete", "sans_remplacement")
    for table in TABLES:
        for fin in fins:
            schema_editor.execute(f"DROP TRIGGER {table}_{fin}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        schema_editor.execute("DROP FUNCTION magasin_refuser()")


class Migration(migrations.Migration):
    dependencies = [("magasin", "0001_initial")]
    operations = [migrations.RunPython(poser, defaire)]
