"""Questions to other units."""

from typing import Self

from django.db import models
from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region, Unit
from qingdan.powers.models.items import PowerItem
from qingdan.rules.role import Role


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Reads of questions to other units."""

    def visible_to(self, actor: Actor) -> Self:
        """Those who ask, those who are asked, and the reviewers of the region."""
        mine = Q(asker__code__in=actor.own_units)
        if actor.reviews:
            mine |= Q(region_id__in=actor.regions)
        return self.filter(mine | self.answerable(actor))

    def asked_of(self, actor: Actor) -> Self:
        """Those that this person may answer."""
        return self.filter(self.answerable(actor))

    @staticmethod
    def answerable(actor: Actor) -> Q:
        """Asked of the own units; a county's 编办 answers for every unit of the county."""
        asked = Q(unit__code__in=actor.own_units)
        return asked | Q(partner_region_id=actor.region) if Role.COUNTY_OFFICE in actor.roles else asked


class Consent(models.Model):
    """Another unit asked about an item: as co-implementer, receiver, or owner of a consolidated source.

    `partner_region` is that of the unit asked: both regions see the row (base/walls.py). `summary` is all that the unit
    asked gets to see of the item, as it stood when it was asked; `item_version` its version then.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner_region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    asker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=13)  # joint, receiver, consolidation
    note = models.TextField(blank=True)  # which item of theirs is meant, for a consolidation
    summary = models.JSONField()
    item_version = models.PositiveIntegerField()
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, blank=True)  # agree, object
    reason = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        """Asked once; asked again, the row is the same."""

        constraints = (models.UniqueConstraint(fields=["item", "unit", "kind"], name="consent_once"),)
