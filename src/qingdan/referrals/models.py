"""Tables: cases handed on between two levels or regions, and what a region has reached on its way on line."""

from typing import ClassVar

from django.db import models

from qingdan.base.orgs.models import Region
from qingdan.rules.referral import ReferralKind, Stage


class ReferralState(models.TextChoices):
    """Whether the result is back."""

    OPEN = "open"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Referral(models.Model):
    """A pair of cases: `region` handed on, `partner_region` carries on; both see this row and never the other's case.

    What stands here of the other side follows it at once. `digest`: of the snapshot of all that travelled.
    `acknowledged_…`: who signed for originals on paper. `result`: state in which the case there ended.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner_region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in ReferralKind])
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.OPEN)
    first_number = models.CharField(max_length=30, unique=True)
    first_unit = models.CharField(max_length=60)
    first_item = models.TextField()
    first_began_on = models.DateField()
    first_due_on = models.DateField(null=True)
    second_number = models.CharField(max_length=30, unique=True)
    second_unit = models.CharField(max_length=60)
    second_item = models.TextField()
    second_state = models.CharField(max_length=20)
    second_due_on = models.DateField(null=True)
    handed_on = models.DateField()
    opinion = models.TextField()
    digest = models.CharField(max_length=64)
    materials = models.PositiveSmallIntegerField()
    trial = models.BooleanField(default=False)
    sent_by = models.CharField(max_length=40)
    sent_by_name = models.CharField(max_length=40)
    sent_at = models.DateTimeField()
    acknowledged_by = models.CharField(max_length=40, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=20, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    returned_on = models.DateField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-pk",)


class Milestone(models.Model):
    """A stage that a region has reached, by a document; `digest`: of the acceptance report of that day."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Stage])
    on = models.DateField()
    document = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    met = models.PositiveSmallIntegerField()
    unmet = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Each stage once."""

        constraints = (models.UniqueConstraint(fields=["region", "stage"], name="region_stage_once"),)
