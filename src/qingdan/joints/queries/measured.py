"""What the acceptance report asks of joint approval: the figures of 四个确保 and of before and after, row by row."""

from collections.abc import Iterable
from datetime import date

from qingdan.base.actor import Actor
from qingdan.cases.queries.acceptance import CountedRow, Measured
from qingdan.cases.queries.acceptance_rows import Period
from qingdan.joints.queries.figures import EndedJoint, figure_rows
from qingdan.joints.queries.guarantees import Guarantee, GuaranteeRow, guarantees


def measured(actor: Actor, period: Period, today: date) -> Measured:
    """Guarantees as they stand today, applications of the period. Raises Missing."""
    ratios = {one.key: one.rows for one in guarantees(actor, today)}
    ended = figure_rows(actor, "all", since=period.since, until=period.until, scope=period.scope).rows
    return {
        "parallel": _guaranteed(ratios[Guarantee.PARALLEL]),
        "systems": _guaranteed(ratios[Guarantee.DOCKED]),
        "reengineered": [_saved(one) for one in ended],
    }


def _guaranteed(rows: Iterable[GuaranteeRow]) -> list[CountedRow]:
    return [
        CountedRow(number=one.item, name=one.name, unit=one.unit_name, on=None, met=one.met) for one in rows
    ]


def _saved(one: EndedJoint) -> CountedRow:
    return CountedRow(number=one.number, name=one.name, unit=one.last, on=one.accepted_on, met=one.saved > 0)
