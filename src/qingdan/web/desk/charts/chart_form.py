"""The form of a chart: each cell with what stands or was typed in it, what is wrong with it, what its template says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from qingdan.data.chart_labels import DIFFERENCE_NAMES, STEP_FIELD_NAMES, STEP_KIND_NAMES
from qingdan.flows.queries.findings import ChartFinding
from qingdan.flows.queries.pages import ChartPage
from qingdan.flows.queries.table import rows_in
from qingdan.flows.queries.values import CELLS, NO, YES, Row, texts_of
from qingdan.flows.services.typed import HEAD, longest_cell
from qingdan.rules.flow_graph import Difference, DifferenceKind, Step, difference
from qingdan.web.shared.refusal import Refusal

MAIN = ("kind", "name", "post", "office", "statutory_limit", "promised_limit", "document", "exits")
MORE = ("content", "standard", "counted", "risk_level", "risk", "control")
HEAD_NAMES = {
    "name": "名称",
    "clock_from": "期限从第几步算起",
    "clock_until": "算到第几步",
    "before_steps": "原来的环节数",
    "before_days": "原来的天数",
}
_CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "kind": tuple((key.value, word) for key, word in STEP_KIND_NAMES.items()),
    "counted": ((YES, "计入"), (NO, "不计入")),
}
_AREAS = frozenset({"content", "standard", "risk", "control", "exits"})
_LISTS = {"post": "d-post", "office": "d-office", "risk_level": "d-risk"}
_TEMPLATE_SAYS = {kind: kind.value for kind in DifferenceKind if kind.value in CELLS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: `name` of its field, `label` naming row and column. `kind`: choice, area or line.

    `hint` is what the template says there; `differs` whether that is something else.
    """

    name: str
    column: str
    label: str
    value: str
    kind: str
    most: int = 0
    list: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    findings: tuple[ChartFinding, ...] = ()
    hint: str = ""
    differs: bool = False

    @property
    def one_line(self) -> bool:
        """Whether an area begins with a single line."""
        return self.column == STEP_FIELD_NAMES["exits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadField:
    """A field above the table."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A step: the cells of its first and its second line. `added`, `moved`: against the template."""

    number: int
    main: tuple[Cell, ...]
    more: tuple[Cell, ...]
    findings: tuple[ChartFinding, ...] = ()
    added: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BothWays:
    """A cell that two people wrote differently."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartForm:
    """The whole form. `removed`: steps of the template that the chart lacks; `whole`: findings of no row."""

    version: int
    head: tuple[HeadField, ...]
    rows: tuple[FormRow, ...]
    whole: tuple[ChartFinding, ...]
    removed: tuple[str, ...]
    columns: tuple[str, ...] = tuple(STEP_FIELD_NAMES[name] for name in MAIN)
    both: tuple[BothWays, ...] = field(default=())


def form_of(page: ChartPage, refusal: Refusal | None) -> ChartForm:
    """The form of a chart; after a refusal with what was typed, without what is said of the table that stands."""
    if refusal:
        typed = {name: str(refusal.typed.get(name, "")) for name in refusal.typed}
        rows = tuple(_row(number, row, (), None) for number, row in enumerate(rows_in(typed), 1))
        return ChartForm(
            version=page.version,
            head=_head(typed),
            rows=rows,
            whole=(),
            removed=(),
            both=_both(refusal.theirs, typed) if refusal.theirs else (),
        )
    against = _Against(page)
    numbers = {step.number for step in page.value.steps}
    return ChartForm(
        version=page.version,
        head=_head(page.texts),
        rows=tuple(_row(step.number, texts_of(step), page.findings, against) for step in page.value.steps),
        whole=tuple(one for one in page.findings if one.step not in numbers),
        removed=against.removed,
    )


def _head(texts: Mapping[str, str]) -> tuple[HeadField, ...]:
    return tuple(HeadField(name=name, label=HEAD_NAMES[name], value=texts.get(name, "")) for name in HEAD)


def label_of(name: str) -> str:
    """What a field of the form is called: 第 3 步 下一环节."""
    if name in HEAD_NAMES:
        return HEAD_NAMES[name]
    _, number, cell = name.split("-", 2)
    return f"第 {number} 步 {STEP_FIELD_NAMES[cell]}"


class _Against:
    """A chart against its template: what differs, by step and field."""

    def __init__(self, page: ChartPage) -> None:
        self.template = page.template
        found: Sequence[Difference] = difference(page.value, page.template.chart) if page.template else ()
        self.by_cell: dict[tuple[int | None, str], str] = {
            (one.step, _TEMPLATE_SAYS[one.kind]): one.before for one in found if one.kind in _TEMPLATE_SAYS
        }
        self.added = {one.step for one in found if one.kind is DifferenceKind.ADDED}
        self.moved = {one.step for one in found if one.kind is DifferenceKind.ORDER}
        self.removed = tuple(one.name for one in found if one.kind is DifferenceKind.REMOVED)
        self.origins = {one.step: one.origin for one in found if one.step and one.origin}
        self.steps = {step.number: step for step in page.value.steps}

    def hint(self, number: int, name: str) -> tuple[str, bool]:
        """What the template says at a cell, and whether it differs."""
        if (number, name) in self.by_cell:
            return f"模板：{_shown(name, self.by_cell[number, name]) or '（空）'}", True
        source = self._source(number) if name == "statutory_limit" else ""
        return (f"模板相同，{source}" if source else ""), False

    def _source(self, number: int) -> str:
        step = self.steps[number]
        if self.template is None or step.statutory_limit is None:
            return ""
        origin = self.origins.get(number) or self._alike(step)
        return self.template.sources.get(origin or 0, "")

    def _alike(self, step: Step) -> int | None:
        steps = self.template.chart.steps if self.template else ()
        same = (
            one.number for one in steps if (one.name, one.kind, one.post) == (step.name, step.kind, step.post)
        )
        return next(same, None)


def _shown(name: str, words: str) -> str:
    return (
        dict(_CHOICES["kind"]).get(words, words)
        if name == "kind"
        else words or ("计入" if name == "counted" else "")
    )


def _row(number: int, row: Row, findings: Sequence[ChartFinding], against: _Against | None) -> FormRow:
    mine = [one for one in findings if one.step == number]
    cells = {name: _cell(number, name, row.get(name, ""), mine, against) for name in CELLS}
    return FormRow(
        number=number,
        main=tuple(cells[name] for name in MAIN),
        more=tuple(cells[name] for name in MORE),
        findings=tuple(one for one in mine if one.field not in CELLS),
        added=bool(against and number in against.added),
        moved=bool(against and number in against.moved),
    )


def _cell(
    number: int, name: str, value: str, findings: Sequence[ChartFinding], against: _Against | None
) -> Cell:
    hint, differs = against.hint(number, name) if against else ("", False)
    kind = "choice" if name in _CHOICES else "area" if name in _AREAS else "line"
    return Cell(
        name=f"row-{number}-{name}",
        column=STEP_FIELD_NAMES[name],
        label=f"第 {number} 步 {STEP_FIELD_NAMES[name]}",
        value=value,
        kind=kind,
        most=longest_cell(name) if kind != "choice" else 0,
        list=_LISTS.get(name, ""),
        choices=_CHOICES.get(name, ()),
        findings=tuple(one for one in findings if one.field == name),
        hint=hint,
        differs=differs,
    )


def _both(theirs: Mapping[str, str], typed: Mapping[str, str]) -> tuple[BothWays, ...]:
    cells = [name for row in rows_in(typed) for name in row]
    count = max(len(rows_in(theirs)), len(cells) // len(CELLS))
    names = [*HEAD, *(f"row-{number}-{name}" for number in range(1, count + 1) for name in CELLS)]
    pairs = [(name, theirs.get(name, ""), " ".join(typed.get(name, "").split("\r"))) for name in names]
    return tuple(
        BothWays(label=label_of(name), theirs=_word(name, one), mine=_word(name, other))
        for name, one, other in pairs
        if one.split() != other.split()
    )


def _word(name: str, value: str) -> str:
    cell = name.rpartition("-")[2]
    return dict(_CHOICES.get(cell, ())).get(value, value)


def difference_lines(page: ChartPage) -> list[tuple[str, Difference]]:
    """What differs from the template, in the order of the chart, each with its name in words."""
    if page.template is None:
        return []
    return [(DIFFERENCE_NAMES[one.kind], one) for one in difference(page.value, page.template.chart)]


def typed_form(form: QueryDict) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What a posted form holds: the head, and the rows in order."""
    fields = {name: str(form.get(name, "")) for name in form}
    return {name: fields.get(name, "") for name in HEAD}, rows_in(fields)
