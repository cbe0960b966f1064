"""Who may not apply for a time: false statements, a year (Art. 78); a licence by fraud or bribe, three years (Art. 79).

The articles bar from items that concern public safety, health, life and property alone; so it is the head's act, with
its ground, for the item of the case, never automatic.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.models import CaseBar
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.queries.recusal import demand_unconcerned
from qingdan.cases.services.stepping import get_case
from qingdan.rules.case_clock import months_after
from qingdan.rules.case_state import Party
from qingdan.rules.codes.identification import bare_number


@dataclass(frozen=True, slots=True, kw_only=True)
class BarKind:
    """A ground with the months it lasts."""

    article: str
    months: int


BARS: Mapping[str, BarKind] = {
    "false_statements": BarKind(article="行政许可法第七十八条", months=12),
    "fraud": BarKind(article="行政许可法第七十九条", months=36),
}


def bar_applicant(*, number: str, kind: str, reason: str, by: Actor, at: datetime) -> date:
    """Bars the applicant of a case from its item; the last day of it. Raises Refused, Missing."""
    with writing(by):
        case = get_case(by, number)
        if Party.HEAD not in parties_of(case, by):
            raise Missing
        demand_unconcerned(case, by)
        refuse_if(
            refusal("desk.choice", "kind") if kind not in BARS else None,
            refusal("desk.required", "reason") if not reason.strip() else None,
            refusal("bar.no_number") if not case.id_number else None,
            refusal("bar.trial") if case.trial else None,
        )
        until = months_after(day_of(at), BARS[kind].months)
        ground = f"{BARS[kind].article}：{reason.strip()}"[:200]
        CaseBar.objects.create(
            region_id=case.region_id, id_number=bare_number(case.id_number), item_code=case.item_code, ground=ground,
            until=until, by=by.username, at=at,
        )  # fmt: skip
        facts = {"kind": kind, "until": until.isoformat(), "item": case.item_code}
        append("ApplicantBarred", f"case:{number}", by=by, at=at, unit=case.unit.code, data=facts)
    return until
