"""Whether a project code is verified: what is asked before an application is sent or accepted."""

from hashlib import sha256

from django.db.models import Exists, OuterRef, QuerySet

from qingdan.projects.models import VerifiedCode, WithdrawnCode
from qingdan.rules.codes.identification import bare_number
from qingdan.rules.codes.project_code import printed_project_code


def is_verified_for(code: str, owner_number: str) -> bool:
    """Whether a code was verified for the unit of this number; "" never is."""
    found = standing_codes(code).filter(owner=owner_digest(owner_number))
    return bool(code and owner_number) and found.exists()


def is_taken(code: str, owner_number: str) -> bool:
    """Whether a code was verified for somebody else."""
    return standing_codes(code).exclude(owner=owner_digest(owner_number)).exists()


def standing_codes(code: str) -> QuerySet[VerifiedCode]:
    """The verification of a code that was not taken back: one or none."""
    withdrawn = WithdrawnCode.objects.filter(verified=OuterRef("pk"))
    return VerifiedCode.objects.filter(~Exists(withdrawn), code=printed_project_code(code))


def owner_digest(owner_number: str) -> str:
    """The digest under which a unit's number stands beside its codes."""
    return sha256(f"project-owner:{bare_number(owner_number)}".encode()).hexdigest()
