"""The one form of a registration, step by step; each step is kept as it is sent, right or wrong. Nothing is lost."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.transactions import reading
from qingdan.data.registrations import RowKind, form_fields, line_fields
from qingdan.registrations.queries.content import read_out
from qingdan.registrations.queries.own import (
    RegistrationDraft,
    form_rows,
    number_of_draft,
    problems_of_part,
    registration_draft,
)
from qingdan.registrations.services.applying import (
    discard_registration,
    file_material,
    save_answers,
    submit_registration,
)
from qingdan.rules.application_form import Field
from qingdan.rules.problem import Problem
from qingdan.rules.registration import RegistrationKind
from qingdan.web.own.filing import place_of
from qingdan.web.own.pages import Mine, Page, does, mine
from qingdan.web.own.registrations import RECEIPT
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import done

MATERIALS, SIGN = "materials", "sign"
FIELD = "field-"


@mine
def form(my: Mine, draft: str, part: str) -> Page | HttpResponse:
    """A page of the form with what was filled in; of what was sent meanwhile, the registration."""
    if number := number_of_draft(my.by, draft):
        return HttpResponseRedirect(reverse("own:registration", args=[number]))
    found = registration_draft(my.by, draft)
    fields, rows = form_rows(found, part)
    lines = {
        field.name
        for row, count in rows
        for number in range(1, count + 1)
        for field in line_fields(row, number)
    }
    plain = [one for one in fields if one.name not in lines]
    context = {
        "sections": _sections(plain, my, found),
        "kinds": [_kind_of_lines(row, count, my, found) for row, count in rows],
        "here": part,
    }
    return _step("registration_form", found, part, context)


@does(on=form)
def save_form(my: Mine, draft: str, part: str) -> HttpResponse:
    """Keeps everything; 下一步 asks for what is wrong to be mended first, the other buttons do not. Raises Missing: the
    form has no such part."""
    with reading(my.by):
        found = registration_draft(my.by, draft)
    if part not in {key for key, _, _ in found.parts}:
        raise Missing
    go, answers = my.word("go", 40), _answers(my)
    answers |= _one_line(go, answers)
    phone = my.word("phone", 30) if "phone" in my.request.POST else None
    save_answers(
        code=found.number or draft, version=_version(my), answers=answers, phone=phone, by=my.by, at=my.at
    )
    steps = steps_of(found)
    place = steps.index(part)
    if go == "draft":
        return done(reverse("own:registration_form", args=[draft, part]), said="registration_saved")
    if go.startswith(("more:", "less:")):
        return HttpResponseRedirect(f"{address_of(draft, part)}#f-{go[5:]}")
    if go == "back":
        return HttpResponseRedirect(
            address_of(draft, steps[place - 1]) if place else reverse("own:registrations")
        )
    with reading(my.by):
        wrong = problems_of_part(my.by, draft, part)
    if wrong:
        raise Refused(wrong)
    return HttpResponseRedirect(address_of(draft, steps[place + 1]))


@mine
def materials(my: Mine, draft: str) -> Page:
    """What is asked, what is there."""
    found = registration_draft(my.by, draft)
    return _step("registration_materials", found, MATERIALS, {})


@does(on=materials)
def file_chosen(my: Mine, draft: str) -> HttpResponse:
    """Takes every file that was chosen, with whatever button; what is wrong is told beside its material."""
    with reading(my.by):
        found = registration_draft(my.by, draft)
    problems: list[Problem] = []
    for name in my.request.FILES:
        place = place_of(name.removeprefix("file-"))
        try:
            upload = my.request.FILES[name]
            file_material(code=found.number or draft, place=place, upload=upload, by=my.by, at=my.at)  # type: ignore[arg-type]
        except Refused as error:
            problems += [refusal(one.key, f"material-{place}", **one.params) for one in error.problems]
    if problems:
        raise Refused(problems)
    match my.word("go", 20):
        case "next":
            return HttpResponseRedirect(address_of(draft, SIGN))
        case "back":
            return HttpResponseRedirect(address_of(draft, steps_of(found)[-3]))
        case _:
            return done(reverse("own:registration_materials", args=[draft]), said="registration_material")


@mine
def sign(my: Mine, draft: str) -> Page | HttpResponse:
    """Everything once more, each part with a way back; the digest of what is sent."""
    if number := number_of_draft(my.by, draft):
        return HttpResponseRedirect(reverse("own:registration", args=[number]))
    found = registration_draft(my.by, draft)
    kind = RegistrationKind(found.kind)
    parts = [
        (key, name, count, read_out(form_fields(kind, found.answers, key), found.answers, gaps=True))
        for key, name, count in found.parts
    ]
    return _step("registration_sign", found, SIGN, {"parts": parts})


@does(on=sign)
def submit(my: Mine, draft: str) -> HttpResponse:
    """Sends it: one registration, however often the button is pressed."""
    if my.request.POST.get("declared") != "1":
        raise Refused([refusal("own.not_declared", "declared")])
    receipt = submit_registration(
        code=draft, version=_version(my), signed=my.word("digest", 64), by=my.by, at=my.at
    )
    if receipt.code:
        my.request.session[RECEIPT] = {"number": receipt.number, "code": receipt.code}
    return HttpResponseRedirect(reverse("own:registration_received", args=[receipt.number]))


@does(on=sign)
def discard(my: Mine, draft: str) -> HttpResponse:
    """Throws the draft away; the name stays kept."""
    discard_registration(code=draft, by=my.by, at=my.at)
    return done(reverse("own:registrations"), said="registration_discarded")


def steps_of(found: RegistrationDraft) -> tuple[str, ...]:
    """The pages of the form in their order."""
    return (*(key for key, _, _ in found.parts), MATERIALS, SIGN)


def address_of(draft: str, step: str) -> str:
    """The page of a step."""
    if step in (MATERIALS, SIGN):
        return reverse(f"own:registration_{step}", args=[draft])
    return reverse("own:registration_form", args=[draft, step])


def _step(template: str, found: RegistrationDraft, here: str, more: Mapping[str, Any]) -> Page:
    names = {key: name for key, name, _ in found.parts} | {MATERIALS: "材料", SIGN: "核对签名"}
    steps = steps_of(found)
    if here not in steps:
        raise Missing
    context = {
        "found": found,
        "steps": [(names[one], address_of(found.code, one), one == here) for one in steps],
        "step": steps.index(here) + 1,
        "part": "registrations",
    }
    return Page(template=template, context=context | dict(more))


def _answers(my: Mine) -> dict[str, str]:
    posted = my.request.POST
    given = {name.removeprefix(FIELD): str(text) for name, text in posted.items() if name.startswith(FIELD)}
    return given | {name: my.word(name, 3) for name in posted if name.endswith("_count")}


def _one_line(go: str, answers: Mapping[str, str]) -> dict[str, str]:
    """A line more or less of a kind; the answers of a line that goes are kept till they are asked for again."""
    way, _, row = go.partition(":")
    if way not in ("more", "less"):
        return {}
    name = f"{row}_count"
    count = number_in(answers.get(name, "")) + (1 if way == "more" else -1)
    return {name: str(max(0, count))} if name in answers else {}


def _sections(
    fields: list[Field], my: Mine, found: RegistrationDraft
) -> list[tuple[str, list[dict[str, Any]]]]:
    sections: dict[str, list[dict[str, Any]]] = {}
    labels = {one.name: one.label for one in fields}
    for one in fields:
        sections.setdefault(one.section, []).append(_row(one, labels.get(one.when_field, ""), my, found))
    return list(sections.items())


def _kind_of_lines(row: RowKind, count: int, my: Mine, found: RegistrationDraft) -> dict[str, Any]:
    lines = [[_row(one, "", my, found) for one in line_fields(row, number)] for number in range(1, count + 1)]
    return {"name": row.name, "label": row.label, "least": row.least, "count": count, "lines": lines}


def _row(one: Field, when: str, my: Mine, found: RegistrationDraft) -> dict[str, Any]:
    """What was kept; where it was not, what was typed here."""
    typed: Mapping[str, Any] = my.request.POST if my.refusal else {}
    value = str(typed.get(f"{FIELD}{one.name}", found.answers.get(one.name, "")))
    return {"field": one, "value": value, "when": when}


def _version(my: Mine) -> int:
    return number_in(my.word("version", 9))
