"""Workbooks given for a register."""

from typing import Self

from django.db import models

from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import DraftRows, Region, Unit
from qingdan.campaigns.models import Campaign


class UploadQuerySet(DraftRows["Upload"]):
    """Reads of uploads."""

    def light(self) -> Self:
        """Without what is only needed for one problem, or to accept it."""
        return self.defer("rows", "filed", "details", "accepted", "touched", "before")


class Upload(models.Model):
    """A workbook given for a register: read and checked by a job, shown, then accepted or dropped."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)  # waiting, checked, failed, accepted, dropped
    job = models.CharField(max_length=32, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    result = models.JSONField(
        default=dict
    )  # what the page lists: figures, how it was read, problems in a line each
    rows = models.JSONField(default=list)  # each row in which a problem lies as read, null for the others
    filed = models.JSONField(default=list)  # what each row says in the fields of an item (queries.filed)
    details = models.JSONField(default=list)  # each problem in full, in the order of the list
    accepted = models.JSONField(
        default=dict
    )  # draft number → place of the row that said it: the base of the next comparison
    answers = models.JSONField(
        default=dict
    )  # number of a problem, from 1 → what is to become of it when it is accepted (queries.upload_answers)
    touched = models.JSONField(
        default=dict
    )  # what accepting it did: number → kind, version then (queries.touched)
    before = models.JSONField(default=dict)  # draft number → fields and bases as they stood before
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()
