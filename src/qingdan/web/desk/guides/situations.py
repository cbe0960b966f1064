"""Situations (一件事) on the desk of the service centre: written, shown to the public, taken back."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.guides.queries.situations import situation_page, situations_of
from qingdan.guides.services.situations import begin_situation, save_situation, show_situation
from qingdan.rules.role import Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

MOST_QUESTIONS, MOST_ANSWERS = 12, 8
BLANK_ANSWER: dict[str, Any] = {"answer": "", "items": []}
BLANK_QUESTION: dict[str, Any] = {"question": "", "answers": []}


@page(Role.SERVICE_CENTRE)
def situations(request: DeskRequest) -> HttpResponse:
    """All of the region, and a form for a new one."""
    return render(request, "desk/guides/situations.html", {"situations": situations_of(request.actor)})


@page(Role.SERVICE_CENTRE)
def situation(request: DeskRequest, code: str) -> HttpResponse:
    """The questions with their answers; always one question and one answer more than there are."""
    found = situation_page(request.actor, code, day_of(request.at))
    typed = request.refusal.typed if request.refusal and "intro" in request.refusal.typed else None
    content = content_in(typed) if typed else found.content
    context = {
        "situation": found,
        "name": typed.get("name", "") if typed else found.name,
        "version": (request.refusal and request.refusal.version) or found.version,
        "content": content,
        "questions": with_blanks(content["questions"]),
    }
    return render(request, "desk/guides/situation.html", context)


@act(Role.SERVICE_CENTRE, on=situations)
def begin(request: DeskRequest) -> HttpResponse:
    """Begins one."""
    code = begin_situation(name=request.POST.get("name", ""), by=request.actor, at=request.at)
    return done(reverse("desk:situation", args=[code]))


@act(Role.SERVICE_CENTRE, on=situation)
def save(request: DeskRequest, code: str) -> HttpResponse:
    """Keeps what was written."""
    save_situation(
        code=code,
        version=number_in(request.POST.get("version", "")),
        name=request.POST.get("name", ""),
        content=content_in(request.POST),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:situation", args=[code]), said="situation_saved")


@act(Role.SERVICE_CENTRE, on=situation)
def show(request: DeskRequest, code: str) -> HttpResponse:
    """Shows it to the public, or takes it back."""
    shown = request.POST.get("shown") == "yes"
    version = number_in(request.POST.get("version", ""))
    show_situation(code=code, version=version, shown=shown, by=request.actor, at=request.at)
    said = "situation_published" if shown else "situation_hidden"
    return done(reverse("desk:situation", args=[code]), said=said)


def content_in(form: QueryDict) -> dict[str, Any]:
    """What the form holds; questions and answers without words are left out."""
    questions = (_question(form, place) for place in range(1, MOST_QUESTIONS + 1))
    return {
        "intro": form.get("intro", "").strip(),
        "items": [str(one) for one in form.getlist("items")],
        "questions": [one for one in questions if one["question"] or one["answers"]],
    }


def with_blanks(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each question with room for one answer more, and room for one question more."""
    rows = [*questions, BLANK_QUESTION][:MOST_QUESTIONS]
    return [{**one, "answers": _room(one["answers"])} for one in rows]


def _room(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    blanks = max(1, 2 - len(answers))
    return [*answers, *[BLANK_ANSWER] * blanks][:MOST_ANSWERS]


def _question(form: QueryDict, place: int) -> dict[str, Any]:
    names = [f"question-{place}-{number}" for number in range(1, MOST_ANSWERS + 1)]
    answers = [
        {"answer": words, "items": [str(one) for one in form.getlist(f"{name}-items")]}
        for name in names
        if (words := form.get(name, "").strip()[:200])
    ]
    return {"question": form.get(f"question-{place}", "").strip()[:200], "answers": answers}
