"""An upload laid beside the draft of its unit, as both stand at this moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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
    found = PowerItem.objects.filter(campaign_id=upload.campaign_id, unit_id=upload.unit_id)
    items = {one.draft_number: one for one in found.order_by("order", "pk")}
    standing = [_standing(one) for one in items.values()]
    state = [[one.number, one.version, one.deleted] for one in standing]
    return Laid(
        rows=rows,
        items=items,
        difference=compare(rows, standing, _base(upload)),
        token=digest({"upload": upload.code, "answers": upload.answers, "state": state}),
    )


def _base(upload: Upload) -> dict[str, Filed]:
    """What the last accepted workbook that had an item said of it."""
    accepted = Upload.objects.filter(
        campaign_id=upload.campaign_id, unit_id=upload.unit_id, state="accepted"
    ).order_by("accepted_at", "pk")
    base: dict[str, Filed] = {}
    for kept in accepted.values_list("accepted", flat=True):
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
