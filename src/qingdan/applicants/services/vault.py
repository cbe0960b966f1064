"""材料库: keeping a material for use again, and taking it out.

Grades of 国办函〔2016〕108号 as far as a file can have them: D made by the applicant, C a copy that was uploaded, B
once a window has compared it with the original. Grade A comes from the store of licences, never from an upload.
"""

from datetime import date, datetime

from qingdan.applicants.models import Applicant, VaultMaterial
from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.rules.guide import MaterialSource

OWN_MADE, COPY, COMPARED, OF_AGENCY = "D", "C", "B", "A"


def grade_of_upload(source: MaterialSource) -> str:
    """The grade of a file that the applicant gives for a material of the guide."""
    return OWN_MADE if source is MaterialSource.APPLICANT else COPY


def keep_material(
    *, applicant: Applicant, name: str, grade: str, file: StoredFile, valid_until: date | None, by: Actor, at: datetime
) -> None:  # fmt: skip
    """Keeps a file for the next time; one of the same name and content is there once."""
    with writing(by):
        known = VaultMaterial.objects.filter(applicant=applicant, name=name, file__digest=file.digest)
        if known.exists():
            return
        VaultMaterial.objects.create(
            applicant=applicant, region_id=file.region_id, name=name, grade=grade, file=file,
            valid_until=valid_until, at=at,
        )  # fmt: skip
        append("MaterialKept", f"account:{by.username}", by=by, at=at, data={"grade": grade})


def drop_material(*, code: str, by: Actor, at: datetime) -> None:
    """Takes a material out of the vault; cases that it was filed with keep it. Raises Missing."""
    with writing(by):
        kept = VaultMaterial.objects.filter(file__code=code, applicant__user__username=by.username)
        gone, _ = kept.delete()
        if not gone:
            raise Missing
        append("MaterialDropped", f"account:{by.username}", by=by, at=at)
