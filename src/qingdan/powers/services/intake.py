"""A workbook given for a register: uploaded, read by a job, shown, then laid into the draft or dropped."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.services import WORKBOOKS, store_file
from qingdan.base.files.services import Upload as Given
from qingdan.base.jobs.services import defer
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import reading
from qingdan.powers.models import ItemCheck, NilLine, PowerItem, Upload
from qingdan.powers.queries.findings import ALONE, TOGETHER, kept_form
from qingdan.powers.queries.kept_check import problem_from_json
from qingdan.powers.queries.merges import Laid, laid_beside
from qingdan.powers.queries.merging import LEGAL_BASIS, Change
from qingdan.powers.queries.upload_answers import ADOPTED, answers_to
from qingdan.powers.services.bulk import NewItem, add_items, change_items, keep_checks
from qingdan.powers.services.drafting import drafting, open_campaign
from qingdan.powers.services.justifications import keep_reason
from qingdan.powers.services.reading import ACCEPTED, CHECKED, DROPPED, FAILED, WAITING
from qingdan.rules.checks.catalogue import CHECKS
from qingdan.rules.problem import Problem

OURS, THEIRS = "ours", "theirs"
_OF_UNIT = {check.code for check in CHECKS if not check.item}


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
    """Keeps a workbook of a unit's register and has it read. The draft is not touched. Raises Refused, Missing."""
    with drafting(unit, by) as owner:
        inside = open_campaign(campaign, by)
        stored = store_file(file, unit=unit, kinds=WORKBOOKS, by=by, at=at)
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
        refuse_if(*_not_chosen(laid.difference.changed, choices))
        on = date.fromisoformat(upload.result["on"])
        merge = _Merge(upload=upload, owner=owner, laid=laid, on=on, by=by, at=at)
        added = merge.add()
        changed = merge.change(choices)
        deleted = merge.delete(delete)
        restored = merge.restore(restore)
        nil = merge.nil_lines()
        merge.remember(added)
        done = Accepted(added=len(added), changed=changed, deleted=deleted, restored=restored, nil=nil)
        _record(upload, done, by, at)
        defer(
            "judge_register", title="核对载入后的登记表", unit=owner.code, by=by, at=at, campaign=inside.code
        )
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merge:
    """One acceptance in hand: what is written where."""

    upload: Upload
    owner: Unit
    laid: Laid
    on: date
    by: Actor
    at: datetime

    def add(self) -> list[PowerItem]:
        """The rows that no item answers to become items."""
        rows, found = self.laid.rows, self._problems()
        items = [
            NewItem(
                fields=rows[place].fields,
                bases=rows[place].bases or (),
                origin="workbook",
                origin_ref=f"{self.upload.code} {rows[place].sheet} {rows[place].row}",
                problems=found.get(place, []),
            )
            for place in self.laid.difference.added
        ]
        return add_items(
            campaign=self.upload.campaign, unit=self.owner, items=items, on=self.on, by=self.by, at=self.at
        )

    def change(self, choices: Mapping[str, str]) -> int:
        """What only the workbook changed, and what was chosen for it."""
        taken = [(one, _taken(one, choices)) for one in self.laid.difference.changed]
        self._write([(one, fields) for one, fields in taken if fields])
        return sum(bool(fields) for _, fields in taken)

    def delete(self, numbers: Collection[str]) -> int:
        """Of the items that the workbook lacks, those named."""
        chosen = {one.number for one in self.laid.difference.missing} & set(numbers)
        items = [self.laid.items[number] for number in sorted(chosen)]
        for item in items:
            item.deleted_at = self.at
        change_items([(item, {}, None) for item in items], by=self.by, at=self.at)
        ItemCheck.objects.filter(item__in=items).delete()
        return len(items)

    def restore(self, numbers: Collection[str]) -> int:
        """Of the items deleted here that the workbook still has, those named, as the workbook has them."""
        chosen = [one for one in self.laid.difference.deleted if one.item.number in set(numbers)]
        for one in chosen:
            self.laid.items[one.item.number].deleted_at = None
        self._write([(one, {field.field for field in one.fields}) for one in chosen])
        return len(chosen)

    def nil_lines(self) -> int:
        """The nil lines, but for categories in which the draft has items."""
        kept = PowerItem.objects.kept().filter(campaign=self.upload.campaign, unit=self.owner)
        said = NilLine.objects.filter(campaign=self.upload.campaign, unit=self.owner)
        there = {*kept.values_list("category", flat=True), *said.values_list("category", flat=True)}
        lines = [
            NilLine(
                region_id=self.owner.region_id,
                campaign=self.upload.campaign,
                unit=self.owner,
                category=category,
                by=self.by.username,
                at=self.at,
            )
            for category in self.upload.result["nil"]
            if category not in there
        ]
        NilLine.objects.bulk_create(lines)
        if lines:
            data = {"categories": [one.category for one in lines]}
            append(
                "NilLinesAdded",
                f"nil_line:{self.owner.code}",
                by=self.by,
                at=self.at,
                unit=self.owner.code,
                data=data,
            )
        return len(lines)

    def remember(self, added: Sequence[PowerItem]) -> None:
        """What the workbook said of each item: the base of the next comparison; and why its problems may stand."""
        numbers = dict(self.laid.difference.matched)
        numbers |= dict(zip(self.laid.difference.added, (one.draft_number for one in added), strict=True))
        self._explain(numbers)
        self.upload.accepted = {number: self.upload.rows[place]["filed"] for place, number in numbers.items()}
        self.upload.state, self.upload.accepted_at = ACCEPTED, self.at
        self.upload.save(update_fields=["accepted", "state", "accepted_at"])

    def _explain(self, numbers: Mapping[int, str]) -> None:
        """Reasons given for problems of the rows; several for one kind of finding are one."""
        reasons: dict[tuple[str, str, str], list[str]] = {}
        for problem, one in answers_to(self.upload).items():
            if one.reason and one.row in numbers:
                found = self.upload.details[problem - 1]
                reasons.setdefault((numbers[one.row], found["code"], found["key"]), []).append(one.reason)
        wanted = {number for number, _, _ in reasons}
        items = {one.draft_number: one for one in PowerItem.objects.kept().filter(draft_number__in=wanted)}
        for (number, code, key), words in reasons.items():
            if item := items.get(number):
                keep_reason(item, code, key, "；".join(dict.fromkeys(words)), by=self.by, at=self.at)

    def _write(self, chosen: Sequence[tuple[Change, Collection[str]]]) -> None:
        """The fields named, as the workbook has them; findings of rows that stand as filed are those of the check."""
        found = self._problems()
        changes, checked, unsure = [], [], []
        for one, fields in chosen:
            row, item = self.laid.rows[one.row], self.laid.items[one.item.number]
            values = {name: row.fields[name] for name in fields if name != LEGAL_BASIS}
            changes.append((item, values, row.bases if LEGAL_BASIS in fields else None))
            whole = set(fields) == {field.field for field in one.fields}
            if whole:
                checked.append((item, found.get(one.row, [])))
            else:
                unsure.append(item)
        change_items(changes, by=self.by, at=self.at)
        keep_checks(checked, self.on)
        ItemCheck.objects.filter(item__in=unsure).delete()

    def _problems(self) -> dict[int, list[dict[str, Any]]]:
        """The findings of the check by place of the row, in the form kept beside items."""
        found: dict[int, list[dict[str, Any]]] = {}
        lines: list[dict[str, Any]] = self.upload.result["problems"]
        settled = {number for number, one in answers_to(self.upload).items() if one.kind == ADOPTED}
        for number, (line, kept) in enumerate(zip(lines, self.upload.details, strict=True), 1):
            if line["row"] is not None and number not in settled:
                problem = problem_from_json(kept)
                found.setdefault(line["row"], []).append(_beside_item(problem))
        return found


def _beside_item(problem: Problem) -> dict[str, Any]:
    return kept_form(problem, TOGETHER if problem.code in _OF_UNIT else ALONE, {}) | {"basis": None}


def _taken(change: Change, choices: Mapping[str, str]) -> set[str]:
    """The fields to be taken from the workbook."""
    return {
        one.field
        for one in change.fields
        if not one.conflict or choices.get(choice_name(change.item.number, one.field)) == THEIRS
    }


def choice_name(number: str, field: str) -> str:
    """The name under which a choice is posted."""
    return f"{number}.{field}"


def _not_chosen(changes: Iterable[Change], choices: Mapping[str, str]) -> list[Problem]:
    names = [choice_name(one.item.number, field) for one in changes for field in one.conflicts]
    return [refusal("upload.choose", name) for name in names if choices.get(name) not in (OURS, THEIRS)]


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
