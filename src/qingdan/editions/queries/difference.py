"""What differs between two editions, or between two days: entry by entry, field by field, word by word."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qingdan.base.snapshots.queries import thaw_many
from qingdan.data.chart_labels import STEP_KIND_NAMES
from qingdan.data.publication import NOT_COUNTED
from qingdan.editions.queries.entries import EntryLine
from qingdan.rules.flow_graph import StepKind
from qingdan.rules.word_difference import Piece, word_difference

Content = Mapping[str, Any]
_STEP_FIELDS = (
    "name", "post", "office", "content", "standard", "statutory_limit", "promised_limit", "document",
    "risk_level", "risk", "control",
)  # fmt: skip
_DUTY_FIELDS = ("duty", "post", "accountability_ground", "legal_basis", "exemption")


class ChangeKind(StrEnum):
    """新增, 取消 (or otherwise no longer exercised), 修改."""

    ADDED = "added"
    ENDED = "ended"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An entry that differs; `before` and `after` are digests, "" where there is none."""

    kind: ChangeKind
    line: EntryLine
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedField:
    """A field that differs. `field`: its key, "step 3" of the chart or "duty 2"; `pieces` both texts in one."""

    field: str
    pieces: tuple[Piece, ...]


def changes_between(before: Sequence[EntryLine], after: Sequence[EntryLine]) -> tuple[Change, ...]:
    """Every entry that differs, in the order of the later lines, then those that are only in the earlier ones.

    An entry is ended when it stood and stands no longer, whether it left the list or stays in it with an opinion; it
    is added when it stands and did not. Entries that stand in neither are no change.
    """
    old = {one.code: one for one in before}
    new = {one.code: one for one in after}
    rows = [*after, *(one for one in before if one.code not in new)]
    return tuple(change for row in rows if (change := _change(old.get(row.code), new.get(row.code))))


def _change(old: EntryLine | None, new: EntryLine | None) -> Change | None:
    stood, stands = bool(old and old.stands), bool(new and new.stands)
    if not (stood or stands):
        return None
    line = new or old
    assert line
    digests = (old.digest if old else "", new.digest if new else "")
    if stood and stands:
        same = digests[0] == digests[1]
        return (
            None if same else Change(kind=ChangeKind.CHANGED, line=line, before=digests[0], after=digests[1])
        )
    kind = ChangeKind.ADDED if stands else ChangeKind.ENDED
    return Change(kind=kind, line=line, before=digests[0], after=digests[1])


def fields_of_changes(changes: Sequence[Change]) -> dict[str, tuple[ChangedField, ...]]:
    """By code, the fields in which both sides of a change differ; nothing for what only one side has."""
    both = [one for one in changes if one.before and one.after]
    contents = thaw_many([digest for one in both for digest in (one.before, one.after)])
    return {one.line.code: changed_fields(contents[one.before], contents[one.after]) for one in both}


def changed_fields(before: Content, after: Content) -> tuple[ChangedField, ...]:
    """The fields in which two contents of an entry differ, word by word, in the order of `texts_of`."""
    return tuple(_fields(texts_of(before), texts_of(after)))


def _fields(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[ChangedField]:
    for field in dict.fromkeys((*after, *before)):
        old, new = before.get(field, ""), after.get(field, "")
        if old != new:
            yield ChangedField(field=field, pieces=word_difference(old, new))


def texts_of(content: Content) -> dict[str, str]:
    """What an entry says as texts by field: keys of the register's fields, "step N", "duty N"."""
    head = {name: str(content.get(name, "")) for name in ("unit_name", "category", "name", "disposition")}
    if "duties" in content:
        return head | {
            f"duty {number}": "\n".join(filter(None, (one.get(name, "") for name in _DUTY_FIELDS)))
            for number, one in enumerate(content["duties"], 1)
        }
    texts = head | {name: str(text) for name, text in content["values"].items()}
    texts["legal_basis"] = "\n".join(printed_basis(one) for one in content["bases"])
    chart = content.get("chart") or {}
    texts |= {f"step {one['number']}": _step(one) for one in chart.get("steps", ())}
    return {name: text for name, text in texts.items() if text}


def printed_basis(basis: Content) -> str:
    """《title》（number）locator：words, as `rules.basis_reader.read_basis` reads it."""
    title = f"《{basis['instrument']}》" if basis["instrument"] else ""
    number = basis["document_number"]
    head = f"{title}{f'（{number}）' if title and number else number}{basis['locator']}"
    words = basis["quotation"]
    return f"{head}：{words}" if head and words else head + words


def _step(step: Content) -> str:
    texts = [STEP_KIND_NAMES[StepKind(step["kind"])]]
    texts += [str(step[name]) for name in _STEP_FIELDS if step.get(name)]
    texts += [] if step.get("counted", True) else [NOT_COUNTED]
    ways = [f"{way['condition']} → {way['to']}".strip() for way in step["exits"]]
    return "\n".join((*texts, *ways))
