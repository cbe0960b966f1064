"""Working on a plan of joint approval, publishing it, taking it back: the service centre's (R-119)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, Refused, Stale, refusal, refuse_if, too_long
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.joints.models import Plan, PlanVersion
from qingdan.joints.queries.plans import BLANK, choices, on_line, plan_of
from qingdan.rules.joint import plan_problems
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

LONGEST_NAME, LONGEST_GROUND = 80, 200
SNAPSHOT = "joint_plan"


def begin_plan(*, name: str, by: Actor, at: datetime) -> str:
    """A new plan without matters; its code. Raises Missing, Refused."""
    with writing(by):
        _demand(by)
        refuse_if(*_name_problems(name))
        made = Plan.objects.create(
            region_id=by.region,
            code=f"{by.region}-{secrets.token_hex(4)}",
            name=name.strip(),
            content=dict(BLANK),
            updated_by=by.username,
            updated_at=at,
        )
        append("PlanBegun", f"plan:{made.code}", by=by, at=at)
        return made.code


def save_plan(
    *, code: str, version: int, name: str, content: Mapping[str, Any], by: Actor, at: datetime
) -> int:
    """Keeps what was written, right or not; the new version. Raises Missing, Stale, Refused."""
    with writing(by):
        found = _get(code, version, by)
        refuse_if(*_name_problems(name), too_long(content["silence"], "silence", LONGEST_GROUND))
        found.name, found.content = name.strip(), dict(content)
        return _kept(found, "PlanSaved", by, at)


def publish_plan(*, code: str, version: int, by: Actor, at: datetime) -> int:
    """From now on one applies by it as it stands; the new version. Raises Missing, Stale, Refused with every fault."""
    with writing(by):
        found = _get(code, version, by)
        plan = plan_of(found.name, found.content)
        if problems := plan_problems(plan, on_line(choices(found.region_id, day_of(at)))):
            raise Refused(problems)
        digest = freeze(SNAPSHOT, {"name": found.name, **found.content}, region=found.region_id, at=at)
        number = PlanVersion.objects.filter(plan=found).count() + 1
        PlanVersion.objects.create(
            region_id=found.region_id, plan=found, number=number, lead=Unit.objects.get(code=plan.lead),
            digest=digest, by=by.username, at=at,
        )  # fmt: skip
        found.published = True
        return _kept(found, "PlanPublished", by, at, number=number, digest=digest)


def withdraw_plan(*, code: str, version: int, by: Actor, at: datetime) -> int:
    """Nobody applies by it any more; open applications go on. The new version. Raises Missing, Stale."""
    with writing(by):
        found = _get(code, version, by)
        found.published = False
        return _kept(found, "PlanWithdrawn", by, at)


def _kept(found: Plan, kind: str, by: Actor, at: datetime, **said: object) -> int:
    found.version += 1
    found.updated_by, found.updated_at = by.username, at
    found.save()
    append(kind, f"plan:{found.code}", by=by, at=at, data={"version": found.version, **said})
    return found.version


def _name_problems(name: str) -> list[Problem | None]:
    return [
        None if name.strip() else refusal("desk.required", "name"),
        too_long(name, "name", LONGEST_NAME),
    ]


def _demand(by: Actor) -> None:
    if Role.SERVICE_CENTRE not in by.roles:
        raise Missing


def _get(code: str, version: int, by: Actor) -> Plan:
    _demand(by)
    found = Plan.objects.select_for_update().filter(code=code, region_id=by.region).first()
    if found is None:
        raise Missing
    if found.version != version:
        raise Stale({"name": found.name}, found.version)
    return found
