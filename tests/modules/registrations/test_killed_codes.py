"""Programs that draw codes are killed in the middle, two at a time: no code is given twice, none is lost."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from tests.builders import CITY, NOW, SETTER
from tests.builders_registrations import CENTRE, FIRST, a_registering_city, under_review
from tests.database_copy import copied_database, drop_copy

from qingdan.base.db.address import Address
from qingdan.base.refusal import Refused
from qingdan.base.transactions import reading, writing
from qingdan.registrations.models import Enterprise, PoolCode, Registration
from qingdan.registrations.queries.pool import pool_faults, ranges_shown
from qingdan.registrations.services.pool import add_range, claim_code, draw_code
from qingdan.rules.registration import FAILED

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from qingdan.base.db.cluster import Cluster

pytestmark = pytest.mark.requirement("RQ-A13", "G-hostile")
COPY, PATIENCE, CODES = "codes_killed", 120.0, 3_000


@pytest.fixture
def city(
    city_cluster: "Cluster", django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Address]:
    """A copy of the empty city to write into for good."""
    with copied_database(city_cluster, COPY, django_db_blocker) as address:
        a_registering_city(codes=CODES)
        yield address
    drop_copy(city_cluster, COPY)


@pytest.mark.parametrize("kills", [1, pytest.param(30, marks=pytest.mark.soak)], ids=["few", "all"])
def test_killed_programs__give_no_code_twice_and_lose_none(
    city: Address, kills: int, tmp_path: Path, root: Path
) -> None:
    for seed in range(kills):
        _killed(city, (2 * seed, 2 * seed + 1), tmp_path, root)

    _every_code_has_its_place()


def test_codes_drawn_at_once__are_all_different(city: Address) -> None:
    numbers = [under_review(word) for word in ("灯火", "月光", "星河")]
    with reading(SETTER):
        rows = list(Registration.objects.filter(number__in=numbers))

    with ThreadPoolExecutor(3) as pool:
        drawn = list(pool.map(_drawn_alone, rows))
    assert len(set(drawn)) == 3
    assert list(map(_drawn_alone, rows)) == drawn  # again: the same


def _drawn_alone(row: Registration) -> str:
    try:
        with writing(SETTER):
            return draw_code(row, at=NOW)
    finally:
        connection.close()


@pytest.mark.django_db
def test_code__that_was_given_stays_given() -> None:
    a_registering_city(codes=3)
    row = _row(under_review())
    with writing(SETTER):
        code = draw_code(row, at=NOW)
        kept = PoolCode.objects.get(code=code)
        for wrong in ({"state": "free", "registration": ""}, {"registration": "another"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                PoolCode.objects.filter(pk=kept.pk).update(**wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.delete()


@pytest.mark.django_db
def test_pool__that_is_empty_or_asked_for_a_strange_code_says_so() -> None:
    a_registering_city(codes=1)
    first, second = _row(under_review("灯火")), _row(under_review("月光"))
    with writing(SETTER):
        code = draw_code(first, at=NOW)
        for act, key in (
            (lambda: draw_code(second, at=NOW), "registration.pool_empty"),
            (lambda: claim_code(second, code, at=NOW), "registration.code_taken"),
            (lambda: claim_code(second, "D2143569X", at=NOW), "registration.code_of_no_range"),
        ):
            with pytest.raises(Refused) as error:
                act()
            assert [one.key for one in error.value.problems] == [key]


@pytest.mark.django_db
def test_range__is_brought_in_once() -> None:
    a_registering_city(codes=10)
    with pytest.raises(Refused) as error:
        add_range(first=FIRST, size=5, document="又一个", by=CENTRE, at=NOW)
    assert [one.key for one in error.value.problems] == ["registration.range_known"]
    with pytest.raises(Refused):
        add_range(first="YYYYYYYY", size=5, document="到头", by=CENTRE, at=NOW)


def _row(number: str) -> Registration:
    with reading(SETTER):
        return Registration.objects.get(number=number)


def _killed(city: Address, seeds: tuple[int, ...], folder: Path, root: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "qingdan.config.settings",
        "DATABASE_URL": city.url("app"),
        "DATABASE_OWNER_URL": city.url("owner"),
        "QINGDAN_HOME": str(folder / "home"),
        "PYTHONPATH": os.pathsep.join([str(root), str(root / "src")]),
    }
    words = [sys.executable, "-m", "tests.registration_program"]
    programs = [
        subprocess.Popen([*words, str(seed), str(folder)], env=environment, cwd=root) for seed in seeds
    ]
    until = time.monotonic() + PATIENCE
    while not all((folder / f"begun-{seed}").exists() for seed in seeds):
        assert all(one.poll() is None for one in programs) and time.monotonic() < until
        time.sleep(0.02)
    time.sleep(Random(seeds[0]).uniform(1, 3))
    for one in programs:
        one.kill()
        one.wait()


def _every_code_has_its_place() -> None:
    with reading(SETTER):
        assert pool_faults(CITY) == ()
        assert sum(one.free + one.drawn + one.used + one.void for one in ranges_shown(CITY)) == CODES
        given = list(PoolCode.objects.exclude(state="free").values_list("registration", "state", "code"))
        states = dict(Registration.objects.exclude(number="").values_list("number", "state"))
        borne = dict(Enterprise.objects.values_list("founded_by", "numbers__organisation_code"))
    assert given and len({code for _, _, code in given}) == len(given)
    for registration, state, code in given:
        assert (state == "used") is (registration in borne)
        assert borne.get(registration, code) == code
        assert (state == "void") is (states[registration] in FAILED)
