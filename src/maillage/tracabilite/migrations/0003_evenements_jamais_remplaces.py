"""On SQLite, `INSERT OR REPLACE` removes the former row without asking the triggers of deletion: refused too."""

from django.db import migrations

POSER = """CREATE TRIGGER evenement_sans_remplacement BEFORE INSERT ON tracabilite_evenement
WHEN EXISTS (SELECT 1 FROM tracabilite_evenement WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM tracabilite_evenement WHERE chaine = NEW.chaine AND rang = NEW.rang)
BEGIN SELECT RAISE(ABORT, 'Le journal ne se modifie pas.'); END"""


def poser(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(POSER)


def defaire(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER evenement_sans_remplacement")


class Migration(migrations.Migration):
    dependencies = [("tracabilite", "0002_evenements_ineffacables")]
    operations = [migrations.RunPython(poser, defaire)]
