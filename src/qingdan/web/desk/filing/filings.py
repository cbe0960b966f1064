"""报送件: all units' filings, for who reviews them."""

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.data.wording import wording
from qingdan.filings.queries.filings import FilingLine, list_filings
from qingdan.rules.role import REVIEWING
from qingdan.web.shared.request import DeskRequest, page

_STATES = ("", "filed", "paper", "received", "returned", "voided", "overdue", "late")


@page(*REVIEWING)
def filings(request: DeskRequest) -> HttpResponse:
    """Units with the state of their filing; what waits for the office comes first."""
    lines = list_filings(request.actor, today=day_of(request.at))
    names = wording()
    states = [
        (key, names[f"filing_tab.{key or 'all'}"]["message"], sum(_is(one, key) for one in lines))
        for key in _STATES
    ]
    asked = request.GET.get("state", "")
    chosen = asked if asked in _STATES else ""
    shown = [one for one in lines if _is(one, chosen)]
    context = {"lines": shown, "states": states, "chosen": chosen, "total": len(lines)}
    return render(request, "desk/filing/filings.html", context)


def _is(line: FilingLine, state: str) -> bool:
    last = line.last
    match state:
        case "":
            return True
        case "overdue":
            return line.overdue
        case "late":
            return bool(last and last.late)
        case "paper":
            return bool(last and last.is_open and last.awaits_original)
        case _:
            return bool(last and last.state == state)
