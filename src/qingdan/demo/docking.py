"""Docked systems of the demonstration at four levels: what comes back from one, what does not arrive at another.

No system listens: pushes go to a port of this machine where nobody is, so they wait, and one is dead. What comes back
is done by the services that the interface calls.
"""

from datetime import datetime, timedelta

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case
from qingdan.demo.cases import PERMIT, UNIT, Counter, accepted_case
from qingdan.docking.models import Dispatch, Partner
from qingdan.docking.queries.cases import case_content, read_case
from qingdan.docking.services.delivering import deliver
from qingdan.docking.services.handling import (
    ResultSaid,
    Returned,
    StepSaid,
    account_of,
    acknowledge,
    fetch_case,
    return_result,
    return_step,
)
from qingdan.docking.services.partners import PartnerTyped, give_key, open_partner
from qingdan.docking.services.sending import dispatch
from qingdan.rules.docking import DispatchState

NOBODY = "http://127.0.0.1:9/in"
SYSTEMS = (
    (UNIT, "pollution-permits", "排污许可管理系统（示例）", 4, NOBODY),
    ("市林业局", "forest-permits", "林木采伐管理系统（示例）", 3, NOBODY),
    ("市公安局", "public-order", "治安许可系统（示例）", 2, ""),
    ("市国土资源局", "land-records", "土地登记系统（示例）", 0, ""),
)
ONCE, REMOTE = "demo-docked", "DX-2026-0001"
_HOUR = timedelta(hours=1)
_STEPS = ((5, "", ("handler", "handler_2")), (6, "不要", ()), (8, "", ()))


def play_docking(counter: Counter) -> None:
    """All of it once: what stands is left."""
    by, at = counter.people.by, counter.ago(6)
    for unit, code, name, level, address in SYSTEMS:
        _system(by, unit, code, PartnerTyped(name=name, level=level, address=address), at)
    with reading(by):
        known = Partner.objects.select_related("unit")
        permits = known.filter(region=by.region, code=SYSTEMS[0][1]).first()
        forest = known.filter(region=by.region, code=SYSTEMS[1][1]).first()
        played = Case.objects.filter(once=ONCE).exists()
    if forest:
        _pushes(forest, by, at)
    if permits and not played:
        _returns(counter, permits)


def _system(by: Actor, unit: str, code: str, typed: PartnerTyped, at: datetime) -> None:
    """A system of a unit that has none; with a key where it knows the interface."""
    with reading(by):
        owner = Unit.objects.filter(region_id=by.region, name=unit, valid_until=None).first()
        there = owner is None or Partner.objects.filter(unit=owner).exists()
    if owner and not there:
        open_partner(unit=owner.code, code=code, typed=typed, by=by, at=at)
        if typed.level >= 2:
            give_key(code=code, version=1, by=by, at=at)


def _pushes(forest: Partner, by: Actor, at: datetime) -> None:
    """One that was tried till it was dead, and one that waits."""
    dead = _push(forest, "采伐许可-示例-1", by, at)
    with reading(by):
        letter = Dispatch.objects.get(code=dead)
    while letter.state in {DispatchState.WAITING, DispatchState.SENT}:
        deliver(region=by.region, partner=forest.code, at=max(letter.next_try_at, at))
        at = max(letter.next_try_at, at) + _HOUR / 2
        with reading(by):
            letter.refresh_from_db()
    _push(forest, "采伐许可-示例-2", by, at)


def _push(forest: Partner, key: str, by: Actor, at: datetime) -> str:
    with writing(by):
        content = {"item": "林木采伐许可（示例）", "case": key}
        return dispatch(partner=forest.code, kind="case", key=key, content=content, by=by, at=at)


def _returns(counter: Counter, permits: Partner) -> None:
    """A case handled in the department's own system: taken over, its steps returned, its decision reported."""
    at = counter.ago(2)
    number = accepted_case(counter, ONCE, PERMIT, at)
    by = account_of(permits)
    fetch_case(partner=permits, number=number, by=by, at=at + 2 * _HOUR)
    acknowledge(partner=permits, number=number, remote=REMOTE, by=by, at=at + 2 * _HOUR)
    with reading(by):
        form = {one["name"]: one["answer"] for one in case_content(read_case(by, number))["fields"]}
    returned = Returned(officer="handler", remote=REMOTE, form=form, typed=tuple(form)[:1])
    for step, way, visitors in _STEPS:
        with reading(by):
            version = read_case(by, number).version
        said = StepSaid(
            version=version, step=step, opinion="在业务系统里办理（示例）", exit=way, visitors=visitors
        )
        return_step(partner=permits, number=number, said=said, returned=returned, by=by, at=at + 3 * _HOUR)
    told = ResultSaid(
        granted=True, facts="材料齐全，现场与申报的一致（示例）", decided_by="approver", clauses=(1,)
    )
    officer = Returned(officer="handler", remote=REMOTE)
    return_result(partner=permits, number=number, said=told, returned=officer, by=by, at=at + 4 * _HOUR)
