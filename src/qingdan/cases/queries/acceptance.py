"""验收报告 (RQ-A15) with the use by unit (RQ-A4): a figure for each criterion, counted from the rows behind it.

Nothing is typed in. Where there are no rows to count it says so; a criterion without any rows at all is named as such.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.cases.models import CaseService, TrialRun
from qingdan.cases.queries.acceptance_rows import IN_LAW, QUERIES, Period, decided, received, scoped
from qingdan.cases.queries.earlier import demand_centre
from qingdan.cases.queries.trial import Scope
from qingdan.data.acceptance import Criterion, Target, criteria
from qingdan.data.calendar import working_days_on
from qingdan.editions.queries.entries import entries_on
from qingdan.editions.queries.shown import in_force, shown_editions
from qingdan.guides.models import GuideState
from qingdan.guides.queries.coverage import ItemLine, coverage
from qingdan.rules.case_clock import SERVICE_DAYS
from qingdan.rules.review import ListKind

MOST_ROWS = 200
_COLUMNS = ("row_number", "row_name", "row_unit", "row_on", "row_met")


class Verdict(StrEnum):
    """Whether a criterion is met; `NO_ROWS`: nothing to count yet; `FIGURE`: none is set; `MISSING`: no data at all."""

    MET = "met"
    UNMET = "unmet"
    NO_ROWS = "no_rows"
    FIGURE = "figure"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A criterion with how many rows are met, of how many."""

    criterion: Criterion
    met: int
    total: int
    verdict: Verdict

    @property
    def share(self) -> str:
        """In per cent, cut off: 99.9% never reads as all. "" where nothing was counted."""
        return f"{self.met * 1000 // self.total / 10:g}%" if self.total else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRow:
    """A row that was counted. `on` None for one of no day."""

    number: str
    name: str
    unit: str
    on: date | None
    met: bool


