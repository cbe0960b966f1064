"""Undoing an accepted workbook: what it made or changed stands again as before, as one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.jobs.services import defer
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import refusal, refuse_if
from qingdan.powers.models import ItemCheck, NilLine, PowerItem, Upload
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.touched import ADDED, DELETED, RESTORED, later_than
from qingdan.powers.services.asking import ask_partners
from qingdan.powers.services.bulk import change_items
from qingdan.powers.services.drafting import drafting, open_campaign
from qingdan.powers.services.intake import own_upload, unit_of_upload
from qingdan.powers.services.reading import ACCEPTED, CHECKED
from qingdan.powers.services.touching import bases_kept

_Change = tuple[PowerItem, Mapping[str, str], tuple[BasisText, ...] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """How many items stand as before the workbook was accepted, and the numbers of those left."""

    undone: int
    left: tuple[str, ...]


def undo_acceptance(*, code: str, by: Actor, at: datetime) -> Undone:
    """Takes back what accepting a workbook did; the workbook is checked again and can be accepted anew.

    Items that it added are deleted, as a person deletes them; changed ones get back the texts they had; deleted ones
    come back, taken back ones go. An item that anybody changed since is left as it is. Nil lines that came with it go.
    Raises Refused: not accepted, a later workbook is accepted, nothing is known of what it did; Missing.
    """
    with drafting(unit_of_upload(code, by), by) as owner:
        upload = own_upload(code, by)
        refuse_if(None if upload.state == ACCEPTED else refusal("upload.not_accepted"))
        refuse_if(
            refusal("upload.later") if later_than(upload) else None,
            None if upload.touched else refusal("upload.nothing_to_undo"),
        )
        inside = open_campaign(upload.campaign.code, by)
        touched: dict[str, tuple[str, int]] = upload.touched["items"]
        items = _items(upload, touched)
        left = tuple(number for number, (_, version) in touched.items() if items[number].version != version)
        again = [(items[number], kind) for number, (kind, _) in touched.items() if number not in set(left)]
        _write(upload, again, owner, by, at)
        _take_nil_lines_back(upload, owner, by, at)
        _close(upload, left, by, at, undone=len(again))
        title = "核对撤销以后的登记表"
        defer("judge_register", title=title, unit=owner.code, by=by, at=at, campaign=inside.code)
    return Undone(undone=len(again), left=left)


def _items(upload: Upload, numbers: Mapping[str, Any]) -> dict[str, PowerItem]:
    found = PowerItem.objects.filter(campaign=upload.campaign, unit=upload.unit)
    return {one.draft_number: one for one in found.filter(draft_number__in=list(numbers))}


def _write(
    upload: Upload, again: Sequence[tuple[PowerItem, str]], owner: Unit, by: Actor, at: datetime
) -> None:
    for item, kind in again:
        if kind in (ADDED, RESTORED):
            item.deleted_at = at
        elif kind == DELETED:
            item.deleted_at = None
    change_items([_before(upload, item) for item, _ in again], by=by, at=at)
    items = [item for item, _ in again]
    ask_partners([one for one in items if one.joint or one.joint_partners], owner, by=by, at=at)
    ItemCheck.objects.filter(item__in=items).delete()


def _before(upload: Upload, item: PowerItem) -> _Change:
    kept: dict[str, Any] = upload.before.get(item.draft_number, {"fields": {}, "bases": None})
    return item, kept["fields"], None if kept["bases"] is None else bases_kept(kept["bases"])


def _take_nil_lines_back(upload: Upload, owner: Unit, by: Actor, at: datetime) -> None:
    assert upload.accepted_at
    lines = NilLine.objects.filter(campaign=upload.campaign, unit=owner, at=upload.accepted_at)
    lines = lines.filter(category__in=upload.touched["nil"])
    if categories := list(lines.values_list("category", flat=True)):
        lines.delete()
        subject, data = f"nil_line:{owner.code}", {"categories": categories}
        append("NilLinesTakenBack", subject, by=by, at=at, unit=owner.code, data=data)


def _close(upload: Upload, left: Sequence[str], by: Actor, at: datetime, *, undone: int) -> None:
    """The upload as one that is checked; what was left is remembered for its page."""
    kept = {number: upload.touched["items"][number] for number in left}
    upload.touched = {"items": kept, "nil": []} if kept else {}
    upload.before, upload.accepted = {}, {}
    upload.state, upload.accepted_at = CHECKED, None
    upload.save(update_fields=["touched", "before", "accepted", "state", "accepted_at"])
    data = {"undone": undone, "left": list(left)}
    append("AcceptanceUndone", f"upload:{upload.code}", by=by, at=at, unit=upload.unit.code, data=data)
