"""A 审议稿 as its annex prints it: grouped by unit and category, counts before it (R-110)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.snapshots.queries import thaw_many
from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.data.publication import LIST_NAMES
from qingdan.data.schemes import category_names, in_scheme_order
from qingdan.data.wording import wording
from qingdan.documents.lists import ListColumn, ListGroup, PrintedList
from qingdan.documents.model import CategoryCount
from qingdan.editions.queries.difference import printed_basis
from qingdan.lists.queries.composition import draft_items
from qingdan.lists.queries.drafts import read_draft
from qingdan.rules.power_item import Disposition
from qingdan.rules.review import ListKind

_POWER_WIDTHS = (9, 29, 36, 16, 20, 16, 56, 16, 13, 12, 12, 18)
_DUTY_WIDTHS = (9, 24, 46, 12, 56, 22, 42, 42)
Content = Mapping[str, Any]
Row = tuple[str, ...]


def printed_draft(actor: Actor, *, campaign: str, kind: ListKind, number: int) -> PrintedList:
    """The draft for who may read it. Raises Missing."""
    found, draft = read_draft(actor, campaign=campaign, kind=kind, number=number)
    words, region = _words(), found.region.name
    items = draft_items(draft)
    contents = thaw_many([one["entry"] for one in items])
    entries = [{**contents[one["entry"]], "withheld": one["withheld"]} for one in items]
    return PrintedList(
        region=region,
        title=words["annex_title"].format(region=region, name=LIST_NAMES[kind]),
        version=words["annex_version"].format(number=number),
        campaign=found.name,
        digest=draft.digest,
        dated=day_of(draft.composed_at),
        columns=_columns(kind),
        groups=tuple(_groups(entries, kind)),
        counts=_counts(in_scheme_order(draft.counts)) if kind is ListKind.POWER else (),
    )


def _words() -> Mapping[str, str]:
    names = ("annex_title", "annex_version", "annex_withheld")
    return {name: wording()[f"lists.{name}"]["message"] for name in names}


def _columns(kind: ListKind) -> tuple[ListColumn, ...]:
    widths = _POWER_WIDTHS if kind is ListKind.POWER else _DUTY_WIDTHS
    heads = wording()[f"lists.columns_{kind}"]["message"].split("|")
    return tuple(ListColumn(heading=one, width=width) for one, width in zip(heads, widths, strict=True))


def _groups(entries: Sequence[Content], kind: ListKind) -> Iterator[ListGroup]:
    """Units as the draft has them, the categories of each in the order of the scheme."""
    names, number = category_names(), 0
    places = {key: place for place, key in enumerate(names)}
    units = {one["unit"]: place for place, one in reversed([*enumerate(entries)])}
    ordered = sorted(entries, key=lambda one: (units[one["unit"]], places.get(one["category"], len(places))))
    for (_, unit, category), members in groupby(
        ordered, key=lambda one: (one["unit"], one["unit_name"], one["category"])
    ):
        rows: list[Row] = []
        for one in members:
            number += 1
            rows += [_power(number, one)] if kind is ListKind.POWER else _duties(number, one)
        yield ListGroup(heading=f"{unit}　{names.get(category, category)}", rows=tuple(rows))


def _power(number: int, entry: Content) -> Row:
    values, disposition = entry["values"], entry["disposition"]
    hidden = _words()["annex_withheld"] if entry["withheld"] else ""
    return (
        str(number),
        entry["code"],
        entry["name"],
        values.get("sub_item", ""),
        values.get("implementing_body", "") or entry["unit_name"],
        values.get("office", ""),
        "\n".join(printed_basis(one) for one in entry["bases"]),
        values.get("subject", ""),
        values.get("promised_limit", "") or values.get("statutory_limit", ""),
        values.get("fee", ""),
        DISPOSITION_NAMES[Disposition(disposition)] if disposition else "",
        "\n".join(filter(None, (values.get("remark", ""), hidden))),
    )


def _duties(number: int, entry: Content) -> list[Row]:
    """A row for each duty; the power stands at the first."""
    return [
        (
            *((str(number), entry["code"], entry["name"]) if place == 0 else ("", "", "")),
            str(one["step"] or ""),
            one["duty"],
            one["post"],
            one["accountability_ground"],
            one["legal_basis"],
        )
        for place, one in enumerate(entry["duties"])
    ]


def _counts(counts: Mapping[str, Mapping[str, int]]) -> tuple[CategoryCount, ...]:
    names = category_names()
    return tuple(
        CategoryCount(
            category=names.get(category, category),
            **{key: count for key, count in found.items() if key in set(Disposition)},
        )
        for category, found in counts.items()
    )
