"""Tables of filings."""

from typing import Self

from django.db import models
from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Region, Unit
from qingdan.campaigns.models import Campaign


class CleaningReport(models.Model):
    """The unit's report on the work, in five sections (R-049); figures are filled in from data when it is shown."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    situation = models.TextField(blank=True)  # 基本情况
    measures = models.TextField(blank=True)  # 主要做法
    results = models.TextField(blank=True)  # 取得成效
    difficulties = models.TextField(blank=True)  # 存在问题
    suggestions = models.TextField(blank=True)  # 意见建议
    updated_by = models.CharField(max_length=40)
    updated_at = models.DateTimeField()

    class Meta:
        """One a unit."""

        constraints = (models.UniqueConstraint(fields=["campaign", "unit"], name="report_once"),)


class FilingQuerySet(models.QuerySet["Filing"]):
    """Reads of filings."""

    def visible_to(self, actor: Actor) -> Self:
        """As for items: the own units', or all of the region for reviewers."""
        if actor.reviews:
            return self.filter(region_id__in=actor.regions)
        return self.filter(region_id=actor.region, unit__code__in=actor.own_units)


class Filing(models.Model):
    """One version of a unit's filing. A new one begins when a signature is voided or the filing is returned.

    `digest` is of the snapshot that was signed. States: `draft`, `signing` (sent to the principal), `signed`, `voided`,
    `filed`, `returned`, `received`.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="draft")
    digest = models.CharField(max_length=64, blank=True)
    sent_by = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    signed_how = models.CharField(max_length=10, blank=True)  # factor, paper
    signed_by = models.CharField(max_length=40, blank=True)
    signed_name = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    original_seen_by = models.CharField(max_length=40, blank=True)
    original_seen_at = models.DateTimeField(null=True, blank=True)
    receipt_number = models.CharField(max_length=30, unique=True, null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    returned_reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # voided or returned

    objects = FilingQuerySet.as_manager()

    class Meta:
        """Numbered; one open at a time."""

        ordering = ("unit", "-number")
        constraints = (
            models.UniqueConstraint(fields=["campaign", "unit", "number"], name="filing_number_once"),
            models.UniqueConstraint(
                fields=["campaign", "unit"], condition=Q(closed_at__isnull=True), name="filing_open_once"
            ),
        )
