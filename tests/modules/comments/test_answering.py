"""Answers are public, who asked is not; the office passes on; who is late is told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import CITY, NOW, TODAY, an_actor
from tests.builders_comments import OUTSIDE, VISITOR, a_commented_city, received, the_comment
from tests.builders_powers import LIAISON, OTHER, OWN, STRANGER

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.messages.models import Message
from qingdan.base.refusal import Missing, Refused, Stale
from qingdan.base.transactions import reading
from qingdan.comments.queries.inbox import comment_page, inbox
from qingdan.comments.queries.public import answers_of, tracked
from qingdan.comments.services.answering import answer_comment, pass_on, remind_late
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-005", "R-063")]
PUBLIC, ANSWER = "承诺时限写错了", "是 10 个工作日，见权力清单第2号。"


@pytest.fixture
def office() -> Actor:
    return a_commented_city()


def answered(number: str, by: Actor = LIAISON, **more: object) -> None:
    words = {"answer": ANSWER, "public_text": PUBLIC, "version": 1} | more
    answer_comment(number=number, **words, by=by, at=NOW + timedelta(hours=3))  # type: ignore[arg-type]


def test_answer__publishes_question_and_answer_without_the_person(office: Actor) -> None:
    receipt = received()
    answered(receipt.number)

    with reading(VISITOR):
        (shown,) = answers_of(CITY, today=TODAY).comments
        own = tracked(receipt.number, receipt.code, today=TODAY)
    assert (shown.text, shown.answer, shown.unit_name) == (PUBLIC, ANSWER, "市灯笼局")
    assert "沈灯明" not in str(shown) and "13800138000" not in str(shown)
    assert own.answer == ANSWER


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("public_text", "电话 138-0013-8000"),
        ("public_text", "我叫沈灯明"),
        ("answer", "请沈灯明同志来办"),
        ("answer", "身份证 11010519491231002X"),
        ("answer", " "),
    ],
)
def test_answer__with_personal_data_is_refused(office: Actor, field: str, text: str) -> None:
    number = received().number

    with pytest.raises(Refused) as refused:
        answered(number, **{field: text})

    assert [one.where.field for one in refused.value.problems] == [field]
    assert the_comment(number).answered_at is None


def test_answer__of_somebody_else_in_between_is_not_overwritten(office: Actor) -> None:
    number = received().number
    answered(number)

    with pytest.raises(Stale) as stale:
        answered(number, by=office)

    assert stale.value.theirs["answer"] == ANSWER


def test_answer__corrected_keeps_its_first_day(office: Actor) -> None:
    number = received().number
    answered(number)
    first = the_comment(number).answered_at
    answer_comment(
        number=number,
        version=2,
        answer="更正：12 个工作日。",
        public_text=PUBLIC,
        by=office,
        at=NOW + timedelta(days=9),
    )

    assert the_comment(number).answered_at == first
    assert the_comment(number).answer.startswith("更正")


@pytest.mark.parametrize("by", [STRANGER, VISITOR, replace(LIAISON, roles=frozenset({Role.REVIEWER}))])
def test_answer__by_others_finds_no_comment(office: Actor, by: Actor) -> None:
    number = received().number

    with pytest.raises(Missing):
        answered(number, by=by)


def test_page__shows_the_person_to_the_office_alone(office: Actor) -> None:
    number = received().number

    with reading(LIAISON):
        unit = comment_page(LIAISON, number, today=TODAY)
    with reading(office):
        whole = comment_page(office, number, today=TODAY)
    assert (unit.author, unit.contact, unit.units) == ("", "", ())
    assert (whole.author, whole.contact) == ("沈灯明", "13800138000")
    assert whole.entry_name == "对夜间不点亮沿街灯笼的处罚"


def test_inbox__has_the_late_ones_first(office: Actor) -> None:
    numbers = [received().number, received(OUTSIDE).number]
    day = TODAY + timedelta(days=7)

    with reading(office):
        found = inbox(office, today=day)
    assert [(one.number, one.left, one.late) for one in found.waiting] == [
        (numbers[0], -2, True),
        (numbers[1], 5, False),
    ]
    assert found.late == 1


def test_pass_on__moves_it_with_its_day(office: Actor) -> None:
    number = received(OUTSIDE).number
    due_on = the_comment(number).due_on
    pass_on(number=number, version=1, unit=OWN, by=office, at=NOW)

    moved = the_comment(number)
    assert (moved.unit.code, moved.due_on) == (OWN, due_on)
    with reading(LIAISON):
        assert [one.number for one in inbox(LIAISON, today=TODAY).waiting] == [number]


def test_pass_on__is_the_offices_alone_and_before_the_answer(office: Actor) -> None:
    number = received().number

    with pytest.raises(Missing):
        pass_on(number=number, version=1, unit=OTHER, by=LIAISON, at=NOW)
    answered(number)
    for unit, key in ((OTHER, "comments.answered_already"), (OWN, "comments.same_unit"), ("", "desk.choice")):
        with pytest.raises(Refused) as refused:
            pass_on(number=number, version=2, unit=unit, by=office, at=NOW)
        assert key in [one.key for one in refused.value.problems]


def test_late__is_told_once_to_unit_and_office(office: Actor) -> None:
    an_actor(Role.DEPUTY, unit=3)
    received()
    program = replace(SYSTEM, region=CITY, regions=(CITY,))

    counts = [remind_late(by=program, at=NOW + timedelta(days=days)) for days in (1, 7, 8)]

    assert counts == [0, 1, 1]
    with reading(VISITOR):
        told = Message.objects.filter(subject="公众意见超期").values_list("user__username", flat=True)
        assert sorted(told) == ["establishment_office-2", "liaison-1"]
