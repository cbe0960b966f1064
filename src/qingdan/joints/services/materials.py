"""Materials of the one set from where the applicant has them: a file, the vault, the store of licences.

`key` is the code of a draft, or the number of an application that waits for what lacks; as `cases.services.materials`.
"""

from datetime import datetime

from qingdan.applicants.services.vault import grade_of_upload, keep_material
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.files.services import Upload, store_file
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.services.applying import Filed
from qingdan.cases.services.materials import KINDS, from_store, from_vault
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.drafts import joint_filing_problem
from qingdan.joints.queries.forms import form_of
from qingdan.joints.queries.own import get_own_joint
from qingdan.joints.services.applying import file_joint_material
from qingdan.joints.services.correcting import file_correction
from qingdan.rules.guide import Material, MaterialSource


def upload_joint(
    *, code: str, place: int, upload: Upload | None, keep: bool, by: Actor, at: datetime
) -> None:
    """A file for a material of the one set; `keep`: into the vault too. Raises Missing, Refused."""
    with writing(by):
        joint, listed = _listed(code, place, by, at)
        file = store_file(upload, unit=joint.lead.code, kinds=KINDS, by=by, at=at)
        grade = grade_of_upload(listed.source)
        _file(joint, Filed(place=place, grade=grade, source="uploaded", file=file.code), by, at)
        if keep:
            keep_material(
                applicant=joint.own_applicant, name=listed.name, grade=grade, file=file, valid_until=None, by=by,
                at=at,
            )  # fmt: skip


def reuse_joint(*, code: str, place: int, kept: str, by: Actor, at: datetime) -> None:
    """A material from the applicant's vault (code of its file). Raises Missing, Refused: its time is over."""
    with writing(by):
        joint, _ = _listed(code, place, by, at)
        filed = from_vault(joint.own_applicant, kept, place=place, unit=joint.lead.code, by=by, at=at)
        _file(joint, filed, by, at)


def licence_joint(*, code: str, place: int, licence: str, by: Actor, at: datetime) -> None:
    """A licence of the applicant from the store: grade A, straight from the agency. Raises Missing, Refused."""
    with writing(by):
        joint, _ = _listed(code, place, by, at)
        _file(joint, from_store(joint.own_applicant, licence, place=place, at=at), by, at)


def _listed(key: str, place: int, by: Actor, at: datetime) -> tuple[JointApplication, Material]:
    """A material that is asked of the applicant. Raises Missing: it is fetched; Refused: the set has none there, or too
    many files were sent already."""
    joint = get_own_joint(by, key, on=day_of(at))
    found = {one.place: one for one in form_of(joint.form).listed}.get(place)
    if found is None:
        raise Refused([refusal("case.unlisted_material", "place")])
    if found.source is MaterialSource.SHARED:
        raise Missing
    refuse_if(joint_filing_problem(joint, f"material-{place}"))
    return joint, found


def _file(joint: JointApplication, filed: Filed, by: Actor, at: datetime) -> None:
    if joint.number:
        file_correction(number=joint.number, filed=filed, by=by, at=at)
    else:
        file_joint_material(code=joint.code, filed=filed, by=by, at=at)
