"""What a docked system does with the cases of its unit: takes one over, does steps, says what was decided there.

It acts as an officer of the unit and of no other, by the very services of the desk. The person who did a step in the
department's system is named, works for the unit today and has no business of his own in the case. A decision is for a
person to take on the desk (docs/adr/0040).
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import refusal, refuse_if, too_long
from qingdan.base.rows import insert
from qingdan.base.transactions import writing
from qingdan.cases.models import Case
from qingdan.cases.queries.recusal import is_application_of
from qingdan.cases.queries.staff import staff_of
from qingdan.cases.services.running import LONGEST_OPINION, StepDone, do_step
from qingdan.docking.models import DockedAct, DockedKind, Partner, ReportedDecision
from qingdan.docking.queries.cases import held_texts, read_case
from qingdan.rules.case_state import CaseState, Party
from qingdan.rules.docking import DockingLevel
from qingdan.rules.role import Role
from qingdan.rules.typed_twice import TypedTwice, typed_twice

LONGEST_REMOTE, LONGEST_TEXT = 60, 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What comes back with a step or result: who did it there (account), the system's own number of the case; `form`:
    its fields as that system has them, `typed`: names of those that somebody typed there.
    """

    officer: str
    remote: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    typed: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSaid:
    """A step done in the department's system; as `StepDone`, at a version of the case."""

    version: int
    step: int
    opinion: str
    exit: str = ""
    visitors: tuple[str, ...] = ()
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSaid:
    """A decision taken in the department's system. `decided_by`: account of who took it; `clauses` from 1."""

    granted: bool
    facts: str
    decided_by: str
    reasons: str = ""
    conditions: str = ""
    clauses: Sequence[int] = ()


def account_of(partner: Partner, officer: str = "") -> Actor:
    """The system as an officer of its unit; with the name of who did it there. No person's account is called so."""
    name = f"{officer}（{partner.name}）" if officer else partner.name
    return Actor(
        username=f"docking:{partner.code}",
        name=name[:40],
        roles=frozenset({Role.HANDLER}),
        region=partner.region_id,
        regions=(partner.region_id,),
        unit=partner.unit.code,
        unit_name=partner.unit.name,
    )


def fetch_case(*, partner: Partner, number: str, by: Actor, at: datetime) -> Case:
    """A case for the system to read, which is recorded once. Raises Missing, Refused."""
    _demand(DockingLevel(partner.level).receives, partner)
    with writing(by):
        case = read_case(by, number)
        if _take_over(partner, case, DockedKind.FETCHED, "", at):
            append("CaseFetched", f"case:{number}", by=by, at=at, unit=case.unit.code, data=_who(partner))
        return case


def acknowledge(*, partner: Partner, number: str, remote: str, by: Actor, at: datetime) -> None:
    """The system has the case, under a number of its own; said again, nothing more. Raises Missing, Refused."""
    _demand(DockingLevel(partner.level).receives, partner)
    refuse_if(too_long(remote, "remote", LONGEST_REMOTE))
    with writing(by):
        case = read_case(by, number)
        if _take_over(partner, case, DockedKind.ACKNOWLEDGED, remote, at):
            data = _who(partner) | {"remote": remote}
            append("CaseAcknowledged", f"case:{number}", by=by, at=at, unit=case.unit.code, data=data)


def return_step(
    *, partner: Partner, number: str, said: StepSaid, returned: Returned, by: Actor, at: datetime
) -> TypedTwice:
    """Does an open step as the named officer's, and measures what was typed anew. Raises Refused, Stale, Missing."""
    _demand(DockingLevel(partner.level).receives, partner)
    with writing(by):
        case = read_case(by, number)
        name = _officer(case, returned.officer, {Party.OFFICER}, at)
        refuse_if(
            too_long(said.opinion, "opinion", LONGEST_OPINION),
            too_long(returned.remote, "remote", LONGEST_REMOTE),
        )
        done = StepDone(
            opinion=said.opinion, exit=said.exit, visitors=said.visitors, occurred_on=said.occurred_on
        )
        by_officer = account_of(partner, name)
        do_step(number=number, version=said.version, step=said.step, said=done, by=by_officer, at=at)
        found = _keep(partner, case, DockedKind.STEP, returned, name, at=at, step=said.step)
        data = _who(partner) | {"step": said.step, "officer": returned.officer, "letters": found.letters}
        append("StepReturned", f"case:{number}", by=by_officer, at=at, unit=case.unit.code, data=data)
        return found


