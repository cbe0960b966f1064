"""“不涉及” is a letter longer than the column was: nobody could say it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Room for every stance."""

    dependencies = [("joints", "0003_taken_in_at_windows")]
    operations = [
        migrations.AlterField(
            model_name="jointopinion",
            name="stance",
            field=models.CharField(blank=True, max_length=16),
        ),
    ]
