"""The table of snapshots."""

from django.db import models


class Snapshot(models.Model):
    """One frozen value. The same value frozen twice is one row."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=40)
    content = models.TextField()
    at = models.DateTimeField()
