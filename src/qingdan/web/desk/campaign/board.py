"""The board (进度总表): how far every unit is, who is late; the lists behind its numbers; its workbook."""

from dataclasses import replace

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing
from qingdan.campaigns.queries.duties import Duty, DutyState, Standing, standings_in, standings_of
from qingdan.campaigns.queries.plans import get_plan
from qingdan.campaigns.queries.progress import departments, late_list, soon_list
from qingdan.campaigns.services.reminders import remind
from qingdan.flows.queries.counts import list_charted
from qingdan.powers.queries.counts import (
    PAGE,
    Wanted,
    category_choices,
    count_items,
    disposition_choices,
    list_items,
)
from qingdan.rules.campaign_template import Owes
from qingdan.rules.role import LEADING
from qingdan.web.desk.campaign.board_page import (
    KIND_NAMES,
    Asked,
    board_of,
    board_rows,
    chosen_units,
    column_names,
    figures_of,
)
from qingdan.web.desk.campaign.board_workbook import WORKBOOK_TYPE, board_workbook
from qingdan.web.desk.campaign.forms import campaign_in, obligation_choices, page_in
from qingdan.web.desk.campaign.tabs import show
from qingdan.web.shared.request import DeskRequest, act, done, page

STATES = {
    "overdue": "逾期没有报",
    "late": "迟报",
    "done": "已报（含迟报）",
    "open": "没有报（含逾期）",
    "soon": "两个工作日内到期",
}


def _asked(request: DeskRequest) -> Asked:
    kind, order = request.GET.get("kind", ""), request.GET.get("order", "slow")
    return Asked(
        campaign=campaign_in(request),
        kind=kind if kind in KIND_NAMES else "",
        order=order if order in ("slow", "plan", "items") else "slow",
        whole=bool(request.GET.get("all")),
    )


@page(*LEADING)
def board(request: DeskRequest) -> HttpResponse:
    """Phases, whom to urge, the filing curve, units × duties, opinions, questions: computed now.

    Before there is any campaign: to where one is started.
    """
    asked = _asked(request)
    try:
        found = board_of(request.actor, asked, today=day_of(request.at))
    except Missing:
        if asked.campaign:
            raise
        return HttpResponseRedirect(reverse("desk:campaigns"))
    return show(request, "board", found.plan, {"board": found, "kinds": KIND_NAMES})


@page(*LEADING)
def board_print(request: DeskRequest) -> HttpResponse:
    """The same without filters and forms, every unit unfolded, for paper."""
    asked = replace(_asked(request), whole=True)
    found = board_of(request.actor, asked, today=day_of(request.at))
    return show(request, "board_print", found.plan, {"board": found})


@page(*LEADING)
def board_export(request: DeskRequest) -> HttpResponse:
    """The table of units as a workbook."""
    asked = _asked(request)
    plan = get_plan(request.actor, asked.campaign)
    today = day_of(request.at)
    filers = departments(standings_in(request.actor, plan, today=today), plan)
    figures = figures_of(request.actor, plan, count_items(request.actor, plan.code))
    rows = board_rows(plan, chosen_units(filers, figures, asked), figures, today)
    content = board_workbook(plan.name, column_names(plan, today), rows, today)
    response = HttpResponse(content, content_type=WORKBOOK_TYPE)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="board-{plan.code}-{day_of(request.at)}.xlsx"'
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@page(*LEADING)
def board_urged(request: DeskRequest) -> HttpResponse:
    """Everything overdue or due within two working days."""
    plan = get_plan(request.actor, campaign_in(request))
    standings = standings_in(request.actor, plan, today=day_of(request.at))
    urged = [*late_list(standings), *soon_list(standings)]
    return show(request, "board_urged", plan, {"urged": urged})


@act(*LEADING, on=board_urged)
def board_remind(request: DeskRequest) -> HttpResponse:
    """Reminds those ticked, or listed on the board."""
    owed = [tuple(one.split(":", 1)) for one in request.POST.getlist("owed") if ":" in one]
    campaign = request.POST.get("campaign", "")
    remind(campaign=campaign, owed=owed, by=request.actor, at=request.at)  # type: ignore[arg-type]
    return done(reverse("desk:board"), said="reminded", campaign=campaign)


@page(*LEADING)
def board_units(request: DeskRequest) -> HttpResponse:
    """The units behind a number: of an obligation, in a state."""
    plan = get_plan(request.actor, campaign_in(request))
    obligation, state = request.GET.get("obligation", "filing"), request.GET.get("state", "")
    standings = standings_in(request.actor, plan, today=day_of(request.at))
    lines = [(one, duty) for one in standings if (duty := one.duty(obligation)) and _in_state(duty, state)]
    choices = obligation_choices(plan, owed_by=(Owes.DEPARTMENTS, Owes.COUNTIES))
    words = {"lines": lines, "obligation": obligation, "state": state, "states": STATES}
    return show(request, "board_units", plan, {**words, "obligations": choices})


@page(*LEADING)
def board_items(request: DeskRequest) -> HttpResponse:
    """The items behind a number: of a unit, a category, a disposition."""
    plan = get_plan(request.actor, campaign_in(request))
    wanted = Wanted(**{name: request.GET.get(name, "") for name in ("unit", "category", "disposition")})
    number = page_in(request)
    lines, total = list_items(request.actor, plan.code, plan.template.scheme, wanted, page=number)
    words = {
        "lines": lines,
        "total": total,
        "wanted": wanted,
        "categories": category_choices(plan.template.scheme),
        "dispositions": disposition_choices(),
        "units": _unit_choices(request, plan.code),
    }
    return show(request, "board_items", plan, words | _pager(number, total))


@page(*LEADING)
def board_charts(request: DeskRequest) -> HttpResponse:
    """The retained items behind a number of charts."""
    plan = get_plan(request.actor, campaign_in(request))
    unit, missing, number = request.GET.get("unit", ""), bool(request.GET.get("missing")), page_in(request)
    lines, total = list_charted(request.actor, plan.code, unit=unit, missing=missing, page=number)
    words = {"lines": lines, "total": total, "unit": unit, "missing": missing}
    words["units"] = _unit_choices(request, plan.code)
    return show(request, "board_charts", plan, words | _pager(number, total))


def _in_state(duty: Duty, state: str) -> bool:
    match state:
        case "overdue":
            return duty.state is DutyState.OVERDUE
        case "late":
            return duty.state is DutyState.LATE
        case "soon":
            return duty.state is DutyState.SOON
        case "done":
            return duty.is_done
        case "open":
            return not duty.is_done
        case _:
            return True


def _unit_choices(request: DeskRequest, campaign: str) -> list[tuple[str, str]]:
    found: tuple[Standing, ...] = standings_of(request.actor, today=day_of(request.at), campaign=campaign)
    return [(one.unit, one.name) for one in found]


def _pager(number: int, total: int) -> dict[str, int]:
    return {
        "number": number,
        "pages": max(1, -(-total // PAGE)),
        "before": number - 1,
        "after": number + 1,
    }
