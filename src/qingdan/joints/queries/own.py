"""What an applicant sees of a joint application of his own, and what keeps a draft from being submitted."""

from collections.abc import Iterator, Mapping
from datetime import date

from qingdan.cases.queries.facts import bars_of
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


def digest_to_sign(joint: JointApplication) -> str:
    """What an applicant stands for: plan, form, person, answers, materials, way of service. Any change changes it."""
    filed = JointMaterial.objects.filter(joint=joint, replaced=False).order_by("place", "pk")
    return digest(
        {
            "plan": joint.plan.digest,
            "form": joint.form,
            "applicant": [joint.applicant.kind, joint.applicant.name, joint.applicant.id_number],
            "contact": [joint.phone, joint.address],
            "electronic": joint.agreed_to_electronic,
            "answers": joint.answers,
            "materials": [
                [place, grade, source, file or licence]
                for place, grade, source, file, licence in filed.values_list(
                    "place", "grade", "source", "file__digest", "licence"
                )
            ],
        }
    )


def draft_problems(joint: JointApplication, on: date) -> tuple[Problem, ...]:
    """Everything that keeps a draft from being submitted, each beside its field or material."""
    form = form_of(joint.form)
    return (*form_problems(form.asked, joint.answers), *_others(joint, form, on))


def filed_places(joint: JointApplication) -> Mapping[int, JointMaterial]:
    """What stands filed, by place in the one set."""
    filed = JointMaterial.objects.filter(joint=joint, replaced=False).select_related("file")
    return {one.place: one for one in filed}


def _others(joint: JointApplication, form: JointForm, on: date) -> Iterator[Problem]:
    filed = filed_places(joint)
    for one in form.listed:
        asked = one.required and one.source is not MaterialSource.SHARED
        if asked and one.place not in filed:
            yield beside("own.material_lacks", f"material-{one.place}", {"name": one.name}, Severity.BLOCKER)
    assurance, least = joint.applicant.assurance, form.least_assurance
    if assurance < least:
        yield beside("case.identity", "identity", {"least": least, "level": assurance}, Severity.BLOCKER)
    for item, content in form.guides.items():
        if entry_in_force(joint.region_id, item, on) is None:
            yield beside("joint.not_listed", "items", {"name": content["name"]}, Severity.BLOCKER)
        if bars_of(joint.region_id, joint.applicant.id_number, item, on):
            yield beside("joint.barred", "identity", {"name": content["name"]}, Severity.BLOCKER)
        if content.get("investment") and not _project_verified(joint, form, item):
            yield beside("joint.no_project", "identity", {"name": content["name"]}, Severity.BLOCKER)
        if joint.applicant.kind not in content["applicants"]:
            yield beside("joint.wrong_kind", "identity", {"name": content["name"]}, Severity.BLOCKER)


def _project_verified(joint: JointApplication, form: JointForm, item: str) -> bool:
    """Whether the project that the one form names for an investment item is the applicant's and verified."""
    code = answers_of(item, form.fields, joint.answers).get(PROJECT_CODE, "")
    return is_verified_for(code, joint.applicant.id_number)
