"""Tables of duties: a sheet for each published power, a row for each duty of a step."""

import pghistory
from django.db import models
from django.db.models import Q

from qingdan.base.orgs.models import DraftRows, Region, Unit
from qingdan.campaigns.models import Campaign


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DutySheet(models.Model):
    """The duties of one published power: `item_code` and the digest of the entry they are drafted from (R-065).

    `stale_since`: the power, its chart or its body was changed by a later edition; the duties must be looked at again
    (R-017).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=40)
    entry_digest = models.CharField(max_length=64)
    category = models.CharField(max_length=30)
    name = models.TextField()
    version = models.PositiveIntegerField(default=1)
    stale_since = models.DateTimeField(null=True, blank=True)
    updated_by = models.CharField(max_length=40)
    updated_at = models.DateTimeField()

    objects = DraftRows["DutySheet"].as_manager()

    class Meta:
        """One for each power in a campaign."""

        ordering = ("unit", "item_code")
        constraints = (models.UniqueConstraint(fields=["campaign", "item_code"], name="duty_sheet_once"),)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Duty(models.Model):
    """One duty: 责任事项, 责任岗位, 追责情形, 责任设定依据 (R-066), 免责 optional.

    `step`: of the published chart, 0 for none.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey(DutySheet, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField()
    duty = models.TextField()
    post = models.CharField(max_length=80, blank=True)
    accountability_ground = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    exemption = models.TextField(blank=True)

    class Meta:
        """In the order of the steps."""

        ordering = ("sheet", "order", "pk")
        constraints = (models.CheckConstraint(condition=~Q(duty=""), name="duty_said"),)
