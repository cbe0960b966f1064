"""How far a list is, for who tables, records and publishes it: state, drafts, resolutions, editions on their sites."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import UnitKind
from qingdan.base.refusal import Missing, refusal
from qingdan.campaigns.models import Campaign, Participation
from qingdan.campaigns.queries.people import names_of
from qingdan.campaigns.queries.plans import campaign_for
from qingdan.data.schemes import in_scheme_order
from qingdan.editions.models import Edition
from qingdan.filings.models import Filing
from qingdan.lists.models import ListProgress, Resolution, TabledDraft
from qingdan.lists.queries.channels import required_channels
from qingdan.lists.queries.obstacles import obstacles, open_amendments
from qingdan.lists.queries.phases import phase_shut
from qingdan.reviews.models import Review
from qingdan.reviews.queries.in_hand import reviewed_campaign
from qingdan.rules.problem import Problem
from qingdan.rules.review import FilingState, ItemState, ListKind, ListState
from qingdan.rules.role import LEADING, Role

READING = LEADING | {Role.LEGAL_AFFAIRS, Role.LEADING_GROUP, Role.GOVERNMENT_OFFICE}
"""Who reads drafts of the list before they are published."""

SEEING = READING | {Role.SERVICE_CENTRE}
"""Who sees how far the list and its publication are."""

_THROUGH = (ItemState.CLEARED, ItemState.TABLED, ItemState.ADOPTED, ItemState.PUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a meeting decided on a draft. `amendments`: draft number and words."""

    meeting: str
    number: str
    on: date
    result: str
    note: str
    amendments: tuple[tuple[str, str], ...]
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftShown:
    """A 审议稿. `counts`: category → disposition → how many (R-110)."""

    number: int
    digest: str
    items: int
    counts: Mapping[str, Mapping[str, int]]
    composed_by: str
    composed_by_name: str
    composed_at: datetime
    withdrawn_why: str
    decision: Decision | None

    @property
    def open(self) -> bool:
        """Whether it waits for the meeting: neither withdrawn nor resolved."""
        return not self.withdrawn_why and self.decision is None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition of the list that this campaign made."""

    code: str
    number: int
    digest: str
    effective_on: date
    composed_at: datetime
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDesk:
    """A list of a campaign. `states`: how many items are where; `obstacles`: why the next act of the office, composing
    a draft or an edition, cannot be taken now; `amendments`: what the last meeting wants changed and is not changed;
    `unfiled`: names of the units whose return of powers was not received, before the campaign's first edition.
    """

    campaign: str
    campaign_name: str
    region: str
    region_name: str
    kind: ListKind
    state: ListState
    since: datetime | None
    states: Counter[str]
    obstacles: tuple[Problem, ...]
    amendments: tuple[tuple[str, str, str], ...]
    drafts: tuple[DraftShown, ...]
    editions: tuple[EditionLine, ...]
    unfiled: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many items the list has."""
        return sum(self.states.values())

    @property
    def through(self) -> int:
        """How many items are cleared, or further."""
        return sum(self.states[one] for one in _THROUGH)

    @property
    def draft(self) -> DraftShown | None:
        """The draft that waits for the meeting."""
        return next((one for one in self.drafts if one.open), None)

    @property
    def adopted(self) -> DraftShown | None:
        """The draft that the last meeting adopted."""
        return next((one for one in self.drafts if one.decision and one.decision.result == "adopted"), None)


def list_desk(actor: Actor, campaign: str, kind: ListKind, at: datetime) -> ListDesk:
    """The list for who may see it; "" is the campaign in hand. Raises Missing."""
    found = seen_campaign(actor, campaign)
    progress = ListProgress.objects.filter(campaign=found, list_kind=kind).first()
    reviews = list(Review.objects.filter(campaign=found, list_kind=kind).select_related("unit"))
    editions = Edition.objects.filter(region=found.region_id, campaign=found.code, list_kind=kind)
    lines = tuple(_edition(one) for one in editions.order_by("-number"))
    state = ListState(progress.state) if progress else ListState.REVIEWING
    return ListDesk(
        campaign=found.code,
        campaign_name=found.name,
        region=found.region_id,
        region_name=found.region.name,
        kind=kind,
        state=state,
        since=progress.since if progress else None,
        states=Counter(one.state for one in reviews),
        obstacles=tuple(_obstacles(found, kind, state, reviews, first=not lines, at=at)),
        amendments=_amendments(found, kind, reviews) if state is ListState.REVIEWING else (),
        drafts=drafts_of(found, kind),
        editions=lines,
        unfiled=() if lines or kind is not ListKind.POWER else _unfiled(found),
    )


