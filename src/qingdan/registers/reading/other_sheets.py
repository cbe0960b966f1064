"""Sheets without a table: forms of one item each, covers, instructions, a nil return written as a letter."""

from qingdan.registers.model import NilLine, SheetReading, SkippedRow
from qingdan.registers.reading.gathering import Gathered
from qingdan.registers.reading.headings import is_heading
from qingdan.registers.reading.item_form import form_columns, read_item_forms
from qingdan.registers.reading.margin import Label, read_labels
from qingdan.registers.reading.nil_lines import nil_categories, says_none
from qingdan.registers.reading.row_kinds import is_count, sum_of
from qingdan.registers.reading.table import Table, letters
from qingdan.registers.reading.workbook import Grid
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.pattern import pattern

_INSTRUCTIONS = pattern(r"说明|示例|样例|范例|字典|代码|选项|参数|封面|目录|填写|模板|样表")
_COVER = pattern(r"封面|封皮|扉页|目录")
_GUIDE = pattern(r"^(?!.{0,30}(?:样|示例|范例|模板)).{0,30}(?:说明|填写)")
_PERSON = pattern(r"[一-龥]{2,4}|[一-龥]{1,8}·[一-龥]{1,8}")
_NO_PERSON = pattern(r"[签章写填须应由]|负责|领导|本人|姓名|单位|部门|亲笔|正职|一把手|打印|同志")


def is_instructions(grid: Grid) -> bool:
    """Whether a sheet's name says that it holds no register: 填报说明, 样表, 封面."""
    return bool(_INSTRUCTIONS.search(grid.name or ""))


def read_other_sheet(grid: Grid, table: Table, gathered: Gathered) -> None:
    """A sheet without a table: forms of one item each, instructions, a cover, or a nil return written as a letter."""
    category = gathered.category_named(grid.name or "")
    items = read_item_forms(table, sheet=grid.name, category=category)
    held = {number for item in items for number in item.rows}
    apart = grid.hidden or is_instructions(grid)
    if apart and not grid.hidden:
        _collect_apart(grid, table, gathered)
    skipped, nil, unread = [], [], []
    for index, number in enumerate(table.numbers):
        if number in held:
            continue
        texts = [text for text in table.row(index) if text]
        lines = [] if apart else _nil_lines(grid, table, index, category, gathered.scheme)
        nil += lines
        if apart:
            skipped.append(SkippedRow(row=number, reason="note"))
        elif lines:
            skipped.append(SkippedRow(row=number, reason="nil"))
        elif gathered.collect(grid, table, index):
            skipped.append(SkippedRow(row=number, reason="signature"))
        elif all(map(is_heading, texts)):
            skipped.append(SkippedRow(row=number, reason="header"))
        elif sum_of(texts, "") or (gathered.scheme.category_of(texts[0]) and all(map(is_count, texts[1:]))):
            skipped.append(SkippedRow(row=number, reason="subtotal"))
        elif index == 0 and len(texts) == 1:
            gathered.titles.append(texts[0])
            skipped.append(SkippedRow(row=number, reason="title"))
        else:
            unread.append((number, " ".join(texts)[:200]))
    gathered.sheets.append(
        SheetReading(
            name=grid.name,
            header_row=None,
            columns=form_columns(items),
            rows=tuple(items),
            nil_lines=tuple(nil),
            skipped=tuple(skipped),
            unread_rows=tuple(unread),
        )
    )


def _collect_apart(grid: Grid, table: Table, gathered: Gathered) -> None:
    """Unit and signature on a cover; on a sheet of instructions only a signature that is a person's name.

    What samples and templates show (主要负责同志签字：张三) is nobody's.
    """
    name = grid.name or ""
    if _COVER.search(name):
        for index in range(len(table.numbers)):
            if not all(map(is_heading, filter(None, table.row(index)))):  # 负责人 heads a column there
                gathered.collect(grid, table, index)
    elif _GUIDE.search(name):
        for index, number in enumerate(table.numbers):
            labels = [one for one in read_labels(table.row(index)) if _is_signed(one)]
            gathered.labels += ((grid.name, number, label) for label in labels)


def _is_signed(label: Label) -> bool:
    named = _PERSON.fullmatch(label.value) and not _NO_PERSON.search(label.value)
    return label.kind == "signature" and bool(named)


def _nil_lines(grid: Grid, table: Table, index: int, category: str, scheme: Scheme) -> list[NilLine]:
    row = table.row(index)
    text = "  ".join(filter(None, row))
    named = nil_categories(text, scheme) or ([category] if category and says_none(text) else [])
    cell = f"{letters(next(place for place, one in enumerate(row) if one))}{table.numbers[index]}"
    return [NilLine(category=one, row=table.numbers[index], cell=cell, printed=text) for one in named]
