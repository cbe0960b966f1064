"""A whole city from a workbook: read and compared first, then registered, all of it or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs import services as orgs
from qingdan.base.orgs.models import UnitKind
from qingdan.base.people.city_plan import CityPlan, CityStep, plan_city
from qingdan.base.people.city_workbook import CityRow, CityRows, cell_problems, read_city_workbook
from qingdan.base.people.models import CityFile, User
from qingdan.base.people.queries import get_city_file
from qingdan.base.people.services.accounts import open_account
from qingdan.base.people.services.appointments import appoint
from qingdan.base.refusal import Refused, demand_administrator
from qingdan.base.transactions import writing
from qingdan.data.city_workbook import city_sheets
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

Act = Callable[..., object]


def read_city(*, path: Path, by: Actor, at: datetime) -> CityFile:
    """Reads a workbook and keeps its rows until they are applied. Raises Refused with every wrong cell."""
    demand_administrator(by, at)
    rows = read_city_workbook(path)
    with writing(by):
        _plan(rows, by.region)
        CityFile.objects.filter(by=by.username, applied_at=None).delete()
        file = CityFile.objects.create(
            region_id=by.region,
            by=by.username,
            at=at,
            rows={key: [asdict(row) for row in some] for key, some in rows.items()},
        )
        data = {key: len(some) for key, some in rows.items()}
        append("CityRead", f"city_file:{file.code}", by=by, at=at, data=data)
    return file


def apply_city(*, code: str, by: Actor, at: datetime) -> int:
    """Registers what a workbook says, compared anew with what stands now; the number of acts done.

    Raises Missing, Refused. Its rows are dropped.
    """
    demand_administrator(by, at)
    with writing(by):
        file = get_city_file(by, code)
        steps = _plan(rows_of(file), file.region_id).steps
        _carry_out(steps, by, at)
        file.rows, file.applied_at = {}, at
        file.save(update_fields=["rows", "applied_at"])
        append("CityApplied", f"city_file:{code}", by=by, at=at, data={"acts": len(steps)})
    return len(steps)


def import_city(path: Path, *, by: Actor, at: datetime) -> int:
    """Reads a workbook and registers all of it; the number of acts done. For the command line of an empty city.

    Raises Refused with every wrong cell.
    """
    demand_administrator(by, at)
    rows = read_city_workbook(path)
    with writing(by):
        plan = _plan(rows, by.region)
        home = replace(by, region=plan.home, regions=tuple(sorted(plan.regions.values())))
        _carry_out(plan.steps, home, at)
        data = {"acts": len(plan.steps)}
        append("CityImported", f"region:{plan.home}", by=home, at=at, data=data)
    return len(plan.steps)


def rows_of(file: CityFile) -> CityRows:
    """The rows that were kept."""
    return {key: [CityRow(**row) for row in some] for key, some in file.rows.items()}


def _plan(rows: CityRows, region: str) -> CityPlan:
    """The plan, when every cell is right; else all that are not, each named once, sheet by sheet, row by row."""
    form, plan = cell_problems(rows), plan_city(rows, region)
    named = {(one.where.sheet, one.where.cell) for one in form}
    found = [*form, *(one for one in plan.problems if (one.where.sheet, one.where.cell) not in named)]
    if found:
        raise Refused(sorted(found, key=_place))
    return plan


def _place(problem: Problem) -> tuple[int, int, int, str]:
    """Sheet, row, column: in their order."""
    where, titles = problem.where, [sheet.title for sheet in city_sheets()]
    cell = where.cell or ""
    return titles.index(where.sheet or ""), where.row or 0, len(cell), cell


def _carry_out(steps: list[CityStep], by: Actor, at: datetime) -> None:
    for step in steps:
        _ACTS[step.act](**step.words, by=by, at=at)


def _open_unit(*, kind: str, **words: Any) -> object:
    return orgs.open_unit(kind=UnitKind(kind), **words)


def _change_unit(*, kind: str, **words: Any) -> object:
    return orgs.change_unit(kind=UnitKind(kind), **words)


def _set_account(*, username: str, name: str, email: str, phone: str, by: Actor, at: datetime) -> object:
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        return open_account(username=username, name=name, email=email, phone=phone, by=by, at=at)
    user.email, user.phone = email or user.email, phone or user.phone
    user.save(update_fields=["email", "phone"])
    append("AccountChanged", f"account:{user.username}", by=by, at=at)
    return user


def _appoint(*, username: str, role: str, **words: Any) -> object:
    user = User.objects.get(username__iexact=username)
    return appoint(username=user.username, role=Role(role), **words)


_ACTS: Mapping[str, Act] = {
    "open_region": orgs.open_region,
    "open_unit": _open_unit,
    "change_unit": _change_unit,
    "set_inner_office": orgs.set_inner_office,
    "set_mandate": orgs.set_mandate,
    "set_post": orgs.set_post,
    "set_account": _set_account,
    "appoint": _appoint,
}
