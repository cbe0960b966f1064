"""Everything that a unit's principal signs, as one plain value: what is frozen, compared and printed.

It holds nothing of the day on which it is read, so that the same drafts always have the same digest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import Model, QuerySet

from qingdan.base.orgs.models import Unit
from qingdan.campaigns.models import Campaign
from qingdan.filings.models import CleaningReport
from qingdan.flows.models import ChartExit, ChartStep, FlowChart
from qingdan.powers.models import Justification, LegalBasis, Merge, NilLine, PowerItem, Referral
from qingdan.powers.queries.items import values_of
from qingdan.powers.queries.referrals import referral_line
from qingdan.responsibilities.queries.filed import duty_items
from qingdan.rules.power_item import Disposition
from qingdan.rules.review import ListKind

FORM = 1  # of this value: raised when its shape changes, so that older ones can still be read
SECTIONS = ("situation", "measures", "results", "difficulties", "suggestions")
_NOT_OF_A_CHART = {
    "id",
    "region",
    "campaign",
    "unit",
    "item",
    "problems",
    "blockers",
    "updated_by",
    "updated_at",
}
Content = dict[str, Any]


def bodies_of(unit: Unit) -> list[Unit]:
    """The unit and the subordinate bodies it answers for (R-052), in their order."""
    below = Unit.objects.filter(supervising=unit, valid_until=None).order_by("order", "code")
    return [unit, *below]


def items_of(campaign: Campaign, bodies: Iterable[Unit]) -> QuerySet[PowerItem]:
    """The items of a filing that are not deleted."""
    return PowerItem.objects.kept().filter(campaign=campaign, unit__in=list(bodies))


def charts_of(campaign: Campaign, bodies: Iterable[Unit]) -> QuerySet[FlowChart]:
    """The charts of a filing; those of deleted items are left out."""
    found = FlowChart.objects.filter(campaign=campaign, unit__in=list(bodies))
    return found.exclude(item__deleted_at__isnull=False)


def content_of(campaign: Campaign, unit: Unit, kind: ListKind = ListKind.POWER) -> Content:
    """The whole filing of a unit as its drafts stand: items with bases, charts, report, nil lines, 附件3.

    Of the responsibility list: the duties of each of its published powers, in place of all these.
    """
    bodies = bodies_of(unit)
    head = {
        "form": FORM,
        "campaign": campaign.code,
        "campaign_name": campaign.name,
        "template": campaign.template,
        "law_on": campaign.law_on.isoformat() if campaign.law_on else "",
        "unit": unit.code,
        "unit_name": unit.name,
        "bodies": [{"code": one.code, "name": one.name} for one in bodies],
    }
    if kind is ListKind.RESPONSIBILITY:
        return head | {
            "list": kind.value,
            "items": duty_items(campaign, bodies),
            "charts": [],
            "referrals": [],
        }
    return head | {
        "items": _items(campaign, bodies),
        "charts": _charts(campaign, bodies),
        "report": _report(campaign, unit),
        "nil": _nil(campaign, bodies),
        "referrals": _referrals(campaign, bodies),
    }


def _items(campaign: Campaign, bodies: Sequence[Unit]) -> list[Content]:
    place = {one.pk: number for number, one in enumerate(bodies)}
    rows = sorted(items_of(campaign, bodies), key=lambda one: (place[one.unit_id], one.order, one.pk))
    bases = _by_item(
        LegalBasis.objects.filter(item__in=rows).select_related("attachment").order_by("order", "pk")
    )
    reasons = _by_item(Justification.objects.filter(item__in=rows).order_by("key"))
    merged = dict(Merge.objects.filter(source__in=rows).values_list("source_id", "target__draft_number"))
    codes = {one.pk: one.code for one in bodies}
    return [
        {
            "number": one.draft_number,
            "unit": codes[one.unit_id],
            "values": {name: text for name, text in values_of(one).items() if text},
            "bases": [_basis(row) for row in bases.get(one.pk, ())],
            "reasons": {row.key: row.reason for row in reasons.get(one.pk, ())},
            "merged_into": merged.get(one.pk, ""),
        }
        for one in rows
    ]


def _referrals(campaign: Campaign, bodies: Sequence[Unit]) -> list[Content]:
    """The rows of 附件3, as the form prints them."""
    items = items_of(campaign, bodies).filter(disposition=Disposition.REFER_UP)
    rows = list(items.select_related("unit", "campaign").order_by("unit", "order", "pk"))
    typed = {one.item_id: one for one in Referral.objects.filter(item__in=rows)}
    lines = [referral_line(one, typed.get(one.pk)) for one in rows]
    return [{"number": line.number, "row": asdict(line.row)} for line in lines]


def _by_item(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


def _basis(row: LegalBasis) -> Content:
    file = row.attachment
    return {
        "instrument": row.instrument,
        "document_number": row.document_number,
        "locator": row.locator,
        "quotation": row.quotation,
        "attachment": {"name": file.name, "digest": file.digest} if file else {},
    }


def _charts(campaign: Campaign, bodies: Sequence[Unit]) -> list[Content]:
    rows = list(charts_of(campaign, bodies).select_related("item", "unit").order_by("unit", "category", "pk"))
    exits: dict[int, list[Content]] = {}
    for way in ChartExit.objects.filter(step__chart__in=rows).order_by("order", "pk"):
        exits.setdefault(way.step_id, []).append({"to": way.to, "condition": way.condition})
    steps: dict[int, list[Content]] = {}
    for step in ChartStep.objects.filter(chart__in=rows).order_by("number"):
        plain = _plain(step, {"id", "region", "chart"})
        steps.setdefault(step.chart_id, []).append({**plain, "exits": exits.get(step.pk, [])})
    return [
        {
            **_plain(one, _NOT_OF_A_CHART | {"version"}),
            "unit": one.unit.code,
            "item": one.item.draft_number if one.item else "",
            "steps": steps.get(one.pk, []),
        }
        for one in rows
    ]


def _plain(row: Model, without: set[str]) -> Content:
    """The columns of a row, whatever they are: what is added to charts later is signed too."""
    return {
        field.name: row.__dict__[field.attname]
        for field in row._meta.concrete_fields
        if field.name not in without
    }


def _report(campaign: Campaign, unit: Unit) -> Content:
    found = CleaningReport.objects.filter(campaign=campaign, unit=unit).first()
    return {name: getattr(found, name) if found else "" for name in SECTIONS}


def _nil(campaign: Campaign, bodies: Sequence[Unit]) -> list[Content]:
    rows = NilLine.objects.filter(campaign=campaign, unit__in=bodies).order_by("unit", "category")
    return [{"unit": code, "category": key} for code, key in rows.values_list("unit__code", "category")]
