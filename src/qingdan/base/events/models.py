"""Tables of the event log. No foreign keys: an event outlives what it speaks of."""

from django.db import models


class Event(models.Model):
    """One act: what, on which thing, when, by whom, with what facts; `digest` is of its canonical form."""

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)  # "power_item:360900013-00012"
    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=9, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=80)
    data = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        """Read by subject (the history of a thing), by unit and by day."""

        indexes = (
            models.Index(fields=["subject", "id"]),
            models.Index(fields=["unit", "-id"]),
            models.Index(fields=["at"]),
        )


class DaySheet(models.Model):
    """The seal of a day: SM3 over the previous sheet's seal and the digests of the events since, in their order.

    `last_event` is the number of the last event it covers; the next sheet begins behind it.
    """

    day = models.DateField(primary_key=True)
    events = models.PositiveIntegerField()
    last_event = models.BigIntegerField()
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)
