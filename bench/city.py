"""The running city: starting, importing a register, pages a second, many people editing at once.

All on the demonstration city, filled, in a home of its own. Rates are measured beside a view of the same server that
only says hello (bench/hello.py), in turn.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import psycopg
from psycopg.types.string import TextLoader
from tests.city_people import Person
from tests.city_processes import PATIENCE, CityProcesses, MadeDemo

from bench.check import _lend_library, _write, rows
from bench.hello import BARE, VIEW
from bench.load import requests_per_second
from bench.measure import Measure
from qingdan.base.db.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
UNIT = "360900013"  # 市环境保护局, whose people the demonstration's accounts are
ROWS = 5_000
PEOPLE, SAVES = 16, 10
FILLED_WITHIN = 1_200  # seconds
OPEN_JOBS = "SELECT count(*) FROM jobs_job WHERE state IN ('waiting', 'running')"
WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '3 seconds'"
FIRST_ITEM = f"""
SELECT min(draft_number) FROM powers_poweritem JOIN campaigns_campaign ON campaigns_campaign.id = campaign_id
WHERE draft_number LIKE '{UNIT}-%' AND deleted_at IS NULL AND closed_at IS NULL
"""
_KEYS = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"


class City(CityProcesses):
    """The demonstration city of a home, with the server that also says hello."""

    @property
    def accounts(self) -> dict[str, dict[str, str]]:
        """By role, of several the first: the unit's own."""
        read = json.loads((self.home / "demo-accounts.json").read_text(encoding="utf-8"))
        return {one["role"]: one for one in reversed(read)}

    def start_with_hello(self) -> None:
        """bench/hello.py in the place of `qingdan serve`."""
        with (self.home / "serve.log").open("ab") as log:
            command = [sys.executable, "-m", "bench.hello"]
            place = {"cwd": ROOT, "env": self.environment}
            self.running["serve"] = subprocess.Popen(
                command, **place, stdout=log, stderr=log, start_new_session=True
            )
        self.wait_until_ready()

    def somebody(self, role: str) -> Person:
        """Signed in through the form."""
        person = Person(self.port)
        person.sign_in(self.accounts[role]["username"], self.accounts[role]["password"])
        return person

    def ask_database(self, question: str) -> object:
        """The one value that answers."""
        with psycopg.connect(Cluster(self.home).last_address().url("backup")) as session:
            row = session.execute(question).fetchone()
            return row[0] if row else None

    def start_worker(self) -> None:
        """Waits until it is there."""
        self.start("worker")
        until = time.monotonic() + PATIENCE
        while not self.ask_database(WORKERS):
            assert time.monotonic() < until, self.log("worker")[-2_000:]
            time.sleep(0.1)

    def wait_for_jobs(self, seconds: float) -> None:
        """Until the worker has nothing to do."""
        until = time.monotonic() + seconds
        while self.ask_database(OPEN_JOBS):
            assert time.monotonic() < until, "the worker is not done"
            time.sleep(0.1)


def bench_city_start() -> Iterator[Measure]:
    """`make demo` to the first page, the law library among it: in an empty home, and again."""
    with _home() as home:
        demo = MadeDemo(home)
        for name, goal in (("city_first_start", 30), ("city_second_start", 5)):
            try:
                yield Measure(name=name, value=demo.begin(ROOT), unit="s", goal=goal)
                demo.press_ctrl_c()
            finally:
                demo.stop()


def bench_city_pages() -> Iterator[Measure]:
    """Requests a second beside the hello view: goals are 0.03 and 0.01 of it, so it may be 33 and 100 times as many.

    The view itself stands beside Django's bare handler.
    """
    with _filled_city() as city:
        item = f"/desk/register/items/{city.ask_database(FIRST_ITEM)}/"
        pages = (
            ("city_item_page", "liaison", item, 1 / 0.03),
            ("city_register", "liaison", "/desk/register/", None),
            ("city_board", "establishment_office", "/desk/board/", 1 / 0.01),
        )
        for name, role, address, goal in pages:
            yield _beside(city, name, address, VIEW, goal, cookies=_cookies(city, role, address))
        yield _beside(city, "city_hello_view", VIEW, BARE, None)


def bench_city_import() -> Iterator[Measure]:
    """5,000 rows sent in, read and checked by the worker, compared and accepted by a person who is signed in.

    Beside `qingdan check` of the same file and three times the bare inserts of what is written.
    """
    with _filled_city() as city:
        register = city.home / "市环境保护局登记表.xlsx"
        _write(register, rows(ROWS))
        taken = _seconds(partial(_import, city, city.somebody("liaison"), register))
        checked = _seconds(partial(_check, city.home.with_name(f"{city.home.name}-check"), register))
        inserted = _insert(city)
        base = checked + 3 * inserted
        yield Measure(name="city_import", value=taken, unit="s", baseline=base, ratio=taken / base, goal=1.0)
        yield Measure(name="city_bare_inserts", value=inserted, unit="s")


