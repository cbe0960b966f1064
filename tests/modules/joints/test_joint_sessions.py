"""What departments say together, what silence means, more days by the government, one service of all decisions."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.builders import CITY, COUNTY, NOW
from tests.builders_cases import HANDLER, HEAD, ID_NUMBER, LATER, WINDOW
from tests.builders_joints import (
    BUILD,
    FIVE,
    LAND,
    NAMES,
    OFFICE,
    PROGRAM,
    RIVER,
    UNITS,
    a_joint_city,
    accepted_jointly,
    at_unit,
    branch,
    decided_branch,
    officers_of,
    states,
    the_joint,
)

from qingdan.base.clock import day_of
from qingdan.base.events.models import Event
from qingdan.base.messages.models import Message
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.cases.models import CasePaper
from qingdan.cases.services.serving import Served
from qingdan.data.labels import long_date
from qingdan.data.wording import message_of
from qingdan.joints.queries.clock import last_day
from qingdan.joints.queries.queue import JointsAsked, joint_queue
from qingdan.joints.queries.sessions import SessionShown, asked_by, sessions_of
from qingdan.joints.services.calling_off import call_off_session
from qingdan.joints.services.extending import answer_extension, ask_extension
from qingdan.joints.services.links import answer_by_link, confirm_arrival, renew_link, take_silence
from qingdan.joints.services.serving import serve_together
from qingdan.joints.services.sessions import NewSession, Said, call_session, close_session, give_opinion
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.joint_session import Stance

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-084", "RQ-A8")]
TODAY, DAYS = day_of(LATER), timedelta(days=1)
LEAD = at_unit(WINDOW, LAND)
AGREE, AGAINST = Said(stance="agree", text="可以"), Said(stance="disagree", text="太近河")
RULE = "临政办发〔2026〕3号第六条"


def _called(number: str, **more: Any) -> dict[str, str]:
    words = {
        "kind": "visit",
        "matter": "看灯塔的位置",
        "due_on": TODAY,
        "held_on": TODAY,
        "items": (LAND, RIVER),
    }
    session = NewSession(**{**words, **more})  # type: ignore[arg-type]
    return call_session(number=number, version=the_joint(number).version, session=session, by=LEAD, at=LATER)


def _session(number: str) -> SessionShown:
    with reading(PROGRAM):
        return sessions_of(the_joint(number))[-1]


def test_one_visit__leaves_one_table_of_what_all_said() -> None:
    number = accepted_jointly(a_joint_city())
    _called(number)

    give_opinion(number=number, session=1, item=LAND, said=AGREE, by=at_unit(HANDLER, LAND), at=LATER)
    with pytest.raises(Refused, match=r"joint\.unanswered"):
        close_session(number=number, session=1, conclusion="可以建", by=LEAD, at=LATER)
    with pytest.raises(Refused, match=r"joint\.clause"):
        give_opinion(number=number, session=1, item=RIVER, said=AGAINST, by=at_unit(HANDLER, RIVER), at=LATER)
    against = Said(stance="disagree", clause="条例第三条", text="太近河")
    give_opinion(number=number, session=1, item=RIVER, said=against, by=at_unit(HANDLER, RIVER), at=LATER)
    close_session(number=number, session=1, conclusion="移五米再建", by=LEAD, at=LATER)

    assert [(one.body, one.stance) for one in _session(number).lines] == [
        ("市灯笼局", "agree"),
        ("市河道局", "disagree"),
    ]


@pytest.mark.parametrize("stance", list(Stance))
def test_every_stance__can_be_said(stance: Stance) -> None:
    number = accepted_jointly(a_joint_city())
    _called(number, items=(LAND,))
    said = Said(stance=stance, clause="条例第三条", text="灯塔在别处")

    give_opinion(number=number, session=1, item=LAND, said=said, by=at_unit(HANDLER, LAND), at=LATER)

    assert _session(number).lines[0].stance == stance


def test_department_with_two_matters__is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    fence = f"{CITY}00101000200"
    monkeypatch.setitem(FIVE, fence, "灯塔围地许可")
    monkeypatch.setitem(UNITS, fence, UNITS[LAND])
    three = {one: FIVE[one] for one in (LAND, fence, RIVER)}
    number = accepted_jointly(a_joint_city(names=three), items=tuple(three))
    _called(number, items=tuple(three))

    assert [one.body for one in _session(number).lines] == ["市灯笼局", "市河道局"]


def test_session_that_is_summed_up__says_so_to_who_comes_later() -> None:
    number = accepted_jointly(a_joint_city())
    _called(number, items=(LAND,))
    give_opinion(number=number, session=1, item=LAND, said=AGREE, by=at_unit(HANDLER, LAND), at=LATER)
    close_session(number=number, session=1, conclusion="可以建", by=LEAD, at=LATER)

    with pytest.raises(Refused, match=r"joint\.session_closed"):
        close_session(number=number, session=1, conclusion="可以建", by=LEAD, at=LATER)
    with pytest.raises(Refused, match=r"joint\.session_closed"):
        give_opinion(number=number, session=1, item=LAND, said=AGREE, by=at_unit(HANDLER, LAND), at=LATER)


def test_those_who_are_asked__are_told_till_when_to_answer() -> None:
    number = accepted_jointly(a_joint_city())
    for item in NAMES:
        officers_of(item)
    _called(number)

    with reading(PROGRAM):
        told = Message.objects.filter(once__startswith=f"session:{number}:1:").select_related("user")
        names = {f"{who}-{item[6:9]}" for item in (LAND, RIVER) for who in ("handler", "second")}
        assert {one.user.username for one in told} == names
        assert {one.link for one in told} == {f"/desk/joints/{number}/#session-1"}


def test_visit__is_not_summed_up_before_its_day() -> None:
    number = accepted_jointly(a_joint_city())
    _called(number, items=(LAND,), due_on=TODAY + DAYS, held_on=TODAY + DAYS)
    give_opinion(number=number, session=1, item=LAND, said=AGREE, by=at_unit(HANDLER, LAND), at=LATER)

    with pytest.raises(Refused, match=r"joint\.held_later") as refused:
        close_session(number=number, session=1, conclusion="可以建", by=LEAD, at=LATER)
    assert f"定在 {long_date(TODAY + DAYS)}，还没有到" in message_of(refused.value.problems[0])
    close_session(number=number, session=1, conclusion="可以建", by=LEAD, at=LATER + DAYS)


def test_form_sent_again__gives_the_links_that_still_open_something() -> None:
    number = accepted_jointly(a_joint_city())
    asked = {"kind": "consultation", "items": (), "bodies": ("灯塔学会", "供电公司"), "once": "form"}
    first = _called(number, **asked)
    answer_by_link(token=first["供电公司"], said=AGREE, name="电工", by=PROGRAM, at=LATER)

    assert _called(number, **asked) == {"灯塔学会": first["灯塔学会"]}
    assert _session(number).number == 1
    with pytest.raises(Refused, match=r"joint\.called_already"):
        _called(number, **{**asked, "matter": "又一件"})
    assert set(_called(number, **{**asked, "once": "another"}).values()).isdisjoint(first.values())


def test_new_link__kills_the_old_one_and_must_arrive_anew() -> None:
    number = accepted_jointly(a_joint_city(silence=RULE))
    (old,) = _called(number, kind="consultation", items=(), bodies=("灯塔学会",)).values()
    confirm_arrival(token=old, by=PROGRAM, at=LATER)
    ask = {"number": number, "session": 1, "body": "灯塔学会", "at": LATER}

    new = renew_link(**ask, once="form", by=LEAD)  # type: ignore[arg-type]

    assert renew_link(**ask, once="form", by=LEAD) == new  # type: ignore[arg-type]
    assert renew_link(**ask, once="later", by=LEAD) != new  # type: ignore[arg-type]
    new = renew_link(**ask, once="form", by=LEAD)  # type: ignore[arg-type]
    assert Event.objects.filter(kind="OpinionLinkRenewed", data__body="灯塔学会").count() == 3
    with pytest.raises(Missing):
        asked_by(old, on=TODAY)
    assert asked_by(new, on=TODAY).delivered is False
    assert take_silence(by=PROGRAM, at=LATER + 2 * DAYS) == 0
    answer_by_link(token=new, said=AGREE, name="学者", by=PROGRAM, at=LATER)
    with pytest.raises(Refused, match=r"joint\.link_answered"):
        renew_link(**ask, once="form", by=LEAD)  # type: ignore[arg-type]


def test_new_link__is_the_leads_for_who_was_asked_by_one() -> None:
    number = accepted_jointly(a_joint_city())
    _called(number, bodies=("灯塔学会",))
    ask = {"number": number, "once": "form", "at": LATER}

    for who, session, body in (
        (at_unit(WINDOW, RIVER), 1, "灯塔学会"),
        (LEAD, 1, "市河道局"),
        (LEAD, 2, "灯塔学会"),
    ):
        with pytest.raises(Missing):
            renew_link(**ask, session=session, body=body, by=who)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"joint\.link_over"):
        renew_link(**{**ask, "at": LATER + DAYS}, session=1, body="灯塔学会", by=LEAD)  # type: ignore[arg-type]


def test_what_was_called_off__waits_for_nobody_and_tells_who_was_asked() -> None:
    number = accepted_jointly(a_joint_city(silence=RULE))
    for item in NAMES:
        officers_of(item)
    (token,) = _called(number, bodies=("灯塔学会",)).values()
    confirm_arrival(token=token, by=PROGRAM, at=LATER)
    give_opinion(number=number, session=1, item=LAND, said=AGREE, by=at_unit(HANDLER, LAND), at=LATER)

    call_off_session(number=number, session=1, why=" 日子写错了 ", by=LEAD, at=LATER)

    found = _session(number)
    assert found.called_off and found.conclusion == "日子写错了"
    assert [one.stance for one in found.lines] == ["agree", "", ""]
    assert take_silence(by=PROGRAM, at=LATER + 2 * DAYS) == 0
    shown = asked_by(token, on=TODAY).session
    assert shown.called_off and shown.conclusion == "日子写错了"
    with pytest.raises(Refused, match=r"joint\.session_off"):
        answer_by_link(token=token, said=AGREE, name="学者", by=PROGRAM, at=LATER)
    with pytest.raises(Refused, match=r"joint\.session_off"):
        give_opinion(number=number, session=1, item=RIVER, said=AGREE, by=at_unit(HANDLER, RIVER), at=LATER)
    with pytest.raises(Refused, match=r"joint\.session_off"):
        close_session(number=number, session=1, conclusion="可以建", by=LEAD, at=LATER)
    assert Event.objects.filter(kind="SessionCalledOff", data__why="日子写错了").count() == 1
    with reading(PROGRAM):
        told = Message.objects.filter(once__startswith=f"session-off:{number}:1:")
        assert {one.user.username for one in told.select_related("user")} == {
            f"{who}-{item[6:9]}" for item in (LAND, RIVER) for who in ("handler", "second")
        }
        assert {"不用再答复" in one.text and "日子写错了" in one.text for one in told} == {True}
        queue = joint_queue(at_unit(HANDLER, RIVER), JointsAsked(), today=TODAY, near_until=TODAY)
        assert [one.opinion_on for one in queue.lines] == [None]


def test_calling_off__is_the_leads_and_says_why() -> None:
    number = accepted_jointly(a_joint_city())
    _called(number)
    give = {"number": number, "session": 1, "at": LATER}

    with pytest.raises(Missing):
        call_off_session(**give, why="改期", by=at_unit(WINDOW, RIVER))  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"desk\.required"):
        call_off_session(**give, why=" ", by=LEAD)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=r"desk\.too_long"):
        call_off_session(**give, why="长" * 501, by=LEAD)  # type: ignore[arg-type]


def test_visit_on_its_first_or_last_day__is_called() -> None:
    number = accepted_jointly(a_joint_city())
    _called(number, held_on=day_of(NOW), due_on=TODAY + DAYS)
    _called(number, held_on=TODAY + DAYS, due_on=TODAY + DAYS)

    assert _session(number).number == 2


def test_link_that_ran_out__holds_nobody_up_and_consents_to_nothing() -> None:
    number = accepted_jointly(a_joint_city())
    _called(number, kind="consultation", items=(), bodies=("灯塔学会",))

    with pytest.raises(Refused, match=r"joint\.unanswered"):
        close_session(number=number, session=1, conclusion="可以建", by=LEAD, at=LATER)
    close_session(number=number, session=1, conclusion="学会没有答复", by=LEAD, at=LATER + 2 * DAYS)

    (line,) = _session(number).lines
    assert (line.stance, line.silent) == ("", False)


def test_another_departments_line__is_nobody_elses() -> None:
    number = accepted_jointly(a_joint_city())
    _called(number)

    with pytest.raises(Missing):
        give_opinion(number=number, session=1, item=RIVER, said=AGREE, by=at_unit(HANDLER, LAND), at=LATER)
    with pytest.raises(Missing):
        give_opinion(number=number, session=1, item=BUILD, said=AGREE, by=at_unit(HANDLER, BUILD), at=LATER)
    with pytest.raises(Missing):
        call_session(
            number=number, version=the_joint(number).version, by=at_unit(WINDOW, RIVER), at=LATER,
            session=NewSession(kind="visit", matter="看", due_on=TODAY, held_on=TODAY, items=(LAND,)),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"kind": "party"}, "desk.choice"),
        ({"matter": " "}, "desk.required"),
        ({"items": (), "bodies": ()}, "joint.ask_somebody"),
        ({"bodies": ("灯塔学会", " 灯塔学会 ")}, "joint.body_twice"),
        ({"bodies": ("市灯笼局",)}, "joint.body_twice"),
        ({"due_on": TODAY - timedelta(days=1)}, "joint.answer_between"),
        ({"held_on": None}, "desk.required"),
        ({"held_on": TODAY + DAYS}, "joint.held_between"),
        ({"held_on": date(9999, 12, 31)}, "joint.held_between"),
        ({"held_on": date(9999, 12, 31), "kind": "review"}, "joint.held_between"),
        ({"held_on": day_of(NOW) - DAYS}, "joint.held_between"),
        ({"items": ("else",)}, "desk.choice"),
    ],
)
def test_a_call_that_lacks_something__says_what(wrong: dict[str, Any], key: str) -> None:
    number = accepted_jointly(a_joint_city())

    with pytest.raises(Refused, match=key):
        _called(number, **wrong)


def test_a_link__is_answered_once_and_ends_with_its_day() -> None:
    number = accepted_jointly(a_joint_city())
    (token,) = _called(number, kind="consultation", items=(), bodies=("灯塔学会",)).values()

    assert asked_by(token, on=TODAY).body == "灯塔学会"
    answer_by_link(token=token, said=AGREE, name="学者", by=PROGRAM, at=LATER)
    with pytest.raises(Refused, match=r"joint\.answered"):
        answer_by_link(token=token, said=AGREE, name="学者", by=PROGRAM, at=LATER)
    for wrong in (f"{token}x", "nowhere", "999999-abc"):
        with pytest.raises(Missing):
            confirm_arrival(token=wrong, by=PROGRAM, at=LATER)
    with pytest.raises(Missing):
        confirm_arrival(token=token, by=PROGRAM, at=LATER + timedelta(days=2))


@pytest.mark.parametrize(
    ("rule", "arrives", "counts"), [(RULE, True, True), (RULE, False, False), ("", True, False)]
)
def test_silence__is_consent_by_a_published_rule_and_proved_delivery_alone(
    rule: str, arrives: bool, counts: bool
) -> None:
    number = accepted_jointly(a_joint_city(silence=rule))
    (token,) = _called(number, kind="consultation", items=(), bodies=("灯塔学会",)).values()
    if arrives:
        confirm_arrival(token=token, by=PROGRAM, at=LATER)

    assert take_silence(by=PROGRAM, at=LATER) == 0
    assert take_silence(by=PROGRAM, at=LATER + timedelta(days=2)) == int(counts)
    assert take_silence(by=PROGRAM, at=LATER + timedelta(days=2)) == 0
    (line,) = _session(number).lines
    assert line.silent is counts
    assert Event.objects.filter(kind="SilentConsent").count() == int(counts)


def test_more_days__are_the_governments_and_move_each_open_branch() -> None:
    number = accepted_jointly(a_joint_city())
    before = last_day(the_joint(number))
    ask = {"number": number, "days": 15, "reason": "要勘察", "at": LATER}
    head = at_unit(HEAD, LAND)

    with pytest.raises(Refused, match=r"joint\.extension_days"):
        ask_extension(**{**ask, "days": 16}, version=the_joint(number).version, by=head)  # type: ignore[arg-type]
    with pytest.raises(Missing):
        ask_extension(**ask, version=the_joint(number).version, by=at_unit(HEAD, RIVER))  # type: ignore[arg-type]
    ask_extension(**ask, version=the_joint(number).version, by=head)  # type: ignore[arg-type]
    with pytest.raises(Missing):
        answer_extension(number=number, approved=True, by=head, at=LATER)
    answer_extension(number=number, approved=True, by=OFFICE, at=LATER)

    joint = the_joint(number)
    after = last_day(joint)
    assert before and after and after > before
    assert {branch(number, item).joint_days for item in NAMES} == {60}
    with pytest.raises(Refused, match=r"joint\.extended_once"):
        ask_extension(**ask, version=joint.version, by=head)  # type: ignore[arg-type]
    with reading(PROGRAM):
        assert CasePaper.objects.filter(case__joint=number, kind=PaperKind.EXTENSION_NOTICE).count() == 1


def test_more_days__are_not_anothers_governments_that_reads_the_region() -> None:
    number = accepted_jointly(a_joint_city())
    version = the_joint(number).version
    ask_extension(number=number, version=version, days=5, reason="要勘察", by=at_unit(HEAD, LAND), at=LATER)
    above = replace(OFFICE, region=COUNTY, regions=(COUNTY, CITY))

    with pytest.raises(Missing):
        answer_extension(number=number, approved=True, by=above, at=LATER)


def test_all_decisions_that_are_out__are_served_at_once() -> None:
    number = accepted_jointly(a_joint_city())
    decided_branch(number, LAND)
    decided_branch(number, RIVER, granted=False)
    served = Served(
        method="counter", given_on=TODAY, receiver="江小灯", receiver_id=ID_NUMBER, proof="本人签收"
    )

    assert serve_together(number=number, served=served, by=LEAD, at=LATER) == 2
    assert states(number) == {LAND: "served", RIVER: "served", BUILD: "under_review"}
    with pytest.raises(Refused, match=r"joint\.nothing_to_serve"):
        serve_together(number=number, served=served, by=LEAD, at=LATER)
    assert the_joint(number).received_at == NOW
