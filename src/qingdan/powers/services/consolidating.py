"""整合: items that go into another one. Sources are closed: they are not published on their own (R-041).

Readings. The target may be one of the items that are alike, so one source is enough: two items become one. An item that
has taken others up goes into no third one, and a source takes nothing up: what goes where is told in one step.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.powers.models import Merge, PowerItem
from qingdan.powers.queries.similar import active_merges
from qingdan.powers.services.drafting import drafting, own_item, unit_of
from qingdan.powers.services.items import save_item
from qingdan.rules.power_item import Disposition
from qingdan.rules.problem import Problem


def merge_items(*, target: str, sources: Sequence[str], by: Actor, at: datetime) -> None:
    """Merges own items (draft numbers) into an own one. Raises Refused, Missing.

    Items of another department are merged by its own people, when they agree (`consents.answer_consent`).
    """
    refuse_if(None if sources else refusal("powers.merge_none", "sources"))
    with _registers([target, *sources], by):
        merge(own_item(target, by), sources, by=by, at=at)


def dissolve_merge(*, source: str, by: Actor, at: datetime) -> None:
    """Takes an item out of the one it went into; its disposition is open again.

    Both sides may: whoever drafts the source, or the target. Raises Missing, Refused.
    """
    row = Merge.objects.filter(source__draft_number=source).select_related("target", "source")
    with ExitStack() as stack:
        stack.enter_context(drafting(by.unit, by))
        found = row.first()
        owners = {unit_of(one.draft_number) for one in (found.source, found.target)} if found else set()
        if found is None or not owners & set(by.own_units):
            raise Missing
        found.delete()
        _record("MergeDissolved", found.source, found.target, by=by, at=at)
        if unit_of(source) in by.own_units:
            item = own_item(source, by)
            values = {"disposition": "", "receiver": "", "reason_code": ""}
            save_item(number=source, version=item.version, values=values, by=by, at=at)


def merge(target: PowerItem, sources: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Merges own items into a target that may be another unit's. Called inside a transaction."""
    items = [own_item(number, by) for number in dict.fromkeys(sources)]
    _hold([target, *items])
    refuse_if(*_wrong_target(target), *(one for item in items for one in _wrong_source(item, target)))
    for item in items:
        Merge.objects.update_or_create(
            source=item, defaults={"target": target, "region_id": target.region_id}
        )
        values = {"disposition": Disposition.CONSOLIDATE.value, "receiver": target.name}
        save_item(number=item.draft_number, version=item.version, values=values, by=by, at=at)
        _record("ItemMerged", item, target, by=by, at=at)


def _registers(numbers: Sequence[str], by: Actor) -> ExitStack:
    """The registers of these items, all taken in one order: two acts never wait for each other in a circle."""
    with ExitStack() as stack:
        units = Unit.objects.filter(code__in={unit_of(number) for number in numbers}).order_by("pk")
        codes = list(units.values_list("code", flat=True))
        if not codes:
            raise Missing
        for code in codes:
            stack.enter_context(drafting(code, by))
        return stack.pop_all()


def _hold(items: Sequence[PowerItem]) -> None:
    """Nobody merges one of these into something else meanwhile: the target may be another unit's."""
    rows = PowerItem.objects.select_for_update().filter(pk__in=[one.pk for one in items]).order_by("pk")
    assert len(rows) == len({one.pk for one in items})


def _wrong_target(target: PowerItem) -> list[Problem]:
    name = target.name
    found = []
    if target.deleted_at:
        found.append(refusal("powers.merge_deleted", "target", name=name))
    if active_merges().filter(source=target).exists():
        found.append(refusal("powers.merge_closed", "target", name=name))
    return found


def _wrong_source(item: PowerItem, target: PowerItem) -> list[Problem]:
    name = item.name
    found = []
    if item.pk == target.pk:
        found.append(refusal("powers.merge_itself", "sources"))
    if item.deleted_at:
        found.append(refusal("powers.merge_deleted", "sources", name=name))
    if active_merges().filter(source=item).exclude(target=target).exists():
        found.append(refusal("powers.merge_taken", "sources", name=name))
    if active_merges().filter(target=item).exists():
        found.append(refusal("powers.merge_chain", "sources", name=name))
    return found


def _record(kind: str, source: PowerItem, target: PowerItem, *, by: Actor, at: datetime) -> None:
    data = {"target": target.draft_number}
    append(
        kind,
        f"power_item:{source.draft_number}",
        by=by,
        at=at,
        unit=unit_of(source.draft_number),
        data=data,
    )
