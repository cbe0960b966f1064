import django.db.models.deletion
import django.db.models.functions.text
import qingdan.base.people.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.AddField("user", "code", models.CharField(max_length=10, null=True, editable=False)),
        migrations.RunSQL(
            "UPDATE people_user SET code = substr(md5(random()::text || id::text), 1, 10)", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            "user",
            "code",
            models.CharField(
                default=qingdan.base.people.models.new_code, editable=False, max_length=10, unique=True
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.UniqueConstraint(django.db.models.functions.text.Lower("username"), name="username_once"),
        ),
        migrations.CreateModel(
            name="CityFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=qingdan.base.people.models.new_code, editable=False, max_length=10, unique=True
                    ),
                ),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("rows", models.JSONField()),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.region"
                    ),
                ),
            ],
        ),
    ]
