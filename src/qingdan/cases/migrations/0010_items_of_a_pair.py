"""A case that carries another on knows its item: a proxy for that one holds for both."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Pairs made before learn it in 0015."""

    dependencies = [("cases", "0009_verification_taken_back")]
    operations = [
        migrations.AddField(
            model_name="case",
            name="carried_item",
            field=models.CharField(blank=True, max_length=40),
        ),
    ]
