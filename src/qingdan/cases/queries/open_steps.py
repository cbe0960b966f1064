"""The open steps of a case: whose they are, what they ask, who could take them over."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.base.actor import Actor
from qingdan.cases.models import Case, CaseTask
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.hats import accounts_of
from qingdan.cases.queries.staff import Colleague, names_of
from qingdan.data.case import case_names
from qingdan.rules.case_state import CaseState, Party
from qingdan.rules.flow_graph import StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """An open step of the chart. `mine`: this person may do it; `takes`: may give it to a colleague; `exits`: of a
    choice; `visit`: two must go and see; `decision`: it is the decision itself, which has a form of its own.
    """

    number: int
    name: str
    post: str
    party: str
    holder: str
    holder_name: str
    due_on: date | None
    exits: tuple[str, ...]
    visit: bool
    decision: bool
    mine: bool
    takes: bool
    colleagues: tuple[Colleague, ...]


def open_steps_of(
    case: Case,
    tasks: Sequence[CaseTask],
    *,
    parties: Collection[Party],
    staff: tuple[Colleague, ...],
    me: Actor,
) -> Iterator[OpenStep]:
    """While the case is under review; in a pause they wait."""
    chart = frozen(case.entry.digest).get("chart") or {}
    steps = {one["number"]: one for one in chart.get("steps", ())}
    names, visits = names_of(staff), frozen(case.version_read.digest)["visits"]
    for task in tasks if case.state == CaseState.UNDER_REVIEW else ():
        if task.done_at is None:
            step = steps.get(task.step, {"kind": StepKind.ACT, "exits": ()})
            theirs = Party(task.party) in parties
            choice = step["kind"] == StepKind.DECISION
            yield OpenStep(
                number=task.step,
                name=task.name,
                post=task.post,
                party=case_names("parties")[task.party],
                holder=task.holder,
                holder_name=names.get(task.holder, task.holder),
                due_on=task.due_on,
                exits=tuple(way["condition"] for way in step["exits"]) if choice else (),
                visit=task.step in visits,
                decision=task.step == case.run.get("decision"),
                mine=theirs and task.holder in {"", *accounts_of(me, {Party(task.party)})},
                takes=theirs,
                colleagues=tuple(one for one in staff if Party(task.party) in one.parties),
            )
