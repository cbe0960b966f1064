"""验收报告 (RQ-A15): a figure for each criterion, the rows behind it, the use by unit; on a page and as a workbook."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.cases.queries.acceptance import Measured, Verdict, acceptance_report, figure_rows
from qingdan.cases.queries.acceptance_rows import Period
from qingdan.cases.queries.trial import Scope, scope_in
from qingdan.joints.queries.measured import measured
from qingdan.rules.role import Role
from qingdan.web.desk.cases.acceptance_workbook import VERDICTS, acceptance_workbook
from qingdan.web.shared.downloads import made
from qingdan.web.shared.request import DeskRequest, page


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodAsked:
    """The days and the data that the address asks for."""

    since: date
    until: date
    scope: Scope

    @property
    def query(self) -> str:
        """The same as words of an address."""
        return urlencode({"since": self.since, "until": self.until, "data": self.scope.value})


@page(Role.SERVICE_CENTRE)
def acceptance(request: DeskRequest) -> HttpResponse:
    """All criteria with their figures, and the use by unit."""
    asked = asked_in(request)
    report = acceptance_report(request.actor, **_asked(request, asked))
    context = {
        "asked": asked,
        "scope": asked.scope.value,
        "report": report,
        "verdicts": VERDICTS,
        "counts": [(VERDICTS[one], report.count(one)) for one in Verdict],
    }
    return render(request, "desk/cases/acceptance.html", context)


@page(Role.SERVICE_CENTRE)
def rows(request: DeskRequest, key: str) -> HttpResponse:
    """The rows that a figure counts: those not met first."""
    asked = asked_in(request)
    found = figure_rows(request.actor, key, **_asked(request, asked))
    context = {"asked": asked, "found": found, "figure": found.figure, "criterion": found.figure.criterion}
    return render(request, "desk/cases/acceptance_rows.html", context)


@page(Role.SERVICE_CENTRE)
def workbook(request: DeskRequest) -> HttpResponse:
    """The report as a workbook."""
    asked = asked_in(request)
    report = acceptance_report(request.actor, **_asked(request, asked))
    content = acceptance_workbook(report, since=asked.since, until=asked.until, scope=asked.scope)
    return made(content, name=f"网上审批验收报告 {asked.since} {asked.until}.xlsx", kind="xlsx")


def asked_in(request: DeskRequest) -> PeriodAsked:
    """This year up to today, where the address asks for nothing else; days in the wrong order are turned round."""
    today = day_of(request.at)
    since = _day(request.GET.get("since", ""), today.replace(month=1, day=1))
    until = _day(request.GET.get("until", ""), today)
    first, last = sorted((since, until))
    return PeriodAsked(since=first, until=last, scope=scope_in(request.GET.get("data", "")))


class _Asked(TypedDict):
    since: date
    until: date
    scope: Scope
    measured: Measured


def _asked(request: DeskRequest, asked: PeriodAsked) -> _Asked:
    """What the address asks for, with what joint approval hands in."""
    period = Period(region=request.actor.region, since=asked.since, until=asked.until, scope=asked.scope)
    found = measured(request.actor, period, day_of(request.at))
    return _Asked(since=asked.since, until=asked.until, scope=asked.scope, measured=found)


def _day(words: str, otherwise: date) -> date:
    try:
        found = date.fromisoformat(words)
    except ValueError:
        return otherwise
    return found if 2000 <= found.year <= 2100 else otherwise
