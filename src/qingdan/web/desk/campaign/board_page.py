"""What the board shows, composed of the modules' queries; their number is the same however many rows there are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from qingdan.base.actor import Actor
from qingdan.campaigns.queries.duties import Duty, Standing, standings_in
from qingdan.campaigns.queries.participants import absent_from
from qingdan.campaigns.queries.plans import CampaignLine, Plan, filing_of, get_plan, list_campaigns
from qingdan.campaigns.queries.progress import (
    PhaseProgress,
    Tally,
    by_kind,
    count,
    counties,
    curve,
    departments,
    late_list,
    phases,
    slowness,
    soon_list,
)
from qingdan.campaigns.queries.questions import QuestionHeads, question_heads
from qingdan.drawing.stacked_bar import StackedBar, draw_stacked_bar
from qingdan.drawing.step_line import StepLine, draw_step_line
from qingdan.filings.queries.counts import filing_states
from qingdan.flows.queries.counts import UnitCharts, count_charts
from qingdan.powers.queries.counts import (
    DispositionTable,
    ItemCount,
    UnitItems,
    by_disposition,
    by_unit,
    count_items,
)
from qingdan.rules.campaign import PhaseState
from qingdan.rules.campaign_template import Owes
from qingdan.web.shared.words import grouped

FEW = 15  # units shown before 展开全部
URGED = 12  # shown on the board; the rest has a page of its own
KIND_NAMES = {
    "department": "市政府工作部门",
    "institution": "直属事业单位",
    "stationed": "驻宜单位",
    "other": "其他处级机构",
    "subordinate": "所属单位",
    "county": "县（市、区）政府",
}
COLUMNS = (
    ("receipt", "county_receipt", "签收"),
    ("contacts", "", "联络员"),
    ("leading_group", "county_leading_group", "领导小组"),
    ("unit_plan", "county_plan", "方案"),
    ("filing", "county_filing", "报送"),
    ("responsibility_filing", "", "责任清单"),
)
FILING_STATES = {
    "signing": "待签字",
    "signed": "已签字，没有报",
    "filed": "已报",
    "received": "已收",
    "returned": "退回，要改",
    "voided": "签字作废",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the board is asked for in the address. `order`: slow, plan, items. Not `whole`: the first few units."""

    campaign: str = ""
    kind: str = ""
    order: str = "slow"
    whole: bool = False

    @property
    def most(self) -> int | None:
        """How many units are shown; None for all."""
        return None if self.whole or self.kind else FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A unit's line: its duties in the order of the columns (None: it owes no such thing)."""

    standing: Standing
    duties: tuple[Duty | None, ...]
    items: UnitItems | None
    charts: UnitCharts | None
    filing: str

    @property
    def number(self) -> int:
        """How many items the unit has."""
        return self.items.items if self.items else 0

    @property
    def charted(self) -> str:
        """12 / 20: how many retained items have a chart, of how many; "" where there are none."""
        return f"{grouped(self.charts.drawn)} / {grouped(self.charts.needed)}" if self.charts else ""

    @property
    def missing(self) -> str:
        """ "1" where retained items have no chart, as the list behind is asked for."""
        return "1" if self.charts and self.charts.needed > self.charts.drawn else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted of the units, by code: items, charts, how far the return is."""

    items: Mapping[str, UnitItems]
    charts: Mapping[str, UnitCharts]
    filings: Mapping[str, str]

    def number(self, standing: Standing) -> int:
        """How many items a unit has."""
        return self.items[standing.unit].items if standing.unit in self.items else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The filing curve: picture, points where it changed, and what its caption says."""

    picture: SafeString
    points: tuple[tuple[date, int], ...]
    tally: Tally
    due_on: date | None
    address: str

    @property
    def open(self) -> int:
        """How many have not filed."""
        return self.tally.owed - self.tally.done


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole page."""

    plan: Plan
    asked: Asked
    campaigns: tuple[CampaignLine, ...]
    units: int
    phases: tuple[PhaseProgress, ...]
    urged: tuple[tuple[Standing, Duty], ...]
    more_urged: int
    late: int
    curve: Curve
    columns: tuple[str, ...]
    groups: tuple[tuple[str, str, int, tuple[BoardRow, ...]], ...]
    hidden: int
    dispositions: DispositionTable
    bars: SafeString
    absent: int
    county_plans: Tally | None
    questions: QuestionHeads
    has_charts: bool


def board_of(actor: Actor, asked: Asked, *, today: date) -> Board:
    """The board of a campaign of the own region or a county's. Raises Missing."""
    plan = get_plan(actor, asked.campaign)
    standings = standings_in(actor, plan, today=today)
    filers = departments(standings, plan)
    late, soon = late_list(standings), soon_list(standings)
    urged = [*late, *soon]
    counts = count_items(actor, plan.code)
    figures = figures_of(actor, plan, counts)
    units = chosen_units(filers, figures, asked)
    rows = board_rows(plan, units[: asked.most], figures, today)
    table = by_disposition(counts, plan.template.scheme)
    return Board(
        plan=plan,
        asked=asked,
        campaigns=list_campaigns(actor),
        units=len(filers),
        phases=phases(plan, filers, today),
        urged=tuple(urged[:URGED]),
        more_urged=max(0, len(urged) - URGED),
        late=len(late),
        curve=_curve(plan, filers, today),
        columns=column_names(plan, today),
        groups=_groups(rows, units),
        hidden=len(units) - len(rows),
        dispositions=table,
        bars=_bars(table),
        absent=len(absent_from(actor, plan)),
        county_plans=count(found, "county_plan") if (found := counties(standings, plan)) else None,
        questions=question_heads(actor, plan.code, today=today),
        has_charts=any(one.unit in figures.charts for one in units),
    )


