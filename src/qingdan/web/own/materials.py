"""Step 3: the guide's materials, each with its file, grade and way; the same acts serve a supplement."""

from django.http import HttpResponse
from django.urls import reverse

from qingdan.base.files.queries import path_of
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.cases.queries.own import draft_of, own_file
from qingdan.cases.services.materials import reuse_material, upload_material, use_licence
from qingdan.rules.problem import Problem
from qingdan.web.own.apply import STEPS
from qingdan.web.own.cases import case
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
def file_for_draft(my: Mine, item: str, draft: str, place: str) -> HttpResponse:
    """A file, something kept, or a licence, for one material of a draft."""
    _file(my, draft, place)
    return done(reverse("own:materials", args=[item, draft]), said="own_material")


@does(on=case)
def file_for_case(my: Mine, number: str, place: str) -> HttpResponse:
    """The same for a case that waits for what lacks."""
    _file(my, number, place)
    return done(reverse("own:case", args=[number]), said="own_material")


@mine
def material_file(my: Mine, key: str, place: str) -> HttpResponse:
    """The file that stands filed. Raises Missing."""
    found = own_file(my.by, key, _place(place), on=my.today)
    return attachment(path_of(found), name=found.name, kind=found.kind)


def _file(my: Mine, key: str, word: str) -> None:
    place, kept = _place(word), my.word("kept", 80)
    way, _, code = kept.partition(":")
    try:
        if way == "file":
            reuse_material(code=key, place=place, kept=code, by=my.by, at=my.at)
        elif way == "licence":
            use_licence(code=key, place=place, licence=code, by=my.by, at=my.at)
        else:
            keep = my.request.POST.get("keep") == "1"
            upload = my.request.FILES.get("file")
            upload_material(code=key, place=place, upload=upload, keep=keep, by=my.by, at=my.at)
    except Refused as error:
        raise Refused([_beside(one, place) for one in error.problems]) from None


def _beside(problem: Problem, place: int) -> Problem:
    """A problem of the file stands beside its material."""
    if problem.where.field != "file":
        return problem
    return refusal(problem.key, f"material-{place}", **problem.params)


def _place(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) < 4):
        raise Missing
    return int(word)
