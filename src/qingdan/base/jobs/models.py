"""The table of jobs as people see them; the queue itself is procrastinate's."""

from django.db import models

from qingdan.base.orgs.models import Region


class Job(models.Model):
    """One piece of long work. `state`: waiting, running, done, failed."""

    code = models.CharField(max_length=32, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=9)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=10, default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=200, blank=True)  # the address of what came out
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
