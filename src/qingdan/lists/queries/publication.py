"""What a channel's own page says."""

from dataclasses import dataclass
from datetime import date

from qingdan.base.refusal import Missing
from qingdan.editions.models import Edition, EditionEntry
from qingdan.editions.queries.entries import with_power
from qingdan.lists.models import Channel
from qingdan.lists.queries.channels import editions_on
from qingdan.rules.review import ListKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEntry:
    """One item on a channel's page."""

    code: str
    category: str
    name: str
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEdition:
    """An edition on a channel's page: of a department its own items, elsewhere all. `total` counts the whole list."""

    code: str
    list_kind: str
    number: int
    digest: str
    effective_on: date
    meeting: str
    resolved_on: str
    resolution: str
    total: int
    entries: tuple[PublishedEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPage:
    """The page of a channel."""

    code: str
    step: int
    unit_name: str
    region: str
    region_name: str
    editions: tuple[PublishedEdition, ...]


def channel_page(code: str, today: date) -> ChannelPage:
    """The page of a channel that Qingdan serves, as of a day. Raises Missing, also for a site that is not ours."""
    found = Channel.objects.select_related("unit", "region").filter(code=code, until__isnull=True, outside="")
    channel = found.first()
    if channel is None:
        raise Missing
    return ChannelPage(
        code=channel.code,
        step=channel.step,
        unit_name=channel.name,
        region=channel.region_id,
        region_name=channel.region.name,
        editions=tuple(_shown(one, channel, today) for one in editions_on(channel, today)),
    )


def _shown(edition: Edition, channel: Channel, today: date) -> PublishedEdition:
    entries = EditionEntry.objects.filter(edition=edition).order_by("order")
    if edition.list_kind == ListKind.RESPONSIBILITY:
        entries = with_power(entries, edition.region_id, today)
    if channel.step == 4:
        entries = entries.filter(unit=channel.unit_id)
    return PublishedEdition(
        code=edition.code,
        list_kind=edition.list_kind,
        number=edition.number,
        digest=edition.digest,
        effective_on=edition.effective_on,
        meeting=edition.resolution["meeting"],
        resolved_on=edition.resolution["on"],
        resolution=edition.resolution["number"],
        total=edition.entries,
        entries=tuple(
            PublishedEntry(code=one.code, category=one.category, name=one.name, in_force=one.in_force)
            for one in entries
        ),
    )
