"""Which items are on line; a guide begun, read, written; the files that it names."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.files.queries import path_of
from qingdan.data.guide import guide_names
from qingdan.data.schemes import category_names
from qingdan.guides.queries.coverage import READING, coverage
from qingdan.guides.queries.desk import changes_between, guide_page
from qingdan.guides.queries.files import draft_file
from qingdan.guides.queries.texts import YES, guide_in
from qingdan.guides.services.writing import save_guide, start_guide
from qingdan.rules.role import DRAFTING, Role
from qingdan.web.desk.guides.guide_form import anchor_of, change_in, form_of, texts_in
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page


@page(*READING)
def guides(request: DeskRequest) -> HttpResponse:
    """Items in force with the state of their guides, and how many are on line."""
    unit, every = request.GET.get("unit", ""), request.GET.get("every") == YES
    found = coverage(request.actor, day_of(request.at), unit=unit, every=every)
    context = {
        "coverage": found,
        "unit": unit,
        "every": every,
        "reasons": [(guide_names("missing")[key], count) for key, count in found.reasons.items()],
        "states": guide_names("states"),
        "missing": guide_names("missing"),
        "categories": category_names(),
        "writes": request.actor.own_units,
        "situations": Role.SERVICE_CENTRE in request.actor.roles,
    }
    return render(request, "desk/guides/guides.html", context)


@page(*READING)
def guide(request: DeskRequest, code: str) -> HttpResponse:
    """The guide as a form for its unit; for the service centre as it reads."""
    found = guide_page(request.actor, code, day_of(request.at))
    context = {"guide": found, "states": guide_names("states"), "tab": "guide"}
    if found.editable:
        return render(request, "desk/guides/guide.html", context | {"form": form_of(found, request.refusal)})
    said = changes_between({}, found.texts, found.file_names)
    return render(request, "desk/guides/read.html", context | {"said_texts": said})


@act(*DRAFTING, on=guides)
def begin(request: DeskRequest) -> HttpResponse:
    """Begins the guide of an item."""
    code = start_guide(item_code=request.POST.get("item", ""), by=request.actor, at=request.at)
    return done(reverse("desk:guide", args=[code]), said="guide_begun")


@act(*DRAFTING, on=guide)
def save(request: DeskRequest, code: str) -> HttpResponse:
    """Keeps what was written, and does what the button says with a row."""
    change = change_in(request.POST.get("then", ""))
    uploads = {name: file for name, file in request.FILES.items() if not isinstance(file, list)}
    save_guide(
        code=code,
        version=number_in(request.POST.get("version", "")),
        content=guide_in(texts_in(request.POST)),
        change=change,
        uploads=uploads,
        by=request.actor,
        at=request.at,
    )
    address = reverse("desk:guide", args=[code])
    return done(address, said="guide_saved") if change is None else done(f"{address}#{anchor_of(change)}")


@page(*READING)
def file(request: DeskRequest, code: str, file: str) -> HttpResponse:
    """A blank form or a sample that the draft names."""
    found = draft_file(request.actor, code, file)
    return attachment(path_of(found), name=found.name, kind=found.kind)
