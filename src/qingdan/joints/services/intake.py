"""Taking in at the window of the lead: one form, one set of materials, a case for every department at once.

As taking in for one matter (`cases.services.intake`): papers and answers may lack, for the window must take them and
what lacks is told once (行政许可法 Art. 32(4)); one application whatever is sent twice. Who stands at the window
has no draft and signs nothing on line.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.files.services import Upload
from qingdan.base.refusal import Refused, refusal, refuse_if
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, Channel
from qingdan.cases.queries.recusal import demand_unconcerned
from qingdan.cases.services.applying import CaseReceipt, Filed
from qingdan.cases.services.intake import AtWindow, window_problems
from qingdan.cases.services.scans import keep_scans
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.desk import find_joint
from qingdan.joints.queries.forms import form_of, rows_to_pin
from qingdan.joints.queries.intake import led_plan, page_mark
from qingdan.joints.queries.own import person_problems
from qingdan.joints.queries.plans import PublishedPlan
from qingdan.joints.services.applying import (
    SNAPSHOT,
    asked_answers,
    chosen_items,
    file_in_set,
    receive_joint,
)
from qingdan.joints.services.branches import append_joint
from qingdan.joints.services.checking import supplement_joint
from qingdan.joints.services.correcting import correct_answers, file_correction
from qingdan.joints.services.receiving import Person
from qingdan.rules.application_form import plain_digits
from qingdan.rules.codes.identification import normalise


@dataclass(frozen=True, slots=True, kw_only=True)
class JointAtWindow:
    """What is applied for: the plan, the chosen of its items, and `page_mark` of the form that was filled in."""

    plan: str
    items: Sequence[str]
    mark: str


def take_in_jointly(
    *,
    asked: JointAtWindow,
    said: AtWindow,
    answers: Mapping[str, str],
    filed: Sequence[Filed],
    scans: Mapping[int, Upload],
    by: Actor,
    at: datetime,
) -> CaseReceipt:
    """All departments have it: number, query code, receipt. `scans`: place in the one set → scan of the material.

    The same `once` again: the number, without a second query code. Raises Missing: another unit leads the plan;
    Refused: with every reason.
    """
    refuse_if(*window_problems(said))
    person = Person(
        kind=said.kind, name=said.name.strip(), id_number=normalise(said.id_number), agent=said.agent_name
    )
    with writing(by):
        plan = led_plan(by, asked.plan)
        if known := _taken_in(said.once, asked.plan, person, by):
            return CaseReceipt(number=known, code="")
        items = chosen_items(plan.plan, asked.items)
        rows = rows_to_pin(items)
        refuse_if(None if asked.mark == page_mark(rows) else refusal("joint.form_changed", "send"))
        joint = _made(plan, freeze(SNAPSHOT, {"items": rows}, region=plan.region, at=at), said, by=by, at=at)
        form = form_of(joint.form)
        refuse_if(*person_problems(plan.region, form, person.kind, person.id_number, day_of(at)))
        _demand_unconcerned(person, items, by)
        joint.answers = asked_answers(form, answers)
        brought = keep_scans(filed, scans, unit=plan.plan.lead, by=by, at=at)
        for one in brought:
            file_in_set(joint, form, one, by=by, at=at)
        receipt = receive_joint(joint, form, person, by=by, at=at)
        append_joint("JointTakenIn", joint, {"places": [one.place for one in brought]}, by=by, at=at)
        return receipt


def supplement_jointly(
    *,
    number: str,
    filed: Sequence[Filed],
    scans: Mapping[int, Upload],
    answers: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> None:
    """What lacked is brought to the lead's window: each thing once, for all who asked for it, then all look again.

    Raises Missing; Refused: what the notice listed and nobody touched, each by name, and what it did not list.
    """
    with writing(by):
        joint = find_joint(by, number)
        if answers:
            correct_answers(number=number, answers=answers, by=by, at=at)
        brought = keep_scans(filed, scans, unit=joint.lead.code, by=by, at=at)
        for one in brought:
            file_correction(number=number, filed=one, by=by, at=at)
        supplement_joint(number=number, by=by, at=at)
        append_joint("JointBrought", joint, {"places": [one.place for one in brought]}, by=by, at=at)


def _taken_in(once: str, plan: str, person: Person, by: Actor) -> str:
    """The number of what the same form made before; "" none. Raises Refused: for another thing or person."""
    found = JointApplication.objects.filter(once=once).select_related("plan__plan").first() if once else None
    if found is None and once:
        return ""
    if found is None or (found.made_by, found.plan.plan.code) != (by.username, plan):
        raise Refused([refusal("own.once", "once")])
    case = Case.objects.filter(joint=found.number).order_by("pk").first()
    if case is None or (case.applicant_name, case.id_number) != (person.name, person.id_number):
        raise Refused([refusal("own.once", "once")])
    return found.number


def _made(plan: PublishedPlan, form: str, said: AtWindow, *, by: Actor, at: datetime) -> JointApplication:
    return JointApplication.objects.create(
        region_id=plan.region, lead_id=plan.lead, code=secrets.token_hex(16), plan_id=plan.key,
        name=plan.plan.name, form=form, applicant=None, phone=plain_digits(said.phone), address=said.address,
        channel=Channel.WINDOW, once=said.once, days=plan.plan.days, made_by=by.username, made_at=at,
    )  # fmt: skip


def _demand_unconcerned(person: Person, items: Sequence[str], by: Actor) -> None:
    """Nobody takes in what he applies for himself. Raises Refused."""
    for one in items:
        demand_unconcerned(Case(id_number=person.id_number, agent_name=person.agent, item_code=one), by)
