"""A case from application to archive: granted, refused, corrected, paused, deemed accepted, withdrawn."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import CITY, NOW
from tests.builders_cases import (
    APPROVER,
    CITIZEN,
    DAY,
    HANDLER,
    HEAD,
    LATER,
    WINDOW,
    a_serving_city,
    accepted,
    an_application,
    decided,
    handed_over,
    reviewed,
    stepped,
    submit_signed,
    submitted,
    taken_in,
    the_case,
)

from qingdan.base.actor import SYSTEM
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CaseDecision, CasePaper, CaseTask
from qingdan.cases.services.accepting import Defect, accept_case, notify_defects
from qingdan.cases.services.applying import (
    Filed,
    file_material,
    save_application,
    supplement,
    withdraw_application,
)
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.requests import Asked, approve, ask, end_pause
from qingdan.cases.services.serving import archive_case
from qingdan.cases.services.timers import run_timers
from qingdan.licences.models import Licence

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5")]

PROGRAM = replace(SYSTEM, region=CITY, regions=(CITY,))


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def _papers(number: str) -> list[str]:
    with reading(WINDOW):
        return list(CasePaper.objects.filter(case__number=number).values_list("kind", flat=True))


def test_a_case__is_granted_served_and_archived() -> None:
    number = decided()
    handed_over(number)
    run = the_case(number)

    assert (run.state, run.decided_on, run.service_due_on) == ("served", date(2026, 6, 1), None)
    with reading(WINDOW):
        licence = Licence.objects.get(case_number=number)
    assert (licence.number, licence.valid_until) == ("〔2026〕0001号", date(2029, 6, 1))
    assert _papers(number) == ["receipt", "acceptance", "grant", "service_record"]


def test_a_refusal__says_why_and_where_to_go() -> None:
    number = decided(granted=False)

    with reading(WINDOW):
        decision = CaseDecision.objects.get(case__number=number)
    assert the_case(number).state == "refused"
    assert decision.reasons == "灯不合格" and "复议" in decision.remedies


def test_a_refusal__without_reasons_is_none() -> None:
    number = reviewed()

    with pytest.raises(Refused, match=r"case\.reason"):
        decide_case(
            number=number, version=the_case(number).version,
            decided=Decided(granted=False, facts="", clauses=(1,)), by=APPROVER, at=LATER,
        )  # fmt: skip


def test_who_handled__does_not_decide() -> None:
    number = reviewed()

    with pytest.raises(Refused, match="wrong_party"):
        decide_case(
            number=number, version=the_case(number).version,
            decided=Decided(granted=True, facts="好", clauses=(1,)), by=HANDLER, at=LATER,
        )  # fmt: skip


def test_what_lacks__is_told_once_and_filed() -> None:
    number = taken_in().number
    assert the_case(number).check_due_on == date(2026, 6, 8)
    lacks = [
        Defect(subject="material-1", what="没有交", how="交一份"),
        Defect(subject="field-lamps", what="没有填", how="填盏数"),
    ]
    notify_defects(number=number, version=the_case(number).version, defects=lacks, by=WINDOW, at=LATER)
    for place in (1, 2):
        file_material(
            code=number, filed=Filed(place=place, grade="C", source="paper"), by=WINDOW, at=LATER + DAY
        )
    with pytest.raises(Refused, match=r"case\.untouched") as refused:
        supplement(number=number, by=WINDOW, at=LATER + DAY)
    assert [one.params["name"] for one in refused.value.problems] == ["盏数"]
    version = the_case(number).version
    save_application(code=number, version=version, answers={"lamps": "3"}, by=WINDOW, at=LATER + DAY)
    supplement(number=number, by=WINDOW, at=LATER + DAY)

    case = the_case(number)
    assert (case.state, case.rounds, case.check_due_on) == ("received", 1, date(2026, 6, 9))
    assert _papers(number) == ["receipt", "correction_notice", "supplement_receipt"]


def test_what_the_guide_does_not_list__cannot_lack() -> None:
    number = taken_in().number

    with pytest.raises(Refused, match=r"case\.defects_published"):
        notify_defects(
            number=number, version=the_case(number).version,
            defects=[Defect(subject="material-9", what="其他材料", how="交来")], by=WINDOW, at=LATER,
        )  # fmt: skip


def test_silence__is_acceptance_from_receipt_on() -> None:
    number = submitted().number
    at = NOW + timedelta(days=9)
    assert run_timers(by=PROGRAM, at=at)["deem_accepted"] == 1
    assert run_timers(by=PROGRAM, at=at)["deem_accepted"] == 0

    case = the_case(number)
    assert (case.state, case.deemed, case.accepted_on) == ("under_review", True, date(2026, 6, 1))
    assert case.decision_due_on == date(2026, 6, 30)
    assert "deemed_acceptance" in _papers(number)
    with reading(WINDOW):
        assert list(CaseTask.objects.filter(done_at=None).values_list("step", flat=True)) == [3]


def test_a_pause__stands_by_notice_and_ends_by_result() -> None:
    number = accepted()
    due = the_case(number).decision_due_on
    ask(
        number=number,
        asked=Asked(action="suspend", kind="expert_review", ground="第四十五条", reason="要评审", days=5),
        by=HANDLER,
        at=LATER,
    )
    approve(number=number, action="suspend", by=HEAD, at=LATER)
    paused = the_case(number)
    end_pause(number=number, result="评审意见", by=HANDLER, at=LATER + 3 * DAY)
    again = the_case(number)

    assert (paused.state, again.state) == ("suspended", "under_review")
    assert due and again.decision_due_on and again.decision_due_on > due
    assert "pause_notice" in _papers(number)


def test_who_asked__does_not_approve() -> None:
    number = accepted()
    ask(number=number, asked=Asked(action="extend", reason="案情复杂", days=10), by=HEAD, at=LATER)

    with pytest.raises(Refused, match="other_approver"):
        approve(number=number, action="extend", by=HEAD, at=LATER)


def test_an_extension__grows_the_limit_once() -> None:
    number = accepted()
    ask(number=number, asked=Asked(action="extend", reason="案情复杂", days=10), by=HANDLER, at=LATER)
    approve(number=number, action="extend", by=HEAD, at=LATER)

    assert the_case(number).decision_due_on == date(2026, 7, 14)
    with pytest.raises(Refused, match=r"case\.once"):
        ask(number=number, asked=Asked(action="extend", reason="还是复杂", days=5), by=HANDLER, at=LATER)


def test_a_visit_by_one_officer__is_refused_where_it_can_still_be_put_right() -> None:
    number = accepted()
    stepped(number, 3)
    for visitors in (("handler",), ("handler", "handler")):
        with pytest.raises(Refused, match=r"case\.visited_alone"):
            stepped(number, 4, visitors=visitors)
    stepped(number, 4, visitors=())

    assert the_case(number).run["open"] == [5]


def test_a_visit_by_one_officer__of_an_older_program_keeps_the_decision_back() -> None:
    number = accepted()
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        stepped(number, step, way)
    with writing(HANDLER):
        CaseTask.objects.filter(case__number=number, step=4).update(visitors=["handler"])

    with pytest.raises(Refused, match=r"case\.visited_by_two"):
        decide_case(
            number=number, version=the_case(number).version,
            decided=Decided(granted=True, facts="好", clauses=(1,)), by=APPROVER, at=LATER,
        )  # fmt: skip


def test_an_application__with_a_missing_material_is_not_taken() -> None:
    code = an_application(filed=(1,))

    with pytest.raises(Refused, match=r"case\.materials_complete"):
        submit_signed(code=code, version=2, by=CITIZEN, at=NOW)


def test_an_application__sent_five_times_is_one_case() -> None:
    code = an_application()
    numbers = {submit_signed(code=code, version=2, by=CITIZEN, at=NOW).number for _ in range(5)}

    assert len(numbers) == 1


def test_a_withdrawn_application__is_over() -> None:
    number = accepted()
    withdraw_application(number=number, by=CITIZEN, at=LATER)

    assert the_case(number).state == "withdrawn"


def test_a_served_case__is_archived_after_its_checks() -> None:
    number = decided()
    handed_over(number)
    archive_case(number=number, by=PROGRAM, at=LATER)

    assert the_case(number).state == "archived"


def test_acceptance__by_two_clerks_is_one(city: None) -> None:
    number = submitted().number
    version = the_case(number).version
    accept_case(number=number, version=version, by=WINDOW, at=LATER)

    with pytest.raises(Refused):
        accept_case(number=number, version=version, by=WINDOW, at=LATER)
