"""A city with joint applications: `python -m bench.joint_city five|many`. Prints figures as JSON in its last line.

`five`: seconds of one application from its draft to the last decision, and of a joint one of five departments.
`many`: a hundred thousand open joint applications, copied in, and the lead's list of them.
"""

import json
import sys
from functools import partial
from statistics import median

import psycopg

from bench.case_city import pages_of, seconds
from qingdan.base.db.address import Address
from qingdan.base.db.cluster import Cluster
from qingdan.config.environment import read_environment
from qingdan.config.runtime import make_ready

TIMES, MANY = 12, 100_000
_NAMES = """
SELECT column_name FROM information_schema.columns
WHERE table_name = %s AND column_name <> 'id' AND is_generated = 'NEVER'
"""
_NEW = {
    "joints_jointapplication": {
        "code": "md5('j' || g)",
        "once": "md5('o' || g)",
        "number": "'J-' || g",
        "due_on": "c.due_on + (g %% 60)::int",
    },
    "cases_case": {
        "code": "md5('c' || g || c.id)",
        "once": "md5('p' || g || c.id)",
        "number": "'C' || g || '-' || c.id",
        "joint": "'J-' || g",
        "sequence": "NULL",
    },
    "joints_jointbranch": {"joint_id": "j.id", "case_id": "n.id"},
}


def five() -> dict[str, float]:
    """Medians of a joint application of five departments and of a single one."""
    from tests.builders_cases import CITIZEN, an_applicant  # noqa: PLC0415
    from tests.builders_joints import (  # noqa: PLC0415
        BUILD,
        FIVE,
        LAND,
        a_joint_city,
        accepted_jointly,
        decided_branch,
        officers_of,
    )

    from qingdan.base.transactions import writing  # noqa: PLC0415

    plan = a_joint_city(names=FIVE)
    for item in FIVE:
        officers_of(item)
    with writing(CITIZEN):
        an_applicant()

    def jointly(turn: int) -> None:
        number = accepted_jointly(plan, once=f"five-{turn}", items=tuple(FIVE))
        for item in (LAND, *(one for one in FIVE if one not in {LAND, BUILD}), BUILD):
            decided_branch(number, item)

    joint = [seconds(partial(jointly, turn)) for turn in range(TIMES)]
    single = [seconds(partial(_alone, turn)) for turn in range(TIMES)]
    return {"joint": median(joint), "single": median(single)}


def _alone(turn: int) -> None:
    """The same item for itself: applied for, accepted, reviewed, decided."""
    from tests.builders_joints import alone, decided_alone  # noqa: PLC0415

    decided_alone(alone(f"alone-{turn}"))


def many() -> dict[str, float]:
    """Seconds of the lead's list of a hundred thousand open joint applications, for one person and for sixteen."""
    from tests.builders_cases import CITIZEN, an_applicant  # noqa: PLC0415
    from tests.builders_joints import FIVE, a_joint_city, accepted_jointly  # noqa: PLC0415

    from qingdan.base.transactions import writing  # noqa: PLC0415

    plan = a_joint_city(names=FIVE)
    with writing(CITIZEN):
        an_applicant()
    number = accepted_jointly(plan, items=tuple(FIVE))
    filling = seconds(lambda: _multiply(number))
    pages = {"list": "/desk/joints/?show=lead", "part": "/desk/joints/", "joint": f"/desk/joints/{number}/"}
    return {"filling": filling} | pages_of(pages)


def _multiply(number: str) -> None:
    """The one joint application so many times, with its branches and cases."""
    with psycopg.connect(_address().url("owner")) as line:
        line.execute("SELECT set_config('qingdan.regions', '360900', false)")
        line.execute("ALTER TABLE cases_case DISABLE TRIGGER USER")
        for table, where in (("joints_jointapplication", "c.number = %s"), ("cases_case", "c.joint = %s")):
            columns, values = _copied(line, table)
            line.execute(
                f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} c, generate_series(1, {MANY}) g"
                f" WHERE {where}",
                [number],
            )
        line.execute(
            "ANALYZE cases_case, joints_jointapplication"
        )  # else the join below is planned for one row
        columns, values = _copied(line, "joints_jointbranch")
        line.execute(_BRANCHES.format(columns=columns, values=values), [number])
        line.execute("SET CONSTRAINTS ALL IMMEDIATE")
        line.execute("ALTER TABLE cases_case ENABLE TRIGGER USER")
        line.commit()
        line.autocommit = True
        line.execute("VACUUM ANALYZE cases_case, joints_jointapplication, joints_jointbranch")


_BRANCHES = """
INSERT INTO joints_jointbranch ({columns}) SELECT {values}
FROM joints_jointbranch c JOIN joints_jointapplication o ON o.id = c.joint_id AND o.number = %s
JOIN cases_case n ON n.item_code = c.item AND n.joint LIKE 'J%%'
JOIN joints_jointapplication j ON j.number = n.joint
"""


def _copied(line: psycopg.Connection, table: str) -> tuple[str, str]:
    """The columns of a table and what each copy of the row `c` has in them."""
    names = [one for (one,) in line.execute(_NAMES, [table])]
    return ", ".join(f'"{one}"' for one in names), ", ".join(
        _NEW[table].get(one, f'c."{one}"') for one in names
    )


def _address() -> Address:
    return Cluster(read_environment().home).last_address()


if __name__ == "__main__":
    make_ready(read_environment().home)
    print(json.dumps({"five": five, "many": many}[sys.argv[1]]()))
