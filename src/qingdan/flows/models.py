"""Tables of flow charts: a chart is its steps and their exits, rows like everything else."""

import pghistory
from django.db import models
from django.db.models import Q

from qingdan.base.orgs.models import DraftRows, Region, Unit
from qingdan.campaigns.models import Campaign
from qingdan.powers.models import PowerItem


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FlowChart(models.Model):
    """The chart of a category of a unit (`item` empty), or of one item. `version` counts the saves."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=30)
    item = models.OneToOneField(PowerItem, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    template = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    clock_from = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # where the item's limit runs: step numbers
    clock_until = models.PositiveSmallIntegerField(null=True, blank=True)
    before_steps = models.PositiveSmallIntegerField(null=True, blank=True)  # as it ran until now
    before_days = models.PositiveSmallIntegerField(null=True, blank=True)
    problems = models.JSONField(default=list)
    blockers = models.PositiveSmallIntegerField(default=0)
    updated_by = models.CharField(max_length=40)
    updated_at = models.DateTimeField()

    objects = DraftRows["FlowChart"].as_manager()

    class Meta:
        """One chart a category, beside those of single items."""

        ordering = ("unit", "category", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "unit", "category"],
                condition=Q(item__isnull=True),
                name="chart_of_category_once",
            ),
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ChartStep(models.Model):
    """One step (环节) of a chart: lists.md §4."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    chart = models.ForeignKey(FlowChart, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)  # start, act, decision, document, end
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=60, blank=True)
    office = models.CharField(max_length=60, blank=True)
    content = models.TextField(blank=True)
    standard = models.TextField(blank=True)
    statutory_limit = models.CharField(max_length=60, blank=True)
    promised_limit = models.CharField(max_length=60, blank=True)
    counted = models.BooleanField(default=True)  # False: time that the law leaves out (听证, 检验, 鉴定)
    document = models.CharField(max_length=120, blank=True)
    risk_level = models.CharField(max_length=10, blank=True)
    risk = models.TextField(blank=True)
    control = models.TextField(blank=True)

    class Meta:
        """Numbered within the chart."""

        ordering = ("chart", "number")
        constraints = (models.UniqueConstraint(fields=["chart", "number"], name="step_number_once"),)


class ChartExit(models.Model):
    """Where a step goes on, and on what condition."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(ChartStep, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()
    to = models.PositiveSmallIntegerField()
    condition = models.CharField(max_length=40, blank=True)

    class Meta:
        """In order."""

        ordering = ("step", "order")
