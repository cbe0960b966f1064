"""A registration: its application, the task of each body, papers, and answers that were none."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Region, Unit
from qingdan.editions.models import EditionEntry
from qingdan.registrations.models.enterprise import Enterprise
from qingdan.registrations.models.ground import NameReservation
from qingdan.rules.registration import RegistrationKind, RegistrationState
from qingdan.rules.role import HANDLING, Role

STATES = [(one.value, one.value) for one in RegistrationState]
KINDS = [(one.value, one.value) for one in RegistrationKind]
WATCHING = frozenset({Role.SUPERVISOR, Role.SERVICE_CENTRE})


class TaskPhase(models.TextChoices):
    """Before the licence a body examines, afterwards it is given the result."""

    REVIEW = "review"
    SHARE = "share"


class TaskState(models.TextChoices):
    """Where a task is: `waiting` for another body's number, `open` at the desk, `sent` to the body's own system."""

    WAITING = "waiting"
    OPEN = "open"
    SENT = "sent"
    AGREED = "agreed"
    OBJECTED = "objected"
    DROPPED = "dropped"


OPEN_TASKS = (TaskState.WAITING, TaskState.OPEN, TaskState.SENT)


class RegistrationRows(models.QuerySet["Registration"]):
    """Reads of registrations."""

    def visible_to(self, actor: Actor) -> Self:
        """For staff: the bodies that take part, and who supervises; a draft only who made it. For others: their own."""
        own = Q(made_by=actor.username)
        if actor.username == SYSTEM.username:
            return self.filter(region_id__in=actor.regions)
        received = self.filter(region_id__in=actor.regions).exclude(state=RegistrationState.DRAFT)
        if actor.roles & WATCHING:
            return received
        if actor.roles & HANDLING:
            tasks = BodyTask.objects.filter(unit__code=actor.unit).values("registration")
            theirs = Q(unit__code=actor.unit) | Q(pk__in=tasks)
            return self.filter(
                Q(region_id=actor.region) & ((theirs & ~Q(state=RegistrationState.DRAFT)) | own)
            )
        return self.filter(own, region_id__in=actor.regions)


class Registration(models.Model):
    """An application to register an enterprise, a change of it or its end, and all that becomes of it.

    `number` is "" until it is received. `unit`, `entry`, `item_code`: of the registrar and the item it acts on.
    `numbers`: those given so far. `defects`: what was told to be lacking. `once` makes a form sent twice one. `made_by`
    is the account that applies, at a window the officer's (then `at_window`).
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(EditionEntry, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=40)
    code = models.CharField(max_length=32, unique=True)
    number = models.CharField(max_length=30, blank=True)
    secret_digest = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=8, choices=KINDS)
    mode = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    reservation = models.ForeignKey(NameReservation, on_delete=models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, null=True, related_name="+")
    applicant_name = models.CharField(max_length=120)
    applicant_phone = models.CharField(max_length=30, blank=True)
    answers = models.JSONField(default=dict)
    numbers = models.JSONField(default=dict)
    defects = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=STATES, default=RegistrationState.DRAFT)
    rounds = models.PositiveSmallIntegerField(default=0)
    turn = models.PositiveSmallIntegerField(
        default=0
    )  # of the bodies' tasks: one more each time it is accepted
    once = models.CharField(max_length=32, unique=True)
    at_window = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    received_at = models.DateTimeField(null=True, blank=True)
    check_due_on = models.DateField(null=True, blank=True)
    correction_due_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    objects = RegistrationRows.as_manager()

    class Meta:
        """A number once; one at a time changes an enterprise."""

        constraints = (
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="registration_number_once"
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(enterprise__isnull=False)
                & Q(state__in=["received", "correcting", "in_review", "objected"]),
                name="registration_one_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=["region", "state", "due_on"], name="registration_queue"),
            models.Index(fields=["made_by", "-made_at"], name="registration_own"),
        )


class RegistrationMaterial(models.Model):
    """A material as filed; a newer one of its place replaces it. `paper`: seen at the window, nothing uploaded."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    replaced = models.BooleanField(default=False)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """One stands in a place."""

        ordering = ("registration", "place", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["registration", "place"],
                condition=Q(replaced=False),
                name="registration_material_once",
            ),
        )


class BodyTask(models.Model):
    """What a body has to do with a registration: examine it, or take in the result; on an item in force.

    `dispatch`: code of the packet to its own system, `sending` how often it was sent; `receipt` under which the body
    keeps it; `number` the one it gave; `office` in charge there; `digest` of what was shared.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(EditionEntry, on_delete=models.PROTECT, related_name="+")
    item_code = models.CharField(max_length=40)
    phase = models.CharField(max_length=6, choices=TaskPhase)
    turn = models.PositiveSmallIntegerField()
    after = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.WAITING)
    gives = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=20, blank=True)
    office = models.CharField(max_length=80, blank=True)
    receipt = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    explained = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    dispatch = models.CharField(max_length=40, blank=True)
    sending = models.PositiveSmallIntegerField(default=0)
    dead = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.CharField(max_length=40, blank=True)
    made_on = models.DateField()

    class Meta:
        """A body has one task in a phase and turn."""

        ordering = ("registration", "turn", "pk")
        constraints = (
            models.UniqueConstraint(fields=["registration", "body", "phase", "turn"], name="body_task_once"),
        )
        indexes = (
            models.Index(fields=["unit", "state"], name="body_task_queue"),
            models.Index(fields=["dispatch"], name="body_task_dispatch", condition=~Q(dispatch="")),
        )


class SetAside(models.Model):
    """An answer that could not be taken: whose it seems to be, what is wrong with it, what it said (its digest)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(BodyTask, on_delete=models.PROTECT, related_name="+")
    problems = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=40, blank=True)
    settled_how = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest last."""

        ordering = ("pk",)


class RegistrationPaper(models.Model):
    """文书: as the papers of a case (docs/adr/0041); `digest` is of its words, `signature` over it."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=32, unique=True)
    number = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=256, blank=True)
    key = models.CharField(max_length=256, blank=True)
    dated = models.DateField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """In the order they were written."""

        ordering = ("registration", "pk")
