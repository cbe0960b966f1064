"""An item as an edition publishes it, made from what was reviewed: pure functions over values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingdan.lists.models import ApprovalBatch, ApprovalItem
from qingdan.rules.item_numbering import KEEPING, may_be_exercised
from qingdan.rules.power_item import Disposition
from qingdan.rules.review import ChartState, ListKind

FORM = 1
PUBLIC_FIELDS = (
    "sub_item", "implementing_body", "body_kind", "office", "joint", "joint_lead", "joint_partners", "level", "subject",
    "statutory_limit", "promised_limit", "fee", "publication", "receiver", "transition_from", "transition_until",
    "remark",
)  # fmt: skip
"""What the public reads of an item beside name, category and disposition; reasons and use counts are working papers."""

BASIS_FIELDS = ("instrument", "document_number", "locator", "quotation")
_CHART_FIELDS = ("code", "name", "category", "template", "clock_from", "clock_until", "steps")
Content = Mapping[str, Any]


def power_entry(item: Content, *, codes: Mapping[str, str], chart: Content | None) -> dict[str, Any]:
    """A power: what was reviewed, its public code, and the approved chart where the power is exercised on (R-026).

    `codes`: public codes by draft number, of this item and of the one it is merged into.
    """
    values = item["values"]
    kept = values.get("disposition", "") in KEEPING
    return {
        "form": FORM,
        "list": ListKind.POWER.value,
        "code": codes[item["number"]],
        "number": item["number"],
        "unit": item["unit"],
        "unit_name": item["unit_name"],
        "category": values.get("category", ""),
        "name": values.get("name", ""),
        "disposition": values.get("disposition", ""),
        "values": {name: values[name] for name in PUBLIC_FIELDS if values.get(name)},
        "bases": [{name: one[name] for name in BASIS_FIELDS} for one in item["bases"]],
        "chart": {name: chart[name] for name in _CHART_FIELDS} if chart and kept else {},
        "merged_into": codes.get(item.get("merged_into", ""), ""),
        "law_on": item["law_on"],
    }


def duty_entry(item: Content, *, code: str) -> dict[str, Any]:
    """The duties of a published power, as reviewed; `power_digest` is of the entry they were made for."""
    return {
        "form": FORM,
        "list": ListKind.RESPONSIBILITY.value,
        "code": code,
        "unit": item["unit"],
        "unit_name": item["unit_name"],
        "category": item["values"].get("category", ""),
        "name": item["values"].get("name", ""),
        "power_digest": item["power_digest"],
        "duties": item["duties"],
    }


def approval_entry(batch: ApprovalBatch, item: ApprovalItem) -> dict[str, Any]:
    """An approval as last year's clean-up kept it; its chart where the 法制办 approved it. The item has its code."""
    return {
        "form": FORM,
        "list": ListKind.APPROVAL.value,
        "code": item.code,
        "number": f"{batch.code}-{item.number}",
        "unit": item.unit.code,
        "unit_name": item.unit.name,
        "category": item.kind,
        "name": item.name,
        "disposition": Disposition.RETAIN.value,
        "values": item.content["values"],
        "bases": item.content["bases"],
        "chart": item.chart if item.chart_state == ChartState.APPROVED else {},
        "merged_into": "",
        "law_on": batch.decided_on.isoformat(),
    }


def in_force(entry: Content, *, on: date) -> bool:
    """Whether what the entry says may be exercised when its edition takes effect (R-006)."""
    if entry["list"] == ListKind.RESPONSIBILITY:
        return True
    until = entry["values"].get("transition_until", "")
    return may_be_exercised(entry["disposition"], until=date.fromisoformat(until) if until else None, on=on)
