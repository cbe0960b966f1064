"""What a region registers by: its bodies, the modes it has in force, the names that are kept."""

from django.db import models
from django.db.models import F, Q

from qingdan.base.orgs.models import Region, Unit


class RegistrationBody(models.Model):
    """Which unit a body is in a region, and the item of the list on which it acts (清单之外无职权)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=40)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """One unit a body."""

        constraints = (models.UniqueConstraint(fields=["region", "body"], name="registration_body_once"),)


class ModePeriod(models.Model):
    """A region has a mode in force from `since` to `until` (None: open). With any of its own the usual ones are off."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=200)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """In the order of their beginning."""

        ordering = ("since", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="mode_period"
            ),
        )


class NameReservation(models.Model):
    """A name that is kept, till a day, for who applies with it; `used` once an enterprise bears it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    word = models.CharField(max_length=20)
    trade = models.CharField(max_length=30)
    form = models.CharField(max_length=20)
    until = models.DateField()
    standing = models.BooleanField(default=True)
    used = models.BooleanField(default=False)
    ended_why = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """A name stands once in a region."""

        constraints = (
            models.UniqueConstraint(
                fields=["region", "name"], condition=Q(standing=True), name="name_kept_once"
            ),
        )
        indexes = (models.Index(fields=["region", "word"], name="name_by_word"),)