def seen_campaign(actor: Actor, campaign: str = "", roles: frozenset[Role] = SEEING) -> Campaign:
    """The campaign whose list the actor may see ("": the one in hand). Raises Missing."""
    if not actor.roles & roles:
        raise Missing
    found = campaign_for(actor, campaign) if campaign else reviewed_campaign(actor)
    if found.region_id not in actor.regions:
        raise Missing
    return found


def drafts_of(campaign: Campaign, kind: ListKind) -> tuple[DraftShown, ...]:
    """Every draft, the newest first."""
    rows = list(TabledDraft.objects.filter(campaign=campaign, list_kind=kind).order_by("-number"))
    decided = {one.draft_id: one for one in Resolution.objects.filter(draft__in=rows)}
    names = names_of(one.composed_by for one in rows)
    return tuple(_draft(one, decided.get(one.pk), names.get(one.composed_by, "")) for one in rows)


def _unfiled(campaign: Campaign) -> tuple[str, ...]:
    received = Filing.objects.filter(campaign=campaign, list_kind=ListKind.POWER, state=FilingState.RECEIVED)
    owing = Participation.objects.filter(campaign=campaign, left_on=None).exclude(unit__kind=UnitKind.COUNTY)
    silent = owing.exclude(unit__in=received.values("unit"))
    return tuple(silent.order_by("unit__order", "unit__code").values_list("unit__name", flat=True))


def _obstacles(
    campaign: Campaign,
    kind: ListKind,
    state: ListState,
    reviews: Sequence[Review],
    *,
    first: bool,
    at: datetime,
) -> list[Problem]:
    """What the service would answer now, beside what is typed."""
    if state is ListState.REVIEWING:
        waiting = sum(one.state != ItemState.CLEARED for one in reviews) if first else 0
        left = [refusal("review.all_cleared", "send", count=waiting)] if waiting else []
        others = obstacles(campaign, kind, reviews)
        told = [one for one in others if not (left and one.key == "lists.nothing_cleared")]
        return [*phase_shut(campaign, kind, "tabling", at), *left, *told]
    if state is ListState.ADOPTED:
        laid = {one.step for one in required_channels(campaign.region_id)} >= {1, 2, 3, 4}
        missing = [] if laid else [refusal("lists.channels_missing", "send")]
        return [*phase_shut(campaign, kind, "decision", at), *missing]
    return []


def _amendments(
    campaign: Campaign, kind: ListKind, reviews: Sequence[Review]
) -> tuple[tuple[str, str, str], ...]:
    """Draft number, name and the meeting's words."""
    names = {one.number: one.name for one in reviews}
    found = open_amendments(campaign, kind, reviews)
    return tuple((number, names.get(number, ""), text) for number, text in found.items())


def _draft(row: TabledDraft, resolution: Resolution | None, name: str) -> DraftShown:
    return DraftShown(
        number=row.number,
        digest=row.digest,
        items=row.items,
        counts=in_scheme_order(row.counts),
        composed_by=row.composed_by,
        composed_by_name=name,
        composed_at=row.composed_at,
        withdrawn_why=row.withdrawn_why,
        decision=_decision(resolution) if resolution else None,
    )


def _decision(row: Resolution) -> Decision:
    return Decision(
        meeting=row.meeting,
        number=row.number,
        on=row.on,
        result=row.result,
        note=row.note,
        amendments=tuple((one["number"], one["text"]) for one in row.amendments),
        by_name=row.by_name,
    )


def _edition(row: Edition) -> EditionLine:
    return EditionLine(
        code=row.code,
        number=row.number,
        digest=row.digest,
        effective_on=row.effective_on,
        composed_at=row.composed_at,
        entries=row.entries,
    )
