"""Running the published chart of a case: its open steps are tasks, and every open case has one, or a stated wait."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.rows import add, together, update
from qingdan.base.transactions import writing
from qingdan.base.worded import Worded
from qingdan.cases.models import Case, CaseTask
from qingdan.cases.queries.devolved import entry_for
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.queries.frozen import frozen, review_on
from qingdan.cases.queries.hats import accounts_of, for_whom, signed_name
from qingdan.cases.queries.recusal import demand_unconcerned, is_application_of
from qingdan.cases.queries.staff import staff_of
from qingdan.cases.services.stepping import get_case, step_case
from qingdan.data.calendar import load_calendar
from qingdan.data.case import case_names, party_of_post
from qingdan.data.labels import long_date
from qingdan.rules.case_state import Party
from qingdan.rules.chart_run import Review, Run, RunFault, begin, done
from qingdan.rules.deadline import deadline
from qingdan.rules.flow_graph import Step, StepKind
from qingdan.rules.problem import Problem

LONGEST_OPINION = 4_000
_OPEN = Worded(
    lambda: CaseTask.objects.filter(case=-1, step=9_999, done_at=None), {-1: "case", 9_999: "step"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone:
    """What an officer says of a step: opinion, the exit taken (of a choice), who went to see, the day it happened.

    `joint_session`: number of the joint visit that it rests on, which who calls has looked at; 0 none.
    """

    opinion: str
    exit: str = ""
    visitors: tuple[str, ...] = ()
    occurred_on: date | None = None
    joint_session: int = 0


def pin_entry(case: Case, on: date) -> bool:
    """The entry in force that day, unless no case could run by its chart: then the case keeps what it has.

    Whether one is in force.
    """
    entry = entry_for(case, on)
    if entry and isinstance(review_on(entry.digest), Review):
        case.entry = entry
    return entry is not None


def begin_review(case: Case, review: Review | RunFault, *, at: datetime) -> None:
    """Opens the first steps of the chart. Raises Refused: the item has none that can be run."""
    if not isinstance(review, Review):
        raise Refused([refusal(f"case.chart_{review.value}")])
    _keep_run(case, review, begin(review), open_now=_open_now(case), at=at)


def do_step(*, number: str, version: int, step: int, said: StepDone, by: Actor, at: datetime) -> None:
    """Does an open step and opens what follows. Raises Refused, Stale, Missing."""
    with writing(by):
        case = get_case(by, number, version=version)
        review = review_on(case.entry.digest)
        task = _open_task(case, step)
        if not isinstance(review, Review):
            raise Missing
        _demand_visitors(case, said.visitors, day_of(at))
        refuse_if(
            _day_problem(case, said.occurred_on, day_of(at)),
            too_long(said.opinion.strip(), "opinion", LONGEST_OPINION),
        )
        typed = {"officers_step": is_theirs(task, by), "opinion": said.opinion}
        run = done(review, run_of(case), step, said.exit)
        if not isinstance(run, Run):
            raise Refused([refusal(f"case.step_{run.value}", "exit")])
        by_choice = review.steps[step].kind is StepKind.DECISION
        said = said if by_choice else replace(said, exit="")  # the chart offers none
        facts = {
            "step": step,
            "name": task.name,
            "exit": said.exit,
            "occurred_on": str(said.occurred_on or ""),
            **({"joint_session": said.joint_session} if said.joint_session else {}),
            **for_whom(by, {Party(task.party)}, task.holder),
        }
        with together():
            _finish(task, said, by=by, at=at)
            _keep_run(case, review, run, open_now=set(case.run["open"]) - {step}, at=at)
            step_case(case, "do_step", by=by, at=at, typed=typed, data=facts, kept=["run"])


def take_task(*, number: str, step: int, holder: str, by: Actor, at: datetime) -> None:
    """Gives an open step to one person of the party ("" to nobody in particular). Raises Missing, Refused."""
    with writing(by):
        case = get_case(by, number)
        task = CaseTask.objects.select_for_update().filter(case=case, step=step).order_by("-pk").first()
        if task is None or not is_of_party(task, by):
            raise Missing
        demand_unconcerned(case, by)
        refuse_if(refusal("case.step_not_open", "holder") if task.done_at else None)
        able = {one.username for one in staff_of(case.unit.code, day_of(at)) if task.party in one.parties}
        refuse_if(None if holder in {"", *able} else refusal("case.no_such_holder", "holder"))
        task.holder = holder
        task.save(update_fields=["holder"])
        append(
            "TaskTaken",
            f"case:{number}",
            by=by,
            at=at,
            unit=case.unit.code,
            data={"step": step, "holder": holder},
        )


def _demand_visitors(case: Case, visitors: Collection[str], on: date) -> None:
    """Who went to see are officers of the unit, two at least, each named once, none concerned in the case.

    One alone would be found only at the decision (行政许可法 Art. 34(3)), when nobody goes again. Raises Refused.
    """
    if not visitors:
        return
    able = {one.username: one.name for one in staff_of(case.unit.code, on) if Party.OFFICER in one.parties}
    known = {one: able[one] for one in visitors if one in able}
    concerned = is_application_of(case, known.keys(), known.values())
    refuse_if(
        None if len(known) == len(set(visitors)) else refusal("case.no_such_visitor", "visitors"),
        refusal("case.visitor_concerned", "visitors") if concerned else None,
        refusal("case.visited_alone", "visitors") if len(set(visitors)) == 1 else None,
    )


def is_theirs(task: CaseTask, by: Actor) -> bool:
    """Whether this person may do the step: of its party, and nobody else took it but who is stood in for."""
    return is_of_party(task, by) and task.holder in {"", *accounts_of(by, {Party(task.party)})}


def is_of_party(task: CaseTask, by: Actor) -> bool:
    """Whether the step is for people with this person's role."""
    return Party(task.party) in parties_of(task.case, by)


