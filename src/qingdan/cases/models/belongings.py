"""What belongs to a case: materials, defects, requests, the decision, papers, service, fees, objections, hearings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Region
from qingdan.cases.models.case import Case
from qingdan.editions.models import EditionEntry


class CaseMaterial(models.Model):
    """A material as filed: `place` in the guide's list (0: given without being asked). A newer one replaces it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    grade = models.CharField(max_length=1)
    source = models.CharField(max_length=12)  # uploaded, paper, vault, licence, shared
    copies = models.PositiveSmallIntegerField(default=1)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    licence = models.CharField(max_length=60, blank=True)
    round = models.PositiveSmallIntegerField(default=0)  # 0 with the application, then by notice
    replaced = models.BooleanField(default=False)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """In the order of the guide."""

        ordering = ("case", "place", "pk")


class CaseDefect(models.Model):
    """One thing that lacks, as told: a material of the guide's list or a field of the form; what, how to mend it.

    `answer`: of a field, what stood in it when it was told; whether it was mended is seen by that.
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=60)  # material-3, field-name
    what = models.TextField()
    how = models.TextField()
    ground = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    superior_reason = models.TextField(blank=True)


class CaseRequest(models.Model):
    """Asked for by one, decided by another: pause, extension, termination, voiding.

    `days`: of a pause, its planned working days; of an extension, the days more.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=12)  # suspend, extend, terminate, void
    kind = models.CharField(max_length=20, blank=True)  # `PauseReason`
    ground = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    days = models.PositiveSmallIntegerField(default=0)
    asked_by = models.CharField(max_length=40)
    asked_by_name = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_by_name = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        """One of a kind waits; the database holds maker and checker apart."""

        ordering = ("case", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "action"], condition=Q(approved__isnull=True), name="request_open_once"
            ),
            models.CheckConstraint(
                condition=Q(approved__isnull=True) | ~Q(answered_by=models.F("asked_by")),
                name="request_answered_by_another",
            ),
        )


class CaseDecision(models.Model):
    """The decision. The database refuses one without reasons and remedies, and one on what is not in force."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(EditionEntry, on_delete=models.PROTECT, related_name="+")
    granted = models.BooleanField()
    deemed = models.BooleanField(default=False)
    decided_in = models.CharField(
        max_length=30, blank=True
    )  # number of the case at another level, "" this one
    facts = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    clauses = models.TextField()
    conditions = models.TextField(blank=True)
    remedies = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    withheld = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        """A refusal says why and where to go."""

        constraints = (
            models.CheckConstraint(
                condition=Q(granted=True) | (~Q(reasons="") & ~Q(remedies="")), name="refusal_has_reasons"
            ),
            models.CheckConstraint(condition=~Q(clauses=""), name="decision_has_clauses"),
        )


class CasePaper(models.Model):
    """文书: a document that left the house. `digest` is of its data; files are made from it when asked for.

    `signature` is over the digest, by the key whose public half is `key` (`qingdan.base.signing`).
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)  # `qingdan.rules.case_papers`
    code = models.CharField(max_length=32, unique=True)  # of its verification page
    number = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=256, blank=True)
    key = models.CharField(max_length=256, blank=True)
    dated = models.DateField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """In the order they were written."""

        ordering = ("case", "pk")


class CaseService(models.Model):
    """送达: how the decision reached the applicant, with the proof.

    `given_on`: the day it was handed over, received, left, announced; `on`: from which day it counts as served
    (`qingdan.rules.case_service`). `relation`: of who signed to whom it was for, in words as said then.
    """

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=12)  # counter, post, electronic, left, announced, delegated
    receiver = models.CharField(max_length=40)
    receiver_id = models.CharField(max_length=40, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    mail_number = models.CharField(max_length=30, blank=True)
    proof = models.CharField(max_length=200)
    given_on = models.DateField(null=True, blank=True)
    on = models.DateField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()


class CaseFee(models.Model):
    """A published fee of the case: rate and amount; paid when a receipt is recorded. Amounts in fen."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    rate = models.CharField(max_length=120)
    basis = models.CharField(max_length=200)
    amount = models.PositiveIntegerField()
    receipt = models.CharField(max_length=60, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()


class CaseObjection(models.Model):
    """The applicant objects to how the case is handled (one tap); the unit answers, supervision watches."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)


class CaseBar(models.Model):
    """Who may not apply until a day: false statements, a year (Art. 78), a licence by fraud, three (Art. 79)."""

    append_only: ClassVar[bool] = True

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    id_number = models.CharField(max_length=40)
    item_code = models.CharField(max_length=40, blank=True)  # "" for every item
    ground = models.CharField(max_length=200)
    until = models.DateField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Looked up at submission."""

        indexes = (models.Index(fields=["region", "id_number", "until"], name="case_bar"),)


class CaseHearing(models.Model):
    """A hearing (Art. 46–48): offered, asked for within `ask_until`, held until `hold_until`, told of, recorded.

    `presider` is the account of who presides, who reviews nothing of the case.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField()
    ask_until = models.DateField()
    asked_on = models.DateField(null=True, blank=True)
    hold_until = models.DateField(null=True, blank=True)
    at_time = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    presider = models.CharField(max_length=40, blank=True)
    presider_name = models.CharField(max_length=40, blank=True)
    held_on = models.DateField(null=True, blank=True)
