import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE inbox_message SET region_id = COALESCE(
  (SELECT unit.region_id FROM people_appointment held JOIN orgs_unit unit ON unit.id = held.unit_id
    WHERE held.user_id = inbox_message.user_id ORDER BY held.id LIMIT 1),
  (SELECT code FROM orgs_region WHERE level = 'city' ORDER BY code LIMIT 1))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0001_initial"),
        ("orgs", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="region",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.region"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # PostgreSQL changes no table on which a check of a foreign key is still to be made.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="message",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orgs.region"
            ),
        ),
    ]
