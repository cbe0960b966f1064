"""The sites where a region's lists are published, in order, and how far an edition is on them (R-062)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.editions.models import Edition
from qingdan.lists.models import Channel, ChannelProof, ChannelTrouble
from qingdan.rules.review import ListKind

STEPS = (1, 2, 3, 4)
"""市政府, 市编办, 行政服务中心, each department."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A channel that could not be proved: what was found instead, since when, how often it was tried."""

    since: datetime
    tried_at: datetime
    tries: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """A channel and what is known of an edition on it. `open`: everything before it is proved, it may publish."""

    code: str
    step: int
    unit: str
    unit_name: str
    address: str
    outside: bool
    open: bool
    proved_at: datetime | None
    digest: str
    trouble: Trouble | None


def required_channels(region: str) -> list[Channel]:
    """The channels of a region as they stand, in order."""
    found = Channel.objects.filter(region=region, until__isnull=True).select_related("unit")
    return list(found.order_by("step", "unit__order", "unit__code"))


def own_path(channel: str) -> str:
    """Where Qingdan itself serves a channel's page."""
    return f"/channels/{channel}/"


def states_of(edition: Edition) -> list[ChannelState]:
    """Every channel of an edition in order."""
    channels = required_channels(edition.region_id)
    proofs = {one.channel_id: one for one in ChannelProof.objects.filter(edition=edition)}
    troubles = {one.channel_id: one for one in ChannelTrouble.objects.filter(edition=edition)}
    return [_state(one, channels, proofs, troubles) for one in channels]


def channels_before(edition: Edition, channel: Channel) -> int:
    """How many channels of earlier steps have not shown the edition yet."""
    earlier = [one.pk for one in required_channels(edition.region_id) if one.step < channel.step]
    proved = ChannelProof.objects.filter(edition=edition, channel__in=earlier).count()
    return len(earlier) - proved


def editions_on(channel: Channel, today: date) -> list[Edition]:
    """The editions that a page of ours shows: of each list the newest whose turn on this channel has come.

    The first channel shows an edition as soon as it is composed: that is its publication. Until it takes effect the one
    in force stands behind it. Approvals keep no order: their list was published last year (docs/adr/0034).
    """
    shown: dict[str, list[Edition]] = {}
    for one in Edition.objects.filter(region=channel.region_id).order_by("list_kind", "-number"):
        found = shown.setdefault(one.list_kind, [])
        wanted = not found or found[-1].effective_on > today >= one.effective_on
        if wanted and (one.list_kind == ListKind.APPROVAL or channels_before(one, channel) == 0):
            found.append(one)
    return [one for found in shown.values() for one in found]


def _state(
    channel: Channel,
    channels: Sequence[Channel],
    proofs: dict[int, ChannelProof],
    troubles: dict[int, ChannelTrouble],
) -> ChannelState:
    proof, trouble = proofs.get(channel.pk), troubles.get(channel.pk)
    return ChannelState(
        code=channel.code,
        step=channel.step,
        unit=channel.unit.code,
        unit_name=channel.name,
        address=proof.address if proof else channel.outside or own_path(channel.code),
        outside=bool(channel.outside),
        open=all(one.pk in proofs for one in channels if one.step < channel.step),
        proved_at=proof.fetched_at if proof else None,
        digest=proof.digest if proof else "",
        trouble=None
        if proof or not trouble
        else Trouble(
            since=trouble.since, tried_at=trouble.tried_at, tries=trouble.tries, reason=trouble.reason
        ),
    )
