"""Calling departments together, saying what they think, summing up."""

from qingdan.joints.services.sessions import (
    NewSession,
    Said,
    call_session,
    close_session,
    give_opinion,
)
from qingdan.web.desk.joint.typed import day_in, line_in, text_in, version_in
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest

MOST_ASKED = 60


def call_together(request: DeskRequest, number: str) -> dict[str, str]:
    """A visit, a review, a consultation is called; the secret of each link by the name of who was asked by it."""
    session = NewSession(
        kind=line_in(request, "kind"),
        matter=text_in(request, "matter"),
        due_on=day_in(request, "due_on"),
        held_on=day_in(request, "held_on"),
        place=line_in(request, "place"),
        part=line_in(request, "part"),
        once=line_in(request, "once")[:32],
        items=tuple(request.POST.getlist("items")[:MOST_ASKED]),
        bodies=tuple(one.strip() for one in text_in(request, "bodies").splitlines() if one.strip())[
            :MOST_ASKED
        ],
    )
    return call_session(
        number=number, version=version_in(request), session=session, by=request.actor, at=request.at
    )


def opinion(request: DeskRequest, number: str) -> str:
    """What the own department says for its matter."""
    said = Said(
        stance=line_in(request, "stance"), clause=line_in(request, "clause"), text=text_in(request, "text")
    )
    give_opinion(
        number=number,
        session=number_in(line_in(request, "session")),
        item=line_in(request, "item"),
        said=said,
        by=request.actor,
        at=request.at,
    )
    return "joint_opinion"


def close(request: DeskRequest, number: str) -> str:
    """What came out of a session."""
    close_session(
        number=number,
        session=number_in(line_in(request, "session")),
        conclusion=text_in(request, "conclusion"),
        by=request.actor,
        at=request.at,
    )
    return "joint_closed"
