"""What supervision watches of joint applications as wholes; another region's supervision watches none of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.builders import CITY, NOW, OTHER_CITY
from tests.builders_cases import HEAD, LATER, WINDOW
from tests.builders_joints import (
    LAND,
    NAMES,
    OFFICE,
    PROGRAM,
    RIVER,
    a_joint_city,
    accepted_jointly,
    at_unit,
    branch,
    checked,
    mended,
    submitted_jointly,
    the_joint,
)

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.base.transactions import reading, writing
from qingdan.cases.queries.trial import Scope
from qingdan.cases.queries.urgency import Chip
from qingdan.joints.models import JointBranch
from qingdan.joints.queries.queue import lines_of
from qingdan.joints.queries.watching import SilentConsent, WatchedJoint, silent_consents, watched_joints
from qingdan.joints.services.checking import tell_defects
from qingdan.joints.services.extending import answer_extension, ask_extension
from qingdan.joints.services.links import confirm_arrival, take_silence
from qingdan.joints.services.moving import run_joint_timers
from qingdan.joints.services.sessions import NewSession, call_session
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A4", "R-084", "RQ-A8")]
SUPERVISOR = replace(OFFICE, username="supervisor", roles=frozenset({Role.SUPERVISOR}))
ELSEWHERE = replace(SUPERVISOR, region=OTHER_CITY, regions=(OTHER_CITY,), unit=f"{OTHER_CITY}002")
LEAD = at_unit(WINDOW, LAND)
DAYS = timedelta(days=1)
RULE = "临政办发〔2026〕3号第六条"


def _watched(kind: str, *, by: Actor = SUPERVISOR, at: datetime = LATER) -> list[WatchedJoint]:
    with reading(by):
        return list(watched_joints(by, kind, today=day_of(at))[0])


def _numbers(kind: str, *, by: Actor = SUPERVISOR, at: datetime = LATER) -> list[str]:
    return [one.line.number for one in _watched(kind, by=by, at=at)]


def _cards(by: Actor = SUPERVISOR) -> tuple[SilentConsent, ...]:
    with reading(by):
        return silent_consents(by)[0]


def test_whole_over_its_time__is_listed_with_who_has_not_decided() -> None:
    number = accepted_jointly(a_joint_city())
    end = LATER + 90 * DAYS

    assert _numbers("late") == []
    (found,) = _watched("late", at=end)
    assert (found.line.number, found.line.chip.tone) == (number, "late")
    assert found.said == "过了日子的：市灯笼局、市河道局"  # the building waits for the land
    assert _numbers("late", by=ELSEWHERE, at=end) == []


def test_branch_past_its_promise__is_listed_while_the_limit_by_law_lasts() -> None:
    number = accepted_jointly(a_joint_city())
    promised, law = branch(number, LAND).promised_due_on, branch(number, LAND).decision_due_on
    assert promised and law and promised < law

    (found,) = _watched("late", at=LATER + (law - day_of(LATER)))
    assert (found.line.number, found.line.chip.tone) == (number, "broken")


def test_day_that_is_no_promise__is_not_called_one() -> None:
    """As the end of a pause, or the limit of the whole: then nothing longer stands behind it."""
    number = accepted_jointly(a_joint_city())
    promised, law = branch(number, LAND).promised_due_on, branch(number, LAND).decision_due_on
    assert promised and law

    assert _chip(number, promised, day_of(LATER)).promised
    assert not _chip(number, promised + DAYS, day_of(LATER)).promised
    assert _chip(number, promised + DAYS, law).tone == "late"


def _chip(number: str, due: date, today: date) -> Chip:
    with reading(SUPERVISOR):
        return next(lines_of(SUPERVISOR, [number], {number: due}, today)).chip


def test_whole_that_waits_for_the_applicant__is_nobodys_delay() -> None:
    number = submitted_jointly(a_joint_city()).number
    for item in NAMES:
        checked(number, item, *(["material-1", "field-bank"] if item == RIVER else []))
    tell_defects(number=number, version=the_joint(number).version, by=LEAD, at=LATER)
    later = LATER + 60 * DAYS
    assert _numbers("late", at=later) == []

    mended(number, at=LATER + DAYS)
    assert _numbers("late", at=later) == [number]


def test_more_days__are_listed_with_who_gave_them_and_why() -> None:
    number = accepted_jointly(a_joint_city())
    version = the_joint(number).version
    ask_extension(
        number=number, version=version, days=10, reason="要等专家看", by=at_unit(HEAD, LAND), at=LATER
    )
    assert _numbers("extended") == []

    answer_extension(number=number, approved=True, by=OFFICE, at=LATER)
    assert [(one.line.number, one.said) for one in _watched("extended")] == [
        (number, "府办批准延长 10 个工作日：要等专家看")
    ]
    assert _numbers("extended", by=ELSEWHERE) == []


def test_forwarding_beyond_the_hour__is_listed_with_who_had_it_late() -> None:
    number = submitted_jointly(a_joint_city()).number
    assert _numbers("forwarded") == []

    _forwarded(number, RIVER, NOW + timedelta(hours=1))
    assert _numbers("forwarded") == []
    _forwarded(number, RIVER, NOW + timedelta(hours=1, minutes=1))
    assert [one.said for one in _watched("forwarded")] == ["超过一小时才转告：市河道局"]
    assert _numbers("forwarded", by=ELSEWHERE) == []


def _forwarded(number: str, item: str, at: datetime) -> None:
    """As of an application that came by another way: this program forwards in the moment of receipt."""
    with writing(PROGRAM):
        JointBranch.objects.filter(joint__number=number, item=item).update(forwarded_at=at)


def test_check_beyond_the_five_days__names_who_did_not_look_before_and_after_the_deemed_acceptance() -> None:
    number = submitted_jointly(a_joint_city()).number
    checked(number, RIVER)
    end = NOW + 8 * DAYS
    assert _numbers("unchecked") == []

    assert [one.said for one in _watched("unchecked", at=end)] == ["没有在五日里查材料：市灯笼局、市营造局"]
    run_joint_timers(by=PROGRAM, at=end)
    assert [one.said for one in _watched("unchecked", at=end)] == ["没有在五日里查材料：市灯笼局、市营造局"]
    assert _numbers("unchecked", by=ELSEWHERE, at=end) == []


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ((), "各部门都查完了，牵头单位没有在五日里受理"),
        (("field-bank",), "查出缺的，牵头单位没有在五日里告知"),
    ],
)
def test_check_by_all_in_time__that_the_lead_let_lie_is_the_leads(lacks: tuple[str, ...], said: str) -> None:
    number = submitted_jointly(a_joint_city()).number
    for item in NAMES:
        checked(number, item, *(lacks if item == RIVER else ()))

    assert [one.said for one in _watched("unchecked", at=NOW + 8 * DAYS)] == [said]


def test_silent_consent__is_a_card_that_says_which_session_body_rule_and_proof() -> None:
    number = accepted_jointly(a_joint_city(silence=RULE))
    session = NewSession(
        kind="consultation", matter="灯塔的高", due_on=day_of(LATER), bodies=("灯塔学会", "航海学会")
    )
    version = the_joint(number).version
    links = call_session(number=number, version=version, session=session, by=LEAD, at=LATER)
    confirm_arrival(token=links["灯塔学会"], by=PROGRAM, at=LATER + timedelta(minutes=5))
    assert _cards() == ()

    take_silence(by=PROGRAM, at=LATER + 2 * DAYS)
    (card,) = _cards()
    assert (card.number, card.session, card.body, card.rule) == (number, 1, "灯塔学会", RULE)
    assert (card.asked_at, card.delivered_at) == (LATER, LATER + timedelta(minutes=5))
    assert (card.due_on, card.at) == (day_of(LATER), LATER + 2 * DAYS)
    assert _cards(ELSEWHERE) == ()


def test_lists__are_supervisions_alone_and_know_trial_runs() -> None:
    accepted_jointly(a_joint_city())
    with reading(OFFICE):
        for kind in ("late", "extended", "forwarded", "unchecked"):
            with pytest.raises(Missing):
                watched_joints(OFFICE, kind, today=day_of(LATER))
        with pytest.raises(Missing):
            silent_consents(OFFICE)

    with reading(SUPERVISOR):
        late = day_of(LATER + 90 * DAYS)
        assert watched_joints(SUPERVISOR, "late", today=late, scope=Scope.TRIAL)[0] == ()
        assert len(watched_joints(SUPERVISOR, "late", today=late, scope=Scope.FORMAL)[0]) == 1
    assert SUPERVISOR.regions == (CITY,)
