"""Trial runs of a region: whether one is on, and all there were, with what they hold (R-086, RQ-A14)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.base.worded import Worded
from qingdan.cases.models import Case, TrialRun
from qingdan.rules.role import Role

_Row = TypeVar("_Row", bound=Model)


class Scope(StrEnum):
    """Which cases a list or a figure is of."""

    ALL = "all"
    FORMAL = "formal"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialShown:
    """A trial run. `ends_on`: the first day of formal operation, None while none is set; `cases`: received in it."""

    begins_on: date
    reason: str
    begun_by: str
    ends_on: date | None
    end_reason: str
    ended_by: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPage:
    """Whether a trial is on today, the one that has no end yet, and all of them, the newest first."""

    on: bool
    open: TrialShown | None
    runs: tuple[TrialShown, ...]


def trial_on(region: str, day: date) -> bool:
    """Whether what is received in a region on a day belongs to a trial run."""
    return bool(_RUNS.ask(region=region, day=day))


_RUNS = Worded(
    lambda: TrialRun.objects.filter(_on(date.min), region="?region"), {"?region": "region", date.min: "day"}
)


def in_scope(found: "QuerySet[_Row]", scope: Scope) -> "QuerySet[_Row]":
    """Rows with a `trial` mark: all, those that count, or those of trial runs."""
    return found if scope is Scope.ALL else found.filter(trial=scope is Scope.TRIAL)


def scope_in(words: str) -> Scope:
    """The scope that an address names; all where it names none."""
    return Scope(words) if words in set(Scope) else Scope.ALL


def trial_page(actor: Actor, *, today: date) -> TrialPage:
    """The trial runs of the own region. Raises Missing for all but the service centre."""
    if Role.SERVICE_CENTRE not in actor.roles:
        raise Missing
    rows = list(TrialRun.objects.filter(region=actor.region).order_by("-pk"))
    received = Case.objects.counted().filter(region=actor.region, trial=True, received_at__isnull=False)
    days = [day_of(at) for at in received.values_list("received_at", flat=True) if at]
    runs = [_shown(one, sum(_holds(one, day) for day in days)) for one in rows]
    waiting = [run for row, run in zip(rows, runs, strict=True) if row.ends_on is None]
    return TrialPage(
        on=trial_on(actor.region, today),
        open=waiting[0] if waiting else None,
        runs=tuple(runs),
    )


def _on(day: date) -> Q:
    return Q(begins_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def _holds(run: TrialRun, day: date) -> bool:
    """Formal operation begins in the midst of a day: what was received earlier on it belongs to the run."""
    return run.begins_on <= day and (run.ends_on is None or day <= run.ends_on)


def _shown(one: TrialRun, cases: int) -> TrialShown:
    return TrialShown(
        begins_on=one.begins_on,
        reason=one.reason,
        begun_by=one.begun_by_name,
        ends_on=one.ends_on,
        end_reason=one.end_reason,
        ended_by=one.ended_by_name,
        cases=cases,
    )
