"""What each unit owes till when, and what it has done: the one reading that tasks, board and late list share.

Whether something was late is kept with it when it is done and never judged again; whether something not done is
overdue is judged by the day of reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Max, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import UnitKind
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import Fulfilment, Participation, Reminder
from qingdan.campaigns.queries.plans import Plan, get_plan
from qingdan.data.calendar import load_calendar
from qingdan.data.campaigns import load_parties
from qingdan.rules.campaign import Due, Remaining, days_left, due, is_overdue
from qingdan.rules.campaign_template import Obligation, Owes
from qingdan.rules.note import Note

SOON = 2  # working days left


class DutyState(StrEnum):
    """How something owed stands."""

    OPEN = "open"
    SOON = "soon"  # at most two working days left
    OVERDUE = "overdue"
    DONE = "done"
    LATE = "late"  # done, after its last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was handed in: file as (code, name), receipt of who takes it."""

    at: datetime
    late: bool
    note: str
    file: tuple[str, str] | None
    receipt_number: str
    receipt_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something a unit owes.

    `working_left`, `natural_left`: days after today until it is due, negative past it; None without a day. `returned`:
    it was handed in before and taken back. `was_late`: it was ever handed in late.
    """

    unit: str
    obligation: str
    name: str
    phase: str
    receiver: str
    receiver_name: str
    section: str
    due_on: date | None
    provisional: bool
    explanation: tuple[Note, ...]
    reading: str
    state: DutyState
    working_left: int | None
    natural_left: int | None
    done: Done | None
    returned: bool
    was_late: bool
    reminders: int
    reminded_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether it is in force."""
        return self.done is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A unit in a campaign: when it received the notice, and all it owes in the order of the plan.

    `joined_on`: it came later; `left_on`, `left_why`: it takes part no more, its duties are as they were that day.
    """

    unit: str
    name: str
    short_name: str
    kind: str
    received_at: datetime | None
    joined_on: date | None
    left_on: date | None
    left_why: str
    duties: tuple[Duty, ...]

    def duty(self, obligation: str) -> Duty | None:
        """What it owes under that key; None when it owes no such thing."""
        return next((one for one in self.duties if one.obligation == obligation), None)


def standings_of(
    actor: Actor, *, today: date, campaign: str = "", units: Iterable[str] | None = None
) -> tuple[Standing, ...]:
    """Every unit in a campaign that the person may see (or of `units`, codes), in the units' order; none that left.

    Raises Missing for the campaign.
    """
    return standings_in(actor, get_plan(actor, campaign), today=today, units=units)


def standings_in(
    actor: Actor, plan: Plan, *, today: date, units: Iterable[str] | None = None
) -> tuple[Standing, ...]:
    """The same for a plan at hand; three queries, however many units there are."""
    rows = Participation.objects.active().visible_to(actor).filter(campaign__code=plan.code)
    if units is not None:
        rows = rows.filter(unit__code__in=tuple(units))
    reading = _Reading(plan, today, _kept(rows))
    ordered = rows.order_by("unit__order", "unit__code").values_list(*_PARTICIPANT, named=True)
    return tuple(reading.standing(row) for row in ordered)


def standing_of(actor: Actor, unit: str, *, today: date, campaign: str = "") -> Standing:
    """One unit, one that left too. Raises Missing where it never took part or is not the person's business."""
    plan = get_plan(actor, campaign)
    rows = Participation.objects.visible_to(actor).filter(campaign__code=plan.code, unit__code=unit)
    for row in rows.values_list(*_PARTICIPANT, named=True):
        on = min(today, row.left_on) if row.left_on else today
        return _Reading(plan, on, _kept(rows)).standing(row)
    raise Missing


def duties_of(actor: Actor, unit: str, *, today: date, campaign: str = "") -> tuple[Duty, ...]:
    """What a unit owes in a campaign ("": the one in hand), in the order of the plan. Raises Missing."""
    return standing_of(actor, unit, today=today, campaign=campaign).duties


