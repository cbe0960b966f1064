"""Materials of an application from where the applicant has them: a file, the vault, the store of licences.

The grade follows from the way alone (国办函〔2016〕108号): nobody types it.
"""

from datetime import datetime

from qingdan.applicants.models import Applicant, VaultMaterial
from qingdan.applicants.services.vault import grade_of_upload, keep_material
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.files.services import SCANS, Upload, hand_on, store_file
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.models import Case
from qingdan.cases.queries.drafts import filing_problem
from qingdan.cases.services.applying import OPEN_TO_APPLICANT, Filed, file_material, listed_material
from qingdan.cases.services.stepping import get_case
from qingdan.licences.queries.held import held_licence
from qingdan.rules.guide import Material, MaterialSource
from qingdan.rules.material_grade import MaterialGrade

KINDS = (*SCANS, "docx")


def upload_material(
    *, code: str, place: int, upload: Upload | None, keep: bool, by: Actor, at: datetime
) -> None:
    """A file for a material of the guide; `keep`: into the vault too. Raises Missing, Refused."""
    with writing(by):
        case = get_case(by, code)
        listed = _listed(case, place)
        file = store_file(upload, unit=case.unit.code, kinds=KINDS, by=by, at=at)
        grade = grade_of_upload(listed.source)
        filed = Filed(place=place, grade=grade, source="uploaded", file=file.code)
        file_material(code=code, filed=filed, by=by, at=at)
        if keep and case.applicant:
            keep_material(
                applicant=case.applicant,
                name=listed.name,
                grade=grade,
                file=file,
                valid_until=None,
                by=by,
                at=at,
            )


def reuse_material(*, code: str, place: int, kept: str, by: Actor, at: datetime) -> None:
    """A material from the applicant's vault (code of its file). Raises Missing, Refused: its time is over."""
    with writing(by):
        case = get_case(by, code)
        _listed(case, place)
        filed = from_vault(case.applicant, kept, place=place, unit=case.unit.code, by=by, at=at)
        file_material(code=code, filed=filed, by=by, at=at)


def use_licence(*, code: str, place: int, licence: str, by: Actor, at: datetime) -> None:
    """A licence of the applicant from the store: grade A, straight from the agency. Raises Missing, Refused."""
    with writing(by):
        case = get_case(by, code)
        _listed(case, place)
        filed = from_store(case.applicant, licence, place=place, at=at)
        file_material(code=code, filed=filed, by=by, at=at)


def from_vault(
    applicant: Applicant | None, kept: str, *, place: int, unit: str, by: Actor, at: datetime
) -> Filed:
    """What an applicant kept (code of its file), handed on to a unit. Raises Missing, Refused: its time is over."""
    mine = VaultMaterial.objects.filter(applicant=applicant, file__code=kept).select_related("file")
    found = mine.first()
    if found is None or found.file is None:
        raise Missing
    if found.valid_until and found.valid_until < day_of(at):
        raise Refused([refusal("own.kept_over", f"material-{place}", name=found.name)])
    file = hand_on(found.file, unit=unit, by=by, at=at)
    return Filed(place=place, grade=found.grade, source="vault", file=file.code)


def from_store(applicant: Applicant | None, licence: str, *, place: int, at: datetime) -> Filed:
    """A licence of an applicant that is good today. Raises Missing."""
    found = held_licence(applicant, licence, on=day_of(at)) if applicant else None
    if found is None:
        raise Missing
    return Filed(place=place, grade=MaterialGrade.OF_AGENCY, source="licence", licence=found.number)


def _listed(case: Case, place: int) -> Material:
    """A material that is asked of the applicant. Raises Missing: it is fetched; Refused: the guide lists none there, or
    too many files were sent already."""
    found = listed_material(case, place)
    if found.source is MaterialSource.SHARED or case.state not in OPEN_TO_APPLICANT:
        raise Missing
    refuse_if(filing_problem(case, f"material-{place}"))
    return found
