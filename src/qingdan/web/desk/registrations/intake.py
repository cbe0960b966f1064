"""窗口收件 and what is brought later: the one form on one screen."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.data.registrations import asked_materials, form_fields, words_of
from qingdan.editions.queries.places import place_of
from qingdan.registrations.queries.desk import desk_registration, enterprises_at_counter
from qingdan.registrations.queries.ground import REGISTRAR, bodies_of_unit, modes_on
from qingdan.registrations.queries.own import registration_draft
from qingdan.registrations.services.intake import AtCounter, supplement_at_counter, take_in_at_counter
from qingdan.rules.application_form import Field
from qingdan.rules.company_name import FORMS
from qingdan.rules.registration import RegistrationKind
from qingdan.rules.role import HANDLING, Role
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, once_of, page

TAKING_IN = (Role.WINDOW, Role.HANDLER)
LINES = {"shareholder_count": "3", "officer_count": "2"}
"""At the counter so many lines stand ready; those left empty are told as lacking, or not asked."""
FIELD = "field-"


@page(*TAKING_IN)
def intake(request: DeskRequest) -> HttpResponse:
    """Kind first, then name or enterprise, form, papers."""
    by, asked = request.actor, request.POST.get("kind", "") or request.GET.get("kind", "")
    kind = RegistrationKind(asked) if asked in set(RegistrationKind) else RegistrationKind.FOUND
    words = request.GET.get("enterprise_words", "").replace("\x00", "")[:40]
    typed = _typed(request)
    context: dict[str, Any] = {
        "mine": REGISTRAR in bodies_of_unit(by.region, by.unit),
        "kind": kind.value,
        "kinds": words_of("kinds"),
        "modes": modes_on(by.region, day_of(request.at)),
        "forms": FORMS,
        "once": once_of(request),
        "found": enterprises_at_counter(by, words),
        "enterprise_words": words,
        "sections": _sections(form_fields(kind, _counted(typed)), typed),
        "counts": _counts_shown(_counted(typed)),
        "materials": asked_materials(kind),
        "brought": _papers(request),
        "mode": request.POST.get("mode", ""),
        "tab": "intake",
    }
    return render(request, "desk/registrations/intake.html", context)


@act(*TAKING_IN, on=intake)
def take_in(request: DeskRequest) -> HttpResponse:
    """Takes in; the query code is kept for this officer's receipt, until the next one."""
    kind = request.POST.get("kind", "")
    if kind not in set(RegistrationKind):
        raise Refused([refusal("desk.choice", "kind")])
    said = AtCounter(
        kind=RegistrationKind(kind),
        place=place_of(request.actor.region).name,
        **{name: _line(request, name)[:40] for name in ("mode", "enterprise", "word", "trade", "form")},
        once=_line(request, "once")[:32],
        applicant_name=_line(request, "applicant_name"),
        phone=_line(request, "phone"),
    )
    receipt = take_in_at_counter(
        said=said, answers=_trimmed(_typed(request)), papers=_papers(request), by=request.actor, at=request.at
    )
    if receipt.code:
        request.session["registration_receipt"] = {"number": receipt.number, "code": receipt.code}
    return done(reverse("desk:registration_receipt", args=[receipt.number]), said="registration_taken_in")


@page(*sorted(HANDLING))
def receipt(request: DeskRequest, number: str) -> HttpResponse:
    """The receipt to print: number and query code, once."""
    found = desk_registration(request.actor, number, on=day_of(request.at))
    if not found.lead:
        raise Missing
    kept = request.session.get("registration_receipt") or {}
    code = kept.get("code") if kept.get("number") == number else ""
    return render(request, "desk/registrations/receipt.html", {"found": found.shown, "code": code})


@page(*TAKING_IN)
def supplement(request: DeskRequest, number: str) -> HttpResponse:
    """What lacked, at the counter: form and papers once more."""
    draft = registration_draft(request.actor, number)
    if not draft.at_window:
        raise Missing
    kind = RegistrationKind(draft.kind)
    answers = {**draft.answers, **_typed(request)}
    context = {
        "draft": draft,
        "sections": _sections(form_fields(kind, answers), answers),
        "counts": _counts_shown(answers),
        "materials": asked_materials(kind),
        "brought": _papers(request) or {one.asked.place for one in draft.materials if one.filed},
    }
    return render(request, "desk/registrations/supplement.html", context)


@act(*TAKING_IN, on=supplement)
def send_supplement(request: DeskRequest, number: str) -> HttpResponse:
    """Keeps it and lays it before the registrar again."""
    supplement_at_counter(
        number=number, version=number_in(request.POST.get("version", "")), answers=_typed(request),
        papers=_papers(request), by=request.actor, at=request.at,
    )  # fmt: skip
    return done(reverse("desk:registration", args=[number]), said="registration_supplemented")


def _typed(request: DeskRequest) -> dict[str, str]:
    posted = {name: str(text).replace("\x00", "") for name, text in request.POST.items()}
    given = {
        name.removeprefix(FIELD): text.strip() for name, text in posted.items() if name.startswith(FIELD)
    }
    return given | {name: text[:3] for name, text in posted.items() if name.endswith("_count")}


def _counted(typed: Mapping[str, str]) -> dict[str, str]:
    return {**LINES, **typed}


def _counts_shown(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, answers.get(name, least)) for name, least in LINES.items()]


def _trimmed(typed: Mapping[str, str]) -> dict[str, str]:
    """Lines at the end that were left empty are none."""
    kept = dict(typed)
    for name, least in (("shareholder", 1), ("officer", 0)):
        count = number_in(typed.get(f"{name}_count", ""))
        while count > least and not any(
            text for key, text in typed.items() if key.startswith(f"{name}_{count}_")
        ):
            count -= 1
        kept[f"{name}_count"] = str(count)
    return kept


def _papers(request: DeskRequest) -> set[int]:
    return {number_in(word) for word in request.POST.getlist("papers") if number_in(word)}


def _sections(fields: tuple[Field, ...], values: Mapping[str, str]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    labels = {one.name: one.label for one in fields}
    for one in fields:
        row = {"field": one, "value": values.get(one.name, ""), "when": labels.get(one.when_field, "")}
        found.setdefault(one.section, []).append(row)
    return list(found.items())


def _line(request: DeskRequest, name: str) -> str:
    return " ".join(str(request.POST.get(name, "")).replace("\x00", "").split())
