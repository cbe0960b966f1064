"""What the office sees of all units: the directory of contacts (n/69), the counties' plans (n/10)."""

from collections import defaultdict

from django.http import HttpResponse
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.campaigns.queries.duties import standing_of, standings_of
from qingdan.campaigns.queries.participants import absent_from, left_units
from qingdan.campaigns.queries.people import ContactLine, contacts_of
from qingdan.campaigns.queries.plans import get_plan
from qingdan.campaigns.queries.progress import count, counties, departments
from qingdan.campaigns.services.duties import give_receipt, withdraw_fulfilment
from qingdan.campaigns.services.joining import join_campaign, leave_campaign
from qingdan.rules.role import LEADING, Role
from qingdan.web.desk.campaign.forms import campaign_in
from qingdan.web.desk.campaign.tabs import OVERSEEING, show
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*OVERSEEING)
def directory(request: DeskRequest) -> HttpResponse:
    """Who speaks for each unit, with the counters of contacts, leading groups, receipts and plans."""
    plan = get_plan(request.actor, campaign_in(request))
    filers = departments(standings_of(request.actor, today=day_of(request.at), campaign=plan.code), plan)
    found: dict[str, dict[str, ContactLine]] = defaultdict(dict)
    for one in contacts_of(request.actor, plan.code):
        found[one.unit][one.kind] = one
    missing = bool(request.GET.get("missing"))
    lines = [
        (one, one.duty("contacts"), found[one.unit])
        for one in filers
        if not (missing and "liaison" in found[one.unit])
    ]
    tallies = [
        (name, count(filers, key))
        for key, name in (
            ("receipt", "签收通知"),
            ("contacts", "联络员名单"),
            ("leading_group", "领导小组"),
            ("unit_plan", "实施方案"),
        )
    ]
    words = {
        "lines": lines,
        "tallies": [one for one in tallies if one[1].owed],
        "missing": missing,
        "absent": absent_from(request.actor, plan),
        "left": left_units(request.actor, plan.code),
    }
    return show(request, "directory", plan, words)


@act(*LEADING, on=directory)
def join(request: DeskRequest, code: str) -> HttpResponse:
    """A unit takes part from today on."""
    campaign = request.POST.get("campaign", "")
    join_campaign(campaign=campaign, unit=code, by=request.actor, at=request.at)
    return done(reverse("desk:campaign_unit", args=[code]), said="unit_joined", campaign=campaign)


@page(*OVERSEEING)
def unit(request: DeskRequest, code: str) -> HttpResponse:
    """One unit: all it owes, and who spoke for it, now and before."""
    plan = get_plan(request.actor, campaign_in(request))
    standing = standing_of(request.actor, code, today=day_of(request.at), campaign=plan.code)
    history = contacts_of(request.actor, plan.code, unit=code, past=True)
    may_change = request.actor.leads and not (plan.closed_at or standing.left_on)
    words = {"standing": standing, "history": history, "may_change": may_change}
    return show(request, "unit", plan, words)


@act(*LEADING, Role.LEADING_GROUP, on=unit)
def withdraw(request: DeskRequest, code: str) -> HttpResponse:
    """Returns what a unit handed in, with the reason."""
    campaign, reason = request.POST.get("campaign", ""), request.POST.get("reason", "")
    obligation = request.POST.get("obligation", "")
    withdraw_fulfilment(
        campaign=campaign, unit=code, obligation=obligation, reason=reason, by=request.actor, at=request.at
    )
    address = reverse("desk:campaign_unit", args=[code])
    return done(address, said="fulfilment_withdrawn", campaign=campaign)


@act(*LEADING, on=unit)
def leave(request: DeskRequest, code: str) -> HttpResponse:
    """A unit takes part no more."""
    campaign, reason = request.POST.get("campaign", ""), request.POST.get("reason", "")
    leave_campaign(campaign=campaign, unit=code, reason=reason, by=request.actor, at=request.at)
    return done(reverse("desk:campaign_unit", args=[code]), said="unit_left", campaign=campaign)


@page(*OVERSEEING)
def county_plans(request: DeskRequest) -> HttpResponse:
    """The counties' plans, due to the office of the leading group on 20 April (R-107)."""
    plan = get_plan(request.actor, campaign_in(request))
    found = counties(standings_of(request.actor, today=day_of(request.at), campaign=plan.code), plan)
    lines = [(one, duty) for one in found if (duty := one.duty("county_plan"))]
    receives = Role.LEADING_GROUP in request.actor.roles or request.actor.leads
    words = {"lines": lines, "tally": count(found, "county_plan"), "receives": receives}
    return show(request, "counties", plan, words)


@act(*LEADING, Role.LEADING_GROUP, on=county_plans)
def county_receipt(request: DeskRequest) -> HttpResponse:
    """Gives a county the receipt for its plan."""
    campaign, code = request.POST.get("campaign", ""), request.POST.get("unit", "")
    give_receipt(campaign=campaign, unit=code, obligation="county_plan", by=request.actor, at=request.at)
    return done(reverse("desk:counties"), said="receipt_given", campaign=campaign)
