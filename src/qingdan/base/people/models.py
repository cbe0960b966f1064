"""Tables of people."""

import secrets
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from qingdan.base.orgs.models import Post, Region, Unit


def new_code() -> str:
    """A code for addresses that says nothing about the person."""
    return secrets.token_hex(5)


class UserManager(BaseUserManager["User"]):
    """Makes accounts; names are compared without case."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """An account; without password nobody can sign in with it until an invitation is accepted."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account of a person. `code` stands for it in addresses: names and user names do not."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    signed_up = models.BooleanField(
        default=False
    )  # by itself, to apply: no administrator's while it has no role
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    is_staff = False
    is_superuser = False

    objects = UserManager()

    class Meta:
        """Names are compared without case when somebody signs in, so they differ without case."""

        constraints = (models.UniqueConstraint(Lower("username"), name="username_once"),)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as it is written in Chinese: the family name first."""
        return self.name

    def has_perm(self, _permission: str, _thing: object = None) -> bool:
        """No permissions of the framework: `Actor` and its roles decide."""
        return False


class Appointment(models.Model):
    """A role held at a unit, on a post, for a time. `until` is the first day on which it is held no more."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    held_from = models.DateField()
    held_until = models.DateField(null=True, blank=True)

    class Meta:
        """One row a role and unit at a time."""

        constraints = (
            models.UniqueConstraint(fields=["user", "unit", "role", "held_from"], name="appointment_once"),
        )


class StandIn(models.Model):
    """Somebody acting for the holder of an appointment between two days (`until` not included)."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    acts_from = models.DateField()
    acts_until = models.DateField()


class Invitation(models.Model):
    """A link by which an account gets its password; only the digest of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class CityFile(models.Model):
    """A workbook of units and people that was read and waits to be applied; its rows are dropped afterwards."""

    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    rows = models.JSONField()
    applied_at = models.DateTimeField(null=True, blank=True)
