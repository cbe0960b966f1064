"""The office changes an item under review, or takes a published one back to its unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from qingdan.base.clock import day_of
from qingdan.data.labels import DISPOSITION_NAMES, FIELD_NAMES
from qingdan.data.reason_codes import load_reason_codes
from qingdan.lists.queries.obstacles import amendment_of
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.services.fields import BASIS_PARTS, DAYS, longest, longest_of_basis
from qingdan.reviews.queries.items import ItemUnderReview, item_under_review
from qingdan.reviews.services.revising import REVISED, adjust_item, revise_item
from qingdan.rules.review import ListKind, Thing
from qingdan.rules.review_guards import StepFacts, find_row
from qingdan.rules.role import Role
from qingdan.web.desk.review.places import address_of
from qingdan.web.shared.numbers import number_in
from qingdan.web.shared.request import DeskRequest, act, done, page

OFFICE = (Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE)
_AREAS = frozenset(
    {"name", "sub_item", "joint_partners", "fee", "reason", "receiver", "law_change", "remark", "duty"}
)
_PART_NAMES = {
    "instrument": "法律法规名称",
    "document_number": "文号",
    "locator": "条款号",
    "quotation": "条款内容",
}
MOST_BASES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the form. `kind`: area, line, day, choice."""

    name: str
    label: str
    value: str
    kind: str
    most: int
    choices: tuple[tuple[str, str], ...] = ()


@page(*OFFICE)
def revise(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """The item as a form; a published one can only be taken back."""
    found = _found(request, campaign, kind, number)
    refusal = request.refusal
    typed = refusal.typed if refusal and "name" in refusal.typed else None
    context = {
        "item": found,
        "head": found.head,
        "revisable": _revisable(found),
        "fields": fields_of(found.values, typed),
        "bases": bases_of(found, typed),
        "amendment": amendment_of(request.actor, campaign=campaign, kind=kind, number=number),
        "today": day_of(request.at),
    }
    return render(request, "desk/legality/revise.html", context)


@act(*OFFICE, on=revise)
def save(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Keeps what the office changed, with the reason."""
    form = request.POST
    revise_item(
        campaign=campaign,
        number=number,
        version=number_in(form.get("version", "")),
        values={name: form[name] for name in REVISED if name in form},
        bases=_typed_bases(form),
        reason=form.get("why", ""),
        by=request.actor,
        at=request.at,
    )
    return done(address_of("revise", campaign, kind, number), said="item_revised")


@act(*OFFICE, on=revise)
def adjust(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> HttpResponse:
    """Takes a published item back to its unit."""
    form = request.POST
    adjust_item(
        campaign=campaign,
        kind=kind,
        number=number,
        version=number_in(form.get("version", "")),
        reason=form.get("why", ""),
        by=request.actor,
        at=request.at,
    )
    return done(address_of("revise", campaign, kind, number), said="item_adjusting")


def fields_of(values: Mapping[str, str], typed: QueryDict | None) -> tuple[Field, ...]:
    """The fields with what stands or was typed in them."""
    return tuple(_field(name, typed.get(name, "") if typed else values.get(name, "")) for name in REVISED)


def bases_of(item: ItemUnderReview, typed: QueryDict | None) -> list[list[Field]]:
    """A row of fields for each basis, and an empty one."""
    rows: Sequence[BasisText] = _typed_bases(typed) if typed else [one.typed for one in item.bases]
    return [
        [
            Field(
                name=f"basis-{place}-{part}",
                label=_PART_NAMES[part],
                value=getattr(one, part),
                kind="area" if part == "quotation" else "line",
                most=longest_of_basis(part),
            )
            for part in BASIS_PARTS
        ]
        for place, one in enumerate((*rows, BasisText()))
    ]


def _found(request: DeskRequest, campaign: str, kind: ListKind, number: str) -> ItemUnderReview:
    return item_under_review(
        request.actor,
        campaign=campaign,
        kind=kind,
        number=number,
        layer="office",
        actions=("revise", "adjust"),
        on=day_of(request.at),
    )


def _revisable(item: ItemUnderReview) -> bool:
    """Whether the office may change it now: asked of the table alone, nothing is changed yet."""
    head = item.head
    row = find_row(Thing.ITEM, head.kind, head.state, "revise", StepFacts())
    return head.kind is ListKind.POWER and row is not None


def _field(name: str, value: str) -> Field:
    if name == "disposition":
        choices = (("", ""), *((key.value, word) for key, word in DISPOSITION_NAMES.items()))
        return Field(name=name, label=FIELD_NAMES[name], value=value, kind="choice", most=0, choices=choices)
    if name == "reason_code":
        label = FIELD_NAMES[name]
        return Field(name=name, label=label, value=value, kind="choice", most=0, choices=_reasons(value))
    kind = "day" if name in DAYS else "area" if name in _AREAS else "line"
    most = 10 if name in DAYS else longest(name)
    return Field(name=name, label=FIELD_NAMES.get(name, name), value=value, kind=kind, most=most)


def _reasons(standing: str) -> tuple[tuple[str, str], ...]:
    """Every reason with the disposition it is one of; what stands there otherwise is kept as it is."""
    known = [(one.code, f"{DISPOSITION_NAMES[one.disposition]}：{one.name}") for one in load_reason_codes()]
    other = [(standing, standing)] if standing and standing not in dict(known) else []
    return (("", ""), *other, *known)


def _typed_bases(form: QueryDict) -> list[BasisText]:
    places = [one for one in range(MOST_BASES + 1) if f"basis-{one}-instrument" in form]
    return [
        BasisText(**{part: form.get(f"basis-{place}-{part}", "") for part in BASIS_PARTS}) for place in places
    ]
