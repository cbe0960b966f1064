"""Templates of the papers of a case: `papers.toml`. One that lacks what the law demands cannot be loaded."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from qingdan.rules.case_papers import PaperKind, template_lacks

FRAME = frozenset({"unit_name", "item_name", "applicant", "dated"})
"""What the layout prints of every paper, whatever its template says."""

Table = Mapping[str, Any]


class TemplateLacks(ValueError):
    """A template prints less than the law demands of its kind of paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTemplate:
    """How a kind of paper is laid out: a sentence with slots, then parts by name, in this order."""

    kind: PaperKind
    version: int
    opening: str
    parts: tuple[str, ...]

    @property
    def printed(self) -> frozenset[str]:
        """Names of all parts that it prints."""
        return FRAME | {*self.parts, *self.slots}

    @property
    def slots(self) -> tuple[str, ...]:
        """Names that stand in the opening."""
        return tuple(name for _, name, _, _ in Formatter().parse(self.opening) if name)


def paper_template(kind: PaperKind, version: int) -> PaperTemplate:
    """A version of the template of a kind. Raises KeyError: there is none."""
    return _templates()[kind, version]


def newest_version(kind: PaperKind) -> int:
    """By which a paper written today is laid out."""
    return max(version for one, version in _templates() if one is kind)


def part_label(name: str) -> str:
    """What stands before a part."""
    label: str = _table()["labels"][name]
    return label


def part_table(name: str) -> Table | None:
    """`columns` and `heads` of a part that is a table; None of a text."""
    return _table()["tables"].get(name)  # type: ignore[no-any-return]


def part_words(name: str) -> Mapping[str, str]:
    """Words of the keys that may stand in a part or column; empty where it is text."""
    return _table()["words"].get(name, {})  # type: ignore[no-any-return]


def paper_words(name: str) -> str:
    """Fixed words of papers."""
    return _table()["said"][name]  # type: ignore[no-any-return]


def demand_whole(template: PaperTemplate) -> None:
    """Raises TemplateLacks, naming what is not printed."""
    if lacks := template_lacks(template.kind, template.printed):
        raise TemplateLacks(f"{template.kind} {template.version}: {', '.join(lacks)}")


@cache
def _templates() -> Mapping[tuple[PaperKind, int], PaperTemplate]:
    found = {}
    for kind in PaperKind:
        for version, one in _table()[kind].items():
            template = PaperTemplate(
                kind=kind, version=int(version), opening=one["opening"], parts=tuple(one["parts"])
            )
            demand_whole(template)
            found[kind, template.version] = template
    return found


@cache
def _table() -> Table:
    return tomllib.loads(files("qingdan.data").joinpath("papers.toml").read_text(encoding="utf-8"))
