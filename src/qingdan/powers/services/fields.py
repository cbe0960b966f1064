"""What may be typed into the fields of an item: lengths, choices, days. Texts are kept as typed, blanks around cut."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Field, Model

from qingdan.base.refusal import refusal
from qingdan.powers.models import LegalBasis, PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category, Disposition
from qingdan.rules.problem import Problem
from qingdan.rules.shown_text import shown

MOST_BASES = 60
_LONG = 4_000
_LENGTHS = {"name": 300, "sub_item": 300, "joint_partners": 500, "fee": 1_000, "receiver": 500}
TEXTS = (
    "name", "sub_item", "item_code", "implementing_body", "body_kind", "office", "joint", "joint_lead",
    "joint_partners", "level", "subject", "statutory_limit", "promised_limit", "fee", "use_count", "reason_code",
    "reason", "receiver", "law_change", "publication", "duty", "remark",
)  # fmt: skip
CHOICES: Mapping[str, frozenset[str]] = {
    "category": frozenset({"", *Category}),
    "disposition": frozenset({"", *Disposition}),
}
DAYS = ("transition_from", "transition_until")
JOINT_FIELDS = frozenset({"joint", "joint_lead", "joint_partners"})
"""Who exercises the power together with whom: other units are asked when these change."""
BASIS_PARTS = ("instrument", "document_number", "locator", "quotation")
_AROUND = pattern(r"《([^《》]+)》")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, ready to be kept: fields by name; `bases` None where they were not on the form."""

    fields: Mapping[str, str | date | None]
    bases: tuple[BasisText, ...] | None


@cache
def longest(field: str) -> int:
    """How many characters a text field of an item takes."""
    return _column_length(PowerItem, field) or _LENGTHS.get(field, _LONG)


@cache
def longest_of_basis(part: str) -> int:
    """How many characters a part of a basis takes."""
    return _column_length(LegalBasis, part) or _LONG


def _column_length(model: type[Model], name: str) -> int | None:
    column = model._meta.get_field(name)
    assert isinstance(column, Field)
    return column.max_length


def read_typed(values: Mapping[str, str], bases: Sequence[BasisText] | None) -> tuple[Typed, list[Problem]]:
    """What was typed and everything that is wrong with it. A field that an item does not have raises KeyError."""
    fields = {name: _read(name, text) for name, text in values.items()}
    cleaned = None if bases is None else _bases(bases)
    problems = [*_wrong(fields, values), *_wrong_bases(cleaned or ())]
    return Typed(fields=fields, bases=cleaned), problems


def plain(text: str) -> str:
    """A text as it is kept: as it is seen (`rules.shown_text`), blanks around it cut."""
    return shown(text).strip()


def _read(name: str, text: str) -> str | date | None:
    if name in DAYS:
        return _day(plain(text))
    if name not in TEXTS and name not in CHOICES:
        raise KeyError(name)
    return plain(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _wrong(fields: Mapping[str, str | date | None], values: Mapping[str, str]) -> Iterator[Problem]:
    for name, value in fields.items():
        if name in DAYS:
            if value is None and plain(values[name]):
                yield refusal("powers.day", name)
        elif name in CHOICES:
            if value not in CHOICES[name]:
                yield refusal("desk.choice", name)
        elif isinstance(value, str) and len(value) > longest(name):
            yield refusal("desk.too_long", name, most=longest(name), length=len(value))
    begin, end = (fields.get(name) for name in DAYS)
    if isinstance(begin, date) and isinstance(end, date) and end <= begin:
        yield refusal("powers.transition_order", "transition_until")


def _bases(bases: Iterable[BasisText]) -> tuple[BasisText, ...]:
    cleaned = (
        BasisText(
            instrument=_bare(plain(one.instrument)),
            document_number=plain(one.document_number).strip("（）()"),
            locator=plain(one.locator),
            quotation=plain(one.quotation),
            attachment=plain(one.attachment),
        )
        for one in bases
    )
    return tuple(one for one in cleaned if not one.is_empty)


def _bare(title: str) -> str:
    around = _AROUND.fullmatch(title)
    return around[1] if around else title


def _wrong_bases(bases: Sequence[BasisText]) -> Iterator[Problem]:
    if len(bases) > MOST_BASES:
        yield refusal("powers.many_bases", "legal_basis", most=MOST_BASES)
    for place, one in enumerate(bases):
        for part in BASIS_PARTS:
            if (length := len(getattr(one, part))) > longest_of_basis(part):
                yield refusal(
                    "desk.too_long", f"basis-{place}-{part}", most=longest_of_basis(part), length=length
                )
