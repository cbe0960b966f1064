"""Proving that a channel shows an edition: the address is fetched, the digest found there compared (R-062).

The page is fetched outside of any transaction; what was found is written in one that looks at the order again.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, F, OuterRef

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.jobs.services import defer
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.transactions import reading, writing
from qingdan.data.wording import message_of, note_words
from qingdan.editions.models import Edition
from qingdan.editions.services.composing import show_edition
from qingdan.lists.models import Channel, ChannelProof, ChannelTrouble, ListProgress
from qingdan.lists.queries.channels import channels_before, own_path, states_of
from qingdan.lists.queries.fetching import NotFetched, fetch_digests
from qingdan.lists.services.publishing import complete_if_proved, publishing
from qingdan.lists.services.stepping import step_list
from qingdan.rules.note import Note
from qingdan.rules.role import Role

PROVE_JOB = "prove_channels"
Told = Callable[[int, int, str], None]
PROVING = frozenset({Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE})


def prove_channel(*, edition: str, channel: str, by: Actor, at: datetime) -> bool:
    """Looks whether a channel shows the edition and keeps the proof; a failure is kept as trouble, with since when.

    True when it is proved. The first proof shows the edition to the public, the last one completes the publication.
    Raises Missing; Refused when an earlier channel is not proved yet.
    """
    _demand(by)
    with reading(by):
        found, place = _named(by, edition, channel)
        if ChannelProof.objects.filter(edition=found, channel=place).exists():
            return True
        _demand_turn(found, place)
        address, digest = place.outside or own_path(place.code), found.digest
    trouble = _look(address, digest)
    with writing(by):
        progress, kept = publishing(by, edition, at)
        if ChannelProof.objects.filter(edition=kept, channel=place).exists():
            return True
        if trouble:
            _note_trouble(kept, place, trouble, at)
            return False
        _prove(progress, kept, place, address, by=by, at=at)
    return True


def prove_in_order(*, edition: str, by: Actor, at: datetime, told: Told | None = None) -> tuple[int, int]:
    """Proves every channel whose turn has come, step by step; goes no further than a step with trouble.

    How many are proved now, how many are still open. `told` hears how far it is: done, of how many, which unit.
    """
    with reading(by):
        found = Edition.objects.filter(code=edition, region=by.region).first()
        if found is None:
            raise Missing
        waiting = [one for one in states_of(found) if one.proved_at is None]
    proved, stopped = 0, 0
    for one in waiting:
        if stopped and one.step > stopped:
            break
        if told:
            told(proved, len(waiting), one.unit_name)
        if prove_channel(edition=edition, channel=one.code, by=by, at=at):
            proved += 1
        else:
            stopped = one.step
    return proved, len(waiting) - proved


def ask_for_proofs(*, edition: str, by: Actor, at: datetime) -> str:
    """Has the worker look at every channel whose turn it is: the code of the job. Raises Missing."""
    _demand(by)
    with writing(by):
        found = Edition.objects.filter(code=edition, region=by.region).first()
        if found is None:
            raise Missing
        code = defer(
            PROVE_JOB,
            title=note_words(Note(key="lists.proving", params={"edition": edition})),
            unit=by.unit,
            by=by,
            at=at,
            once=True,
            edition=edition,
        )
        append("ProofsAsked", f"edition:{edition}", by=by, at=at)
    return code


def retry_troubles(*, by: Actor, at: datetime) -> int:
    """Looks again at every edition of the region that is stuck on a channel; how many editions. By the program."""
    with reading(by):
        stuck = ChannelTrouble.objects.filter(region=by.region).exclude(
            Exists(ChannelProof.objects.filter(edition=OuterRef("edition"), channel=OuterRef("channel")))
        )
        editions = sorted(set(stuck.values_list("edition__code", flat=True)))
    for one in editions:
        prove_in_order(edition=one, by=by, at=at)
    return len(editions)


def _demand(by: Actor) -> None:
    if not (by.roles & PROVING or by.username == SYSTEM.username):
        raise Missing


def _named(by: Actor, edition: str, channel: str) -> tuple[Edition, Channel]:
    found = Edition.objects.filter(code=edition, region=by.region).first()
    place = Channel.objects.filter(code=channel, region=by.region, until__isnull=True).first()
    if found is None or place is None:
        raise Missing
    return found, place


def _demand_turn(edition: Edition, channel: Channel) -> None:
    before = channels_before(edition, channel)
    if before:
        raise Refused([refusal("review.channel_order", "send", count=before)])


def _look(address: str, digest: str) -> str:
    """What is wrong with the page, in words; "" when it shows the edition."""
    try:
        found = fetch_digests(address)
    except NotFetched as error:
        return message_of(refusal(error.key, detail=error.detail))
    if digest in found:
        return ""
    return message_of(refusal("lists.fetch.other_edition" if found else "lists.fetch.no_edition"))


def _note_trouble(edition: Edition, channel: Channel, reason: str, at: datetime) -> None:
    _, new = ChannelTrouble.objects.get_or_create(
        edition=edition,
        channel=channel,
        defaults={"region_id": edition.region_id, "since": at, "tried_at": at, "reason": reason[:300]},
    )
    if not new:
        again = ChannelTrouble.objects.filter(edition=edition, channel=channel)
        again.update(tries=F("tries") + 1, tried_at=at, reason=reason[:300])


def _prove(
    progress: ListProgress, edition: Edition, channel: Channel, address: str, *, by: Actor, at: datetime
) -> None:
    step_list(
        progress,
        "prove",
        by=replace(SYSTEM, region=by.region, regions=by.regions),
        at=at,
        program=True,
        about=_proof_facts(edition, channel, address),
        channels_before=channels_before(edition, channel),
        proved=True,
    )
    ChannelProof.objects.create(
        region_id=edition.region_id,
        edition=edition,
        channel=channel,
        address=address,
        digest=edition.digest,
        fetched_at=at,
        by=by.username,
    )
    show_edition(edition, on=day_of(at), by=by, at=at)
    complete_if_proved(progress, edition, by=by, at=at)


def _proof_facts(edition: Edition, channel: Channel, address: str) -> dict[str, object]:
    """What the event of a proof says: the evidence pack tells it in full."""
    return {
        "edition": edition.code,
        "digest": edition.digest,
        "channel": channel.code,
        "step": channel.step,
        "name": channel.name,
        "address": address,
    }
