"""A department's system in miniature works with a running city, over real HTTP, by the documented interface alone."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from tests.builders_cases import HANDLER, accepted, the_case
from tests.builders_docking import a_docked_city, may_call, sent, the_dispatch
from tests.city_processes import CityProcesses, database_words
from tests.database_copy import copied_database, drop_copy
from tests.fake_partner import FakePartner, answers, fake_partner
from tests.reference_client import Client

from qingdan.base.clock import now
from qingdan.base.shared_secret import KEY_FILE
from qingdan.base.transactions import reading
from qingdan.cases.models import CaseTask
from qingdan.docking.models import DockedAct

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("RQ-A3", "RQ-N5", "G-hostile")
COPY, CASES, ACCOUNT = "docked", 3, "360900-lanterns"


@pytest.fixture
def fake() -> Iterator[FakePartner]:
    """Where the city's pushes arrive."""
    with fake_partner() as partner:
        yield partner


@pytest.fixture
def secret(
    city_cluster: "Cluster",
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    monkeypatch: pytest.MonkeyPatch,
    fake: FakePartner,
) -> Iterator[str]:
    """Of the lanterns' system, in a city of the test's own with some cases under review."""
    may_call(monkeypatch, fake.port)
    with copied_database(city_cluster, COPY, django_db_blocker):
        made = a_docked_city(fake)
        for one in range(CASES):
            accepted(once=f"case-{one}")
        yield made
    drop_copy(city_cluster, COPY)


@pytest.fixture
def city(secret: str, city_cluster: "Cluster", fake: FakePartner, tmp_path: Path) -> Iterator[CityProcesses]:
    """Server and worker on it."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy2(settings.QINGDAN_HOME / KEY_FILE, home / KEY_FILE)
    words = database_words(replace(city_cluster.last_address(), name=COPY))
    running = CityProcesses(home, **words, QINGDAN_DOCKING_INSIDE=f"127.0.0.1:{fake.port}")
    running.start("serve")
    running.start("worker")
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


def _handled(city: CityProcesses, secret: str, root: Path) -> list[dict[str, Any]]:
    """The reference client's day: a line a step."""
    words = [sys.executable, "-m", "tests.reference_client", city.address, ACCOUNT, secret, "handler"]
    done = subprocess.run(
        [*words, "handler", "handler_2"], cwd=root, capture_output=True, text=True, check=True, timeout=120
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_reference_client__receives_handles_and_returns_every_case(
    city: CityProcesses, secret: str, fake: FakePartner, root: Path
) -> None:
    told = _handled(city, secret, root)

    assert len(told) == CASES * 4  # 分办, 踏勘, 书面审查, 汇总
    assert sum(one["typed_twice"] for one in told) == 0
    numbers = {one["case"] for one in told}
    assert len(numbers) == CASES
    with reading(HANDLER):
        left = CaseTask.objects.filter(case__number__in=numbers, done_at=None)
        assert set(left.values_list("party", flat=True)) == {"decider"}
        assert DockedAct.objects.filter(kind="step").count() == CASES * 4
    _pushed_within_seconds(fake)
    _goes_on_after_a_kill(city, secret, numbers)


def _pushed_within_seconds(fake: FakePartner) -> None:
    fake.answer = answers(taken=True)
    begun, code = time.monotonic(), sent("push-1", at=now())
    while the_dispatch(code).state != "answered":
        assert time.monotonic() - begun < 30, the_dispatch(code).fault
        time.sleep(0.2)


def _goes_on_after_a_kill(city: CityProcesses, secret: str, numbers: set[str]) -> None:
    """A return whose answer was lost with the server is sent again with its key, and counts once."""
    number = min(numbers)
    client = Client(city.address, ACCOUNT, secret)
    said = {"granted": True, "facts": "灯都合格", "clauses": [1], "decided_by": "approver"}
    first = client.write(f"/cases/{number}/result", said, "result-0001")
    city.kill("serve")
    city.start("serve")
    city.wait_until_ready()

    assert client.write(f"/cases/{number}/result", said, "result-0001") == first
    assert first[0] == 200
    assert the_case(number).state == "under_review"
