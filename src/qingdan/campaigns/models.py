"""Tables of campaigns. What is owed comes from the template; what was done is kept here."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Region, Unit
from qingdan.rules.role import LEADING, Role

OVERSEEING = LEADING | {Role.LEADING_GROUP, Role.GOVERNMENT_OFFICE}
"""Who reads what every unit of the region owes and has done, and how its people are reached."""

_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class RegionRows(models.QuerySet[_Row_co]):
    """Rows that everybody of the region may read."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the regions the person reads."""
        return self.filter(region_id__in=actor.regions)


class UnitRows(models.QuerySet[_Row_co]):
    """Rows that are a unit's business, and the office's."""

    unit_path = "participation__unit__code"

    def visible_to(self, actor: Actor) -> Self:
        """Those of the own units, or all of the regions for who oversees the work."""
        if actor.roles & OVERSEEING:
            return self.filter(region_id__in=actor.regions)
        return self.filter(**{"region_id": actor.region, f"{self.unit_path}__in": actor.own_units})


class ParticipationRows(UnitRows["Participation"]):
    """The units themselves."""

    unit_path = "unit__code"

    def active(self) -> Self:
        """Without those that left."""
        return self.filter(left_on__isnull=True)


class QuestionRows(models.QuerySet["Question"]):
    """Reads of questions."""

    def visible_to(self, actor: Actor) -> Self:
        """What is answered is everybody's; what is open is the asking unit's and the office's."""
        found = self.filter(region_id__in=actor.regions)
        return found if actor.leads else found.filter(Q(answered_at__isnull=False) | Q(unit__code=actor.unit))


class Campaign(models.Model):
    """One clean-up of one region, started from a template on its own dates or shifted to a notice of another day.

    `county`: it follows the template's plan for counties. `adopted_on` and `legality_on` open the gates of the plan.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30, unique=True)
    template = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    notice_on = models.DateField()
    law_on = models.DateField(null=True)  # the day whose law is applied; null: the day of checking
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    county = models.BooleanField(default=False)
    adopted_on = models.DateField(null=True, blank=True)  # of the power list: opens the responsibility stage
    legality_on = models.DateField(
        null=True, blank=True
    )  # the legality review is through: opens the decision
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RegionRows["Campaign"].as_manager()


class PhaseOpening(models.Model):
    """The office opened a phase: at the earliest when its gates allow (R-043, R-095)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    class Meta:
        """Opened once."""

        constraints = (models.UniqueConstraint(fields=["campaign", "phase"], name="phase_opened_once"),)


class Participation(models.Model):
    """A unit that takes part: one of the 69, or a county with its own plan to file.

    `joined_on`: the day it joined a campaign that ran already. `left_on`, `left_why`: it takes part no more from that
    day on; what it had done stays.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=40, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    left_why = models.CharField(max_length=300, blank=True)

    objects = ParticipationRows.as_manager()

    class Meta:
        """Once in a campaign."""

        constraints = (models.UniqueConstraint(fields=["campaign", "unit"], name="participation_once"),)


class Fulfilment(models.Model):
    """Something owed and done: `obligation` is its key in the template. Withdrawn ones stay, with the time."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    obligation = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    late = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receipt_number = models.CharField(max_length=80, blank=True)  # given by who receives it
    receipt_at = models.DateTimeField(null=True, blank=True)
    receipt_by = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    objects = UnitRows["Fulfilment"].as_manager()

    class Meta:
        """One in force for each obligation of a unit."""

        constraints = (
            models.UniqueConstraint(
                fields=["participation", "obligation"],
                condition=Q(withdrawn_at__isnull=True),
                name="fulfilment_once",
            ),
        )


class Contact(models.Model):
    """分管领导 or 联络员 of a unit, with history: a change closes the old row (R-121)."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)  # deputy, liaison, group_head, group_deputy
    name = models.CharField(max_length=40)
    title = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30)
    by = models.CharField(max_length=40, blank=True, default="")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = UnitRows["Contact"].as_manager()

    class Meta:
        """One of a kind at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=["participation", "kind"], condition=Q(until__isnull=True), name="contact_once"
            ),
        )


class Meeting(models.Model):
    """A meeting or training course (R-044, R-045)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12)  # meeting, training
    title = models.CharField(max_length=120)
    on = models.DateField()
    place = models.CharField(max_length=80, blank=True)
    record = models.TextField(blank=True)
    material = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RegionRows["Meeting"].as_manager()


class Attendance(models.Model):
    """Who came from a unit."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    names = models.CharField(max_length=300)

    objects = RegionRows["Attendance"].as_manager()

    class Meta:
        """One line a unit."""

        constraints = (models.UniqueConstraint(fields=["meeting", "participation"], name="attendance_once"),)


class Reminder(models.Model):
    """A reminder sent to a unit for something owed."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    obligation = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)

    objects = UnitRows["Reminder"].as_manager()


class Question(models.Model):
    """A question to the 综合组 and its one unified answer, visible to all once given (R-093)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    version = models.PositiveIntegerField(
        default=0
    )  # counts the answers: a correction names what it corrects
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionRows.as_manager()


class Posting(models.Model):
    """A notice of the office, or a unit's experience for the others (R-123)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12)  # notice, experience
    title = models.CharField(max_length=120)
    text = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    objects = RegionRows["Posting"].as_manager()


class GoverningDocument(models.Model):
    """A document that the tasks rest on (R-002); `obligations` are the keys it is linked from."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=160)
    document_number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    obligations = models.JSONField(default=list)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = RegionRows["GoverningDocument"].as_manager()


class FormVersion(models.Model):
    """A version of one of the plan's attachments (R-124). `reconstructed`: its real form is not known, this is ours."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=20)  # its key in the template
    number = models.PositiveSmallIntegerField()
    reconstructed = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    objects = RegionRows["FormVersion"].as_manager()

    class Meta:
        """Numbered within the form."""

        constraints = (
            models.UniqueConstraint(fields=["campaign", "form", "number"], name="form_version_once"),
        )


class Secondment(models.Model):
    """Somebody lent to the work by a unit (R-091, R-105)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    home_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    skills = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=20, blank=True)  # key of a review group of the template
    seconded_from = models.DateField()
    seconded_until = models.DateField(null=True, blank=True)

    objects = RegionRows["Secondment"].as_manager()


class Milestone(models.Model):
    """A milestone of a parallel stream reached (R-012, R-086): by whom said, when, on what ground."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    reached_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=40)

    objects = RegionRows["Milestone"].as_manager()

    class Meta:
        """Reached once."""

        constraints = (models.UniqueConstraint(fields=["campaign", "key"], name="milestone_once"),)
