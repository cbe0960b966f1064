"""推送: what went out to docked systems, what did not arrive, sending it again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.base.refusal import refusal
from qingdan.data.docking import kind_names, state_names
from qingdan.data.wording import message_of
from qingdan.docking.queries.outbox import SentShown, outbox, shown
from qingdan.docking.services.sending import send_again
from qingdan.rules.role import Role
from qingdan.web.desk.account.typed import text
from qingdan.web.shared.pager import page_of
from qingdan.web.shared.request import DeskRequest, act, done, page

WATCHING = (Role.INFORMATISATION, Role.SERVICE_CENTRE, Role.ADMINISTRATOR)


@page(*WATCHING)
def sent(request: DeskRequest) -> HttpResponse:
    """By pages, the newest first; dead letters are what is asked for first."""
    form = request.POST or request.GET
    state, partner = form.get("state", "")[:12], form.get("partner", "")[:30]
    here = page_of(outbox(request.actor, state=state, partner=partner), request)  # type: ignore[arg-type]
    context = {
        "here": here,
        "lines": [_line(shown(one)) for one in here.object_list],
        "state": state,
        "partner": partner,
        "states": state_names(),
        "at": request.at,
    }
    return render(request, "desk/docking/outbox.html", context)


@act(*WATCHING, on=sent)
def again(request: DeskRequest, code: str) -> HttpResponse:
    """A dead letter begins anew."""
    get = {"state": text(request, "state")[:12]} if text(request, "state") else {}
    send_again(code=code, by=request.actor, at=request.at)
    return done(reverse("desk:docking_outbox"), said="dispatch_sent_again", **get)


def _line(one: SentShown) -> dict[str, Any]:
    """A row with the words of its kind, its state and of why the last try was nothing."""
    why = message_of(refusal(f"docking.{one.fault}")) if one.fault else ""
    kind = kind_names().get(one.kind, kind_names()["other"])
    return {"sent": one, "kind": kind, "state": state_names()[one.state], "why": why}
