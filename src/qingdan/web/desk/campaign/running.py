"""Starting a campaign from a template, its dates with how they came out, its gates; the counties' own campaigns."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.campaigns.queries.plans import get_plan, list_campaigns, preview
from qingdan.campaigns.services.starting import (
    close_campaign,
    derive_county_campaigns,
    open_phase,
    record_happening,
    start_campaign,
)
from qingdan.data.campaigns import DEFAULT_CAMPAIGN, campaign_codes, load_campaign, load_parties
from qingdan.rules.campaign import Schedule
from qingdan.rules.campaign_template import Happening
from qingdan.rules.pattern import pattern
from qingdan.rules.role import LEADING, Role
from qingdan.web.desk.campaign.forms import OWED_BY, campaign_in, day_in
from qingdan.web.desk.campaign.tabs import EVERYBODY, show
from qingdan.web.shared.request import DeskRequest, act, done, page

HOW = {"own": "按方案自己的日期", "notice": "按通知印发的日子", "filing": "按报送截止的日子"}
_CODE = pattern(r"[A-Za-z0-9][A-Za-z0-9-]{0,19}")


@page(*LEADING)
def campaigns(request: DeskRequest) -> HttpResponse:
    """All campaigns; a form that shows every date before anything is started."""
    asked = request.refusal.typed if request.refusal else request.GET
    template, how = asked.get("template") or DEFAULT_CAMPAIGN, asked.get("how") or "own"
    shown, wrong = _preview(request, template, how, asked.get("on") or "")
    words = {
        "campaigns": list_campaigns(request.actor),
        "templates": [(code, load_campaign(code).title("")) for code in campaign_codes()],
        "template": template,
        "how": how,
        "on": asked.get("on") or "",
        "ways": HOW,
        "preview": shown if asked.get("how") else None,
        "wrong": wrong,
        "rows": _dates(shown) if shown and asked.get("how") else (),
    }
    return show(request, "campaigns", None, words)


@act(*LEADING, on=campaigns)
def campaign_start(request: DeskRequest) -> HttpResponse:
    """Starts what the preview showed."""
    code, how = request.POST.get("code", "").strip(), request.POST.get("how", "own")
    on, county = day_in(request, "on"), _is_county(request)
    refuse_if(
        None if _CODE.fullmatch(code) else refusal("campaigns.code_form", "code"),
        refusal("desk.required", "on") if how != "own" and on is None else None,
        None if how in HOW else refusal("desk.choice", "how"),
    )
    found = _scheduled(request.POST.get("template", ""), county, how, on)
    start_campaign(
        region=request.actor.region,
        code=code,
        template=request.POST.get("template", ""),
        notice_on=found.notice_on,
        law_on=day_in(request, "law_on"),
        county=county,
        without=(request.actor.unit,),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:campaign"), said="campaign_started", campaign=code)


@page(*EVERYBODY)
def campaign(request: DeskRequest) -> HttpResponse:
    """Every date of the campaign with how it came out; phases and their gates."""
    plan = get_plan(request.actor, campaign_in(request))
    today = day_of(request.at)
    phases = [
        (
            one,
            one.state(today).value,
            plan.closed_gates(one.phase.code),
            plan.opened.get(one.phase.code),
            plan.may_begin_early(one.phase.code, today),
        )
        for one in plan.schedule.phases
    ]
    words = {
        "phases": phases,
        "rows": _dates(plan.schedule),
        "may_run": request.actor.leads and not plan.closed_at,
        "may_derive": request.actor.leads and not plan.county and request.actor.region == plan.region,
        "campaigns": [one for one in list_campaigns(request.actor) if one.code != plan.code],
    }
    return show(request, "campaign", plan, words)


@act(*LEADING, on=campaign)
def campaign_happened(request: DeskRequest) -> HttpResponse:
    """The power list was adopted, the legality review is through."""
    code, on = request.POST.get("campaign", ""), day_in(request, "on")
    if request.POST.get("what") not in set(Happening):
        raise Refused([refusal("desk.choice", "what")])
    refuse_if(None if on else refusal("desk.required", "on"))
    assert on
    what = Happening(request.POST["what"])
    record_happening(campaign=code, what=what, on=on, by=request.actor, at=request.at)
    return done(reverse("desk:campaign"), said="happening_recorded", campaign=code)


@act(*LEADING, on=campaign)
def campaign_open_phase(request: DeskRequest) -> HttpResponse:
    """Opens a phase, where its gates allow."""
    code, phase = request.POST.get("campaign", ""), request.POST.get("phase", "")
    open_phase(campaign=code, phase=phase, by=request.actor, at=request.at)
    return done(reverse("desk:campaign"), said="phase_opened", campaign=code)


@act(Role.ESTABLISHMENT_OFFICE, Role.COORDINATION_GROUP, on=campaign)
def campaign_derive(request: DeskRequest) -> HttpResponse:
    """A campaign of its own for each county, by the plan for counties."""
    code = request.POST.get("campaign", "")
    derive_county_campaigns(campaign=code, by=request.actor, at=request.at)
    return done(reverse("desk:campaign"), said="counties_derived", campaign=code)


@act(Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE, on=campaign)
def campaign_close(request: DeskRequest) -> HttpResponse:
    """Ends the work."""
    code = request.POST.get("campaign", "")
    close_campaign(campaign=code, by=request.actor, at=request.at)
    return done(reverse("desk:campaign"), said="campaign_closed", campaign=code)


def _is_county(request: DeskRequest) -> bool:
    return Role.COUNTY_OFFICE in request.actor.roles


def _preview(request: DeskRequest, template: str, how: str, on: str) -> tuple[Schedule | None, str]:
    """The dates as asked for in the address, or which field of it is wrong."""
    try:
        day = date.fromisoformat(on) if on else None
    except ValueError:
        return None, "on"
    if how != "own" and day is None:
        return None, "on"
    try:
        return _scheduled(template, _is_county(request), how, day), ""
    except (Missing, Refused):
        return None, "template"


def _scheduled(template: str, county: bool, how: str, on: date | None) -> Schedule:
    """The dates. Raises Refused for a day too far off to count to, Missing for an unknown template."""
    try:
        return preview(template, county=county, how=how, on=on)
    except OverflowError:
        raise Refused([refusal("campaigns.date_form", "on")]) from None


def _dates(schedule: Schedule) -> list[dict[str, object]]:
    """Every obligation with its date, in the order of the plan."""
    parties = load_parties()
    return [
        {
            "owed": one,
            "due": schedule.dues[one.code],
            "phase": schedule.template.phase(one.phase).name,
            "who": "、".join(parties[party].name for party in one.offices) or OWED_BY[one.owed_by],
            "receiver": parties[one.receiver].name if one.receiver else "",
        }
        for one in schedule.template.obligations
    ]
