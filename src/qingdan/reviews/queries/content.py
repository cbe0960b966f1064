"""The parts of a filing as they are reviewed: one frozen value for each item and each chart."""

from collections.abc import Iterator
from typing import Any

from qingdan.filings.queries.content import Content

ITEM_KIND, CHART_KIND = "reviewed_item", "reviewed_chart"


def reviewed_items(content: Content) -> Iterator[Content]:
    """Each item of a filing with the code of the chart that shows it ("" none) and its row of 附件3, if any."""
    names = {one["code"]: one["name"] for one in content["bodies"]}
    referrals = {one["number"]: one["row"] for one in content["referrals"]}
    charts = _charts(content)
    for one in content["items"]:
        category = one["values"].get("category", "")
        yield one | {
            "unit_name": names.get(one["unit"], ""),
            "law_on": content["law_on"],
            "chart": charts.get(("item", one["number"]), charts.get((one["unit"], category), "")),
            "referral": referrals.get(one["number"], {}),
        }


def reviewed_item(content: Content, number: str) -> Content | None:
    """The one item of that number."""
    return next((one for one in reviewed_items(content) if one["number"] == number), None)


def reviewed_charts(content: Content) -> Iterator[Content]:
    """Each chart of a filing."""
    yield from content["charts"]


def _charts(content: Content) -> dict[tuple[str, Any], str]:
    """Code of a chart by the item it is drawn for, or by unit and category."""
    found: dict[tuple[str, Any], str] = {}
    for one in content["charts"]:
        found["item", one["item"]] = one["code"]
        if not one["item"]:
            found[one["unit"], one["category"]] = one["code"]
    return found
