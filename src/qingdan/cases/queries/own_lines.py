"""The cases of an applicant in a line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from qingdan.base.actor import Actor
from qingdan.cases.models import Case, CaseTask
from qingdan.cases.queries.progress import granted_of, holder_words, open_tasks_of, result_words
from qingdan.data.case import case_names
from qingdan.rules.case_state import CLOSED, CaseState

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in a list. `key`: its number, or the code of a draft; `result`: what came out, "" while it is open."""

    key: str
    item_code: str
    item_name: str
    applicant: str
    state: str
    state_name: str
    result: str
    holder: str
    due_on: date | None
    draft: bool
    closed: bool
    begun_at: datetime
    received_at: datetime | None
    trial: bool


def own_cases(by: Actor, *, on: date) -> tuple[CaseLine, ...]:
    """The cases of an account and of those it acts for, what waits for the applicant first, then the newest; without
    the branches of joint applications, which stand there together."""
    cases = list(_shown(cases_of(by, on)).filter(joint="").order_by("-made_at")[:MOST])
    granted, tasks = granted_of(cases), open_tasks_of(cases)
    found = [_line(one, granted.get(one.pk), tasks.get(one.pk, ())) for one in cases]
    mine = {CaseState.DRAFT, CaseState.CORRECTING}
    return tuple(sorted(found, key=lambda one: (one.closed, one.state not in mine)))


def _shown(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Of two linked ones the first, where both are shown; the other itself while it waits for the applicant."""
    return cases.exclude(~Q(carries="") & ~Q(state=CaseState.CORRECTING))


def own_numbers(by: Actor, *, on: date) -> tuple[str, ...]:
    """The numbers of the cases that were decided for an account and those it acts for."""
    found = cases_of(by, on).filter(decided_on__isnull=False)
    return tuple(found.values_list("number", flat=True)[:MOST])


def cases_of(by: Actor, on: date) -> "QuerySet[Case]":
    """The cases of an account and of those it acts for on a day."""
    cases = Case.objects.of_account(by, on) if by.username else Case.objects.none()
    return cases.select_related("unit", "version_read", "entry", "applicant__user")


def _line(case: Case, granted: bool | None, open_steps: Sequence[CaseTask]) -> CaseLine:
    state = CaseState(case.state)
    return CaseLine(
        key=case.number or case.code,
        item_code=case.item_code,
        item_name=case.item_name,
        applicant=case.applicant_name,
        state=state.value,
        state_name=case_names("states")[state],
        result=result_words(state, granted),
        holder=holder_words(case, open_steps),
        due_on=case.due_on,
        draft=state is CaseState.DRAFT,
        closed=state in CLOSED | {CaseState.SERVED},
        begun_at=case.made_at,
        received_at=case.received_at,
        trial=case.trial,
    )
