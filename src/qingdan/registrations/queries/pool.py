"""The pool of codes: how many are there, and whether every one is accounted for."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from qingdan.registrations.models import CodeRange, Enterprise, PoolCode, PoolState, Registration
from qingdan.rules.registration import FAILED, RegistrationState

_ENDED = (*FAILED, RegistrationState.ISSUED, RegistrationState.SHARED, RegistrationState.REPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeShown:
    """A range with how many of its codes are in each state."""

    first: str
    size: int
    document: str
    by_name: str
    at: datetime
    free: int
    drawn: int
    used: int
    void: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFault:
    """A code that is not accounted for."""

    code: str
    registration: str
    key: str


def ranges_shown(region: str) -> tuple[RangeShown, ...]:
    """Every range of a region, newest first."""
    counts: dict[int, dict[str, int]] = {}
    rows = PoolCode.objects.filter(region=region).values("range", "state").annotate(count=Count("pk"))
    for row in rows.order_by("range"):
        counts.setdefault(row["range"], {})[row["state"]] = row["count"]
    return tuple(
        RangeShown(
            first=one.first, size=one.size, document=one.document, by_name=one.by_name, at=one.at,
            **{state: counts.get(one.pk, {}).get(state, 0) for state in PoolState.values},
        )
        for one in CodeRange.objects.filter(region=region).order_by("-pk")
    )  # fmt: skip


def codes_void(region: str, most: int = 50) -> tuple[PoolCode, ...]:
    """The last that are void, with the reason."""
    return tuple(PoolCode.objects.filter(region=region, state=PoolState.VOID).order_by("-drawn_at")[:most])


def pool_faults(region: str) -> tuple[PoolFault, ...]:
    """Codes that nobody can account for: used without an enterprise, kept for what has ended, not as many as came."""
    found = [*_used_by_nobody(region), *_kept_for_ended(region)]
    for one in ranges_shown(region):
        if one.free + one.drawn + one.used + one.void != one.size:
            found.append(PoolFault(code=one.first, registration="", key="range_size"))
    return tuple(found)


def _used_by_nobody(region: str) -> list[PoolFault]:
    founded = Enterprise.objects.filter(region=region).values("founded_by")
    used = PoolCode.objects.filter(region=region, state=PoolState.USED).exclude(registration__in=founded)
    changed = Enterprise.objects.filter(region=region).values("last_by")
    return [
        PoolFault(code=one.code, registration=one.registration, key="code_lost")
        for one in used.exclude(registration__in=changed)
    ]


def _kept_for_ended(region: str) -> list[PoolFault]:
    ended = Registration.objects.filter(region=region, state__in=_ENDED).values("number")
    drawn = PoolCode.objects.filter(region=region, state=PoolState.DRAWN, registration__in=ended)
    return [PoolFault(code=one.code, registration=one.registration, key="code_lost") for one in drawn]
