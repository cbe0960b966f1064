"""The licences of a unit on its desk: what stands, what waits for the head, what became of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.people.standing_in import selves_in
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.licences.models import Licence, LicenceChange, LicenceRequest
from qingdan.licences.queries.paged import page_of
from qingdan.licences.queries.public import ChangeShown, status_on
from qingdan.rules.role import HANDLING, Role

HEADS = frozenset({Role.PRINCIPAL, Role.DEPUTY})
"""Who decides on a change of a licence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceLine:
    """A licence in the list of its unit; `waits`: a change of it waits for the head."""

    code: str
    number: str
    kind: str
    holder: str
    case_number: str
    issued_on: date
    valid_until: date | None
    status: str
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencesPage:
    """A page of the list; what waits stands first."""

    lines: tuple[LicenceLine, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceWaiting:
    """A change that was asked for. `own`: by who looks, who may not decide it."""

    kind: str
    ground: str
    reason: str
    holder: str
    holder_id: str
    conditions: str
    asked_by: str
    asked_at: datetime
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LicencePage:
    """A licence with all that officers may know of it."""

    line: LicenceLine
    item_code: str
    item_name: str
    conditions: str
    withheld: str
    trial: bool
    digest: str
    changes: tuple[ChangeShown, ...]
    waiting: LicenceWaiting | None


def unit_licences(actor: Actor, *, today: date, words: str = "", page: int = 1) -> LicencesPage:
    """The licences of the own unit, by holder or number (`words`). Raises Missing."""
    _demand(actor)
    found = Licence.objects.filter(region_id=actor.region, unit__code=actor.unit)
    if words:
        found = found.filter(holder_name__icontains=words) | found.filter(number__icontains=words)
    waiting = set(
        LicenceRequest.objects.filter(licence__unit__code=actor.unit, approved=None).values_list(
            "licence", flat=True
        )
    )
    here = page_of(found.order_by("-issued_on", "-pk"), page)
    lines = [_line(one, today, waits=one.pk in waiting) for one in here]
    first = tuple(sorted(lines, key=lambda one: not one.waits))
    return LicencesPage(
        lines=first, total=here.paginator.count, page=here.number, pages=here.paginator.num_pages
    )


def licence_page(actor: Actor, code: str, *, today: date) -> LicencePage:
    """One licence of the own unit. Raises Missing."""
    _demand(actor)
    licence = Licence.objects.filter(code=code, region_id=actor.region, unit__code=actor.unit).first()
    if licence is None:
        raise Missing
    content: Mapping[str, Any] = thaw(licence.digest)
    asked = LicenceRequest.objects.filter(licence=licence, approved=None).first()
    changes = LicenceChange.objects.filter(licence=licence).order_by("pk")
    return LicencePage(
        line=_line(licence, today, waits=asked is not None),
        item_code=licence.item_code,
        item_name=content.get("item", ""),
        conditions=content.get("conditions", ""),
        withheld=licence.withheld,
        trial=licence.trial,
        digest=licence.digest,
        changes=tuple(ChangeShown(kind=one.kind, ground=one.ground, on=one.on) for one in changes),
        waiting=_waiting(asked, actor) if asked else None,
    )


def _demand(actor: Actor) -> None:
    if not actor.roles & HANDLING or not actor.unit:
        raise Missing


def _line(one: Licence, today: date, *, waits: bool) -> LicenceLine:
    return LicenceLine(
        code=one.code,
        number=one.number,
        kind=one.kind,
        holder=one.holder_name,
        case_number=one.case_number,
        issued_on=one.issued_on,
        valid_until=one.valid_until,
        status=status_on(one, today),
        waits=waits,
    )


def _waiting(asked: LicenceRequest, actor: Actor) -> LicenceWaiting:
    return LicenceWaiting(
        kind=asked.kind,
        ground=asked.ground,
        reason=asked.reason,
        holder=asked.content.get("holder", ""),
        holder_id=asked.content.get("holder_id", ""),
        conditions=asked.content.get("conditions", ""),
        asked_by=asked.asked_by_name,
        asked_at=asked.asked_at,
        own=asked.asked_by in selves_in(actor, HEADS),
    )
