"""An edition on its way over the sites: which is open, whose turn it is, what is stuck since when (R-062)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.data.publication import LIST_NAMES
from qingdan.lists.queries.desk import READING, SEEING
from qingdan.lists.queries.on_sites import found_entries, page_for_site, proving_job, publication
from qingdan.lists.services.proving import ask_for_proofs, prove_channel
from qingdan.web.desk.publication.places import OFFICE
from qingdan.web.shared.downloads import made
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(sorted(SEEING))
STEP_NAMES = {1: "市政府网站", 2: "编办网站", 3: "行政服务中心网站", 4: "各部门网站"}
MOST_FOUND = 50


@page(*SEEN_BY)
def edition(request: DeskRequest, code: str) -> HttpResponse:
    """The edition with its sites in order, and its items to be adjusted."""
    actor = request.actor
    found = publication(actor, code)
    words = request.GET.get("q", "").strip()[:60]
    office = found.region == actor.region and bool(actor.roles & frozenset(OFFICE))
    context = {
        "edition": found,
        "list_name": LIST_NAMES[found.kind],
        "steps": [(STEP_NAMES[one.step], one) for one in found.steps],
        "job": proving_job(actor, code),
        "office": office,
        "reads": bool(actor.roles & READING),
        "words": words,
        "entries": found_entries(actor, code, words, MOST_FOUND) if words else (),
        "most": MOST_FOUND,
        "today": day_of(request.at),
    }
    return render(request, "desk/publication/edition.html", context)


@page(*SEEN_BY)
def outside_page(request: DeskRequest, code: str, channel: str) -> HttpResponse:
    """A page with the edition for a site that is not ours, as a file: what its proof will look for is in its head."""
    found, entries = page_for_site(request.actor, code, channel)
    context = {"edition": found, "list_name": LIST_NAMES[found.kind], "entries": entries}
    words = render_to_string("desk/publication/outside.html", context)
    return made(words.encode(), name=f"{code}.html", kind="html")


@act(*OFFICE, on=edition)
def prove(request: DeskRequest, code: str) -> HttpResponse:
    """Has the worker look at every site whose turn it is."""
    job = ask_for_proofs(edition=code, by=request.actor, at=request.at)
    return done(reverse("desk:job", args=[job]))


@act(*OFFICE, on=edition)
def prove_one(request: DeskRequest, code: str) -> HttpResponse:
    """Looks at one site now."""
    place = request.POST.get("channel", "")
    proved = prove_channel(edition=code, channel=place, by=request.actor, at=request.at)
    address = reverse("desk:publication_edition", args=[code])
    return done(address, said="channel_proved" if proved else "channel_not_proved")
