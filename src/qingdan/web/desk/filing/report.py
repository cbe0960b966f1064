"""清理工作报告 and 零报告: what a unit writes beside its items."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.documents.model import REPORT_HEADINGS
from qingdan.filings.queries.content import SECTIONS
from qingdan.filings.queries.department import department_page
from qingdan.filings.queries.drafts import report_page
from qingdan.filings.services.preparing import LONGEST_SECTION, save_report, set_nil_line, withdraw_nil_line
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(DRAFTING | REVIEWING)


@page(*SEEN_BY)
def report(request: DeskRequest) -> HttpResponse:
    """The five sections, each with the figures that data give."""
    shown = report_page(request.actor, _unit(request))
    refusal = request.refusal
    typed = refusal.typed if refusal else {}
    theirs = refusal.theirs if refusal else {}
    sections = [
        {
            "name": name,
            "heading": heading,
            "figures": shown.figures.get(name, ()),
            "text": typed.get(name, shown.texts[name]),
            "theirs": theirs.get(name),
        }
        for name, heading in zip(SECTIONS, REPORT_HEADINGS, strict=True)
    ]
    version = refusal.version if refusal and refusal.version is not None else shown.version
    context = {"page": shown, "sections": sections, "version": version, "most": LONGEST_SECTION}
    return render(request, "desk/filing/report.html", context)


@act(*DRAFTING, on=report)
def save(request: DeskRequest) -> HttpResponse:
    """Keeps what was written."""
    form = request.POST
    version = form.get("version", "")
    save_report(
        campaign=form.get("campaign", ""),
        unit=form.get("unit", ""),
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        sections={name: form[name] for name in SECTIONS if name in form},
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:report"), said="report_saved", unit=form.get("unit", ""))


@page(*SEEN_BY)
def nil(request: DeskRequest) -> HttpResponse:
    """Each category with its items or its nil line, and the whole unit."""
    shown = department_page(request.actor, unit=_unit(request), today=day_of(request.at))
    editable = shown.own and not (shown.closed or shown.filed_by)
    return render(request, "desk/filing/nil.html", {"page": shown, "editable": editable})


@act(*DRAFTING, on=nil)
def set_nil(request: DeskRequest) -> HttpResponse:
    """The unit has no power of a category, or none at all."""
    form = request.POST
    unit = form.get("unit", "")
    set_nil_line(
        campaign=form.get("campaign", ""),
        unit=unit,
        category=form.get("category", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:nil"), said="nil_set", unit=unit)


@act(*DRAFTING, on=nil)
def withdraw_nil(request: DeskRequest) -> HttpResponse:
    """Takes a nil line back."""
    form = request.POST
    unit = form.get("unit", "")
    withdraw_nil_line(
        campaign=form.get("campaign", ""),
        unit=unit,
        category=form.get("category", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:nil"), said="nil_withdrawn", unit=unit)


def _unit(request: DeskRequest) -> str:
    return request.GET.get("unit", "") or request.POST.get("unit", "")
