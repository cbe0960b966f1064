"""Asking other units about an item: co-implementers, receivers, owners of what is to be merged."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.messages.services import send
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import refusal
from qingdan.data.wording import message_of
from qingdan.powers.models import Consent, PowerItem
from qingdan.powers.queries.consents import JOINT, summary_of
from qingdan.powers.queries.partners import partners_named
from qingdan.powers.services.drafting import unit_of
from qingdan.rules.problem import Problem
from qingdan.rules.role import DRAFTING, Role


def ask_partners(item: PowerItem, owner: Unit, *, by: Actor, at: datetime) -> None:
    """Asks the co-implementers that the joint fields of an item name, and takes back the questions to all others.

    Whoever was asked already is not asked again and keeps its answer. Called inside the transaction of the act.
    """
    partners = partners_named(item, owner)
    keep_only(item, partners, JOINT, by=by, at=at)
    ask_units(item, partners, JOINT, by=by, at=at)


def ask_units(
    item: PowerItem, units: Iterable[Unit], kind: str, *, note: str = "", by: Actor, at: datetime
) -> None:
    """Puts the question to units that were not asked yet. Called inside the transaction of the act that needs it."""
    known = set(Consent.objects.filter(item=item, kind=kind).values_list("unit_id", flat=True))
    for unit in units:
        if unit.pk in known:
            continue
        code = secrets.token_hex(8)
        Consent.objects.create(
            region_id=item.region_id,
            partner_region_id=unit.region_id,
            item=item,
            asker=item.unit,
            unit=unit,
            code=code,
            kind=kind,
            note=note,
            summary=summary_of(item),
            item_version=item.version,
            asked_by=by.username,
            asked_at=at,
        )
        record("ConsentAsked", item.draft_number, unit, kind, by=by, at=at)
        words = refusal(f"letter.{kind}", asker=item.unit.name, name=item.name)
        tell(unit, words, refusal("letter.please"), code, by=by, at=at)


def keep_only(item: PowerItem, units: Iterable[Unit], kind: str, *, by: Actor, at: datetime) -> None:
    """Takes back the questions of a kind to all other units."""
    rows = Consent.objects.filter(item=item, kind=kind).exclude(unit__in=list(units)).select_related("unit")
    for row in rows:
        row.delete()
        record("ConsentWithdrawn", item.draft_number, row.unit, kind, by=by, at=at)


def tell(unit: Unit, subject: Problem, text: Problem, code: str, *, by: Actor, at: datetime) -> None:
    """A message to the people of a unit (of a subordinate body also to its 主管部门) that leads to the question."""
    for one in filter(None, (unit, unit.supervising)):
        send(
            subject=message_of(subject),
            text=message_of(text),
            once=f"{subject.key}:{code}:{at.isoformat()}",
            unit=one.code,
            roles=DRAFTING | {Role.COUNTY_OFFICE},
            link=f"/desk/consents/{code}/",
            by=by,
            at=at,
        )


def record(kind: str, number: str, unit: Unit, what: str, *, by: Actor, at: datetime) -> None:
    """The event of a question, on the item that it is about."""
    data = {"kind": what, "unit": unit.code}
    append(kind, f"power_item:{number}", by=by, at=at, unit=unit_of(number), data=data)
