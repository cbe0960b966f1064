"""Powers handed down (下放): from which day which counties exercise an item, and what becomes of open cases."""

from typing import ClassVar

from django.db import models

from qingdan.base.orgs.models import Region
from qingdan.editions.models import Edition


class Devolution(models.Model):
    """From `on` the item of this region is exercised by the `targets` below it ({"code", "name", "unit", "region"}).

    `edition` says so. `moves`: open cases go down too; else who accepted them decides them.
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=40, unique=True)
    item_name = models.TextField()
    on = models.DateField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    moves = models.BooleanField()
    targets = models.JSONField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """By day."""

        ordering = ("on", "pk")
