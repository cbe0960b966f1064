"""The lead calls together, gives links anew, calls off. Links are shown once, on the page that answers the form."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingdan.joints.services.calling_off import call_off_session
from qingdan.joints.services.links import renew_link
from qingdan.rules.role import HANDLING
from qingdan.web.desk.joint.joint import joint
from qingdan.web.desk.joint.sessions import call_together
from qingdan.web.desk.joint.typed import line_in, text_in
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done


@act(*HANDLING, on=joint)
def call(request: DeskRequest, number: str) -> HttpResponse:
    """Calls all together; the links of those who have no account are shown once, here."""
    links = call_together(request, number)
    if not links:
        return done(reverse("desk:joint", args=[number]), said="joint_called")
    return _links(request, number, links)


@act(*HANDLING, on=joint)
def new_link(request: DeskRequest, number: str) -> HttpResponse:
    """A new link for one who has none any more."""
    body = text_in(request, "body")
    secret = renew_link(
        number=number,
        session=number_in(line_in(request, "session")),
        body=body,
        once=line_in(request, "once")[:32],
        by=request.actor,
        at=request.at,
    )
    return _links(request, number, {body: secret}, renewed=True)


@act(*HANDLING, on=joint)
def call_off(request: DeskRequest, number: str) -> HttpResponse:
    """Calls a session off."""
    call_off_session(
        number=number,
        session=number_in(line_in(request, "off")),
        why=text_in(request, "why"),
        by=request.actor,
        at=request.at,
    )
    return done(reverse("desk:joint", args=[number]), said="joint_off")


def _links(
    request: DeskRequest, number: str, links: Mapping[str, str], *, renewed: bool = False
) -> HttpResponse:
    shown = [(body, request.build_absolute_uri(f"/joint/opinion/{one}/")) for body, one in links.items()]
    context = {"number": number, "links": shown, "renewed": renewed}
    return render(request, "desk/joint/links.html", context)
