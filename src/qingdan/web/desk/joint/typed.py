"""What was typed into forms of joint approval."""

from datetime import date

from qingdan.base.refusal import Refused, refusal
from qingdan.web.shared.numbers import day_typed, number_in
from qingdan.web.shared.request import DeskRequest


def version_in(request: DeskRequest) -> int:
    """The version that the form was made for."""
    return number_in(request.POST.get("version", ""))


def text_in(request: DeskRequest, field: str) -> str:
    """What was typed, without the character that no column takes."""
    return str(request.POST.get(field, "")).replace("\x00", "").strip()


def line_in(request: DeskRequest, field: str) -> str:
    """The same as one line."""
    return " ".join(text_in(request, field).split())


def day_in(request: DeskRequest, field: str) -> date | None:
    """A day, None where none was typed. Raises Refused: it is none."""
    words = line_in(request, field)
    try:
        return day_typed(words) if words else None
    except ValueError as error:
        raise Refused([refusal("account.day", field)]) from error
