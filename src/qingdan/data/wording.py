"""The words of the findings: `wording/*.toml`, joined; rules name a key and its facts, never a sentence.

Two kinds of tables. A rule, by its code: `title` (its short name), `demand` (what it asks), `source` (document and
article). A finding, by its key: `message` (what is wrong and where), `explanation` (why), `action` (what to do).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qingdan.rules.note import Note
from qingdan.rules.problem import Certainty, Problem

_LONGEST_WORD = 26  # of a fact inside a message: item names can run to hundreds of characters
_UNSURE = "可能："
_NOT_KNOWN = "不详"


class MissingWording(KeyError):
    """The table has no words for a key, or the finding lacks a fact its words need: a fault of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finding in words. `title` is the short name of its rule."""

    title: str
    message: str
    explanation: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWords:
    """A rule in words."""

    code: str
    title: str
    demand: str
    source: str


@cache
def wording() -> Mapping[str, Mapping[str, str]]:
    """All tables, by rule code or finding key."""
    tables: dict[str, Mapping[str, str]] = {}
    for entry in files("qingdan.data").joinpath("wording").iterdir():
        if entry.name.endswith(".toml"):
            tables |= tomllib.loads(entry.read_text(encoding="utf-8"))
    return tables


def render(problem: Problem) -> Rendered:
    """A finding in words; one that the rule is not sure of says so. Raises MissingWording."""
    words = _table(problem.key)
    message = _fill(words["message"], {name: _shorten(value) for name, value in problem.params.items()})
    return Rendered(
        title=rule_words(problem.code).title,
        message=message if problem.certainty is Certainty.SURE else _UNSURE + message,
        explanation=_fill(words["explanation"], problem.params),
        action=_fill(words["action"], problem.params),
    )


def message_of(problem: Problem) -> str:
    """The one sentence of a finding or refusal: what is wrong. Raises MissingWording."""
    return _fill(_table(problem.key)["message"], problem.params)


def rule_words(code: str) -> RuleWords:
    """A rule in words. Raises MissingWording."""
    words = _table(code)
    return RuleWords(code=code, title=words["title"], demand=words["demand"], source=words["source"])


def not_checked_words(reason: str) -> str:
    """Why a check was left out ("no_column", "no_charts", …). Raises MissingWording."""
    return _table("not_checked." + reason)["message"]


def note_words(note: Note) -> str:
    """A rule's remark on its own result in words; a fact that is not known says so. Raises MissingWording."""
    params = {name: _NOT_KNOWN if value == "" else value for name, value in note.params.items()}
    return _fill(_table(note.key)["message"], params)


def _table(key: str) -> Mapping[str, str]:
    try:
        return wording()[key]
    except KeyError as missing:
        raise MissingWording(key) from missing


def _fill(sentence: str, params: Mapping[str, str | int]) -> str:
    if "{" not in sentence:
        return sentence
    try:
        return sentence.format_map(params)
    except KeyError as missing:
        raise MissingWording(f"{sentence}: {missing}") from missing


def _shorten(value: str | int) -> str | int:
    if isinstance(value, int) or len(value) <= _LONGEST_WORD:
        return value
    closing = "》" if value.startswith("《") and value.endswith("》") else ""
    return f"{value[: _LONGEST_WORD - 1]}…{closing}"
