"""The acts on a joint application: what is typed into each form, given to its service; what the page says then."""

from collections.abc import Callable, Mapping

from qingdan.base.refusal import Refused, refusal
from qingdan.cases.services.serving import Served
from qingdan.joints.services.checking import accept_joint, tell_defects
from qingdan.joints.services.extending import answer_extension, ask_extension
from qingdan.joints.services.intake import supplement_jointly
from qingdan.joints.services.serving import serve_together
from qingdan.web.desk.cases.at_window import answers_in, filed_in, scans_of
from qingdan.web.desk.joint.checking import check
from qingdan.web.desk.joint.sessions import close, opinion
from qingdan.web.desk.joint.typed import day_in, line_in, text_in, version_in
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest


def _tell(request: DeskRequest, number: str) -> str:
    tell_defects(number=number, version=version_in(request), by=request.actor, at=request.at)
    return "joint_told"


def _accept(request: DeskRequest, number: str) -> str:
    accept_joint(number=number, version=version_in(request), by=request.actor, at=request.at)
    return "joint_accepted"


def _ask(request: DeskRequest, number: str) -> str:
    ask_extension(
        number=number,
        version=version_in(request),
        days=number_in(line_in(request, "days")),
        reason=text_in(request, "reason"),
        by=request.actor,
        at=request.at,
    )
    return "joint_asked"


def _answer(request: DeskRequest, number: str) -> str:
    verdict = line_in(request, "verdict")
    if verdict not in {"approve", "decline"}:
        raise Refused([refusal("desk.choice", "verdict")])
    answer_extension(number=number, approved=verdict == "approve", by=request.actor, at=request.at)
    return "joint_extended" if verdict == "approve" else "joint_not_extended"


def _serve(request: DeskRequest, number: str) -> str:
    lines = (
        "method", "receiver", "receiver_id", "signer", "relation", "mail_number", "refused", "witnesses",
    )  # fmt: skip
    served = Served(
        given_on=day_in(request, "given_on"),
        proof=line_in(request, "service_proof"),
        **{name: line_in(request, name) for name in lines},
    )
    serve_together(number=number, served=served, by=request.actor, at=request.at)
    return "joint_served"


def _supplement(request: DeskRequest, number: str) -> str:
    supplement_jointly(
        number=number,
        filed=filed_in(request),
        scans=scans_of(request),
        answers=answers_in(request),
        by=request.actor,
        at=request.at,
    )
    return "joint_supplemented"


SENDING: Mapping[str, Callable[[DeskRequest, str], str]] = {
    "check": check,
    "tell": _tell,
    "accept": _accept,
    "opinion": opinion,
    "close": close,
    "ask": _ask,
    "answer": _answer,
    "serve": _serve,
    "supplement": _supplement,
}
"""Name of the form → what takes it; it gives the key of what the page then says."""
