"""A joint application from the form to the last decision: one check, one notice, one clock, each its own decision."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOW
from tests.builders_cases import ANSWERS, CITIZEN, GUIDE, LATER, WINDOW
from tests.builders_joints import (
    BUILD,
    CENTRE,
    LAND,
    NAMES,
    PROGRAM,
    RIVER,
    a_joint_city,
    a_joint_draft,
    accepted_jointly,
    at_unit,
    branch,
    checked,
    decided_branch,
    mended,
    states,
    submitted_draft,
    submitted_jointly,
    the_joint,
)

from qingdan.applicants.models import Applicant, Proxy
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CaseMaterial, CasePaper
from qingdan.cases.queries.urgency import Tone
from qingdan.cases.services.accepting import Defect, accept_case
from qingdan.cases.services.applying import withdraw_application
from qingdan.data.calendar import working_days_on
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.queue import JointsAsked, joint_queue
from qingdan.joints.services.applying import NewJoint, begin_joint
from qingdan.joints.services.checking import accept_joint, record_check, tell_defects, withdraw_joint
from qingdan.joints.services.moving import move_on, run_joint_timers
from qingdan.joints.services.planning import withdraw_plan
from qingdan.rules.case_papers import PaperKind

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A2", "RQ-A8")]


def test_one_form__gives_each_department_its_own_fields_and_materials() -> None:
    number = submitted_jointly(a_joint_city()).number

    assert branch(number, LAND).answers == ANSWERS
    assert branch(number, RIVER).answers == {**ANSWERS, "bank": "左岸"}
    with reading(PROGRAM):
        filed = CaseMaterial.objects.filter(case__joint=number).values_list("case__item_code", "place")
        assert sorted(filed) == sorted((item, place) for item in NAMES for place in (1, 2))
        assert CasePaper.objects.filter(case__joint=number, kind=PaperKind.RECEIPT).count() == 1


def test_sent_twice__it_is_received_once() -> None:
    code = a_joint_draft(a_joint_city())
    first, second = (submitted_draft(code) for _ in range(2))

    assert (second.number, second.code) == (first.number, "")


def test_same_form_with_other_matters__is_not_the_draft_before() -> None:
    plan = a_joint_city()
    code = a_joint_draft(plan, once="form")

    assert a_joint_draft_again(plan, (*NAMES, "nothing")) == code
    with pytest.raises(Refused, match=r"own\.once"):
        a_joint_draft_again(plan, (LAND, RIVER))


def a_joint_draft_again(plan: str, items: tuple[str, ...]) -> str:
    with reading(CITIZEN):
        applicant = Applicant.objects.get(user__username=CITIZEN.username).pk
    return begin_joint(
        new=NewJoint(plan=plan, items=items, applicant=applicant, once="form"), by=CITIZEN, at=NOW
    )


def test_draft_by_a_plan_that_was_taken_back__is_not_received() -> None:
    plan = a_joint_city()
    code = a_joint_draft(plan)
    withdraw_plan(code=plan, version=3, by=CENTRE, at=NOW)

    with pytest.raises(Refused, match=r"joint\.plan_withdrawn"):
        submitted_draft(code)


def test_what_lacks__is_told_in_few_words() -> None:
    number = submitted_jointly(a_joint_city()).number
    endless = Defect(subject="material-1", what="长" * 100_000, how="重新拍照")

    with pytest.raises(Refused, match=r"desk\.too_long"):
        record_check(
            number=number, item=RIVER, version=the_joint(number).version, defects=[endless],
            by=at_unit(WINDOW, RIVER), at=LATER,
        )  # fmt: skip


def test_all_complete__is_accepted_together_and_who_waits_does_not_begin() -> None:
    number = accepted_jointly(a_joint_city())

    assert states(number) == {LAND: "under_review", RIVER: "under_review", BUILD: "waiting"}
    land, joint = branch(number, LAND), the_joint(number)
    assert joint.accepted_on and land.decision_due_on and joint.due_on == land.promised_due_on
    assert land.joint_days == 45 and land.branch_days == 15


@pytest.mark.parametrize(("items", "days"), [((LAND, RIVER, BUILD), 30), ((LAND, RIVER), 15)])
def test_acceptance__promises_the_days_of_what_was_applied_for(items: tuple[str, ...], days: int) -> None:
    number = accepted_jointly(a_joint_city(), items=items)

    with reading(PROGRAM):
        paper = CasePaper.objects.get(case__joint=number, kind=PaperKind.ACCEPTANCE)
    said = thaw(paper.digest)
    until = working_days_on(day_of(LATER), days).isoformat()
    assert said["promised"].startswith(f"{days}个工作日") and said["promised_until"] == until
    assert said["statutory"].startswith("45个工作日") and said["decision_until"] > until


def test_what_is_granted__lets_the_next_begin_and_all_end_once() -> None:
    number = accepted_jointly(a_joint_city())

    decided_branch(number, LAND)
    assert states(number)[BUILD] == "under_review"
    decided_branch(number, RIVER)
    decided_branch(number, BUILD)
    assert set(states(number).values()) == {"granted"}
    assert move_on(number=number, by=PROGRAM, at=LATER) == 0


def test_a_refusal__ends_what_waited_for_it_and_nothing_else() -> None:
    number = accepted_jointly(a_joint_city())

    decided_branch(number, LAND, granted=False)

    assert states(number) == {LAND: "refused", RIVER: "under_review", BUILD: "terminated"}
    with reading(PROGRAM):
        (paper,) = CasePaper.objects.filter(case__joint=number, kind=PaperKind.TERMINATION)
        assert paper.case.item_code == BUILD


def test_page_from_before_the_correction__cannot_say_that_all_is_there() -> None:
    number = submitted_jointly(a_joint_city()).number
    for item in (LAND, BUILD):
        checked(number, item)
    checked(number, RIVER, "material-1", "field-bank")
    tell_defects(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=LATER)
    before = the_joint(number).version
    mended(number)

    with pytest.raises(Stale):
        record_check(
            number=number, item=RIVER, version=before, defects=[], by=at_unit(WINDOW, RIVER), at=LATER
        )
    checked(number, RIVER)


def test_one_notice_of_what_lacks__leaves_the_others_alone() -> None:
    number = submitted_jointly(a_joint_city()).number
    checked(number, LAND)
    checked(number, RIVER, "material-1", "field-bank")
    with pytest.raises(Refused, match=r"joint\.unseen"):
        tell_defects(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=LATER)
    checked(number, BUILD)
    before = branch(number, LAND).version
    tell_defects(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=LATER)

    assert states(number) == {LAND: "received", RIVER: "correcting", BUILD: "received"}
    assert branch(number, LAND).version == before + 1  # its five days are over: it is complete
    with pytest.raises(Refused, match=r"joint\.told_once"):
        checked(number, BUILD, "material-1")
    mended(number)
    with reading(PROGRAM):
        (paper,) = CasePaper.objects.filter(case__joint=number, kind=PaperKind.SUPPLEMENT_RECEIPT)
        given = [one["name"] for one in thaw(paper.digest)["materials"]]
    assert given == [GUIDE["materials"][0]["name"], "岸别"]
    assert states(number)[RIVER] == "received"
    with pytest.raises(Refused, match=r"joint\.told_once"):
        checked(number, RIVER, "material-2")
    checked(number, RIVER)
    accept_joint(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=LATER)
    assert states(number)[RIVER] == "under_review"


def test_day_of_the_queue__is_the_next_that_is_owed_and_follows_each_decision() -> None:
    number = accepted_jointly(a_joint_city())
    land, river = branch(number, LAND).promised_due_on, branch(number, RIVER).promised_due_on
    assert land and the_joint(number).due_on == land == river

    decided_branch(number, RIVER)  # handed over only later than the land is owed
    service = branch(number, RIVER).service_due_on
    assert service and the_joint(number).due_on == min(land, service)

    decided_branch(number, LAND, granted=False)
    services = [branch(number, item).service_due_on for item in (RIVER, LAND)]
    assert the_joint(number).due_on == min(day for day in services if day)


def test_a_decision_not_served_yet__is_first_and_late_for_the_lead() -> None:
    number = accepted_jointly(a_joint_city())
    decided_branch(number, RIVER)
    due, lead = branch(number, RIVER).service_due_on, at_unit(WINDOW, LAND)
    assert due

    for days, late, near in ((0, 0, 1), (1, 1, 0)):
        today = due + timedelta(days=days)
        with reading(lead):
            queue = joint_queue(lead, JointsAsked(), today=today, near_until=today)
        assert [(one.number, one.chip.tone is Tone.LATE) for one in queue.lines] == [(number, bool(late))]
        assert (queue.late, queue.near) == (late, near)


def test_five_days_of_silence__accept_all_from_receipt_on() -> None:
    number = submitted_jointly(a_joint_city()).number
    checked(number, LAND)

    assert run_joint_timers(by=PROGRAM, at=NOW + timedelta(days=4)) == 0
    with pytest.raises(Refused, match=r"case\.within_check"):
        checked(number, RIVER, "material-1", at=NOW + timedelta(days=10))
    run_joint_timers(by=PROGRAM, at=NOW + timedelta(days=10))
    assert states(number) == {LAND: "under_review", RIVER: "under_review", BUILD: "waiting"}
    assert branch(number, RIVER).deemed and branch(number, LAND).deemed
    assert branch(number, RIVER).accepted_on == the_joint(number).accepted_on
    assert run_joint_timers(by=PROGRAM, at=NOW + timedelta(days=10)) == 0


def test_what_is_the_joint_applications__no_department_does_alone() -> None:
    number = submitted_jointly(a_joint_city()).number
    case = branch(number, LAND)

    with pytest.raises(Refused, match=r"case\.alone"):
        accept_case(number=case.number, version=case.version, by=at_unit(WINDOW, LAND), at=LATER)
    with pytest.raises(Refused, match=r"case\.alone"):
        withdraw_application(number=case.number, by=CITIZEN, at=LATER)
    with pytest.raises(Missing):
        accept_joint(number=number, version=the_joint(number).version, by=at_unit(WINDOW, RIVER), at=LATER)


def test_a_principal__sees_what_the_agent_made_and_the_agent_no_more_when_the_proxy_ends() -> None:
    number = submitted_jointly(a_joint_city()).number
    with writing(PROGRAM):
        stranger = User.objects.create(username="agent", name="代理人")
        JointApplication.objects.filter(number=number).update(made_by="agent")
    agent = replace(CITIZEN, username="agent")

    def seen_by(who: Actor) -> int:
        with reading(who):
            return JointApplication.objects.visible_to(who).filter(number=number).count()

    assert (seen_by(CITIZEN), seen_by(agent)) == (1, 0)
    with writing(PROGRAM):
        Proxy.objects.create(
            principal=Applicant.objects.get(user__username=CITIZEN.username), agent=stranger,
            until=day_of(LATER), made_at=LATER,
        )  # fmt: skip
    assert (seen_by(CITIZEN), seen_by(agent)) == (1, 1)


def test_withdrawing_one_matter__ends_what_waited_for_it() -> None:
    number = accepted_jointly(a_joint_city())

    withdraw_joint(number=number, items=[LAND], by=CITIZEN, at=LATER)
    move_on(number=number, by=PROGRAM, at=LATER)

    assert states(number) == {LAND: "withdrawn", RIVER: "under_review", BUILD: "terminated"}
    withdraw_joint(number=number, items=list(NAMES), by=CITIZEN, at=LATER)
    assert not the_joint(number).open
