"""The pool of codes: ranges come in by a document; a code is drawn under lock, never twice, and never lost.

A code whose registration came to nothing is void with the reason; it is not given to another.
"""

from datetime import datetime

from django.db import connection

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.registrations.models import CodeRange, NumberSeries, PoolCode, PoolState, Registration
from qingdan.registrations.queries.ground import SETTING_UP
from qingdan.rules.codes.check_characters import USCC_ALPHABET
from qingdan.rules.codes.identification import bare_number
from qingdan.rules.problem import Problem
from qingdan.rules.registration_codes import FRONT, codes_of_range, registration_number

MOST_AT_ONCE = 100_000
_DRAW = f"""
UPDATE {PoolCode._meta.db_table} SET state = 'drawn', registration = %s, drawn_at = %s
WHERE id = (
  SELECT id FROM {PoolCode._meta.db_table} WHERE region_id = %s AND state = 'free'
  ORDER BY code LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING code
"""
_NEXT = f"""
INSERT INTO {NumberSeries._meta.db_table} AS given (region_id, last) VALUES (%s, 1)
ON CONFLICT (region_id) DO UPDATE SET last = given.last + 1 RETURNING last
"""


def add_range(*, first: str, size: int, document: str, by: Actor, at: datetime) -> int:
    """Brings a range of codes in; how many. `first`: the first eight signs. Raises Refused, Missing."""
    if not by.roles & SETTING_UP:
        raise Missing
    front = bare_number(first)
    refuse_if(*_range_problems(front, size, document))
    with writing(by):
        codes = _codes(front, size)
        _demand_new(codes)
        made = CodeRange.objects.create(
            region_id=by.region, first=front, size=size, document=document.strip(), by=by.username, by_name=by.name,
            at=at,
        )  # fmt: skip
        PoolCode.objects.bulk_create(
            (PoolCode(region_id=by.region, range=made, code=one) for one in codes), batch_size=2_000
        )
        append("CodeRangeAdded", f"code_range:{front}", by=by, at=at, data={"size": size})
    return size


def draw_code(registration: Registration, *, at: datetime) -> str:
    """The next free code, for a registration; drawn again it is the same. Raises Refused: the pool is empty."""
    if kept := _drawn(registration):
        return kept
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [registration.number, at, registration.region_id])
        row = cursor.fetchone()
    if row is None:
        raise Refused([refusal("registration.pool_empty", "number")])
    return str(row[0])


def claim_code(registration: Registration, code: str, *, at: datetime) -> str:
    """A code of the pool that a body chose itself. Raises Refused: not of the ranges given here, or another's."""
    if kept := _drawn(registration):
        if kept != code:
            raise Refused([refusal("registration.number_other", "number", expected=kept, found=code)])
        return kept
    found = PoolCode.objects.select_for_update().filter(region=registration.region_id, code=code).first()
    if found is None:
        raise Refused([refusal("registration.code_of_no_range", "number", code=code)])
    if found.state != PoolState.FREE:
        raise Refused([refusal("registration.code_taken", "number", code=code)])
    found.state, found.registration, found.drawn_at = PoolState.DRAWN, registration.number, at
    found.save()
    return code


def settle_code(registration: Registration, *, used: bool, reason: str = "") -> None:
    """What becomes of the code drawn for a registration at its end: used, or void with the reason."""
    found = PoolCode.objects.select_for_update().filter(
        registration=registration.number, state=PoolState.DRAWN
    )
    for one in found:
        one.state, one.reason = (PoolState.USED, "") if used else (PoolState.VOID, reason[:200])
        one.save()


def next_registration_number(region: str) -> str:
    """The next 注册号 of a region; the row of its series is locked."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [region])
        (last,) = cursor.fetchone()
    return registration_number(region=region[:6], order=last)


def _drawn(registration: Registration) -> str:
    found = PoolCode.objects.filter(
        registration=registration.number, state__in=[PoolState.DRAWN, PoolState.USED]
    )
    return found.values_list("code", flat=True).first() or ""


def _range_problems(front: str, size: int, document: str) -> tuple[Problem | None, ...]:
    shape = len(front) == FRONT and set(front) <= set(USCC_ALPHABET)
    return (
        None if shape else refusal("registration.range_first", "first"),
        None if 0 < size <= MOST_AT_ONCE else refusal("registration.range_size", "size", most=MOST_AT_ONCE),
        None if document.strip() else refusal("desk.required", "document"),
        refusal("desk.too_long", "document", most=120, length=len(document)) if len(document) > 120 else None,
    )


def _codes(front: str, size: int) -> list[str]:
    try:
        return list(codes_of_range(front, size))
    except OverflowError:
        raise Refused([refusal("registration.range_end", "size")]) from None


def _demand_new(codes: list[str]) -> None:
    known = PoolCode.objects.filter(code__gte=codes[0], code__lte=codes[-1]).order_by("code").first()
    if known:
        raise Refused([refusal("registration.range_known", "first", code=known.code)])
