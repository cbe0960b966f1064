"""Tables of campaigns. What is owed comes from the template; what was done is kept here."""

from django.db import models
from django.db.models import Q

from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Region, Unit


class Campaign(models.Model):
    """One clean-up of one region, started from a template on its own dates or shifted to a notice of another day."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30, unique=True)
    template = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    notice_on = models.DateField()
    law_on = models.DateField(null=True)  # the day whose law is applied; null: the day of checking
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    adopted_on = models.DateField(null=True, blank=True)  # of the power list: opens the responsibility stage
    closed_at = models.DateTimeField(null=True, blank=True)


class Participation(models.Model):
    """A unit that takes part: one of the 69, or a county with its own plan to file."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=40, blank=True)

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
    withdrawn_at = models.DateTimeField(null=True, blank=True)

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
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

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


class Attendance(models.Model):
    """Who came from a unit."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    names = models.CharField(max_length=300)

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
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)


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


class GoverningDocument(models.Model):
    """A document that the tasks rest on (R-002); `obligations` are the keys it is linked from."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=160)
    document_number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    obligations = models.JSONField(default=list)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


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


class Milestone(models.Model):
    """A milestone of a parallel stream reached (R-012, R-086): by whom said, when, on what ground."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    reached_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=40)

    class Meta:
        """Reached once."""

        constraints = (models.UniqueConstraint(fields=["campaign", "key"], name="milestone_once"),)
