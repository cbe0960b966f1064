"""Verifying project codes, by the service centre: by hand, or against a list that the national platform gave out.

The platform itself issues and judges codes (发改投资〔2020〕1439号). It has no interface that every city may call: what
there is are its page, which an officer looks at, and its list, which is handed in as a file. A program that asks the
platform itself would call `verify_by_list` with what it was told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, Stale, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.projects.models import Project, VerifiedCode, WithdrawnCode
from qingdan.projects.queries.codes import is_taken, owner_digest, standing_codes
from qingdan.projects.queries.projects import card_of
from qingdan.rules.project import ProjectState
from qingdan.rules.project_card import MOST_LINES, Compared, PlatformLine, compared, platform_lines
from qingdan.rules.role import Role

BY_HAND, BY_LIST = "by_hand", "by_list"
LONGEST_EVIDENCE, LONGEST_REASON = 200, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a list said of a waiting project."""

    key: str
    code: str
    name: str
    found: Compared


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRead:
    """What became of a list: `outcomes` of the waiting projects it speaks of, `bad` lines that are none, its length."""

    outcomes: tuple[Outcome, ...]
    bad: tuple[int, ...]
    lines: int


def verify_project(*, key: str, version: int, evidence: str, by: Actor, at: datetime) -> None:
    """An officer has found the project on the platform; `evidence` says where. Raises Missing, Stale, Refused."""
    with writing(by):
        found = _waiting(key, version, by)
        said = None if evidence.strip() else refusal("desk.required", "evidence")
        refuse_if(said, too_long(evidence, "evidence", LONGEST_EVIDENCE))
        _verify(found, BY_HAND, evidence.strip(), by=by, at=at)


def return_project(*, key: str, version: int, reason: str, by: Actor, at: datetime) -> None:
    """Gives a card back with what is wrong with it. Raises Missing, Stale, Refused."""
    with writing(by):
        found = _waiting(key, version, by)
        said = None if reason.strip() else refusal("desk.required", "reason")
        refuse_if(said, too_long(reason, "reason", LONGEST_REASON))
        found.state, found.returned, found.version = ProjectState.RETURNED, reason.strip(), found.version + 1
        found.save(update_fields=["state", "returned", "version"])
        append("ProjectReturned", f"project:{key}", by=by, at=at, data={"code": found.code})


def take_back_verification(*, key: str, version: int, reason: str, by: Actor, at: datetime) -> None:
    """The code was verified wrongly, or the platform has struck it out: it counts as not verified from now on.

    Nothing more of the project is accepted until it is verified again; what was accepted goes on. The card goes
    back to its owner with the reason. Raises Missing, Stale, Refused.
    """
    with writing(by):
        found = _held(key, version, by)
        refuse_if(
            None if found.state == ProjectState.VERIFIED else refusal("project.not_verified", "send"),
            None if reason.strip() else refusal("desk.required", "reason"),
            too_long(reason, "reason", LONGEST_REASON),
        )
        standing = standing_codes(found.code).get(owner=owner_digest(found.owner_number))
        WithdrawnCode.objects.create(verified=standing, at=at)
        found.state, found.returned, found.version = ProjectState.RETURNED, reason.strip(), found.version + 1
        found.way, found.evidence, found.verified_at = "", "", None
        found.save()
        data = {"code": found.code, "reason": found.returned}
        append("ProjectVerificationTakenBack", f"project:{key}", by=by, at=at, data=data)


def verify_by_list(*, text: str, source: str, by: Actor, at: datetime) -> ListRead:
    """Verifies every waiting project that the list agrees with, and says of the others why not.

    `text`: a table of 代码, 项目名称, 单位证照号码; `source`: the name of its file. Raises Missing, Refused (no list).
    """
    with writing(by):
        _demand_centre(by)
        lines, bad = platform_lines(text)
        if not lines:
            raise Refused([refusal("project.no_list", "list")])
        if len(lines) > MOST_LINES:
            raise Refused([refusal("project.list_too_long", "list", most=MOST_LINES)])
        outcomes = tuple(_compare_all(lines, source[:LONGEST_EVIDENCE], by=by, at=at))
        data = {"lines": len(lines), "agree": sum(one.found is Compared.AGREES for one in outcomes)}
        append("ProjectListRead", f"projects:{by.region}", by=by, at=at, data=data)
        return ListRead(outcomes=outcomes, bad=bad, lines=len(lines))


def _compare_all(lines: Sequence[PlatformLine], source: str, *, by: Actor, at: datetime) -> list[Outcome]:
    by_code = {one.code: one for one in lines}
    waiting = Project.objects.select_for_update().filter(
        region_id=by.region, state=ProjectState.WAITING, code__in=by_code
    )
    outcomes = []
    for one in waiting.order_by("pk"):
        found = compared(card_of(one), one.owner_number, by_code)
        if found is Compared.AGREES:
            found = _verified_or_taken(one, source, by=by, at=at)
        outcomes.append(Outcome(key=one.key, code=one.code, name=one.name, found=found))
    return outcomes


def _verified_or_taken(one: Project, source: str, *, by: Actor, at: datetime) -> Compared:
    """A code that was verified for somebody else keeps none of the others in the list back."""
    try:
        _verify(one, BY_LIST, source, by=by, at=at)
    except Refused:
        return Compared.TAKEN
    return Compared.AGREES


def _verify(found: Project, way: str, evidence: str, *, by: Actor, at: datetime) -> None:
    """Raises Refused: the code was verified for somebody else."""
    taken = refusal("project.code_taken", "code")
    refuse_if(taken if is_taken(found.code, found.owner_number) else None)
    try:
        with transaction.atomic():
            turn = VerifiedCode.objects.filter(code=found.code).count() + 1
            owner = owner_digest(found.owner_number)
            VerifiedCode.objects.create(code=found.code, turn=turn, owner=owner, at=at)
    except IntegrityError:
        raise Refused([taken]) from None
    found.state, found.way, found.evidence = ProjectState.VERIFIED, way, evidence
    found.returned, found.verified_at, found.version = "", at, found.version + 1
    found.save()
    data = {"code": found.code, "way": way, "on": day_of(at).isoformat()}
    append("ProjectVerified", f"project:{found.key}", by=by, at=at, data=data)


def _waiting(key: str, version: int, by: Actor) -> Project:
    found = _held(key, version, by)
    refuse_if(None if found.state == ProjectState.WAITING else refusal("project.not_waiting", "send"))
    return found


def _held(key: str, version: int, by: Actor) -> Project:
    """The locked card of a project of the region, as the service centre has it before it. Raises Missing, Stale."""
    _demand_centre(by)
    found = Project.objects.select_for_update().filter(key=key, region_id=by.region).first()
    if found is None:
        raise Missing
    if version != found.version:
        raise Stale({}, found.version)
    return found


def _demand_centre(by: Actor) -> None:
    if Role.SERVICE_CENTRE not in by.roles:
        raise Missing
