"""The table of snapshots. The region is a code, not a key: snapshots stand below the organisations."""

from django.db import models


class Snapshot(models.Model):
    """One frozen value. The same value frozen twice is one row."""

    digest = models.CharField(max_length=64, primary_key=True)
    region_id = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    content = models.TextField()
    at = models.DateTimeField()
