"""Fields of the acts on a case that hold more than there is room for, or what no form sends: refused beside them."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from tests.builders_case_desk import accepted_now, decided_now, lacking_now, paused_now, reviewed_now
from tests.builders_cases import ID_NUMBER, WINDOW, the_case
from tests.web.test_hostile_requests import FORM, KINDS

from qingdan.base.clock import SHANGHAI, day_of, now
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseHearing
from qingdan.cases.services.accepting import Defect, notify_defects
from qingdan.data.calendar import working_days_on
from qingdan.data.case import longest_pause
from qingdan.rules.case_state import PauseReason

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5", "G-hostile")]
ASK = {
    "action": "suspend",
    "pause_reason": "expert_review",
    "pause_days": "5",
    "reason": "要",
    "legal_ground": "第四条",
}
EXTEND = {"action": "extend", "reason": "要"}
DECIDE = {"verdict": "grant", "facts": "灯都合格", "clauses": ["1"]}
MAKERS = {one.__name__: one for one in (accepted_now, decided_now, paused_now, reviewed_now)}
LONG = (
    ("accepted_now", "handler", "ask", ASK | {"legal_ground": "长" * 201}, "legal_ground"),
    ("accepted_now", "handler", "ask", ASK | {"pause_reason": "长" * 30}, "pause_reason"),
    ("accepted_now", "handler", "ask", ASK | {"pause_days": "99999999"}, "pause_days"),
    ("accepted_now", "handler", "ask", ASK | {"pause_days": "61"}, "pause_days"),
    (
        "accepted_now",
        "handler",
        "ask",
        ASK | {"action": "extend", "pause_days": "", "extension": "99999999"},
        "extension",
    ),
    ("accepted_now", "handler", "ask", ASK | {"reason": "长" * 4_001}, "reason"),
    ("paused_now", "handler", "resume", {"result": "长" * 4_001}, "result"),
    ("reviewed_now", "approver", "decide", DECIDE | {"withheld": "长" * 201}, "withheld"),
)


SERVE = {
    "method": "counter", "receiver": "江小灯", "signer": "other", "receiver_id": ID_NUMBER, "relation": "父亲",
    "given_on": str(day_of(now())), "service_proof": "本人签收", "mail_number": "12345678",
    "refused": "", "witnesses": "",
}  # fmt: skip
SWEPT = (
    ("accepted_now", "handler", "ask", ASK),
    ("paused_now", "handler", "resume", {"result": "好"}),
    ("reviewed_now", "approver", "decide", DECIDE | {"conditions": "", "withheld": "", "reason": ""}),
    ("decided_now", "window", "serve", SERVE),
    ("accepted_now", "handler", "hearing", {"part": "offer"}),
    ("accepted_now", "handler", "step", {"step": "3", "exit": "", "opinion": "好", "occurred_on": ""}),
)
"""What is right in a case that is there, so that each field reaches its service: the sweep over all addresses
(tests/web/test_hostile_requests.py) asks for a case that is nobody's, and gets no further than that."""


def _send(desk: Any, who: str, number: str, name: str, **typed: Any) -> Any:
    return desk(who).post(f"/desk/cases/{number}/{name}/send/", {"version": the_case(number).version} | typed)


def _status(client: Any, number: str, act: str, typed: dict[str, Any], hostile: dict[str, bytes]) -> int:
    """The status of a form with one field as no form of ours sends it; what it writes is taken back."""
    words = {field: "".join(value).encode() for field, value in typed.items()} | hostile
    body = "&".join(f"{field}={quote(value)}" for field, value in words.items())
    with transaction.atomic():
        answer = client.post(f"/desk/cases/{number}/{act}/send/", body, content_type=FORM)
        transaction.set_rollback(True)
    return int(answer.status_code)


def _heard(desk: Any) -> str:
    """A case in which a hearing was asked for."""
    number = accepted_now()
    for who, part in (("handler", "offer"), ("window", "ask")):
        assert _send(desk, who, number, "hearing", part=part).status_code == 302
    return number


def _in_time() -> date:
    """A day on which a hearing that was asked for today can be held."""
    return working_days_on(day_of(now()), 12)


