"""原系统的办件 (RQ-A5): a workbook uploaded, looked at, brought in, taken back; one case; a link for its user."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.files.content import kind_of
from qingdan.base.files.names import ending_of
from qingdan.base.files.scanner import scan
from qingdan.base.files.vault import received
from qingdan.base.refusal import Refused, refusal
from qingdan.cases.queries.earlier import earlier_batch, earlier_batches, earlier_case
from qingdan.cases.queries.earlier_workbook import empty_earlier_workbook
from qingdan.cases.services.earlier import (
    LONGEST_SYSTEM,
    LONGEST_WHY,
    bring_earlier,
    link_for_user,
    read_earlier,
    undo_earlier,
)
from qingdan.data.earlier import earlier_sheets
from qingdan.rules.role import HANDLING, Role
from qingdan.web.shared.downloads import made
from qingdan.web.shared.letters import letter
from qingdan.web.shared.request import DeskRequest, act, done, page

MOST_BYTES = 10_000_000


@page(Role.SERVICE_CENTRE)
def earlier(request: DeskRequest) -> HttpResponse:
    """The workbooks there were, and the form of the upload."""
    batches = earlier_batches(request.actor)
    context = {"batches": batches, "sheets": earlier_sheets(), "longest": LONGEST_SYSTEM}
    return render(request, "desk/cases/earlier.html", context)


@page(Role.SERVICE_CENTRE)
def empty(_request: DeskRequest) -> HttpResponse:
    """The workbook to fill in."""
    return made(empty_earlier_workbook(), name="原系统办件和用户.xlsx", kind="xlsx")


@act(Role.SERVICE_CENTRE, on=earlier)
def read(request: DeskRequest) -> HttpResponse:
    """Reads a workbook; the file itself is not kept, it holds numbers of people."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise Refused([refusal("files.none", "file", most=MOST_BYTES // 1_000_000)])
    with received(upload.chunks(), MOST_BYTES) as draft:
        kind_of(draft.path, ending_of(upload.name or ""), ("xlsx", "xls", "ods"))
        scan(draft.path, settings.CLAMD)
        system = request.POST.get("system", "")
        code = read_earlier(path=draft.path, system=system, by=request.actor, at=request.at)
    return done(reverse("desk:earlier_batch", args=[code]), said="earlier_read")


@page(Role.SERVICE_CENTRE)
def batch(request: DeskRequest, code: str) -> HttpResponse:
    """A workbook before it is brought in, and after."""
    context = {"batch": earlier_batch(request.actor, code), "longest": LONGEST_WHY}
    return render(request, "desk/cases/earlier_batch.html", context)


@act(Role.SERVICE_CENTRE, on=batch)
def bring(request: DeskRequest, code: str) -> HttpResponse:
    """Brings all of it in, or nothing."""
    bring_earlier(code=code, by=request.actor, at=request.at)
    return done(reverse("desk:earlier_batch", args=[code]), said="earlier_brought")


@act(Role.SERVICE_CENTRE, on=batch)
def undo(request: DeskRequest, code: str) -> HttpResponse:
    """Takes it back as a whole."""
    undo_earlier(code=code, why=request.POST.get("why", ""), by=request.actor, at=request.at)
    return done(reverse("desk:earlier_batch", args=[code]), said="earlier_undone")


@page(*HANDLING, Role.SUPERVISOR, Role.SERVICE_CENTRE)
def case(request: DeskRequest, code: str) -> HttpResponse:
    """One case of the earlier system."""
    return render(request, "desk/cases/earlier_case.html", {"case": earlier_case(request.actor, code)})


@page(Role.WINDOW, Role.SERVICE_CENTRE)
def users(request: DeskRequest) -> HttpResponse:
    """The form that gives somebody who shows a document the link to the account of the earlier system."""
    return render(request, "desk/cases/earlier_users.html")


@act(Role.WINDOW, Role.SERVICE_CENTRE, on=users)
def give_link(request: DeskRequest) -> HttpResponse:
    """The link, shown this once or mailed."""
    number = request.POST.get("id_number", "")[:60].replace("\x00", "")
    user, token = link_for_user(id_number=number, by=request.actor, at=request.at)
    return render(request, "desk/cases/earlier_link.html", {"letter": letter(request, user, token)})
