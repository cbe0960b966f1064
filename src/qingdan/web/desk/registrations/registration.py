"""The queue of a body, one registration, and what each may do with it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.files.queries import path_of
from qingdan.base.refusal import Refused, refusal
from qingdan.data.wording import wording
from qingdan.registrations.queries.content import correctable
from qingdan.registrations.queries.desk import (
    desk_lines,
    desk_registration,
    desk_registration_material,
    desk_tax_visit,
)
from qingdan.registrations.queries.ground import bodies_of_unit, takes_part
from qingdan.registrations.services.answering import DeskAnswer, answer_at_desk
from qingdan.registrations.services.issuing import issue_registration
from qingdan.registrations.services.reviewing import (
    Lack,
    accept_registration,
    explain_objection,
    extend_registration,
    notify_defects,
    refuse_acceptance,
    refuse_registration,
    send_again,
)
from qingdan.registrations.services.tax import report_tax
from qingdan.rules.registration import RegistrationKind
from qingdan.rules.role import HANDLING, Role
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page
from qingdan.web.shared.words import field_words

SEEN_BY = (*sorted(HANDLING), Role.SUPERVISOR, Role.SERVICE_CENTRE, Role.INFORMATISATION)
ACTING = tuple(sorted(HANDLING))
SHOWN = ("todo", "open", "closed")
MOST_LACKS = 8


@page(*SEEN_BY)
def registrations(request: DeskRequest) -> HttpResponse:
    """What waits for this desk first."""
    asked = request.GET.get("show", "")
    show = asked if asked in SHOWN else "todo"
    words = " ".join(request.GET.get("words", "").replace("\x00", "").split())[:40]
    context = {
        "lines": desk_lines(request.actor, show=show, words=words, on=day_of(request.at)),
        "show": show,
        "words": words,
        "takes_part": takes_part(request.actor),
        "bodies": bodies_of_unit(request.actor.region, request.actor.unit),
        "tab": "registrations",
    }
    return render(request, "desk/registrations/queue.html", context)


@page(*SEEN_BY)
def registration(request: DeskRequest, number: str) -> HttpResponse:
    """One of them: the own task first, each body its own parts alone."""
    found = desk_registration(request.actor, number, on=day_of(request.at))
    taxes = {"state_tax", "local_tax"} & set(bodies_of_unit(request.actor.region, request.actor.unit))
    lacks = _typed_lacks(request)
    context: dict[str, Any] = {
        "page": found,
        "found": found.shown,
        "lacks": lacks,
        "lacking": request.POST.get("act", "") == "defects" or any(one.name or one.how for one in lacks),
        "field_labels": _labels_of_lacks(),
        "lack_names": correctable(RegistrationKind(found.shown.kind)),
        "visits": bool(taxes) and found.shown.kind == "found" and found.shown.state in ("shared", "reported"),
        "acted": request.POST.get("act", ""),
        "reasoned": "reason" in request.POST and "body" not in request.POST,
        "body": request.POST.get("body", ""),
    }
    return render(request, "desk/registrations/registration.html", context)


@page(*SEEN_BY)
def material(request: DeskRequest, number: str, place: int) -> HttpResponse:
    """The file of a material that is this body's business."""
    found = desk_registration_material(request.actor, number, place)
    assert found.file
    return attachment(path_of(found.file), name=found.file.name, kind=found.file.kind)


@act(*ACTING, on=registration)
def do(request: DeskRequest, number: str) -> HttpResponse:
    """An act of the registrar, named by its button."""
    name = request.POST.get("act", "")
    if name not in _ACTS:
        raise Refused([refusal("desk.choice", "act")])
    said = _ACTS[name](request, number)
    return done(reverse("desk:registration", args=[number]), said=said)


