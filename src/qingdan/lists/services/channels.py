"""Which sites publish a region's lists: laid out once, kept up with the city's units."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.orgs.queries import open_units
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.lists.models import Channel, ListProgress
from qingdan.lists.queries.channels import required_channels
from qingdan.lists.queries.composition import last_edition
from qingdan.lists.queries.fetching import allowed_host
from qingdan.lists.services.publishing import complete_if_proved
from qingdan.lists.services.stepping import list_in_hand
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind, ListState
from qingdan.rules.role import Role

SETTING = frozenset({Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE})
_DEPARTMENTS = (UnitKind.DEPARTMENT, UnitKind.INSTITUTION, UnitKind.STATIONED, UnitKind.OTHER)
LONGEST = 300


def set_up_channels(
    *,
    region: str,
    government: str,
    office: str,
    centre: str,
    outside: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """The four steps of publication (R-062): pages of the government, the office, the service centre, each department.

    `government`, `office`, `centre`: codes of their units; departments are all units of the region that stand, but
    these, subordinate bodies and county governments. `outside`: address of a site that is not ours, by unit. Done again
    it adds new units, ends the channels of closed ones, changes addresses. How many stand. Raises Missing, Refused.
    """
    if region != by.region or not (by.roles & SETTING or by.username == SYSTEM.username):
        raise Missing
    with writing(by):
        units = {one.code: one for one in open_units([region])}
        heads = {"government": government, "office": office, "centre": centre}
        refuse_if(*(None if code in units else refusal("desk.choice", name) for name, code in heads.items()))
        refuse_if(None if len({*heads.values()}) == len(heads) else refusal("lists.heads_differ", "send"))
        wanted = _wanted(units, heads.values())
        addresses = outside or {}
        refuse_if(*(_wrong(unit, text, wanted) for unit, text in addresses.items()))
        standing = {one.unit.code: one for one in required_channels(region)}
        for unit, step in wanted.items():
            _lay(standing.pop(unit.code, None), unit, step, addresses.get(unit.code, ""), at)
        for gone in standing.values():
            gone.until = at
            gone.save(update_fields=["until"])
        facts = {"channels": len(wanted), "outside": len(addresses)}
        append("ChannelsSetUp", f"channels:{region}", by=by, at=at, data=facts)
        _complete_publications(by, at)
    return len(wanted)


def _complete_publications(by: Actor, at: datetime) -> None:
    """Publications that waited for nothing but channels which are no more are complete now."""
    waiting = ListProgress.objects.filter(region=by.region, state=ListState.PUBLISHING).order_by("pk")
    for campaign, kind in list(waiting.values_list("campaign__code", "list_kind")):
        progress = list_in_hand(by, campaign=campaign, kind=ListKind(kind), at=at)
        edition = last_edition(progress.campaign, ListKind(kind))
        assert edition
        complete_if_proved(progress, edition, by=by, at=at)


def _wanted(units: Mapping[str, Unit], heads: Iterable[str]) -> dict[Unit, int]:
    found = {units[code]: step for step, code in enumerate(heads, 1)}
    rest = [one for one in units.values() if one not in found and one.kind in _DEPARTMENTS]
    return found | dict.fromkeys(rest, 4)


def _lay(channel: Channel | None, unit: Unit, step: int, outside: str, at: datetime) -> None:
    if channel and channel.step == step:
        channel.name, channel.outside = unit.name, outside
        channel.save(update_fields=["name", "outside"])
        return
    if channel:
        channel.until = at
        channel.save(update_fields=["until"])
    Channel.objects.create(
        region_id=unit.region_id,
        code=_code(unit, step),
        step=step,
        unit=unit,
        name=unit.name,
        outside=outside,
        since=at,
    )


def _code(unit: Unit, step: int) -> str:
    """The unit's code and the step: a unit that changes its step keeps the address of its old page for that step."""
    again = Channel.objects.filter(code__startswith=f"{unit.code}-{step}").count()
    return f"{unit.code}-{step}" if not again else f"{unit.code}-{step}-{again + 1}"


def _wrong(unit: str, address: str, wanted: Mapping[Unit, int]) -> Problem | None:
    if unit not in {one.code for one in wanted}:
        return refusal("desk.choice", f"outside-{unit}")
    if len(address) > LONGEST or (address and not allowed_host(address)):
        return refusal("lists.host_not_allowed", f"outside-{unit}")
    return None