def column_names(plan: Plan, today: date) -> tuple[str, ...]:
    """The columns: what units owe in the phases that have begun."""
    return tuple(name for _, _, name in _columns(plan, today))


def figures_of(actor: Actor, plan: Plan, counts: Sequence[ItemCount]) -> Figures:
    """Everything counted by unit."""
    return Figures(
        items=by_unit(counts),
        charts=count_charts(actor, plan.code, counts),
        filings=filing_states(actor, plan.code),
    )


def chosen_units(filers: Sequence[Standing], figures: Figures, asked: Asked) -> Sequence[Standing]:
    """The units of the kind asked for, in the order asked for."""
    units = [one for one in filers if asked.kind in ("", one.kind)]
    match asked.order:
        case "slow":
            return sorted(units, key=slowness, reverse=True)
        case "items":
            return sorted(units, key=figures.number, reverse=True)
        case _:
            return units


def board_rows(plan: Plan, units: Iterable[Standing], figures: Figures, today: date) -> tuple[BoardRow, ...]:
    """The units' lines."""
    columns = _columns(plan, today)
    return tuple(
        BoardRow(
            standing=one,
            duties=tuple(one.duty(key) or one.duty(county) for key, county, _ in columns),
            items=figures.items.get(one.unit),
            charts=figures.charts.get(one.unit),
            filing=FILING_STATES.get(figures.filings.get(one.unit, ""), ""),
        )
        for one in units
    )


def _columns(plan: Plan, today: date) -> list[tuple[str, str, str]]:
    begun = {one.phase.code for one in plan.schedule.phases if one.state(today) is not PhaseState.NOT_BEGUN}
    owed = {one.code for one in plan.owed_by(Owes.DEPARTMENTS) if one.phase in begun}
    return [one for one in COLUMNS if one[0] in owed or one[1] in owed]


def _groups(
    rows: Sequence[BoardRow], units: Iterable[Standing]
) -> tuple[tuple[str, str, int, tuple[BoardRow, ...]], ...]:
    """Kind, its name, number of all its units, the lines shown of it in the order given."""
    found = {row.standing.unit: row for row in rows}
    numbers = Counter(one.kind for one in units)
    return tuple(
        (kind, KIND_NAMES[kind], numbers[kind], tuple(found[one.unit] for one in group))
        for kind, group in by_kind(row.standing for row in rows)
    )


def _curve(plan: Plan, filers: Sequence[Standing], today: date) -> Curve:
    key = filing_of(plan)
    tally, due_on = count(filers, key), plan.schedule.dues[key].on
    points = curve(filers, key, until=min(today, plan.schedule.phases[-1].ends_on))
    changed = tuple(
        now for before, now in zip(((None, 0), *points), points, strict=False) if now[1] != before[1]
    )
    marked = [one for one in (due_on, points[-1][0] if points else None) if one]
    chart = StepLine(
        title=f"各单位报送进度，{_short(points[0][0])}至{_short(points[-1][0])}" if points else "",
        description="累计报送单位数。" + "，".join(f"{_short(day)} {number} 个" for day, number in changed),
        points=points,
        whole=tally.owed,
        whole_words=f"应报 {tally.owed}",
        deadline=due_on,
        deadline_words=f"{_short(due_on)} 截止" if due_on else "",
        marked=marked,
    )
    query = urlencode({"campaign": plan.code, "obligation": key})
    address = f"{reverse('desk:board_units')}?{query}"
    return Curve(
        picture=_svg(draw_step_line(chart)), points=changed, tally=tally, due_on=due_on, address=address
    )


def _bars(table: DispositionTable) -> SafeString:
    chart = StackedBar(
        title="各类别清理意见占比",
        description="各类权力事项按清理意见的构成，各占百分之百；数字见旁边的表格。",
        series=[name for _, name in table.columns],
        rows=[
            (line.name.replace("行政", "").replace("权力", "")[:4], [one.count for one in line.cells])
            for line in table.lines
        ],
    )
    return _svg(draw_stacked_bar(chart))


def _shortened(category: str) -> str:
    """处罚 for 行政处罚, 其他 for 其他行政权力: as much as stands beside a bar."""
    return category.replace("行政", "").replace("权力", "")[:4]


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _svg(picture: str) -> SafeString:
    return mark_safe(picture)
