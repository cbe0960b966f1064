"""试运行: begun and ended by the service centre, with day and reason; what is received in it stays marked."""

from datetime import date, datetime, timedelta

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Region
from qingdan.base.refusal import Missing, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import TrialRun
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

LONGEST = 500
_AHEAD = timedelta(days=366)


def begin_trial(*, on: date | None, reason: str, by: Actor, at: datetime) -> None:
    """The region's cases are a trial from a day on, today or later. Raises Refused, Missing."""
    with writing(by):
        runs = _runs(by)
        refuse_if(
            *_problems(on, reason, at),
            refusal("trial.on_already", "on") if any(one.ends_on is None for one in runs) else None,
            refusal("trial.not_over", "on") if on and any(_over_later(one, on) for one in runs) else None,
        )
        assert on
        TrialRun.objects.create(
            region_id=by.region, begins_on=on, reason=reason.strip(), begun_by=by.username,
            begun_by_name=by.name, begun_at=at,
        )  # fmt: skip
        facts = {"on": on.isoformat(), "reason": reason.strip()}
        append("TrialBegun", f"region:{by.region}", by=by, at=at, data=facts)


def end_trial(*, on: date | None, reason: str, by: Actor, at: datetime) -> None:
    """Formal operation from a day on, today or later; what was received before stays one. Raises Refused, Missing."""
    with writing(by):
        run = next((one for one in _runs(by) if one.ends_on is None), None)
        if run is None:
            raise Missing
        early = refusal("trial.before_begin", "on") if on and on < run.begins_on else None
        refuse_if(*_problems(on, reason, at), early)
        run.ends_on, run.end_reason = on, reason.strip()
        run.ended_by, run.ended_by_name, run.ended_at = by.username, by.name, at
        run.save()
        facts = {"on": str(on), "reason": reason.strip()}
        append("TrialEnded", f"region:{by.region}", by=by, at=at, data=facts)


def _runs(by: Actor) -> list[TrialRun]:
    """The region's runs; its row is locked, so that of two acts in one moment the second sees the first."""
    if Role.SERVICE_CENTRE not in by.roles:
        raise Missing
    Region.objects.select_for_update().get(code=by.region)
    return list(TrialRun.objects.filter(region=by.region))


def _over_later(run: TrialRun, day: date) -> bool:
    return run.ends_on is not None and run.ends_on > day


def _problems(on: date | None, reason: str, at: datetime) -> tuple[Problem | None, ...]:
    today = day_of(at)
    return (
        None if on else refusal("desk.required", "on"),
        refusal("trial.past", "on") if on and on < today else None,
        refusal("trial.far", "on") if on and on > today + _AHEAD else None,
        None if reason.strip() else refusal("desk.required", "reason"),
        too_long(reason, "reason", LONGEST),
    )
