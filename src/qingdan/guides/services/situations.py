"""Writing a situation (一件事), showing it to the public, taking it back: the service centre's."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, Stale, refusal, refuse_if, too_long
from qingdan.base.snapshots.services import freeze
from qingdan.base.transactions import writing
from qingdan.guides.models import Situation, SituationVersion
from qingdan.guides.queries.public import guides_in_force
from qingdan.guides.queries.situations import BLANK, situation_of
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role
from qingdan.rules.situation import situation_problems

LONGEST_NAME, LONGEST_INTRO = 80, 1_000
SNAPSHOT, HIDDEN = "situation", "SituationHidden"


def begin_situation(*, name: str, by: Actor, at: datetime) -> str:
    """A new one without questions; its code, which begins with the region's. Raises Missing, Refused."""
    with writing(by):
        _demand(by)
        refuse_if(*_name_problems(name))
        made = Situation.objects.create(
            region_id=by.region,
            code=f"{by.region}-{secrets.token_hex(4)}",
            name=name.strip(),
            content=dict(BLANK),
            updated_by=by.username,
            updated_at=at,
        )
        append("SituationBegun", f"situation:{made.code}", by=by, at=at)
        return made.code


def save_situation(
    *, code: str, version: int, name: str, content: Mapping[str, Any], by: Actor, at: datetime
) -> int:
    """Keeps what was written; the new version. What the public sees must stay right. Raises Missing, Stale, Refused."""
    with writing(by):
        found = _get(code, version, by)
        refuse_if(*_name_problems(name), too_long(content["intro"], "intro", LONGEST_INTRO))
        if found.published:
            _demand_right(content, by, at)
        found.name, found.content = name.strip(), dict(content)
        return _kept(found, "SituationSaved", by, at)


def show_situation(*, code: str, version: int, shown: bool, by: Actor, at: datetime) -> int:
    """Lets the public walk through it, or takes it back; the new version. Raises Missing, Stale, Refused."""
    with writing(by):
        found = _get(code, version, by)
        if shown:
            _demand_right(found.content, by, at)
        found.published = shown
        return _kept(found, "SituationShown" if shown else HIDDEN, by, at)


def _kept(found: Situation, kind: str, by: Actor, at: datetime) -> int:
    found.version += 1
    found.updated_by, found.updated_at = by.username, at
    found.save()
    seen = _seen_from_now(found, by, at) if found.published or kind == HIDDEN else {}
    append(kind, f"situation:{found.code}", by=by, at=at, data=seen)
    return found.version


def _seen_from_now(found: Situation, by: Actor, at: datetime) -> dict[str, Any]:
    """A version of what the public sees, where that has changed; what the event says of it."""
    said = {"name": found.name, "content": found.content}
    digest = freeze(SNAPSHOT, said, region=found.region_id, at=at) if found.published else ""
    last = SituationVersion.objects.filter(situation=found).last()
    if digest == (last.digest if last else ""):
        return {}
    number = last.number + 1 if last else 1
    SituationVersion.objects.create(
        region_id=found.region_id, situation=found, number=number, digest=digest, by=by.username, at=at
    )
    return {"number": number, "digest": digest}


def _demand_right(content: Mapping[str, Any], by: Actor, at: datetime) -> None:
    known = frozenset(one.code for one in guides_in_force(by.region, day_of(at)))
    if problems := situation_problems(situation_of(content), known):
        raise Refused(problems)


def _name_problems(name: str) -> list[Problem]:
    empty = None if name.strip() else refusal("desk.required", "name")
    return [one for one in (empty, too_long(name, "name", LONGEST_NAME)) if one]


def _demand(by: Actor) -> None:
    if Role.SERVICE_CENTRE not in by.roles:
        raise Missing


def _get(code: str, version: int, by: Actor) -> Situation:
    _demand(by)
    found = Situation.objects.select_for_update().filter(code=code, region_id=by.region).first()
    if found is None:
        raise Missing
    if found.version != version:
        raise Stale({"name": found.name, "intro": found.content["intro"]}, found.version)
    return found
