"""Plants typical faults in a draft register: the mistakes that departments really make, one a row.

Nothing is left to chance: the same register gets the same faults in the same cells.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qingdan.registers.model import NilLine, Register, RegisterRow, SheetReading

if TYPE_CHECKING:
    from openpyxl import Workbook

Texts = Sequence[str]  # of the cells that hold one field of an item: a basis may stand in several
Edit = Callable[[Texts], Texts | None]  # the texts → the same with the fault; None where it does not fit
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇]+条")
_NATIONAL = re.compile(r"中华人民共和国(?=[^，。]{2,30}法)")
_AMOUNT = re.compile(r"万元")
_PENALTY = re.compile(r"^对(.+)的(?:行政)?处罚$")
_TITLE = re.compile(r"(?:法|条例|办法|规定|决定)》?(?:$|（|第)")
_OWN = "《{department}关于印发内部工作规则的通知》（宜局字〔2014〕12号）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A kind of fault: the check that ought to find it, in which field, and how it is made."""

    code: str
    words: str
    field: str
    edit: Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A fault in its place."""

    code: str
    words: str
    sheet: str | None
    cell: str
    row: int


def _cleared(texts: Texts) -> Texts | None:
    return [""] * len(texts) if any(texts) else None


def _as(word: str) -> Edit:
    return lambda texts: [word, *texts[1:]] if texts else None


def _replaced(pattern: re.Pattern[str], by: str) -> Edit:
    """The first cell in which the pattern stands is changed, once."""

    def edit(texts: Texts) -> Texts | None:
        place = next((number for number, text in enumerate(texts) if pattern.search(text)), None)
        if place is None:
            return None
        return [
            pattern.sub(by, text, count=1) if number == place else text for number, text in enumerate(texts)
        ]

    return edit


def _own_document(texts: Texts) -> Texts | None:
    """A document of the department in the place of the title, and no other basis."""
    place = next((number for number, text in enumerate(texts) if _TITLE.search(text)), None)
    return None if place is None else [_OWN if number == place else "" for number in range(len(texts))]


FAULTS = (
    Fault(code="C01", words="没有设定依据", field="legal_basis", edit=_cleared),
    Fault(code="C02", words="只以本部门文件为依据", field="legal_basis", edit=_own_document),
    Fault(code="C08", words="条号写错", field="legal_basis", edit=_replaced(_ARTICLE, "第九百九十九条")),
    Fault(code="C08", words="引文抄错金额", field="legal_basis", edit=_replaced(_AMOUNT, "千元")),
    Fault(code="C07", words="法律用了简称", field="legal_basis", edit=_replaced(_NATIONAL, "")),
    Fault(code="C16", words="处罚报成了奖励", field="category", edit=_as("行政奖励")),
    Fault(code="C18", words="名称不合处罚的写法", field="name", edit=_replaced(_PENALTY, r"加强\1管理")),
    Fault(code="C20", words="转移而没有承接方", field="disposition", edit=_as("转移")),
    Fault(code="C27", words="保留而没有流程图", field="flow_chart", edit=_cleared),
)


def plant(register: Register, workbook: "Workbook") -> tuple[Planted, ...]:
    """Changes cells of the workbook (that the register was read from); what was planted and where."""
    rows = [(sheet, row) for sheet in register.sheets for row in sheet.rows]
    spread = iter(_spread(rows))
    planted = [one for fault in FAULTS if (one := _plant(fault, spread, register, workbook))]
    return (*planted, *_duplicate(rows, workbook), *_nil_contradiction(register, workbook))


def _spread(rows: Sequence[tuple[SheetReading, RegisterRow]]) -> Iterator[tuple[SheetReading, RegisterRow]]:
    """Every third row from the second, then the rest: faults lie apart, and none of the first item.

    The first two items are left to the duplicate.
    """
    yield from rows[4::3]
    yield from rows[3::3]


def _plant(
    fault: Fault,
    spread: Iterator[tuple[SheetReading, RegisterRow]],
    register: Register,
    workbook: "Workbook",
) -> Planted | None:
    for sheet, row in spread:
        cells = _cells(sheet, row, fault.field)
        before = [_text(workbook, sheet, cell) for cell in cells]
        after = fault.edit(before)
        if after is not None:
            changed = [cell for cell, old, new in zip(cells, before, after, strict=True) if old != new]
            for cell, text in zip(cells, after, strict=True):
                _write(workbook, sheet, cell, text.replace("{department}", register.department or "某局"))
            return _planted(fault.code, fault.words, sheet, row, changed[0])
    return None


def _duplicate(rows: Sequence[tuple[SheetReading, RegisterRow]], workbook: "Workbook") -> Iterator[Planted]:
    """The first item is filed a second time in the place of the second."""
    if len(rows) < 2 or rows[0][0] is not rows[1][0]:
        return
    (sheet, first), (_, second) = rows[:2]
    for field in ("name", "legal_basis"):
        for source, target in zip(_cells(sheet, first, field), _cells(sheet, second, field), strict=True):
            _write(workbook, sheet, target, _text(workbook, sheet, source))
    yield _planted("C15", "同一事项报了两次", sheet, second, second.cells["name"])


def _nil_contradiction(register: Register, workbook: "Workbook") -> Iterator[Planted]:
    """A nil line that names a category of which there are items."""
    filed = next((row.values["category"] for sheet in register.sheets for row in sheet.rows
                  if row.values.get("category")), "")  # fmt: skip
    lines = [(sheet, line) for sheet in register.sheets for line in sheet.nil_lines]
    if not filed or not lines:
        return
    sheet, line = lines[0]
    _write(workbook, sheet, line.cell, _text(workbook, sheet, line.cell).replace(line.category, filed))
    yield _nil_planted(sheet, line)


def _nil_planted(sheet: SheetReading, line: NilLine) -> Planted:
    words = "零报告与所报事项矛盾"
    return Planted(code="C32", words=words, sheet=sheet.name, cell=line.cell, row=line.row)


def _planted(code: str, words: str, sheet: SheetReading, row: RegisterRow, cell: str) -> Planted:
    return Planted(code=code, words=words, sheet=sheet.name, cell=cell, row=row.rows[0])


def _cells(sheet: SheetReading, row: RegisterRow, field: str) -> list[str]:
    return [f"{column}{row.rows[0]}" for column in sheet.columns.get(field, ())]


def _text(workbook: "Workbook", sheet: SheetReading, cell: str) -> str:
    return str(workbook[sheet.name or workbook.sheetnames[0]][cell].value or "")


def _write(workbook: "Workbook", sheet: SheetReading, cell: str, text: str) -> None:
    workbook[sheet.name or workbook.sheetnames[0]][cell].value = text or None
