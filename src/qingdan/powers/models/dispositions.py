"""What belongs to the disposition of an item: handover, referral, merge."""

from django.db import models
from django.db.models import F, Q

from qingdan.base.orgs.models import Region
from qingdan.powers.models.items import PowerItem


class Handover(models.Model):
    """How a devolved item goes down (下放): by law or by delegation, whether the county is able to, and when."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(PowerItem, on_delete=models.CASCADE, related_name="+")
    mode = models.CharField(max_length=10, blank=True)  # statutory, delegated
    capability = models.TextField(blank=True)
    training = models.TextField(blank=True)
    on = models.DateField(null=True, blank=True)


class Referral(models.Model):
    """The row of 附件3 of an item that the province is asked to change (R-047); the rest comes from the item."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(PowerItem, on_delete=models.CASCADE, related_name="+")
    holder = models.CharField(max_length=120, blank=True)  # 现行实施层级及主体
    change = models.CharField(max_length=20, blank=True)  # 取消, 下放市级, …: the choices of the form
    receiver = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)


class Merge(models.Model):
    """An item that goes into another by consolidation (整合)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(PowerItem, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """A source goes into one target."""

        constraints = (
            models.UniqueConstraint(fields=["source"], name="merge_source_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="merge_not_into_itself"),
        )
