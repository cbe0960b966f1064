"""Tables of joint approval: plans, applications, branches, sessions with their opinions, requests for more time."""

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Q

from qingdan.applicants.models import Applicant, Proxy
from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Region, Unit
from qingdan.cases.models import Case, Channel
from qingdan.rules.role import HANDLING, Role

OVERSEEING = frozenset({Role.SERVICE_CENTRE, Role.SUPERVISOR, Role.GOVERNMENT_OFFICE})
"""Who reads how every joint application of the region stands; the government's office for its head (Art. 42(2))."""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class Plan(models.Model):
    """联合办理方案, as it is worked on by the service centre. `content`: form 1 of `qingdan.joints.queries.plans`."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    content = models.JSONField()
    published = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.CharField(max_length=40)
    updated_at = models.DateTimeField()


class PlanVersion(models.Model):
    """What was published: `digest` is of the snapshot of all it says. Applications keep theirs."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Numbered within the plan."""

        ordering = ("plan", "number")
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),)


class JointRows(models.QuerySet["JointApplication"]):
    """Reads of joint applications."""

    def visible_to(self, actor: Actor) -> Self:
        """For staff: the lead and every unit with a branch, and who oversees the region; for applicants: their own."""
        if actor.username == SYSTEM.username or actor.roles & OVERSEEING:
            return self.filter(region_id__in=actor.regions).exclude(number="")
        if actor.roles & HANDLING:
            own = Q(lead__code=actor.unit) | Q(pk__in=_with_branch(actor.unit))
            return self.filter(own, region_id=actor.region).exclude(number="")
        return self.of_account(actor)

    def of_account(self, actor: Actor) -> Self:
        """The account's own, and those it made for others whose proxies were not ended."""
        held = Proxy.objects.filter(agent__username=actor.username, ended_at=None)
        for_others = Q(made_by=actor.username, applicant__in=held.values("principal"))
        return self.filter(Q(applicant__user__username=actor.username) | for_others)


def _with_branch(unit: str) -> "models.QuerySet[JointBranch, int]":
    return JointBranch.objects.filter(unit__code=unit).values_list("joint_id", flat=True)


class JointApplication(models.Model):
    """One application for some matters of a plan.

    `applicant`: None where a window took it in; for whom, its cases say.
    `number` is "" until it is received. `form`: digest of the one form and set of materials that it was begun with.
    `days` of the whole from `accepted_on` on; `extended` of them more (行政许可法 Art. 42(2)). `told_on`: the one
    notice of what lacks. `open`: something is still to be done; `due_on`: till when who has it must act. Both are kept
    for queues and worked out from the branches, which alone say how it stands.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    number = models.CharField(max_length=30, blank=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    form = models.CharField(max_length=64)
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    agreed_to_electronic = models.BooleanField(default=False)
    channel = models.CharField(max_length=8, choices=Channel)
    answers = models.JSONField(default=dict)
    once = models.CharField(max_length=32, unique=True)
    trial = models.BooleanField(default=False)
    received_at = models.DateTimeField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    extended = models.PositiveSmallIntegerField(default=0)
    open = models.BooleanField(default=True)
    due_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    objects = JointRows.as_manager()

    @property
    def own_applicant(self) -> Applicant:
        """Who applies with an account, and alone has drafts and pages of his own."""
        assert self.applicant
        return self.applicant

    class Meta:
        """A number once; without an account at a window alone; the queue of a lead by urgency, the region's by day."""

        constraints = (
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="joint_number_once"),
            models.CheckConstraint(
                condition=Q(applicant__isnull=False) | Q(channel=Channel.WINDOW), name="joint_has_applicant"
            ),
        )
        indexes = (
            models.Index(
                fields=["lead", "due_on", "number"], name="joint_due", condition=Q(open=True) & ~Q(number="")
            ),
            models.Index(
                fields=["lead", "due_on", "number"],
                name="joint_unaccepted",
                condition=Q(open=True, accepted_on=None) & ~Q(number=""),
            ),
            models.Index(fields=["region", "received_at"], name="joint_received"),
            models.Index(
                fields=["region", "due_on", "number"],
                name="joint_region_due",
                condition=Q(open=True) & ~Q(number=""),
            ),
        )


