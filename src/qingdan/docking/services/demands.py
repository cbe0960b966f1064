"""Demands of the places to the developer of the province's system: filing one, answering it."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Stale, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.docking.models import DeveloperDemand
from qingdan.rules.developer_demand import DemandState, states_after
from qingdan.rules.role import Role

LONGEST_TITLE, LONGEST_NEED = 80, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandAnswer:
    """What came of a demand: its new state, the words, till when it was promised."""

    state: str
    words: str
    due_on: date | None = None


def file_demand(*, title: str, need: str, once: str, by: Actor, at: datetime) -> str:
    """Files a demand of the own region; its code. `once`: a form sent twice is one demand. Raises Refused, Missing."""
    if Role.INFORMATISATION not in by.roles:
        raise Missing
    title, need = title.strip(), need.strip()
    with writing(by):
        refuse_if(
            None if title else refusal("desk.required", "title"),
            None if need else refusal("desk.required", "need"),
            too_long(title, "title", LONGEST_TITLE),
            too_long(need, "need", LONGEST_NEED),
            None if 0 < len(once) <= 32 else refusal("desk.required"),
        )
        new = {"code": secrets.token_hex(8), "title": title, "need": need, "by_name": by.name, "at": at}
        kept, fresh = DeveloperDemand.objects.get_or_create(
            once=once, defaults=new | {"region_id": by.region}
        )
        same = (kept.title, kept.need) == (title, need)
        refuse_if(None if same else refusal("docking.demand_once", "once"))
        if fresh:
            append("DemandFiled", f"demand:{kept.code}", by=by, at=at)
        return kept.code


def answer_demand(*, code: str, version: int, answer: DemandAnswer, by: Actor, at: datetime) -> None:
    """Keeps what the developer said, as the service centre heard it. Raises Refused, Stale, Missing."""
    with writing(by):
        rows = DeveloperDemand.objects.visible_to(by).select_for_update()
        kept = rows.filter(code=code).first() if Role.SERVICE_CENTRE in by.roles else None
        if kept is None:
            raise Missing
        if kept.version != version:
            raise Stale({"answer": kept.answer}, kept.version)
        promised = answer.state == DemandState.PROMISED
        late = promised and (answer.due_on is None or answer.due_on < day_of(at))
        refuse_if(
            None
            if answer.state in states_after(DemandState(kept.state))
            else refusal("docking.demand_state", "state"),
            None if answer.words.strip() else refusal("desk.required", "answer"),
            too_long(answer.words, "answer", LONGEST_NEED),
            refusal("docking.demand_day", "due_on") if late else None,
        )
        kept.state, kept.answer, kept.version = answer.state, answer.words.strip(), kept.version + 1
        kept.due_on = answer.due_on if promised else kept.due_on
        kept.answered_by_name, kept.answered_at = by.name, at
        kept.save()
        append("DemandAnswered", f"demand:{code}", by=by, at=at, data={"state": answer.state})
