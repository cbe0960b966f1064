"""What the law says of items: functions, grants, proposals to change it, local instruments."""

from django.db import models

from qingdan.base.orgs.models import DraftRows, Mandate, Region, Unit
from qingdan.campaigns.models import Campaign
from qingdan.powers.models.items import PowerItem


class MandateLink(models.Model):
    """An item carries out a function of the 三定 provisions (R-021)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Once."""

        constraints = (models.UniqueConstraint(fields=["item", "mandate"], name="mandate_link_once"),)


class Grants(models.Model):
    """What the law library grants a unit on a day, read by a job; `state` tells the library it was read from."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=64)
    instruments = models.PositiveIntegerField()
    articles = models.JSONField()
    at = models.DateTimeField()


class LawChange(models.Model):
    """A proposal to change an instrument (R-034, R-113): from a unit to the 法制办, answered there."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    instrument = models.CharField(max_length=200)
    locator = models.CharField(max_length=120, blank=True)
    ground = models.CharField(max_length=20)  # reform, conflict, no_object, unused
    proposal = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    accepted = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = DraftRows["LawChange"].as_manager()


class LocalInstrument(models.Model):
    """One text of a local instrument or 三定 provision, entered by the 法制办; checks use it at once.

    An amended text is a row of its own under the same title. `valid_until` is the first day it is repealed.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=30)
    issuer = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    text = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
