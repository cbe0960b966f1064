"""A workbook given for a register: uploaded, read by a job, shown, then laid into the draft or dropped."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.services import WORKBOOKS, store_file
from qingdan.base.files.services import Upload as Given
from qingdan.base.jobs.services import defer
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import reading
from qingdan.powers.models import Upload
from qingdan.powers.queries.merges import laid_beside
from qingdan.powers.services.drafting import drafting, open_campaign
from qingdan.powers.services.laying import Laying, not_chosen
from qingdan.powers.services.reading import ACCEPTED, CHECKED, DROPPED, FAILED, WAITING
from qingdan.rules.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """An upload and the job that reads it."""

    code: str
    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What an accepted workbook did to the draft: numbers of items, and of categories with a nil line."""

    added: int
    changed: int
    deleted: int
    restored: int
    nil: int


def upload_register(*, file: Given | None, unit: str, campaign: str, by: Actor, at: datetime) -> Uploaded:
    """Keeps a workbook of a unit's register and has it read. The draft is not touched. Raises Refused, Missing.

    The same bytes sent again while they wait to be read, by a second click, are the upload that waits.
    """
    with drafting(unit, by) as owner:
        inside = open_campaign(campaign, by)
        stored = store_file(file, unit=unit, kinds=WORKBOOKS, by=by, at=at)
        waiting = Upload.objects.filter(
            campaign=inside, unit=owner, state=WAITING, file__digest=stored.digest
        )
        if first := waiting.values("code", "job").first():
            return Uploaded(**first)
        code = secrets.token_hex(12)
        job = defer("read_register", title=f"核对 {stored.name}", unit=unit, by=by, at=at, upload=code)
        Upload.objects.create(
            region_id=owner.region_id,
            campaign=inside,
            unit=owner,
            code=code,
            file=stored,
            state=WAITING,
            job=job,
            at=at,
            by=by.username,
        )
        append("RegisterUploaded", f"upload:{code}", by=by, at=at, unit=unit, data={"file": stored.code})
    return Uploaded(code=code, job=job)


def drop_upload(*, code: str, by: Actor, at: datetime) -> None:
    """Puts a workbook aside that is not accepted; its file stays. Raises Missing, Refused when it is accepted."""
    with drafting(unit_of_upload(code, by), by):
        upload = own_upload(code, by)
        refuse_if(refusal("upload.accepted") if upload.state == ACCEPTED else None)
        if upload.state != DROPPED:
            upload.state = DROPPED
            upload.save(update_fields=["state"])
            append("UploadDropped", f"upload:{code}", by=by, at=at, unit=by.unit)


def accept_upload(
    *,
    code: str,
    token: str,
    choices: Mapping[str, str],
    delete: Collection[str] = (),
    restore: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Accepted:
    """Lays a checked workbook into the draft, as the page of the difference showed it.

    `token` names the state of the draft that the page was made from; `choices`: "number field" → "ours" or "theirs" for
    every field edited on both sides; `delete`: numbers of missing items to delete; `restore`: of items deleted here to
    take back. Raises Refused: accepted or dropped before, the draft has changed since, a choice is not made; Missing.
    """
    with drafting(unit_of_upload(code, by), by) as owner:
        upload = own_upload(code, by)
        refuse_if(not_ready(upload))
        inside = open_campaign(upload.campaign.code, by)
        laid = laid_beside(upload)
        refuse_if(refusal("upload.stale") if token != laid.token else None)
        refuse_if(*not_chosen(laid.difference.changed, choices))
        on = date.fromisoformat(upload.result["on"])
        laying = Laying(upload=upload, owner=owner, laid=laid, on=on, by=by, at=at)
        added = laying.add()
        changed = laying.change(choices)
        deleted = laying.delete(delete)
        restored = laying.restore(restore)
        nil = laying.nil_lines()
        laying.remember(added)
        done = Accepted(added=len(added), changed=changed, deleted=deleted, restored=restored, nil=nil)
        _record(upload, done, by, at)
        defer(
            "judge_register", title="核对载入后的登记表", unit=owner.code, by=by, at=at, campaign=inside.code
        )
    return done


def not_ready(upload: Upload) -> Problem | None:
    """Why an upload cannot be answered or accepted; None while it is checked and neither accepted nor dropped."""
    keys = {
        WAITING: "upload.waiting",
        FAILED: "upload.unreadable",
        ACCEPTED: "upload.accepted",
        DROPPED: "upload.dropped",
    }
    return None if upload.state == CHECKED else refusal(keys[upload.state])


def unit_of_upload(code: str, by: Actor) -> str:
    """The unit whose register an upload is of. Raises Missing."""
    with reading(by):
        unit = Upload.objects.visible_to(by).filter(code=code).values_list("unit__code", flat=True).first()
    if unit is None:
        raise Missing
    return unit


def own_upload(code: str, by: Actor) -> Upload:
    """The upload, locked. Raises Missing."""
    found = Upload.objects.select_for_update(of=("self",)).filter(code=code, unit__code__in=by.own_units)
    upload = found.select_related("campaign", "unit").first()
    if upload is None:
        raise Missing
    return upload


def _record(upload: Upload, done: Accepted, by: Actor, at: datetime) -> None:
    counts = {name: getattr(done, name) for name in ("added", "changed", "deleted", "restored", "nil")}
    data = counts | {"file": upload.file.code if upload.file_id else ""}
    append("RegisterAccepted", f"upload:{upload.code}", by=by, at=at, unit=upload.unit.code, data=data)
