"""A closed campaign takes in nothing, whatever it is, and says so; everything in it stays to be read."""

import inspect
import pkgutil
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from tests.builders_campaigns import (
    CODE,
    GOVERNMENT,
    LAMP,
    LIAISON,
    MAGISTRATE,
    OFFICER,
    OTHER,
    OWN,
    POST,
    a_campaign_city,
    june,
)
from tests.builders_files import PDF, given

from qingdan.base.refusal import Refused
from qingdan.campaigns import services
from qingdan.campaigns.queries.duties import standing_of
from qingdan.campaigns.queries.papers import (
    get_campaign_file,
    get_meeting,
    list_documents,
    list_forms,
    list_meetings,
    list_streams,
)
from qingdan.campaigns.queries.people import contacts_of, list_seconded
from qingdan.campaigns.queries.questions import get_posting, get_question, question_desk
from qingdan.campaigns.services import (
    contacts,
    duties,
    joining,
    meetings,
    papers,
    questions,
    reminders,
    starting,
    streams,
)
from qingdan.rules.campaign_template import Happening

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-001")]
DAY, PEOPLE = date(2026, 6, 2), {"deputy": LAMP, "liaison": POST}
HEADS = {"group_head": LAMP, "group_deputy": POST}
C, U = {"campaign": CODE}, {"campaign": CODE, "unit": OWN}
OPENING = {"start_campaign", "follow_opened", "follow_closed", "reached_of_itself"}
"""What is about no campaign that stands, looks for running ones itself, or does nothing in a closed one."""

Made = dict[str, str]
ACTS: dict[str, Callable[[Made], tuple[Callable[..., object], dict[str, Any]]]] = {
    "set_contacts": lambda _: (contacts.set_contacts, {**U, "people": PEOPLE}),
    "set_leading_group": lambda _: (contacts.set_leading_group, {**U, "people": HEADS}),
    "fulfil": lambda _: (duties.fulfil, {**U, "obligation": "filing"}),
    "withdraw_fulfilment": lambda _: (
        duties.withdraw_fulfilment, {**U, "obligation": "unit_plan", "reason": "不全"}
    ),
    "receive_notice": lambda _: (duties.receive_notice, U | {"unit": OTHER}),
    "hand_in_plan": lambda _: (duties.hand_in_plan, U | {"unit": OTHER, "upload": None, "note": "四月办完"}),
    "give_receipt": lambda _: (
        duties.give_receipt, {**C, "unit": GOVERNMENT, "obligation": "county_plan"}
    ),
    "join_campaign": lambda _: (joining.join_campaign, U),
    "leave_campaign": lambda _: (joining.leave_campaign, {**U, "reason": "不在范围"}),
    "hold_meeting": lambda _: (meetings.hold_meeting, {**C, "kind": "meeting", "title": "推进会", "on": DAY}),
    "record_attendance": lambda made: (
        meetings.record_attendance, {"meeting": made["meeting"], "names": {OWN: "陈远"}}
    ),
    "add_document": lambda _: (papers.add_document, {**C, "title": "补充通知"}),
    "attach_document": lambda made: (
        papers.attach_document, {"document": made["document"], "upload": given(PDF, "通知.pdf")}
    ),
    "add_form_version": lambda _: (
        papers.add_form_version,
        {**C, "form": "form_2", "reconstructed": False, "note": "", "upload": given(PDF, "表.pdf")},
    ),
    "ask_question": lambda _: (questions.ask_question, {**C, "title": "还能报吗", "text": ""}),
    "answer_question": lambda made: (
        questions.answer_question, {"question": made["question"], "answer": "不能", "version": 0}
    ),
    "post": lambda _: (questions.post, {**C, "kind": "notice", "title": "通知", "text": "结束了"}),
    "remind": lambda _: (reminders.remind, {**C, "owed": [(OTHER, "filing")]}),
    "derive_county_campaigns": lambda _: (starting.derive_county_campaigns, C),
    "record_happening": lambda _: (
        starting.record_happening, {**C, "what": Happening.LEGALITY_REVIEWED, "on": DAY}
    ),
    "open_phase": lambda _: (starting.open_phase, {**C, "phase": "self_check"}),
    "close_campaign": lambda _: (starting.close_campaign, C),
    "reach_milestone": lambda _: (
        streams.reach_milestone,
        {**C, "stream": "power_list", "milestone": "published", "on": DAY, "note": "已公布"},
    ),
    "second": lambda _: (
        streams.second,
        {**C, "home_unit": OWN, "name": "周", "skills": "审核", "group": "", "since": DAY},
    ),
    "end_secondment": lambda made: (streams.end_secondment, {"secondment": made["lent"]}),
}  # fmt: skip


