"""The report of a unit (R-049): its figures, filled from data, and what the unit wrote."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.data.wording import note_words
from qingdan.documents.model import REPORT_HEADINGS, CategoryCount, CleaningReport, ReportSection
from qingdan.filings.queries.charts import chart_savings
from qingdan.filings.queries.content import SECTIONS, Content
from qingdan.filings.queries.progress import name_of_category
from qingdan.powers.queries.register import scheme_of_template
from qingdan.rules.flow_graph import Savings
from qingdan.rules.note import Note
from qingdan.rules.power_item import Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Who fills the form in, by name and telephone, and the day; empty ones are left to the pen."""

    name: str = ""
    phone: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the report is filled with from data: counts by category and opinion, nil categories, charts."""

    counts: tuple[CategoryCount, ...]
    nil: tuple[str, ...]
    charts: Savings
    items: int


def figures_of(content: Content) -> Figures:
    """The figures of the report."""
    scheme = scheme_of_template(content["template"])
    counted = Counter(
        (item["values"].get("category", ""), item["values"].get("disposition", ""))
        for item in content["items"]
    )
    keys = [one.value for one in scheme.listed]
    keys += sorted({category for category, _ in counted} - set(keys))
    counts = tuple(
        CategoryCount(
            category=name_of_category(scheme, key),
            **{one.value: counted[key, one.value] for one in Disposition},
        )
        for key in keys
        if any(category == key for category, _ in counted)
    )
    return Figures(
        counts=counts,
        nil=nil_names(content),
        charts=chart_savings(content),
        items=len(content["items"]),
    )


def figure_sentences(figures: Figures) -> dict[str, tuple[str, ...]]:
    """The sentences that the report begins its sections with, by section."""
    sums = zip(
        DISPOSITION_NAMES.values(),
        map(sum, zip(*(one.counts() for one in figures.counts), strict=True)),
        strict=False,
    )
    parts = "，".join(f"{name} {count} 项" for name, count in sums if count)
    situation = [
        _said("filing.figures_items", items=figures.items, parts=parts)
        if figures.items
        else _said("filing.figures_none")
    ]
    if figures.nil and figures.items:
        situation.append(_said("filing.figures_nil", names="、".join(figures.nil)))
    return {"situation": tuple(situation), "results": tuple(_chart_sentences(figures.charts))}


def report(content: Content, filler: Filler, addressee: str) -> CleaningReport:
    """The report: figures first, then what the unit wrote."""
    figures = figures_of(content)
    said = figure_sentences(figures)
    return CleaningReport(
        department=content["unit_name"],
        campaign=content["campaign_name"],
        addressee=addressee,
        filled_on=filler.on,
        sections=tuple(
            ReportSection(
                heading=heading, text="\n".join((*said.get(name, ()), content["report"][name])).strip()
            )
            for name, heading in zip(SECTIONS, REPORT_HEADINGS, strict=True)
        ),
        counts=figures.counts,
    )


def nil_names(content: Content) -> tuple[str, ...]:
    """The categories without items that the unit reports nil, by name; all of them when it reports nil as a whole."""
    scheme = scheme_of_template(content["template"])
    said = {one["category"] for one in content["nil"]}
    return tuple(scheme.name_of(key) for key in scheme.listed if "" in said or key.value in said)


def _chart_sentences(charts: Savings) -> Iterable[str]:
    if charts.items:
        yield _said(
            "filing.figures_saved",
            charts=charts.charts,
            compared=charts.compared,
            items=charts.items,
            before=charts.steps_before,
            after=charts.steps_after,
            saved=charts.steps_before - charts.steps_after,
        )
    elif charts.charts:
        yield _said("filing.figures_charts", charts=charts.charts)
    if charts.timed_items:
        yield _said(
            "filing.figures_days",
            timed=charts.timed_items,
            days_before=charts.days_before,
            days_after=charts.days_after,
            days_saved=charts.days_before - charts.days_after,
        )


def _said(key: str, **params: str | int) -> str:
    return note_words(Note(key=key, params=params))
