"""没有核验过的项目代码不受理: at submission, at acceptance, in the database; everything gathered under the code."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from tests.builders import CITY, NOW, TODAY
from tests.builders_cases import (
    ANSWERS,
    APPROVER,
    HEAD,
    ID_NUMBER,
    LAMP,
    LATER,
    WINDOW,
    a_serving_city,
    accepted,
    stepped,
    submit_signed,
    the_case,
)
from tests.builders_projects import (
    CENTRE,
    CODE,
    COMPANY_NUMBER,
    OTHER_CODE,
    OTHER_NUMBER,
    OWNER,
    STRANGER,
    a_card,
    a_verified_project,
    an_application_of,
    an_investment_city,
    the_project,
)

from qingdan.base.actor import SYSTEM
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, Channel
from qingdan.cases.queries.citable import citable_approvals
from qingdan.cases.queries.facts import facts_of_case
from qingdan.cases.queries.of_project import project_course
from qingdan.cases.queries.own import draft_of
from qingdan.cases.queries.project_grants import public_grants
from qingdan.cases.services.accepting import Defect, accept_case, notify_defects
from qingdan.cases.services.applying import (
    CaseReceipt,
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
    supplement,
    take_in,
)
from qingdan.cases.services.citing import cite_approval
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.timers import run_timers
from qingdan.licences.models import Licence
from qingdan.licences.services.changing import LicenceAsked, ask_for_change, decide_change
from qingdan.projects.models import CitedApproval, Project
from qingdan.projects.queries.projects import own_project, region_project
from qingdan.projects.services.cards import change_project
from qingdan.projects.services.verifying import take_back_verification, verify_project
from qingdan.rules.case_state import CaseGuard

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A8", "R-084")]
PROGRAM = replace(SYSTEM, region=CITY, regions=(CITY,))


def sent(code: str, **more: str) -> CaseReceipt:
    """The application of the company under a code, submitted."""
    return submit_signed(code=an_application_of(code, **more), version=2, by=OWNER)


def keys_of(error: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {one.key for one in error.value.problems}


def at_window(number: str, code: str) -> str:
    """Taken in at the window for whom a number names; the case's number."""
    new = NewCase(
        item_code=LAMP, once=f"w{number}", channel=Channel.WINDOW, kind="organisation", name="江小灯灯笼有限公司",
        id_number=number,
    )  # fmt: skip
    draft = begin_application(new=new, by=WINDOW, at=NOW)
    save_application(code=draft, version=1, answers={**ANSWERS, "project_code": code}, by=WINDOW, at=NOW)
    return take_in(code=draft, by=WINDOW, at=NOW).number


def test_application__under_a_verified_code_is_received_and_gathered() -> None:
    an_investment_city()
    key = a_verified_project()
    number = sent(CODE.replace("-", "")).number

    assert the_case(number).project_code == CODE
    accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)
    with reading(OWNER):
        course = project_course(OWNER, own_project(OWNER, key, on=TODAY), today=TODAY)
    assert [one.standing.state for stage in course.stages for one in stage.matters] == [
        "running",
        "open",
        "blocked",
    ]
    assert [(one.number, one.unit_name, one.own) for one in course.running] == [(number, "市灯笼局", True)]
    assert course.real and (course.planned.serial, course.planned.parallel) == (35, 25)


@pytest.mark.parametrize(
    ("code", "key"),
    [("", "case.form_valid"), ("灯", "case.form_valid"), (OTHER_CODE, "case.project_verified")],
)
def test_application__without_a_verified_code_is_not_received(code: str, key: str) -> None:
    an_investment_city()
    a_verified_project()

    with pytest.raises(Refused) as error:
        sent(code)
    assert key in keys_of(error) and "case.project_verified" in keys_of(error)


def test_code__of_somebody_elses_project_does_not_count() -> None:
    an_investment_city()
    a_verified_project(by=STRANGER, number=OTHER_NUMBER)

    with pytest.raises(Refused) as error:
        sent(CODE)
    assert keys_of(error) == {"case.project_verified"}
    with reading(OWNER):
        found = draft_of(OWNER, Case.objects.get().code, on=TODAY)
    assert "case.project_verified" in {one.key for one in found.errors} and found.projects == ()


