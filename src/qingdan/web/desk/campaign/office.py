"""What the office keeps: governing documents and forms, meetings, streams, seconded staff; and the files of these."""

from django.http import HttpResponse
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.files.queries import path_of
from qingdan.campaigns.queries.papers import (
    MEETING_KINDS,
    get_campaign_file,
    get_meeting,
    list_documents,
    list_forms,
    list_meetings,
    list_streams,
)
from qingdan.campaigns.queries.people import group_choices, list_seconded, unit_choices
from qingdan.campaigns.queries.plans import Plan, get_plan
from qingdan.campaigns.services.access import acts_for
from qingdan.campaigns.services.meetings import hold_meeting, record_attendance
from qingdan.campaigns.services.papers import add_document, add_form_version, attach_document
from qingdan.campaigns.services.streams import end_secondment, reach_milestone, second
from qingdan.rules.role import LEADING
from qingdan.web.desk.campaign.forms import campaign_in, day_in, file_in, obligation_choices
from qingdan.web.desk.campaign.tabs import EVERYBODY, OVERSEEING, show
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.request import DeskRequest, act, done, page


def _plan(request: DeskRequest) -> Plan:
    return get_plan(request.actor, campaign_in(request))


@page(*EVERYBODY)
def papers(request: DeskRequest) -> HttpResponse:
    """The governing documents with the tasks that rest on them; the plan's attachments as versioned forms."""
    plan = _plan(request)
    documents, forms = list_documents(request.actor, plan.code), list_forms(request.actor, plan.code)
    obligations = obligation_choices(plan)
    return show(request, "papers", plan, {"documents": documents, "forms": forms, "obligations": obligations})


@act(*LEADING, on=papers)
def paper_add(request: DeskRequest) -> HttpResponse:
    """Enters a document."""
    add_document(
        campaign=request.POST.get("campaign", ""),
        title=request.POST.get("title", ""),
        document_number=request.POST.get("document_number", ""),
        issuer=request.POST.get("issuer", ""),
        issued_on=day_in(request, "issued_on"),
        obligations=tuple(request.POST.getlist("obligations")),
        upload=file_in(request),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:papers"), said="document_added")


@act(*LEADING, on=papers)
def paper_attach(request: DeskRequest, code: str) -> HttpResponse:
    """Puts a document's text with it."""
    attach_document(document=code, upload=file_in(request), by=request.actor, at=request.at)
    return done(reverse("desk:papers"), said="document_attached")


@act(*LEADING, on=papers)
def form_add(request: DeskRequest) -> HttpResponse:
    """A new version of an attachment."""
    add_form_version(
        campaign=request.POST.get("campaign", ""),
        form=request.POST.get("form", ""),
        reconstructed=request.POST.get("reconstructed") == "yes",
        note=request.POST.get("note", ""),
        upload=file_in(request),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:papers"), said="form_added")


@page()
def campaign_file(request: DeskRequest, code: str) -> HttpResponse:
    """A file that the office keeps, or that a unit handed in."""
    file = get_campaign_file(request.actor, code)
    return attachment(path_of(file), name=file.name, kind=file.kind)


@page(*EVERYBODY)
def meetings(request: DeskRequest) -> HttpResponse:
    """Meetings and training courses."""
    plan = _plan(request)
    found = list_meetings(request.actor, plan.code)
    return show(request, "meetings", plan, {"meetings": found, "kinds": MEETING_KINDS})


@act(*LEADING, on=meetings)
def meeting_add(request: DeskRequest) -> HttpResponse:
    """Records one."""
    code = hold_meeting(
        campaign=request.POST.get("campaign", ""),
        kind=request.POST.get("kind", ""),
        title=request.POST.get("title", ""),
        on=day_in(request, "on"),
        place=request.POST.get("place", ""),
        record=request.POST.get("record", ""),
        material=file_in(request),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:meeting", args=[code]), said="meeting_held")


@page(*EVERYBODY)
def meeting(request: DeskRequest, code: str) -> HttpResponse:
    """One meeting with its attendance."""
    found, campaign, units = get_meeting(request.actor, code)
    plan = get_plan(request.actor, campaign)
    may_change = request.actor.leads and not plan.closed_at
    return show(request, "meeting", plan, {"meeting": found, "units": units, "may_change": may_change})


@act(*LEADING, on=meeting)
def meeting_attendance(request: DeskRequest, code: str) -> HttpResponse:
    """Who came."""
    names = {
        key.removeprefix("names_"): value
        for key, value in request.POST.items()
        if key.startswith("names_") and isinstance(value, str)
    }
    record_attendance(meeting=code, names=names, by=request.actor, at=request.at)
    return done(reverse("desk:meeting", args=[code]), said="attendance_recorded")


@page(*EVERYBODY)
def streams(request: DeskRequest) -> HttpResponse:
    """The works that go on side by side: lead, partners, marks."""
    plan = _plan(request)
    found = list_streams(request.actor, today=day_of(request.at), campaign=plan.code)
    lines = [(one, request.actor.leads or acts_for(request.actor, one.lead)) for one in found]
    return show(request, "streams", plan, {"streams": lines})


@act(*EVERYBODY, on=streams)
def stream_reach(request: DeskRequest) -> HttpResponse:
    """A mark is reached."""
    stream, _, milestone = request.POST.get("milestone", "").partition(".")
    campaign = request.POST.get("campaign", "")
    reach_milestone(
        campaign=campaign,
        stream=stream,
        milestone=milestone,
        on=day_in(request, "on"),
        note=request.POST.get("note", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:streams"), said="milestone_reached", campaign=campaign)


@page(*OVERSEEING)
def staff(request: DeskRequest) -> HttpResponse:
    """Who is lent to the work."""
    plan = _plan(request)
    words = {
        "staff": list_seconded(request.actor, plan.code, today=day_of(request.at)),
        "groups": group_choices(plan.template_code),
        "units": unit_choices(request.actor, plan.code),
    }
    return show(request, "staff", plan, words)


@act(*LEADING, on=staff)
def staff_add(request: DeskRequest) -> HttpResponse:
    """Enters somebody."""
    second(
        campaign=request.POST.get("campaign", ""),
        home_unit=request.POST.get("home_unit", ""),
        name=request.POST.get("name", ""),
        skills=request.POST.get("skills", ""),
        group=request.POST.get("group", ""),
        since=day_in(request, "since"),
        until=day_in(request, "until"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:staff"), said="seconded")


@act(*LEADING, on=staff)
def staff_end(request: DeskRequest, code: str) -> HttpResponse:
    """Somebody goes back."""
    end_secondment(secondment=code, by=request.actor, at=request.at)
    return done(reverse("desk:staff"), said="secondment_ended")
