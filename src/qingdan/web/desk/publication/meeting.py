"""The meeting: what it decided on the draft that waits, and on exactly that one (R-061)."""

from collections.abc import Iterable
from itertools import zip_longest

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.data.publication import LIST_NAMES
from qingdan.lists.queries.desk import READING, DraftShown, list_desk
from qingdan.lists.services.resolving import record_resolution
from qingdan.rules.review import ListKind
from qingdan.rules.role import Role
from qingdan.web.desk.campaign.forms import day_in
from qingdan.web.desk.publication.places import typed_and_lost
from qingdan.web.shared.factor import demand_factor, with_factor
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(sorted(READING))
FEW, MOST = 5, 100  # rows for amendments
_TYPED = {"meeting": "会议名称", "number": "纪要编号", "on": "会议日期", "reason": "会议意见"}


@page(*SEEN_BY)
def meeting(request: DeskRequest, campaign: str, kind: ListKind) -> HttpResponse:
    """The draft that waits, and the form of the decision: who records it shows the second factor before typing."""
    actor = request.actor
    desk = list_desk(actor, campaign, kind, request.at)
    draft = desk.draft
    records = desk.region == actor.region and Role.GOVERNMENT_OFFICE in actor.roles
    if records and draft and (away := demand_factor(request)):
        return away
    context = {
        "desk": desk,
        "draft": draft,
        "list_name": LIST_NAMES[kind],
        "last": next((one for one in desk.drafts if one.decision), None),
        "rows": _rows(request),
        "more": MOST,
        "records": records,
        "own": _own(draft, actor.username),
        "today": day_of(request.at),
        "lost": [] if draft else _lost(request),
    }
    return render(request, "desk/publication/meeting.html", context)


@act(Role.GOVERNMENT_OFFICE, on=meeting)
@with_factor
def resolve(request: DeskRequest, campaign: str, kind: ListKind) -> HttpResponse:
    """Records the decision."""
    form = request.POST
    on = day_in(request, "on")
    record_resolution(
        campaign=campaign,
        kind=kind,
        digest=form.get("digest", "").strip(),
        meeting=form.get("meeting", ""),
        number=form.get("number", ""),
        on=on,
        result=form.get("result", ""),
        amendments=_amendments(request.POST),
        note=form.get("reason", ""),
        by=request.actor,
        at=request.at,
    )
    query = {"campaign": campaign, "kind": kind.value}
    return done(reverse("desk:publication"), said="resolution_recorded", **query)


def _amendments(form: QueryDict) -> dict[str, str]:
    """Item, as it was named, → what is to be changed; named twice it has both texts."""
    found: dict[str, str] = {}
    for item, text in _typed(form):
        if item or text:
            found[item] = "\n".join(filter(None, (found.get(item, ""), text)))
    return found


def _rows(request: DeskRequest) -> list[tuple[str, str]]:
    """The rows of amendments: what was typed, the items asked for by the address, and some empty ones."""
    typed = _typed(request.refusal.typed) if request.refusal else []
    asked = request.GET.getlist("item")[:MOST]
    filled: Iterable[tuple[str, str]] = [one for one in typed if any(one)] or [(item, "") for item in asked]
    rows = list(filled)
    wanted = min(number_in(request.GET.get("rows", "")), MOST)
    return rows + [("", "")] * max(wanted - len(rows), FEW if not rows else 1)


def _typed(form: QueryDict) -> list[tuple[str, str]]:
    pairs = zip_longest(form.getlist("item")[:MOST], form.getlist("text")[:MOST], fillvalue="")
    return [(item.strip(), text.strip()) for item, text in pairs]


def _lost(request: DeskRequest) -> list[tuple[str, str]]:
    """What was typed for a draft that waits no longer, each amendment beside its item."""
    amended = _typed(request.refusal.typed) if request.refusal else []
    told = [(f"要改的 {item}", text) for item, text in amended if item or text]
    return [*typed_and_lost(request, _TYPED), *told]


def _own(draft: DraftShown | None, username: str) -> bool:
    """Whether this person composed the draft, and so may not record what was decided on it."""
    return draft is not None and draft.composed_by == username
