"""The check of the own matter: what its form shows of each line, and what is taken from it.

Nothing that was ticked or written is dropped: who says that all is there has nothing on the list, and what is written
beside a line is of a line that is ticked. The words that the form itself had put there may stand.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import reading
from qingdan.cases.services.accepting import Defect
from qingdan.joints.queries.desk import CheckLine, joint_page
from qingdan.joints.services.checking import record_check
from qingdan.rules.problem import Problem
from qingdan.web.desk.joint.typed import line_in, version_in
from qingdan.web.shared.request import DeskRequest
from qingdan.web.shared.words import field_words

MOST_ROWS = 200
COMPLETE, LACKING = "complete", "lacking"
WORDS = ("what", "how")


def line_shown(request: DeskRequest, line: CheckLine) -> dict[str, Any]:
    """A line of the check as it was typed, where the form was refused; else as it is offered."""
    shown = {"subject": line.subject, "name": line.name, "has": line.has, "text": line.text}
    if not (request.refusal and "defects_shown" in request.POST):
        return {**shown, **_offered(line), "on": line.lacks}
    typed = {name: request.POST.get(f"{name}-{line.subject}", "") for name in WORDS}
    return {**shown, **typed, "on": line.subject in request.POST.getlist("defects")}


def check(request: DeskRequest, number: str) -> str:
    """All is there, or what is ticked lacks. Raises Refused, Stale, Missing."""
    verdict, ticked = line_in(request, "verdict"), request.POST.getlist("defects")[:MOST_ROWS]
    refuse_if(None if verdict in {COMPLETE, LACKING} else refusal("desk.choice", "verdict"))
    refuse_if(*_contradictions(request, number, verdict, ticked))
    defects = [
        Defect(subject=one, **{name: line_in(request, f"{name}-{one}") for name in WORDS}) for one in ticked
    ]
    record_check(
        number=number,
        item=line_in(request, "item"),
        version=version_in(request),
        defects=defects,
        by=request.actor,
        at=request.at,
    )
    return "joint_checked"


def line_labels(lines: Iterable[CheckLine]) -> dict[str, str]:
    """How the fields of the lines are called: 岸别：怎样改."""
    return {
        f"{name}-{one.subject}": f"{one.name}：{field_words(name, 'joint_check')}"
        for one in lines
        for name in WORDS
    }


def _offered(line: CheckLine) -> dict[str, str]:
    """What the form says of a line by itself: what was recorded before, or that a material is not there."""
    return {
        "what": line.what or ("没有交" if line.lacks else ""),
        "how": line.how or (f"请交{line.name}" if line.lacks else ""),
    }


def _contradictions(
    request: DeskRequest, number: str, verdict: str, ticked: Sequence[str]
) -> Iterator[Problem]:
    if verdict == LACKING and not ticked:
        yield refusal("joint.tick_something", "defects")
    if verdict == COMPLETE and ticked:
        yield refusal("joint.complete_and_ticked", "defects")
    for line in _lines(request, number):
        for name, offered in _offered(line).items():
            field = f"{name}-{line.subject}"
            if line.subject not in ticked and line_in(request, field) not in ("", " ".join(offered.split())):
                yield refusal("joint.written_and_not_ticked", field)


def _lines(request: DeskRequest, number: str) -> Sequence[CheckLine]:
    """Those that the form was made of; none where somebody has acted meanwhile, which is told first."""
    with reading(request.actor):
        page = joint_page(request.actor, number, at=request.at)
    own = [one for one in page.checks if one.item == line_in(request, "item")]
    return own[0].lines if own and page.version == version_in(request) else ()
