"""What registrations made: the enterprise, what each body keeps of it, and whether they agree."""

from typing import ClassVar

from django.db import models

from qingdan.base.orgs.models import Region


class Enterprise(models.Model):
    """A registered enterprise. `numbers`: kind → number; `answers`: what the form said last; `digest` is of both.

    `licences`: kind of certificate → code of the licence. `tax_profile`: what the tax office was told at the first
    visit. `owner`: the account that registered it and may ask for changes.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=20)
    numbers = models.JSONField(default=dict)
    main_number = models.CharField(max_length=20, unique=True)
    answers = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    licences = models.JSONField(default=dict)
    standing = models.BooleanField(default=True)
    tax_profile = models.JSONField(default=dict)
    owner = models.CharField(max_length=40, blank=True)
    founded_by = models.CharField(max_length=30)  # number of the registration
    last_by = models.CharField(max_length=30)
    founded_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Listed by region, newest first; an owner's own."""

        indexes = (
            models.Index(fields=["region", "-founded_on"], name="enterprise_of_region"),
            models.Index(fields=["owner"], name="enterprise_of_owner"),
        )


class BodyRecord(models.Model):
    """What a body last said it keeps of an enterprise; `how`: desk, partner, inquiry."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=20)
    numbers = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    known = models.BooleanField(default=True)
    how = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        """One a body."""

        constraints = (models.UniqueConstraint(fields=["enterprise", "body"], name="body_record_once"),)


class ReconciliationRun(models.Model):
    """A day's reconciliation: how many enterprises, how many of which all bodies agree, and what differs."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    enterprises = models.PositiveIntegerField()
    agreeing = models.PositiveIntegerField()
    findings = models.JSONField()
    codes = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
