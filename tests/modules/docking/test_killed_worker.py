"""Two workers send at once and are killed in the middle, the system is slow, busy, talks nonsense and answers twice."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from tests.builders import SETTER, a_city
from tests.builders_docking import a_partner, may_call, sent
from tests.database_copy import copied_database, drop_copy
from tests.fake_partner import FakePartner, fake_partner

from qingdan.base.clock import now
from qingdan.base.db.address import Address
from qingdan.base.events.models import Event
from qingdan.base.events.queries import faults
from qingdan.base.shared_secret import KEY_FILE
from qingdan.base.transactions import reading
from qingdan.docking.models import Dispatch, PartnerAnswer

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("RQ-N5", "G-jobs", "G-hostile")
COPY, PATIENCE, MANY = "docking_killed", 240.0, 40


class Moody:
    """Answers well twice of three; else slowly, busily, with nonsense or without a signature."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def __call__(self, fake: FakePartner, said: Mapping[str, Any]) -> tuple[int, bytes]:
        mood = self.random.choice(("good",) * 8 + ("slow", "busy", "nonsense", "fault"))
        time.sleep(0.5 if mood == "slow" else 0.02)
        if mood == "busy":
            return 503, b""
        if mood == "fault":
            return 500, b"{}"
        if mood == "nonsense":
            return 200, b"<html>ok</html>"
        answer = {"number": said["key"], "again": fake.codes.count(said["code"])}
        return 200, json.dumps({"received": said["code"], "answer": answer}).encode()


@pytest.fixture
def city(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Address]:
    """A city of the test's own, kept for good."""
    with copied_database(city_cluster, COPY, django_db_blocker) as address:
        a_city()
        yield address
    drop_copy(city_cluster, COPY)


@pytest.mark.parametrize("kills", [2, pytest.param(60, marks=pytest.mark.soak)], ids=["few", "all"])
def test_killed_workers__lose_nothing_and_each_answer_counts_once(
    city: Address, kills: int, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_partner() as fake:
        fake.answer = Moody(kills)
        may_call(monkeypatch, fake.port)
        a_partner(fake, at=now())
        codes = [sent(f"k{one}", at=now()) for one in range(MANY)]
        _worked(city, fake, kills, tmp_path, root)

        assert set(codes) <= set(fake.codes)
    with reading(SETTER):
        assert PartnerAnswer.objects.count() == MANY
        for kind in ("DispatchDelivered", "PartnerAnswered"):
            assert Event.objects.filter(kind=kind).count() == MANY
        assert not Event.objects.filter(kind="DispatchDead").exists()
        assert faults() == []


def _worked(city: Address, fake: FakePartner, kills: int, folder: Path, root: Path) -> None:
    """Two workers, of which one at a time is killed and begun anew, till everything is answered."""
    random, until = Random(kills), time.monotonic() + PATIENCE + 6 * kills
    workers = [_begun(city, fake, folder, root) for _ in range(2)]
    try:
        while _open() and time.monotonic() < until:
            time.sleep(random.uniform(2, 6))
            if kills:
                kills -= 1
                place = random.randrange(2)
                workers[place].kill()
                workers[place].wait()
                workers[place] = _begun(city, fake, folder, root)
    finally:
        for one in workers:
            one.kill()
            one.wait()


def _begun(city: Address, fake: FakePartner, folder: Path, root: Path) -> subprocess.Popen[bytes]:
    home = folder / "home"
    home.mkdir(exist_ok=True)
    shutil.copy2(settings.QINGDAN_HOME / KEY_FILE, home / KEY_FILE)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "qingdan.config.settings",
        "DATABASE_URL": city.url("app"),
        "DATABASE_OWNER_URL": city.url("owner"),
        "QINGDAN_HOME": str(home),
        "QINGDAN_DOCKING_INSIDE": f"127.0.0.1:{fake.port}",
        "PYTHONPATH": os.pathsep.join([str(root), str(root / "src")]),
    }
    words = [sys.executable, "-m", "tests.modules.docking.docking_worker"]
    return subprocess.Popen(words, env=environment, cwd=root)


def _open() -> int:
    with reading(SETTER):
        return Dispatch.objects.exclude(state="answered").count()