def bench_city_editing() -> Iterator[Measure]:
    """Sixteen people, each a process with a session of its own, add words to one item: none may be lost."""
    with _filled_city() as city:
        number = str(city.ask_database(FIRST_ITEM))
        roles = ("liaison", "deputy", "drafter", "principal")
        seats = [city.accounts[roles[n % len(roles)]] for n in range(PEOPLE)]
        work = [(city.port, one["username"], one["password"], number, n) for n, one in enumerate(seats)]
        begun = time.monotonic()
        with ProcessPoolExecutor(PEOPLE, mp_context=get_context("spawn")) as people:
            failures = sum(people.map(_edit, *zip(*work, strict=True)))
        seconds = time.monotonic() - begun
        duty = str(city.ask_database(f"SELECT duty FROM powers_poweritem WHERE draft_number = '{number}'"))
        lost = sum(_word(n, turn) not in duty for n in range(PEOPLE) for turn in range(SAVES))
        yield Measure(name="city_edits_lost", value=lost, unit="次", goal=0)
        yield Measure(name="city_edits_failed", value=failures, unit="次", goal=0)
        yield Measure(name="city_edits", value=PEOPLE * SAVES / seconds, unit="次/s")


@contextmanager
def _home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="qd-bench-"))
    try:
        yield home
    finally:
        Cluster(home).stop()
        shutil.rmtree(home)


@contextmanager
def _filled_city() -> Iterator[City]:
    """Founded by `qingdan demo`, filled by its worker, then served again beside hello."""
    with _home() as home:
        _lend_library(home)
        city = City(home, QINGDAN_DEMO="1")
        try:
            city.start("demo")
            city.wait_until_ready("demo")
            city.wait_for_jobs(FILLED_WITHIN)
            city.stop()
            Cluster(home).ensure_running()
            city.start_with_hello()
            city.start_worker()
            yield city
        finally:
            city.stop()


def _cookies(city: City, role: str, address: str) -> str:
    """Of somebody who has the page before them."""
    person = city.somebody(role)
    assert person.get(address).status == 200, address
    return "; ".join(f"{key}={value}" for key, value in person.cookies.items())


def _beside(
    city: City, name: str, address: str, other: str, goal: float | None, *, cookies: str = ""
) -> Measure:
    pairs = [
        (requests_per_second(city.port, address, cookies), requests_per_second(city.port, other))
        for _ in range(3)
    ]
    value, base = max(one for one, _ in pairs), max(one for _, one in pairs)
    return Measure(name=name, value=value, unit="次/s", baseline=base, ratio=base / value, goal=goal)


def _import(city: City, person: Person, register: Path) -> None:
    page = person.get("/desk/register/uploads/")
    sent = person.send("/desk/register/uploads/send", register, campaign=page.field("campaign"), unit=UNIT)
    assert sent.status == 302, sent.words[:500]
    city.wait_for_jobs(300)
    code = str(city.ask_database("SELECT code FROM powers_upload ORDER BY at DESC LIMIT 1"))
    page = person.get(f"/desk/register/uploads/{code}/accept")
    taken = person.post(f"/desk/register/uploads/{code}/take", token=page.field("token"))
    assert taken.status == 302, taken.words[:500]


def _check(home: Path, register: Path) -> None:
    home.mkdir(exist_ok=True)
    _lend_library(home)
    command = [sys.executable, "-m", "qingdan", "check", str(register), "--format", "json"]
    subprocess.run(
        command, env=os.environ | {"QINGDAN_HOME": str(home)}, stdout=subprocess.DEVNULL, check=False
    )
    shutil.rmtree(home)


def _insert(city: City) -> float:
    """Seconds for the items, bases and checks that the import wrote, put row by row into bare tables.

    Those have the indexes and keys of the real ones and nothing else: no walls, no history.
    """
    with psycopg.connect(Cluster(city.home).last_address().url("owner")) as session:
        session.adapters.register_loader("jsonb", TextLoader)
        session.execute("SELECT set_config('qingdan.regions', '360900', true)")
        work = [_bare_copy(session, f"powers_{table}") for table in ("poweritem", "legalbasis", "itemcheck")]
        begun = time.perf_counter()
        for insert, found in work:
            session.cursor().executemany(insert, found)
        session.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit would look at the keys
        seconds = time.perf_counter() - begun
        session.rollback()
    return seconds


def _bare_copy(session: psycopg.Connection, table: str) -> tuple[str, list[tuple[object, ...]]]:
    """An empty table like this one, to be taken back; how a row is put into it, and the last rows of the real one."""
    session.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING INDEXES)")
    for (key,) in session.execute(_KEYS, [table]).fetchall():
        session.execute(f"ALTER TABLE bare_{table} ADD {key}")
    found = session.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT {ROWS}")
    holes = ", ".join(["%s"] * len(found.description or ()))
    return f"INSERT INTO bare_{table} VALUES ({holes})", found.fetchall()


def _edit(port: int, username: str, password: str, number: str, mine: int) -> int:
    """Adds words to the duty of an item, each on top of what stands there; how many answers were no answer."""
    person, failures = Person(port), 0
    person.sign_in(username, password)
    address = f"/desk/register/items/{number}/"
    for turn in range(SAVES):
        while True:
            page = person.get(address)
            duty = page.field("duty") + _word(mine, turn)
            saved = person.post(f"{address}save", version=page.field("version"), duty=duty)
            failures += saved.status not in {302, 422}
            if saved.status == 302:
                break
    return failures


def _word(person: int, turn: int) -> str:
    return f"〔{person}.{turn}〕"


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun
