"""A city with cases on line: `python -m bench.case_city steps|submit|million`. Prints figures as JSON in its last line.

`steps`: how many steps of a chart a second, alone; the same writes by pgbench in the same database; applications
submitted beside the bare writes of what they write. `million`: a million open cases, copied in, worked out anew.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from statistics import median
from time import perf_counter

from bench.load import answer_times
from qingdan.base.clock import day_of, now
from qingdan.base.db.account import account_for
from qingdan.base.db.address import Address
from qingdan.base.db.binaries import find_binaries
from qingdan.base.db.cluster import Cluster
from qingdan.config.environment import read_environment
from qingdan.config.runtime import make_ready

CASES, RECEIPTS, SECONDS, MILLION, KINDS = 150, 20, 6, 1_000_000, 200
_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_name = 'cases_case' AND column_name <> 'id' AND is_generated = 'NEVER'
"""
_STEPS = ((3, ""), (4, ""), (5, "合格"), (6, ""))
_WRITES = """
\\set case random(1, {cases})
BEGIN;
SELECT set_config('qingdan.regions', '360900', true), set_config('qingdan.person', 'handler', true);
SELECT id FROM cases_case WHERE id = :case FOR UPDATE;
UPDATE cases_casetask SET done_at = now(), done_by = 'handler', done_by_name = '程办', opinion = '看过了'
  WHERE id = (SELECT id FROM cases_casetask WHERE case_id = :case LIMIT 1);
INSERT INTO cases_casetask (region_id, case_id, step, name, post, party, holder, opened_at, due_on, done_at, done_by,
  done_by_name, taken, opinion, visitors, joint_session)
  VALUES ('360900', :case, 4, '踏勘', '承办人', 'officer', '', now(), '2026-06-04', now(), '', '', '', '', '[]', 0);
UPDATE cases_case SET run = '{{"open": [4, 5], "waiting": [], "decision": 7}}', version = version + 1 WHERE id = :case;
INSERT INTO events_event (kind, subject, region, unit, at, by, by_name, data, digest)
  VALUES ('StepDone', 'case:260601-360900-001-00001-X', '360900', '360900001', now(), 'handler', '程办',
  '{{"action": "do_step", "to": "under_review", "step": 3}}', repeat('a', 64));
COMMIT;
"""
_SUBMISSION = """
\\set case random(1, {cases})
\\set key random(1, 1000000000000)
BEGIN;
SELECT set_config('qingdan.regions', '360900', true), set_config('qingdan.person', 'citizen', true);
SELECT id FROM cases_case WHERE id = :case FOR UPDATE;
UPDATE cases_casenumber SET last = last + 1;
INSERT INTO cases_casemark (region_id, case_id, effect, "on", until, days, reason, at)
  VALUES ('360900', :case, 'receives', '2026-06-01', NULL, 0, '', now());
UPDATE cases_case SET received_at = now(), check_due_on = '2026-06-08', version = version + 1 WHERE id = :case;
INSERT INTO snapshots_snapshot (digest, region_id, kind, content, at)
  VALUES (md5(:key::text) || md5('a' || :key), '360900', 'case_paper', repeat('灯', 200), now());
INSERT INTO cases_casepaper (region_id, case_id, kind, code, number, digest, signature, key, dated, by, at)
  VALUES ('360900', :case, 'receipt', md5(:key::text), '260601-360900-001-00001-X-R1', repeat('a', 64),
  repeat('b', 128), 'key', '2026-06-01', 'citizen', now());
INSERT INTO inbox_message (region_id, user_id, subject, text, link, once, at)
  SELECT '360900', id, '点灯许可', repeat('灯', 60), '/my/cases/', 'bench:' || :key, now()
  FROM people_user WHERE username = 'citizen';
INSERT INTO events_event (kind, subject, region, unit, at, by, by_name, data, digest)
  SELECT 'ApplicationReceived', 'case:260601-360900-001-00001-X', '360900', '360900001', now(), 'citizen', '江小灯',
  '{{"action": "submit", "to": "received"}}', repeat('a', 64) FROM generate_series(1, 3);
COMMIT;
"""
_COPIES = """
INSERT INTO cases_case ({columns}) SELECT {values} FROM cases_case c, unnest(%(days)s::date[], %(statutory)s::date[],
  %(promised)s::date[]) WITH ORDINALITY d(accepted, statutory, promised, place), generate_series(1, %(each)s) g
  WHERE c.number <> '';
INSERT INTO cases_casemark (region_id, case_id, effect, "on", until, days, reason, at)
  SELECT m.region_id, n.id, m.effect, n.accepted_on, NULL, m.days, m.reason, m.at
  FROM cases_case n JOIN cases_casemark m ON m.case_id = %(first)s WHERE n.number LIKE 'M%%';
INSERT INTO cases_casetask (region_id, case_id, step, name, post, party, holder, opened_at, done_by, done_by_name,
  taken, opinion, visitors, joint_session)
  SELECT t.region_id, n.id, t.step, t.name, t.post, t.party, '', t.opened_at, '', '', '', '', '[]', 0
  FROM cases_case n JOIN cases_casetask t ON t.case_id = %(first)s WHERE n.number LIKE 'M%%';
"""
_CHANGED = {
    "code": "md5('c' || d.place || '-' || g)",
    "once": "md5('o' || d.place || '-' || g)",
    "number": "'M' || d.place || '-' || g",
    "sequence": "NULL",
    "accepted_on": "d.accepted",
    "decision_due_on": "d.statutory",
    "promised_due_on": "d.promised",
}


def steps() -> dict[str, float]:
    """Rates of steps, by us and by pgbench."""
    from tests.builders_cases import HANDLER, LATER, a_serving_city, accepted, the_case, who_visit  # noqa: PLC0415

    from qingdan.cases.services.running import StepDone, do_step  # noqa: PLC0415

    a_serving_city()
    who_visit()
    cases = [the_case(accepted(once=f"bench-{number}")) for number in range(CASES)]

    def all_steps() -> None:
        for one in cases:
            for version, (step, exit_) in enumerate(_STEPS, one.version):  # the page has the version it shows
                said = StepDone(
                    exit=exit_, opinion="看过了", visitors=("handler", "handler_2") if step == 4 else ()
                )
                do_step(number=one.number, version=version, step=step, said=said, by=HANDLER, at=LATER)

    stepping = seconds(all_steps)
    return {
        "steps": CASES * len(_STEPS) / stepping,
        "pgbench_steps": _pgbench(_WRITES.format(cases=CASES)),
    }


def submit() -> dict[str, float]:
    """Seconds of a submission, of its bare writes, of setting its receipt."""
    from tests.builders_cases import CITIZEN, NOW, a_serving_city, an_application, to_sign  # noqa: PLC0415

    from qingdan.cases.services.applying import submit_application  # noqa: PLC0415

    a_serving_city()
    submitting = 0.0
    for number in range(CASES):  # one draft at a time: an account may hold few
        code = an_application(once=f"bench-{number}")
        said = {"code": code, "version": 2, "signed": to_sign(code)}  # the page that was read before
        submitting += seconds(partial(submit_application, **said, by=CITIZEN, at=NOW))
    return {
        "submit": submitting / CASES,
        "writes": 1 / _pgbench(_SUBMISSION.format(cases=CASES)),
        "setting": seconds(_set_receipts) / RECEIPTS,
    }


def _set_receipts() -> None:
    from tests.builders_cases import WINDOW  # noqa: PLC0415

    from qingdan.base.transactions import reading  # noqa: PLC0415
    from qingdan.cases.models import CasePaper  # noqa: PLC0415
    from qingdan.cases.queries.printed_papers import printed_paper  # noqa: PLC0415
    from qingdan.documents.case_paper import case_paper_pdf  # noqa: PLC0415

    with reading(WINDOW):
        papers = list(CasePaper.objects.order_by("pk")[:RECEIPTS])
        assert len(papers) == RECEIPTS
        for paper in papers:
            case_paper_pdf(printed_paper(paper, site="http://localhost"))


def million() -> dict[str, float]:
    """Seconds to work out a million open cases anew where nothing moved."""
    from tests.builders_case_desk import accepted_now  # noqa: PLC0415
    from tests.builders_cases import a_serving_city, the_case  # noqa: PLC0415
    from tests.modules.cases.test_cases import PROGRAM  # noqa: PLC0415

    from qingdan.cases.services.recomputing import recompute_all  # noqa: PLC0415

    a_serving_city()
    case = the_case(accepted_now())
    filling = seconds(lambda: multiply(case.pk, MILLION))
    found: list[int] = []
    took = seconds(lambda: found.append(recompute_all(by=PROGRAM, at=now())))
    return {"filling": filling, "recomputed": took, "moved": found[0]} | pages(case.number)


def pages(number: str) -> dict[str, float]:
    """The officer's list and the page of a case."""
    return pages_of({"queue": "/desk/cases/", "case": f"/desk/cases/{number}/"})


def pages_of(addresses: dict[str, str]) -> dict[str, float]:
    """Seconds of the median answer of pages of the desk by name, for one person ("name_1") and for sixteen."""
    from tests.builders import PASSWORD, an_actor  # noqa: PLC0415
    from tests.city_people import Person  # noqa: PLC0415
    from tests.city_processes import CityProcesses  # noqa: PLC0415

    from qingdan.rules.role import Role  # noqa: PLC0415

    an_actor(Role.HANDLER, unit=1, username="officer")
    city = CityProcesses(read_environment().home)
    city.start("serve")
    try:
        city.wait_until_ready()
        person = Person(city.port)
        person.sign_in("officer", PASSWORD)
        cookies = "; ".join(f"{key}={value}" for key, value in person.cookies.items())
        return {
            f"{page}_{people}": median(
                answer_times(city.port, address, cookies, people=people, each=100 // people)
            )
            for page, address in addresses.items()
            for people in (1, 16)
        }
    finally:
        city.stop()


def multiply(first: int, cases: int) -> None:
    """The one accepted case so many times, over two hundred days of acceptance, with marks and tasks."""
    import psycopg  # noqa: PLC0415

    from qingdan.data.calendar import load_calendar  # noqa: PLC0415
    from qingdan.rules.deadline import deadline  # noqa: PLC0415
    from qingdan.rules.power_item import DayKind  # noqa: PLC0415

    days = [day_of(now()) - timedelta(days=number) for number in range(KINDS)]

    def ends(length: int) -> list[date]:
        return [
            deadline(load_calendar(), start=one, days=length, kind=DayKind.WORKING).ends_on for one in days
        ]

    with psycopg.connect(_address().url("owner")) as line:
        line.execute("SELECT set_config('qingdan.regions', '360900', false)")
        line.execute("ALTER TABLE cases_case DISABLE TRIGGER in_force")
        names = [one for (one,) in line.execute(_COLUMNS)]
        values = ", ".join(_CHANGED.get(one, f'c."{one}"') for one in names)
        columns = ", ".join(f'"{one}"' for one in names)
        facts = {
            "days": days,
            "statutory": ends(20),
            "promised": ends(10),
            "each": cases // KINDS,
            "first": first,
        }
        for statement in _COPIES.format(columns=columns, values=values).split(";")[:3]:
            line.execute(statement, facts)
        line.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table cannot be altered yet
        line.execute("ALTER TABLE cases_case ENABLE TRIGGER in_force")
        line.commit()
        line.autocommit = True
        line.execute("VACUUM ANALYZE cases_case, cases_casemark, cases_casetask")


def _pgbench(script: str) -> float:
    """Transactions a second of one client, prepared, on the database in use."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        words = [
            "-n",
            "-M",
            "prepared",
            "-c",
            "1",
            "-T",
            str(SECONDS),
            "-f",
            file.name,
            _address().url("app"),
        ]
        program = find_binaries(account_for(read_environment().home / "pg")).program("pgbench")
        done = subprocess.run([program, *words], check=True, stdout=subprocess.PIPE, text=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert found
    return float(found[1])


def _address() -> Address:
    return Cluster(read_environment().home).last_address()


def seconds(run: Callable[[], object]) -> float:
    begun = perf_counter()
    run()
    return perf_counter() - begun


if __name__ == "__main__":
    make_ready(read_environment().home)
    chosen = {"steps": steps, "submit": submit, "million": million}[sys.argv[1]]
    print(json.dumps(chosen()))
