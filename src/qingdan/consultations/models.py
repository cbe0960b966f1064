"""Tables of consultation: a round over frozen copies of items, what each audience said, what became of it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region, Unit, UnitKind
from qingdan.campaigns.models import Campaign, Participation
from qingdan.editions.models import LISTS


class Audience(models.TextChoices):
    """Who is asked (R-057)."""

    DEPARTMENTS = "departments"
    COUNTIES = "counties"
    EXPERTS = "experts"
    PUBLIC = "public"


class Answer(models.TextChoices):
    """What became of an opinion: 采纳, 部分采纳, 不采纳."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    REJECTED = "rejected"


class RoundRows(models.QuerySet["Round"]):
    """Reads of rounds."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that the public is asked in; the units asked and those whose items they are: theirs; reviewers: all."""
        here = self.filter(region_id__in=actor.regions)
        if actor.reviews:
            return here
        public, units = Q(audiences__contains=[Audience.PUBLIC.value]), {actor.unit, *actor.own_units} - {""}
        if not units:
            return here.filter(public)
        part = Participation.objects.filter(campaign=OuterRef("campaign"), unit__code__in=units)
        county = Q(unit__kind=UnitKind.COUNTY)
        asked = Q(Exists(part.filter(~county)), audiences__contains=[Audience.DEPARTMENTS.value])
        asked |= Q(Exists(part.filter(county)), audiences__contains=[Audience.COUNTIES.value])
        own = Exists(RoundItem.objects.filter(round=OuterRef("pk"), unit__code__in=units))
        return here.filter(public | asked | Q(own))


class Round(models.Model):
    """A round: opened for audiences (keys of `Audience`) until a day, both days included; closed by the office.

    `closed_why`: the reason for ending it before its last day was over, which the public reads.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    list_kind = models.CharField(max_length=20, choices=LISTS)
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    audiences = models.JSONField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    closed_by = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True)

    objects = RoundRows.as_manager()

    class Meta:
        """Numbered within the list of a campaign."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "list_kind", "number"], name="round_once"),
        )


class HiddenItem(models.Model):
    """An item that is kept from the public, or proposed to be (R-019): no round shows it to who may not read its draft.

    Written by review in the transaction of the proposal, before anybody has decided: what is secret is not public
    meanwhile.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    list_kind = models.CharField(max_length=20, choices=LISTS)
    number = models.CharField(max_length=40)

    class Meta:
        """Hidden once."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "list_kind", "number"], name="hidden_item_once"),
        )


class RoundItemRows(models.QuerySet["RoundItem"]):
    """Reads of frozen copies."""

    def visible_to(self, actor: Actor) -> Self:
        """What is hidden is seen by its own unit and by who reads every unit's drafts."""
        here = self.filter(region_id__in=actor.regions)
        if actor.reviews:
            return here
        hidden = HiddenItem.objects.filter(
            campaign=OuterRef("round__campaign"),
            list_kind=OuterRef("round__list_kind"),
            number=OuterRef("number"),
        )
        return here.filter(~Q(Exists(hidden)) | Q(unit__code__in=actor.own_units))


class RoundItem(models.Model):
    """A frozen copy of an item under consultation: its draft number and the digest of what is shown."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    category = models.CharField(max_length=30)
    name = models.TextField()
    digest = models.CharField(max_length=64)

    objects = RoundItemRows.as_manager()

    class Meta:
        """Once in a round."""

        constraints = (models.UniqueConstraint(fields=["round", "number"], name="round_item_once"),)


class NoOpinion(models.Model):
    """A unit that was asked says that it has nothing (more) to say: asked and silent is something else."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Said once."""

        constraints = (models.UniqueConstraint(fields=["round", "unit"], name="no_opinion_once"),)


HANDLE = 16
"""How many letters of its digest name an expert's link."""


class ExpertLink(models.Model):
    """An address sent to an expert without account; only the digest of its secret is kept."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    organisation = models.CharField(max_length=80, blank=True)
    secret_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    @property
    def handle(self) -> str:
        """What names the link on the office's pages: the beginning of the digest, which opens nothing."""
        return self.secret_digest[:HANDLE]


class OpinionRows(models.QuerySet["Opinion"]):
    """Reads of opinions."""

    def visible_to(self, actor: Actor) -> Self:
        """The office reads all; a unit its own words and those on its own items."""
        if actor.reviews:
            return self.filter(region_id__in=actor.regions)
        mine = Q(unit__code=actor.unit) | Q(item__unit__code__in=actor.own_units)
        return self.filter(mine, region_id=actor.region).on_shown_items(actor)

    def on_shown_items(self, actor: Actor) -> Self:
        """On the whole draft, or on an item that this person may see."""
        return self.filter(Q(item=None) | Q(item__in=RoundItem.objects.visible_to(actor)))


class Opinion(models.Model):
    """One opinion on one item, or on the whole draft (`item` empty), and its answer with the reason.

    `author` and `contact` of the public are shown to nobody but the office; `public_text` is what is published of it.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    audience = models.CharField(max_length=12, choices=Audience)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    link = models.ForeignKey(ExpertLink, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    author = models.CharField(max_length=40, blank=True)
    contact = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40, blank=True)
    public_text = models.TextField(blank=True)  # what of it is published with the answer
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_reason = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OpinionRows.as_manager()
