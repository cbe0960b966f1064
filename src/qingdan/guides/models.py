"""Tables of service guides. A draft is worked on; what was published only grows."""

from typing import ClassVar

import pghistory
from django.db import models

from qingdan.base.orgs.models import DraftRows, Region, Unit
from qingdan.editions.models import EditionEntry


class GuideState(models.TextChoices):
    """Whether the public can apply by it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Guide(models.Model):
    """The guide of an item, as it is worked on: `content` is form 1 of `qingdan.guides.queries.content`.

    `code` is the item's public code, whatever edition has it. `state` is of its newest published version.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    name = models.TextField()
    content = models.JSONField()
    state = models.CharField(max_length=12, choices=GuideState, default=GuideState.DRAFT)
    blockers = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.CharField(max_length=40)
    updated_at = models.DateTimeField()

    objects = DraftRows["Guide"].as_manager()

    class Meta:
        """By unit and code."""

        ordering = ("unit", "code")


class GuideVersion(models.Model):
    """A published version: `digest` is of the snapshot of all it says; it pins the entry of an edition."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    entry = models.ForeignKey(EditionEntry, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    published_by = models.CharField(max_length=40)
    published_at = models.DateTimeField()

    class Meta:
        """Numbered within the guide."""

        ordering = ("guide", "number")
        constraints = (models.UniqueConstraint(fields=["guide", "number"], name="guide_version_once"),)


class GuideWithdrawal(models.Model):
    """From here on nobody can apply by the guide's versions up to `version`; open cases keep theirs."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    version = models.OneToOneField(GuideVersion, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()


class Situation(models.Model):
    """一件事: a few questions that lead to items. `content`: questions with answers, each with the items it needs."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    content = models.JSONField()
    published = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.CharField(max_length=40)
    updated_at = models.DateTimeField()


class SituationVersion(models.Model):
    """What the public saw from `at` on: `digest` is of the snapshot of all it said, "" when it was taken back."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Numbered within the situation."""

        ordering = ("situation", "number")
        constraints = (
            models.UniqueConstraint(fields=["situation", "number"], name="situation_version_once"),
        )
