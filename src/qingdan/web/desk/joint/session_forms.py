"""Which forms of sessions stand on the page of a joint application; what was typed for one that stands there no more.

What was typed is put again into the form of the very session and matter that it was typed for, never into another's:
an opinion cannot be taken back. Where that form is gone (answered, summed up, called off meanwhile) it is shown as
text.
"""

from collections.abc import Collection, Mapping
from typing import Any

from qingdan.data.joint import joint_names
from qingdan.joints.queries.desk import JointPage
from qingdan.web.desk.joint.typed import line_in, text_in
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest

_ANSWER, _CLOSE, _OFF = "opinion", "close", "joint_call_off"
_SESSION = {_ANSWER: "session", _CLOSE: "session", _OFF: "off"}
"""Refused form → its field that says for which session it is."""
_WRITTEN: Mapping[str, tuple[tuple[str, str], ...]] = {
    _ANSWER: (("stance", "意见"), ("clause", "条款"), ("text", "条件、理由")),
    _CLOSE: (("conclusion", "汇总意见"),),
    _OFF: (("why", "取消的原因"),),
}
"""Refused form → what is written there, each field with its name."""


def session_forms(request: DeskRequest, found: JointPage, refused: str) -> dict[str, Any]:
    """Session whose form to answer, to sum up, to call off stands open (0 none), and what was written for none.

    `refused`: the name of the form that was, "" none.
    """
    typed_for = number_in(line_in(request, _SESSION[refused])) if refused in _SESSION else 0
    answers = [one for one, item in found.answering.items() if refused != _ANSWER or item == _item(request)]
    open_now = {_ANSWER: answers, _CLOSE: found.closable, _OFF: found.led}
    again = typed_for if typed_for in open_now.get(refused, ()) else 0
    chosen = {_ANSWER: _asked(request, answers), _CLOSE: _asked(request, found.closable), _OFF: _off(request)}
    if refused in chosen:
        chosen[refused] = again
    return {
        "answered_now": chosen[_ANSWER],
        "closed_now": chosen[_CLOSE],
        "off_now": chosen[_OFF],
        "written": None if again else _written(request, refused, typed_for),
    }


def _item(request: DeskRequest) -> str:
    return line_in(request, "item")


def _asked(request: DeskRequest, open_now: Collection[int]) -> int:
    """The one that the address asks for, else the first."""
    asked = number_in(request.GET.get("session", ""))
    return asked if asked in open_now else min(open_now, default=0)


def _off(request: DeskRequest) -> int:
    """None is called off without being asked for."""
    return number_in(request.GET.get("off", ""))


def _written(request: DeskRequest, refused: str, session: int) -> dict[str, Any] | None:
    """The words of a form that stands there no more, and the field that its problem leads to."""
    fields = _WRITTEN.get(refused, ())
    stances = joint_names("stances")
    words = [(name, text_in(request, field)) for field, name in fields]
    shown = [(name, stances.get(word, word)) for name, word in words if word]
    return {"session": session, "field": fields[0][0], "words": shown} if shown else None
