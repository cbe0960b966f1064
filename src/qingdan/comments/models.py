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
    """Reads of comments."""

    def visible_to(self, actor: Actor) -> Self:
        """For staff: the unit it is routed to, and who leads the work of the region."""
        if actor.leads:
            return self.filter(region_id__in=actor.regions)
        return self.filter(
            Q(unit__code=actor.unit) | Q(unit__code__in=actor.own_units), region_id=actor.region
        )

    def released(self) -> Self:
        """For everybody: what was answered, which releases it."""
        return self.exclude(answered_at=None)


class Comment(models.Model):
    """One comment. What is public once it is answered: kind, `public_text`, answer. `author`, `contact` never are.

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

    class Meta:
        """Read by unit with what is due first, by entry, and as a list of answers."""

        indexes = (
            models.Index(fields=["unit", "answered_at", "due_on"], name="comment_inbox"),
            models.Index(fields=["region", "entry", "-answered_at"], name="comment_answers"),
        )
