"""试运行: the time in which a region's cases on line are an exercise beside the old way (R-086, RQ-A14)."""

from django.db import models
from django.db.models import F, Q

from qingdan.base.orgs.models import Region


class TrialRun(models.Model):
    """A trial run of a region: from its first day to the day before `ends_on`, on which formal operation begins."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField()
    reason = models.TextField()
    begun_by = models.CharField(max_length=40)
    begun_by_name = models.CharField(max_length=40)
    begun_at = models.DateTimeField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    ended_by = models.CharField(max_length=40, blank=True)
    ended_by_name = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One without an end a region."""

        ordering = ("region", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["region"], condition=Q(ends_on__isnull=True), name="trial_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="trial_period"
            ),
        )
