"""Tables."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.orgs.models import Region, Unit
from qingdan.cases.models import Case
from qingdan.rules.docking import OPEN_STATES, DispatchState, DockingLevel
from qingdan.rules.role import HANDLING, Role

LOOKING_AFTER = frozenset({Role.ADMINISTRATOR, Role.INFORMATISATION, Role.SERVICE_CENTRE})
"""Who sees every docked system of the region, and what was not delivered."""


class PartnerRows(models.QuerySet["Partner"]):
    """Reads of docked systems."""

    def visible_to(self, actor: Actor) -> Self:
        """All of the regions for who looks after them, the own unit's for who works on its cases."""
        if actor.username == SYSTEM.username or actor.roles & LOOKING_AFTER:
            return self.filter(region_id__in=actor.regions)
        if actor.roles & HANDLING:
            return self.filter(region_id=actor.region, unit__code=actor.unit)
        return self.none()


class Partner(models.Model):
    """A department's own system. `code` is the region's own name for it.

    `key_number` counts its keys: the secret is worked out from it and from a key of this installation that the database
    does not know (`docking.services.keys`); the one before is good until `old_key_until`. `rests_until`: it could not
    be reached, nothing is sent before.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(choices=[(one.value, one.name) for one in DockingLevel])
    since = models.DateField()
    address = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    key_number = models.PositiveIntegerField(default=0)
    old_key_until = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    objects = PartnerRows.as_manager()

    class Meta:
        """Named once in a region; a unit has one at a time."""

        ordering = ("unit__order", "code")
        constraints = (
            models.UniqueConstraint(fields=["region", "code"], name="docking_partner_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(active=True), name="docking_partner_of_unit_once"
            ),
        )


class DispatchRows(models.QuerySet["Dispatch"]):
    """Reads of what is sent."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the systems that this person sees."""
        return self.filter(partner__in=Partner.objects.visible_to(actor))


class Dispatch(models.Model):
    """Something sent to a docked system, written in the transaction of the act that it tells of.

    `key` names it for whoever sends: the same key is sent once. `tries` counts the starts, `next_try_at` is when it is
    begun again if nothing is known of the last by then; `fault` is a key of the wording table ("docking.<fault>").
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in DispatchState],
        default=DispatchState.WAITING,
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    fault = models.CharField(max_length=40, blank=True)
    fault_words = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    died_at = models.DateTimeField(null=True, blank=True)

    objects = DispatchRows.as_manager()

    class Meta:
        """Once a key; what is due by instant; what a partner has in which state."""

        constraints = (models.UniqueConstraint(fields=["partner", "key"], name="docking_dispatch_once"),)
        indexes = (
            models.Index(
                fields=["partner", "next_try_at"],
                name="docking_dispatch_due",
                condition=Q(state__in=[one.value for one in OPEN_STATES]),
            ),
            models.Index(fields=["region", "state", "-id"], name="docking_dispatch_shown"),
        )


class PartnerAnswer(models.Model):
    """What a docked system answered to something sent: the first that was signed stays."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    dispatch = models.OneToOneField(Dispatch, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()


class PartnerRequest(models.Model):
    """What a docked system asked us to do, once a key of its own; asked again, it gets the same answer."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    path = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        """Once a key."""

        constraints = (models.UniqueConstraint(fields=["partner", "key"], name="docking_request_once"),)


class DockedKind(models.TextChoices):
    """What a docked system did with a case."""

    FETCHED = "fetched"
    ACKNOWLEDGED = "acknowledged"
    STEP = "step"
    RESULT = "result"


class DockedAct(models.Model):
    """What a docked system did with a case of its unit. `officer`: account of the person it named.

    `remote`: the system's own number of the case. `letters` typed there though the case held them, in the fields called
    `names` (`qingdan.rules.typed_twice`), each counted once a case; `returned`: fields that came back.
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=DockedKind)
    step = models.PositiveSmallIntegerField(default=0)
    officer = models.CharField(max_length=40, blank=True)
    officer_name = models.CharField(max_length=40, blank=True)
    remote = models.CharField(max_length=60, blank=True)
    letters = models.PositiveIntegerField(default=0)
    names = models.JSONField(default=list)
    returned = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        """A case is taken over and acknowledged once."""

        indexes = (models.Index(fields=["case", "kind"], name="docking_act_of_case"),)
        constraints = (
            models.UniqueConstraint(
                fields=["partner", "case", "kind"],
                condition=Q(kind__in=["fetched", "acknowledged"]),
                name="docking_taken_once",
            ),
        )


class ReportedDecision(models.Model):
    """What a docked system says was decided there. It decides nothing: a person of the unit does, on the desk.

    `decided_by`: account of who decided; `state`: open, confirmed, put_aside.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    granted = models.BooleanField()
    facts = models.TextField()
    reasons = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    clauses = models.JSONField(default=list)
    decided_by = models.CharField(max_length=40)
    decided_by_name = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="open")
    at = models.DateTimeField()
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        """One of a case waits."""

        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="open"), name="docking_decision_waits_once"
            ),
        )


class PartnerNonce(models.Model):
    """A nonce that was used; kept for as long as a request with it could be taken."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Used once."""

        constraints = (models.UniqueConstraint(fields=["partner", "nonce"], name="docking_nonce_once"),)
        indexes = (models.Index(fields=["at"], name="docking_nonce_age"),)


class DemandRows(models.QuerySet["DeveloperDemand"]):
    """Reads of demands."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the regions, for who files and who answers."""
        looks = actor.username == SYSTEM.username or actor.roles & LOOKING_AFTER
        return self.filter(region_id__in=actor.regions) if looks else self.none()


class DeveloperDemand(models.Model):
    """A need of a place that the province's system does not meet, put to its developer (实施方案 六(三)).

    `state`: filed, discussed, promised, delivered, declined; `due_on`: till when it was promised.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    once = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=80)
    need = models.TextField()
    state = models.CharField(max_length=10, default="filed")
    answer = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = DemandRows.as_manager()

    class Meta:
        """The newest first."""

        ordering = ("-pk",)
