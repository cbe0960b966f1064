"""Tables of licences: the licence, and what became of it."""

from typing import ClassVar

from django.db import models

from qingdan.base.orgs.models import Region, Unit


class LicenceState(models.TextChoices):
    """Whether it is good. Expiry is a day, not a state."""

    VALID = "valid"
    REVOKED = "revoked"  # 撤销 (Art. 69)
    WITHDRAWN = "withdrawn"  # 撤回 (Art. 8)
    CANCELLED = "cancelled"  # 注销 (Art. 70)


class Licence(models.Model):
    """A certificate or permit. `code` is its public address; `case_number` the case that granted it.

    `trial`: granted in the trial run, worth nothing.

    `content`: what is printed on it. `valid_until` is its last day, None without end.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=120)
    item_code = models.CharField(max_length=40)
    case_number = models.CharField(max_length=30, unique=True)
    holder_kind = models.CharField(max_length=12, default="person")
    holder_name = models.CharField(max_length=120)
    holder_id = models.CharField(max_length=40)
    trial = models.BooleanField(default=False)
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=LicenceState, default=LicenceState.VALID)
    withheld = models.CharField(max_length=200, blank=True)  # ground on which it is not published (Art. 40)
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """A number once a unit; found by holder."""

        constraints = (models.UniqueConstraint(fields=["unit", "number"], name="licence_once"),)
        indexes = (
            models.Index(fields=["region", "holder_id"], name="licence_holder"),
            models.Index(fields=["region", "item_code", "-issued_on"], name="licence_of_item"),
            models.Index(fields=["region", "-issued_on"], name="licence_granted"),
        )


class LicenceChange(models.Model):
    """What became of a licence: amended, renewed, revoked, withdrawn, cancelled; by which ground."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    ground = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of what it says from here on
    on = models.DateField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()


class LicenceRequest(models.Model):
    """A change of a licence, asked for by one and decided by another. `content`: what an amended one is to say."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    ground = models.CharField(max_length=200)
    reason = models.TextField()
    content = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=40)
    asked_by_name = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One waits; the database holds maker and checker apart."""

        constraints = (
            models.UniqueConstraint(
                fields=["licence"],
                condition=models.Q(approved__isnull=True),
                name="licence_request_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(approved__isnull=True) | ~models.Q(answered_by=models.F("asked_by")),
                name="licence_answered_by_another",
            ),
        )
