"""Joint approval in the demonstration: a plan of three departments, five applications on their way or ended.

One is being checked, one waits for the applicant's correction, one is reviewed while a matter waits for another, one is
decided by all and waits to be served, one is served.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from qingdan.base.transactions import reading
from qingdan.cases.services.accepting import Defect
from qingdan.demo.joint_table import (
    HOUR,
    Layout,
    Table,
    accepted,
    checked,
    decided,
    key_of,
    publish_layout,
    served,
    submitted,
)
from qingdan.demo.people import People
from qingdan.joints.models import JointApplication
from qingdan.joints.services.checking import tell_defects

PERMIT, LAND, FLOOD, INTAKE = (
    "排污许可证核发",
    "临时用地审批",
    "洪水影响评价审批",
    "取水许可",
)
RIVERSIDE = Layout(
    name="沿河建厂联合审批（示例）",
    days={PERMIT: 10, LAND: 10, FLOOD: 15, INTAKE: 10},
    needs={INTAKE: (LAND,)},
    ground="（示例）用地批准是取水许可的依据",
)
_DECIDED_AFTER = {LAND: 4, PERMIT: 7, FLOOD: 9, INTAKE: 12}
"""Working days after the acceptance."""


def play_joints(people: People, codes: Mapping[str, str], now: datetime) -> None:
    """All of it once: what stands is left."""
    plan = publish_layout(RIVERSIDE, people, codes, now)
    citizen = partial(Table, people=people, codes=codes, layout=RIVERSIDE, plan=plan, now=now)
    table = citizen(applicant=key_of(citizen(applicant=0).citizen, kind="person"))
    with reading(people.by):
        done = set(JointApplication.objects.filter(once__startswith="demo-").values_list("once", flat=True))
    for place, play in enumerate(_PLAYS, 1):
        if f"demo-joint-{place}" not in done:
            play(table, f"demo-joint-{place}")


def _in_check(table: Table, once: str) -> None:
    """Received yesterday: the lead has looked, the others have not."""
    at = table.ago(1)
    number = submitted(table, once, at)
    checked(table, number, (PERMIT,), at + HOUR)


def _in_correction(table: Table, once: str) -> None:
    """The water office missed something; the lead has told all of it once."""
    at = table.ago(3)
    number = submitted(table, once, at)
    lacks = [Defect(subject="material-1", what="缺度汛措施一章（示例）", how="请原编制单位补充并盖章")]
    checked(table, number, (PERMIT, LAND, INTAKE), at + HOUR)
    checked(table, number, (FLOOD,), at + HOUR, lacks)
    tell_defects(number=number, version=table.version(number), by=table.lead, at=at + 2 * HOUR)


def _in_review(table: Table, once: str) -> None:
    """Three review, taking water waits for the land."""
    accepted(table, once, table.ago(6))


def _all_decided(table: Table, once: str, days: int = 13) -> str:
    """Accepted so many working days ago; all have decided: to be served together. The number."""
    number = accepted(table, once, table.ago(days))
    for item, after in _DECIDED_AFTER.items():
        decided(table, number, item, table.ago(days - after))
    return number


def _served(table: Table, once: str) -> None:
    """All decided and handed over: what before and after are reckoned from."""
    served(table, _all_decided(table, once, 30), table.ago(17))


_PLAYS: tuple[Callable[[Table, str], object], ...] = (
    _in_check,
    _in_correction,
    _in_review,
    _all_decided,
    _served,
)
"""In this order they are numbered: a further one goes to the end."""
