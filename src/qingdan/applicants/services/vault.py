"""材料库: keeping a material for use again, and taking it out.

Of the grades (`qingdan.rules.material_grade`) a file has D or C when it comes in, and B once a window has compared it
with the original (`qingdan.cases.services.records.check_originals`); A comes from the store of licences.
"""

from collections.abc import Collection
from datetime import date, datetime

from qingdan.applicants.models import Applicant, VaultMaterial
from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.rules.guide import MaterialSource
from qingdan.rules.material_grade import MaterialGrade


def grade_of_upload(source: MaterialSource) -> MaterialGrade:
    """The grade of a file that the applicant gives for a material of the guide."""
    return MaterialGrade.OWN_MADE if source is MaterialSource.APPLICANT else MaterialGrade.COPY


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


def note_comparison(*, applicant: Applicant, digests: Collection[str], by: Actor, at: datetime) -> None:
    """A window has compared files of these digests with the originals: copies of them in the vault become grade B."""
    with writing(by):
        copies = VaultMaterial.objects.filter(
            applicant=applicant, grade=MaterialGrade.COPY, file__digest__in=digests
        )
        if copies.update(grade=MaterialGrade.COMPARED, checked_by=by.username):
            append("MaterialCompared", f"account:{applicant.user.username}", by=by, at=at)


def drop_material(*, code: str, by: Actor, at: datetime) -> None:
    """Takes a material out of the vault; cases that it was filed with keep it. Raises Missing."""
    with writing(by):
        kept = VaultMaterial.objects.filter(file__code=code, applicant__user__username=by.username)
        gone, _ = kept.delete()
        if not gone:
            raise Missing
        append("MaterialDropped", f"account:{by.username}", by=by, at=at)
