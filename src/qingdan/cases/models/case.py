"""The case itself, its numbers, the marks on its clock, the steps of its chart."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case as Either
from django.db.models import F, Q, When
from django.db.models.functions import Coalesce, Least

from qingdan.applicants.models import Applicant, Proxy
from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.orgs.models import Region, Unit
from qingdan.editions.models import EditionEntry
from qingdan.guides.models import GuideVersion
from qingdan.rules.case_state import CLOSED, CaseState, ClockEffect, Party
from qingdan.rules.role import HANDLING, Role

STATES = [(one.value, one.value) for one in CaseState]
DUE_ON = Either(
    When(state=CaseState.RECEIVED, check_done=False, then=F("check_due_on")),
    When(state=CaseState.CORRECTING, then=F("correction_due_on")),
    When(state=CaseState.UNDER_REVIEW, then=Least("promised_due_on", "decision_due_on")),
    When(state=CaseState.SUSPENDED, then=Coalesce("pause_until", "decision_due_on")),
    When(state=CaseState.REFERRED, then=Least("elsewhere_promised_on", "elsewhere_due_on")),
    When(state__in=[CaseState.GRANTED, CaseState.REFUSED], then=F("service_due_on")),
)
"""Till when who has a case must act; none where nobody must. The database keeps it, so that queues find it by index."""


class Channel(models.TextChoices):
    """GB/T 39046 A.5: where the application came in."""

    WINDOW = "window"
    WEB = "web"
    MOBILE = "mobile"
    POST = "post"
    OTHER = "other"


class CaseRows(models.QuerySet["Case"]):
    """Reads of cases."""

    def visible_to(self, actor: Actor) -> Self:
        """For staff: the unit whose item it is, and who supervises the region; for applicants: their own."""
        if actor.username == SYSTEM.username:
            return self.filter(region_id__in=actor.regions)
        if Role.SUPERVISOR in actor.roles:
            return self.filter(region_id__in=actor.regions).exclude(state=CaseState.DRAFT)
        if actor.roles & HANDLING:
            return self.filter(region_id=actor.region, unit__code=actor.unit).exclude(
                Q(state=CaseState.DRAFT) & ~Q(made_by=actor.username)
            )
        return self.of_account(actor)

    def of_account(self, actor: Actor, on: date | None = None) -> Self:
        """The account's own, and those it made for others whose proxies for the item were not ended (nor are over)."""
        for_others = Q(made_by=actor.username) & _by_proxy(actor.username, on)
        return self.filter(Q(applicant__user__username=actor.username) | for_others)

    def counted(self) -> Self:
        """Of a pair at two levels the one that was taken in: every case once where it is received and decided."""
        return self.filter(carries="")

    def in_work(self) -> Self:
        """Of a pair the one where it is now: every case once where it is open and due."""
        return self.filter(due_on__isnull=False).exclude(state=CaseState.REFERRED)

    def open(self) -> Self:
        """Those for which something is still to be done."""
        return self.exclude(state__in=CLOSED).exclude(state=CaseState.DRAFT)


def _by_proxy(username: str, on: date | None) -> Q:
    """The applicants that an account acts for, each with the items of its proxy; as `speaks_for` says of one."""
    held = Proxy.objects.filter(agent__username=username, ended_at=None)
    held = held.filter(until__gte=on) if on else held
    found = Q(pk__in=[])
    for principal, items in held.values_list("principal", "items"):
        of_items = Q(item_code__in=items) | Q(carried_item__in=items) if items else Q()
        found |= of_items & Q(applicant=principal)
    return found


