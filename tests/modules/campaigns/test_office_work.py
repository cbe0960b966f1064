"""The question desk, the board of notices, papers, meetings, streams, seconded staff."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.builders import an_actor
from tests.builders_campaigns import (
    CODE,
    COUNTY_OFFICER,
    LIAISON,
    OFFICER,
    OTHER,
    OWN,
    STRANGER,
    a_campaign_city,
    june,
    someone,
)
from tests.builders_files import PDF, given

from qingdan.base.actor import Actor
from qingdan.base.messages.models import Message
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.campaigns.queries.papers import (
    get_campaign_file,
    get_meeting,
    list_documents,
    list_forms,
    list_meetings,
    list_streams,
)
from qingdan.campaigns.queries.people import list_seconded
from qingdan.campaigns.queries.questions import get_question, list_postings, question_desk
from qingdan.campaigns.services.duties import hand_in_plan
from qingdan.campaigns.services.meetings import hold_meeting, record_attendance
from qingdan.campaigns.services.papers import add_document, add_form_version, attach_document
from qingdan.campaigns.services.questions import answer_question, ask_question, post
from qingdan.campaigns.services.streams import end_secondment, reach_milestone, second
from qingdan.rules.role import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def city(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.QINGDAN_HOME = tmp_path
    a_campaign_city()


def _asked(by: Actor = LIAISON, title: str = "灯笼换色要不要另报一项？") -> str:
    return ask_question(campaign=CODE, title=title, text="", by=by, at=june(4))


@pytest.mark.requirement("R-093")
def test_question__is_the_units_until_it_is_answered_and_then_everybodys() -> None:
    code = _asked()
    assert get_question(OFFICER, code, today=TODAY).age == 4  # 5, 8, 9, 10 June
    for person in (STRANGER, COUNTY_OFFICER):
        with pytest.raises(Missing):
            get_question(person, code, today=TODAY)

    answer_question(question=code, answer="不另报，算同一项。", version=0, by=OFFICER, at=june(8))
    shown = get_question(STRANGER, code, today=TODAY)
    assert (shown.answer, shown.age) == ("不另报，算同一项。", 2)
    assert [one.code for one in question_desk(STRANGER, today=TODAY, words="灯笼 同一项").answered] == [code]
    assert question_desk(STRANGER, today=TODAY, words="河道").answered == ()
    assert question_desk(OFFICER, today=TODAY).average == 2


@pytest.mark.requirement("R-093")
def test_answer__given_by_two_at_once_is_one_answer() -> None:
    code = _asked()
    answer_question(question=code, answer="算同一项。", version=0, by=OFFICER, at=june(8))
    with pytest.raises(Stale) as stale:
        answer_question(question=code, answer="另报。", version=0, by=OFFICER, at=june(8, 10))
    assert (stale.value.theirs, stale.value.version) == ({"answer": "算同一项。"}, 1)

    answer_question(question=code, answer="算同一项，在备注写明。", version=1, by=OFFICER, at=june(9))
    assert get_question(LIAISON, code, today=TODAY).version == 2
    with pytest.raises(Missing):
        answer_question(question=code, answer="我说了算", version=2, by=LIAISON, at=june(9))


@pytest.mark.requirement("R-122", "R-123")
def test_notice__reaches_the_liaisons_and_comes_from_the_office_alone() -> None:
    an_actor(Role.LIAISON, unit=3)
    words = {"campaign": CODE, "title": "培训推迟", "text": "改在周五。"}
    with pytest.raises(Refused):
        post(**words, kind="notice", by=LIAISON, at=june(2))
    post(**words, kind="experience", by=LIAISON, at=june(2))
    post(**words, kind="notice", by=OFFICER, at=june(3))

    assert [one.kind for one in list_postings(STRANGER)[0]] == ["notice", "experience"]
    assert list_postings(STRANGER, kind="notice")[1] == 1
    assert [one.user.username for one in Message.objects.all()] == ["liaison-3"]


@pytest.mark.requirement("R-002")
def test_document__with_its_text_is_for_everybody_of_the_region() -> None:
    code = add_document(
        campaign=CODE, title="临江市灯笼管理条例", obligations=("filing",), by=OFFICER, at=june(2)
    )
    attach_document(document=code, upload=given(PDF, "条例.pdf"), by=OFFICER, at=june(2))
    shown = next(one for one in list_documents(STRANGER) if one.code == code)

    assert shown.file and get_campaign_file(STRANGER, shown.file[0]).name == "条例.pdf"
    assert shown.tasks == ("自查自清材料（四（一））",)
    with pytest.raises(Missing):
        attach_document(document=code, upload=given(PDF, "条例.pdf"), by=STRANGER, at=june(2))
    with pytest.raises(Missing):
        get_campaign_file(COUNTY_OFFICER, shown.file[0])


@pytest.mark.requirement("R-106")
def test_plan_file__is_the_units_and_the_offices() -> None:
    upload = given(PDF, "方案.pdf")
    done = hand_in_plan(campaign=CODE, unit=OWN, upload=upload, note="", by=LIAISON, at=june(2))
    assert done.file

    assert get_campaign_file(OFFICER, done.file.code).name == "方案.pdf"
    assert get_campaign_file(LIAISON, done.file.code).name == "方案.pdf"
    with pytest.raises(Missing):
        get_campaign_file(STRANGER, done.file.code)


@pytest.mark.requirement("R-124")
def test_form__gets_versions_and_keeps_the_old_ones() -> None:
    upload = given(PDF, "附件2.pdf")
    words = {"campaign": CODE, "form": "form_2", "note": "原样"}
    number = add_form_version(**words, reconstructed=False, upload=upload, by=OFFICER, at=june(2))  # type: ignore[arg-type]
    lines = [one for one in list_forms(LIAISON) if one.form == "form_2"]

    assert number == 2
    assert [(one.number, one.reconstructed, one.newest) for one in lines] == [
        (2, False, True),
        (1, True, False),
    ]


@pytest.mark.requirement("R-044", "R-045")
def test_training__with_material_and_who_came() -> None:
    words = {"campaign": CODE, "title": "培训班", "place": "礼堂", "by": OFFICER, "at": june(3)}
    with pytest.raises(Refused):
        hold_meeting(**words, kind="dinner", on=None)  # type: ignore[arg-type]
    code = hold_meeting(**words, kind="training", on=date(2026, 6, 3), material=given(PDF, "讲义.pdf"))  # type: ignore[arg-type]
    record_attendance(meeting=code, names={OWN: "陈远", OTHER: "何渡"}, by=OFFICER, at=june(3))
    came = record_attendance(meeting=code, names={OWN: "陈远、林守信", OTHER: " "}, by=OFFICER, at=june(4))

    assert came == 1
    assert [(one.title, one.units) for one in list_meetings(STRANGER)] == [("培训班", 1)]
    assert {unit: names for unit, _, names in get_meeting(STRANGER, code)[2]}[OWN] == "陈远、林守信"
    with pytest.raises(Missing):
        record_attendance(meeting=code, names={OTHER: "何渡"}, by=STRANGER, at=june(4))


@pytest.mark.requirement("R-012", "R-100", "R-101", "R-102", "R-103")
def test_streams__have_lead_partners_and_marks_that_the_lead_reaches_once() -> None:
    found = {one.code: one for one in list_streams(LIAISON, today=TODAY)}
    assert (found["approval_system"].lead, found["portal"].lead) == ("service_centre", "informatisation")
    assert found["negative_list"].partners == ("市商务局", "市服务业办")
    trial = {"campaign": CODE, "stream": "approval_system", "milestone": "trial", "note": "上线公告"}
    centre, other = someone(Role.SERVICE_CENTRE, OWN), someone(Role.INFORMATISATION, OWN)
    with pytest.raises(Missing):
        reach_milestone(**trial, on=TODAY, by=other, at=june(10))  # type: ignore[arg-type]
    reach_milestone(**trial, on=TODAY, by=centre, at=june(10))  # type: ignore[arg-type]
    with pytest.raises(Refused):
        reach_milestone(**trial, on=TODAY, by=centre, at=june(10))  # type: ignore[arg-type]

    marks = next(one for one in list_streams(LIAISON, today=TODAY) if one.code == "approval_system").marks
    assert [(one.code, one.reached_on) for one in marks][:2] == [("trial", TODAY), ("formal", None)]


@pytest.mark.requirement("R-044", "R-045")
def test_streams__what_offices_owe_is_marked_as_done() -> None:
    training = {"campaign": CODE, "stream": "offices", "milestone": "training", "note": "签到表"}
    with pytest.raises(Missing):
        reach_milestone(**training, on=TODAY, by=LIAISON, at=june(10))  # type: ignore[arg-type]
    reach_milestone(**training, on=TODAY, by=OFFICER, at=june(10))  # type: ignore[arg-type]

    work = next(one for one in list_streams(LIAISON, today=TODAY) if one.code == "offices")
    assert [one.code for one in work.marks if one.reached_on] == ["training"]
    assert "consultation" in {one.code for one in work.marks} and work.lead == "establishment_office"


@pytest.mark.requirement("R-086")
@pytest.mark.parametrize(("today", "late"), [(date(2026, 12, 8), False), (date(2026, 12, 9), True)])
def test_milestone__past_its_day_is_late(today: date, late: bool) -> None:
    """The trial is due 190 days after the notice, as in the plan of 2015 (24 March to 30 September)."""
    streams = list_streams(OFFICER, today=today)
    trial = next(one for one in streams if one.code == "approval_system").marks[0]

    assert (trial.due.on, trial.late) == (date(2026, 12, 8), late)


@pytest.mark.requirement("R-091", "R-105")
def test_seconded__with_skills_and_group_until_gone() -> None:
    words = {"campaign": CODE, "home_unit": OWN, "name": "陈远", "skills": "灯笼法", "by": OFFICER}
    with pytest.raises(Refused):
        second(**words, group="no_group", since=None, at=june(2))  # type: ignore[arg-type]
    code = second(**words, group="review_group_2", since=date(2026, 6, 2), at=june(2))  # type: ignore[arg-type]
    end_secondment(secondment=code, by=OFFICER, at=june(9))
    (person,) = list_seconded(OFFICER, CODE, today=TODAY)

    assert (person.group, person.home_unit, person.here) == ("审核二组", "市灯笼局", False)
    assert list_seconded(OFFICER, CODE, today=date(2026, 6, 8))[0].here


def _posted(day: int) -> str:
    return post(campaign=CODE, kind="notice", title="换灯", text="今晚换灯。", by=OFFICER, at=june(day))


def _met(title: str) -> str:
    return hold_meeting(campaign=CODE, kind="meeting", title=title, on=june(4).date(), by=OFFICER, at=june(4))


def _entered(number: str) -> str:
    return add_document(campaign=CODE, title="换灯的通知", document_number=number, by=OFFICER, at=june(4))


@pytest.mark.requirement("G-hostile")
def test_form_sent_twice__is_recorded_once() -> None:
    assert _asked() == _asked()
    assert _posted(4) == _posted(4)
    assert _met("换灯会") == _met("换灯会")
    assert _entered("临灯〔2026〕1号") == _entered("临灯〔2026〕1号")

    assert _posted(5) != _posted(4)
    assert _met("换灯二会") != _met("换灯会")
    assert _entered("临灯〔2026〕2号") != _entered("临灯〔2026〕1号")
