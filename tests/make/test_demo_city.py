"""`make demo` on an empty home: a city that answers, accounts that work, and a Ctrl-C that leaves nothing behind."""

import json
import os
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest
from tests.city_processes import MadeDemo

from qingdan.rules.role import Role

pytestmark = pytest.mark.requirement("G-journeys")
FIELDS = {"username", "password", "name", "role", "department", "region"}
AGAIN = 20.0  # seconds that a second start may take here; make bench has the goal


@pytest.fixture(scope="module")
def demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MadeDemo]:
    """A demonstration that runs, in a home that was empty, with a law library so small that it is there at once."""
    home = tmp_path_factory.mktemp("demo")
    (home / "laws.sqlite").touch()
    one = MadeDemo(home)
    try:
        one.begin(root)
        yield one
    finally:
        one.stop()


def test_demo__names_an_account_for_each_role(demo: MadeDemo) -> None:
    accounts = json.loads((demo.home / "demo-accounts.json").read_text(encoding="utf-8"))

    first = list({one["role"]: one["username"] for one in reversed(accounts)}.items())
    assert sorted(role for role, _ in first) == sorted([*(role.value for role in Role), "申请人"])
    assert {"liaison", "principal", "reviewer", "member", "legal"} <= {name for _, name in first}
    assert len({one["username"] for one in accounts}) == len(accounts)
    assert all(one.keys() >= FIELDS and all(one[name] for name in FIELDS) for one in accounts)
    assert (demo.home / "demo-accounts.json").stat().st_mode & 0o077 == 0


def test_demo__lets_its_people_in(demo: MadeDemo) -> None:
    accounts = json.loads((demo.home / "demo-accounts.json").read_text(encoding="utf-8"))
    liaison = next(one for one in accounts if one["role"] == "liaison")

    assert liaison["department"] in _sign_in(demo.address, liaison["username"], liaison["password"])
    assert liaison["department"] not in _sign_in(demo.address, liaison["username"], "lantern")


def test_demo__says_where_it_is_and_stops_without_a_trace(demo: MadeDemo, root: Path) -> None:
    assert f"http://localhost:{demo.port}/" in demo.log("demo")

    demo.press_ctrl_c()
    left = _processes_of(demo.home)
    seconds = demo.begin(root)

    assert left == [] and seconds < AGAIN
    assert "Traceback" not in demo.log("demo")


def _sign_in(address: str, username: str, password: str) -> str:
    """The page after the form."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    _open(browser, f"{address}/accounts/login/")
    token = next(one.value for one in jar if one.name == "csrftoken")
    words = {"login": username, "password": password, "csrfmiddlewaretoken": token}
    return _open(browser, Request(f"{address}/accounts/login/", urlencode(words).encode()))


def _open(browser: OpenerDirector, what: str | Request) -> str:
    with browser.open(what, timeout=30) as answer:
        words: str = answer.read().decode("utf-8")
        return words


def _processes_of(home: Path) -> list[str]:
    """The commands still running that name the home, told by environment and command line."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            if os.fsencode(home) in words:
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # it ended meanwhile, or is another user's
    return found
