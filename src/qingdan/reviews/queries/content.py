"""The parts of a filing as they are reviewed: one frozen value for each item and each chart."""

from collections.abc import Iterator, Mapping
from typing import Any

from qingdan.filings.queries.comparison import item_texts
from qingdan.filings.queries.content import Content
from qingdan.powers.queries.bases import BasisText, print_bases
from qingdan.powers.queries.similar import cited_articles

ITEM_KIND, CHART_KIND = "reviewed_item", "reviewed_chart"
DUTY_PARTS = ("step", "duty", "post", "accountability_ground", "legal_basis", "exemption")
BASIS_FIELDS = ("instrument", "document_number", "locator", "quotation")


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


def texts_of(item: Mapping[str, Any]) -> Mapping[str, str]:
    """What an item says, as texts by field: those of a power, or the duties of one, a line each."""
    if "duties" not in item:
        return item_texts(dict(item))
    lines = ["；".join(str(one[part]) for part in DUTY_PARTS if one.get(part)) for one in item["duties"]]
    return {"name": item.get("values", item).get("name", ""), "duty": "\n".join(lines)}


def bases_printed(item: Mapping[str, Any]) -> str:
    """The bases of an item as one text, a line each; duties have none of their own."""
    bases = [BasisText(**{name: one[name] for name in BASIS_FIELDS}) for one in item.get("bases", ())]
    return print_bases(bases)


def articles_of(item: Mapping[str, Any]) -> frozenset[str]:
    """The articles that its bases cite, each by title and number."""
    return cited_articles(bases_printed(item))


def _charts(content: Content) -> dict[tuple[str, Any], str]:
    """Code of a chart by the item it is drawn for, or by unit and category."""
    found: dict[tuple[str, Any], str] = {}
    for one in content["charts"]:
        found["item", one["item"]] = one["code"]
        if not one["item"]:
            found[one["unit"], one["category"]] = one["code"]
    return found
