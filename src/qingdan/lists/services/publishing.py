"""The edition is composed from the adopted draft; then it is published site by site, in order (R-062)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.refusal import Missing, refusal
from qingdan.base.snapshots.queries import thaw_many
from qingdan.base.transactions import writing
from qingdan.campaigns.services.starting import record_happening
from qingdan.campaigns.services.streams import reached_of_itself
from qingdan.editions.models import Edition
from qingdan.editions.queries.shown import powers_listed
from qingdan.editions.services.composing import NewEntry, write_edition
from qingdan.lists.models import ChannelProof, ListProgress, Resolution
from qingdan.lists.queries.channels import required_channels
from qingdan.lists.queries.composition import draft_items, outdated
from qingdan.lists.queries.entries import in_force
from qingdan.lists.queries.phases import phase_open
from qingdan.lists.services.stepping import list_in_hand, reviews_in_hand, step_list
from qingdan.reviews.services.together import step_together
from qingdan.rules.campaign_template import Happening
from qingdan.rules.review import ItemState, ListKind, ListState


def publish_edition(
    *, campaign: str, kind: ListKind, effective_on: date | None, by: Actor, at: datetime
) -> str:
    """Composes the edition from the adopted draft, in force from `effective_on`; its code. Publication begins.

    Withheld items are not in it (docs/adr/0026). Raises Missing; Refused before adoption, without channels, for a day
    before the meeting, when another campaign published the list meanwhile.
    """
    with writing(by):
        progress = list_in_hand(by, campaign=campaign, kind=kind, at=at)
        resolution = adopted_resolution(progress)
        early = resolution and effective_on and effective_on < resolution.on
        ready = {one.step for one in required_channels(progress.region_id)} >= {1, 2, 3, 4}
        step_list(
            progress,
            "publish",
            by=by,
            at=at,
            also=(
                None if effective_on else refusal("desk.required", "effective_on"),
                refusal("lists.effective_before_meeting", "effective_on") if early else None,
                None if ready else refusal("lists.channels_missing", "send"),
                outdated(resolution.draft) if resolution else None,
            ),
            about={"digest": resolution.digest} if resolution else {},
            phase_open=phase_open(progress.campaign, kind, "decision", at),
        )
        assert resolution and effective_on
        edition = write_edition(
            region=progress.region_id,
            kind=kind,
            campaign=campaign,
            effective_on=effective_on,
            resolution=_said(resolution),
            entries=_entries(resolution, effective_on),
            by=by,
            at=at,
        )
    return edition.code


def complete_if_proved(progress: ListProgress, edition: Edition, *, by: Actor, at: datetime) -> None:
    """When every channel is proved the list is published, and with it the items; the campaign knows."""
    proved = list(ChannelProof.objects.filter(edition=edition).values_list("channel", flat=True))
    if progress.state != ListState.PUBLISHING or not proved:
        return
    if not {one.pk for one in required_channels(edition.region_id)} <= {*proved}:
        return
    program = replace(SYSTEM, region=progress.region_id, regions=by.regions)
    about: dict[str, object] = {"edition": edition.code, "digest": edition.digest, "proofs": len(proved)}
    step_list(progress, "complete", by=program, at=at, program=True, about=about)
    adopted = [one for one in reviews_in_hand(progress) if one.state == ItemState.ADOPTED]
    step_together(adopted, "publish", by=by, at=at)
    _tell_campaign(progress, edition, by=program, at=at)


def adopted_resolution(progress: ListProgress) -> Resolution | None:
    """The last resolution of the list, when it adopted."""
    found = Resolution.objects.filter(
        draft__campaign=progress.campaign_id, draft__list_kind=progress.list_kind
    )
    last = found.select_related("draft__campaign").order_by("-pk").first()
    return last if last and last.result == "adopted" else None


def publishing(by: Actor, edition: str, at: datetime) -> tuple[ListProgress, Edition]:
    """The list that an edition is of, locked, and the edition. Raises Missing."""
    found = Edition.objects.filter(code=edition, region=by.region).first()
    if found is None:
        raise Missing
    kind = ListKind(found.list_kind)
    return list_in_hand(by, campaign=found.campaign, kind=kind, at=at), found


def _entries(resolution: Resolution, effective_on: date) -> Iterator[NewEntry]:
    lines = [one for one in draft_items(resolution.draft) if not one["withheld"]]
    if (
        resolution.draft.list_kind == ListKind.RESPONSIBILITY
    ):  # a power may have been withheld since the draft
        listed = set(powers_listed(resolution.draft.region_id))
        lines = [one for one in lines if one["code"] in listed]
    contents = thaw_many([one["entry"] for one in lines])
    for one in lines:
        entry = contents[one["entry"]]
        yield NewEntry(content=entry, in_force=in_force(entry, on=effective_on))


def _said(resolution: Resolution) -> dict[str, object]:
    return {
        "meeting": resolution.meeting,
        "number": resolution.number,
        "on": resolution.on.isoformat(),
        "result": resolution.result,
        "draft_digest": resolution.digest,
        "draft_number": resolution.draft.number,
    }


def _tell_campaign(progress: ListProgress, edition: Edition, *, by: Actor, at: datetime) -> None:
    campaign = progress.campaign
    reached_of_itself(
        campaign=campaign.code,
        stream=edition.list_kind,
        milestone="published",
        note=edition.code,
        by=by,
        at=at,
    )
    if edition.list_kind == ListKind.POWER and campaign.adopted_on is None:
        on = date.fromisoformat(edition.resolution["on"])
        what = Happening.POWER_LIST_ADOPTED
        record_happening(campaign=campaign.code, what=what, on=on, by=by, at=at)
