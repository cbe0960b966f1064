"""Names and limits of what the public says: `comments.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("comments.toml").read_text(encoding="utf-8"))


def comment_kinds() -> Mapping[str, str]:
    """Key of a kind → its name."""
    found: Mapping[str, str] = _table()["kinds"]
    return found


def days_to_answer(kind: str) -> int:
    """Working days until an answer is due."""
    found: int = _table()["working_days"][kind]
    return found


def personal_names(kinds: tuple[str, ...]) -> str:
    """身份证号、手机号码: kinds of personal data in words."""
    names = _table()["personal"]
    return "、".join(names[kind] for kind in kinds)
