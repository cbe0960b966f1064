"""没有核验过的项目代码不受理, jointly: investment items in one application, their code the gate of all."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from tests.builders import NOW, TODAY
from tests.builders_cases import LATER, WINDOW
from tests.builders_joints import (
    BUILD,
    LAND,
    NAMES,
    PROGRAM,
    RIVER,
    a_joint_city,
    at_unit,
    branch,
    checked,
    decided_branch,
    states,
    submitted_draft,
    taken_in_jointly,
    the_joint,
)
from tests.builders_projects import (
    CODE,
    COMPANY_NUMBER,
    OTHER_CODE,
    OWNER,
    a_company,
    a_verified_project,
)

from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case
from qingdan.cases.queries.of_project import ProjectCourse, project_course
from qingdan.cases.services.applying import Filed
from qingdan.cases.services.intake import AtWindow
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.forms import form_of
from qingdan.joints.services.applying import NewJoint, begin_joint, file_joint_material, save_joint
from qingdan.joints.services.checking import accept_joint, tell_defects
from qingdan.joints.services.intake import supplement_jointly
from qingdan.joints.services.moving import run_joint_timers
from qingdan.projects.queries.projects import own_project
from qingdan.rules.application_form import FieldType

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A8", "R-084")]
COMPANY = AtWindow(once="window", id_kind="uscc", name="江小灯灯笼有限公司", id_number=COMPANY_NUMBER)


def an_investment_plan() -> str:
    """Land and building of the lighthouse are items of investment projects, the river is none."""
    return a_joint_city(investment=(LAND, BUILD))


def filled(code: str) -> dict[str, str]:
    """The one form, with this code of a project."""
    return {"f1": "灯火路", "f2": "3", "f3": code, "f4": "左岸"}


def a_draft(plan: str, code: str) -> str:
    """The company's, with all that is asked."""
    new = NewJoint(plan=plan, items=tuple(NAMES), applicant=int(a_company()), once="project")
    draft = begin_joint(new=new, by=OWNER, at=NOW)
    save_joint(code=draft, version=1, answers=filled(code), by=OWNER, at=NOW)
    for place in (1, 2):
        paper = Filed(place=place, grade="C", source="uploaded")
        file_joint_material(code=draft, filed=paper, by=OWNER, at=NOW)
    return draft


def accept(number: str) -> None:
    """By the lead."""
    by = at_unit(WINDOW, LAND)
    accept_joint(number=number, version=the_joint(number).version, by=by, at=LATER)


def course_of(key: str) -> ProjectCourse:
    """The project's page."""
    with reading(OWNER):
        return project_course(OWNER, own_project(OWNER, key, on=TODAY), today=TODAY)


def test_the_one_form__asks_for_the_code_once() -> None:
    draft = a_draft(an_investment_plan(), CODE)

    with reading(OWNER):
        form = form_of(JointApplication.objects.get(code=draft).form)
    asked = [(one.field.name, one.owners) for one in form.fields if one.field.type is FieldType.PROJECT_CODE]
    assert asked == [("f3", {LAND: "project_code", BUILD: "project_code"})]


@pytest.mark.parametrize("code", [OTHER_CODE, ""])
def test_without_a_verified_code__it_is_not_received(code: str) -> None:
    draft = a_draft(an_investment_plan(), code)
    a_verified_project()

    with pytest.raises(Refused) as error:
        submitted_draft(draft)

    (found,) = [one for one in error.value.problems if one.key == "joint.no_project"]
    assert found.params["names"] == "灯塔用地许可、灯塔营造许可"  # said once for all
    with reading(PROGRAM):
        assert not Case.objects.exists()


def test_with_a_verified_code__it_runs_through_and_the_projects_page_shows_the_branches() -> None:
    plan = an_investment_plan()
    key = a_verified_project()
    number = submitted_draft(a_draft(plan, CODE)).number
    for item in NAMES:
        checked(number, item)
    accept(number)

    assert [branch(number, item).project_code for item in NAMES] == [CODE, "", CODE]
    assert states(number) == {LAND: "under_review", RIVER: "under_review", BUILD: "waiting"}
    for item in (LAND, RIVER, BUILD):
        decided_branch(number, item)
    ((joint, cases),) = course_of(key).joints
    assert set(states(number).values()) == {"granted"}
    assert joint == number and [(one.item_code, one.granted) for one in cases] == [
        (LAND, True),
        (BUILD, True),
    ]


def test_taken_in_at_the_window__it_is_accepted_only_when_the_code_was_mended() -> None:
    plan = an_investment_plan()
    key = a_verified_project()
    number = taken_in_jointly(plan, answers=filled(OTHER_CODE), said=COMPANY)
    with pytest.raises(Refused, match=r"case\.project_verified"):
        checked(number, LAND)
    checked(number, RIVER)
    for item in (LAND, BUILD):
        checked(number, item, "field-project_code")
    by = at_unit(WINDOW, LAND)
    tell_defects(number=number, version=the_joint(number).version, by=by, at=LATER)
    mended = {"f3": CODE.replace("-", "")}
    supplement_jointly(number=number, filed=[], scans={}, answers=mended, by=by, at=LATER)

    for item in (LAND, BUILD):
        checked(number, item)
    accept(number)

    assert [branch(number, item).project_code for item in NAMES] == [CODE, "", CODE]
    assert states(number) == {LAND: "under_review", RIVER: "under_review", BUILD: "waiting"}
    assert [joint for joint, _ in course_of(key).joints] == [number]


def test_database__accepts_no_branch_without_a_verified_code_but_what_silence_accepted() -> None:
    number = taken_in_jointly(an_investment_plan(), answers=filled(OTHER_CODE), said=COMPANY)

    for state in ("under_review", "waiting"):
        with pytest.raises(DatabaseError, match="no verified project code"), writing(WINDOW):
            Case.objects.filter(joint=number, item_code=LAND).update(state=state)
    run_joint_timers(by=PROGRAM, at=NOW + timedelta(days=20))
    assert states(number) == {LAND: "under_review", RIVER: "under_review", BUILD: "waiting"}
    assert all(branch(number, item).deemed for item in NAMES)