@pytest.mark.parametrize(("state", "who", "act", "typed", "field"), LONG)
def test_field__with_too_much_is_refused_beside_it(
    desk, *, state: str, who: str, act: str, typed: dict[str, Any], field: str
) -> None:
    answer = _send(desk, who, MAKERS[state](), act, **typed)

    assert answer.status_code == 422 and f'id="e-{field}"' in answer.text


@pytest.mark.parametrize("kinds", [("long",), pytest.param(tuple(KINDS), marks=pytest.mark.soak)])
@pytest.mark.parametrize(("state", "who", "act", "typed"), SWEPT)
def test_act__that_is_right_but_for_one_field_is_answered(
    desk, *, state: str, who: str, act: str, typed: dict[str, Any], kinds: tuple[str, ...]
) -> None:
    number = MAKERS[state]()
    typed = {"version": str(the_case(number).version)} | typed
    wrong = [
        (field, kind)
        for field in typed
        for kind in kinds
        if _status(desk(who), number, act, typed, {field: KINDS[kind]}) >= 500
    ]

    assert wrong == []


@pytest.mark.parametrize(("field", "length"), [("receiver", 41), ("service_proof", 201)])
def test_service__with_too_much_is_refused_beside_it(desk, field: str, length: int) -> None:
    served = {
        "method": "counter", "receiver": "江小灯", "signer": "self", "receiver_id": ID_NUMBER,
        "given_on": str(day_of(now())), "service_proof": "本人签收",
    }  # fmt: skip
    answer = _send(desk, "window", decided_now(), "serve", **served | {field: "长" * length})

    assert answer.status_code == 422 and f'id="e-{field}"' in answer.text


def test_service__in_a_way_that_is_none_before_the_decision_is_no_error(desk) -> None:
    assert _send(desk, "window", accepted_now(), "serve", method="x").status_code < 500


def test_hearing__in_a_place_too_long_is_refused_beside_it(desk) -> None:
    called = {"part": "call", "time": f"{_in_time()}T09:00", "presider": "handler_2", "place": "长" * 300}
    answer = _send(desk, "handler", _heard(desk), "hearing", **called)

    assert answer.status_code == 422 and 'id="e-place"' in answer.text


@pytest.mark.parametrize(("time", "hour"), [("T09:00", 9), ("T02:00+00:00", 10)])
def test_hearing__is_at_the_hour_that_was_said_wherever_it_was_said(desk, time: str, hour: int) -> None:
    number = _heard(desk)
    called = {"part": "call", "time": f"{_in_time()}{time}", "presider": "handler_2", "place": "三楼"}

    assert _send(desk, "handler", number, "hearing", **called).status_code == 302
    with reading(WINDOW):
        held = CaseHearing.objects.get(case__number=number).at_time
    assert held == datetime(*_in_time().timetuple()[:3], hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize("time", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"])
def test_hearing__at_the_end_of_time_is_refused(desk, time: str) -> None:
    called = {"part": "call", "time": time, "presider": "handler_2", "place": "三楼"}

    assert _send(desk, "handler", _heard(desk), "hearing", **called).status_code == 422


def test_second_extension__is_not_asked_for(desk) -> None:
    number = accepted_now()
    asked = ASK | {"action": "extend", "pause_reason": ""}
    assert _send(desk, "handler", number, "ask", **asked).status_code == 302
    assert _send(desk, "principal", number, "answer", action="extend", verdict="approve").status_code == 302

    assert _send(desk, "handler", number, "ask", **asked).status_code == 422


def test_window__changes_no_answer_that_the_notice_did_not_ask_for(desk) -> None:
    number = lacking_now()
    told = [Defect(subject="field-lamps", what="没有填", how="填")]
    notify_defects(number=number, version=the_case(number).version, defects=told, by=WINDOW, at=now())
    typed = {"answer-lamps": "4", "answer-street": "别处路", "answer-x": "x", "places": ["1", "2"]}

    assert _send(desk, "window", number, "supplement", **typed).status_code == 302
    assert the_case(number).answers == {"lamps": "4"}


@pytest.mark.parametrize("reason", PauseReason)
def test_pause__of_every_reason_has_its_longest(reason: PauseReason) -> None:
    assert timedelta(days=longest_pause(reason)) >= timedelta(days=10)