def test_window__takes_it_in_and_accepts_it_only_when_the_code_is_right() -> None:
    an_investment_city()
    a_verified_project()
    number = at_window(COMPANY_NUMBER, OTHER_CODE)
    with pytest.raises(Refused) as error:
        accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)
    assert "case.project_verified" in keys_of(error)

    lacks = [
        Defect(subject=one, what="没有", how="补上")
        for one in ("field-project_code", "material-1", "material-2")
    ]
    notify_defects(number=number, version=the_case(number).version, defects=lacks, by=WINDOW, at=LATER)
    for place in (1, 2):
        paper = Filed(place=place, grade="D", source="paper")
        file_material(code=number, filed=paper, by=WINDOW, at=LATER)
    said = {"project_code": CODE}
    save_application(code=number, version=the_case(number).version, answers=said, by=WINDOW, at=LATER)
    supplement(number=number, by=WINDOW, at=LATER)
    accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)
    assert (the_case(number).project_code, the_case(number).state) == (CODE, "under_review")


def test_database__accepts_nothing_without_a_verified_code_but_what_the_law_deems_accepted() -> None:
    an_investment_city()
    number = at_window(COMPANY_NUMBER, OTHER_CODE)

    for state in ("under_review", "waiting"):
        with pytest.raises(DatabaseError, match="no verified project code"), writing(WINDOW):
            Case.objects.filter(number=number).update(state=state)
    run_timers(by=PROGRAM, at=NOW + timedelta(days=20))
    assert (the_case(number).state, the_case(number).deemed) == ("under_review", True)


def test_verification_taken_back__stops_new_acceptances_and_leaves_what_runs() -> None:
    an_investment_city()
    key = a_verified_project()
    runs, waits, draft = (
        sent(CODE).number,
        sent(CODE, once="waits").number,
        an_application_of(CODE, once="draft"),
    )
    accept_case(number=runs, version=the_case(runs).version, by=WINDOW, at=LATER)
    version = the_project(key).version
    take_back_verification(key=key, version=version, reason="平台注销", by=CENTRE, at=LATER)

    assert stepped(runs, 3, "") is None and the_case(runs).state == "under_review"
    with pytest.raises(Refused) as error:
        accept_case(number=waits, version=the_case(waits).version, by=WINDOW, at=LATER)
    assert keys_of(error) == {"case.project_verified"}
    with pytest.raises(DatabaseError, match="no verified project code"), writing(WINDOW):
        Case.objects.filter(number=waits).update(state="under_review")
    with pytest.raises(Refused) as error:
        submit_signed(code=draft, version=2, by=OWNER)
    assert keys_of(error) == {"case.project_verified"}

    _verified_again(key)
    accept_case(number=waits, version=the_case(waits).version, by=WINDOW, at=LATER)
    assert the_case(waits).state == "under_review"


def _verified_again(key: str) -> None:
    version = the_project(key).version
    change_project(key=key, version=version, card=a_card(), by=OWNER, at=LATER)
    verify_project(key=key, version=version + 1, evidence="平台公示页", by=CENTRE, at=LATER)


def test_other_items__ask_nothing_of_projects_and_cost_no_statement_more() -> None:
    a_serving_city()
    number = accepted()
    case = the_case(number)

    counts = []
    for guards in ((), (), (CaseGuard.PROJECT_VERIFIED,)):  # the first reads the guide, which is kept
        with reading(WINDOW), CaptureQueriesContext(connection) as questions:
            facts = facts_of_case(case, WINDOW, on=TODAY, guards=guards)
        counts.append(len(questions))
    assert facts.project_verified is True and counts[1] == counts[2]


def test_granted__is_done_published_and_offered_as_material_of_the_project() -> None:
    an_investment_city()
    key = a_verified_project()
    number = _granted(key)
    other = an_application_of(CODE, once="again")

    with reading(CENTRE):
        found = region_project(CENTRE, key, on=TODAY)
        course = project_course(CENTRE, found, today=TODAY)
        grants, withheld = public_grants(CODE, COMPANY_NUMBER, ("360900",))
    assert [one.standing.state for one in course.stages[0].matters] == ["done", "open"]
    assert [(one.item_name, one.unit_name, withheld) for one in grants] == [("点灯许可", "市灯笼局", 0)]
    with reading(OWNER):
        licence = Licence.objects.get(case_number=number).code
        assert draft_of(OWNER, other, on=TODAY).of_project == {licence}
        assert draft_of(OWNER, other, on=TODAY).projects == ((CODE, "临江灯彩产业园"),)
        assert public_grants(CODE, ID_NUMBER, ("360900",)) == ((), 0)