@pytest.fixture
def made(db: None, settings: Settings, tmp_path: Path) -> Made:
    """A campaign with one of everything, closed on 10 June."""
    settings.QINGDAN_HOME = tmp_path
    a_campaign_city()
    contacts.set_contacts(**U, people=PEOPLE, by=LIAISON, at=june(2))
    upload = given(PDF, "方案.pdf")
    plan = duties.hand_in_plan(**U, upload=upload, note="", by=LIAISON, at=june(2))
    words = {"upload": None, "note": "县里的安排"}
    duties.hand_in_plan(campaign=CODE, unit=GOVERNMENT, **words, by=MAGISTRATE, at=june(2))  # type: ignore[arg-type]
    lent = {"home_unit": OWN, "name": "周守信", "skills": "审核", "group": "", "since": DAY}
    codes = {
        "plan": plan.file.code if plan.file else "",
        "question": questions.ask_question(**C, title="要不要分项？", text="", by=LIAISON, at=june(2)),
        "posting": questions.post(**C, kind="notice", title="通知", text="请报送", by=OFFICER, at=june(2)),
        "meeting": meetings.hold_meeting(**C, kind="meeting", title="动员会", on=DAY, by=OFFICER, at=june(2)),
        "document": papers.add_document(**C, title="通知", by=OFFICER, at=june(2)),
        "lent": streams.second(**C, **lent, by=OFFICER, at=june(2)),  # type: ignore[arg-type]
    }
    starting.close_campaign(**C, by=OFFICER, at=june(10))
    return codes


@pytest.mark.parametrize("name", ACTS)
def test_closed_campaign__takes_in_nothing(made: Made, name: str) -> None:
    act, words = ACTS[name](made)
    with pytest.raises(Refused) as refused:
        act(**words, by=OFFICER, at=june(11))

    assert [one.key for one in refused.value.problems] == ["campaigns.closed"]


def test_closed_campaign__every_act_is_tried() -> None:
    modules = [
        import_module(f"{services.__name__}.{one.name}") for one in pkgutil.iter_modules(services.__path__)
    ]
    acts = {
        name
        for module in modules
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and name[0] != "_" and {"by", "at"} <= {*inspect.signature(one).parameters}
    }  # fmt: skip

    assert acts - OPENING == ACTS.keys()


def test_closed_campaign__is_read_as_before(made: Made) -> None:
    today = date(2026, 6, 20)
    meeting, _, units = get_meeting(LIAISON, made["meeting"])

    assert get_question(LIAISON, made["question"], today=today).title == "要不要分项？"
    assert len(question_desk(LIAISON, today=today).open) == 1
    assert get_posting(LIAISON, made["posting"]).text == "请报送"
    assert (meeting.title, len(units), len(list_meetings(LIAISON))) == ("动员会", 3, 1)
    assert standing_of(LIAISON, OWN, today=today).duty("contacts").is_done  # type: ignore[union-attr]
    assert get_campaign_file(LIAISON, made["plan"]).name == "方案.pdf"
    assert [len(one) for one in (contacts_of(LIAISON, CODE), list_streams(LIAISON, today=today))] == [2, 7]
    assert made["document"] in [one.code for one in list_documents(LIAISON)]
    assert len(list_forms(LIAISON)) == 4


def test_closed_campaign__sends_home_who_was_lent(made: Made) -> None:
    (lent,) = list_seconded(OFFICER, CODE, today=date(2026, 6, 10))

    assert (lent.until, lent.here) == (date(2026, 6, 10), False)
