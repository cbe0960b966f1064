"""Search over half a million names: the shared names, told apart by region and unit, in a database of its own."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from bench.measure import Measure
from qingdan.base.db.cluster import Cluster

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
ROWS, REGIONS, ROUNDS = 500_000, 100, 4
GOAL_MS, SUCCESS = 80.0, 0.93
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = 'editions_searchentry' AND indexdef LIKE '%USING gin%'
"""
COLUMNS = "region, kind, code, name, unit_name, address, sounds, initials, name_words, text_words"


def bench_search() -> Iterator[Measure]:
    """p95 of all questions of the sample, over all regions and in one; how often one of the first three answers."""
    if not SHARED.is_dir():
        return
    home = Path(tempfile.mkdtemp(prefix="qd-search-"))
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            yield from apart.submit(measured, str(home), ROWS).result()
    finally:
        Cluster(home).stop()
        shutil.rmtree(home)


def measured(home: str, rows: int) -> list[Measure]:
    """In a process of its own, since Django is set up once: fill, ask, measure."""
    _found(home)
    filled = _seconds_to_fill(rows)
    sample = _read("search_sample.jsonl")
    everywhere = [_asked(one, "") for _ in range(ROUNDS) for one in sample]
    in_one = [_asked(one, _region(7)) for _ in range(ROUNDS) for one in sample]
    hits = [hit for _, hit in everywhere[: len(sample)]]
    return [
        Measure(name="search_p95", value=_p95(everywhere), unit="ms", goal=GOAL_MS),
        Measure(name="search_p95_in_a_region", value=_p95(in_one), unit="ms", goal=GOAL_MS),
        Measure(name="search_missed_of_3", value=1 - sum(hits) / len(hits), unit="", goal=1 - SUCCESS),
        Measure(name="search_fill", value=filled, unit="s"),
    ]


def _found(home: str) -> None:
    os.environ |= {"QINGDAN_HOME": home, "DJANGO_SETTINGS_MODULE": "qingdan.config.settings"}
    Cluster(Path(home)).ensure_running()
    import django  # noqa: PLC0415  (needs the home)

    django.setup()
    from qingdan.base.schema import bring_up_to_date  # noqa: PLC0415

    bring_up_to_date()


def _seconds_to_fill(rows: int) -> float:
    """Copied in, indexes made after it, as a restore would."""
    import psycopg  # noqa: PLC0415

    names = _read("item_names.jsonl")
    begun = perf_counter()
    address = Cluster(Path(os.environ["QINGDAN_HOME"])).last_address()
    with psycopg.connect(address.url("owner")) as session, session.cursor() as cursor:
        indexes = cursor.execute(INDEXES).fetchall()
        cursor.execute("; ".join(f"DROP INDEX {name}" for name, _ in indexes))
        with cursor.copy(f"COPY editions_searchentry ({COLUMNS}) FROM STDIN") as copy:
            for number in range(rows):
                copy.write_row(_row(number, names[number % len(names)]))
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _, made in indexes:
            cursor.execute(made)
    with psycopg.connect(address.url("owner"), autocommit=True) as session:
        session.execute("VACUUM ANALYZE editions_searchentry")
    return perf_counter() - begun


def _row(number: int, named: dict[str, str]) -> tuple[str, ...]:
    """The names over and over, each time in another region, at a unit of its own."""
    from qingdan.editions.services.indexing import search_entry  # noqa: PLC0415

    region = _region(number // len(_read("item_names.jsonl")) % REGIONS)
    code = f"{region}{number:011d}"
    made = search_entry(
        region=region,
        kind="power_item",
        code=code,
        name=named["name"],
        unit_name=f"{region}{named['department']}",
        address=f"/items/{code}/",
        texts=[named["category"]],
    )
    return tuple(getattr(made, name) for name in COLUMNS.split(", "))


def _asked(one: dict[str, object], region: str) -> tuple[float, bool]:
    """Milliseconds, and whether one of the first three answers."""
    from django.db import transaction  # noqa: PLC0415

    from qingdan.editions.queries.search import search  # noqa: PLC0415

    begun = perf_counter()
    with transaction.atomic():
        found = search(str(one["q"]), limit=5, region=region)
    took = 1_000 * (perf_counter() - begun)
    accepted = one["accept"]
    assert isinstance(accepted, list)
    return took, any(answer.name in accepted for answer in found[:3])


def _region(number: int) -> str:
    return f"{360_000 + 10 * number}"


def _p95(answers: list[tuple[float, bool]]) -> float:
    times = sorted(took for took, _ in answers)
    return times[int(0.95 * len(times))]


_READ: dict[str, list[dict[str, str]]] = {}


def _read(name: str) -> list[dict[str, str]]:
    if name not in _READ:
        lines = (SHARED / name).read_text(encoding="utf-8").splitlines()
        _READ[name] = [json.loads(line) for line in lines]
    return _READ[name]
