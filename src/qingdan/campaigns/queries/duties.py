"""What each unit owes till when, and what it has done: the one reading that tasks, board and late list share.

Whether something was late is kept with it when it is done and never judged again; whether something not done is
overdue is judged by the day of reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, Max, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import UnitKind
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import Fulfilment, Participation, Reminder
from qingdan.campaigns.queries.plans import Plan, campaign_for, plan_of
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

    A fixed number of queries, however many units there are. Raises Missing for the campaign.
    """
    found = campaign_for(actor, campaign)
    rows = Participation.objects.active().visible_to(actor).filter(campaign=found).select_related("unit")
    if units is not None:
        rows = rows.filter(unit__code__in=tuple(units))
    return _standings(plan_of(found), rows.order_by("unit__order", "unit__code"), today)


def standing_of(actor: Actor, unit: str, *, today: date, campaign: str = "") -> Standing:
    """One unit, one that left too. Raises Missing where it never took part or is not the person's business."""
    found = campaign_for(actor, campaign)
    rows = Participation.objects.visible_to(actor).filter(campaign=found, unit__code=unit)
    row = rows.select_related("unit").first()
    if row is None:
        raise Missing
    on = min(today, row.left_on) if row.left_on else today
    return _Reading(plan_of(found), on, _kept(rows)).standing(row)


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

    done: Fulfilment | None = None
    returned: bool = False
    was_late: bool = False
    reminders: int = 0
    reminded_at: datetime | None = None


@dataclass(slots=True)
class _Reading:
    """Reads duties on a day; the same date is counted once."""

    plan: Plan
    today: date
    kept: Mapping[tuple[int, str], _Kept]
    left: dict[date, Remaining] = field(default_factory=dict)

    def standing(self, row: Participation) -> Standing:
        return Standing(
            unit=row.unit.code,
            name=row.unit.name,
            short_name=row.unit.short_name or row.unit.name,
            kind=row.unit.kind,
            received_at=row.received_at,
            joined_on=row.joined_on,
            left_on=row.left_on,
            left_why=row.left_why,
            duties=tuple(self.duty(row, owed) for owed in owed_by(self.plan, row.unit.kind)),
        )

    def duty(self, row: Participation, owed: Obligation) -> Duty:
        last = due_of(self.plan, owed.code, row.received_at, row.joined_on)
        kept = self.kept.get((row.pk, owed.code), _Kept())
        left = self.remaining(last.on) if last.on else None
        party = load_parties().get(owed.receiver)
        return Duty(
            unit=row.unit.code,
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
            done=_done(kept.done) if kept.done else None,
            returned=kept.returned and kept.done is None,
            was_late=kept.was_late,
            reminders=kept.reminders,
            reminded_at=kept.reminded_at,
        )

    def remaining(self, on: date) -> Remaining:
        if on not in self.left:
            self.left[on] = days_left(self.today, on, load_calendar())
        return self.left[on]


def due_of(plan: Plan, obligation: str, received_at: datetime | None, joined_on: date | None = None) -> Due:
    """The last day of an obligation for a unit that received the notice at an instant (or never said), and joined
    on a day (or took part from the start).
    """
    return due(
        plan.schedule,
        obligation,
        calendar=load_calendar(),
        received_on=day_of(received_at) if received_at else None,
        joined_on=joined_on,
    )


def _standings(plan: Plan, rows: QuerySet[Participation], today: date) -> tuple[Standing, ...]:
    reading = _Reading(plan, today, _kept(rows))
    return tuple(reading.standing(row) for row in rows)


def _kept(rows: QuerySet[Participation]) -> dict[tuple[int, str], _Kept]:
    own = rows.order_by().values("pk")
    fulfilments: dict[tuple[int, str], list[Fulfilment]] = {}
    for one in Fulfilment.objects.filter(participation__in=own).select_related("file").order_by("pk"):
        fulfilments.setdefault((one.participation_id, one.obligation), []).append(one)
    counted = Reminder.objects.filter(participation__in=own).values_list("participation_id", "obligation")
    reminded = {
        (participation, obligation): (count, last)
        for participation, obligation, count, last in counted.annotate(count=Count("pk"), last=Max("at"))
    }
    return {
        key: _Kept(
            done=next((one for one in fulfilments.get(key, ()) if one.withdrawn_at is None), None),
            returned=any(one.withdrawn_at for one in fulfilments.get(key, ())),
            was_late=any(one.late for one in fulfilments.get(key, ())),
            reminders=reminded.get(key, (0, None))[0],
            reminded_at=reminded.get(key, (0, None))[1],
        )
        for key in {*fulfilments, *reminded}
    }


def _done(kept: Fulfilment) -> Done:
    return Done(
        at=kept.at,
        late=kept.late,
        note=kept.note,
        file=(kept.file.code, kept.file.name) if kept.file else None,
        receipt_number=kept.receipt_number,
        receipt_at=kept.receipt_at,
    )


def _state(done: Fulfilment | None, last: Due, today: date, left: Remaining | None) -> DutyState:
    if done:
        return DutyState.LATE if done.late else DutyState.DONE
    if is_overdue(today, last):
        return DutyState.OVERDUE
    return DutyState.SOON if left and left.working <= SOON else DutyState.OPEN
