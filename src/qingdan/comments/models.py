"""Tables of what the public says: numbered, routed to a unit, answered in public, personal data apart."""

from typing import Self

from django.db import models
from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region, Unit


class CommentKind(models.TextChoices):
    """What it is: an objection to an entry, a question to a unit, a power exercised outside the list."""

    OBJECTION = "objection"
    QUESTION = "question"
    OUTSIDE_LIST = "outside_list"


class CommentRows(models.QuerySet["Comment"]):
    """Reads of comments by staff."""

    def visible_to(self, actor: Actor) -> Self:
        """The unit it is routed to, and who leads the work of the region."""
        if actor.leads:
            return self.filter(region_id__in=actor.regions)
        return self.filter(
            Q(unit__code=actor.unit) | Q(unit__code__in=actor.own_units), region_id=actor.region
        )


class Comment(models.Model):
    """One comment. What is public: kind, text (once released), answer. `author` and `contact` never are.

    `entry`: the public code of the item it is about, with the edition that was read. `number` is what the person gets.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12, choices=CommentKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    edition = models.CharField(max_length=40, blank=True)
    entry = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    author = models.CharField(max_length=40, blank=True)
    contact = models.CharField(max_length=80, blank=True)
    secret_digest = models.CharField(max_length=64)  # of the query code given with the number
    at = models.DateTimeField()
    due_on = models.DateField()
    public_text = models.TextField(blank=True)  # what is shown: the text without personal data
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CommentRows.as_manager()
