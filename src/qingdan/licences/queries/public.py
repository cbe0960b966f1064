"""Licences as anybody may see them: verified by code, and the grants that are published (行政许可法 Art. 40)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.licences.models import Licence, LicenceChange, LicenceState
from qingdan.licences.queries.paged import page_of
from qingdan.rules.canonical import digest as digest_of
from qingdan.rules.masking import masked_name

MOST = 10_000
EXPIRED, NOT_YET = "expired", "not_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """What became of a licence: kind, ground, day."""

    kind: str
    ground: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedLicence:
    """A licence as verified. `status`: valid, not_yet, expired, revoked, withdrawn, cancelled; `whole`: untouched.

    `holder_number`: of an organisation the number under which it is registered; of a person "".
    """

    code: str
    number: str
    kind: str
    item_code: str
    item_name: str
    unit_name: str
    holder: str
    holder_number: str
    conditions: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    status: str
    digest: str
    whole: bool
    trial: bool
    changes: tuple[ChangeShown, ...]

    @property
    def good(self) -> bool:
        """Whether one may rely on it today."""
        return self.status == LicenceState.VALID and self.whole and not self.trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A published grant, the holder masked for a person."""

    code: str
    number: str
    kind: str
    item_code: str
    unit: str
    unit_name: str
    holder: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantsPage:
    """A page of grants, newest first; `withheld`: how many are not published, on a ground of law."""

    grants: tuple[Grant, ...]
    total: int
    withheld: int
    page: int
    pages: int


def verified_licence(code: str, by: Actor, today: date) -> VerifiedLicence:
    """The licence of a code. Raises Missing."""
    licence = Licence.objects.filter(code=code, region_id__in=by.regions).select_related("unit").first()
    if licence is None:
        raise Missing
    content: Mapping[str, Any] = thaw(licence.digest)
    changes = LicenceChange.objects.filter(licence=licence).order_by("pk")
    return VerifiedLicence(
        code=code,
        number=licence.number,
        kind=licence.kind,
        item_code=licence.item_code,
        item_name=content.get("item", ""),
        unit_name=licence.unit.name,
        holder=masked_name(licence.holder_name, licence.holder_kind),
        holder_number=licence.holder_id if licence.holder_kind == "organisation" else "",
        conditions=content.get("conditions", ""),
        issued_on=licence.issued_on,
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        status=status_on(licence, today),
        digest=licence.digest,
        whole=digest_of(content) == licence.digest,
        trial=licence.trial,
        changes=tuple(ChangeShown(kind=one.kind, ground=one.ground, on=one.on) for one in changes),
    )


def status_on(licence: Licence, today: date) -> str:
    """Whether it is good on a day: what was done to it goes before its days."""
    if licence.state != LicenceState.VALID:
        return licence.state
    if today < licence.valid_from:
        return NOT_YET
    return EXPIRED if licence.valid_until and licence.valid_until < today else LicenceState.VALID


def grants_page(
    region: str, *, today: date, unit: str = "", since: date | None = None, until: date | None = None, page: int = 1
) -> GrantsPage:  # fmt: skip
    """Grants of a region: of one unit, of some days. Those of the trial run are none."""
    found = _granted(region, unit, since, until)
    here = page_of(found.filter(withheld=""), page)
    return GrantsPage(
        grants=_grants(list(here), today),
        total=here.paginator.count,
        withheld=found.exclude(withheld="").count(),
        page=here.number,
        pages=here.paginator.num_pages,
    )


def all_grants(
    region: str, *, today: date, unit: str = "", since: date | None = None, until: date | None = None
) -> tuple[Grant, ...]:
    """The same for a file: the newest MOST."""
    return _grants(_granted(region, unit, since, until).filter(withheld="")[:MOST], today)


def granting_units(region: str) -> tuple[tuple[str, str], ...]:
    """Code and name of the units that granted something."""
    found = Licence.objects.filter(region_id=region, trial=False).order_by("unit__code")
    return tuple(found.values_list("unit__code", "unit__name").distinct())


def _granted(region: str, unit: str, since: date | None, until: date | None) -> QuerySet[Licence]:
    found = Licence.objects.filter(region_id=region, trial=False).select_related("unit")
    if unit:
        found = found.filter(unit__code=unit)
    if since:
        found = found.filter(issued_on__gte=since)
    if until:
        found = found.filter(issued_on__lte=until)
    return found.order_by("-issued_on", "-pk")


def _grants(rows: Sequence[Licence] | QuerySet[Licence], today: date) -> tuple[Grant, ...]:
    return tuple(
        Grant(
            code=one.code,
            number=one.number,
            kind=one.kind,
            item_code=one.item_code,
            unit=one.unit.code,
            unit_name=one.unit.name,
            holder=masked_name(one.holder_name, one.holder_kind),
            issued_on=one.issued_on,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            status=status_on(one, today),
        )
        for one in rows
    )
