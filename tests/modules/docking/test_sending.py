"""The outbox: sent with the act or not at all, once, until it is there, answered or dead."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from tests.builders import CITY, NOW, SETTER, a_city
from tests.builders_docking import LANTERNS, a_partner, delivered, may_call, sent, the_dispatch
from tests.fake_partner import FakePartner, answers, fake_partner

from qingdan.base.events.queries import history_of
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading, writing
from qingdan.data.docking import sending
from qingdan.docking.models import Dispatch
from qingdan.docking.queries.answers import answer_of
from qingdan.docking.queries.partners import partner_of
from qingdan.docking.services.sending import dispatch

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A3", "RQ-N5", "G-hostile")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePartner]:
    """The system of 市灯笼局, docked at L4."""
    a_city()
    with fake_partner() as fake:
        may_call(monkeypatch, fake.port)
        a_partner(fake)
        yield fake


def _kinds(code: str) -> list[str]:
    with reading(SETTER):
        return [one.kind for one in history_of(f"dispatch:{code}")][::-1]


def test_dispatch__reaches_the_system_signed_and_is_delivered(system: FakePartner) -> None:
    code = sent(case="灯笼一号")

    assert delivered() == 1
    assert [one["content"] for one in system.got] == [{"case": "灯笼一号"}]
    assert system.heads[0]["idempotency-key"] == code
    assert the_dispatch(code).state == "delivered"
    assert _kinds(code) == ["Dispatched", "DispatchDelivered"]


def test_dispatch__of_the_same_key_is_sent_once(system: FakePartner) -> None:
    assert sent("k1", case="一") == sent("k1", case="二")
    assert (delivered(), delivered()) == (1, 0)


def test_dispatch__taken_back_with_its_act_is_never_sent(system: FakePartner) -> None:
    with pytest.raises(RuntimeError), writing(SETTER):
        dispatch(partner=LANTERNS, kind="branch", key="k", content={}, by=SETTER, at=NOW)
        raise RuntimeError

    assert delivered() == 0


def test_dispatch__to_nobody_or_below_l3__is_refused() -> None:
    a_city()
    a_partner(level=2)

    with pytest.raises(Refused, match="receives_nothing"):
        sent()
    with pytest.raises(Missing):
        sent(partner="nobody")


def test_answer_at_once__is_kept_and_told(system: FakePartner) -> None:
    system.answer = answers(number="灯-1", codes=["a"])
    code = sent()
    delivered()

    with reading(SETTER):
        assert answer_of(code) == {"number": "灯-1", "codes": ["a"]}
    assert _kinds(code) == ["Dispatched", "DispatchDelivered", "PartnerAnswered"]


@pytest.mark.parametrize(
    ("status", "body", "signs", "fault"),
    [
        (200, b"<html>welcome</html>", True, "garbage"),
        (200, b'{"received": 1.5}', True, "garbage"),
        (200, b'{"received": "another"}', True, "garbage"),
        (200, b"[" * 100_000, True, "garbage"),
        (200, b"\xff\xfe", True, "garbage"),
        (200, b'{"received": "x"}', False, "unsigned"),
        (404, b"{}", False, "unsigned"),
        (500, b"{}", True, "garbage"),
        (503, b"", True, "busy"),
        (200, b" " * 300_000, True, "too_long"),
    ],
    ids=["page", "float", "other", "deep", "bytes", "unsigned", "proxy", "fault", "busy", "long"],
)
def test_garbage__is_no_delivery_and_tried_again(
    system: FakePartner, status: int, body: bytes, signs: bool, fault: str
) -> None:
    system.answer, system.signs = (lambda _one, _said: (status, body)), signs
    code = sent()
    delivered()

    assert (the_dispatch(code).state, the_dispatch(code).fault) == ("sent", fault)
    assert the_dispatch(code).next_try_at >= NOW + MINUTE


def test_refused_by_the_system__is_dead_at_once_with_its_words(system: FakePartner) -> None:
    system.answer = lambda _one, _said: (422, '{"detail": "没有这个事项"}'.encode())
    code = sent()
    delivered()

    assert (the_dispatch(code).state, the_dispatch(code).fault_words) == ("dead", "没有这个事项")
    assert _kinds(code)[-1] == "DispatchDead"


def test_system_down__is_asked_again_after_growing_waits_till_it_is_dead(system: FakePartner) -> None:
    system.answer = lambda _one, _said: (500, b"{}")
    code, at, tried = sent(), NOW, []
    while the_dispatch(code).state in ("waiting", "sent"):
        at += delivered(at=at) * timedelta() + MINUTE
        if the_dispatch(code).tries > len(tried):
            tried.append(at)
        at = max(at, the_dispatch(code).next_try_at)

    gaps = [after - before for before, after in pairwise(tried)]
    assert len(tried) == len(sending().waits) + 1
    assert gaps == sorted(gaps)
    assert all(gap >= wait for gap, wait in zip(gaps, sending().waits, strict=True))


def test_system_that_cannot_be_reached__rests_with_all_that_waits(system: FakePartner) -> None:
    system.answer = lambda _one, _said: (503, b"")
    codes = [sent(f"k{one}") for one in range(3)]

    assert [delivered(at=NOW + one * timedelta(seconds=10)) for one in range(4)] == [1, 0, 0, 0]
    assert [the_dispatch(one).tries for one in codes] == [1, 0, 0]


def test_system_that_is_back__gets_at_once_what_was_put_off(system: FakePartner) -> None:
    good, system.answer = system.answer, lambda _one, _said: (503, b"")
    old = _failed_often(sent("old"))
    system.answer = good
    new = sent("new")

    assert delivered(at=old) == 2
    with reading(SETTER):
        assert set(Dispatch.objects.values_list("state", flat=True)) == {"delivered"}
    assert system.codes[-2] == new


def _failed_often(code: str) -> datetime:
    """Tried four times: the next try is hours away. A moment well before it."""
    at = NOW
    while the_dispatch(code).tries < 4:
        delivered(at=at)
        at = the_dispatch(code).next_try_at
    return at - timedelta(minutes=30)


def test_order_of_a_system__is_that_of_the_acts(system: FakePartner) -> None:
    codes = [sent(f"k{one}") for one in range(5)]
    delivered()

    assert system.codes == codes


def test_slow_system__is_not_waited_for(system: FakePartner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingdan.docking.services.posting.SILENCE", 0.2)
    system.slow = 1.0
    code = sent()
    delivered()

    assert (the_dispatch(code).state, the_dispatch(code).fault) == ("sent", "too_slow")


def test_partner_of_a_unit__is_the_one_in_use(system: FakePartner) -> None:
    with reading(SETTER):
        shown = partner_of(f"{CITY}001")
        assert shown and (shown.code, shown.level, shown.account) == (LANTERNS, 4, "360900-lanterns")
        assert partner_of(f"{CITY}002") is None
