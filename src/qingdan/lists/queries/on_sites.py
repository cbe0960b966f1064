"""An edition on its way over the sites: which is open, whose turn it is, since when (R-062)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.jobs.models import Job
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import Campaign
from qingdan.editions.models import Edition, EditionEntry
from qingdan.lists.queries.channels import STEPS, ChannelState, states_of
from qingdan.lists.queries.desk import seen_campaign
from qingdan.reviews.models import Review
from qingdan.rules.review import ListKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """One of the four steps. `state`: waiting for an earlier one, open, stuck, done; `since` when it is so."""

    step: int
    state: str
    since: datetime | None
    channels: tuple[ChannelState, ...]

    @property
    def proved(self) -> int:
        """On how many of its sites the edition was seen."""
        return sum(one.proved_at is not None for one in self.channels)

    @property
    def stuck(self) -> tuple[ChannelState, ...]:
        """Sites that do not show what they should."""
        return tuple(one for one in self.channels if one.trouble)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntry:
    """An item of the edition; `number` names it in the review."""

    code: str
    number: str
    name: str
    unit_name: str
    category: str
    in_force: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionOnSites:
    """An edition with its four steps; `previous` is the code of the one before, "" for the first."""

    code: str
    region: str
    region_name: str
    campaign: str
    campaign_name: str
    kind: ListKind
    number: int
    digest: str
    effective_on: date
    entries: int
    composed_at: datetime
    meeting: str
    resolution: str
    draft_number: int
    previous: str
    newest: bool
    steps: tuple[StepState, ...]

    @property
    def proved(self) -> int:
        """On how many sites it was seen."""
        return sum(one.proved for one in self.steps)

    @property
    def sites(self) -> int:
        """On how many sites it is to be seen."""
        return sum(len(one.channels) for one in self.steps)

    @property
    def turn(self) -> StepState | None:
        """The step whose turn it is; None when all is done."""
        return next((one for one in self.steps if one.state in {"open", "stuck"}), None)

    @property
    def done(self) -> bool:
        """Whether every site shows it."""
        return bool(self.sites) and self.proved == self.sites


def publication(actor: Actor, code: str) -> EditionOnSites:
    """The edition on its way, for who may see it. Raises Missing."""
    edition = Edition.objects.select_related("previous").filter(code=code).first()
    if edition is None:
        raise Missing
    return publication_of(edition, seen_campaign(actor, edition.campaign))


def publication_of(edition: Edition, campaign: Campaign) -> EditionOnSites:
    """The same of an edition in hand."""
    newer = Edition.objects.filter(
        region=edition.region_id, list_kind=edition.list_kind, number__gt=edition.number
    )
    return EditionOnSites(
        code=edition.code,
        region=edition.region_id,
        region_name=campaign.region.name,
        campaign=campaign.code,
        campaign_name=campaign.name,
        kind=ListKind(edition.list_kind),
        number=edition.number,
        digest=edition.digest,
        effective_on=edition.effective_on,
        entries=edition.entries,
        composed_at=edition.composed_at,
        meeting=edition.resolution["meeting"],
        resolution=edition.resolution["number"],
        draft_number=edition.resolution["draft_number"],
        previous=edition.previous.code if edition.previous else "",
        newest=not newer.exists(),
        steps=tuple(_steps(edition)),
    )


def found_entries(actor: Actor, code: str, words: str, most: int) -> tuple[FoundEntry, ...]:
    """Items of an edition by name, unit or public code, at most so many. Raises Missing."""
    edition = Edition.objects.filter(code=code).first()
    if edition is None:
        raise Missing
    campaign = seen_campaign(actor, edition.campaign)
    entries = EditionEntry.objects.filter(edition=edition).select_related("unit").order_by("order")
    found = entries.filter(code=words) if words.isdecimal() else entries.filter(name__icontains=words)
    rows = list(found[:most])
    reviews = Review.objects.filter(
        campaign=campaign, list_kind=edition.list_kind, public_code__in=[one.code for one in rows]
    )
    numbers = {
        code: (number, state) for code, number, state in reviews.values_list("public_code", "number", "state")
    }
    return tuple(_entry(one, *numbers.get(one.code, ("", ""))) for one in rows)


def page_for_site(actor: Actor, code: str, channel: str) -> tuple[EditionOnSites, tuple[FoundEntry, ...]]:
    """The edition, and the items that a site publishes: of a department its own, elsewhere all. Raises Missing."""
    found = publication(actor, code)
    places = [one for step in found.steps for one in step.channels if one.code == channel and one.open]
    if not places:
        raise Missing
    entries = EditionEntry.objects.filter(edition__code=code).select_related("unit").order_by("order")
    own = entries.filter(unit__code=places[0].unit) if places[0].step == max(STEPS) else entries
    return found, tuple(_entry(one, "", "") for one in own)


def proving_job(actor: Actor, code: str) -> str:
    """The job that looks at the sites of an edition now, "" for none."""
    going = Job.objects.visible_to(actor).filter(kind="prove_channels", arguments__edition=code)
    return going.filter(state__in=("waiting", "running")).values_list("code", flat=True).first() or ""


def _entry(row: EditionEntry, number: str, state: str) -> FoundEntry:
    return FoundEntry(
        code=row.code,
        number=number,
        name=row.name,
        unit_name=row.unit.name,
        category=row.category,
        in_force=row.in_force,
        state=state,
    )


def _steps(edition: Edition) -> list[StepState]:
    states = states_of(edition)
    made: list[StepState] = []
    since: datetime | None = edition.composed_at
    for step in STEPS:
        channels = tuple(one for one in states if one.step == step)
        made.append(_step(step, channels, since))
        since = made[-1].since if made[-1].state == "done" else None
    return made


def _step(step: int, channels: Sequence[ChannelState], since: datetime | None) -> StepState:
    """`since`: when its turn came, None while it has not."""
    proofs = [one.proved_at for one in channels if one.proved_at]
    troubles = [one.trouble.since for one in channels if one.trouble]
    if len(proofs) == len(channels) and since:
        state, at = "done", max(proofs, default=since)
    elif since is None:
        state, at = "waiting", None
    else:
        state, at = ("stuck", min(troubles)) if troubles else ("open", since)
    return StepState(step=step, state=state, since=at, channels=tuple(channels))