class Case(models.Model):
    """An application and all that becomes of it.

    `number` is "" until it is received. `version_read` is the guide's version of the day it was begun; from acceptance
    on it stays. `entry`: the entry of the edition in force when it was accepted. Days are last days. `run`: where
    the case is on its chart ({"open": […], "waiting": [[step, from], …]}). `sequence` counts acceptances of an item.
    `once` makes a form sent twice one case. `trial`: received in a trial run, worth nothing for ever.
    `joint`: the number of the joint application it is a branch of, which was accepted on `joint_from` and lasts
    `joint_days` working days at most (行政许可法 Art. 42(2)); this branch is promised in `branch_days`, 0 as its guide
    says. `check_done`: its department has looked and the lead acts for all; the five days run on for the whole.
    `project_code`: of the investment project it belongs to.
    `carries`: the number of the case that it carries on for another level or region, `carried_item` its item,
    `accepted_before` whether that had accepted it. `handed_on`: the day on which it went on elsewhere, to the unit of
    the name `handed_to`, where the last days `elsewhere_…` are (`qingdan.rules.referral`).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)  # its address while it has no number
    number = models.CharField(max_length=30, blank=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    version_read = models.ForeignKey(GuideVersion, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(EditionEntry, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=40)
    item_name = models.TextField()
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, null=True, related_name="+")
    agent_name = models.CharField(max_length=40, blank=True)
    applicant_kind = models.CharField(max_length=12)
    applicant_name = models.CharField(max_length=120, blank=True)
    id_number = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    agreed_to_electronic = models.BooleanField(default=False)
    channel = models.CharField(max_length=8, choices=Channel)
    answers = models.JSONField(default=dict)
    once = models.CharField(max_length=32, unique=True)
    trial = models.BooleanField(default=False)
    renews = models.CharField(max_length=60, blank=True)  # number of the licence that is renewed
    joint = models.CharField(max_length=30, blank=True)
    joint_from = models.DateField(null=True, blank=True)
    joint_days = models.PositiveSmallIntegerField(default=0)
    branch_days = models.PositiveSmallIntegerField(default=0)
    check_done = models.BooleanField(default=False)
    project_code = models.CharField(max_length=29, blank=True)
    carries = models.CharField(max_length=30, blank=True)
    carried_item = models.CharField(max_length=40, blank=True)
    accepted_before = models.BooleanField(default=False)
    handed_on = models.DateField(null=True, blank=True)
    handed_to = models.CharField(max_length=120, blank=True)
    elsewhere_due_on = models.DateField(null=True, blank=True)
    elsewhere_promised_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=STATES, default=CaseState.DRAFT)
    run = models.JSONField(default=dict)
    rounds = models.PositiveSmallIntegerField(default=0)  # notices of what lacks
    extended_days = models.PositiveSmallIntegerField(default=0)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    deemed = models.BooleanField(default=False)
    check_due_on = models.DateField(null=True, blank=True)
    correction_due_on = models.DateField(null=True, blank=True)
    promised_due_on = models.DateField(null=True, blank=True)
    decision_due_on = models.DateField(null=True, blank=True)
    pause_until = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    service_due_on = models.DateField(null=True, blank=True)
    overdue_reason = models.TextField(blank=True)  # published (优化营商环境条例 Art. 36)
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    due_on = models.GeneratedField(
        expression=DUE_ON, output_field=models.DateField(null=True), db_persist=True
    )

    objects = CaseRows.as_manager()

    class Meta:
        """A number once; queues by unit and urgency, timers by day, an applicant's own."""

        constraints = (
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="case_number_once"),
            models.UniqueConstraint(fields=["carries"], condition=~Q(carries=""), name="case_carried_once"),
            models.UniqueConstraint(
                fields=["item_code", "sequence"],
                condition=Q(sequence__isnull=False),
                name="case_sequence_once",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.DRAFT) | (Q(received_at__isnull=False) & ~Q(number="")),
                name="case_received_is_numbered",
            ),
        )
        indexes = (
            models.Index(fields=["unit", "state", "decision_due_on"], name="case_queue"),
            models.Index(
                fields=["unit", "due_on", "number"], name="case_due", condition=Q(due_on__isnull=False)
            ),
            models.Index(
                fields=["region", "number"],
                name="case_watched",
                condition=Q(deemed=True) | Q(rounds__gt=1),
            ),
            models.Index(fields=["state", "check_due_on"], name="case_check_timer"),
            models.Index(fields=["applicant", "-made_at"], name="case_of_applicant"),
            models.Index(fields=["region", "state", "decision_due_on"], name="case_region_due"),
            models.Index(fields=["joint"], name="case_branches", condition=~Q(joint="")),
            models.Index(fields=["region", "received_at"], name="case_carried", condition=~Q(carries="")),
            models.Index(fields=["project_code"], name="case_of_project", condition=~Q(project_code="")),
            GinIndex(fields=["applicant_name"], name="case_applicant_words", opclasses=["gin_trgm_ops"]),
        )

    @property
    def items(self) -> frozenset[str]:
        """What it is about: its item and, of a pair, that of the case it carries on. Who acts in one acts in both."""
        return frozenset({self.item_code, self.carried_item} - {""})


class CaseNumber(models.Model):
    """The last number given by a unit on a day: locked for the moment in which the next is taken.

    The trial run has a series of its own, so that it uses up none of the formal one.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    trial = models.BooleanField(default=False)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """A row a unit, day and series."""

        constraints = (models.UniqueConstraint(fields=["unit", "day", "trial"], name="case_numbers_once"),)


class CaseMark(models.Model):
    """What a step did to the clocks; all limits are worked out from these (`qingdan.rules.case_clock`)."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    effect = models.CharField(max_length=30, choices=[(one.value, one.value) for one in ClockEffect])
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)  # of a pause: `PauseReason`
    at = models.DateTimeField()

    class Meta:
        """In the order they were left."""

        ordering = ("case", "pk")


class CaseTask(models.Model):
    """An open or finished step of the chart. `visitors`: who went to see (two at least, Art. 34).

    `joint_session`: number of the joint visit that it rests on, in the joint application of the case; 0 none.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=60, blank=True)
    party = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Party])
    holder = models.CharField(max_length=40, blank=True)  # account that took it; "" anybody of the party
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    occurred_on = models.DateField(null=True, blank=True)
    done_by = models.CharField(max_length=40, blank=True)
    done_by_name = models.CharField(max_length=40, blank=True)
    taken = models.CharField(max_length=40, blank=True)  # the exit's condition
    opinion = models.TextField(blank=True)
    visitors = models.JSONField(default=list)
    joint_session = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """A step is open once."""

        ordering = ("case", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "step"], condition=Q(done_at__isnull=True), name="task_open_once"
            ),
        )
