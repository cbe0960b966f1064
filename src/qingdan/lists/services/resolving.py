"""The executive meeting decides on exactly one draft (R-061): adopted, to be amended, or rejected."""

from collections.abc import Mapping
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import writing
from qingdan.lists.models import ListProgress, Resolution, TabledDraft
from qingdan.lists.queries.composition import draft_items, outdated
from qingdan.lists.services.stepping import list_in_hand, reviews_in_hand, step_list
from qingdan.lists.services.tabling import close_draft, open_draft
from qingdan.reviews.services.together import step_together
from qingdan.rules.problem import Problem
from qingdan.rules.review import ItemState, ListKind, ListState

RESULTS = ("adopted", "amended", "rejected")
LONGEST = {"meeting": 120, "number": 60, "note": 2_000}


def record_resolution(
    *,
    campaign: str,
    kind: ListKind,
    digest: str,
    meeting: str,
    number: str,
    on: date | None,
    result: str,
    amendments: Mapping[str, str] | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Records what the meeting decided on the draft with this digest; never who composed it (four eyes).

    adopted: its items are adopted as they stand. amended: `amendments` names items by draft number or public code, with
    what is to be changed; all items leave the draft, the office changes the named ones, legality clears them again, and
    a new draft must be resolved. rejected: the same without names. Raises Refused, Missing.
    """
    with writing(by):
        progress = list_in_hand(by, campaign=campaign, kind=kind, at=at)
        draft = open_draft(progress)
        named = _by_number(draft, amendments or {}) if result == "amended" else {}
        words = {"meeting": meeting, "number": number, "note": note}
        wrong = [*_wrong_words(words), *_wrong_day(draft, on, at), *_wrong_result(result, named)]
        wrong += _wrong_names(draft, named)
        wrong += _overtaken(progress, draft) if result == "adopted" else []
        if draft is None:
            raise Refused(wrong or [refusal("review.wrong_state", "send")])
        action, after = ("adopt", "adopt") if result == "adopted" else ("send_back", "untable")
        step_list(
            progress,
            action,
            by=by,
            at=at,
            also=wrong,
            about={"number": draft.number, "digest": draft.digest, "result": result},
            digest=draft.digest,
            read_digest=digest,
            makers=frozenset({draft.composed_by}),
            reason=note or "".join(named.values()),
        )
        assert on
        _keep(draft, words, named, on=on, result=result, by=by, at=at)
        close_draft(draft, at=at)
        tabled = [one for one in reviews_in_hand(progress) if one.state == ItemState.TABLED]
        step_together(tabled, after, by=by, at=at)


def _keep(
    draft: TabledDraft,
    words: Mapping[str, str],
    named: Mapping[str, str],
    *,
    on: date,
    result: str,
    by: Actor,
    at: datetime,
) -> None:
    """The resolution itself, which binds the digest of the draft."""
    Resolution.objects.create(
        region_id=draft.region_id,
        draft=draft,
        digest=draft.digest,
        **{name: text.strip() for name, text in words.items()},
        on=on,
        result=result,
        amendments=[{"number": one, "text": text} for one, text in named.items()],
        by=by.username,
        by_name=by.name,
        at=at,
    )


def _by_number(draft: TabledDraft | None, amendments: Mapping[str, str]) -> dict[str, str]:
    """The amendments by draft number: an item named twice, by whatever it is called, has both texts."""
    numbers = {one["code"]: one["number"] for one in draft_items(draft)} if draft and amendments else {}
    found: dict[str, str] = {}
    for name, text in amendments.items():
        number = numbers.get(name, name)
        found[number] = "\n".join(filter(None, (found.get(number, ""), text.strip())))
    return found


def _wrong_words(texts: Mapping[str, str]) -> list[Problem]:
    return [
        *(refusal("desk.required", one) for one in ("meeting", "number") if not texts[one].strip()),
        *(
            refusal("desk.too_long", one, most=LONGEST[one], length=len(text))
            for one, text in texts.items()
            if len(text) > LONGEST[one]
        ),
    ]


def _wrong_result(result: str, named: Mapping[str, str]) -> list[Problem]:
    if result not in RESULTS:
        return [refusal("desk.choice", "result")]
    return [refusal("lists.no_amendment", "amendments")] if result == "amended" and not named else []


def _overtaken(progress: ListProgress, draft: TabledDraft | None) -> list[Problem]:
    """Another campaign's list of the region came first: two editions over the same one would undo each other."""
    others = ListProgress.objects.filter(
        region=progress.region_id, list_kind=progress.list_kind, state=ListState.ADOPTED
    )
    other = others.exclude(pk=progress.pk).select_related("campaign").first()
    waiting = refusal("lists.other_adopted", "send", campaign=other.campaign.name) if other else None
    return [one for one in (outdated(draft) if draft else None, waiting) if one]


def _wrong_day(draft: TabledDraft | None, on: date | None, at: datetime) -> list[Problem]:
    if on is None:
        return [refusal("desk.required", "on")]
    if on > day_of(at):
        return [refusal("lists.meeting_not_yet", "on")]
    early = draft is not None and on < day_of(draft.composed_at)
    return [refusal("lists.meeting_before_draft", "on")] if early else []


def _wrong_names(draft: TabledDraft | None, named: Mapping[str, str]) -> list[Problem]:
    inside = {one["number"] for one in draft_items(draft) if not one["carried"]} if draft and named else set()
    unknown = [refusal("lists.not_in_draft", "amendments", number=one) for one in named if one not in inside]
    silent = [refusal("lists.amendment_empty", "amendments", number=one) for one in named if not named[one]]
    return [*unknown, *silent]
