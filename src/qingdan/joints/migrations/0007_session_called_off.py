"""A visit, a meeting, a consultation can be called off."""

from django.db import migrations, models
from django.db.models import Q

from qingdan.base.schema import ChangeTogether


class Migration(migrations.Migration):
    """What is called off is closed."""

    dependencies = [("joints", "0006_branch_changed_in")]
    operations = [
        ChangeTogether(
            operations=[
                migrations.AddField(
                    model_name="jointsession", name="called_off", field=models.BooleanField(default=False)
                ),
                migrations.AddConstraint(
                    model_name="jointsession",
                    constraint=models.CheckConstraint(
                        condition=Q(("called_off", False), ("closed_at__isnull", False), _connector="OR"),
                        name="session_off_is_closed",
                    ),
                ),
            ]
        )
    ]
