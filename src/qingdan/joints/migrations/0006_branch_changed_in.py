"""A check is held against what its own department found, no longer against the version of the whole."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Branches that stand begin at the first version: pages that were open go on."""

    dependencies = [("joints", "0005_checks_that_are_done")]
    operations = [
        migrations.AddField(
            model_name="jointbranch", name="changed_in", field=models.PositiveIntegerField(default=1)
        )
    ]
