"""The JSON interface: what it answers, what it refuses, that it is as it is described."""

import json
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import CITY, COUNTY
from tests.builders_editions import CODES, UNLIT_CODE, a_power, an_edition
from tests.builders_powers import OWN

from qingdan.rules.canonical import canonical

pytestmark = [pytest.mark.usefixtures("open_city"), pytest.mark.requirement("G-open-data")]
API = "/api/v1"
FIRST, SECOND = f"{CITY}-power_list-1", f"{CITY}-power_list-2"
ADDRESSES = (
    f"/search?q=灯笼&limit=3&region={CITY}&kind=power_item",
    "/editions",
    f"/editions/{SECOND}",
    f"/editions/{SECOND}/entries?unit={OWN}&category=penalty&limit=1",
    f"/editions/{SECOND}/entries/{UNLIT_CODE}",
    f"/editions/{SECOND}/difference?against={FIRST}",
    f"/items/{UNLIT_CODE}",
    f"/items/{UNLIT_CODE}?on=2026-05-10",
    "/changes",
    "/schemas/entry.json",
    "/schemas/manifest.json",
    "/openapi.json",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_address__answers_json_without_a_cookie(client: Client, address: str) -> None:
    response = client.get(API + address)

    assert (response.status_code, response.cookies) == (200, {}), response.content
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["Content-Security-Policy"]
    assert "\\u" not in response.content.decode(), "Chinese as Chinese"


@pytest.mark.requirement("I-search")
def test_search__answers_as_the_interface_says(client: Client) -> None:
    (one,) = _get(client, "/search?q=不点亮沿街灯笼&limit=1&region=&kind=")["results"]

    assert one == {
        "kind": "power_item",
        "code": UNLIT_CODE,
        "name": "对夜间不点亮沿街灯笼的处罚",
        "department": "市灯笼局",
        "region": CITY,
        "url": f"/items/{UNLIT_CODE}",
    }
    assert client.get(one["url"]).status_code == 200


@pytest.mark.requirement("I-search")
@pytest.mark.parametrize(
    ("query", "count"), [(f"region={CITY}", 3), (f"region={COUNTY}", 0), ("kind=guide", 0)]
)
def test_search__filters(client: Client, query: str, count: int) -> None:
    assert len(_get(client, f"/search?q=灯&{query}")["results"]) == count


@pytest.mark.parametrize(
    "address",
    [
        "/search",
        "/search?q=a&limit=0",
        "/search?q=a&limit=x",
        "/search?q=a&kind=x",
        "/search?q=a&region=1",
        "/editions/x",
        f"/editions/{SECOND}/entries?offset=-1",
        f"/editions/{SECOND}/difference?against=1",
        "/items/123",
        f"/items/{UNLIT_CODE}?on=x",
        "/schemas/x.json",
    ],
)
def test_wrong_parameter__is_named(client: Client, address: str) -> None:
    response = client.get(API + address)

    assert response.status_code == 422
    assert response.json()["detail"].startswith("参数不对：")


@pytest.mark.parametrize(
    "address",
    [
        f"/editions/{CITY}-power_list-9",
        "/editions/999999-power_list-1",
        f"/editions/{SECOND}/entries/{CODES[8]}",
        f"/editions/{SECOND}/difference?against={CITY}-responsibility_list-1",
        f"/items/{CODES[8]}",
        f"/items/{UNLIT_CODE}?on=2020-01-01",
        "/editions?region=999999",
    ],
)
def test_what_is_not_there__is_not_found(client: Client, address: str) -> None:
    response = client.get(API + address)

    assert (response.status_code, response.json()) == (404, {"detail": "没有这个"})


def test_edition__that_the_public_does_not_see_is_not_there(client: Client) -> None:
    hidden = an_edition([a_power(promised_limit="1")], shown_on=None)

    assert client.get(f"{API}/editions/{hidden.code}").status_code == 404
    assert hidden.code not in client.get(f"{API}/editions").content.decode()


def test_entry__has_the_digest_of_its_content(client: Client) -> None:
    found = _get(client, f"/editions/{SECOND}/entries/{UNLIT_CODE}")
    listed = _get(client, f"/editions/{SECOND}/entries")

    assert sha256(canonical(found["content"]).encode()).hexdigest() == found["digest"]
    assert {one["code"]: one["digest"] for one in listed["entries"]}[UNLIT_CODE] == found["digest"]
    assert [one["in_force"] for one in listed["entries"]] == [True, False, True, True]


def test_entries__come_page_by_page(client: Client) -> None:
    first = _get(client, f"/editions/{SECOND}/entries?limit=3")
    second = _get(client, f"/editions/{SECOND}/entries?limit=3&offset={first['next']}")

    assert (len(first["entries"]), len(second["entries"]), second["next"]) == (3, 1, None)


def test_difference__names_what_changed_word_by_word(client: Client) -> None:
    found = {
        one["code"]: one for one in _get(client, f"/editions/{SECOND}/difference?against={FIRST}")["changes"]
    }

    assert {code: one["kind"] for code, one in found.items()} == {
        CODES[0]: "changed", CODES[1]: "ended", CODES[2]: "added",
    }  # fmt: skip
    (field,) = found[CODES[0]]["fields"]
    assert (field["field"], field["pieces"]) == (
        "promised_limit", [["gone", "20"], ["new", "10"], ["same", "个工作日"]],
    )  # fmt: skip


def test_item__on_a_day_is_as_it_was(client: Client) -> None:
    then = _get(client, f"/items/{UNLIT_CODE}?on=2026-05-10")
    assert then["content"]["values"]["promised_limit"] == "20个工作日"
    assert (then["edition"], [one["number"] for one in then["versions"]]) == (FIRST, [1, 2])


def test_frozen_answer__is_kept_for_ever_and_known_again(client: Client) -> None:
    address = f"{API}/editions/{SECOND}/entries/{UNLIT_CODE}"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert "immutable" in first.headers["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_interface__only_reads(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{API}/search?q=灯").status_code == 405


def test_description__is_openapi_3_1_and_has_words(client: Client) -> None:
    found = _get(client, "/openapi.json")
    operations = [one for path in found["paths"].values() for one in path.values()]

    assert found["openapi"].startswith("3.1")
    assert all(one["summary"] and one["description"] for one in operations)
    assert all({"200", "422"} <= set(one["responses"]) for one in operations)


@pytest.mark.parametrize("name", ["entry", "manifest"])
def test_schema__describes_what_is_published(client: Client, name: str) -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    validator = jsonschema_rs.validator_for(_get(client, f"/schemas/{name}.json"))
    for start in ("/lists/power_list/2/", "/lists/responsibility_list/1/"):
        if name == "manifest":
            found = [client.get(f"{start}manifest.json").json()]
        else:
            body = b"".join(client.get(f"{start}items.ndjson").streaming_content)  # type: ignore[attr-defined]
            found = [json.loads(line) for line in body.splitlines()]

        assert [str(fault) for one in found for fault in validator.iter_errors(one)] == []


@given(st.text(max_size=80), st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_search__answers_any_words(client: Client, q: str, limit: str, region: str, kind: str) -> None:
    response = client.get(f"{API}/search", {"q": q, "limit": limit or "5", "region": region, "kind": kind})

    assert response.status_code in {200, 422}
    assert response.json()


def _get(client: Client, address: str) -> Any:
    response = client.get(API + address)
    assert response.status_code == 200, response.content
    return response.json()
