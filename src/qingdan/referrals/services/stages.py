"""A region reaches a stage on its way on line: recorded once, with the acceptance report of that day (R-086)."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Region
from qingdan.base.refusal import Missing, Refused, refusal, too_long
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.cases.queries.acceptance import Measured, Report, Verdict, acceptance_report
from qingdan.cases.queries.acceptance_rows import Period
from qingdan.cases.queries.trial import Scope
from qingdan.referrals.models import Milestone
from qingdan.referrals.queries.stages import facts_of
from qingdan.rules.referral import Stage, stage_missing
from qingdan.rules.role import Role

SNAPSHOT, LONGEST = "acceptance_report", 200
Measure = Callable[[Actor, Period, date], Measured]


def reach_stage(
    *, stage: str, document: str, measure: Measure | None = None, by: Actor, at: datetime
) -> None:
    """The own region has reached a stage, by a document; `measure`: counts what only later modules know.

    Raises Missing, Refused with every reason.
    """
    if Role.SERVICE_CENTRE not in by.roles or stage not in set(Stage):
        raise Missing
    with writing(by):
        Region.objects.select_for_update().get(code=by.region)
        today = day_of(at)
        missing = stage_missing(Stage(stage), facts_of(by.region, today))
        problems = [refusal(f"stage.{name}", "stage") for name in missing]
        if not document.strip():
            problems.append(refusal("desk.required", "document"))
        if long := too_long(document, "document", LONGEST):
            problems.append(long)
        if problems:
            raise Refused(problems)
        first = today.replace(month=1, day=1)
        found = measure(by, Period(region=by.region, since=first, until=today), today) if measure else None
        report = acceptance_report(by, since=first, until=today, scope=Scope.ALL, measured=found)
        digest = freeze(SNAPSHOT, _content(report, by.region, stage), region=by.region, at=at)
        Milestone.objects.create(
            region_id=by.region, stage=stage, on=today, document=document.strip(), digest=digest,
            met=report.count(Verdict.MET), unmet=report.count(Verdict.UNMET), by=by.username, by_name=by.name, at=at,
        )  # fmt: skip
        said = {"stage": stage, "report": digest}
        append("StageReached", f"region:{by.region}", by=by, at=at, data=said)


def _content(report: Report, region: str, stage: str) -> dict[str, Any]:
    figures = [
        {"key": one.criterion.key, "met": one.met, "total": one.total, "verdict": one.verdict.value}
        for one in report.figures
    ]
    return {
        "region": region,
        "stage": stage,
        "figures": figures,
        "units": [asdict(one) for one in report.units],
    }
