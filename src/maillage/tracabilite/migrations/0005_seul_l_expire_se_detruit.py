"""Only the events of an expired month may be destroyed, and never within six months: the database itself refuses the rest.

Months, anchors and mentions are never changed; a month is marked as expired once, when it is over since six months.
"""

from django.db import migrations

REFUS = "Le journal ne se modifie pas."
EXPIRE = """EXISTS (SELECT 1 FROM tracabilite_segment s WHERE s.chaine = OLD.chaine
    AND OLD.rang BETWEEN s.premier AND s.dernier AND s.expire_le IS NOT NULL)"""
COLONNES = ("id", "chaine", "mois", "premier", "dernier", "precedent", "empreinte", "sceau")
FIGEES = ("tracabilite_mention", "tracabilite_ancre")  # never updated
GARDEES = ("tracabilite_segment", "tracabilite_ancre")  # never deleted


def sqlite():
    """Name of each trigger, then what it guards."""
    abandon = f"BEGIN SELECT RAISE(ABORT, '{REFUS}'); END"
    memes = " AND ".join(f"OLD.{c} IS NEW.{c}" for c in COLONNES)
    echu = "date(OLD.mois || '-01', '+7 months') <= date('now')"
    ordres = {
        "evenement_sans_delete": f"""BEFORE DELETE ON tracabilite_evenement
            WHEN NOT ({EXPIRE} AND OLD.created_at < datetime('now', '-6 months')) {abandon}""",
        "mention_sans_delete": f"BEFORE DELETE ON tracabilite_mention WHEN NOT {EXPIRE} {abandon}",
        "segment_sans_update": f"""BEFORE UPDATE ON tracabilite_segment
            WHEN NOT ({memes} AND OLD.expire_le IS NULL AND NEW.expire_le IS NOT NULL AND {echu}) {abandon}""",
        "segment_sans_remplacement": f"""BEFORE INSERT ON tracabilite_segment
            WHEN NEW.expire_le IS NOT NULL OR EXISTS (SELECT 1 FROM tracabilite_segment s WHERE s.id = NEW.id
                OR (s.chaine = NEW.chaine AND (s.mois = NEW.mois OR s.premier = NEW.premier))) {abandon}""",
        "ancre_sans_remplacement": f"""BEFORE INSERT ON tracabilite_ancre
            WHEN EXISTS (SELECT 1 FROM tracabilite_ancre a WHERE a.id = NEW.id) {abandon}""",
    }
    for table in FIGEES:
        ordres[f"{table.split('_')[1]}_sans_update"] = f"BEFORE UPDATE ON {table} {abandon}"
    for table in GARDEES:
        ordres[f"{table.split('_')[1]}_sans_delete"] = f"BEFORE DELETE ON {table} {abandon}"
    return ordres


def postgresql():
    """Name of each trigger, its table, when it fires, and the condition under which the row may go through."""
    memes = " AND ".join(f"OLD.{c} IS NOT DISTINCT FROM NEW.{c}" for c in COLONNES)
    echu = "(OLD.mois || '-01')::date + interval '7 months' <= now()"
    return {
        "evenement_ineffacable": ("tracabilite_evenement", "UPDATE", "false"),
        "evenement_duree": (
            "tracabilite_evenement", "DELETE", f"{EXPIRE} AND OLD.created_at < now() - interval '6 months'",
        ),
        "mention_duree": ("tracabilite_mention", "DELETE", EXPIRE),
        "mention_ineffacable": ("tracabilite_mention", "UPDATE", "false"),
        "segment_expire": (
            "tracabilite_segment", "UPDATE",
            f"{memes} AND OLD.expire_le IS NULL AND NEW.expire_le IS NOT NULL AND {echu}",
        ),
        "segment_neuf": ("tracabilite_segment", "INSERT", "NEW.expire_le IS NULL"),
        "segment_ineffacable": ("tracabilite_segment", "DELETE", "false"),
        "ancre_ineffacable": ("tracabilite_ancre", "UPDATE OR DELETE", "false"),
    }  # fmt: skip


def fonction(nom, geste, condition):
    """A trigger function that lets the row through under a condition."""
    rang = "OLD" if geste == "DELETE" else "NEW"
    return f"""CREATE FUNCTION tracabilite_{nom}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF {condition} THEN RETURN {rang}; END IF; RAISE EXCEPTION '{REFUS}'; END $$"""


ORDRE_DE_0002 = {
    "sqlite": f"""CREATE TRIGGER evenement_sans_delete BEFORE DELETE ON tracabilite_evenement
        BEGIN SELECT RAISE(ABORT, '{REFUS}'); END""",
    "postgresql": """CREATE TRIGGER evenement_ineffacable BEFORE UPDATE OR DELETE ON tracabilite_evenement
        FOR EACH ROW EXECUTE FUNCTION tracabilite_refuser()""",
}
VIDER = ("tracabilite_mention", *GARDEES)  # refused on PostgreSQL, which has a word for it


def poser(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER evenement_ineffacable ON tracabilite_evenement")
        for nom, (table, geste, condition) in postgresql().items():
            schema_editor.execute(fonction(nom, geste, condition))
            schema_editor.execute(
                f"CREATE TRIGGER {nom} BEFORE {geste} ON {table} FOR EACH ROW EXECUTE FUNCTION tracabilite_{nom}()"
            )
        for table in VIDER:
            schema_editor.execute(
                f"""CREATE TRIGGER {table}_jamais_vide BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION tracabilite_refuser()"""
            )
        return
    schema_editor.execute("DROP TRIGGER evenement_sans_delete")
    for nom, ordre in sqlite().items():
        schema_editor.execute(f"CREATE TRIGGER {nom} {ordre}")


def defaire(apps, schema_editor):
    vendeur = schema_editor.connection.vendor
    if vendeur == "postgresql":
        for table in VIDER:
            schema_editor.execute(f"DROP TRIGGER {table}_jamais_vide ON {table}")
        for nom, (table, _geste, _condition) in postgresql().items():
            schema_editor.execute(f"DROP TRIGGER {nom} ON {table}")
            schema_editor.execute(f"DROP FUNCTION tracabilite_{nom}()")
    else:
        for nom in sqlite():
            schema_editor.execute(f"DROP TRIGGER {nom}")
    schema_editor.execute(ORDRE_DE_0002[vendeur])


class Migration(migrations.Migration):
    dependencies = [("tracabilite", "0004_segments_ancres_alertes")]
    operations = [migrations.RunPython(poser, defaire)]
