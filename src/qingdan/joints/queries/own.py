"""What an applicant sees of a joint application of his own, and what keeps a draft from being submitted."""

from collections.abc import Iterator, Mapping
from datetime import date

from qingdan.applicants.queries.accounts import speaks_for
from qingdan.base.actor import Actor
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.cases.queries.facts import bars_of
from qingdan.cases.queries.filed import materials_to_sign
from qingdan.guides.queries.content import PROJECT_CODE
from qingdan.guides.queries.published import entry_in_force
from qingdan.joints.models import JointApplication, JointMaterial
from qingdan.joints.queries.forms import JointForm, form_of
from qingdan.projects.queries.codes import is_verified_for
from qingdan.rules.application_form import form_problems
from qingdan.rules.canonical import digest
from qingdan.rules.guide import MaterialSource
from qingdan.rules.joint_form import answers_of
from qingdan.rules.problem import Problem, Severity, beside

Filed = Mapping[int, JointMaterial]


def is_own_joint(joint: JointApplication, by: Actor, on: date) -> bool:
    """Whether it is the account's own, or made by it for somebody whose proxy for every matter is in force."""
    if not by.username or joint.applicant is None:
        return False
    if joint.applicant.user.username == by.username:
        return True
    made = joint.made_by == by.username
    items = form_of(joint.form).guides
    return made and all(speaks_for(by.username, joint.applicant, on=on, items=(one,)) for one in items)


def get_own_joint(by: Actor, key: str, *, on: date) -> JointApplication:
    """An own joint application by its number, or a draft by its code. Raises Missing."""
    rows = JointApplication.objects.of_account(by).select_related("lead", "plan__plan", "applicant__user")
    named = {"number": key} if "-" in key else {"code": key, "number": ""}
    found = rows.filter(**named).first() if by.username else None
    if found is None or not is_own_joint(found, by, on):
        raise Missing
    return found


def own_joint_file(by: Actor, key: str, place: int, *, on: date) -> StoredFile:
    """The file that stands filed for a place of the one set. Raises Missing."""
    found = filed_places(get_own_joint(by, key, on=on)).get(place)
    if found is None or found.file is None:
        raise Missing
    return found.file


def digest_to_sign(joint: JointApplication, filed: Filed | None = None) -> str:
    """What an applicant stands for: plan, form, person, answers, materials, way of service. Any change changes it.

    `filed`: `filed_places`, where they were read already.
    """
    return digest(
        {
            "plan": joint.plan.digest,
            "form": joint.form,
            "applicant": [joint.own_applicant.kind, joint.own_applicant.name, joint.own_applicant.id_number],
            "contact": [joint.phone, joint.address],
            "electronic": joint.agreed_to_electronic,
            "answers": joint.answers,
            "materials": materials_to_sign((filed_places(joint) if filed is None else filed).values()),
        }
    )


def draft_problems(joint: JointApplication, on: date) -> tuple[Problem, ...]:
    """Everything that keeps a draft from being submitted, each beside its field or material."""
    form = form_of(joint.form)
    filed = filed_places(joint)
    return (*form_problems(form.asked, joint.answers), *other_problems(joint, form, filed, on))


def filed_places(joint: JointApplication) -> Filed:
    """What stands filed, by place in the one set, in its order."""
    filed = JointMaterial.objects.filter(joint=joint, replaced=False).select_related("file")
    return {one.place: one for one in filed.order_by("place", "pk")}


def other_problems(joint: JointApplication, form: JointForm, filed: Filed, on: date) -> Iterator[Problem]:
    """What beside the form keeps a draft from being submitted."""
    if not joint.plan.plan.published:
        yield beside("joint.plan_withdrawn", "items", {"name": joint.name}, Severity.BLOCKER)
    for one in form.listed:
        asked = one.required and one.source is not MaterialSource.SHARED
        if asked and one.place not in filed:
            yield beside("own.material_lacks", f"material-{one.place}", {"name": one.name}, Severity.BLOCKER)
    assurance, least = joint.own_applicant.assurance, form.least_assurance
    if assurance < least:
        yield beside("case.identity", "identity", {"least": least, "level": assurance}, Severity.BLOCKER)
    asking = [item for item, content in form.guides.items() if content.get("investment")]
    if without := [item for item in asking if not _project_verified(joint, form, item)]:
        names = "、".join(form.guides[item]["name"] for item in without)
        yield beside("joint.no_project", "identity", {"names": names}, Severity.BLOCKER)
    yield from person_problems(
        joint.region_id, form, joint.own_applicant.kind, joint.own_applicant.id_number, on
    )


def person_problems(region: str, form: JointForm, kind: str, id_number: str, on: date) -> Iterator[Problem]:
    """Which of the matters is on no list, barred for somebody, or not for such applicants."""
    for item, content in form.guides.items():
        named = {"name": content["name"]}
        if entry_in_force(region, item, on) is None:
            yield beside("joint.not_listed", "items", named, Severity.BLOCKER)
        if bars_of(region, id_number, item, on):
            yield beside("joint.barred", "identity", named, Severity.BLOCKER)
        if kind not in content["applicants"]:
            yield beside("joint.wrong_kind", "identity", named, Severity.BLOCKER)


def _project_verified(joint: JointApplication, form: JointForm, item: str) -> bool:
    """Whether the project that the one form names for an investment item is the applicant's and verified."""
    code = answers_of(item, form.fields, joint.answers).get(PROJECT_CODE, "")
    return is_verified_for(code, joint.own_applicant.id_number)