def owed_by(plan: Plan, kind: str) -> tuple[Obligation, ...]:
    """What a unit of a kind owes: a county government what counties owe, every other what departments do."""
    county = kind == UnitKind.COUNTY and not plan.county
    return plan.owed_by(Owes.COUNTIES if county else Owes.DEPARTMENTS)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of one obligation of one unit."""

    done: Done | None = None
    returned: bool = False
    was_late: bool = False
    reminders: int = 0
    reminded_at: datetime | None = None


_NOTHING = _Kept()
_PARTICIPANT = (
    "pk", "received_at", "joined_on", "left_on", "left_why", "unit__code", "unit__name", "unit__short_name",
    "unit__kind",
)  # fmt: skip
_HANDED_IN = (
    "participation_id", "obligation", "withdrawn_at", "at", "late", "note", "file__code", "file__name",
    "receipt_number", "receipt_at",
)  # fmt: skip


@dataclass(slots=True)
class _Reading:
    """Reads duties on a day; what many units share (last days, days left) is found once."""

    plan: Plan
    today: date
    kept: Mapping[tuple[int, str], _Kept]
    owed: dict[str, tuple[Obligation, ...]] = field(default_factory=dict)
    last: dict[tuple[str, date | None, date | None], Due] = field(default_factory=dict)
    left: dict[date, Remaining] = field(default_factory=dict)

    def standing(self, row: Any) -> Standing:
        kind = row.unit__kind
        if kind not in self.owed:
            self.owed[kind] = owed_by(self.plan, kind)
        received_on = day_of(row.received_at) if row.received_at else None
        return Standing(
            unit=row.unit__code,
            name=row.unit__name,
            short_name=row.unit__short_name or row.unit__name,
            kind=kind,
            received_at=row.received_at,
            joined_on=row.joined_on,
            left_on=row.left_on,
            left_why=row.left_why,
            duties=tuple(self.duty(row, owed, received_on) for owed in self.owed[kind]),
        )

    def duty(self, row: Any, owed: Obligation, received_on: date | None) -> Duty:
        last = self.last_day(owed.code, received_on, row.joined_on)
        kept = self.kept.get((row.pk, owed.code), _NOTHING)
        left = self.remaining(last.on) if last.on else None
        party = load_parties().get(owed.receiver)
        return Duty(
            unit=row.unit__code,
            obligation=owed.code,
            name=owed.name,
            phase=owed.phase,
            receiver=owed.receiver,
            receiver_name=party.name if party else "",
            section=owed.source.section,
            due_on=last.on,
            provisional=last.is_provisional,
            explanation=last.explanation,
            reading=owed.reading,
            state=_state(kept.done, last, self.today, left),
            working_left=left.working if left else None,
            natural_left=left.natural if left else None,
            done=kept.done,
            returned=kept.returned and kept.done is None,
            was_late=kept.was_late,
            reminders=kept.reminders,
            reminded_at=kept.reminded_at,
        )

    def last_day(self, obligation: str, received_on: date | None, joined_on: date | None) -> Due:
        key = (obligation, received_on, joined_on)
        if key not in self.last:
            self.last[key] = _due(self.plan, *key)
        return self.last[key]

    def remaining(self, on: date) -> Remaining:
        if on not in self.left:
            self.left[on] = days_left(self.today, on, load_calendar())
        return self.left[on]


def due_of(plan: Plan, obligation: str, received_at: datetime | None, joined_on: date | None = None) -> Due:
    """The last day of an obligation for a unit that received the notice at an instant (or never said), and joined
    on a day (or took part from the start).
    """
    return _due(plan, obligation, day_of(received_at) if received_at else None, joined_on)


def _due(plan: Plan, obligation: str, received_on: date | None, joined_on: date | None) -> Due:
    return due(
        plan.schedule, obligation, calendar=load_calendar(), received_on=received_on, joined_on=joined_on
    )


def _kept(rows: QuerySet[Participation]) -> dict[tuple[int, str], _Kept]:
    own = rows.order_by().values("pk")
    found = Fulfilment.objects.filter(participation__in=own).order_by("pk")
    kept: dict[tuple[int, str], _Kept] = {}
    for one in found.values_list(*_HANDED_IN, named=True):
        before = kept.get((one.participation_id, one.obligation), _NOTHING)
        kept[one.participation_id, one.obligation] = _Kept(
            done=before.done or (None if one.withdrawn_at else _done(one)),
            returned=before.returned or one.withdrawn_at is not None,
            was_late=before.was_late or one.late,
        )
    counted = Reminder.objects.filter(participation__in=own).values_list("participation_id", "obligation")
    for participation, obligation, count, last in counted.annotate(count=Count("pk"), last=Max("at")):
        before = kept.get((participation, obligation), _NOTHING)
        kept[participation, obligation] = replace(before, reminders=count, reminded_at=last)
    return kept


def _done(row: Any) -> Done:
    return Done(
        at=row.at,
        late=row.late,
        note=row.note,
        file=(row.file__code, row.file__name) if row.file__code else None,
        receipt_number=row.receipt_number,
        receipt_at=row.receipt_at,
    )


def _state(done: Done | None, last: Due, today: date, left: Remaining | None) -> DutyState:
    if done:
        return DutyState.LATE if done.late else DutyState.DONE
    if is_overdue(today, last):
        return DutyState.OVERDUE
    return DutyState.SOON if left and left.working <= SOON else DutyState.OPEN
