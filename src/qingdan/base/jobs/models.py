"""The table of jobs as people see them; the queue itself is procrastinate's."""

from typing import Self

from django.db import models
from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region


class JobQuerySet(models.QuerySet["Job"]):
    """Reads of jobs."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, those of the own units, or all of the region's for reviewers."""
        if actor.reviews:
            return self.filter(region_id__in=actor.regions)
        return self.filter(Q(by=actor.username) | Q(unit__in=actor.own_units), region_id=actor.region)


class Job(models.Model):
    """One piece of long work. `state`: waiting, running, done, failed.

    `arguments` are codes, never texts; `result` the code of what came out: pages know from the kind whose it is.
    `tries` counts the starts: work cut off by a killed worker is begun again.
    """

    code = models.CharField(max_length=32, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=9)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    at_thing = models.CharField(
        max_length=120, blank=True
    )  # the row or file in hand, named if the work fails
    failure = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()
