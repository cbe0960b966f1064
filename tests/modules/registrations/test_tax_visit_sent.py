"""The first visit to the tax office, delivered to the systems of the tax bodies as packets are."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from tests.body_systems import BodySystem, body_systems, deliver_all
from tests.builders import SETTER
from tests.builders_registrations import (
    CENTRE,
    LATER,
    OWNER,
    a_registering_city,
    shared,
    the_registration,
)

from qingdan.base.events.queries import history_of
from qingdan.base.transactions import reading
from qingdan.docking.models import Dispatch, Partner
from qingdan.docking.services.answering import partner_actor, take_answer
from qingdan.docking.services.sending import send_again
from qingdan.registrations.queries.own import tax_visit
from qingdan.registrations.queries.visits import MOST_SENT, VisitSent
from qingdan.registrations.services.tax import report_tax
from qingdan.registrations.services.visits import VISIT

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A3", "RQ-A13", "R-085")]
REST = {
    "accounting": "独立核算", "employees": "3", "finance_name": "程财", "finance_phone": "13800000003",
    "tax_agent": "程税", "accounting_rules": "小企业会计准则", "bank_account": "6200000000000000",
}  # fmt: skip
HOUR = timedelta(hours=1)
Systems = Mapping[str, BodySystem]


@pytest.fixture
def number() -> str:
    """Of a registration that every body has confirmed at its desk."""
    a_registering_city()
    return shared()


@pytest.fixture
def systems(number: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Systems]:
    """Of three bodies, two of them tax bodies; they came into use after the enterprise was registered."""
    with body_systems(monkeypatch, seed=1, codes=4) as found:
        yield found


def _sent(number: str) -> dict[str, VisitSent]:
    with reading(OWNER):
        return {one.body_name: one for one in tax_visit(OWNER, number).sent}


def _states(number: str) -> set[tuple[str, str]]:
    return {(one.state, one.receipt) for one in _sent(number).values()}


def _letters() -> list[Dispatch]:
    with reading(SETTER):
        return list(Dispatch.objects.filter(kind=VISIT).order_by("pk"))


def test_visit__reaches_both_tax_bodies_and_their_receipts_are_kept(number: str, systems: Systems) -> None:
    report_tax(number=number, answers=REST, by=OWNER, at=LATER)
    assert _states(number) == {("waiting", "")}
    deliver_all(systems, LATER)

    assert len(_sent(number)) == 2 and _states(number) == {("taken", "v1")}
    for body in ("state_tax", "local_tax"):
        assert systems[body].visits[number].items() >= REST.items()
        assert "qingdan-signature" in systems[body].fake.heads[-1]
    assert systems["quality"].visits == {}
    with reading(OWNER):
        assert [one.kind for one in history_of(f"registration:{number}")].count("TaxVisitTaken") == 2


def test_visit__waits_while_a_body_is_down_and_is_sent_again_when_it_died(
    number: str, systems: Systems
) -> None:
    systems["state_tax"].down_until = LATER + 90 * HOUR
    report_tax(number=number, answers=REST, by=OWNER, at=LATER)
    deliver_all(systems, LATER)
    assert sorted(one.state for one in _sent(number).values()) == ["taken", "waiting"]

    for hours in range(1, 80):
        deliver_all(systems, LATER + hours * HOUR)
    assert sorted(one.state for one in _sent(number).values()) == ["dead", "taken"]
    dead = next(one.code for one in _letters() if one.state == "dead")
    send_again(code=dead, by=CENTRE, at=LATER + 91 * HOUR)
    deliver_all(systems, LATER + 91 * HOUR)
    assert _states(number) == {("taken", "v1")}
    assert len(_letters()) == 2


def test_body_that_answers_twice__is_taken_once(number: str, systems: Systems) -> None:
    systems["local_tax"].late = systems["local_tax"].twice = True
    report_tax(number=number, answers=REST, by=OWNER, at=LATER)
    deliver_all(systems, LATER)

    assert _states(number) == {("taken", "v1")}
    with reading(OWNER):
        assert [one.kind for one in history_of(f"registration:{number}")].count("TaxVisitTaken") == 2


def test_nonsense__is_set_aside_and_asked_again_three_times_at_most(number: str, systems: Systems) -> None:
    systems["state_tax"].nonsense = 1.0
    report_tax(number=number, answers=REST, by=OWNER, at=LATER)
    deliver_all(systems, LATER)

    assert sorted(one.state for one in _sent(number).values()) == ["taken", "wrong"]
    assert (systems["state_tax"].wrongs, len(_letters())) == (MOST_SENT, MOST_SENT + 1)


def test_body_that_objects__says_why(number: str, systems: Systems) -> None:
    report_tax(number=number, answers=REST, by=OWNER, at=LATER)
    said = {"registration": number, "result": "object", "reason": "账号不是对公账户"}
    letter = _letters()[0]
    with reading(SETTER):
        partner = Partner.objects.select_related("unit").get(pk=letter.partner_id)
    take_answer(partner=partner, code=letter.code, content=said, by=partner_actor(partner), at=LATER)

    assert ("objected", "账号不是对公账户") in {(one.state, one.reason) for one in _sent(number).values()}


def test_city_without_systems__sends_nothing(number: str) -> None:
    report_tax(number=number, answers=REST, by=OWNER, at=LATER)

    assert _letters() == [] and _sent(number) == {}
    assert the_registration(number).state == "reported"
