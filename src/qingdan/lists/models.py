"""Tables between clearing and publication: tabled drafts, resolutions, channels and their proofs; last year's batch."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Region, Unit
from qingdan.campaigns.models import Campaign
from qingdan.editions.models import LISTS, Edition
from qingdan.rules.review import ChartState, ListState


class ListProgress(models.Model):
    """How far a list of a campaign is; the row that acts on it lock."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    list_kind = models.CharField(max_length=20, choices=LISTS)
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ListState])
    version = models.PositiveIntegerField(default=1)
    since = models.DateTimeField()

    class Meta:
        """Once."""

        constraints = (models.UniqueConstraint(fields=["campaign", "list_kind"], name="list_progress_once"),)


class TabledDraft(models.Model):
    """审议稿 vN: composed from cleared items and frozen; `digest` is of its snapshot, `counts` of R-110.

    Open while neither withdrawn nor resolved; one at a time.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    list_kind = models.CharField(max_length=20, choices=LISTS)
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    items = models.PositiveIntegerField()
    counts = models.JSONField()
    composed_by = models.CharField(max_length=40)
    composed_at = models.DateTimeField()
    withdrawn_why = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # withdrawn or resolved

    class Meta:
        """Numbered; one open at a time."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "list_kind", "number"], name="tabled_draft_once"),
            models.UniqueConstraint(
                fields=["campaign", "list_kind"],
                condition=Q(closed_at__isnull=True),
                name="tabled_draft_open_once",
            ),
        )


class Resolution(models.Model):
    """What the meeting decided on exactly one digest (R-061). `result`: adopted, amended, rejected."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    draft = models.OneToOneField(TabledDraft, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    meeting = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    on = models.DateField()
    result = models.CharField(max_length=10)
    amendments = models.JSONField(default=list)  # [{"number": draft number, "text": what is to be changed}]
    note = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()


class Channel(models.Model):
    """A site where a region's lists are published, in order (R-062).

    `step`: 1 市政府, 2 市编办, 3 行政服务中心, 4 each department. `unit`: whose page it is. Ours when `outside` is
    empty: then Qingdan serves the page; else the address of a site the edition is pushed to, and which must be fetched.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    step = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    outside = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)


class ChannelProof(models.Model):
    """An edition was seen on a channel: the address fetched, the digest found there, when."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    fetched_at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        """Once on a channel."""

        constraints = (models.UniqueConstraint(fields=["edition", "channel"], name="channel_proof_once"),)


class ChannelTrouble(models.Model):
    """A channel that could not be proved: what was found instead, since when; ends with the proof."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    tried_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=300)

    class Meta:
        """One for each."""

        constraints = (models.UniqueConstraint(fields=["edition", "channel"], name="channel_trouble_once"),)


class BatchState(models.TextChoices):
    """How far a batch is. What was published may be published again, when more of its charts are approved."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DROPPED = "dropped"  # another workbook came in its place


class ApprovalBatch(models.Model):
    """Last year's cleaned approvals as a workbook gave them: the document that decided on them, rows that are no items.

    `faults`: sheet, row, name, and key and facts of what is wrong with it. `edition`: the last published from it.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)  # 360900-approvals-1
    title = models.CharField(max_length=120)
    document_number = models.CharField(max_length=60)
    decided_on = models.DateField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.DRAFT)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    class Meta:
        """One draft of a region at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=["region"], condition=Q(state="draft"), name="approval_batch_draft_once"
            ),
        )


class ApprovalItem(models.Model):
    """An approval of a batch. `content`: values and bases as an entry has them; `chart`: as an entry has it.

    `like_template`: the chart has nothing otherwise than the shipped template. `code` is given at publication.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(ApprovalBatch, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    name = models.TextField()
    sub_item = models.TextField(blank=True)
    code = models.CharField(max_length=40, blank=True)
    content = models.JSONField()
    chart = models.JSONField()
    like_template = models.BooleanField()
    chart_state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in ChartState], default=ChartState.PENDING
    )
    reason = models.TextField(blank=True)  # why the chart was returned
    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=40)
    judged_by_name = models.CharField(max_length=40, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Numbered in the batch."""

        ordering = ("batch", "number")
        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="approval_item_once"),)
