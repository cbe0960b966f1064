"""The duties of one power, step by step, beside its published chart."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from qingdan.responsibilities.queries.sheets import SheetPage, get_sheet
from qingdan.responsibilities.services.drafting import confirm_sheet, propose_sheet, save_sheet
from qingdan.rules.responsibility import ELEMENTS, DutyLine
from qingdan.rules.role import DRAFTING, REVIEWING
from qingdan.web.shared.request import DeskRequest, act, done, page

MOST_ROWS = 220
FIELDS = (*ELEMENTS, "exemption")
EMPTY = DutyLine(step=0, duty="", post="", accountability_ground="", legal_basis="")


@page(*(DRAFTING | REVIEWING))
def duty_sheet(request: DeskRequest, code: str) -> HttpResponse:
    """Each step with its duties; an empty row stands where a duty is missing, and one more at the end."""
    found = get_sheet(request.actor, campaign=_campaign(request), code=code)
    typed = request.refusal.typed if request.refusal else None
    lines = _typed(typed) if typed and "rows" in typed else [*found.duties, *_missing(found), EMPTY]
    names = {one.number: f"{one.number} {one.name}" for one in found.steps}
    shown = {
        "sheet": found,
        "rows": [(number, one, f"duties.{number}") for number, one in enumerate(lines)],
        "steps": [(one.number, names[one.number]) for one in found.steps],
        "edits": found.unit in request.actor.own_units,
        "version": request.refusal.version if request.refusal and request.refusal.version else found.version,
        "theirs": bool(request.refusal and request.refusal.theirs),
    }
    return render(request, "desk/duties/sheet.html", shown)


@act(*DRAFTING, on=duty_sheet)
def duty_save(request: DeskRequest, code: str) -> HttpResponse:
    """Keeps the rows as typed."""
    save_sheet(
        campaign=_campaign(request),
        code=code,
        version=_number(request.POST.get("version", "")),
        lines=_typed(request.POST),
        by=request.actor,
        at=request.at,
    )
    return _back(request, code, "duties_saved")


@act(*DRAFTING, on=duty_sheet)
def duty_propose(request: DeskRequest, code: str) -> HttpResponse:
    """Fills an empty sheet from the templates."""
    version = _number(request.POST.get("version", ""))
    propose_sheet(campaign=_campaign(request), code=code, version=version, by=request.actor, at=request.at)
    return _back(request, code, "duties_proposed")


@act(*DRAFTING, on=duty_sheet)
def duty_confirm(request: DeskRequest, code: str) -> HttpResponse:
    """The duties still fit the changed power."""
    version = _number(request.POST.get("version", ""))
    confirm_sheet(campaign=_campaign(request), code=code, version=version, by=request.actor, at=request.at)
    return _back(request, code, "duties_confirmed")


def _typed(form: QueryDict) -> list[DutyLine]:
    """The rows of the form; removed ones are left out."""
    count = min(_number(form.get("rows", "")), MOST_ROWS)
    kept = (row for row in range(count) if not form.get(f"remove-{row}"))
    return [
        DutyLine(
            step=_number(form.get(f"step-{row}", "")),
            **{name: form.get(f"{name}-{row}", "").replace("\r\n", "\n").strip() for name in FIELDS},
        )
        for row in kept
    ]


def _missing(found: SheetPage) -> list[DutyLine]:
    covered = {one.step for one in found.duties}
    return [
        DutyLine(step=one.number, duty="", post=one.post, accountability_ground="", legal_basis="")
        for one in found.steps
        if one.needs_duty and one.number not in covered
    ]


def _campaign(request: DeskRequest) -> str:
    return request.POST.get("campaign", "") or request.GET.get("campaign", "")


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _back(request: DeskRequest, code: str, said: str) -> HttpResponse:
    return done(reverse("desk:duty_sheet", args=[code]), said=said, campaign=_campaign(request))
