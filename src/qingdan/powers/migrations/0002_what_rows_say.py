from django.db import migrations, models

# What rows say stood in each row, and once more under the number of each item; walls stand again after migrating.
MOVE = """
ALTER TABLE powers_upload NO FORCE ROW LEVEL SECURITY;
UPDATE powers_upload SET
    filed = jsonb_path_query_array(rows, '$[*].filed'),
    accepted = (
        SELECT coalesce(jsonb_object_agg(said.key, place - 1), '{}')
        FROM jsonb_each(accepted) AS said
        JOIN jsonb_array_elements(rows) WITH ORDINALITY AS one(row, place)
            ON one.row->'filed'->'sheet' = said.value->'sheet' AND one.row->'filed'->'row' = said.value->'row'
    );
"""


class Migration(migrations.Migration):
    dependencies = [
        ("powers", "0001_founding"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="filed",
            field=models.JSONField(default=list),
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
    ]