@act(*ACTING, on=registration)
def answer(request: DeskRequest, number: str) -> HttpResponse:
    """A body's own answer: agreed, or an objection with its reason."""
    verdict = _line(request, "verdict")
    if verdict not in {"agree", "object"}:
        raise Refused([refusal("desk.choice", "verdict")])
    said = DeskAnswer(
        agreed=verdict == "agree", office=_line(request, "office"),
        receipt=_line(request, "receipt"), reason=_text(request, "reason"),
    )  # fmt: skip
    answer_at_desk(
        number=number, body=request.POST.get("body", ""), phase=request.POST.get("phase", ""), said=said,
        by=request.actor, at=request.at,
    )  # fmt: skip
    return done(reverse("desk:registration", args=[number]), said="registration_answered")


@page(*ACTING)
def tax(request: DeskRequest, number: str) -> HttpResponse:
    """The first visit of the enterprise at the tax office: what is there, what is asked."""
    found = desk_tax_visit(request.actor, number)
    rows = [{"field": one, "value": request.POST.get(f"field-{one.name}", "")} for one in found.asked]
    return render(request, "desk/registrations/tax.html", {"visit": found, "rows": rows})


@act(*ACTING, on=tax)
def send_tax(request: DeskRequest, number: str) -> HttpResponse:
    """Fills the rest in for who came."""
    names = [name for name in request.POST if name.startswith("field-")]
    answers = {name.removeprefix("field-"): _text(request, name) for name in names}
    report_tax(number=number, answers=answers, by=request.actor, at=request.at)
    return done(reverse("desk:registration", args=[number]), said="registration_reported")


def _accept(request: DeskRequest, number: str) -> str:
    accept_registration(number=number, version=_version(request), by=request.actor, at=request.at)
    return "registration_accepted"


def _defects(request: DeskRequest, number: str) -> str:
    notify_defects(
        number=number, version=_version(request), lacks=_typed_lacks(request), by=request.actor, at=request.at
    )
    return "registration_done"


def _reasoned(service: Callable[..., None]) -> Callable[[DeskRequest, str], str]:
    def take(request: DeskRequest, number: str) -> str:
        reason = _text(request, "reason")
        service(number=number, version=_version(request), reason=reason, by=request.actor, at=request.at)
        return "registration_done"

    return take


def _explain(request: DeskRequest, number: str) -> str:
    explain_objection(
        number=number, version=_version(request), body=request.POST.get("body", ""), reason=_text(request, "reason"),
        by=request.actor, at=request.at,
    )  # fmt: skip
    return "registration_sent"


def _again(request: DeskRequest, number: str) -> str:
    body, phase = request.POST.get("body", ""), request.POST.get("phase", "")
    send_again(number=number, body=body, phase=phase, by=request.actor, at=request.at)
    return "registration_sent"


def _issue(request: DeskRequest, number: str) -> str:
    issue_registration(number=number, version=_version(request), by=request.actor, at=request.at)
    return "registration_issued"


_ACTS: dict[str, Callable[[DeskRequest, str], str]] = {
    "accept": _accept,
    "defects": _defects,
    "refuse_acceptance": _reasoned(refuse_acceptance),
    "explain": _explain,
    "extend": _reasoned(extend_registration),
    "refuse": _reasoned(refuse_registration),
    "issue": _issue,
    "again": _again,
}


def _typed_lacks(request: DeskRequest) -> list[Lack]:
    """The lines of the notice as they were typed, the empty ones too."""
    return [
        Lack(name=_line(request, f"lack-{number}"), how=_line(request, f"how-{number}"))
        for number in range(1, MOST_LACKS + 1)
    ]


def _labels_of_lacks() -> dict[str, str]:
    """第 2 处怎么补: the fields of the lines of the notice."""
    words = wording()["field.of_lack"]["message"]
    return {
        f"{name}-{number}": words.format(number=number, part=field_words(name, "registrations"))
        for number in range(1, MOST_LACKS + 1)
        for name in ("lack", "how")
    }


def _line(request: DeskRequest, name: str) -> str:
    return " ".join(str(request.POST.get(name, "")).replace("\x00", "").split())


def _text(request: DeskRequest, name: str) -> str:
    return str(request.POST.get(name, "")).replace("\x00", "").strip()


def _version(request: DeskRequest) -> int:
    return number_in(request.POST.get("version", ""))
