"""The rows of a list as its page shows them: grouped by category, marked where they differ from another edition."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from qingdan.data.publication import CHANGE_NAMES, ended_name
from qingdan.data.schemes import category_names, load_scheme
from qingdan.editions.queries.difference import Change, ChangeKind
from qingdan.editions.queries.entries import EntryLine
from qingdan.rules.text import title_key
from qingdan.web.portal.addresses import item_address

CHANGE_MARKS = {ChangeKind.ADDED: "ok", ChangeKind.ENDED: "bad", ChangeKind.CHANGED: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. `about`: the first basis, or how many duties; `ended`: why it is no longer exercised."""

    code: str
    name: str
    address: str
    unit_name: str
    about: str
    level: str
    ended: str
    change: str
    change_mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows of a category on this page; `count`: all of them, on other pages too."""

    name: str
    count: int
    rows: tuple[Row, ...]


def groups_of(
    lines: Sequence[EntryLine],
    contents: Mapping[str, Mapping[str, Any]],
    changes: Mapping[str, Change],
    counts: Mapping[str, int],
    day: str = "",
) -> tuple[Group, ...]:
    """The rows of a page. `day`: links lead to the items as of it, "" for today."""
    names = category_names()
    return tuple(
        Group(
            name=names.get(category, category),
            count=counts.get(category, 0),
            rows=tuple(_row(one, contents[one.code], changes.get(one.code), day) for one in found),
        )
        for category, found in groupby(lines, key=lambda one: one.category)
    )


def by_category(lines: Sequence[EntryLine]) -> list[EntryLine]:
    """In the order of the categories of the scheme, each category as the edition has it."""
    places = {key: place for place, key in enumerate(category_names())}
    return sorted(lines, key=lambda one: places.get(one.category, len(places)))


def category_counts(lines: Sequence[EntryLine]) -> list[tuple[str, str, int]]:
    """Key, name and count of each category there is."""
    counts = Counter(one.category for one in lines)
    return [(key, name, counts[key]) for key, name in category_names().items() if counts[key]]


def empty_categories(lines: Sequence[EntryLine]) -> list[str]:
    """Names of the categories of the clean-up in which there is nothing."""
    there = {one.category for one in lines}
    listed = {one.value for one in load_scheme().listed}
    return [name for key, name in category_names().items() if key in listed - there]


def _row(line: EntryLine, content: Mapping[str, Any], change: Change | None, day: str) -> Row:
    stands = line.stands and not (change and change.kind is ChangeKind.ENDED)
    return Row(
        code=line.short_code,
        name=line.name,
        address=item_address(line.code) + (f"?on={day}" if day else ""),
        unit_name=content["unit_name"],
        about=_about(content),
        level=content.get("values", {}).get("level", ""),
        ended="" if stands else ended_name(line.disposition),
        change=_change_words(change),
        change_mark=CHANGE_MARKS[change.kind] if change else "",
    )


def _change_words(change: Change | None) -> str:
    if change is None:
        return ""
    return (
        ended_name(change.line.disposition) if change.kind is ChangeKind.ENDED else CHANGE_NAMES[change.kind]
    )


def _about(content: Mapping[str, Any]) -> str:
    """环境保护法第六十一条 等 3 条; 11 条责任."""
    if "duties" in content:
        return f"{len(content['duties'])} 条责任事项"
    bases = content["bases"]
    if not bases:
        return "没有法律依据"
    first = bases[0]
    said = f"{title_key(first['instrument'])}{first['locator']}" or first["document_number"]
    said = said or first["quotation"][:40]
    return said if len(bases) == 1 else f"{said}等 {len(bases)} 条"
