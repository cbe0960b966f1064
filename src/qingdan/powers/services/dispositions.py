"""The disposition of an item with what belongs to it: reason, receiver, transition, handover, counties asked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Refused, refusal, refuse_if
from qingdan.data.reason_codes import reason_code
from qingdan.powers.models import Handover, PowerItem
from qingdan.powers.queries.as_register import transition_of
from qingdan.powers.queries.consents import RECEIVER
from qingdan.powers.services.asking import ask_units, keep_only
from qingdan.powers.services.drafting import drafting, own_item, unit_of
from qingdan.powers.services.fields import plain
from qingdan.powers.services.items import Saved, save_item
from qingdan.rules.disposition_needs import may_delegate, transition_fault
from qingdan.rules.power_item import Category, Disposition
from qingdan.rules.problem import Problem

FIELDS = (
    "disposition", "reason_code", "reason", "receiver", "transition_from", "transition_until", "use_count", "office",
    "duty",
)  # fmt: skip
MODES = ("statutory", "delegated")
HANDOVER = ("mode", "capability", "training", "on")
MOST = 500


def dispose(
    *,
    number: str,
    version: int,
    values: Mapping[str, str],
    handover: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Saved:
    """Keeps the disposition of an item and what was typed beside it (`FIELDS`; `handover`: `HANDOVER`).

    What is not complete yet is kept as a draft: `rules.disposition_needs` tells what is missing. Refused is only what
    can never be right: a reason of another disposition, a transfer with a transition outside one to three years, a
    compulsory measure handed down by delegation. Raises Stale, Refused, Missing.
    """
    with drafting(unit_of(number), by):
        item = own_item(number, by)
        problems = [*_wrong(values, item), *_wrong_handover(handover or {}, item)]
        if problems:
            raise Refused(problems)
        saved = save_item(number=number, version=version, values=values, by=by, at=at)
        if values.get("disposition") == Disposition.DEVOLVE and handover is not None:
            _keep_handover(item, handover)
        data = {"disposition": values.get("disposition", ""), "reason_code": values.get("reason_code", "")}
        append("ItemDisposed", f"power_item:{number}", by=by, at=at, unit=unit_of(number), data=data)
    return saved


def ask_receivers(*, number: str, units: Sequence[str], by: Actor, at: datetime) -> None:
    """Asks units of the counties whether they take an item over; those no longer named are asked no more.

    A unit that answered keeps its answer. Raises Refused, Missing.
    """
    with drafting(unit_of(number), by):
        item = own_item(number, by)
        refuse_if(
            refusal("powers.deleted") if item.deleted_at else None,
            None if units else refusal("needs.counties", "counties"),
        )
        found = standing_units(units, "counties")
        refuse_if(*(_no_county(one, by) for one in found))
        keep_only(item, found, RECEIVER, by=by, at=at)
        ask_units(item, found, RECEIVER, by=by, at=at)
        append(
            "ReceiversNamed",
            f"power_item:{number}",
            by=by,
            at=at,
            unit=unit_of(number),
            data={"units": sorted(one.code for one in found)},
        )


def standing_units(codes: Sequence[str], field: str) -> list[Unit]:
    """The units of these codes. Raises Refused where one is unknown or stands no more."""
    rows = Unit.objects.filter(code__in=codes).select_related("region")
    known = {one.code: one for one in rows}
    refuse_if(
        *(
            refusal("powers.no_unit", field, name=known[code].name if code in known else code)
            for code in dict.fromkeys(codes)
            if code not in known or known[code].valid_until
        )
    )
    return [known[code] for code in dict.fromkeys(codes)]


def _no_county(unit: Unit, by: Actor) -> Problem | None:
    below = unit.region.level == "county" and unit.region.parent_id == by.region
    return None if below else refusal("powers.not_a_county", "counties", name=unit.name)


def _wrong(values: Mapping[str, str], item: PowerItem) -> list[Problem]:
    unknown = set(values) - set(FIELDS)
    assert not unknown, unknown
    disposition = values.get("disposition", item.disposition)
    code = plain(values.get("reason_code", ""))
    found = []
    if code and reason_code(disposition, code) is None:
        found.append(refusal("powers.reason_code", "reason_code"))
    begin, until = (_day(values.get(name, "")) for name in ("transition_from", "transition_until"))
    if bool(begin) != bool(until):
        found.append(refusal("powers.transition_both", "transition_from" if until else "transition_until"))
    if begin and until and begin < until and disposition == Disposition.TRANSFER:
        printed = transition_of(PowerItem(transition_from=begin, transition_until=until))
        fault = transition_fault(printed)
        found += [refusal(f"powers.transition_{fault}", "transition_until")] if fault else []
    return found


def _wrong_handover(handover: Mapping[str, str], item: PowerItem) -> list[Problem]:
    mode = handover.get("mode", "")
    category = Category(item.category) if item.category else None
    found = []
    if mode and mode not in MODES:
        found.append(refusal("powers.mode", "mode"))
    if mode == "delegated" and not may_delegate(category):
        found.append(refusal("powers.no_delegation", "mode"))
    if plain(handover.get("on", "")) and _day(handover["on"]) is None:
        found.append(refusal("powers.day", "on"))
    found += [
        refusal("desk.too_long", name, most=MOST, length=len(handover[name]))
        for name in ("capability", "training")
        if len(plain(handover.get(name, ""))) > MOST
    ]
    return found


def _keep_handover(item: PowerItem, handover: Mapping[str, str]) -> None:
    kept: dict[str, str | date | None] = {
        name: plain(handover.get(name, "")) for name in ("mode", "capability", "training")
    }
    Handover.objects.update_or_create(
        item=item, defaults={**kept, "on": _day(handover.get("on", "")), "region_id": item.region_id}
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(plain(text))
    except ValueError:
        return None
