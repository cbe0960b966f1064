"""What happened, in words: acts on drafts and filings, and what an act was about."""

from collections.abc import Mapping
from typing import Any

from qingdan.data.wording import wording


def happened_words(kind: str, data: Mapping[str, Any]) -> str:
    """One act; "" for one that has no words."""
    words = wording().get(f"happened.{kind}")
    return words["message"].format_map(_Facts(data)) if words else ""


def recent_words(kind: str, count: int, data: Mapping[str, Any]) -> str:
    """Acts of a kind, one after the other."""
    words = happened_words(kind, data)
    many = wording()["happened_often"]["message"]
    return many.format(words=words, count=count) if words and count > 1 else words


def about(subject: str) -> str:
    """What the act that voided a signature was about: 登记表 360900001-00012."""
    part, _, which = subject.partition(":")
    name = wording().get(f"about.{part}", {"message": ""})["message"]
    return f"{name} {which}".strip() if part == "power_item" else name


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
