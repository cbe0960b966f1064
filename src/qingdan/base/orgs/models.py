"""Tables of the city's organisations. Units are public: no region wall stands before them."""

from typing import Self, TypeVar

import pghistory
from django.db import models
from django.db.models import F, Q

from qingdan.base.actor import Actor

_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class DraftRows(models.QuerySet[_Row_co]):
    """Rows of a unit (`region`, `unit`) that are read as its drafts are."""

    def visible_to(self, actor: Actor) -> Self:
        """The one filter of visibility of drafts: those of the own units, or all of the regions for reviewers."""
        if actor.reviews:
            return self.filter(region_id__in=actor.regions)
        return self.filter(region_id=actor.region, unit__code__in=actor.own_units)


class Region(models.Model):
    """A city, county or town by its code (GB/T 2260, towns nine digits), for the time that it stands so."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=40)
    level = models.CharField(max_length=10)  # city, county, town
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    under_province = models.BooleanField(default=False)  # 省直管县: some matters go to the province directly


class UnitKind(models.TextChoices):
    """The four kinds of the plan (二), and what stands beside them."""

    DEPARTMENT = "department"  # 市政府工作部门
    INSTITUTION = "institution"  # 直属事业单位
    STATIONED = "stationed"  # 驻宜单位
    OTHER = "other"  # 其他处级机构
    SUBORDINATE = "subordinate"  # 所属行政机构、事业单位
    COUNTY = "county"  # 县(市、区)政府


@pghistory.track()
class Unit(models.Model):
    """A unit of a region. `code` is the region's code and the unit's number: nine digits, never used again."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=30, blank=True)
    law_name = models.CharField(max_length=60, blank=True)  # as the law in force calls it, if renamed since
    kind = models.CharField(max_length=12, choices=UnitKind)
    supervising = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    sample = models.BooleanField(default=False)

    class Meta:
        """A subordinate body has its 主管部门, and nobody else has one."""

        ordering = ("order", "code")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="subordinate", supervising__isnull=False)
                | (~Q(kind="subordinate") & Q(supervising__isnull=True)),
                name="unit_supervised",
            ),
            models.UniqueConstraint(
                fields=["region", "name"], condition=Q(valid_until__isnull=True), name="unit_name_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="unit_period",
            ),
        )


class UnitChange(models.Model):
    """A merger, split or renaming with its day and document: an operation, never an edit of names."""

    kind = models.CharField(max_length=10)  # merge, split, rename
    on = models.DateField()
    document = models.CharField(max_length=120)
    sources = models.ManyToManyField(Unit, related_name="+")
    targets = models.ManyToManyField(Unit, related_name="+")
    name_before = models.CharField(max_length=60, blank=True)
    name_after = models.CharField(max_length=60, blank=True)


class InnerOffice(models.Model):
    """An inner office (内设机构) of a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)

    class Meta:
        """Numbered within the unit."""

        ordering = ("unit", "number")
        constraints = (models.UniqueConstraint(fields=["unit", "name"], name="office_name_once"),)


class Mandate(models.Model):
    """One function of the 三定 provisions, of the unit (no office) or of an inner office; a tree by `parent`."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(InnerOffice, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    document = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        """In the order of the document."""

        ordering = ("unit", "number")


class Post(models.Model):
    """A post in an office: what a step of a flow chart names as its owner."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(InnerOffice, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)

    class Meta:
        """Named once in its office."""

        constraints = (models.UniqueConstraint(fields=["unit", "office", "name"], name="post_name_once"),)
