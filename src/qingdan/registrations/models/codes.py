"""Codes given out beforehand (主体标识码, 组织机构代码): ranges, and every single code with what became of it."""

from django.db import models
from django.db.models import Q

from qingdan.base.orgs.models import Region


class PoolState(models.TextChoices):
    """What became of a code. It never comes back to be free once it was given to an enterprise."""

    FREE = "free"
    DRAWN = "drawn"
    USED = "used"
    VOID = "void"


class CodeRange(models.Model):
    """A range given to a region by a document: so many codes from `first` on."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    first = models.CharField(max_length=8, unique=True)
    size = models.PositiveIntegerField()
    document = models.CharField(max_length=120)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()


class PoolCode(models.Model):
    """A code of a range. `registration`: the number of the one it was drawn for; `reason`: why it is void."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    range = models.ForeignKey(CodeRange, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=9, unique=True)
    state = models.CharField(max_length=5, choices=PoolState, default=PoolState.FREE)
    registration = models.CharField(max_length=30, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """A code once; one code a registration; what is not free says whose it is."""

        constraints = (
            models.UniqueConstraint(
                fields=["registration"],
                condition=~Q(registration="") & Q(state__in=["drawn", "used"]),
                name="pool_code_of_registration",
            ),
            models.CheckConstraint(
                condition=Q(state="free", registration="") | (~Q(state="free") & ~Q(registration="")),
                name="pool_code_has_owner",
            ),
            models.CheckConstraint(condition=~Q(state="void") | ~Q(reason=""), name="pool_void_has_reason"),
        )
        indexes = (models.Index(fields=["region", "code"], name="pool_free", condition=Q(state="free")),)


class NumberSeries(models.Model):
    """The last order of the registration numbers of a region; locked while the next is taken."""

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="+")
    last = models.PositiveIntegerField(default=0)
