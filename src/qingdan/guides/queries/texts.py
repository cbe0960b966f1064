"""A guide as the texts of a form: name of a field → what stands there; and back.

Rows are numbered from 1: `material-2-name`. Several answers of one field stand each on a line; yes is "yes", no is "".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qingdan.base.refusal import refusal, refuse_if, too_long
from qingdan.guides.queries.content import BLANK, TEXTS, Content
from qingdan.rules.application_form import FieldType
from qingdan.rules.guide import MaterialSource
from qingdan.rules.problem import Problem

YES = "yes"
LONGEST, MOST_ROWS, MOST_LINES = 4_000, 60, 60
Texts = Mapping[str, str]

_LINES = ("applicants", "conditions", "prohibitions", "places", "delivery", "pauses", "visits", "passed_to")
_LINE_TEXTS = ("promised", "sent_up_to")
_YES = ("no_prohibitions", "no_materials", "free", "parallel", "investment", "lapse_is_withdrawal")
_NUMBERS = {
    "least_assurance": (0, 4), "correction_days": (1, 365), "trips": (0, 9), "licence_months": (0, 1_200),
    "copies": (0, 99),
}  # fmt: skip
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A list of the content whose rows have these cells; `blank`: a new one."""

    kind: str
    list: str
    blank: Content


MATERIAL = Rows(
    kind="material",
    list="materials",
    blank={
        "name": "", "source": MaterialSource.APPLICANT.value, "required": True, "basis": "", "standard": "",
        "copies": 1, "electronic": True, "form": "", "sample": "", "resource": "", "why_not_shared": "",
    },
)  # fmt: skip
FEE = Rows(kind="fee", list="fees", blank={"name": "", "rate": "", "basis": ""})
QUESTION = Rows(kind="question", list="questions", blank={"question": "", "answer": ""})
FIELD = Rows(
    kind="field",
    list="fields",
    blank={
        "name": "", "label": "", "type": FieldType.TEXT.value, "section": "", "help": "", "unit": "",
        "required": True, "choices": [], "when_field": "", "when_value": "", "least": None, "most": None,
        "not_before": "",
    },
)  # fmt: skip
OF_GUIDE = (MATERIAL, FEE, QUESTION)
EVERY = (*OF_GUIDE, FIELD)