def test_approval__of_an_earlier_project_counts_for_the_matter_of_its_item_once() -> None:
    an_investment_city()
    licence = _licence_of(_granted(a_verified_project()))
    key = a_verified_project(once="second", code=OTHER_CODE)
    with reading(OWNER):
        assert [(one.matter, one.code) for one in citable_approvals(OWNER, key, on=TODAY)] == [
            ("点灯", licence)
        ]
    for _ in range(2):
        cite_approval(key=key, licence=licence, by=OWNER, at=LATER)

    assert states_of(key) == ["done", "open", "blocked"]
    with pytest.raises(Refused) as error:
        cite_approval(key=key, licence="0123", by=OWNER, at=LATER)
    assert keys_of(error) == {"project.not_held"}
    with pytest.raises(Missing):
        cite_approval(key=key, licence=licence, by=STRANGER, at=LATER)


def test_approval__of_an_item_that_no_matter_names_is_refused_with_both_named_and_not_offered() -> None:
    an_investment_city()
    licence = _licence_of(_granted(a_verified_project()))
    key = a_verified_project(once="second", code=OTHER_CODE, kind="industrial")

    with pytest.raises(Refused) as error:
        cite_approval(key=key, licence=licence, by=OWNER, at=LATER)
    (found,) = error.value.problems
    assert found.key == "project.not_of_plan" and found.params["item"] == "点灯许可"
    assert str(found.params["licence"]).startswith("点灯许可证 ")
    with reading(OWNER):
        assert citable_approvals(OWNER, key, on=TODAY) == ()


def test_approval__cited_counts_no_longer_once_it_is_revoked() -> None:
    an_investment_city()
    licence = _licence_of(_granted(a_verified_project()))
    key = a_verified_project(once="second", code=OTHER_CODE)
    cite_approval(key=key, licence=licence, by=OWNER, at=LATER)

    revoked = LicenceAsked(kind="revoked", ground="行政许可法第六十九条", reason="灯是假的")
    ask_for_change(code=licence, asked=revoked, by=APPROVER, at=LATER)
    decide_change(code=licence, approved=True, by=HEAD, at=LATER)
    assert states_of(key) == ["open", "open", "blocked"]


@pytest.mark.parametrize("spoilt", [{"licence": "0" * 32}, {"matter": "验河"}])
def test_database__lets_nothing_count_that_is_no_good_licence_or_no_matter(spoilt: dict[str, str]) -> None:
    an_investment_city()
    licence = _licence_of(_granted(a_verified_project()))
    said = {
        "matter": "点灯",
        "licence": licence,
        "number": "1",
        "name": "灯",
        "unit_name": "灯",
        "by": "x",
    } | spoilt
    days = {"issued_on": TODAY, "at": NOW}

    with pytest.raises(DatabaseError, match="cannot count"), writing(OWNER):
        project = Project.objects.get(code=CODE)
        CitedApproval.objects.create(region_id=CITY, project=project, **said, **days)


def states_of(key: str) -> list[str]:
    """How the matters of a project stand, in their order."""
    with reading(OWNER):
        course = project_course(OWNER, own_project(OWNER, key, on=TODAY), today=TODAY)
    return [one.standing.state.value for stage in course.stages for one in stage.matters]


def _granted(key: str) -> str:
    """点灯许可 granted in the project: the case's number."""
    number = sent(CODE).number
    accept_case(number=number, version=the_case(number).version, by=WINDOW, at=LATER)
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        stepped(number, step, way)
    said = Decided(granted=True, facts="灯都合格", clauses=(1,))
    decide_case(number=number, version=the_case(number).version, decided=said, by=APPROVER, at=LATER)
    assert the_project(key).code == the_case(number).project_code
    return number


def _licence_of(number: str) -> str:
    with reading(OWNER):
        return Licence.objects.get(case_number=number).code