def return_result(
    *, partner: Partner, number: str, said: ResultSaid, returned: Returned, by: Actor, at: datetime
) -> TypedTwice:
    """Keeps what was decided there, for a person of the unit to see and to take on the desk.

    Raises Refused: no decision is due, another one waits, who decided is no decider of the unit; Missing.
    """
    _demand(DockingLevel(partner.level).reports_results, partner)
    with writing(by):
        case = read_case(by, number)
        name = _officer(case, said.decided_by, {Party.DECIDER}, at, "decided_by")
        officer = _officer(case, returned.officer, {Party.OFFICER}, at) if returned.officer else ""
        texts = {"facts": said.facts, "reasons": said.reasons, "conditions": said.conditions}
        waiting = ReportedDecision.objects.filter(case=case, state="open").exists()
        refuse_if(
            refusal("docking.not_to_decide", state=case.state) if not _is_open(case) else None,
            refusal("docking.result_waits") if waiting else None,
            None if said.facts.strip() else refusal("desk.required", "facts"),
            *(too_long(text, name, LONGEST_TEXT) for name, text in texts.items()),
        )
        ReportedDecision.objects.create(
            region_id=case.region_id, partner=partner, case=case, code=secrets.token_hex(12), granted=said.granted,
            **texts, clauses=list(said.clauses), decided_by=said.decided_by, decided_by_name=name, at=at,
        )  # fmt: skip
        found = _keep(partner, case, DockedKind.RESULT, returned, officer, at=at)
        data = _who(partner) | {"decided_by": said.decided_by, "granted": said.granted}
        append("ResultReported", f"case:{number}", by=by, at=at, unit=case.unit.code, data=data)
        return found


def _demand(may: bool, partner: Partner) -> None:
    refuse_if(None if may else refusal("docking.level_lacks", level=partner.level))


def _is_open(case: Case) -> bool:
    return case.state in {CaseState.UNDER_REVIEW, CaseState.SUSPENDED}


def _officer(
    case: Case, account: str, parties: Collection[Party], at: datetime, name: str = "officer"
) -> str:
    """The name of a person of the unit who may have done this. Raises Refused."""
    staff = {one.username: one for one in staff_of(case.unit.code, day_of(at))}
    one = staff.get(account)
    refuse_if(None if one and one.parties & frozenset(parties) else refusal("docking.no_such_officer", name))
    assert one
    concerned = is_application_of(case, {one.username}, {one.name})
    refuse_if(refusal("docking.officer_concerned", name) if concerned else None)
    return one.name


def _take_over(partner: Partner, case: Case, kind: DockedKind, remote: str, at: datetime) -> bool:
    """Whether it was new."""
    line = {
        "region_id": case.region_id, "partner_id": partner.pk, "case_id": case.pk, "kind": kind.value, "step": 0,
        "officer": "", "officer_name": "", "remote": remote, "letters": 0, "names": [], "returned": 0, "at": at,
    }  # fmt: skip
    return bool(insert(DockedAct, [line], but_known=True))


def _keep(
    partner: Partner,
    case: Case,
    kind: DockedKind,
    returned: Returned,
    name: str,
    *,
    at: datetime,
    step: int = 0,
) -> TypedTwice:
    acts = DockedAct.objects.filter(partner=partner, case=case)
    taken = acts.filter(kind=DockedKind.FETCHED).exists()
    counted = {name for names in acts.values_list("names", flat=True) for name in names}
    form = {name: text for name, text in returned.form.items() if name not in counted}  # each once
    found = typed_twice(held_texts(case), form, taken_over=taken, typed=returned.typed)
    DockedAct.objects.create(
        region_id=case.region_id, partner=partner, case=case, kind=kind, step=step, officer=returned.officer,
        officer_name=name, remote=returned.remote, letters=found.letters, names=found.names,
        returned=found.returned, at=at,
    )  # fmt: skip
    return found


def _who(partner: Partner) -> dict[str, object]:
    return {"partner": partner.code}
