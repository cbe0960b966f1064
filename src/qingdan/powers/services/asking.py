"""Asking other units about an item: co-implementers, receivers, owners of what is to be merged."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import prefetch_related_objects

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


def ask_partners(items: Sequence[PowerItem], owner: Unit, *, by: Actor, at: datetime) -> None:
    """Asks the co-implementers that the joint fields of a unit's items name, and takes back the questions to others.

    Whoever was asked already is not asked again and keeps its answer. A unit newly asked about several items gets one
    letter. Called inside the transaction of the act.
    """
    prefetch_related_objects(items, "unit", "campaign")
    named = partners_named(items, owner)
    wanted = {(item.pk, unit.pk) for item in items for unit in named[item.pk]}
    asked = Consent.objects.filter(item__in=items, kind=JOINT).select_related("unit", "item")
    known = set()
    for row in asked.order_by("pk"):
        known.add((row.item_id, row.unit_id))
        if (row.item_id, row.unit_id) not in wanted:
            row.delete()
            record("ConsentWithdrawn", row.item.draft_number, row.unit, JOINT, by=by, at=at)
    about: defaultdict[Unit, list[PowerItem]] = defaultdict(list)
    for item in items:
        for unit in named[item.pk]:
            if (item.pk, unit.pk) not in known:
                about[unit].append(item)
    for unit, some in about.items():
        _ask(unit, some, JOINT, "", by=by, at=at)


def ask_units(
    item: PowerItem, units: Iterable[Unit], kind: str, *, note: str = "", by: Actor, at: datetime
) -> None:
    """Puts the question to units that were not asked yet. Called inside the transaction of the act that needs it."""
    known = set(Consent.objects.filter(item=item, kind=kind).values_list("unit_id", flat=True))
    for unit in units:
        if unit.pk not in known:
            _ask(unit, [item], kind, note, by=by, at=at)


def _ask(unit: Unit, items: Sequence[PowerItem], kind: str, note: str, *, by: Actor, at: datetime) -> None:
    """Puts the question about each item to a unit: one event, one letter."""
    rows = [
        Consent(
            region_id=item.region_id,
            partner_region_id=unit.region_id,
            item=item,
            asker=item.unit,
            unit=unit,
            code=secrets.token_hex(8),
            kind=kind,
            note=note,
            summary=summary_of(item),
            item_version=item.version,
            asked_by=by.username,
            asked_at=at,
        )
        for item in items
    ]
    Consent.objects.bulk_create(rows, batch_size=500)
    first, asker = items[0], items[0].unit
    please = refusal("letter.please")
    if len(items) == 1:
        record("ConsentAsked", first.draft_number, unit, kind, by=by, at=at)
        tell(
            unit,
            refusal(f"letter.{kind}", asker=asker.name, name=first.name),
            please,
            rows[0].code,
            by=by,
            at=at,
        )
    else:
        numbers = [item.draft_number for item in items]
        record("ConsentsAsked", first.draft_number, unit, kind, by=by, at=at, numbers=numbers)
        words = refusal("letter.joint_several", asker=asker.name, count=len(items))
        tell(unit, words, please, by=by, at=at, about=asker.code)


def keep_only(item: PowerItem, units: Iterable[Unit], kind: str, *, by: Actor, at: datetime) -> None:
    """Takes back the questions of a kind to all other units."""
    rows = Consent.objects.filter(item=item, kind=kind).exclude(unit__in=list(units)).select_related("unit")
    for row in rows:
        row.delete()
        record("ConsentWithdrawn", item.draft_number, row.unit, kind, by=by, at=at)


def tell(
    unit: Unit, subject: Problem, text: Problem, code: str = "", *, about: str = "", by: Actor, at: datetime
) -> None:
    """A message to the people of a unit (of a subordinate body also to its 主管部门) that leads to the question.

    Without `code` it leads to all questions; `about` then says of whom they are.
    """
    link = f"/desk/consents/{code}/" if code else "/desk/consents/"
    for one in filter(None, (unit, unit.supervising)):
        send(
            subject=message_of(subject),
            text=message_of(text),
            once=f"{subject.key}:{code or about}:{at.isoformat()}",
            unit=one.code,
            roles=DRAFTING | {Role.COUNTY_OFFICE},
            link=link,
            by=by,
            at=at,
        )


def record(kind: str, number: str, unit: Unit, what: str, *, by: Actor, at: datetime, **more: object) -> None:
    """The event of a question, on the item that it is about."""
    data = {"kind": what, "unit": unit.code, **more}
    append(kind, f"power_item:{number}", by=by, at=at, unit=unit_of(number), data=data)
