"""Lists and differences as tables of texts: headings and rows, the same for CSV and XLSX."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from qingdan.data.labels import DISPOSITION_NAMES, FIELD_NAMES
from qingdan.data.publication import CHANGE_NAMES, DUTY_FIELD_NAMES, ended_name, field_title
from qingdan.data.schemes import category_names
from qingdan.editions.queries.difference import Change, ChangedField, ChangeKind, printed_basis
from qingdan.editions.queries.entries import EntryLine
from qingdan.reports.table_files import Table
from qingdan.rules.review import ListKind
from qingdan.rules.word_difference import Side

_VALUES = (
    "sub_item", "implementing_body", "body_kind", "office", "joint_lead", "joint_partners", "level", "subject",
    "statutory_limit", "promised_limit", "fee", "receiver", "transition_from", "transition_until", "remark",
)  # fmt: skip
_STANDS, _ENDED = "在列", "不再行使"
Content = Mapping[str, Any]


def list_table(kind: ListKind, lines: Iterable[EntryLine], contents: Mapping[str, Content]) -> Table:
    """An edition or a unit's part of it: a row a power or an approval, or a row a duty."""
    make = _duty_rows if kind is ListKind.RESPONSIBILITY else _power_rows
    rows = tuple(row for line in lines for row in make(line, contents[line.code]))
    return Table(
        name="清单", headings=DUTY_HEADINGS if kind is ListKind.RESPONSIBILITY else POWER_HEADINGS, rows=rows
    )


def difference_table(
    changes: Iterable[Change], fields: Mapping[str, tuple[ChangedField, ...]], units: Mapping[str, str]
) -> Table:
    """What differs: a row for each field of what changed, one for what was added or ended."""
    rows = tuple(row for one in changes for row in _change_rows(one, fields.get(one.line.code, ()), units))
    return Table(name="差异", headings=DIFFERENCE_HEADINGS, rows=rows)


POWER_HEADINGS = (
    "事项编码", "部门", "权力类别", "权力名称", "状态", "清理意见", "设定依据",
    *(FIELD_NAMES.get(name, name) for name in _VALUES), "摘要值",
)  # fmt: skip
DUTY_HEADINGS = ("事项编码", "部门", "权力类别", "权力名称", *DUTY_FIELD_NAMES.values(), "摘要值")
DIFFERENCE_HEADINGS = ("变化", "事项编码", "部门", "权力类别", "权力名称", "哪一栏", "原来", "现在")


def _power_rows(line: EntryLine, content: Content) -> Iterator[tuple[str, ...]]:
    values = content["values"]
    disposition = content.get("disposition", "")
    yield (
        line.code,
        str(content["unit_name"]),
        _category(line.category),
        line.name,
        _STANDS if line.stands else ended_name(line.disposition) or _ENDED,
        _disposition(disposition),
        "\n".join(printed_basis(one) for one in content["bases"]),
        *(str(values.get(name, "")) for name in _VALUES),
        line.digest,
    )


def _duty_rows(line: EntryLine, content: Content) -> Iterator[tuple[str, ...]]:
    head = (line.code, str(content["unit_name"]), _category(line.category), line.name)
    for duty in content["duties"]:
        yield (*head, *(str(duty.get(name, "")) for name in DUTY_FIELD_NAMES), line.digest)


def _change_rows(
    change: Change, fields: tuple[ChangedField, ...], units: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    line = change.line
    head = (
        CHANGE_NAMES[change.kind],
        line.code,
        units.get(line.unit, line.unit),
        _category(line.category),
        line.name,
    )
    if change.kind is not ChangeKind.CHANGED:
        yield (*head, "", "", "")
        return
    for one in fields:
        yield (*head, field_title(one.field), _side(one, Side.GONE), _side(one, Side.NEW))


def _side(field: ChangedField, side: Side) -> str:
    """The whole text of before (`GONE`) or after (`NEW`), keys by their names."""
    text = "".join(one.text for one in field.pieces if one.side in (Side.SAME, side))
    if field.field == "category":
        return _category(text)
    return _disposition(text) if field.field == "disposition" else text


def _disposition(key: str) -> str:
    return {str(one): name for one, name in DISPOSITION_NAMES.items()}.get(key, key)


def _category(key: str) -> str:
    return category_names().get(key, key)
