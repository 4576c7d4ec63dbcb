"""Keys have generations and are wrapped by a key that turns; purged dossiers leave a tombstone."""

from django.db import migrations, models


def garder_les_valeurs_d_avant(apps, schema_editor):
    """The keys made until now go on opening values closed before the version of the row was bound."""
    cles = apps.get_model("chiffrement", "CleDeVolet").objects.using(schema_editor.connection.alias)
    cles.update(ouvre_sans_version=True)


class Migration(migrations.Migration):
    dependencies = [
        ("chiffrement", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tombe",
            fields=[
                ("dossier_id", models.UUIDField(primary_key=True, serialize=False)),
                ("programme_id", models.UUIDField(db_index=True)),
                ("le", models.DateField()),
                ("motif", models.CharField(max_length=20)),
                ("empreinte", models.CharField(max_length=64)),
                ("achevee_le", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="cledevolet",
            name="une_cle_par_volet",
        ),
        migrations.AddField(
            model_name="cledeprogramme",
            name="emballage",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="cledeprogramme",
            name="emballage_precedent",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="cledeprogramme",
            name="generation",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="cledeprogramme",
            name="maitresse",
            field=models.CharField(default="", max_length=16),
        ),
        migrations.AddField(
            model_name="cledevolet",
            name="emballage",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="cledevolet",
            name="generation",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="cledevolet",
            name="ouvre_sans_version",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="cledevolet",
            name="remplacee_le",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="cledevolet",
            index=models.Index(fields=["programme_id", "emballage"], name="cles_a_remballer"),
        ),
        migrations.AddIndex(
            model_name="cledevolet",
            index=models.Index(
                condition=models.Q(("remplacee_le__isnull", False)),
                fields=["remplacee_le"],
                name="cles_remplacees",
            ),
        ),
        migrations.AddConstraint(
            model_name="cledevolet",
            constraint=models.UniqueConstraint(
                fields=("dossier_id", "volet", "generation"), name="une_cle_par_generation"
            ),
        ),
        migrations.RunPython(garder_les_valeurs_d_avant, migrations.RunPython.noop),
    ]
