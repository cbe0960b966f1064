"""What the checks found on items, and why a finding may stand."""

from django.db import models

from qingdan.base.orgs.models import Region
from qingdan.powers.models.items import PowerItem


class ItemCheck(models.Model):
    """What the checks found on an item at a version of it: kept so that pages need not judge again."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(PowerItem, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    on = models.DateField()
    problems = models.JSONField()  # as in `qingdan check`: code, key, severity, certainty, field, params, …
    blockers = models.PositiveSmallIntegerField()
    warnings = models.PositiveSmallIntegerField()
    hints = models.PositiveSmallIntegerField()


class Justification(models.Model):
    """Why a unit lets a warning stand (不改，说明理由); falls away when the finding does."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=4)
    key = models.CharField(max_length=60)
    reason = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """One reason for one finding."""

        constraints = (models.UniqueConstraint(fields=["item", "key"], name="justification_once"),)
