"""Items of a register and their bases, and what a unit says it has none of."""

from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q

from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import DraftRows, Region, Unit
from qingdan.campaigns.models import Campaign


class PowerItemQuerySet(DraftRows["PowerItem"]):
    """Reads of items."""

    def kept(self) -> Self:
        """Without the deleted ones."""
        return self.filter(deleted_at__isnull=True)


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), level=pghistory.Statement
)
class PowerItem(models.Model):
    """One power as a unit drafts it: the fields of 附件2 (lists.md §1.1), as texts the person typed.

    `draft_number` is the unit's code and a running number, given once. `unit` is whose power it is; a subordinate's
    items are filed by its 主管部门. `version` counts the saves: an edit names the version it was made from.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    draft_number = models.CharField(max_length=16, unique=True)  # 360900013-00012
    order = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)

    category = models.CharField(max_length=30)  # key of the scheme, "" while not chosen
    name = models.TextField()
    sub_item = models.TextField(blank=True)
    item_code = models.CharField(max_length=40, blank=True)
    implementing_body = models.CharField(max_length=120, blank=True)
    body_kind = models.CharField(max_length=40, blank=True)
    office = models.CharField(max_length=80, blank=True)
    joint = models.CharField(max_length=20, blank=True)
    joint_lead = models.CharField(max_length=120, blank=True)
    joint_partners = models.TextField(blank=True)
    level = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    statutory_limit = models.CharField(max_length=120, blank=True)
    promised_limit = models.CharField(max_length=120, blank=True)
    fee = models.TextField(blank=True)
    use_count = models.CharField(max_length=80, blank=True)
    disposition = models.CharField(max_length=20, blank=True)  # retain … refer_up
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    receiver = models.TextField(blank=True)
    transition_from = models.DateField(null=True, blank=True)
    transition_until = models.DateField(null=True, blank=True)
    law_change = models.TextField(blank=True)
    publication = models.CharField(max_length=120, blank=True)
    duty = models.TextField(blank=True)  # the preliminary duty of a kept item
    remark = models.TextField(blank=True)

    # The bases of the rows of LegalBasis as one text, a line each: what is searched, compared and kept as history.
    basis_printed = models.TextField(blank=True)

    origin = models.CharField(
        max_length=20, default="typed"
    )  # typed, workbook, proposed, taken_over, last_year
    origin_ref = models.CharField(max_length=120, blank=True)
    updated_by = models.CharField(max_length=40)
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = PowerItemQuerySet.as_manager()

    class Meta:
        """Listed in the unit's order."""

        ordering = ("unit", "order", "pk")
        indexes = (
            models.Index(
                fields=["campaign", "unit", "category"],
                condition=Q(deleted_at__isnull=True),
                name="item_of_unit",
            ),
            models.Index(fields=["campaign", "disposition"], name="item_disposition"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(transition_from__isnull=True)
                | Q(transition_until__isnull=True)
                | Q(transition_until__gt=F("transition_from")),
                name="item_transition",
            ),
        )


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), level=pghistory.Statement
)
class LegalBasis(models.Model):
    """One basis of an item: instrument, place, quoted words, and the text of the document when the unit gives it.

    `text_digest` is of the article text the quotation was last checked against: a new law library can tell whom it
    concerns.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=200)
    document_number = models.CharField(max_length=80, blank=True)
    locator = models.CharField(max_length=120, blank=True)  # 第五十九条第一款
    quotation = models.TextField(blank=True)
    attachment = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        """In the order typed."""

        ordering = ("item", "order")


class NilLine(models.Model):
    """A unit says that it has no power of a category (零报告, R-053); category "" is the whole unit."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=30, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Once a category."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "unit", "category"], name="nil_line_once"),
        )
