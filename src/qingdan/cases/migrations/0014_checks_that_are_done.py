"""A branch whose department has looked is due by no day of that department: the lead acts for all."""

from django.db import migrations, models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce, Least

DUE_ON = Case(
    When(state="received", check_done=False, then=F("check_due_on")),
    When(state="correcting", then=F("correction_due_on")),
    When(state="under_review", then=Least("promised_due_on", "decision_due_on")),
    When(state="suspended", then=Coalesce("pause_until", "decision_due_on")),
    When(state="referred", then=Least("elsewhere_promised_on", "elsewhere_due_on")),
    When(state__in=["granted", "refused"], then=F("service_due_on")),
)


class Migration(migrations.Migration):
    """A kept column is made anew when its words change."""

    dependencies = [("cases", "0013_steps_on_joint_visits")]
    operations = [
        migrations.RemoveIndex(model_name="case", name="case_due"),
        migrations.RemoveField(model_name="case", name="due_on"),
        migrations.AddField(
            model_name="case",
            name="check_done",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="case",
            name="due_on",
            field=models.GeneratedField(
                db_persist=True, expression=DUE_ON, output_field=models.DateField(null=True)
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["unit", "due_on", "number"], name="case_due", condition=Q(due_on__isnull=False)
            ),
        ),
    ]
