"""A unit's own page of the campaign: what it owes till when, and the forms for what is not its return."""

from django.http import HttpResponse
from django.urls import reverse

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.campaigns.queries.duties import Standing, standing_of
from qingdan.campaigns.queries.papers import list_documents
from qingdan.campaigns.queries.people import KIND_NAMES, contacts_of
from qingdan.campaigns.queries.plans import get_plan
from qingdan.campaigns.services.contacts import (
    CONTACTS,
    LEADING_GROUP,
    set_contacts,
    set_leading_group,
)
from qingdan.campaigns.services.duties import hand_in_plan, receive_notice
from qingdan.rules.role import DRAFTING
from qingdan.web.desk.campaign.forms import campaign_in, file_in, people_in
from qingdan.web.desk.campaign.tabs import show
from qingdan.web.shared.request import DeskRequest, act, done, page


def _unit(actor: Actor) -> str:
    """The unit that answers in the campaign: the own one."""
    if not actor.unit:
        raise Missing
    return actor.unit


@page(*DRAFTING)
def tasks(request: DeskRequest) -> HttpResponse:
    """Duties with days left; forms for receipt, contacts, leading group, plan."""
    actor, today = request.actor, day_of(request.at)
    plan = get_plan(actor, campaign_in(request))
    standing = standing_of(actor, _unit(actor), today=today, campaign=plan.code)
    known = {one.kind: one for one in contacts_of(actor, plan.code, unit=standing.unit)}
    words = {
        "standing": standing,
        "receipt": _first(standing, "receipt", "county_receipt"),
        "group": _first(standing, "leading_group", "county_leading_group"),
        "own_plan": _first(standing, "unit_plan", "county_plan"),
        "has_contacts": standing.duty("contacts") is not None,
        "contacts": [(kind, KIND_NAMES[kind], known.get(kind)) for kind in CONTACTS],
        "heads": [(kind, KIND_NAMES[kind], known.get(kind)) for kind in LEADING_GROUP],
        "documents": list_documents(actor, plan.code),
    }
    return show(request, "tasks", plan, words)


@act(*DRAFTING, on=tasks)
def receive(request: DeskRequest) -> HttpResponse:
    """The notice is here."""
    receive_notice(**_own(request), by=request.actor, at=request.at)
    return done(reverse("desk:tasks"), said="notice_received")


@act(*DRAFTING, on=tasks)
def name_contacts(request: DeskRequest) -> HttpResponse:
    """分管领导 and 联络员."""
    set_contacts(**_own(request), people=people_in(request, CONTACTS), by=request.actor, at=request.at)
    return done(reverse("desk:tasks"), said="contacts_set")


@act(*DRAFTING, on=tasks)
def name_group(request: DeskRequest) -> HttpResponse:
    """The leading group."""
    people = people_in(request, LEADING_GROUP)
    set_leading_group(**_own(request), people=people, by=request.actor, at=request.at)
    return done(reverse("desk:tasks"), said="group_set")


@act(*DRAFTING, on=tasks)
def hand_in(request: DeskRequest) -> HttpResponse:
    """Plan and timetable; a county's plan."""
    note = request.POST.get("note", "")
    hand_in_plan(**_own(request), upload=file_in(request), note=note, by=request.actor, at=request.at)
    return done(reverse("desk:tasks"), said="plan_handed_in")


def _own(request: DeskRequest) -> dict[str, str]:
    return {"campaign": request.POST.get("campaign", ""), "unit": _unit(request.actor)}


def _first(standing: Standing, *keys: str) -> object:
    return next((duty for key in keys if (duty := standing.duty(key))), None)
