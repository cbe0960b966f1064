"""Names of what guides and application forms hold: `guide.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.rules.pattern import pattern

_OF_ROW = pattern(r"^(material|fee|question|field)-(\d{1,3})-(\w+)$")


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files("qingdan.data").joinpath("guide.toml").read_text(encoding="utf-8"))


def guide_names(part: str) -> Mapping[str, str]:
    """Names by key; `part`: groups, fields, hints, sources, delivery, types, applicants, assurance, resources,
    states, missing.
    """
    found: Mapping[str, str] = _table()[part]
    return found


def row_names(kind: str) -> Mapping[str, str]:
    """Names of the cells of a row (`kind`: material, fee, question, field); `title` has the place of the row."""
    found: Mapping[str, str] = _table()["rows"][kind]
    return found


def label_of(name: str) -> str:
    """What a text of a guide is called: 承诺时限, 第 2 份材料 名称."""
    if found := _OF_ROW.search(name):
        names = row_names(found[1])
        return f"{names['title'].format(place=found[2])} {names.get(found[3], found[3])}"
    return guide_names("fields").get(name, name)
