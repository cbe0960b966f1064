"""The own system of a county's department: it takes over what the county has, handles it and returns it.

It speaks the documented interface alone, as the reference client does; the city's system has the same code.
"""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client as Browser
from tests.builders import CITY, COUNTY, NOW, PASSWORD, SETTER
from tests.builders_cases import HEAD, LAMP, WINDOW, WRITER
from tests.builders_docking import LANTERNS, a_partner, delivered, may_call, sent
from tests.builders_editions import an_edition
from tests.builders_referrals import (
    BELOW,
    BOTH,
    C_APPROVER,
    C_WINDOW,
    EXAMINED,
    OPINION,
    a_county_licence,
    applied,
    county_guide,
    decided_above,
    pair,
    seen,
    served_below,
    two_levels,
)
from tests.fake_partner import FakePartner, fake_partner
from tests.kept_states import kept
from tests.reference_client import ROOT, Client, handle, headers

from qingdan.base.actor import Actor
from qingdan.base.clock import now
from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseTask
from qingdan.cases.services.accepting import accept_case
from qingdan.docking.models import Dispatch, DockedAct, ReportedDecision
from qingdan.docking.services.confirming import confirm_result
from qingdan.docking.services.delivering import partners_with_mail
from qingdan.guides.services.writing import publish_guide, save_guide
from qingdan.referrals.services.sending import pass_on, send_up
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A3", "RQ-A18", "RQ-N5")]
THERE = replace(SETTER, region=COUNTY)
"""The program in the county."""
OFFICE = replace(THERE, username="county_office", roles=frozenset({Role.INFORMATISATION}), factor_at=NOW)
ACCOUNT = f"{COUNTY}-{LANTERNS}"
DOWN = f"{BELOW}01000200"
"""点灯许可, decided by the county itself."""


class System(Client):
    """The reference client, its line being the test's own."""

    def __init__(self, secret: str, account: str = ACCOUNT) -> None:
        super().__init__("http://127.0.0.1:9", account, secret)

    def _send(self, method: str, path: str, body: bytes, key: str) -> tuple[int, bytes]:
        full, at = f"{ROOT}{path}", int(now().timestamp())
        heads = headers(self.account, self.secret, method, full, body, now=at)
        heads |= {"Idempotency-Key": key} if key else {}
        answer: Any = Browser().generic(method, full, body, "application/json", headers=heads)
        return answer.status_code, b"".join(answer) if answer.streaming else answer.content

    def numbers(self) -> list[str]:
        """Of what waits for it."""
        return [one["number"] for one in self.read("/cases")["cases"]]


@kept
def a_docked_county(fake: FakePartner | None = None) -> str:
    """Both levels with an item; people of the county whom systems name; its system, entered by its own office."""
    two_levels(passed_to=[])
    for username, name, role in (
        ("county_handler", "程办", Role.HANDLER),
        ("county_approver", "皮准", Role.APPROVER),
    ):
        open_account(username=username, name=name, password=PASSWORD, by=THERE, at=NOW)
        appoint(username=username, unit=BELOW, role=role, by=THERE, at=NOW)
    return a_partner(fake, unit=BELOW, by=OFFICE)


def _accepted(item: str = EXAMINED, *, by: Actor = C_WINDOW) -> str:
    """Under review; its number."""
    number = applied(item, once=item, at=now()).number
    accept_case(number=number, version=seen(number).version, by=by, at=now())
    return number


def test_county_case__is_received_handled_and_returned_then_sent_up() -> None:
    system = System(a_docked_county())
    number = _accepted()
    assert system.numbers() == [number]

    handle(system, number, "county_handler", [])
    with reading(BOTH):
        left = set(CaseTask.objects.filter(case__number=number, done_at=None).values_list("party", flat=True))
        acts = DockedAct.objects.filter(case__number=number)
        assert set(acts.values_list("region_id", "kind")) == {
            (COUNTY, "fetched"), (COUNTY, "acknowledged"), (COUNTY, "step"),
        }  # fmt: skip
        assert set(acts.filter(kind="step").values_list("officer_name", flat=True)) == {"程办"}
    assert left == {"decider"} and system.numbers() == []
    there = send_up(number=number, version=seen(number).version, opinion=OPINION, by=C_APPROVER, at=now())
    decided_above(there, at=now())
    served_below(number, at=now())
    assert seen(number).state == "served"


def test_case_passed_down__is_decided_in_the_county_and_known_above() -> None:
    system = System(_county_that_decides())
    number = applied(LAMP, at=now()).number
    version = seen(number).version
    there = pass_on(number=number, version=version, item=DOWN, reason="灯在县里", by=WINDOW, at=now())
    accept_case(number=there, version=seen(there).version, by=C_WINDOW, at=now())
    handle(system, there, "county_handler", [])

    said = {"granted": True, "facts": "灯都合格", "clauses": [1], "decided_by": "county_approver"}
    first = system.write(f"/cases/{there}/result", said, "result-0001")
    assert system.write(f"/cases/{there}/result", said, "result-0001") == first
    assert (first[0], seen(there).state) == (200, "under_review")
    with reading(C_APPROVER):
        code = ReportedDecision.objects.get().code
    confirm_result(code=code, version=seen(there).version, by=C_APPROVER, at=now())
    assert (seen(there).state, seen(number).state, pair(number).state) == ("returned", "granted", "returned")


def _county_that_decides() -> str:
    """The county has an item that it decides by itself, which the city's guide names."""
    secret = a_docked_county()
    an_edition([a_county_licence(), a_county_licence(DOWN)], region=COUNTY)
    county_guide(DOWN, sent_up_to="", licence={"kind": "点灯许可证", "months": 36})
    version = save_guide(code=LAMP, version=3, content={"passed_to": [DOWN]}, by=WRITER, at=NOW)
    publish_guide(code=LAMP, version=version, by=HEAD, at=NOW)
    return secret


def test_systems_of_city_and_county__of_one_code_see_their_own_alone() -> None:
    below, above = System(a_docked_county()), System(a_partner(), f"{CITY}-{LANTERNS}")
    county, city = _accepted(), _accepted(LAMP, by=WINDOW)

    assert (below.numbers(), above.numbers()) == ([county], [city])
    for system, theirs in ((below, city), (above, county)):
        assert system.ask("GET", f"/cases/{theirs}")[0] == 404
        assert system.ask("GET", f"/cases/{theirs}/materials/1")[0] == 404
        assert system.write(f"/cases/{theirs}/acknowledgement", {}, "theirs-01")[0] == 404
    assert System(below.secret, above.account).ask("GET", "/cases")[0] == 401
    named = {"version": seen(county).version, "officer": "handler", "opinion": "看过了"}
    assert below.write(f"/cases/{county}/steps/3", named, "step-0003")[0] == 422


def test_push__arrives_at_the_county_system_and_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_partner() as fake:
        may_call(monkeypatch, fake.port)
        secret = a_docked_county(fake)
        a_partner(address="https://city.example/in")
        code = sent("push-1", by=THERE)
        assert partners_with_mail(by=BOTH, at=NOW) == [(COUNTY, LANTERNS)]
        assert (delivered(at=NOW), delivered(region=COUNTY, at=NOW)) == (0, 1)

    assert [one["code"] for one in fake.got] == [code]
    path, said = f"/dispatches/{code}/answer", {"content": {"ok": True}}
    assert System(secret).write(path, said, "answer-01")[0] == 200
    with reading(THERE):
        assert Dispatch.objects.get(code=code).state == "answered"
