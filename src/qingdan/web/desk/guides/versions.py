"""Versions of a guide: publishing the next one with what it changes, comparing two, withdrawing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.guides.queries.coverage import READING
from qingdan.guides.queries.desk import PUBLISHING, changes_of, guide_page, version_changes
from qingdan.guides.services.writing import publish_guide, withdraw_guide
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*READING)
def versions(request: DeskRequest, code: str) -> HttpResponse:
    """What publishing would change, the versions there are, what differs between two of them."""
    found = guide_page(request.actor, code, day_of(request.at))
    first, second = (number_in(request.GET.get(name, "")) for name in ("from", "to"))
    compared = first > 0 and second > 0 and "from" in request.GET
    context = {
        "guide": found,
        "tab": "versions",
        "changes": changes_of(found),
        "compared": compared,
        "first": first,
        "second": second,
        "between": version_changes(found, first, second) if compared else (),
    }
    return render(request, "desk/guides/versions.html", context)


@act(*PUBLISHING, on=versions)
def publish(request: DeskRequest, code: str) -> HttpResponse:
    """Makes the draft the version by which people apply."""
    version = number_in(request.POST.get("version", ""))
    publish_guide(code=code, version=version, by=request.actor, at=request.at)
    return done(reverse("desk:guide_versions", args=[code]), said="guide_published")


@act(*PUBLISHING, on=versions)
def withdraw(request: DeskRequest, code: str) -> HttpResponse:
    """Nobody can apply by it any more."""
    withdraw_guide(code=code, reason=request.POST.get("reason", ""), by=request.actor, at=request.at)
    return done(reverse("desk:guide_versions", args=[code]), said="guide_withdrawn")
