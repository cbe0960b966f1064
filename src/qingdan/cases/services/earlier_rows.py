"""What a workbook of an earlier system would bring in, against what stands; every cell that cannot be, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qingdan.applicants.models import Applicant
from qingdan.applicants.services.accounts import Registration, registration_problems, username_problems
from qingdan.base.orgs.models import Unit
from qingdan.base.orgs.queries import open_units
from qingdan.base.people.models import User
from qingdan.cases.models import EarlierCase
from qingdan.cases.queries.earlier import ORGANISATIONS, key_of
from qingdan.cases.queries.earlier_workbook import EarlierRow, EarlierRows, cell_problems, day_of_cell
from qingdan.data.earlier import id_kinds
from qingdan.rules.application_form import is_citizen_id, is_uscc
from qingdan.rules.codes.identification import normalise
from qingdan.rules.problem import Problem

_WITH_ACCOUNT = {"citizen_id": "person", "uscc": "organisation"}
_FIRST_DAY = date(1980, 1, 1)


@dataclass(slots=True, kw_only=True)
class EarlierPlan:
    """Cases and accounts to make; `again`: accounts stopped with a batch taken back, to be restored; `known`: users
    who have an account already; all that is wrong.
    """

    problems: list[Problem] = field(default_factory=list)
    cases: list[EarlierCase] = field(default_factory=list)
    accounts: list[Registration] = field(default_factory=list)
    again: list[User] = field(default_factory=list)
    known: int = 0


def plan_earlier(rows: EarlierRows, region: str, today: date) -> EarlierPlan:
    """The plan for a region on a day. Cells that are no cells are named alone: nothing else is told of them."""
    plan = EarlierPlan(problems=list(cell_problems(rows)))
    if not plan.problems:
        _cases(rows["cases"], region, today, plan)
        _users(rows["users"], plan)
    return plan


def _cases(rows: Sequence[EarlierRow], region: str, today: date, plan: EarlierPlan) -> None:
    units = _units(region)
    keys = [key_of(row.cells["number"]) for row in rows]
    standing = EarlierCase.objects.filter(region=region, stands=True, key__in=keys)
    taken = dict(standing.values_list("key", "batch__read_at"))
    seen: dict[str, int] = {}
    for row, key in zip(rows, keys, strict=True):
        plan.problems += _number_problems(row, key, seen, taken)
        seen.setdefault(key, row.row)
        unit = units.get(row.cells["unit"])
        if unit is None:
            plan.problems.append(row.problem("unit", "unit", name=row.cells["unit"]))
        days, wrong = _days(row, today)
        plan.problems += [*_identity_problems(row), *wrong]
        if unit:
            plan.cases.append(_case(row, key, unit, days))


def _units(region: str) -> dict[str, Unit]:
    """By full and short name; a short name that two have is nobody's."""
    units = list(open_units([region]))
    short = [one.short_name for one in units]
    by_short = {one.short_name: one for one in units if one.short_name and short.count(one.short_name) == 1}
    return by_short | {one.name: one for one in units}


def _number_problems(
    row: EarlierRow, key: str, seen: dict[str, int], taken: dict[str, Any]
) -> Iterator[Problem]:
    if not key:
        yield row.problem("number", "number")
    elif key in seen:
        yield row.problem("number_twice", "number", row=seen[key])
    elif key in taken:
        yield row.problem("number_taken", "number", number=row.cells["number"])


def _identity_problems(row: EarlierRow) -> Iterator[Problem]:
    kind, number = id_kinds().get(row.cells["id_kind"], ""), normalise(row.cells["id_number"])
    if not kind:
        yield row.problem("id_kind", "id_kind")
    right = {"citizen_id": is_citizen_id, "uscc": is_uscc}.get(kind, bool)
    if not right(number):
        yield row.problem("id_number", "id_number", kind=row.cells["id_kind"])


def _days(row: EarlierRow, today: date) -> tuple[dict[str, date | None], list[Problem]]:
    found: dict[str, date | None] = {}
    wrong: list[Problem] = []
    before = _FIRST_DAY
    for name in ("submitted_on", "accepted_on", "decided_on"):
        text = row.cells[name]
        found[name] = day = day_of_cell(text) if text else None
        if text and day is None:
            wrong.append(row.problem("day", name))
        elif day and not before <= day <= today:
            wrong.append(row.problem("day_order", name))
        before = day or before
    if found["decided_on"] and not row.cells["result"]:
        wrong.append(row.problem("result", "result"))
    if row.cells["result"] and not row.cells["decided_on"]:
        wrong.append(row.problem("decided", "decided_on"))
    return found, wrong


def _case(row: EarlierRow, key: str, unit: Unit, days: dict[str, date | None]) -> EarlierCase:
    kind = id_kinds().get(row.cells["id_kind"], "other")
    texts = (
        "number",
        "item_name",
        "item_code",
        "applicant_name",
        "result",
        "document_number",
        "licence_number",
    )
    return EarlierCase(
        region_id=unit.region_id, unit=unit, key=key, id_kind=kind,
        applicant_kind="organisation" if kind in ORGANISATIONS else "person",
        id_number=normalise(row.cells["id_number"]),
        **days, **{name: row.cells[name] for name in texts},
    )  # fmt: skip


def _users(rows: Sequence[EarlierRow], plan: EarlierPlan) -> None:
    numbers = [normalise(row.cells["id_number"]) for row in rows]
    standing = Applicant.objects.filter(id_number__in=numbers).select_related("user")
    having = {one.id_number: one.user for one in standing.order_by("user__is_active")}
    seen: dict[str, int] = {}
    for row, number in zip(rows, numbers, strict=True):
        name = row.cells["username"].casefold()
        if user := having.get(number):
            restored = not user.is_active and not user.has_usable_password()
            plan.again += [user] if restored and user not in plan.again else []
            plan.known += not restored
            continue
        new = _registration(row, number)
        plan.problems += _user_problems(row, new)
        for key, where in ((name, "username"), (number, "id_number")):
            if key in seen:
                plan.problems.append(row.problem("user_twice", where, row=seen[key]))
            seen.setdefault(key, row.row)
        plan.accounts.append(new)


def _registration(row: EarlierRow, number: str) -> Registration:
    kind = _WITH_ACCOUNT.get(id_kinds().get(row.cells["id_kind"], ""), "")
    texts = {name: row.cells[name] for name in ("username", "name", "phone", "email")}
    return Registration(kind=kind, id_number=number, **texts)


def _user_problems(row: EarlierRow, new: Registration) -> Iterator[Problem]:
    """The same as at signing up, told by the cell."""
    if not new.kind:
        yield row.problem("id_kind_user", "id_kind")
        return
    for one in (*username_problems(new.username), *registration_problems(new)):
        yield row.problem(f"user_{one.where.field}", one.where.field, kind=row.cells["id_kind"])
