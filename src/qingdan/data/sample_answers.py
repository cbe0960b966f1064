"""Loads how units of the sample city fill their registers (`sample/answers.toml`): all wording is ours and invented."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class JointItem:
    """A power that several units exercise together: unit numbers of the lead and the partners.

    `filed_by_partner`: the partner that files it a second time, by mistake; "" where none does.
    """

    subject: str
    name: str
    lead: str
    partners: tuple[str, ...]
    filed_by_partner: str = ""


@cache
def load_answers() -> Mapping[str, Any]:
    """The tables of the file by name: common, limits, one for each disposition, practice, joint, mistake."""
    text = files("qingdan.data").joinpath("sample", "answers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def load_joint_items() -> tuple[JointItem, ...]:
    """The joint items of the sample city."""
    rows = load_answers()["joint_item"]
    return tuple(JointItem(**row | {"partners": tuple(row["partners"])}) for row in rows)
