"""Prints the flow charts of a department: a list, then for each chart the drawing on one page and its steps as a table.

Source: plan, R-048 (a set of charts by kind of power); the project's screens, §8 and §9 (one chart on one A4 page, the
same steps as a table).
"""

import re
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

from qingdan.documents.forms import day, printed
from qingdan.documents.model import ChartSet, PrintedChart
from qingdan.documents.printable import printable
from qingdan.documents.typesetter import set_pdf

_SVG = "http://www.w3.org/2000/svg"
_NUMBER = re.compile(r"-?[\d.]+")
_BROAD = 1.25  # times as broad as high: a page across gives a larger drawing
ElementTree.register_namespace("", _SVG)


class NotAChart(ValueError):
    """The drawing handed over is no SVG."""


def chart_set_pdf(charts: ChartSet) -> bytes:
    """All flow charts of a department. Raises FontsMissing; NotAChart for a drawing that is no SVG."""
    return set_pdf(chart_set_data(charts), dated=charts.filled_on)


def chart_set_data(charts: ChartSet) -> dict[str, Any]:
    """What the template of the chart set prints."""
    return {"kind": "chart_set", "charts": [_chart(one) for one in charts.charts]} | printed(
        department=charts.department, campaign=charts.campaign, filled_on=day(charts.filled_on)
    )


def styled_for_print(svg: str) -> str:
    """The drawing alone, with the styles of its classes put in: print knows no page style. Raises NotAChart."""
    root = _parsed(svg)
    style = ElementTree.Element(root.tag.removesuffix("svg") + "style")
    style.text = _style()
    root.insert(0, style)
    if root.tag == "svg":  # drawings within a page do without the name of the language
        root.set("xmlns", _SVG)
    return ElementTree.tostring(root, encoding="unicode")


def is_broad(svg: str) -> bool:
    """Whether the drawing is better printed across the page. Raises NotAChart."""
    match [float(one) for one in _NUMBER.findall(_parsed(svg).get("viewBox", ""))]:
        case [_, _, width, height]:
            return width > _BROAD * height
        case _:
            return False


def _parsed(svg: str) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise NotAChart(str(error)) from error
    if root.tag not in ("svg", f"{{{_SVG}}}svg"):
        raise NotAChart(root.tag)
    return root


def _chart(chart: PrintedChart) -> dict[str, Any]:
    drawings = [{"svg": styled_for_print(printable(one)), "broad": is_broad(one)} for one in chart.drawings]
    return {"drawings": drawings} | printed(
        number=chart.number,
        title=chart.title,
        scope=chart.scope,
        facts=chart.facts,
        lines=[asdict(line) for line in chart.lines],
    )


@cache
def _style() -> str:
    return files("qingdan.documents").joinpath("templates", "chart.css").read_text(encoding="utf-8")
