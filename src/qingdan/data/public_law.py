"""Chinese words for the law on a public page: levels, verdicts on quotations, rights of those concerned."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from qingdan.rules.legal_basis import InstrumentLevel, Verdict

_LEVELS: Mapping[InstrumentLevel, str] = {
    InstrumentLevel.CONSTITUTION: "宪法",
    InstrumentLevel.LAW: "法律",
    InstrumentLevel.ADMINISTRATIVE_REGULATION: "行政法规",
    InstrumentLevel.STATE_COUNCIL_DECISION: "国务院决定",
    InstrumentLevel.JUDICIAL_INTERPRETATION: "司法解释",
    InstrumentLevel.LOCAL_REGULATION: "省级地方性法规",
    InstrumentLevel.CITY_REGULATION: "设区的市地方性法规",
    InstrumentLevel.DEPARTMENT_RULE: "部门规章",
    InstrumentLevel.PROVINCIAL_RULE: "省级政府规章",
    InstrumentLevel.CITY_RULE: "设区的市政府规章",
    InstrumentLevel.MANDATE: "三定规定",
    InstrumentLevel.NORMATIVE_DOCUMENT: "规范性文件",
}
_VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.TEXT_FOUND: ("ok", "引文与条文一致"),
    Verdict.TEXT_DIFFERS: ("warn", "引文与条文略有差异"),
    Verdict.TEXT_ELSEWHERE: ("warn", "引文在另一条"),
    Verdict.TEXT_OTHER: ("bad", "引文与条文不符"),
    Verdict.ARTICLE_MISSING: ("bad", "没有找到这一条"),
    Verdict.ARTICLE_EXISTS: ("ok", "有这一条"),
    Verdict.VERSION_UNKNOWN: ("hint", "法规库没有当日的文本，没有核对"),
    Verdict.INSTRUMENT_UNKNOWN: ("hint", "法规库没有这一文本，没有核对"),
}
_NOT_JUDGED = ("hint", "没有写到条，没有核对")
_NOT_READ = ("hint", "没有核对")
_ENDED = ("bad", "已经废止")


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What somebody concerned may do: its name, when, where the law says so; `since`/`until` bound the law's days."""

    name: str
    when: str
    source: str
    categories: frozenset[str]
    since: date | None
    until: date | None


def level_name(level: InstrumentLevel) -> str:
    """法律, 部门规章; "" for what is not known."""
    return _LEVELS.get(level, "")


def verdict_mark(verdict: Verdict | None, *, read: bool, ended: bool = False) -> tuple[str, str]:
    """Class and words of the mark of a citation; `read`: whether it was understood as one; `ended`: repealed."""
    if ended:
        return _ENDED
    if verdict is None:
        return _NOT_JUDGED if read else _NOT_READ
    return _VERDICTS[verdict]


def rights_for(category: str, on: date) -> tuple[Right, ...]:
    """The rights of those concerned by powers of a category, by the law of a day."""
    return tuple(
        one
        for one in _rights()
        if (not one.categories or category in one.categories)
        and (one.since is None or one.since <= on)
        and (one.until is None or on < one.until)
    )


@cache
def _rights() -> tuple[Right, ...]:
    text = files("qingdan.data").joinpath("rights.toml").read_text(encoding="utf-8")
    return tuple(
        Right(
            name=row["name"],
            when=row["when"],
            source=row["source"],
            categories=frozenset(row.get("categories", ())),
            since=row.get("since"),
            until=row.get("until"),
        )
        for row in tomllib.loads(text)["right"]
    )
