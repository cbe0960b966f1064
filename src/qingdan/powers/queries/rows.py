"""One line of the register's table: what an item is, and what is open on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from qingdan.data.labels import DISPOSITION_NAMES
from qingdan.powers.models import ItemCheck, Justification, PowerItem
from qingdan.rules.power_item import Disposition
from qingdan.rules.problem import Severity

_STATE = "中华人民共和国"
_SHOWN_BASES = 2
_NEEDED = ("category", "name", "implementing_body", "office", "disposition")
_COLUMNS = (*_NEEDED, "draft_number", "version", "sub_item", "receiver", "basis_printed")
_DISPOSITIONS = {key.value: word for key, word in DISPOSITION_NAMES.items()}
_NO_BASIS = Q(basis_printed="") & ~Q(disposition=Disposition.ABOLISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item in the table. `place` is its row in the unit's register ("" of a deleted one); `bases` in short; `codes`
    of what is open; `missing` names the fields that are needed and empty.
    """

    number: str
    version: int
    place: str
    name: str
    sub_item: str
    bases: str
    office: str
    disposition: str
    disposition_name: str
    receiver: str
    blockers: int
    warnings: int
    codes: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def severity(self) -> str:
        """The gravest open state: bad, warn, ok."""
        return "bad" if self.blockers else "warn" if self.warnings or self.missing else "ok"


def rows_of(items: QuerySet[PowerItem], register: QuerySet[PowerItem]) -> tuple[Row, ...]:
    """The items as lines. `register`: all items of the unit, for their places."""
    shown = list(items.only(*_COLUMNS))
    order = register.filter(deleted_at__isnull=True).order_by("order", "pk").values_list("pk", flat=True)
    places = {pk: str(place) for place, pk in enumerate(order, 1)}
    kept = dict(ItemCheck.objects.filter(item__in=shown).values_list("item_id", "problems"))
    given: dict[int, set[str]] = {}
    for item, key in Justification.objects.filter(item__in=shown).values_list("item_id", "key"):
        given.setdefault(item, set()).add(key)
    return tuple(
        _row(one, places.get(one.pk, ""), kept.get(one.pk, ()), given.get(one.pk, set())) for one in shown
    )


def _row(item: PowerItem, place: str, problems: Sequence[dict[str, Any]], given: set[str]) -> Row:
    blockers = [one["code"] for one in problems if one["severity"] == Severity.BLOCKER]
    warnings = [
        one["code"] for one in problems if one["severity"] == Severity.WARNING and one["key"] not in given
    ]
    return Row(
        number=item.draft_number,
        version=item.version,
        place=place,
        name=item.name,
        sub_item=item.sub_item,
        bases=short_bases(item.basis_printed),
        office=item.office,
        disposition=item.disposition,
        disposition_name=_DISPOSITIONS.get(item.disposition, item.disposition),
        receiver=item.receiver,
        blockers=len(blockers),
        warnings=len(warnings),
        codes=tuple(dict.fromkeys((*blockers, *warnings))),
        missing=missing_fields(item),
    )


def short_bases(printed: str) -> str:
    """环境保护法第六十条、大气污染防治法第九十九条 等 3 条: the bases as a narrow cell has room for them."""
    lines = printed.split("\n") if printed else []
    heads = [_head(line) for line in lines]
    more = f" 等 {len(heads)} 条" if len(heads) > _SHOWN_BASES else ""
    return "、".join(heads[:_SHOWN_BASES]) + more


def missing_fields(item: PowerItem) -> tuple[str, ...]:
    """The fields that an item needs and that are empty."""
    missing = [name for name in _NEEDED if not getattr(item, name)]
    if not item.basis_printed and item.disposition != Disposition.ABOLISH:
        missing.append("legal_basis")
    return tuple(missing)


def incomplete() -> Q:
    """The items that lack a field they need: what `missing_fields` tells of one."""
    empty = _NO_BASIS
    for name in _NEEDED:
        empty |= Q(**{name: ""})
    return empty


def _head(line: str) -> str:
    head = line.partition("：")[0] if line.startswith("《") else line[:20]
    title, closing, place = head.removeprefix("《").partition("》")
    return title.replace(_STATE, "") + place if closing else head
