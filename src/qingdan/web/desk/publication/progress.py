"""How far a list is: where its items are, what stands in the way, whose the next act is (R-060…R-062)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.campaigns.queries.plans import list_campaigns
from qingdan.data.publication import LIST_NAMES
from qingdan.lists.queries.desk import READING, SEEING, ListDesk, list_desk
from qingdan.lists.queries.on_sites import publication as publication_shown
from qingdan.lists.services.publishing import publish_edition
from qingdan.lists.services.tabling import compose_draft, withdraw_draft
from qingdan.rules.review import HOLDERS, REVIEWED_LISTS, ItemState
from qingdan.rules.role import REVIEWING, Role
from qingdan.web.desk.campaign.forms import campaign_in, day_in
from qingdan.web.desk.publication.places import OFFICE, obstacles_of, typed_and_lost
from qingdan.web.desk.review.queue import kind_in
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(sorted(SEEING))


@page(*SEEN_BY)
def publication(request: DeskRequest) -> HttpResponse:
    """The list of a campaign: the next act, its drafts, its editions."""
    actor = request.actor
    desk = list_desk(actor, campaign_in(request), kind_in(request), request.at)
    acts = desk.region == actor.region
    context = {
        "desk": desk,
        "list_name": LIST_NAMES[desk.kind],
        "lists": [(kind, LIST_NAMES[kind]) for kind in REVIEWED_LISTS],
        "campaigns": [one for one in list_campaigns(actor) if one.region in actor.regions],
        "states": states_of(desk),
        "obstacles": obstacles_of(desk, actor),
        "next_draft": len(desk.drafts) + 1,
        "publication": publication_shown(actor, desk.editions[0].code) if desk.editions else None,
        "office": acts and bool(actor.roles & frozenset(OFFICE)),
        "records": acts and Role.GOVERNMENT_OFFICE in actor.roles,
        "reads": bool(actor.roles & READING),
        "reviews": bool(actor.roles & REVIEWING),
        "today": day_of(request.at),
        "lost": typed_and_lost(request, {"reason": "为什么撤回"}) if not desk.draft else [],
    }
    return render(request, "desk/publication/progress.html", context)


@act(*OFFICE, on=publication)
def compose(request: DeskRequest) -> HttpResponse:
    """Composes the next draft."""
    campaign, kind = campaign_in(request), kind_in(request)
    number = compose_draft(campaign=campaign, kind=kind, by=request.actor, at=request.at)
    return done(reverse("desk:publication_draft", args=[campaign, kind, number]), said="draft_tabled")


@act(*OFFICE, on=publication)
def withdraw(request: DeskRequest) -> HttpResponse:
    """Takes the open draft back."""
    campaign, kind = campaign_in(request), kind_in(request)
    withdraw_draft(
        campaign=campaign,
        kind=kind,
        reason=request.POST.get("reason", ""),
        number=number_in(request.POST.get("number", "")),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:publication"), said="draft_withdrawn", campaign=campaign, kind=kind)


@act(*OFFICE, on=publication)
@with_factor
def publish(request: DeskRequest) -> HttpResponse:
    """Composes the edition; its publication begins."""
    code = publish_edition(
        campaign=campaign_in(request),
        kind=kind_in(request),
        effective_on=day_in(request, "effective_on"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:publication_edition", args=[code]), said="edition_composed")


def states_of(desk: ListDesk) -> list[tuple[str, int, str]]:
    """State, how many items are in it, in whose hands; in the order of the procedure, without empty ones."""
    return [(one.value, desk.states[one], HOLDERS[one].value) for one in ItemState if desk.states[one]]
