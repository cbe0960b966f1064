"""Tables of review: where each item and chart is, and every opinion ever given on it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from qingdan.base.orgs.models import DraftRows, Region, Unit
from qingdan.campaigns.models import Campaign
from qingdan.editions.models import LISTS
from qingdan.filings.models import Filing
from qingdan.rules.review import ChartState, Holder, ItemState


class GroupUnit(models.Model):
    """Which 审核组 reviews a unit (R-092): `group` is a key of the campaign's template."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=40)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """A unit has one group."""

        constraints = (models.UniqueConstraint(fields=["campaign", "unit"], name="group_unit_once"),)


class GroupSeat(models.Model):
    """Who sits in a group, lent by which unit, or from outside (`expert`); until he leaves (R-091, R-092)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=40)
    username = models.CharField(max_length=40)
    home_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expert = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=40)

    class Meta:
        """In one group at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "username"], condition=Q(until__isnull=True), name="group_seat_once"
            ),
        )


class Review(models.Model):
    """An item (a power, or the duties of one) on its way through review: where it is, in whose hands, till when.

    `number`: draft number of a power, public code of a duty sheet. `digest`: the snapshot under review; `filed_digest`
    as first received; `published_digest` as last published. `layer_heard`: the second layer has spoken on this digest.
    `version` counts the steps: an act names the version it was made from. By `core_digest` (of its
    name's core) the same item of another unit is found; `articles` are what its bases cite.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    list_kind = models.CharField(max_length=20, choices=LISTS)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # whose power it is
    number = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    category = models.CharField(max_length=30)
    name = models.TextField()
    core_digest = models.CharField(max_length=64, blank=True)
    articles = models.JSONField(default=list)
    partners = models.JSONField(default=list)  # codes of the units that exercise it too
    disposition = models.CharField(max_length=20, blank=True)  # as it stands under review
    chart = models.CharField(max_length=32, blank=True)  # code of the flow chart that shows it
    problems = models.PositiveSmallIntegerField(default=0)  # open blockers and warnings when it was received
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ItemState])
    holder = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Holder])
    since = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    layer_heard = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    filed_digest = models.CharField(max_length=64)
    published_digest = models.CharField(max_length=64, blank=True)
    public_code = models.CharField(max_length=40, blank=True)
    withheld_ground = models.CharField(max_length=200, blank=True)  # 不予公开的依据
    withheld_by = models.CharField(max_length=40, blank=True)  # who approved it
    exercised_without_basis = models.BooleanField(default=False)  # 无依据但在行使

    objects = DraftRows["Review"].as_manager()

    class Meta:
        """Once in a list; a public code stands once in a campaign's list."""

        ordering = ("unit", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=["campaign", "list_kind", "number"], name="review_once"),
            models.UniqueConstraint(
                fields=["campaign", "list_kind", "public_code"],
                condition=~Q(public_code=""),
                name="review_code_once",
            ),
        )
        indexes = (
            models.Index(fields=["campaign", "list_kind", "state"]),
            models.Index(fields=["holder", "due_on"]),
            models.Index(fields=["list_kind", "category", "core_digest"], name="review_same_item"),
        )


class ReviewOpinion(models.Model):
    """One recorded act of review, never changed: at which layer, on which digest, with which verdicts, words, outcome.

    `verdicts`: aspect → {"verdict": "good|poor", "note": …}. `disposition`: what the layer thinks it should be.
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    layer = models.CharField(max_length=16)  # group, member, unit, coordination, office, legality
    action = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    verdicts = models.JSONField(default=dict)
    disposition = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    group = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=9, blank=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """In their order."""

        ordering = ("pk",)


class ChartReview(models.Model):
    """A flow chart on its way through the legal office (R-059): reviewed anew whenever its digest changes."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    category = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ChartState])
    since = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64)
    note = models.TextField(blank=True)  # the last opinion

    objects = DraftRows["ChartReview"].as_manager()

    class Meta:
        """Once in a campaign."""

        constraints = (models.UniqueConstraint(fields=["campaign", "code"], name="chart_review_once"),)


class ChartOpinion(models.Model):
    """One opinion of the legal office on a chart, never changed."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(ChartReview, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()


class Supplement(models.Model):
    """What a unit changed after its return was received, signed by the principal: items and charts by number → digest.

    `paper`-free: a supplement is signed in the system, with the second factor.
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    items = models.JSONField()
    charts = models.JSONField()
    signed_by = models.CharField(max_length=40)
    signed_name = models.CharField(max_length=40)
    signed_at = models.DateTimeField()

    class Meta:
        """Numbered within the return."""

        constraints = (models.UniqueConstraint(fields=["filing", "number"], name="supplement_once"),)


class SignOff(models.Model):
    """The lead or a partner of an item says: this is our common work (R-108). It holds for this digest alone."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Said once by a unit for a digest."""

        constraints = (models.UniqueConstraint(fields=["review", "unit", "digest"], name="sign_off_once"),)


class LegalityOpinion(models.Model):
    """The opinion document of the legal office over the items it cleared or objected to (R-058)."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    list_kind = models.CharField(max_length=20, choices=LISTS)
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # of the snapshot: text, items with digest and outcome
    text = models.TextField()
    items = models.PositiveIntegerField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Numbered."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "list_kind", "number"], name="legality_opinion_once"),
        )


class BegunOpinion(models.Model):
    """An opinion that somebody has begun and not given yet: what was typed is not lost, and nobody else reads it.

    `made_from`: the version of the item that was on the screen. `verdicts` as in `ReviewOpinion`.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+")
    layer = models.CharField(max_length=16)
    username = models.CharField(max_length=40)
    made_from = models.PositiveIntegerField()
    verdicts = models.JSONField(default=dict)
    disposition = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        """One a person and layer."""

        constraints = (
            models.UniqueConstraint(fields=["review", "layer", "username"], name="begun_opinion_once"),
        )


class BaselessExercise(models.Model):
    """无依据但在行使 (R-015): an item that is exercised without a legal basis, who said so, and what came of it."""

    class Outcome(models.TextChoices):
        """What came of it; empty while nobody has decided."""

        STOPPED = "stopped"
        BASIS_FOUND = "basis_found"
        LAW_PROPOSED = "law_proposed"
        NOT_EXERCISED = "not_exercised"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()  # how it is exercised
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    by_unit = models.CharField(max_length=9, blank=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    outcome_note = models.TextField(blank=True)
    outcome_by = models.CharField(max_length=40, blank=True)
    outcome_name = models.CharField(max_length=40, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Entered once while nothing has come of it."""

        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["review"], condition=Q(outcome=""), name="baseless_exercise_open_once"
            ),
        )


class Withholding(models.Model):
    """不予公开 (R-019): who proposed to keep an item from the public, on what ground, who approved, who lifted it."""

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed"
        APPROVED = "approved"
        REFUSED = "refused"
        LIFTED = "lifted"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    ground = models.CharField(max_length=200)  # instrument and article
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=40)
    proposed_name = models.CharField(max_length=40)
    proposed_unit = models.CharField(max_length=9, blank=True)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_name = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    lifted_by = models.CharField(max_length=40, blank=True)
    lifted_name = models.CharField(max_length=40, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.TextField(blank=True)

    class Meta:
        """One at a time."""

        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(state__in=("proposed", "approved")),
                name="withholding_open_once",
            ),
        )
