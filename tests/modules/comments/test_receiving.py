"""What the public says is numbered, routed and given a day (R-005, R-063)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import CITY, NOW, SETTER, TODAY
from tests.builders_comments import (
    OBJECTION,
    OUTSIDE,
    QUESTION,
    VISITOR,
    a_commented_city,
    received,
    the_comment,
)
from tests.builders_powers import OTHER, OWN

from qingdan.base.events.models import Event
from qingdan.base.messages.models import Message
from qingdan.base.orgs.services import replace_units
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.comments.queries.public import answers_of, tracked
from qingdan.comments.services.receiving import NewComment, receive_comment

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-005", "R-063")]
OFFICE_UNIT = f"{CITY}002"


@pytest.fixture(autouse=True)
def city() -> None:
    a_commented_city()


@pytest.mark.parametrize(
    ("comment", "unit", "due_on"),
    [
        (OBJECTION, OWN, date(2026, 6, 4)),
        (QUESTION, OTHER, date(2026, 6, 8)),
        (OUTSIDE, OFFICE_UNIT, date(2026, 6, 15)),
    ],
)
def test_comment__goes_to_who_answers_with_a_day(comment: NewComment, unit: str, due_on: date) -> None:
    receipt = received(comment)

    kept = the_comment(receipt.number)
    assert (kept.unit.code, kept.due_on) == (unit, due_on) == (unit, receipt.due_on)
    assert receipt.unit_name == kept.unit.name


def test_comment__is_numbered_by_day_and_named_by_the_edition_read() -> None:
    numbers = [received().number, received(QUESTION).number]

    assert numbers == [f"{CITY}-260601-0001", f"{CITY}-260601-0002"]
    assert the_comment(numbers[0]).edition == f"{CITY}-power_list-2"


def test_comment__leaves_an_event_without_a_word_of_it() -> None:
    received()

    with reading(VISITOR):
        event = Event.objects.get(kind="CommentReceived")
    assert event.data["due_on"] == "2026-06-04"
    assert not any(word in str(event.__dict__) for word in ("沈灯明", "13800138000", "写错"))


def test_comment__tells_the_people_of_the_unit() -> None:
    received()

    with reading(VISITOR):
        assert [one.user.username for one in Message.objects.select_related("user")] == ["liaison-1"]


@pytest.mark.parametrize(
    ("comment", "keys"),
    [
        (replace(OBJECTION, text="  "), ["desk.required"]),
        (replace(OBJECTION, text="灯" * 3_001, author="沈" * 41), ["desk.too_long", "desk.too_long"]),
        (replace(OBJECTION, entry="36090000102999900"), ["comments.no_item"]),
        (replace(QUESTION, unit="360900999"), ["desk.choice"]),
        (replace(QUESTION, kind="praise"), ["desk.choice"]),
    ],
)
def test_comment__is_refused_with_every_reason(comment: NewComment, keys: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        received(comment)

    assert [one.key for one in refused.value.problems] == keys


def test_comment__sent_twice_within_the_hour_is_kept_once() -> None:
    received()
    with pytest.raises(Refused) as refused:
        received()
    later = receive_comment(comment=OBJECTION, by=VISITOR, at=NOW + timedelta(hours=2))

    assert [one.key for one in refused.value.problems] == ["comments.twice"]
    assert later.number.endswith("0002")


def test_comment__on_an_item_of_a_closed_unit_goes_to_its_successor() -> None:
    by = {"by": SETTER, "at": NOW}
    replace_units(kind="merge", sources=[OWN], targets=[OTHER], on=TODAY, document="〔2026〕8号", **by)

    assert received().unit_name == "市河道局"


def test_tracked__only_for_who_has_number_and_code() -> None:
    receipt = received()
    typed = receipt.code.lower().replace("-", " ")

    with reading(VISITOR):
        found = tracked(f" {receipt.number} ", typed, today=TODAY)
        for number, code in (
            (receipt.number, "22222-22222"),
            (f"{CITY}-260601-0009", receipt.code),
            ("", ""),
        ):
            with pytest.raises(Missing):
                tracked(number, code, today=TODAY)
    assert (found.text, found.late) == (OBJECTION.text, False)


def test_answers__show_nothing_before_the_answer() -> None:
    received()

    with reading(VISITOR):
        found = answers_of(CITY, today=date(2026, 6, 5))
    assert (found.comments, found.received, found.waiting, found.late) == ((), 1, 1, 1)
