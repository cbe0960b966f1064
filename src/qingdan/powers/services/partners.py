"""Joint items (共同实施, R-054, C14): one leads and files, the others are told, confirm or object."""

from collections.abc import Sequence
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import refusal, refuse_if
from qingdan.data.labels import ALONE, SEVERAL, TOGETHER
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.consents import CONSOLIDATION
from qingdan.powers.services.asking import ask_partners, ask_units
from qingdan.powers.services.dispositions import standing_units
from qingdan.powers.services.drafting import drafting, own_item, unit_of
from qingdan.powers.services.fields import plain
from qingdan.powers.services.items import Saved, save_item
from qingdan.rules.problem import Problem

MOST = 500


def set_partners(
    *, number: str, version: int, lead: str, partners: Sequence[str], by: Actor, at: datetime
) -> Saved:
    """Names the co-implementers of an item (codes of units) and asks each; none: the item is the unit's alone.

    `lead` is the code of the unit that leads. Exactly one does, and it alone files the item: naming another one is
    refused, the unit then deletes its own. A subordinate body's item is led by it or by its 主管部门. Raises Stale,
    Refused, Missing.
    """
    with drafting(unit_of(number), by) as owner:
        item = own_item(number, by)
        filing = owner.supervising or owner
        others = standing_units(partners, "partners")
        leads = standing_units([lead], "lead") if partners else [filing]
        refuse_if(
            *(refusal("powers.ask_oneself", "partners") for one in others if one.pk in (owner.pk, filing.pk)),
            *(_foreign(one, item) for one in others),
            None
            if leads[0].pk in (owner.pk, filing.pk)
            else refusal("powers.lead_files", "lead", lead=leads[0].name),
        )
        saved = save_item(number=number, version=version, values=_values(leads[0], others), by=by, at=at)
        item.refresh_from_db()
        ask_partners([item], owner, by=by, at=at)
        data = {"lead": leads[0].code, "partners": [one.code for one in others]}
        append("PartnersSet", f"power_item:{number}", by=by, at=at, unit=owner.code, data=data)
    return saved


def ask_to_merge(*, number: str, unit: str, note: str, by: Actor, at: datetime) -> None:
    """Asks another department to let an item of its own go into this one. `note`: which, in words.

    Nobody sees another department's drafts: it looks for the item itself and names it when it agrees. Raises Refused,
    Missing.
    """
    note = plain(note)
    with drafting(unit_of(number), by) as owner:
        item: PowerItem = own_item(number, by)
        (other,) = standing_units([unit], "unit")
        refuse_if(
            refusal("powers.deleted") if item.deleted_at else None,
            refusal("powers.ask_oneself", "unit") if other.code in by.own_units else None,
            _foreign(other, item, "unit"),
            None if note else refusal("desk.required", "note"),
            refusal("desk.too_long", "note", most=MOST, length=len(note)) if len(note) > MOST else None,
        )
        ask_units(item, [other], CONSOLIDATION, note=note, by=by, at=at)
        data = {"unit": other.code}
        append("MergeAsked", f"power_item:{number}", by=by, at=at, unit=owner.code, data=data)


def _foreign(unit: Unit, item: PowerItem, field: str = "partners") -> Problem | None:
    """A unit of another region."""
    near = unit.region_id == item.region_id
    return None if near else refusal("powers.no_unit", field, name=unit.name)


def _values(lead: Unit, others: Sequence[Unit]) -> dict[str, str]:
    if not others:
        return {"joint": ALONE, "joint_lead": "", "joint_partners": ""}
    return {
        "joint": TOGETHER,
        "joint_lead": lead.name,
        "joint_partners": SEVERAL.join(one.name for one in others),
    }
