"""A whole city from a workbook: upload, look at what would change, apply."""

from itertools import groupby

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.files.content import kind_of
from qingdan.base.files.names import ending_of
from qingdan.base.files.queries import CONTENT_TYPES
from qingdan.base.files.scanner import scan
from qingdan.base.files.vault import received
from qingdan.base.people.city_plan import plan_city
from qingdan.base.people.city_workbook import empty_city_workbook
from qingdan.base.people.queries import get_city_file
from qingdan.base.people.services import apply_city, read_city, rows_of
from qingdan.base.refusal import Refused, refusal
from qingdan.data.city_workbook import city_sheets
from qingdan.rules.role import Role
from qingdan.web.shared.factor import with_factor
from qingdan.web.shared.request import DeskRequest, act, done, page

MOST_BYTES = 10_000_000
SHOWN = 300


@page(Role.ADMINISTRATOR)
@with_factor
def city_file(request: DeskRequest) -> HttpResponse:
    """The form of the upload, and how to fill in the workbook."""
    return render(request, "desk/account/city_file.html", {"sheets": city_sheets()})


@page(Role.ADMINISTRATOR)
def empty_workbook(_request: DeskRequest) -> HttpResponse:
    """The workbook to fill in."""
    response = HttpResponse(empty_city_workbook(), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = 'attachment; filename="units-and-people.xlsx"'
    return response


@act(Role.ADMINISTRATOR, on=city_file)
@with_factor
def upload_city(request: DeskRequest) -> HttpResponse:
    """Reads a workbook; the file itself is not kept, it holds addresses of people."""
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused([refusal("files.none", "file", most=MOST_BYTES // 1_000_000)])
    with received(upload.chunks(), MOST_BYTES) as draft:
        kind_of(draft.path, ending_of(upload.name or ""), ("xlsx", "xls", "ods"))
        scan(draft.path, settings.CLAMD)
        read = read_city(path=draft.path, by=request.actor, at=request.at)
    return done(reverse("desk:city_preview", args=[read.code]))


@page(Role.ADMINISTRATOR)
@with_factor
def city_preview(request: DeskRequest, code: str) -> HttpResponse:
    """What would change, sheet by sheet."""
    found = get_city_file(request.actor, code)
    plan = plan_city(rows_of(found), found.region_id)
    groups = [(sheet, list(some)) for sheet, some in groupby(plan.changes, lambda one: one.sheet)]
    words = {
        "file": found,
        "groups": [(sheet, len(some), some[:SHOWN], max(0, len(some) - SHOWN)) for sheet, some in groups],
        "count": len(plan.changes),
        "problems": plan.problems,
    }
    return render(request, "desk/account/city_preview.html", words)


@act(Role.ADMINISTRATOR, on=city_preview)
@with_factor
def apply_city_file(request: DeskRequest, code: str) -> HttpResponse:
    """Registers all of it, or nothing."""
    apply_city(code=code, by=request.actor, at=request.at)
    return done(reverse("desk:accounts"), said="city_applied")
