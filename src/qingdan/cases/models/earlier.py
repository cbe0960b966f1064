"""原系统的办件: what an earlier system kept of its cases, found by its old number (RQ-A5).

They are history and no cases: no item in force stands behind them, no clock runs, nothing is done to them.
"""

import secrets
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region, Unit
from qingdan.base.people.models import User
from qingdan.rules.role import HANDLING, Role


def new_code() -> str:
    """A code for addresses: old numbers hold whatever the earlier system wrote into them."""
    return secrets.token_hex(8)


class EarlierBatch(models.Model):
    """A workbook of an earlier system. `rows` wait until they are brought in as one, and are dropped then."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    system = models.CharField(max_length=60)
    rows = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    cases = models.PositiveIntegerField()
    users = models.PositiveIntegerField()
    read_by = models.CharField(max_length=40)
    read_by_name = models.CharField(max_length=40)
    read_at = models.DateTimeField()
    brought_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_why = models.CharField(max_length=200, blank=True)


class EarlierRows(models.QuerySet["EarlierCase"]):
    """Reads of cases of an earlier system."""

    def visible_to(self, actor: Actor) -> Self:
        """The unit that had them; supervision and the service centre those of the region."""
        found = self.filter(region_id__in=actor.regions, stands=True)
        if actor.roles & {Role.SUPERVISOR, Role.SERVICE_CENTRE}:
            return found
        return found.filter(unit__code=actor.unit) if actor.roles & HANDLING else self.none()


class EarlierCase(models.Model):
    """A case of an earlier system, as it was told. `key`: its number in capitals, letters and digits alone.

    `stands` goes when its batch is taken back. `result`: in the words of the earlier system.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(EarlierBatch, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    stands = models.BooleanField(default=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    item_name = models.CharField(max_length=200)
    item_code = models.CharField(max_length=40, blank=True)
    applicant_kind = models.CharField(max_length=12)
    applicant_name = models.CharField(max_length=120)
    id_kind = models.CharField(max_length=12)
    id_number = models.CharField(max_length=40)
    submitted_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=40, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    licence_number = models.CharField(max_length=60, blank=True)

    objects = EarlierRows.as_manager()

    class Meta:
        """A number once a region; found by number, by whose it was, by a part of the name."""

        ordering = ("region", "key")
        constraints = (
            models.UniqueConstraint(
                fields=["region", "key"], condition=Q(stands=True), name="earlier_number_once"
            ),
        )
        indexes = (
            models.Index(fields=["id_number"], name="earlier_of_holder"),
            models.Index(fields=["unit", "-submitted_on"], name="earlier_of_unit"),
            GinIndex(fields=["applicant_name"], name="earlier_words", opclasses=["gin_trgm_ops"]),
        )


class EarlierAccount(models.Model):
    """An account that came with a batch, or was stopped with an earlier one and came again.

    It has no password until its link was used.
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(EarlierBatch, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
