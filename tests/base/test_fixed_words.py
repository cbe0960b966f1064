"""Fixed words: the same rows as models give, told with the values in their places."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders import NOW, a_city, an_actor

from qingdan.base.events.models import Event
from qingdan.base.messages.models import Message
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import User
from qingdan.base.rows import add, insert, together, update
from qingdan.base.worded import Worded

pytestmark = pytest.mark.django_db
EVENT = {
    "kind": "LanternLit",
    "subject": "lantern:1",
    "region": "360900",
    "unit": "",
    "at": NOW,
    "by": "setter",
    "by_name": "灯",
    "data": {"words": "「\"'\\ 灯", "lit": 1},
    "digest": "f" * 64,
}


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_city()


def test_a_question__finds_what_models_find_and_what_belongs_to_it() -> None:
    code = Unit.objects.latest("pk").code
    question = Worded(lambda: Unit.objects.filter(code="?code").select_related("region"), {"?code": "code"})

    with CaptureQueriesContext(connection) as asked:
        (found,) = question.ask(code=code)
        region = found.region.name
    assert len(asked) == 1
    same = Unit.objects.select_related("region").get(code=code)
    assert {**vars(found), "_state": None} == {**vars(same), "_state": None}
    assert region == same.region.name


def test_a_question__has_each_value_in_its_place_every_time() -> None:
    question = Worded(
        lambda: Unit.objects.filter(code="?code", kind="?kind").order_by("pk"),
        {"?kind": "kind", "?code": "code"},
    )
    units = list(Unit.objects.order_by("pk"))

    assert [question.ask(code=one.code, kind=one.kind) for one in units] == [[one] for one in units]
    assert question.ask(code=units[0].code, kind="nobody's") == []


def test_a_question__counts_what_it_would_find_up_to_its_limit() -> None:
    of_kind = Worded(lambda: Unit.objects.filter(kind="?kind").order_by("pk"), {"?kind": "kind"})
    few = Worded(lambda: Unit.objects.filter(kind="?kind").order_by("pk")[:2], {"?kind": "kind"})
    kind = Unit.objects.latest("pk").kind
    all_ = Unit.objects.filter(kind=kind).count()

    assert of_kind.count(kind=kind) == all_ and few.count(kind=kind) == min(2, all_)
    assert of_kind.count(kind="nobody's") == 0


def test_a_question__without_one_of_its_facts_is_not_asked() -> None:
    with pytest.raises(KeyError):
        Worded(lambda: Unit.objects.filter(code="?code"), {"?code": "code"}).ask()


def test_what_is_added__is_read_as_written() -> None:
    add(Event, EVENT)

    kept = Event.objects.get(kind=EVENT["kind"])
    assert {name: getattr(kept, name) for name in EVENT} == EVENT


def test_an_update__writes_its_columns_and_no_other() -> None:
    one, other, _ = Unit.objects.order_by("pk")
    update(Unit, one.pk, name="市灯火局", order=7)

    changed, same, _ = Unit.objects.order_by("pk")
    assert (changed.name, changed.order, changed.code) == ("市灯火局", 7, one.code)
    assert (same.name, same.order) == (other.name, other.order)


def test_rows_that_are_known__are_left_out_where_asked() -> None:
    message = _message()
    lines = [{**message, "once": once} for once in ("one", "two")]
    insert(Message, lines[:1])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Message, lines)

    assert len(insert(Message, lines, but_known=True)) == 1
    assert sorted(Message.objects.values_list("once", flat=True)) == ["one", "two"]


def test_rows_that_share_values__each_line_says_what_is_otherwise() -> None:
    same = {**_message(), "link": "/same/"}
    insert(Message, [{"once": "one"}, {"once": "two", "link": "/other/"}], same=same)

    found = Message.objects.order_by("once").values_list("once", "link", "subject")
    assert list(found) == [("one", "/same/", same["subject"]), ("two", "/other/", same["subject"])]


def test_together__all_is_written_in_its_order() -> None:
    unit = Unit.objects.earliest("pk")
    with together():
        for order in range(1, 6):
            update(Unit, unit.pk, order=order)
            add(Event, {**EVENT, "data": {"lit": order}})

    assert Unit.objects.get(pk=unit.pk).order == 5
    lit = Event.objects.filter(kind=EVENT["kind"]).order_by("pk").values_list("data__lit", flat=True)
    assert list(lit) == [1, 2, 3, 4, 5]


def test_together__what_the_database_refuses_is_an_error_of_its_kind_and_nothing_is_kept() -> None:
    with pytest.raises(DataError), transaction.atomic(), together():
        add(Event, EVENT)
        add(Event, {**EVENT, "digest": "f" * 65})
        add(Event, EVENT)

    assert not Event.objects.filter(kind=EVENT["kind"]).exists()


def _message() -> dict[str, object]:
    to = User.objects.get(username=an_actor(username="reader").username)
    return {"region_id": "360900", "user_id": to.pk, "subject": "灯", "text": "亮", "link": "", "at": NOW}