class JointMaterial(models.Model):
    """A material of the one set as filed, by its place there; a newer one replaces it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    joint = models.ForeignKey(JointApplication, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=1)
    source = models.CharField(max_length=12)
    copies = models.PositiveSmallIntegerField(default=1)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    licence = models.CharField(max_length=60, blank=True)
    replaced = models.BooleanField(default=False)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """In the order of the set."""

        ordering = ("joint", "place", "pk")


class JointBranch(models.Model):
    """A department's part: its case, what it waits for, what it found to lack.

    `needs`: items of the same application. `checked`: whether all is there; None it has not looked. `defects`: what
    lacks, each {"subject", "what", "how"}. `changed_in`: the version of the whole in which what it found, or what it
    is to look at, last changed; a check of an older page is stale, however the others went on.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    joint = models.ForeignKey(JointApplication, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField()
    needs = models.JSONField(default=list)
    forwarded_at = models.DateTimeField()
    checked = models.BooleanField(null=True)
    checked_by = models.CharField(max_length=40, blank=True)
    checked_by_name = models.CharField(max_length=40, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    defects = models.JSONField(default=list)
    changed_in = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order of the plan; an item once."""

        ordering = ("joint", "place")
        constraints = (models.UniqueConstraint(fields=["joint", "item"], name="branch_once"),)


class JointSession(models.Model):
    """联合踏勘, 联合会审, 多图联审, 联合验收, 征求意见: who is asked what. `part`: of an acceptance in parts.

    `called_off`: closed without having come to anything, `conclusion` says why. `once`: digest of the mark of the form
    that called it, "" none; from the mark itself, which is not kept, its links can be worked out.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    joint = models.ForeignKey(JointApplication, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)  # `SessionKind`
    part = models.CharField(max_length=60, blank=True)
    matter = models.TextField()
    held_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    due_on = models.DateField()
    conclusion = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    called_off = models.BooleanField(default=False)
    once = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """Numbered within the application."""

        ordering = ("joint", "number")
        constraints = (
            models.UniqueConstraint(fields=["joint", "number"], name="session_once"),
            models.UniqueConstraint(
                fields=["joint", "once"], condition=~Q(once=""), name="session_called_once"
            ),
            models.CheckConstraint(
                condition=Q(called_off=False) | Q(closed_at__isnull=False), name="session_off_is_closed"
            ),
        )


class JointOpinion(models.Model):
    """One line of a session's table: who was asked, by whom, what was said.

    `unit` of a branch, or `body` in words who has no account and answers by a link (`token_digest`) until the last day.
    `delivered_at`: when the question was opened or proved to have arrived; without it silence is never consent.
    `silent`: nobody answered, and the plan's published rule counts that as consent.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(JointSession, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.CharField(max_length=80)
    token_digest = models.CharField(max_length=64, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    stance = models.CharField(max_length=16, blank=True)  # `Stance`
    clause = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    silent = models.BooleanField(default=False)
    by = models.CharField(max_length=40, blank=True)
    by_name = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Each is asked once a session; a link opens one line."""

        ordering = ("session", "pk")
        constraints = (
            models.UniqueConstraint(fields=["session", "body"], name="opinion_once"),
            models.UniqueConstraint(
                fields=["token_digest"], condition=~Q(token_digest=""), name="opinion_link_once"
            ),
        )
        indexes = (models.Index(fields=["unit"], name="opinion_waits", condition=Q(stance="")),)


class JointRequest(models.Model):
    """More days for the whole: asked for by the lead, answered by the head of the government (Art. 42(2))."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    joint = models.ForeignKey(JointApplication, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    asked_by = models.CharField(max_length=40)
    asked_by_name = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One waits; maker and checker apart."""

        ordering = ("joint", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["joint"], condition=Q(approved__isnull=True), name="joint_request_open_once"
            ),
            models.CheckConstraint(
                condition=Q(approved__isnull=True) | ~Q(answered_by=models.F("asked_by")),
                name="joint_request_answered_by_another",
            ),
        )
