"""Tables of applicants. An account is a `User` without appointments; what it applies as is an `Applicant`."""

from typing import Self

from django.db import models

from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.orgs.models import Region
from qingdan.base.people.models import User


class ApplicantKind(models.TextChoices):
    """GB/T 39046 A.4, in short."""

    PERSON = "person"
    ORGANISATION = "organisation"


class AssuredWay(models.TextChoices):
    """By what a level above what was said by itself is known."""

    WINDOW = "window"
    PROVIDER = "provider"


class OwnRows(models.QuerySet["Applicant"]):
    """Reads of applicants."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the account itself."""
        return self.filter(user__username=actor.username)


class Applicant(models.Model):
    """A person or organisation behind an account; an account is one person and may act for organisations (agent).

    `assurance` 0–4: 0 nothing known · 1 a telephone or mail address answered · 2 said by itself, formally right ·
    3 name and number agree with a register (provincial identity provider) · 4 seen at a window, or by a certificate.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ApplicantKind)
    name = models.CharField(max_length=120)
    id_kind = models.CharField(max_length=12)  # citizen_id, uscc, passport, other
    id_number = models.CharField(max_length=40)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    assurance = models.PositiveSmallIntegerField(default=2)
    assured_way = models.CharField(max_length=12, choices=AssuredWay, blank=True)
    assured_by = models.CharField(max_length=40, blank=True)  # window clerk, or the provider's name
    assured_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = OwnRows.as_manager()

    class Meta:
        """An account is one person once, and each organisation once."""

        constraints = (models.UniqueConstraint(fields=["user", "kind", "id_number"], name="applicant_once"),)


class ProviderBinding(models.Model):
    """An applicant is whom an identity provider calls so: `subject` means something together with `issuer` alone."""

    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    made_at = models.DateTimeField()

    class Meta:
        """Whom a provider names is one applicant."""

        constraints = (models.UniqueConstraint(fields=["issuer", "subject"], name="subject_once"),)


class Proxy(models.Model):
    """代理授权（委托）: an applicant lets an account act for it, for some items or all, till a day."""

    principal = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField(default=list)  # codes of items; empty is all
    until = models.DateField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class VaultMaterial(models.Model):
    """材料库: a material kept for use again. Grades A–D of 国办函〔2016〕108号, see `qingdan.rules.material_grade`."""

    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    grade = models.CharField(max_length=1)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    licence = models.CharField(max_length=60, blank=True)  # number in the licence store, of grade A
    valid_until = models.DateField(null=True, blank=True)
    checked_by = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
