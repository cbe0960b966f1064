"""Editions and their differences as lines for a terminal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from qingdan.data.publication import CHANGE_NAMES
from qingdan.editions.queries.entries import UnitCount
from qingdan.editions.queries.plain import Facts
from qingdan.reports.safe_text import visible

_MARKS = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}


def editions_text(editions: Sequence[Facts]) -> str:
    """A line an edition."""
    lines = (
        f"{one['code']}　{one['name']}　{one['effective_on']} 生效　{one['entries']} 项　{one['digest'][:16]}"
        for one in editions
    )
    return _text(lines if editions else ["还没有公布过清单。"])


def edition_text(edition: Facts, units: Iterable[UnitCount]) -> str:
    """What the edition is, and a line a unit."""
    adopted = edition["resolution"]
    decided = "　".join(str(adopted[name]) for name in ("meeting", "number", "on") if adopted.get(name))
    return _text(
        (
            f"{edition['name']}（{edition['code']}），{edition['entries']} 项",
            f"  公布　{edition['shown_on']}　生效　{edition['effective_on']}",
            f"  决议　{decided}",
            f"  摘要值　{edition['digest']}",
            *(f"  {one.unit}　{one.name}　{_counts(one)}" for one in units),
        )
    )


def difference_text(facts: Facts) -> str:
    """How many of each kind, then each change with the words of its fields: [-gone-]{+new+}."""
    changes = facts["changes"]
    counts = Counter(one["kind"] for one in changes)
    said = "，".join(f"{name} {counts[kind]} 项" for kind, name in CHANGE_NAMES.items())
    head = f"{facts['from']['name']} → {facts['to']['name']}：{said if changes else '没有不同'}"
    return _text((head, *(line for one in changes for line in _change_lines(one))))


def _change_lines(change: Facts) -> Iterator[str]:
    yield "　".join((change["kind_name"], change["code"], change["department"], change["name"]))
    for field in change["fields"]:
        yield f"  {field['title']}：{''.join(_marked(*piece) for piece in field['pieces'])}"


def _marked(side: str, text: str) -> str:
    begin, end = _MARKS[side]
    return f"{begin}{text}{end}"


def _counts(unit: UnitCount) -> str:
    return f"行使 {unit.stand} 项" + (f"，不再行使 {unit.ended} 项" if unit.ended else "")


def _text(lines: Iterable[Any]) -> str:
    """Lines of their own, whatever stands in them; nothing steers the terminal."""
    return visible("".join(f"{' '.join(str(line).splitlines())}\n" for line in lines))