Measured = Mapping[str, Sequence[CountedRow]]
"""Criterion → its rows, of those that only stages after this one can count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitUsage:
    """A unit: items that must be on line and are; cases by way, decided, in time by law; how many are of a trial."""

    name: str
    items: int
    items_online: int
    window: int
    online: int
    decided: int
    in_law: int
    trial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report of a period."""

    figures: tuple[Figure, ...]
    units: tuple[UnitUsage, ...]

    def count(self, verdict: Verdict) -> int:
        """How many criteria have it."""
        return sum(one.verdict is verdict for one in self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRows:
    """A figure with its rows: those not met first, the newest first, up to MOST_ROWS."""

    figure: Figure
    rows: tuple[CountedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Who asks about which days, with the items of the region as they stand on the last one, and what was handed in."""

    actor: Actor
    period: Period
    lines: tuple[ItemLine, ...]
    measured: Measured = field(default_factory=dict)


def acceptance_report(
    actor: Actor, *, since: date, until: date, scope: Scope, measured: Measured | None = None
) -> Report:
    """All criteria for the own region. Raises Missing for all but the service centre."""
    asked = _asked(actor, since, until, scope, measured)
    return Report(figures=tuple(_figure(one, asked) for one in criteria()), units=tuple(_units(asked)))


def figure_rows(
    actor: Actor, key: str, *, since: date, until: date, scope: Scope, measured: Measured | None = None
) -> FigureRows:
    """The rows of a criterion. Raises Missing."""
    asked = _asked(actor, since, until, scope, measured)
    criterion = next((one for one in criteria() if one.key == key), None)
    if criterion is None or not _can_count(criterion, asked):
        raise Missing
    if key in QUERIES:
        found = QUERIES[key](asked.period).order_by("row_met", F("row_on").desc(), "row_number", "pk")
        rows = [CountedRow(**_named(one)) for one in found.values(*_COLUMNS)[:MOST_ROWS]]
    else:
        rows = sorted(_listed(key, asked), key=lambda one: one.met)[:MOST_ROWS]
    return FigureRows(figure=_figure(criterion, asked), rows=tuple(rows))


def _asked(actor: Actor, since: date, until: date, scope: Scope, measured: Measured | None) -> _Asked:
    demand_centre(actor)
    period = Period(region=actor.region, since=since, until=until, scope=scope)
    return _Asked(actor=actor, period=period, lines=coverage(actor, until).lines, measured=measured or {})


def _can_count(criterion: Criterion, asked: _Asked) -> bool:
    return criterion.target is not Target.MISSING and criterion.key in {*QUERIES, *_LISTS, *asked.measured}


def _figure(criterion: Criterion, asked: _Asked) -> Figure:
    if not _can_count(criterion, asked):
        return Figure(criterion=criterion, met=0, total=0, verdict=Verdict.MISSING)
    met, total = _counted(criterion.key, asked)
    return Figure(criterion=criterion, met=met, total=total, verdict=verdict_of(criterion.target, met, total))


def verdict_of(target: Target, met: int, total: int) -> Verdict:
    """What a figure says of its criterion."""
    if target is Target.SOME:
        return Verdict.MET if met else Verdict.UNMET
    if not total:
        return Verdict.NO_ROWS
    if target is Target.NONE:
        return Verdict.FIGURE
    return Verdict.MET if met == total else Verdict.UNMET


def _counted(key: str, asked: _Asked) -> tuple[int, int]:
    if key in QUERIES:
        counts = QUERIES[key](asked.period).aggregate(
            met=Count("pk", filter=Q(row_met=True)), total=Count("pk")
        )
        return counts["met"], counts["total"]
    rows = list(_listed(key, asked))
    return sum(one.met for one in rows), len(rows)


def _listed(key: str, asked: _Asked) -> Iterable[CountedRow]:
    return _LISTS[key](asked) if key in _LISTS else asked.measured[key]


def _named(row: Mapping[str, object]) -> dict[str, Any]:
    return {name.removeprefix("row_"): value for name, value in row.items()}


def _item(line: ItemLine, met: bool) -> CountedRow:
    return CountedRow(number=line.code, name=line.name, unit=line.unit_name, on=None, met=met)


def _items_online(asked: _Asked) -> Iterable[CountedRow]:
    return [_item(one, one.online) for one in asked.lines if one.must]


def _approvals_online(asked: _Asked) -> Iterable[CountedRow]:
    day = asked.period.until
    edition = in_force(shown_editions(asked.period.region), ListKind.APPROVAL, day)
    codes = {one.code for one in entries_on(edition, day)} if edition else set()
    return [_item(one, one.online) for one in asked.lines if one.code in codes]


def _guides_whole(asked: _Asked) -> Iterable[CountedRow]:
    published = [one for one in asked.lines if one.state == GuideState.PUBLISHED]
    return [_item(one, not one.blockers and not one.outdated) for one in published]


def _units_using(asked: _Asked) -> Iterable[CountedRow]:
    used = set(received(asked.period).values_list("unit__code", flat=True).distinct())
    units = {one.unit: one.unit_name for one in asked.lines if one.online and not one.served}
    return [
        CountedRow(number=code, name=name, unit=name, on=None, met=code in used)
        for code, name in sorted(units.items())
    ]


def _served(asked: _Asked) -> Iterable[CountedRow]:
    """Judged by ten working days from the decision (Art. 44): a case that was served has no such day any more."""
    period = asked.period
    found = CaseService.objects.filter(on__range=(period.since, period.until))
    names = ("case__number", "case__item_name", "case__unit__name", "case__decided_on", "on")
    rows = list(scoped(found, period, "case__").order_by("-on", "pk").values_list(*names))
    due = {day: working_days_on(day, SERVICE_DAYS) for day in {row[3] for row in rows} if day}
    return [
        CountedRow(
            number=number, name=name, unit=unit, on=on, met=decided_on in due and on <= due[decided_on]
        )
        for number, name, unit, decided_on, on in rows
    ]


def _trial_ended(asked: _Asked) -> Iterable[CountedRow]:
    period = asked.period
    runs = TrialRun.objects.filter(region=period.region, begins_on__lte=period.until)
    found = runs.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=period.since))
    return [
        CountedRow(number="", name=one.reason, unit="", on=one.begins_on, met=one.ends_on is not None)
        for one in found
    ]


_LISTS: Mapping[str, Callable[[_Asked], Iterable[CountedRow]]] = {
    "items_online": _items_online,
    "approvals_online": _approvals_online,
    "guides_whole": _guides_whole,
    "units_using": _units_using,
    "served": _served,
    "trial_ended": _trial_ended,
}


def _units(asked: _Asked) -> Iterable[UnitUsage]:
    """Every unit that has an item to be on line, took in a case or decided one."""
    at_window = ~Q(channel__in=["web", "mobile"])
    taken = received(asked.period).values("unit__code", "unit__name").order_by()
    taken = taken.annotate(
        window=Count("pk", filter=at_window), all=Count("pk"), trials=Count("pk", filter=Q(trial=True))
    )
    over = decided(asked.period).values("unit__code", "unit__name").order_by()
    over = over.annotate(all=Count("pk"), right=Count("pk", filter=IN_LAW))
    came: dict[str, dict[str, Any]] = {one["unit__code"]: dict(one) for one in taken}
    went: dict[str, dict[str, Any]] = {one["unit__code"]: dict(one) for one in over}
    names = {one.unit: one.unit_name for one in asked.lines if one.must}
    names |= {code: one["unit__name"] for code, one in (came | went).items()}
    for code, name in sorted(names.items()):
        mine = [one for one in asked.lines if one.unit == code and one.must]
        came_in, went_out = came.get(code, {}), went.get(code, {})
        yield UnitUsage(
            name=name,
            items=len(mine),
            items_online=sum(one.online for one in mine),
            window=came_in.get("window", 0),
            online=came_in.get("all", 0) - came_in.get("window", 0),
            decided=went_out.get("all", 0),
            in_law=went_out.get("right", 0),
            trial=came_in.get("trials", 0),
        )
