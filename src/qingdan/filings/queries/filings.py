"""The filings of units: versions, states, history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.events.queries import Happening, history_of
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.people.models import User
from qingdan.base.refusal import Missing
from qingdan.base.snapshots.queries import thaw
from qingdan.campaigns.models import Campaign, Participation
from qingdan.campaigns.queries.duties import due_of
from qingdan.campaigns.queries.plans import campaign_for, filing_of, plan_of
from qingdan.filings.models import Filing
from qingdan.rules.review import FilingState, ListKind

FROZEN_KIND = "filing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledVersion:
    """One version of a filing as pages show it. Names of people, not accounts; `paper` the code of the scan."""

    campaign: str
    unit: str
    unit_name: str
    kind: ListKind
    number: int
    state: str
    digest: str
    items: int
    sent_by: str
    sent_at: datetime
    signed_how: str
    signed_name: str
    signed_at: datetime | None
    paper: str
    original_seen_by: str
    original_seen_at: datetime | None
    receipt_number: str
    filed_by: str
    filed_at: datetime | None
    late: bool
    received_by: str
    received_at: datetime | None
    returned_reason: str
    voided_for: str
    closed_by: str
    closed_at: datetime | None

    @property
    def subject(self) -> str:
        """What its events are about."""
        return subject_of(self.campaign, self.unit)

    @property
    def is_open(self) -> bool:
        """Whether it stands: neither voided nor returned."""
        return self.closed_at is None

    @property
    def awaits_original(self) -> bool:
        """Whether it was signed on paper and nobody has seen the original yet."""
        return self.signed_how == "paper" and self.original_seen_at is None

    @property
    def receipt_name(self) -> str:
        """The receipt number as a file's name can hold it."""
        return self.receipt_number or f"{self.unit}-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingLine:
    """A unit in the list of filings: its last version, None when it never sent one; `due_on` its last day."""

    unit: str
    name: str
    kind: str
    due_on: date | None
    overdue: bool
    last: FiledVersion | None


def subject_of(campaign: str, unit: str) -> str:
    """What the events of a unit's filing are about, all versions together."""
    return f"filing:{campaign}/{unit}"


def get_unit_for(actor: Actor, code: str = "") -> Unit:
    """The unit whose filing is meant ("": the own one), where the person may see its drafts. Raises Missing."""
    wanted = code or actor.unit
    found = (
        Unit.objects.select_related("supervising").filter(code=wanted, region_id__in=actor.regions).first()
    )
    if found is None or not actor.may_see(wanted):
        raise Missing
    return found


def versions_of(
    actor: Actor, unit: str, campaign: str = "", kind: ListKind = ListKind.POWER
) -> list[FiledVersion]:
    """All versions of a unit's filing for a list, the newest first. Raises Missing for the campaign."""
    inside = campaign_for(actor, campaign)
    found = Filing.objects.visible_to(actor).filter(campaign=inside, unit__code=unit, list_kind=kind)
    return _shown(found)


def get_version_for(actor: Actor, campaign: str, unit: str, number: int) -> FiledVersion:
    """One version. Raises Missing where there is none that this person may see."""
    found = _shown(
        Filing.objects.visible_to(actor).filter(campaign__code=campaign, unit__code=unit, number=number)
    )
    if not found:
        raise Missing
    return found[0]


def frozen_content(version: FiledVersion) -> dict[str, Any]:
    """What was frozen under the version's digest."""
    content: dict[str, Any] = thaw(version.digest)
    return content


def history_of_filing(actor: Actor, campaign: str, unit: str) -> list[Happening]:
    """Everything that was done with a unit's filing, the newest first. For who may see the unit's drafts."""
    get_unit_for(actor, unit)
    return history_of(subject_of(campaign, unit))


def list_filings(actor: Actor, *, today: date, campaign: str = "") -> list[FilingLine]:
    """Every unit that owes a filing with its last version, in the units' order, in a fixed number of queries.

    One that left the campaign is there with what it had filed, and not where it had filed nothing. Raises Missing
    for the campaign.
    """
    found = campaign_for(actor, campaign)
    plan = plan_of(found)
    filing = filing_of(plan)
    rows = Participation.objects.filter(campaign=found, region_id__in=actor.regions)
    kept = (
        rows.exclude(unit__kind=UnitKind.COUNTY).select_related("unit").order_by("unit__order", "unit__code")
    )
    last: dict[str, FiledVersion] = {}
    for one in _shown(Filing.objects.visible_to(actor).filter(campaign=found, list_kind=ListKind.POWER)):
        last.setdefault(one.unit, one)
    return [
        _line(row, last.get(row.unit.code), due_of(plan, filing, row.received_at, row.joined_on).on, today)
        for row in kept
        if row.left_on is None or row.unit.code in last
    ]


def open_filing(campaign: Campaign, unit: Unit, kind: ListKind = ListKind.POWER) -> Filing | None:
    """The version for a list that stands; None where there is none in hand."""
    return (
        Filing.objects.filter(campaign=campaign, unit=unit, list_kind=kind, closed_at=None)
        .select_related("campaign", "unit")
        .first()
    )


def _line(row: Participation, last: FiledVersion | None, due_on: date | None, today: date) -> FilingLine:
    filed = last is not None and last.state in (FilingState.FILED, FilingState.RECEIVED)
    return FilingLine(
        unit=row.unit.code,
        name=row.unit.name,
        kind=row.unit.kind,
        due_on=due_on,
        overdue=not (filed or row.left_on) and due_on is not None and today > due_on,
        last=last,
    )


def _shown(rows: Iterable[Filing]) -> list[FiledVersion]:
    found = list(
        rows.select_related("campaign", "unit", "paper") if hasattr(rows, "select_related") else rows
    )
    people = {
        name
        for one in found
        for name in (one.sent_by, one.original_seen_by, one.filed_by, one.received_by, one.closed_by)
    }
    names = dict(User.objects.filter(username__in=people).values_list("username", "name"))
    return [_version(one, names) for one in found]


def _version(one: Filing, names: dict[str, str]) -> FiledVersion:
    def name(username: str) -> str:
        return names.get(username, username)

    return FiledVersion(
        campaign=one.campaign.code,
        unit=one.unit.code,
        unit_name=one.unit.name,
        kind=one.kind,
        number=one.number,
        state=one.state,
        digest=one.digest,
        items=one.items,
        sent_by=name(one.sent_by),
        sent_at=one.sent_at,
        signed_how=one.signed_how,
        signed_name=one.signed_name,
        signed_at=one.signed_at,
        paper=one.paper.code if one.paper else "",
        original_seen_by=name(one.original_seen_by),
        original_seen_at=one.original_seen_at,
        receipt_number=one.receipt_number or "",
        filed_by=name(one.filed_by),
        filed_at=one.filed_at,
        late=one.late,
        received_by=name(one.received_by),
        received_at=one.received_at,
        returned_reason=one.returned_reason,
        voided_for=one.voided_for,
        closed_by=name(one.closed_by),
        closed_at=one.closed_at,
    )
