"""Projects of the region, one in full, verifying codes by hand and against the platform's list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused, refusal
from qingdan.cases.queries.of_project import project_course
from qingdan.data.projects import project_names
from qingdan.projects.queries.projects import STAFF, region_project, region_projects
from qingdan.projects.services.verifying import (
    return_project,
    take_back_verification,
    verify_by_list,
    verify_project,
)
from qingdan.rules.role import Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.project_chart import time_chart
from qingdan.web.shared.request import DeskRequest, act, done, page

MOST_BYTES = 2_000_000


@page(*STAFF)
def projects(request: DeskRequest) -> HttpResponse:
    """All of the region; for the service centre those that wait first of all."""
    words, state = request.GET.get("words", "").strip()[:60], request.GET.get("state", "")
    number = number_in(request.GET.get("page", ""))
    found = region_projects(request.actor, words=words, state=state, page=number)
    context = {
        "found": found,
        "words": words,
        "state": state,
        "states": project_names("states").items(),
        "centre": Role.SERVICE_CENTRE in request.actor.roles,
        "before": found.page - 1,
        "after": found.page + 1,
    }
    return render(request, "desk/projects/projects.html", context)


@page(*STAFF)
def project(request: DeskRequest, key: str) -> HttpResponse:
    """All matters of a project: which are done, who has which, what is next, the chart of time."""
    today = day_of(request.at)
    found = region_project(request.actor, key, on=today)
    course = project_course(request.actor, found, today=today)
    centre = Role.SERVICE_CENTRE in request.actor.roles
    context = {
        "project": found,
        "course": course,
        "chart": time_chart(found.line.name, course, today),
        "verifies": centre and found.line.state == "waiting",
        "takes_back": centre and found.verified,
        "desk": True,
    }
    return render(request, "desk/projects/project.html", context)


@act(Role.SERVICE_CENTRE, on=project)
def verify(request: DeskRequest, key: str) -> HttpResponse:
    """Found on the platform."""
    verify_project(
        key=key,
        version=number_in(request.POST.get("version", "")),
        evidence=request.POST.get("evidence", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:project", args=[key]), said="project_verified")


@act(Role.SERVICE_CENTRE, on=project)
def give_back(request: DeskRequest, key: str) -> HttpResponse:
    """Given back with the reason."""
    return_project(
        key=key,
        version=number_in(request.POST.get("version", "")),
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:project", args=[key]), said="project_returned")


@act(Role.SERVICE_CENTRE, on=project)
def take_back(request: DeskRequest, key: str) -> HttpResponse:
    """The verification taken back with the reason."""
    take_back_verification(
        key=key,
        version=number_in(request.POST.get("version", "")),
        reason=request.POST.get("reason", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:project", args=[key]), said="project_taken_back")


@act(Role.SERVICE_CENTRE, on=projects)
def read_list(request: DeskRequest) -> HttpResponse:
    """The platform's list handed in: what became of each waiting project."""
    file = request.FILES.get("list")
    if file is None:
        raise Refused([refusal("desk.required", "list")])
    if (file.size or 0) > MOST_BYTES:
        raise Refused([refusal("project.list_too_long", "list", most=MOST_BYTES // 400)])
    text = _text(file.read())
    read = verify_by_list(text=text, source=str(file.name), by=request.actor, at=request.at)
    context = {"read": read, "words": project_names("compared"), "file": file.name}
    return render(request, "desk/projects/list_read.html", context)


def _text(body: bytes) -> str:
    """A list as spreadsheets write it: UTF-8, else GB 18030. Raises Refused: neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused([refusal("project.no_list", "list")])
