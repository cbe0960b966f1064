"""The interface for departments' systems: who gets in, what each sees and does, once however often it is said."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.builders import CITY
from tests.builders_cases import APPROVER, HANDLER, LATER, accepted, reviewed, the_case, who_visit
from tests.builders_docking import LANTERNS, a_docked_city, a_partner, sent, the_dispatch
from tests.reference_client import ROOT, headers

from qingdan.base.clock import now
from qingdan.base.events.queries import history_of
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import CaseTask
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.docking.models import DockedAct, Partner, ReportedDecision
from qingdan.docking.services.confirming import confirm_result, put_aside

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-A3", "RQ-N5", "G-hostile")]
Ask = Callable[..., HttpResponse]
ACCOUNT = f"{CITY}-lanterns"
STEP = {"version": 0, "officer": "handler", "opinion": "看过了"}


@pytest.fixture
def secret() -> str:
    """Of the system of 市灯笼局, in a city with one licence on line."""
    return a_docked_city()


@pytest.fixture
def ask(client: Client, secret: str) -> Ask:
    """Asks as the system of 市灯笼局, or as told."""

    def asked(path: str, said: Any = None, *, key: str = "", **more: Any) -> HttpResponse:
        body = more.pop("raw", b"" if said is None else json.dumps(said, ensure_ascii=False).encode())
        method = "GET" if said is None and not body else "POST"
        words = {"account": ACCOUNT, "secret": secret, "now": int(now().timestamp())} | more
        heads = headers(words.pop("account"), words.pop("secret"), method, f"{ROOT}{path}", body, **words)
        return client.generic(  # type: ignore[return-value]
            method, f"{ROOT}{path}", body, "application/json", headers=heads | {"Idempotency-Key": key}
        )

    return asked


def _step(number: str, **more: Any) -> dict[str, Any]:
    return STEP | {"version": the_case(number).version} | more


def test_waiting_cases__are_those_of_the_own_unit(ask: Ask) -> None:
    number = accepted()
    other = a_partner(code="rivers", unit=f"{CITY}003", level=4, address="https://rivers.example/in")

    (case,) = ask("/cases").json()["cases"]
    assert (case["number"], [one["step"] for one in case["steps"]]) == (number, [3])
    theirs = {"account": f"{CITY}-rivers", "secret": other}
    assert ask("/cases", **theirs).json()["cases"] == []
    assert ask(f"/cases/{number}", **theirs).status_code == 404
    assert ask(f"/cases/{number}/materials/1", **theirs).status_code == 404
    assert ask(f"/cases/{number}/steps/3", _step(number), key="theirs-1", **theirs).status_code == 404


def test_case__has_all_that_would_be_typed(ask: Ask) -> None:
    number = accepted()

    found = ask(f"/cases/{number}").json()
    assert found["applicant"]["name"] == "江小灯"
    assert {one["name"]: one["answer"] for one in found["fields"]} == {"street": "灯火路", "lamps": "3"}
    assert [one["place"] for one in found["materials"]][:2] == [1, 2]
    ask(f"/cases/{number}")
    with reading(HANDLER):
        assert [one.kind for one in history_of(f"case:{number}")].count("CaseFetched") == 1


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"secret": "0" * 64}, "签名不对"),
        ({"account": f"{CITY}-nobody"}, "签名不对"),
        ({"account": "999999-lanterns"}, "签名不对"),
        ({"account": "x" * 500}, "签名不对"),
        ({"now": 1_700_000_000}, "5 分钟"),
        ({"now": -5}, "请求头不全"),
        ({"nonce": "short"}, "请求头不全"),
    ],
    ids=["secret", "code", "region", "odd", "old", "negative", "nonce"],
)
def test_request_of_nobody_or_of_another_time__is_not_taken(ask: Ask, more: dict[str, Any], key: str) -> None:
    answer = ask("/cases", **more)

    assert answer.status_code == 401
    assert key in answer.json()["detail"]


def test_nonce__is_good_once(ask: Ask) -> None:
    assert ask("/cases", nonce="n" * 20).status_code == 200
    assert ask("/cases", nonce="n" * 20).status_code == 401


def test_step__is_done_as_by_the_officer_named(ask: Ask) -> None:
    number = accepted()
    who_visit()
    ask(f"/cases/{number}")

    answer = ask(f"/cases/{number}/steps/3", _step(number, form={"street": "灯火路"}), key="step-0003")
    assert answer.json() == {"number": number, "version": the_case(number).version, "typed_twice": 0}
    with reading(HANDLER):
        task = CaseTask.objects.get(case__number=number, step=3)
    assert (task.done_by, task.done_by_name) == ("docking:lanterns", "程办（灯笼许可系统）")


def test_step_of_a_case_that_was_not_taken_over__measures_what_was_typed_twice(ask: Ask) -> None:
    number = accepted()
    who_visit()
    form = {"dz": "灯火 路", "sqr": "江小灯", "bz": "新写的话"}

    answer = ask(f"/cases/{number}/steps/3", _step(number, form=form), key="step-0003")
    assert answer.json()["typed_twice"] == 6
    with reading(HANDLER):
        act = DockedAct.objects.get(case__number=number, kind="step")
    again = _step(number, form=form, visitors=["handler", "handler_2"])
    assert ask(f"/cases/{number}/steps/4", again, key="step-0004").json()["typed_twice"] == 0
    assert (act.letters, act.names, act.returned) == (6, ["dz", "sqr"], 3)


def test_same_key__same_answer_and_one_effect__other_body_is_a_conflict(ask: Ask) -> None:
    number = accepted()
    who_visit()
    said = _step(number)

    first = ask(f"/cases/{number}/steps/3", said, key="step-0003")
    again = ask(f"/cases/{number}/steps/3", dict(reversed(said.items())), key="step-0003")
    other = ask(f"/cases/{number}/steps/3", said | {"opinion": "又看了"}, key="step-0003")
    assert (first.status_code, again.json(), other.status_code) == (200, first.json(), 409)
    with reading(HANDLER):
        assert DockedAct.objects.filter(case__number=number, kind="step").count() == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"officer": "nobody"}, 422),
        ({"officer": "approver"}, 422),
        ({"version": 1}, 409),
        ({"version": "4"}, 422),
        ({"version": True}, 422),
        ({"version": 2**70}, 422),
        ({"opinion": ""}, 422),
        ({"opinion": "长" * 4_001}, 422),
        ({"exit": "没有这个"}, 200),
        ({"occurred_on": "2019-01-01"}, 422),
        ({"occurred_on": "31.12."}, 422),
        ({"opiniom": "x"}, 422),
        ({"form": {"a": 1}}, 422),
        ({"visitors": ["程办"]}, 422),
    ],
    ids=str,
)
def test_step_as_it_must_not_be__is_refused_with_its_place(
    ask: Ask, change: dict[str, Any], status: int
) -> None:
    number = accepted()
    who_visit()
    before = the_case(number).version

    answer = ask(f"/cases/{number}/steps/3", _step(number, **change), key="step-0003")
    assert answer.status_code == status, answer.content.decode()
    assert (the_case(number).version == before) == (status != 200)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 422), (b"not json", 400), (b"[1]", 422), (b"[" * 100_000, 400), (b'{"version": NaN}', 422),
        (b'{"remote": 1.5}', 422), (b'{"remote": "\\u0000"}', 400), (b'{"remote": "\\ud800"}', 422),
        (b"\xff\xfe", 400), (b'{"remote": "' + b"a" * 300_000 + b'"}', 413), (b"a" * 3_000_000, 413),
    ],
    ids=["empty", "words", "list", "deep", "nan", "float", "nul", "half", "bytes", "long", "endless"],
)  # fmt: skip
def test_hostile_body__is_refused_in_words(ask: Ask, raw: bytes, status: int) -> None:
    number = accepted()

    answer = ask(f"/cases/{number}/acknowledgement", {}, raw=raw, key="ack-00001")
    assert answer.status_code == status, answer.content.decode()
    assert answer.json()["detail"]
    with reading(HANDLER):
        assert not DockedAct.objects.filter(kind="acknowledged").exists()


@pytest.mark.parametrize("level", [2, 3])
def test_level__says_what_a_system_may_do(client: Client, level: int) -> None:
    secret = a_docked_city(level=level)
    number = accepted()
    now_ = int(now().timestamp())

    path = f"{ROOT}/cases/{number}"
    answer = client.get(path, headers=headers(ACCOUNT, secret, "GET", path, b"", now=now_))
    assert answer.status_code == (200 if level == 3 else 422)


RESULT = {"granted": True, "facts": "灯都合格", "clauses": [1], "decided_by": "approver"}


def test_decision_reported__is_a_persons_who_confirms_it(ask: Ask) -> None:
    number = reviewed()
    assert ask(f"/cases/{number}/result", RESULT, key="result-01").status_code == 200
    assert the_case(number).state == "under_review"
    again = ask(f"/cases/{number}/result", RESULT | {"granted": False}, key="result-02")
    assert "等着确认" in again.json()["detail"]

    with reading(APPROVER):
        code = ReportedDecision.objects.get().code
    with pytest.raises(Refused, match="not_who_decided"):
        confirm_result(code=code, version=the_case(number).version, by=_other_approver(), at=LATER)
    confirm_result(code=code, version=the_case(number).version, by=APPROVER, at=LATER)
    assert the_case(number).state == "granted"


def test_decision_put_aside__lets_another_be_reported(ask: Ask) -> None:
    number = reviewed()
    ask(f"/cases/{number}/result", RESULT, key="result-01")
    with reading(APPROVER):
        code = ReportedDecision.objects.get().code
    put_aside(code=code, why="条件没有写", by=APPROVER, at=LATER)

    assert ask(f"/cases/{number}/result", RESULT, key="result-02").status_code == 200


def test_officer_of_a_step_there__does_not_decide_here(ask: Ask) -> None:
    number = reviewed()
    with reading(APPROVER):
        case = the_case(number)
    _worked_there(case, "approver")

    with pytest.raises(Refused, match="decided_by_officer"):
        decide_case(
            number=number,
            version=case.version,
            decided=Decided(granted=True, facts="灯都合格", clauses=(1,)),
            by=APPROVER,
            at=LATER,
        )


def test_answer_by_callback__is_taken_once_and_never_another(ask: Ask) -> None:
    code = sent()
    path = f"/dispatches/{code}/answer"

    assert ask(path, {"content": {"ok": True}}, key="answer-1").status_code == 200
    assert ask(path, {"content": {"ok": True}}, key="answer-2").status_code == 200
    assert ask(path, {"content": {"ok": False}}, key="answer-3").status_code == 422
    assert the_dispatch(code).state == "answered"
    other = a_partner(code="rivers", unit=f"{CITY}003", address="https://rivers.example/in")
    theirs = {"account": f"{CITY}-rivers", "secret": other}
    assert ask(path, {"content": {}}, key="answer-4", **theirs).status_code == 404


def test_interface__describes_itself(client: Client) -> None:
    found = client.get(f"{ROOT}/openapi.json").json()

    assert found["openapi"].startswith("3.1")
    assert len(found["paths"]) == 7
    assert all("summary" in one for path in found["paths"].values() for one in path.values())


def test_interface__declares_its_heads_and_how_to_sign(client: Client) -> None:
    found = client.get(f"{ROOT}/openapi.json").json()
    signed = {"Qingdan-Partner", "Qingdan-Time", "Qingdan-Nonce", "Qingdan-Signature"}
    for path, ways in (found["paths"] | found["webhooks"]).items():
        for way, one in ways.items():
            refs = {ref["$ref"].rpartition("/")[2] for ref in one["parameters"] if "$ref" in ref}
            assert refs == signed | ({"Idempotency-Key"} if way == "post" else set()), path

    assert found["components"]["parameters"].keys() == signed | {"Idempotency-Key"}
    described = found["info"]["description"]
    sample = {
        "account": "",
        "secret": "0123456789abcdef" * 4,
        "method": "GET",
        "path": f"{ROOT}/cases?limit=20",
    }
    heads = headers(**sample, body=b"", now=1_430_000_000, nonce="example-nonce-01")
    assert f"`{heads['Qingdan-Signature']}`" in described and "LF" in described


def test_wrong_method__is_refused_in_words_and_the_description_has_a_head(client: Client) -> None:
    refused = client.delete(f"{ROOT}/openapi.json")

    assert refused.status_code == 405 and refused.headers["Allow"] == "GET, HEAD"
    assert "GET、HEAD" in refused.json()["detail"] and refused.json()["problems"] == []
    assert client.post(f"{ROOT}/cases").json()["detail"].startswith("这个地址只受理 GET")
    assert client.head(f"{ROOT}/openapi.json").status_code == 200
    assert client.head("/api/v1/openapi.json").status_code == 200


def _other_approver() -> Any:
    return replace(APPROVER, username="approver_2", name="皮二准")


def _worked_there(case: Any, officer: str) -> None:
    with writing(APPROVER):
        partner = Partner.objects.get(code=LANTERNS)
        DockedAct.objects.create(
            region_id=CITY, partner=partner, case=case, kind="step", step=3, officer=officer, at=LATER
        )


def test_request_without_its_key__names_the_header(ask: Ask) -> None:
    number = accepted()

    answer = ask(f"/cases/{number}/steps/3", _step(number))

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "Idempotency-Key"
