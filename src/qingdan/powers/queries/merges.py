"""An upload laid beside the draft of its unit, as both stand at this moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from qingdan.powers.models import PowerItem, Upload
from qingdan.powers.queries.filed import Filed
from qingdan.powers.queries.items import FIELDS
from qingdan.powers.queries.merging import Difference, Standing, compare
from qingdan.powers.queries.upload_answers import rows_answered
from qingdan.rules.canonical import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The rows of the workbook as answered, the items of the draft by number, how they differ.

    `token` is of this state of both.
    """

    rows: Sequence[Filed]
    items: Mapping[str, PowerItem]
    difference: Difference
    token: str


def laid_beside(upload: Upload) -> Laid:
    """The difference that accepting the upload would make now."""
    rows = rows_answered(upload)
    accepted = _accepted(upload)
    found = PowerItem.objects.filter(campaign_id=upload.campaign_id, unit_id=upload.unit_id)
    found = found.exclude(_undone(accepted))
    items = {one.draft_number: one for one in found.order_by("order", "pk")}
    standing = [_standing(one) for one in items.values()]
    state = [[one.number, one.version, one.deleted] for one in standing]
    return Laid(
        rows=rows,
        items=items,
        difference=compare(rows, standing, _base(accepted)),
        token=digest({"upload": upload.code, "answers": upload.answers, "state": state}),
    )


def _accepted(upload: Upload) -> dict[str, dict[str, Any]]:
    """The workbooks of the register that are accepted, the last one last: code → what each said of which item."""
    accepted = Upload.objects.filter(
        campaign_id=upload.campaign_id, unit_id=upload.unit_id, state="accepted"
    ).order_by("accepted_at", "pk")
    return {
        code: {number: filed[place] for number, place in places.items()}
        for code, places, filed in accepted.values_list("code", "accepted", "filed")
    }


def _undone(accepted: Iterable[str]) -> Q:
    """Deleted items of workbooks that are not accepted (any more): as if they had never been."""
    held = Q()
    for code in accepted:
        held |= Q(origin_ref__startswith=f"{code} ")
    gone = Q(origin="workbook", deleted_at__isnull=False)
    return gone & ~held if accepted else gone


def _base(accepted: Mapping[str, Mapping[str, Any]]) -> dict[str, Filed]:
    """What the last accepted workbook that had an item said of it."""
    base: dict[str, Filed] = {}
    for kept in accepted.values():
        base |= {number: Filed.from_json(one) for number, one in kept.items()}
    return base


def _standing(item: PowerItem) -> Standing:
    return Standing(
        number=item.draft_number,
        version=item.version,
        deleted=item.deleted_at is not None,
        fields={name: _text(getattr(item, name)) for name in FIELDS},
        printed=item.basis_printed,
    )


def _text(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
