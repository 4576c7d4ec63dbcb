"""Each sealed adult has her number in `accords`, written and removed by the base itself: nobody is forgotten when judging."""

from __future__ import annotations

from django.db import migrations

REPRENDRE = """
INSERT INTO accords_adultedelafamille (id, dossier_id)
SELECT id, dossier_id FROM enfants_responsable
WHERE id NOT IN (SELECT id FROM accords_adultedelafamille)
"""
SQLITE = (
    """CREATE TRIGGER adulte_compte AFTER INSERT ON enfants_responsable BEGIN
    INSERT OR IGNORE INTO accords_adultedelafamille (id, dossier_id) VALUES (NEW.id, NEW.dossier_id); END""",
    """CREATE TRIGGER adulte_retire AFTER DELETE ON enfants_responsable BEGIN
    DELETE FROM accords_adultedelafamille WHERE id = OLD.id; END""",
)
POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION maillage_adulte_compte() RETURNS trigger AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO accords_adultedelafamille (id, dossier_id) VALUES (NEW.id, NEW.dossier_id)
        ON CONFLICT DO NOTHING;
        RETURN NEW;
    END IF;
    DELETE FROM accords_adultedelafamille WHERE id = OLD.id;
    RETURN OLD; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER adulte_compte AFTER INSERT OR DELETE ON enfants_responsable
    FOR EACH ROW EXECUTE FUNCTION maillage_adulte_compte()""",
)


def poser(apps, editeur) -> None:
    """Put the triggers, and count the adults already written."""
    editeur.execute(REPRENDRE)
    for ordre in SQLITE if editeur.connection.vendor == "sqlite" else POSTGRESQL:
        editeur.execute(ordre)


def defaire(apps, editeur) -> None:
    """Take the triggers away."""
    if editeur.connection.vendor == "sqlite":
        for nom in ("adulte_compte", "adulte_retire"):
            editeur.execute(f"DROP TRIGGER IF EXISTS {nom}")
    else:
        editeur.execute("DROP TRIGGER IF EXISTS adulte_compte ON enfants_responsable")
        editeur.execute("DROP FUNCTION IF EXISTS maillage_adulte_compte()")


class Migration(migrations.Migration):
    dependencies = [("enfants", "0001_initial"), ("accords", "0001_initial")]
    operations = [migrations.RunPython(poser, defaire)]
