"""Tables of investment projects: cards, verified codes, versions of stage tables, approvals cited."""

from typing import ClassVar, Self

from django.db import models

from qingdan.applicants.models import Applicant
from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Region
from qingdan.rules.project import ProjectClass, ProjectState
from qingdan.rules.role import HANDLING, Role

READING = HANDLING | {Role.SERVICE_CENTRE, Role.SUPERVISOR}
"""Which staff reads the projects of its region."""


class StageTableVersion(models.Model):
    """The flow of a class of projects in a region as it stood from `at` on; the newest is for new projects.

    `content`: {"model", "most_days", "stages": [{"name", "lead", "days", "matters": […]}]}, read by `queries.tables`.
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ProjectClass])
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Numbered within the class."""

        ordering = ("kind", "number")
        constraints = (
            models.UniqueConstraint(fields=["region", "kind", "number"], name="stage_table_version_once"),
        )


class ProjectRows(models.QuerySet["Project"]):
    """Reads of projects."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff: those of the region. Everybody else: those of an applicant of the own account."""
        if actor.roles:
            return (
                self.filter(region_id__in=actor.regions) if actor.roles & READING else self.filter(pk__in=[])
            )
        return self.filter(applicant__user__username=actor.username)


class Project(models.Model):
    """A project card (项目卡). `key` is its address; `code` as printed; `investment` in 万元.

    `table`: the version of the stage table it was begun under, which stays. `division`: six digits of the division.
    `returned`: why it was given back; `way`, `evidence`: by what its code was verified.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=32, unique=True)
    once = models.CharField(max_length=32, unique=True)
    code = models.CharField(max_length=29)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ProjectClass])
    table = models.ForeignKey(StageTableVersion, on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="+")
    owner_kind = models.CharField(max_length=12)
    owner_name = models.CharField(max_length=120)
    owner_number = models.CharField(max_length=40)
    division = models.CharField(max_length=6)
    town = models.CharField(max_length=60, blank=True)
    investment = models.DecimalField(max_digits=14, decimal_places=4)
    industry = models.CharField(max_length=60)
    land = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=40)
    contact_phone = models.CharField(max_length=30)
    purpose = models.TextField()
    state = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in ProjectState], default=ProjectState.WAITING
    )
    returned = models.TextField(blank=True)
    way = models.CharField(max_length=12, blank=True)  # by_hand, by_list
    evidence = models.CharField(max_length=200, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    objects = ProjectRows.as_manager()

    class Meta:
        """A unit has a code once; whoever claims a code that is not its own takes it from nobody."""

        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["code", "owner_number"], name="project_of_owner_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(state=ProjectState.VERIFIED),
                name="project_code_verified_once",
            ),
        )
        indexes = (models.Index(fields=["region", "state", "-made_at"], name="project_queue"),)


class VerifiedCode(models.Model):
    """A project code that was verified, for whom. It has no region: an agency of any place asks before it accepts.

    `owner`: digest of the number of the project's unit, so that the register tells nobody who it is. `turn`: how often
    the code was verified; another time only after the one before was taken back, which the database holds too.
    """

    append_only: ClassVar[bool] = True

    code = models.CharField(max_length=29)
    turn = models.PositiveSmallIntegerField(default=1)
    owner = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Each time once."""

        constraints = (models.UniqueConstraint(fields=["code", "turn"], name="code_verified_once"),)


class WithdrawnCode(models.Model):
    """A verification that was taken back: from then on nothing of the project is accepted until it is verified again.

    It has no region either, and says nothing but that; the reason stands on the card and in its event.
    """

    append_only: ClassVar[bool] = True

    verified = models.OneToOneField(VerifiedCode, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class CitedApproval(models.Model):
    """引用批文: an approval already held that counts for a matter of the project; it is in the store of licences."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    matter = models.CharField(max_length=60)
    licence = models.CharField(max_length=60)  # code of its verification page
    number = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    unit_name = models.CharField(max_length=60)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """An approval counts for a matter once."""

        ordering = ("project", "pk")
        constraints = (
            models.UniqueConstraint(fields=["project", "matter", "licence"], name="approval_cited_once"),
        )
