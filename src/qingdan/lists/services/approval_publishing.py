"""A batch becomes an edition of the approvals, seen by the public at once (docs/adr/0034)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.data.approvals import approval_kinds
from qingdan.editions.models import EditionEntry
from qingdan.editions.queries.shown import newest_edition
from qingdan.editions.services.composing import NewEntry, show_edition, write_edition
from qingdan.lists.models import ApprovalBatch, ApprovalItem, BatchState
from qingdan.lists.queries.entries import approval_entry
from qingdan.lists.services.approvals import BRINGING, batch_in_hand
from qingdan.reviews.services.coding import codes_given
from qingdan.rules.item_numbering import NumbersUsedUp, next_item_code
from qingdan.rules.review import ListKind
from qingdan.rules.text import title_key

_NEXT = "new"


def publish_batch(*, batch: str, effective_on: date | None, by: Actor, at: datetime) -> str:
    """The next edition of the approvals, in force from `effective_on`, seen from now on; its code. The 编办's act.

    An item whose chart is not approved is in it without chart. Published again, it has the charts approved since.
    Raises Refused: rows of the workbook are no items, no day, before the document, an older batch; Missing.
    """
    with writing(by):
        if not by.roles & BRINGING:
            raise Missing
        inside = batch_in_hand(by, batch)
        early = effective_on is not None and effective_on < inside.decided_on
        newer = ApprovalBatch.objects.filter(region=by.region, pk__gt=inside.pk, state=BatchState.PUBLISHED)
        refuse_if(
            None if effective_on else refusal("desk.required", "effective_on"),
            refusal("approvals.before_document", "effective_on") if early else None,
            refusal("approvals.faults", "send", count=len(inside.faults)) if inside.faults else None,
            refusal("approvals.newer", "send") if newer.exists() else None,
        )
        assert effective_on
        items = list(
            ApprovalItem.objects.select_for_update(of=("self",)).select_related("unit").filter(batch=inside)
        )
        _give_codes(inside, items)
        inside.edition = edition = write_edition(
            region=by.region,
            kind=ListKind.APPROVAL,
            campaign=inside.code,
            effective_on=effective_on,
            resolution=_said(inside),
            entries=[NewEntry(content=approval_entry(inside, one), in_force=True) for one in items],
            by=by,
            at=at,
        )
        inside.state = BatchState.PUBLISHED
        inside.save(update_fields=["edition", "state"])
        show_edition(edition, on=day_of(at), by=by, at=at)
        facts = {"edition": edition.code, "digest": edition.digest}
        append("ApprovalsPublished", f"approvals:{batch}", by=by, at=at, unit=by.unit, data=facts)
    return edition.code


def _said(batch: ApprovalBatch) -> dict[str, str]:
    """What the edition names as its resolution: the document that decided on the approvals last year."""
    return {
        "meeting": batch.title,
        "number": batch.document_number,
        "on": batch.decided_on.isoformat(),
        "result": "adopted",
        "draft_digest": batch.file.digest,
    }


def _give_codes(batch: ApprovalBatch, items: Sequence[ApprovalItem]) -> None:
    """The code an item was published under, else the next free one of its unit and kind; powers take theirs too."""
    if batch.state == BatchState.PUBLISHED:
        return
    known = dict(_published(batch.region_id))
    own = set(known.values())
    kept: set[str] = set()
    for one in items:
        code = one.code if one.code in own else known.get(_key(one), "")
        one.code = "" if code in kept or not code.startswith(one.unit.code) else code
        kept.add(one.code)
    taken: dict[str, set[str]] = {}
    for one in items:
        if not one.code:
            one.code = _next(one, items, taken)
    ApprovalItem.objects.bulk_update(items, ["code"])


def _next(item: ApprovalItem, items: Sequence[ApprovalItem], taken: dict[str, set[str]]) -> str:
    kind = next(one for one in approval_kinds() if one.key == item.kind)
    prefix = f"{item.unit.code}{kind.code}"
    used = taken[prefix] if prefix in taken else codes_given(item.region_id, prefix)
    try:
        code = next_item_code(prefix, used, main=_main_number(item, items, prefix))
    except NumbersUsedUp as error:
        raise Refused([refusal("legality.no_number_left", "send")]) from error
    taken[prefix] = used | {code}
    return code


def _main_number(item: ApprovalItem, items: Sequence[ApprovalItem], prefix: str) -> str:
    """ "" without sub-item; the number that a sibling of the batch has; else a new one."""
    if not item.sub_item:
        return ""
    alike = (one.code for one in items if _key(one)[:3] == _key(item)[:3] and one.code.startswith(prefix))
    return next((code[len(prefix) :][:4] for code in alike if not code.endswith("00")), _NEXT)


def _published(region: str) -> Iterator[tuple[tuple[str, str, str, str], str]]:
    """What names an item → its code in the last edition of the approvals."""
    last = newest_edition(region, ListKind.APPROVAL)
    sent = ApprovalItem.objects.filter(batch__code=last.campaign).select_related("unit") if last else ()
    listed = set(EditionEntry.objects.filter(edition=last).values_list("code", flat=True)) if last else set()
    yield from ((_key(one), one.code) for one in sent if one.code in listed)


def _key(item: ApprovalItem) -> tuple[str, str, str, str]:
    return item.unit.code, item.kind, title_key(item.name), title_key(item.sub_item)
