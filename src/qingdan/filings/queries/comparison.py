"""What differs between two versions of a filing, item by item and field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.data.chart_labels import STEP_FIELD_NAMES
from qingdan.filings.queries.content import SECTIONS, Content
from qingdan.powers.queries.bases import BasisText, print_bases


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedField:
    """A field with its text before and after; "" where it was or is empty."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedThing:
    """An item, chart or section of the report. `kind`: added, removed, changed; `fields` of an added one are all."""

    name: str
    number: str
    kind: str
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """From one version to another. `nil`: categories with nil lines, before and after, where these differ."""

    items: tuple[ChangedThing, ...]
    charts: tuple[ChangedThing, ...]
    report: tuple[ChangedField, ...]
    nil: tuple[tuple[str, ...], tuple[str, ...]] | None
    unchanged: int

    def of_kind(self, kind: str) -> int:
        """How many items were added, removed or changed."""
        return sum(one.kind == kind for one in self.items)

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.items or self.charts or self.report or self.nil)


def compare(before: Content, after: Content) -> Comparison:
    """The differences between two frozen contents. Items are the same when they have the same draft number."""
    items = tuple(_things(before["items"], after["items"], key="number", say=item_texts, name=_item_name))
    charts = tuple(_things(before["charts"], after["charts"], key="code", say=chart_texts, name=_chart_name))
    old_nil, new_nil = (tuple(one["category"] for one in content["nil"]) for content in (before, after))
    report = tuple(_fields({name: before["report"][name] for name in SECTIONS}, after["report"]))
    touched = sum(one.kind != "removed" for one in items)
    return Comparison(
        items=items,
        charts=charts,
        report=report,
        nil=None if old_nil == new_nil else (old_nil, new_nil),
        unchanged=len(after["items"]) - touched,
    )


def item_texts(item: Content) -> dict[str, str]:
    """An item as texts by field; the bases are one text, a line each, the reasons another."""
    bases = [
        BasisText(**{name: basis[name] for name in ("instrument", "document_number", "locator", "quotation")})
        for basis in item["bases"]
    ]
    files = [basis["attachment"].get("name", "") for basis in item["bases"]]
    return {
        **item["values"],
        "legal_basis": print_bases(bases),
        "attachment": "\n".join(filter(None, files)),
        "reasons": "\n".join(f"{key} {reason}" for key, reason in sorted(item["reasons"].items())),
        "merged_into": item["merged_into"],
    }


def chart_texts(chart: Content) -> dict[str, str]:
    """A chart as texts: its name, figures of before, and a text for each step."""
    head = {
        name: str(chart.get(name) or "")
        for name in ("name", "category", "item", "before_steps", "before_days")
    }
    steps = {f"step {step['number']}": _step(step) for step in chart["steps"]}
    return head | steps


def _step(step: Content) -> str:
    shown = [name for name in STEP_FIELD_NAMES if name not in {"number", "exits", "kind", "counted"}]
    texts = [str(step[name]) for name in shown if step.get(name)]
    texts += [] if step.get("counted", True) else ["不计入期限"]
    ways = [f"→ {way['to']} {way['condition']}".strip() for way in step["exits"]]
    return "\n".join((*texts, *ways))


def _things(
    before: Sequence[Content], after: Sequence[Content], *, key: str, say: Any, name: Any
) -> Iterator[ChangedThing]:
    old, new = ({one[key]: one for one in rows} for rows in (before, after))
    for number in (*new, *(one for one in old if one not in new)):
        texts = tuple(say(rows[number]) if number in rows else {} for rows in (old, new))
        fields = tuple(_fields(*texts))
        kind = "added" if number not in old else "removed" if number not in new else "changed"
        if fields or kind != "changed":
            shown = new.get(number) or old[number]
            yield ChangedThing(name=name(shown), number=number, kind=kind, fields=fields)


def _fields(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[ChangedField]:
    for field in dict.fromkeys((*before, *after)):
        old, new = before.get(field, ""), after.get(field, "")
        if old != new:
            yield ChangedField(field=field, before=old, after=new)


def _item_name(item: Content) -> str:
    return str(item["values"].get("name", ""))


def _chart_name(chart: Content) -> str:
    return str(chart["name"])
