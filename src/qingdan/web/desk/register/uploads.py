"""Workbooks: sent in, shown as checked, laid beside the draft, accepted."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.files.queries import path_of
from qingdan.base.jobs.queries import open_jobs_of
from qingdan.base.refusal import Missing
from qingdan.campaigns.queries.plans import campaign_in_hand
from qingdan.powers.queries.exports import register_to_export
from qingdan.powers.queries.uploads import (
    Asked,
    upload_laid,
    upload_page,
    upload_to_annotate,
    uploads_of,
)
from qingdan.powers.services.intake import accept_upload, drop_upload, upload_register
from qingdan.powers.services.undoing import undo_acceptance
from qingdan.powers.services.upload_answers import adopt_suggestion, explain_problem, take_answer_back
from qingdan.registers.annotate import annotate, annotated_name
from qingdan.registers.forms import write_register
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.desk.register.difference import shown
from qingdan.web.shared.downloads import attachment
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

BOTH = DRAFTING | REVIEWING
ASKED = ("severity", "rule", "sheet", "words", "all", "problem")  # of an address of the result page


def unit_asked(request: DeskRequest) -> str:
    """The unit whose register is meant: the own one unless another is named."""
    return request.POST.get("unit") or request.GET.get("unit") or request.actor.unit


@page(*DRAFTING)
def uploads(request: DeskRequest) -> HttpResponse:
    """Sending a workbook in; the ones sent before; what is being done."""
    unit = unit_asked(request)
    if unit not in request.actor.own_units:
        raise Missing
    context = {
        "unit": unit,
        "campaign": campaign_in_hand(request.actor.region),
        "uploads": uploads_of(request.actor, unit),
        "jobs": open_jobs_of(request.actor, unit),
        "most": settings.MOST_UPLOAD // 1_000_000,
    }
    return render(request, "desk/register/uploads.html", context)


@act(*DRAFTING, on=uploads)
def send(request: DeskRequest) -> HttpResponse:
    """Takes a workbook in and goes to the page of the job that reads it."""
    uploaded = upload_register(
        file=request.FILES.get("file"),
        unit=unit_asked(request),
        campaign=request.POST.get("campaign", ""),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:job", args=[uploaded.job]))


@page(*BOTH)
def upload(request: DeskRequest, code: str) -> HttpResponse:
    """What the check came to."""
    return _result(request, code)


def _result(request: DeskRequest, code: str) -> HttpResponse:
    words = request.GET
    asked = Asked(
        severity=words.get("severity", ""),
        rule=words.get("rule", ""),
        sheet=words.get("sheet", ""),
        words=words.get("words", ""),
        whole=words.get("all", ""),
        problem=number_in(words.get("problem", "")),
    )
    context = {"upload": upload_page(request.actor, code, asked)}
    return render(request, "desk/register/upload.html", context)


@act(*DRAFTING, on=upload)
def adopt(request: DeskRequest, code: str) -> HttpResponse:
    """Has the words of a row set right as the finding suggests, when it is taken over."""
    problem = number_in(request.GET.get("problem", ""))
    adopt_suggestion(code=code, problem=problem, by=request.actor, at=request.at)
    return _back(request, code, "suggestion_kept")


@act(*DRAFTING, on=upload)
def explain(request: DeskRequest, code: str) -> HttpResponse:
    """Keeps why a problem may stand."""
    problem, reason = number_in(request.GET.get("problem", "")), request.POST.get("reason", "")
    explain_problem(code=code, problem=problem, reason=reason, by=request.actor, at=request.at)
    return _back(request, code, "reason_kept")


@act(*DRAFTING, on=upload)
def reopen(request: DeskRequest, code: str) -> HttpResponse:
    """Takes back what was answered to a problem."""
    problem = number_in(request.GET.get("problem", ""))
    take_answer_back(code=code, problem=problem, by=request.actor, at=request.at)
    return _back(request, code, "answer_taken_back")


def _back(request: DeskRequest, code: str, said: str) -> HttpResponse:
    """To the problem again, with the filters that it was found with."""
    query = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    response = done(reverse("desk:upload", args=[code]), said=said, **query)
    response["Location"] += "#d"
    return response


@page(*BOTH)
def annotated(request: DeskRequest, code: str) -> HttpResponse:
    """The workbook with the findings in their cells; written when it is first asked for."""
    file, problems, on = upload_to_annotate(request.actor, code)
    target: Path = settings.QINGDAN_HOME / "cache" / "annotated" / f"{code}.xlsx"
    if not target.exists():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            source, draft = Path(folder, file.name), Path(folder, "annotated.xlsx")
            source.symlink_to(path_of(file))
            annotate(source, draft, problems, on=on)
            draft.replace(target)
    return attachment(target, name=annotated_name(Path(file.name)), kind="xlsx")


@page(*DRAFTING)
def accept(request: DeskRequest, code: str) -> HttpResponse:
    """What laying it into the draft would do, and what must be chosen; the result page where that is not open."""
    result, laid = upload_laid(request.actor, code)
    if laid is None:
        return _result(request, code)
    context = {"upload": result, "difference": shown(laid, request.refusal), "token": laid.token}
    return render(request, "desk/register/accept.html", context)


@act(*DRAFTING, on=accept)
def take(request: DeskRequest, code: str) -> HttpResponse:
    """Lays it into the draft."""
    posted = request.POST
    accept_upload(
        code=code,
        token=posted.get("token", ""),
        choices={name: str(words) for name, words in posted.items() if "." in name},
        delete=posted.getlist("delete"),
        restore=posted.getlist("restore"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:upload", args=[code]), said="register_accepted")


@act(*DRAFTING, on=upload)
def drop(request: DeskRequest, code: str) -> HttpResponse:
    """Puts it aside."""
    drop_upload(code=code, by=request.actor, at=request.at)
    return done(reverse("desk:upload", args=[code]), said="upload_dropped")


@act(*DRAFTING, on=upload)
def undo(request: DeskRequest, code: str) -> HttpResponse:
    """Takes back what accepting it did."""
    undo_acceptance(code=code, by=request.actor, at=request.at)
    return done(reverse("desk:upload", args=[code]), said="acceptance_undone")


@page(*BOTH)
def export(request: DeskRequest) -> HttpResponse:
    """The draft as the official form. What begins like a formula is text in it."""
    found = register_to_export(request.actor, unit_asked(request))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "register.xlsx")
        write_register(target, department=found.unit_name, rows=found.rows, nil_categories=found.nil)
        return attachment(target, name=f"{found.unit_name}登记表.xlsx", kind="xlsx")