def run_of(case: Case) -> Run:
    """Where the case is on its chart."""
    return Run(
        open=frozenset(case.run.get("open", ())),
        waiting=frozenset((step, start) for step, start in case.run.get("waiting", ())),
    )


def _keep_run(case: Case, review: Review, run: Run, *, open_now: Collection[int], at: datetime) -> None:
    case.run = {
        "open": sorted(run.open),
        "waiting": sorted(map(list, run.waiting)),
        "decision": review.decision,
    }
    for one in sorted(run.open.difference(open_now)):
        add(CaseTask, _task(case, review.steps[one], at))


def _open_now(case: Case) -> set[int]:
    return set(CaseTask.objects.filter(case=case, done_at=None).values_list("step", flat=True))


def _open_task(case: Case, step: int) -> CaseTask:
    found = _OPEN.ask(case=case.pk, step=step)
    if not found:
        raise Missing
    found[0].case = case
    return found[0]


def _task(case: Case, step: Step, at: datetime) -> Mapping[str, object]:
    """A new open step, column by column."""
    return {
        "region_id": case.region_id, "case_id": case.pk, "step": step.number, "name": _name(case, step),
        "post": step.post, "party": _party(case, step).value, "holder": "", "opened_at": at,
        "due_on": _due(step, day_of(at)), "done_by": "", "done_by_name": "", "taken": "", "opinion": "", "visitors": [],
        "joint_session": 0,
    }  # fmt: skip


def _name(case: Case, step: Step) -> str:
    """What a step is called: where the level above decides, the decision here is only to send the case up (Art. 43)."""
    if _is_decision(case, step) and frozen(case.version_read.digest).get("sent_up_to"):
        return case_names("actions")["send_up"]
    return step.name


def _party(case: Case, step: Step) -> Party:
    """Who does a step: its post says it; the decision is the decider's."""
    return Party.DECIDER if _is_decision(case, step) else Party(party_of_post(step.post))


def _is_decision(case: Case, step: Step) -> bool:
    return bool(step.number == case.run["decision"])


def _due(step: Step, today: date) -> date | None:
    limit = step.limit
    if limit is None or not limit.days:
        return None
    return deadline(load_calendar(), start=today, days=limit.days, kind=limit.kind).ends_on


def _day_problem(case: Case, day: date | None, today: date) -> Problem | None:
    """A step happened after the application was received, and has happened already."""
    assert case.received_at
    received = day_of(case.received_at)
    if day is None or received <= day <= today:
        return None
    days = {"first": long_date(received), "last": long_date(today)}
    return refusal("case.occurred_between", "occurred_on", **days)


def _finish(task: CaseTask, said: StepDone, *, by: Actor, at: datetime) -> None:
    update(
        CaseTask,
        task.pk,
        done_at=at,
        done_by=by.username,
        done_by_name=signed_name(by, {Party(task.party)}, task.holder),
        opinion=said.opinion.strip(),
        taken=said.exit,
        visitors=said.visitors,
        occurred_on=said.occurred_on or day_of(at),
        joint_session=said.joint_session,
    )
