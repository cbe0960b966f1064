"""Published pages are made once, given with an ETag, kept until something new is published."""

import gzip
import shutil
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.builders import TODAY
from tests.builders_editions import UNLIT_CODE, a_power, an_edition

from qingdan.web.portal import kept, state
from qingdan.web.portal.kept import Door, Kept, Memory, key_of
from qingdan.web.portal.state import State

pytestmark = [pytest.mark.usefixtures("public_city"), pytest.mark.requirement("R-004")]
ITEM = f"/items/{UNLIT_CODE}"
PAGES = settings.QINGDAN_HOME / "pages"


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """Each test begins with an empty memory and no files."""
    shutil.rmtree(PAGES, ignore_errors=True)
    empty = Memory()
    monkeypatch.setattr(kept, "MEMORY", empty)
    return empty


def files() -> int:
    return sum(path.is_file() for path in PAGES.rglob("*"))


def test_page__is_known_again_by_its_etag() -> None:
    first = Client().get(ITEM)
    again = Client(headers={"if-none-match": first["ETag"]}).get(ITEM)

    assert first["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_page__is_packed_for_who_understands_it() -> None:
    plain = Client().get(ITEM)
    packed = Client(headers={"accept-encoding": "br, gzip"}).get(ITEM)

    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], packed["Vary"]) == ("gzip", "Accept-Encoding, Cookie")
    assert packed["ETag"] != plain["ETag"]


def test_page__asked_for_its_head_has_no_body() -> None:
    head = Client().head(ITEM)

    assert (head.content, head["Content-Length"]) == (b"", str(len(Client().get(ITEM).content)))


def test_page__is_made_once(django_assert_max_num_queries: Any) -> None:
    first = Client().get(ITEM)
    assert files() == 1
    next(PAGES.rglob("*.html")).write_bytes(first.content.replace("灯火科".encode(), "灯影科".encode()))

    with django_assert_max_num_queries(14):
        assert "灯影科" in Client().get(ITEM).content.decode()


def test_page__is_made_anew_when_an_edition_is_shown() -> None:
    before = Client().get(ITEM)
    an_edition([a_power(fee="免费点灯")])
    after = Client().get(ITEM)

    assert "免费点灯" in after.content.decode()
    assert (before["ETag"] != after["ETag"], files()) == (True, 1)


def test_page__of_another_day_or_filter_is_not_stored() -> None:
    for query in ("?on=2026-05-20", "?x=1", "?on=nonsense"):
        assert Client().get(ITEM + query).status_code == 200

    assert files() == 0


def test_page__with_display_settings_is_not_kept(memory: Memory) -> None:
    client = Client()
    client.cookies["display"] = "size"
    answer = client.get(ITEM)

    assert b'data-size="large"' in answer.content
    assert memory.get(key_of({"PATH_INFO": ITEM})) is None
    assert b"data-size" not in Client().get(ITEM).content


def ask(door: Door, address: str, **more: str) -> tuple[str, dict[str, str], bytes]:
    """What the door gives."""
    path, _, query = address.partition("?")
    got: list[Any] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, **more}
    body = b"".join(door(environ, lambda status, headers: got.extend((status, dict(headers)))))
    return got[0], got[1], body


def nobody(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Stands for Django."""
    start_response("299 Asked Django", [])
    return [b"django"]


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, memory: Memory) -> Door:
    """A door that reads the state each time, on the test's own connection."""
    monkeypatch.setattr(state, "FRESH", 0.0)
    monkeypatch.setattr(state.connection, "close", lambda: None)
    return Door(nobody, memory)


def test_door__gives_what_is_kept_without_asking(fresh: Door) -> None:
    live = Client().get(ITEM)
    status, headers, body = ask(fresh, ITEM)

    assert (status, body) == ("200 OK", live.content)
    assert headers == dict(live.headers)
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert ask(fresh, ITEM, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == "304 Not Modified"
    assert ask(fresh, ITEM, REQUEST_METHOD="HEAD")[2] == b""
    assert gzip.decompress(ask(fresh, ITEM, HTTP_ACCEPT_ENCODING="gzip")[2]) == body


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_COOKIE": "sessionid=1; display=size"},
        {"REQUEST_METHOD": "POST"},
        {"QUERY_STRING": "on=2026-05-20"},
        {"PATH_INFO": "/desk/"},
    ],
)
def test_door__lets_everything_else_through(fresh: Door, more: dict[str, str]) -> None:
    Client().get(ITEM)

    assert ask(fresh, ITEM, **more)[2] == b"django"


def test_door__lets_through_what_is_no_longer_true(fresh: Door) -> None:
    Client().get(ITEM)
    an_edition([a_power(fee="免费点灯")])

    assert ask(fresh, ITEM)[2] == b"django"


def test_state__changes_with_the_day_on_which_an_edition_takes_effect(fresh: Door) -> None:
    an_edition([a_power(fee="免费点灯")], effective_on=TODAY + timedelta(days=3_650))
    Client().get(ITEM)

    assert ask(fresh, ITEM)[0] == "200 OK"
    assert state.state_of_now("360999") is None


def test_memory__holds_as_much_as_there_is_room_for() -> None:
    memory = Memory(room=100)
    for name in "abc":
        memory.put(name, _kept(name, 40))
        memory.get("a")

    assert [name for name in "abc" if memory.get(name)] == ["a", "c"]
    memory.put("a", _kept("a", 90))
    assert [name for name in "abc" if memory.get(name)] == ["a"]


def _kept(name: str, size: int) -> Kept:
    half = b"x" * (size // 2)
    made_from = State(region="360900", digest=name)
    return Kept(state=made_from, headers=(), plain=half, packed=half, etag=name)
