"""What happened to a case, in words, with who and when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.base.events.queries import Happening
from qingdan.base.people.standing_in import in_both_names
from qingdan.data.case import case_names


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """What happened: words of the act, of what, by whom and, of a stand-in, for whom; whether it was a `step`."""

    words: str
    of: str
    by_name: str
    at: datetime
    step: bool


def history_lines(history: Iterable[Happening]) -> Iterator[HistoryLine]:
    """Events of a case as pages show them."""
    actions, others = case_names("actions"), case_names("happenings")
    for one in history:
        words = actions.get(one.data.get("action", "")) if "to" in one.data else None
        yield HistoryLine(
            words=words or others.get(one.kind, one.kind),
            of=_about(one.data),
            by_name=in_both_names(one.by_name, str(one.data.get("for", ""))),
            at=one.at,
            step="to" in one.data,
        )


def _about(data: Mapping[str, Any]) -> str:
    """What it was about: the step's name and the way taken, the paper, the kind of request."""
    if "name" in data:
        return "　".join(filter(None, (str(data["name"]), str(data.get("exit", "")))))
    if "paper" in data:
        return f"{case_names('papers').get(str(data['kind']), '')} {data['paper']}"
    if "to" not in data and "action" in data:
        return case_names("actions").get(str(data["action"]), "")
    return ""
