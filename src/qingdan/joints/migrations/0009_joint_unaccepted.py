"""What waits for its lead to be accepted is found without reading what is accepted."""

from django.db import migrations, models
from django.db.models import Q

from qingdan.base.schema import ChangeTogether


class Migration(migrations.Migration):
    """The queue of a lead before acceptance."""

    dependencies = [("joints", "0008_session_called_once")]
    operations = [
        ChangeTogether(
            operations=[
                migrations.AddIndex(
                    model_name="jointapplication",
                    index=models.Index(
                        condition=Q(("accepted_on", None), ("open", True)) & ~Q(number=""),
                        fields=["lead", "due_on", "number"],
                        name="joint_unaccepted",
                    ),
                ),
            ]
        )
    ]
