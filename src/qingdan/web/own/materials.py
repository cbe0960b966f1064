"""Step 3: the guide's materials, each with its file, grade and way; the same acts serve a supplement."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from qingdan.base.files.queries import path_of
from qingdan.cases.queries.own import draft_of, own_file
from qingdan.web.own.apply import STEPS
from qingdan.web.own.cases import case
from qingdan.web.own.filing import file_chosen, place_of
from qingdan.web.own.pages import Mine, Page, does, mine
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.request import done


@mine
def materials(my: Mine, item: str, draft: str) -> Page:
    """What is asked, what is there, what the system fetches."""
    found = draft_of(my.by, draft, on=my.today)
    asked = [one for one in found.materials if not one.fetched and one.asked.required]
    context = {
        "application": found,
        "item": item,
        "step": 3,
        "steps": STEPS,
        "asked": len(asked),
        "there": sum(not one.lacks for one in asked),
    }
    return Page(template="apply_materials", context=context)


@does(on=materials)
def file_all(my: Mine, item: str, draft: str) -> HttpResponse:
    """Everything chosen, and on to where the button says."""
    file_chosen(my, draft)
    if my.request.POST.get("go") == "next":
        return HttpResponseRedirect(reverse("own:check", args=[item, draft]))
    if my.request.POST.get("go") == "back":
        return HttpResponseRedirect(reverse("own:form", args=[item, draft]))
    return done(reverse("own:start"), said="own_saved")


@does(on=materials)
def file_for_draft(my: Mine, item: str, draft: str, place: str) -> HttpResponse:
    """A file, something kept, or a licence, for one material of a draft."""
    file_chosen(my, draft, asked=place)
    return done(reverse("own:materials", args=[item, draft]), said="own_material")


@does(on=case)
def file_for_case(my: Mine, number: str, place: str) -> HttpResponse:
    """The same for a case that waits for what lacks."""
    file_chosen(my, number, asked=place)
    return done(reverse("own:case", args=[number]), said="own_material")


@mine
def material_file(my: Mine, key: str, place: str) -> HttpResponse:
    """The file that stands filed. Raises Missing."""
    found = own_file(my.by, key, place_of(place), on=my.today)
    return attachment(path_of(found), name=found.name, kind=found.kind)
