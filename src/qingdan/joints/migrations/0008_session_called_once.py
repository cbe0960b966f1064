"""A form that calls together is taken once, however often it is sent."""

from django.db import migrations, models
from django.db.models import Q

from qingdan.base.schema import ChangeTogether


class Migration(migrations.Migration):
    """Sessions that stand were called by forms without a mark."""

    dependencies = [("joints", "0007_session_called_off")]
    operations = [
        ChangeTogether(
            operations=[
                migrations.AddField(
                    model_name="jointsession",
                    name="once",
                    field=models.CharField(blank=True, default="", max_length=64),
                ),
                migrations.AddConstraint(
                    model_name="jointsession",
                    constraint=models.UniqueConstraint(
                        fields=("joint", "once"), condition=~Q(once=""), name="session_called_once"
                    ),
                ),
            ]
        )
    ]
