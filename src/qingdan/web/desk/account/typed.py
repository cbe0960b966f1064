"""What was typed into the forms of this part, read into values; what cannot be is refused beside its field."""

from collections.abc import Collection
from datetime import date

from qingdan.base.refusal import Refused, refusal
from qingdan.rules.role import Role
from qingdan.web.shared.numbers import day_typed
from qingdan.web.shared.request import DeskRequest


def text(request: DeskRequest, field: str) -> str:
    """The text of a field, on one line."""
    return " ".join(str(request.POST.get(field, "")).split())


def day(request: DeskRequest, field: str) -> date:
    """A day as date fields send it. Raises Refused."""
    try:
        return day_typed(text(request, field))
    except ValueError as error:
        raise Refused([refusal("account.day", field)]) from error


def number(request: DeskRequest, field: str) -> int:
    """A whole number up to four digits. Raises Refused."""
    word = text(request, field)
    if not (word.isascii() and word.isdecimal() and len(word) <= 4):
        raise Refused([refusal("account.number", field)])
    return int(word)


def choice(request: DeskRequest, field: str, choices: Collection[str]) -> str:
    """One of the choices. Raises Refused."""
    word = text(request, field)
    if word not in choices:
        raise Refused([refusal("desk.choice", field)])
    return word


def role(request: DeskRequest, field: str = "role") -> Role:
    """A role. Raises Refused."""
    return Role(choice(request, field, [one.value for one in Role]))
