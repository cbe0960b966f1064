"""审议稿: composed from cleared items, numbered, frozen; withdrawn by who composed it (R-060)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Max

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import refusal
from qingdan.base.snapshots.services import freeze, freeze_many
from qingdan.base.transactions import writing
from qingdan.campaigns.services.starting import record_happening
from qingdan.editions.queries.shown import newest_edition
from qingdan.editions.services.composing import ENTRY_KIND
from qingdan.lists.models import ListProgress, TabledDraft
from qingdan.lists.queries.composition import (
    DRAFT_KIND,
    FORM,
    Composition,
    compose,
)
from qingdan.lists.queries.obstacles import obstacles
from qingdan.lists.queries.phases import phase_open
from qingdan.lists.services.stepping import list_in_hand, reviews_in_hand, step_list
from qingdan.reviews.models import ChartReview, Review
from qingdan.reviews.services.together import step_together
from qingdan.rules.campaign_template import Happening
from qingdan.rules.review import ItemState, ListKind


def compose_draft(*, campaign: str, kind: ListKind, by: Actor, at: datetime) -> int:
    """Composes the next 审议稿 from what is cleared; its items are tabled with it. The number.

    Raises Missing; Refused with every reason: items that are not cleared (first edition), opinions without answer,
    clearings without opinion document, what the last meeting wants changed, nothing to table.
    """
    with writing(by):
        progress = list_in_hand(by, campaign=campaign, kind=kind, at=at)
        _lock_charts(progress)
        reviews = reviews_in_hand(progress)
        made = compose(progress.campaign, kind, reviews)
        number = _next_number(progress)
        keys = freeze_many(ENTRY_KIND, [one.entry for one in made.lines], region=progress.region_id, at=at)
        key = freeze(DRAFT_KIND, _content(progress, made, number, keys), region=progress.region_id, at=at)
        step_list(
            progress,
            "compose",
            by=by,
            at=at,
            also=obstacles(progress.campaign, kind, reviews),
            about={"number": number, "digest": key, "items": len(made.lines)},
            phase_open=phase_open(progress.campaign, kind, "tabling", at),
            not_cleared=made.not_cleared,
        )
        TabledDraft.objects.create(
            region_id=progress.region_id,
            campaign=progress.campaign,
            list_kind=kind,
            number=number,
            digest=key,
            items=len(made.lines),
            counts=_counts(made),
            composed_by=by.username,
            composed_at=at,
        )
        step_together(_in_state(reviews, ItemState.CLEARED), "table", by=by, at=at)
        if kind is ListKind.POWER and made.first:
            _legality_is_through(progress, by=by, at=at)
    return number


def withdraw_draft(
    *, campaign: str, kind: ListKind, reason: str, number: int | None = None, by: Actor, at: datetime
) -> None:
    """Takes the open draft back before the meeting decides on it: its items are cleared again. The draft stays.

    `number`: the one that is meant; another than stands is refused. Raises Refused, Missing.
    """
    with writing(by):
        progress = list_in_hand(by, campaign=campaign, kind=kind, at=at)
        draft = open_draft(progress)
        about: dict[str, object] = {"number": draft.number, "digest": draft.digest} if draft else {}
        other = draft and number not in {None, draft.number}
        stale = refusal("review.same_digest", "send") if other else None
        step_list(progress, "withdraw", by=by, at=at, also=(stale,), about=about, reason=reason)
        assert draft
        close_draft(draft, at=at, withdrawn_why=reason.strip())
        step_together(_in_state(reviews_in_hand(progress), ItemState.TABLED), "untable", by=by, at=at)


def open_draft(progress: ListProgress) -> TabledDraft | None:
    """The draft that waits for the meeting, its row locked."""
    found = TabledDraft.objects.select_for_update(of=("self",)).select_related("campaign")
    return found.filter(
        campaign=progress.campaign_id, list_kind=progress.list_kind, closed_at__isnull=True
    ).first()


def close_draft(draft: TabledDraft, *, at: datetime, withdrawn_why: str = "") -> None:
    """It waits no longer: withdrawn with a reason, or resolved."""
    draft.closed_at, draft.withdrawn_why = at, withdrawn_why
    draft.save(update_fields=["closed_at", "withdrawn_why"])


def _content(progress: ListProgress, made: Composition, number: int, keys: Sequence[str]) -> dict[str, Any]:
    last = newest_edition(progress.region_id, ListKind(progress.list_kind))
    return {
        "form": FORM,
        "region": progress.region_id,
        "list": progress.list_kind,
        "campaign": progress.campaign.code,
        "number": number,
        "previous": last.digest if last else "",
        "items": [
            {
                "number": one.number,
                "code": one.code,
                "entry": key,
                "reviewed": one.reviewed,
                "withheld": one.withheld,
                "carried": one.carried,
            }
            for one, key in zip(made.lines, keys, strict=True)
        ],
    }


def _counts(made: Composition) -> dict[str, dict[str, int]]:
    """Items by category and disposition (R-110)."""
    pairs = Counter((one.entry["category"], one.entry.get("disposition", "")) for one in made.lines)
    found: dict[str, dict[str, int]] = {}
    for (category, disposition), count in sorted(pairs.items()):
        found.setdefault(category, {})[disposition] = count
    return found


def _legality_is_through(progress: ListProgress, *, by: Actor, at: datetime) -> None:
    """Every item is cleared: the gate of the decision opens (R-109)."""
    if progress.campaign.legality_on is None:
        program = replace(SYSTEM, region=by.region, regions=by.regions)
        record_happening(
            campaign=progress.campaign.code,
            what=Happening.LEGALITY_REVIEWED,
            on=day_of(at),
            by=program,
            at=at,
        )


def _next_number(progress: ListProgress) -> int:
    found = TabledDraft.objects.filter(campaign=progress.campaign_id, list_kind=progress.list_kind)
    return (found.aggregate(last=Max("number"))["last"] or 0) + 1


def _lock_charts(progress: ListProgress) -> None:
    """Charts first, then items: the order in which the legal office takes them too."""
    list(
        ChartReview.objects.select_for_update()
        .filter(campaign=progress.campaign_id)
        .order_by("pk")
        .values_list("pk")
    )


def _in_state(reviews: Sequence[Review], state: ItemState) -> list[Review]:
    return [one for one in reviews if one.state == state]
