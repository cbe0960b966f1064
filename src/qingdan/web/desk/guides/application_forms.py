"""The application form of an item: built, tried, given out as JSON Schema."""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.guides.queries.content import fields_of
from qingdan.guides.queries.coverage import READING
from qingdan.guides.queries.desk import guide_page
from qingdan.guides.queries.texts import fields_in
from qingdan.guides.services.writing import save_guide
from qingdan.rules.application_form import asked_fields, form_problems
from qingdan.rules.form_schema import json_schema
from qingdan.rules.role import DRAFTING
from qingdan.web.desk.guides.guide_form import anchor_of, builder_of, change_in, texts_in
from qingdan.web.desk.guides.trial import sections_of
from qingdan.web.shared.downloads import made
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

ANSWER = "answer-"


@page(*READING)
def builder(request: DeskRequest, code: str) -> HttpResponse:
    """The fields as rows."""
    found = guide_page(request.actor, code, day_of(request.at))
    form = builder_of(found, request.refusal)
    context = {"guide": found, "form": form, "group": form.groups[0], "tab": "form"}
    return render(request, "desk/guides/builder.html", context)


@act(*DRAFTING, on=builder)
def save_form(request: DeskRequest, code: str) -> HttpResponse:
    """Keeps the fields, and does what the button says with one."""
    change = change_in(request.POST.get("then", ""))
    save_guide(
        code=code,
        version=number_in(request.POST.get("version", "")),
        content=fields_in(texts_in(request.POST)),
        change=change,
        by=request.actor,
        at=request.at,
    )
    address = reverse("desk:guide_form", args=[code])
    return done(address, said="guide_saved") if change is None else done(f"{address}#{anchor_of(change)}")


@page(*READING)
def trial(request: DeskRequest, code: str) -> HttpResponse:
    """The form as an applicant sees it; what is written in it is checked, nothing is kept."""
    found = guide_page(request.actor, code, day_of(request.at))
    fields = fields_of(found.content)
    answers = {
        name.removeprefix(ANSWER): str(word) for name, word in request.GET.items() if name.startswith(ANSWER)
    }
    problems = form_problems(fields, answers) if answers else ()
    context = {
        "guide": found,
        "tab": "form",
        "sections": sections_of(asked_fields(fields, answers), answers, problems),
        "problems": problems,
        "tried": bool(answers),
    }
    return render(request, "desk/guides/trial.html", context)


@page(*READING)
def schema(request: DeskRequest, code: str) -> HttpResponse:
    """The form as JSON Schema."""
    found = guide_page(request.actor, code, day_of(request.at))
    words = json.dumps(json_schema(fields_of(found.content), title=found.name), ensure_ascii=False, indent=2)
    return made(words.encode(), name=f"{found.name}申请表.json", kind="json")