class RowAct(StrEnum):
    """What a button does with a row."""

    ADD = "add"
    UP = "up"
    DOWN = "down"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row to be added at the end, moved or taken out; `place` counts from 1."""

    rows: Rows
    act: RowAct
    place: int = 0


def texts_of(content: Content) -> dict[str, str]:
    """Everything an officer can write, as texts."""
    content = {**BLANK, **content}
    licence = content["licence"]
    texts = {name: str(content[name]) for name in (*TEXTS, *_LINE_TEXTS)}
    texts |= {name: "\n".join(str(one) for one in content[name]) for name in _LINES}
    texts |= {name: _yes(content[name]) for name in _YES}
    texts |= {name: str(content[name]) for name in ("least_assurance", "correction_days", "trips")}
    texts |= {"licence_kind": licence["kind"], "licence_months": str(licence["months"])}
    for rows in EVERY:
        for place, one in enumerate(content[rows.list], 1):
            texts |= {
                f"{rows.kind}-{place}-{cell}": _text(one.get(cell, rows.blank[cell])) for cell in rows.blank
            }
    return texts


def rows_in(texts: Texts, rows: Rows) -> Iterator[dict[str, str]]:
    """The rows of a kind that a form holds, in order, as texts."""
    first = next(iter(rows.blank))
    for place in range(1, MOST_ROWS + 2):
        if f"{rows.kind}-{place}-{first}" not in texts:
            return
        yield {cell: texts.get(f"{rows.kind}-{place}-{cell}", "") for cell in rows.blank}


def guide_in(texts: Texts) -> dict[str, Any]:
    """The content that a form of the guide holds. Raises Refused: too long, no number, too many rows."""
    refuse_if(*_unfit(texts, OF_GUIDE))
    content: dict[str, Any] = {name: texts.get(name, "").strip() for name in (*TEXTS, *_LINE_TEXTS)}
    content |= {name: _lines(texts.get(name, "")) for name in _LINES}
    content |= {name: texts.get(name, "") == YES for name in _YES}
    content |= {name: _whole(texts, name) for name in ("least_assurance", "correction_days", "trips")}
    content["visits"] = [int(one) for one in content["visits"] if one.isdecimal() and len(one) < 4]
    content["licence"] = {
        "kind": texts.get("licence_kind", "").strip(),
        "months": _whole(texts, "licence_months"),
    }
    return content | {one.list: [_row(row, one) for row in rows_in(texts, one)] for one in OF_GUIDE}


def fields_in(texts: Texts) -> dict[str, Any]:
    """The fields that the form builder holds; each has a name of its own. Raises Refused."""
    refuse_if(*_unfit(texts, (FIELD,)))
    fields = [_row(row, FIELD) for row in rows_in(texts, FIELD)]
    return {"fields": list(_named(fields))}


def changed(content: Mapping[str, Any], change: RowChange) -> dict[str, Any]:
    """The content with a row added, moved or taken out; a place that is none changes nothing."""
    rows, place = list(content[change.rows.list]), change.place - 1
    if change.act is RowAct.ADD:
        rows.append(dict(change.rows.blank))
        rows = list(_named(rows)) if change.rows is FIELD else rows
    elif 0 <= place < len(rows):
        row = rows.pop(place)
        step = {RowAct.UP: -1, RowAct.DOWN: 1}
        if change.act in step:
            rows.insert(max(0, place + step[change.act]), row)
    return {**content, change.rows.list: rows}


def _named(fields: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each field with a name: the one it has, or the next number that is free."""
    taken = {one["name"] for one in fields}
    met: set[str] = set()
    for one in fields:
        name = one["name"]
        if not _NAME.search(name) or name in met:
            name = next(free for number in range(1, 1_000) if (free := f"field{number}") not in taken)
            taken.add(name)
        met.add(name)
        yield {**one, "name": name}


def _row(row: Texts, rows: Rows) -> dict[str, Any]:
    return {cell: _value(row, cell, blank) for cell, blank in rows.blank.items()}


def _value(row: Texts, cell: str, blank: Any) -> Any:
    text = row[cell].strip()
    if isinstance(blank, bool):
        return text == YES
    if isinstance(blank, list):
        return _lines(text)
    if isinstance(blank, int):
        return _whole(row, cell)
    if cell in {"least", "most"}:
        return float(text) if text else None
    if cell in {"source", "type"}:
        known: type[StrEnum] = MaterialSource if cell == "source" else FieldType
        return text if text in set(known) else blank
    return text


def _unfit(texts: Texts, some: Sequence[Rows]) -> Iterator[Problem | None]:
    yield from (too_long(text, name, LONGEST) for name, text in texts.items())
    for name, text in texts.items():
        cell = name.rpartition("-")[2]
        if cell in _NUMBERS and not _fits(text.strip(), *_NUMBERS[cell]):
            least, most = _NUMBERS[cell]
            yield refusal("guide.not_a_number", name, least=least, most=most)
        if cell in {"least", "most"} and name.startswith("field-") and not _number(text.strip()):
            yield refusal("form.number", name, label=cell, unit="数")
    for one in some:
        if len(list(rows_in(texts, one))) > MOST_ROWS:
            yield refusal("guide.too_many_rows", one.list, most=MOST_ROWS)


def _fits(text: str, least: int, most: int) -> bool:
    return not text or (text.isascii() and text.isdecimal() and len(text) < 6 and least <= int(text) <= most)


def _number(text: str) -> bool:
    return not text or bool(re.fullmatch(r"-?[0-9]{1,12}(?:\.[0-9]{1,4})?", text))


def _whole(texts: Texts, name: str) -> int:
    return int(texts.get(name, "").strip() or _NUMBERS[name][0])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:MOST_LINES]


def _yes(value: bool) -> str:
    return YES if value else ""


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
