"""联合办理方案: written by the service centre, tried, published, taken back; read by all who work by them."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.clock import day_of
from qingdan.joints.queries.plan_trial import Change, plan_trial
from qingdan.joints.queries.plans import READERS, PlanPage, plan_lines, plan_page
from qingdan.joints.services.planning import begin_plan, publish_plan, save_plan, withdraw_plan
from qingdan.rules.joint import JOINT_DAYS, MOST_MATTERS
from qingdan.rules.role import Role
from qingdan.web.desk.joint.charts import plan_chart
from qingdan.web.desk.joint.plan_form import content_in, rows_of, units_of
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

SEEN_BY = tuple(sorted(READERS))


@page(*SEEN_BY)
def plans(request: DeskRequest) -> HttpResponse:
    """All of the region; the service centre begins new ones."""
    context = {"plans": plan_lines(request.actor), "writes": Role.SERVICE_CENTRE in request.actor.roles}
    return render(request, "desk/joint/plans.html", context)


@act(Role.SERVICE_CENTRE, on=plans)
def begin(request: DeskRequest) -> HttpResponse:
    """Begins one."""
    code = begin_plan(name=request.POST.get("name", ""), by=request.actor, at=request.at)
    return done(reverse("desk:plan", args=[code]))


@page(*SEEN_BY)
def plan(request: DeskRequest, code: str) -> HttpResponse:
    """The plan: its form for the service centre, its matters for the others, its chart for all."""
    found = plan_page(request.actor, code, on=day_of(request.at))
    typed = request.refusal.typed if request.refusal and "lead" in request.refusal.typed else None
    content = content_in(typed) if typed is not None else found.content
    context = {
        "page": found,
        "name": typed.get("name", "") if typed is not None else found.name,
        "version": (request.refusal and request.refusal.version) or found.version,
        "content": content,
        "rows": rows_of(content, found.items),
        "units": units_of(content, found.items),
        "writes": Role.SERVICE_CENTRE in request.actor.roles,
        "room": len(content["matters"]) < MOST_MATTERS,
        "most_days": JOINT_DAYS,
        **_trial(found, Change(days={}, dropped=())),
    }
    return render(request, "desk/joint/plan.html", context)


@page(*SEEN_BY)
def trial(request: DeskRequest, code: str) -> HttpResponse:
    """The plan with a change tried, nothing saved."""
    found = plan_page(request.actor, code, on=day_of(request.at))
    change = change_in(request.GET, found)
    return render(request, "desk/joint/plan_trial.html", {"page": found, **_trial(found, change)})


@act(Role.SERVICE_CENTRE, on=plan)
def save(request: DeskRequest, code: str) -> HttpResponse:
    """Keeps what was written, right or not; adding and taking out a row saves too."""
    save_plan(
        code=code,
        version=number_in(request.POST.get("version", "")),
        name=request.POST.get("name", "").replace("\x00", ""),
        content=content_in(request.POST),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:plan", args=[code]), said="plan_saved")


@act(Role.SERVICE_CENTRE, on=plan)
def publish(request: DeskRequest, code: str) -> HttpResponse:
    """From now on one applies by it."""
    version = number_in(request.POST.get("version", ""))
    publish_plan(code=code, version=version, by=request.actor, at=request.at)
    return done(reverse("desk:plan", args=[code]), said="plan_published")


@act(Role.SERVICE_CENTRE, on=plan)
def withdraw(request: DeskRequest, code: str) -> HttpResponse:
    """Nobody applies by it any more."""
    version = number_in(request.POST.get("version", ""))
    withdraw_plan(code=code, version=version, by=request.actor, at=request.at)
    return done(reverse("desk:plan", args=[code]), said="plan_withdrawn")


def change_in(form: QueryDict, found: PlanPage) -> Change:
    """What the address tries: days of matters, needs left out; what it does not know is left out."""
    days, dropped = {}, []
    for place, matter in enumerate(found.plan.matters, 1):
        tried = number_in(form.get(f"days-{place}", ""))
        if 1 <= tried <= JOINT_DAYS and tried != matter.days:
            days[matter.item] = tried
        gone = set(form.getlist(f"drop-{place}"))
        dropped += [(matter.item, need.item) for need in matter.needs if need.item in gone]
    return Change(days=days, dropped=dropped)


def _trial(found: PlanPage, change: Change) -> dict[str, Any]:
    tried = plan_trial(found, change)
    by_plan, by_real = tried.by_plan, tried.by_real
    return {
        "trial": tried,
        "chart": plan_chart(by_plan, tried.names, "按方案的天数") if by_plan else "",
        "real_chart": plan_chart(by_real, tried.names, "按实际办过的天数") if by_real else "",
    }
