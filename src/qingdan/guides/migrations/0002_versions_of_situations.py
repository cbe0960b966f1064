import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What the public saw of a situation, version after version."""

    dependencies = [("guides", "0001_founding"), ("orgs", "0001_founding")]
    operations = [
        migrations.CreateModel(
            name="SituationVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("region", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.region")),
                ("situation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="guides.situation")),
            ],
            options={
                "ordering": ("situation", "number"),
                "constraints": [models.UniqueConstraint(fields=("situation", "number"), name="situation_version_once")],
            },
        ),
    ]
