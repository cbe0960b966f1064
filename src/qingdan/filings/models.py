"""Tables of filings."""

from django.db import models
from django.db.models import Q

from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import DraftRows, Region, Unit
from qingdan.campaigns.models import Campaign
from qingdan.editions.models import LISTS
from qingdan.rules.review import FilingState, ListKind


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

    objects = DraftRows["CleaningReport"].as_manager()

    class Meta:
        """One a unit."""

        constraints = (models.UniqueConstraint(fields=["campaign", "unit"], name="report_once"),)


class Filing(models.Model):
    """One version of a unit's filing, frozen when it is sent to the principal: `digest` is of its snapshot.

    A new one begins when this one is voided or returned; all stay. `signed_how`: factor, paper. Of a paper the
    original must have been seen before the filing is received. `voided_for`: the event's subject. Once received its
    drafts rest but for the parts that review has `reopened` ("item:…", "chart:…"); `standing_digest` is of the content
    with all supplements signed since.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    list_kind = models.CharField(max_length=20, choices=LISTS, default=ListKind.POWER)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in FilingState], default=FilingState.SIGNING
    )
    digest = models.CharField(max_length=64)
    items = models.PositiveIntegerField()
    sent_by = models.CharField(max_length=40)
    sent_at = models.DateTimeField()
    signed_how = models.CharField(max_length=10, blank=True)
    signed_by = models.CharField(max_length=40, blank=True)
    signed_name = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    original_seen_by = models.CharField(max_length=40, blank=True)
    original_seen_at = models.DateTimeField(null=True, blank=True)
    receipt_number = models.CharField(max_length=40, null=True, blank=True)
    filed_by = models.CharField(max_length=40, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    received_by = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    standing_digest = models.CharField(max_length=64, blank=True)
    reopened = models.JSONField(default=list)
    returned_reason = models.TextField(blank=True)
    voided_for = models.CharField(max_length=120, blank=True)
    closed_by = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # voided or returned

    objects = DraftRows["Filing"].as_manager()

    class Meta:
        """Numbered; one open at a time; a receipt number is given once in a region."""

        ordering = ("unit", "-number")
        constraints = (
            models.UniqueConstraint(fields=["campaign", "unit", "number"], name="filing_number_once"),
            models.UniqueConstraint(fields=["region", "receipt_number"], name="filing_receipt_once"),
            models.UniqueConstraint(
                fields=["campaign", "unit", "list_kind"],
                condition=Q(closed_at__isnull=True),
                name="filing_open_once",
            ),
        )

    @property
    def kind(self) -> ListKind:
        """Which list it is for."""
        return ListKind(self.list_kind)

    @property
    def reference(self) -> str:
        """What stands for it in events: campaign, unit, number."""
        return f"{self.campaign.code}/{self.unit.code}/{self.number}"
