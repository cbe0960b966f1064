"""A finished step says on which joint visit it rests."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Steps done before rest on none."""

    dependencies = [("cases", "0012_citations_that_count")]
    operations = [
        migrations.AddField(
            model_name="casetask",
            name="joint_session",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
