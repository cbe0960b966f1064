"""Last year's approvals come in as a workbook: a batch whose items each have the template's chart (R-031, RQ-A19)."""

from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.files.models import StoredFile
from qingdan.base.files.queries import path_of
from qingdan.base.files.services import WORKBOOKS, Upload, store_file
from qingdan.base.orgs.queries import open_units
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if, too_long
from qingdan.base.transactions import reading, writing
from qingdan.data.schemes import load_scheme
from qingdan.lists.models import ApprovalBatch, ApprovalItem, BatchState
from qingdan.lists.queries.approval_charts import begun_chart, template_on
from qingdan.lists.services.approval_rows import ReadRow, RowFault, read_rows
from qingdan.registers.model import Register, UnreadableFile
from qingdan.registers.reader import read_register
from qingdan.rules.flow_graph import Template
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

BRINGING = frozenset({Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE})
"""Who brings the batch in and publishes it: the 编办, which has last year's result."""

LONGEST_TITLE, LONGEST_NUMBER = 120, 60


def bring_batch(
    *, file: Upload | None, title: str, number: str, on: date | None, by: Actor, at: datetime
) -> str:
    """Reads the workbook into a new batch, in place of one not published yet; its code.

    `title`, `number`, `on`: the document by which the government decided on the approvals. Rows that are no items stay
    beside the batch with what is wrong with them. Raises Refused: the document is not named, the file cannot be read
    or holds nothing; Missing.
    """
    if not by.roles & BRINGING:
        raise Missing
    title, number = title.strip(), number.strip()
    refuse_if(*_document_problems(title, number, on, day_of(at)))
    assert on
    stored = store_file(file, unit=by.unit, kinds=WORKBOOKS, by=by, at=at)
    register = _read(stored)
    with reading(by):
        units = list(open_units([by.region]).select_related("supervising"))
    rows, faults = read_rows(register, units, on)
    refuse_if(None if rows or faults else refusal("approvals.nothing", "file"))
    batch = ApprovalBatch(title=title, document_number=number, decided_on=on, file=stored)
    with writing(by):
        return _keep(batch, rows, faults, by=by, at=at)


def batch_in_hand(by: Actor, code: str) -> ApprovalBatch:
    """A batch of the region that is not dropped, its row locked. Raises Missing."""
    found = ApprovalBatch.objects.select_for_update().filter(code=code, region=by.region)
    batch = found.exclude(state=BatchState.DROPPED).first()
    if batch is None:
        raise Missing
    return batch


def _document_problems(title: str, number: str, on: date | None, today: date) -> tuple[Problem | None, ...]:
    return (
        None if title else refusal("desk.required", "title"),
        too_long(title, "title", LONGEST_TITLE),
        None if number else refusal("desk.required", "number"),
        too_long(number, "number", LONGEST_NUMBER),
        None if on else refusal("desk.required", "on"),
        refusal("approvals.decided_later", "on") if on and on > today else None,
    )


def _read(stored: StoredFile) -> Register:
    try:
        return read_register(path_of(stored), scheme=load_scheme())
    except UnreadableFile as error:
        raise Refused([refusal(error.reason, "file", detail=error.detail)]) from error


def _keep(
    batch: ApprovalBatch,
    rows: tuple[ReadRow, ...],
    faults: tuple[RowFault, ...],
    *,
    by: Actor,
    at: datetime,
) -> str:
    """The batch with its items; the one that stood unpublished is dropped."""
    before = ApprovalBatch.objects.select_for_update().filter(region=by.region)
    drafts = [one for one in before if one.state == BatchState.DRAFT]
    for one in drafts:
        one.state = BatchState.DROPPED
        one.save(update_fields=["state"])
    batch.region_id, batch.code = by.region, f"{by.region}-approvals-{len(before) + 1}"
    batch.faults = [one.as_json() for one in faults]
    batch.made_by, batch.made_at = by.username, at
    batch.save()
    template = template_on(day_of(at))
    ApprovalItem.objects.bulk_create(
        _item(batch, place, row, template, by) for place, row in enumerate(rows, 1)
    )
    facts = {"items": len(rows), "faults": len(faults), "file": batch.file.digest, "dropped": len(drafts)}
    append("ApprovalsBrought", f"approvals:{batch.code}", by=by, at=at, unit=by.unit, data=facts)
    return batch.code


def _item(batch: ApprovalBatch, number: int, row: ReadRow, template: Template, by: Actor) -> ApprovalItem:
    chart = begun_chart(template, code=f"{row.unit.code}-p{number:011d}", name=row.name)
    return ApprovalItem(
        region_id=batch.region_id,
        batch=batch,
        number=number,
        unit=row.unit,
        kind=row.kind.key,
        name=row.name,
        sub_item=row.sub_item,
        code=row.code,
        content={"values": dict(row.values), "bases": [dict(one) for one in row.bases]},
        chart=chart,
        like_template=True,
        changed_by=by.username,
    )
