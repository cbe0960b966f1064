"""Whether a project code is verified: what is asked before an application is sent or accepted."""

from hashlib import sha256

from qingdan.projects.models import VerifiedCode
from qingdan.rules.codes.identification import bare_number
from qingdan.rules.codes.project_code import printed_project_code


def is_verified_for(code: str, owner_number: str) -> bool:
    """Whether a code was verified for the unit of this number; "" never is."""
    asked = {"code": printed_project_code(code), "owner": owner_digest(owner_number)}
    return bool(code and owner_number) and VerifiedCode.objects.filter(**asked).exists()


def is_taken(code: str, owner_number: str) -> bool:
    """Whether a code was verified for somebody else."""
    found = VerifiedCode.objects.filter(code=printed_project_code(code))
    return found.exclude(owner=owner_digest(owner_number)).exists()


def owner_digest(owner_number: str) -> str:
    """The digest under which a unit's number stands beside its codes."""
    return sha256(f"project-owner:{bare_number(owner_number)}".encode()).hexdigest()
