"""Identity providers: who is whom there, and by what a level is known. Until now a window alone raised levels."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """`subject` was never filled: a subject needs its issuer beside it."""

    dependencies = [("applicants", "0002_proxy")]
    operations = [
        migrations.RemoveField(model_name="applicant", name="subject"),
        migrations.AddField(
            model_name="applicant",
            name="assured_way",
            field=models.CharField(
                blank=True, choices=[("window", "Window"), ("provider", "Provider")], default="", max_length=12
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE applicants_applicant SET assured_way = 'window' WHERE assured_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="ProviderBinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=255)),
                ("made_at", models.DateTimeField()),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="applicants.applicant"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("issuer", "subject"), name="subject_once")],
            },
        ),
    ]
