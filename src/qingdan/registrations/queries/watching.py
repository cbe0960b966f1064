"""What supervision reads of registrations, without a hand in it: bodies that have not answered, packets that did not
arrive or were answered with nonsense, registers that do not agree.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI, day_of
from qingdan.base.refusal import Missing
from qingdan.cases.queries.urgency import working_days
from qingdan.data.calendar import working_days_on
from qingdan.data.registrations import limits
from qingdan.registrations.models import BodyTask, Registration, SetAside, TaskState
from qingdan.registrations.queries.reconciliation import RunShown, last_run
from qingdan.registrations.queries.shown import TaskShown, task_shown
from qingdan.rules.calendar import ONE_DAY
from qingdan.rules.role import Role

EACH_PAGE = 50
UNANSWERED, REJECTED = LISTS = ("unanswered", "rejected")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedTask:
    """A body's task. `waited`: working days since it was laid before the body; `delivered_at`: its system had it then,
    `dead`: it never arrived; `problems`: what was wrong with each answer that was none and still counts.
    """

    number: str
    name: str
    task: TaskShown
    since: date
    waited: int
    delivered_at: datetime | None
    dead: bool
    problems: tuple[str, ...]


def watched_tasks(
    actor: Actor, kind: str, *, today: date, after: int = 0
) -> tuple[tuple[WatchedTask, ...], int]:
    """A page of a list (one of LISTS) of the region, the oldest first, and after how many the next begins (0: none).

    Raises Missing.
    """
    found = _rejected(actor) if kind == REJECTED else _unanswered(actor, today)
    rows = list(found.select_related("registration", "unit").order_by("pk")[after : after + EACH_PAGE + 1])
    page = rows[:EACH_PAGE]
    aside = _problems([one.pk for one in page])
    lines = tuple(_shown(one, aside.get(one.pk, ()), today) for one in page)
    return lines, after + EACH_PAGE if len(rows) > EACH_PAGE else 0


def watched_run(actor: Actor) -> RunShown | None:
    """The newest reconciliation of the region. Raises Missing."""
    _demand(actor)
    return last_run(actor)


def _demand(actor: Actor) -> None:
    if Role.SUPERVISOR not in actor.roles:
        raise Missing


def _tasks(actor: Actor) -> QuerySet[BodyTask]:
    """What lies at a body now, of the whole region. Raises Missing for all but supervision."""
    _demand(actor)
    seen = Registration.objects.visible_to(actor)
    return BodyTask.objects.filter(registration__in=seen, state__in=[TaskState.OPEN, TaskState.SENT])


def _unanswered(actor: Actor, today: date) -> QuerySet[BodyTask]:
    """Longer than `late_days`. Sending it again gives nobody more time: then it counts from when the task was made."""
    last = _last_late_day(today)
    after = datetime.combine(last + ONE_DAY, time.min, SHANGHAI)
    once = Q(sending=1, sent_at__lt=after)
    return _tasks(actor).filter(once | Q(sending__gt=1, made_on__lte=last))


def _last_late_day(today: date) -> date:
    """What was laid before a body on this day or earlier is late today."""
    day = today - ONE_DAY
    while working_days_on(day, limits().late_days) >= today:
        day -= ONE_DAY
    return day


def _rejected(actor: Actor) -> QuerySet[BodyTask]:
    aside = SetAside.objects.filter(task=OuterRef("pk"), settled_at=None)
    return _tasks(actor).filter(Q(dead=True) | Exists(aside))


def _problems(tasks: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = SetAside.objects.filter(task__in=tasks, settled_at=None).order_by("pk")
    for task, problems in rows.values_list("task_id", "problems"):
        found[task] += ("；".join(problems),)
    return found


def _shown(one: BodyTask, problems: tuple[str, ...], today: date) -> WatchedTask:
    since = day_of(one.sent_at) if one.sent_at and one.sending == 1 else one.made_on
    return WatchedTask(
        number=one.registration.number,
        name=one.registration.name,
        task=task_shown(one),
        since=since,
        waited=working_days(since, today),
        delivered_at=one.delivered_at,
        dead=one.dead,
        problems=problems,
    )
