"""Events are never changed nor removed: the database itself refuses, below any Python code."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER evenement_sans_{verbe} BEFORE {verbe} ON tracabilite_evenement
    BEGIN SELECT RAISE(ABORT, 'Le journal ne se modifie pas.'); END"""
    for verbe in ("update", "delete")
]
POSTGRESQL = [
    """CREATE FUNCTION tracabilite_refuser() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'Le journal ne se modifie pas.'; END $$""",
    """CREATE TRIGGER evenement_ineffacable BEFORE UPDATE OR DELETE ON tracabilite_evenement
    FOR EACH ROW EXECUTE FUNCTION tracabilite_refuser()""",
    """CREATE TRIGGER evenement_jamais_vide BEFORE TRUNCATE ON tracabilite_evenement
    FOR EACH STATEMENT EXECUTE FUNCTION tracabilite_refuser()""",
]
DEFAIRE_SQLITE = [f"DROP TRIGGER evenement_sans_{v}" for v in ("update", "delete")]
DEFAIRE_POSTGRESQL = [
    "DROP TRIGGER evenement_ineffacable ON tracabilite_evenement",
    "DROP TRIGGER evenement_jamais_vide ON tracabilite_evenement",
    "DROP FUNCTION tracabilite_refuser()",
]


def poser(apps, schema_editor):
    ordres = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for ordre in ordres:
        schema_editor.execute(ordre)


def defaire(apps, schema_editor):
    ordres = (
        DEFAIRE_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else DEFAIRE_SQLITE
    )
    for ordre in ordres:
        schema_editor.execute(ordre)


class Migration(migrations.Migration):
    dependencies = [("tracabilite", "0001_initial")]
    operations = [migrations.RunPython(poser, defaire)]
