"""Laying a checked workbook into the draft: one acceptance, step by step, with what it takes to undo it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import refusal
from qingdan.powers.models import ItemCheck, NilLine, PowerItem, Upload
from qingdan.powers.queries.findings import ALONE, TOGETHER, kept_form
from qingdan.powers.queries.kept_check import problem_from_json
from qingdan.powers.queries.merges import Laid
from qingdan.powers.queries.merging import LEGAL_BASIS, Change
from qingdan.powers.queries.touched import ADDED, CHANGED, DELETED, RESTORED
from qingdan.powers.queries.upload_answers import ADOPTED, answers_to
from qingdan.powers.services.bulk import Made, NewItem, add_items, change_items, keep_checks
from qingdan.powers.services.justifications import keep_reason
from qingdan.powers.services.reading import ACCEPTED
from qingdan.powers.services.touching import Undo
from qingdan.rules.checks.catalogue import CHECKS
from qingdan.rules.problem import Problem

OURS, THEIRS = "ours", "theirs"
_OF_UNIT = {check.code for check in CHECKS if not check.item}


@dataclass(frozen=True, slots=True, kw_only=True)
class Laying:
    """One acceptance in hand: what is written where, and how it can be undone."""

    upload: Upload
    owner: Unit
    laid: Laid
    on: date
    by: Actor
    at: datetime
    undo: Undo = field(default_factory=Undo)

    def add(self) -> list[Made]:
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
        made = add_items(
            campaign=self.upload.campaign, unit=self.owner, items=items, on=self.on, by=self.by, at=self.at
        )
        self.undo.items |= {one.draft_number: (ADDED, one.version) for one in made}
        return made

    def change(self, choices: Mapping[str, str]) -> int:
        """What only the workbook changed, and what was chosen for it."""
        taken = [(one, _taken(one, choices)) for one in self.laid.difference.changed]
        self._write(CHANGED, [(one, fields) for one, fields in taken if fields])
        return sum(bool(fields) for _, fields in taken)

    def delete(self, numbers: Collection[str]) -> int:
        """Of the items that the workbook lacks, those named."""
        chosen = {one.number for one in self.laid.difference.missing} & set(numbers)
        items = [self.laid.items[number] for number in sorted(chosen)]
        self.undo.keep(DELETED, [(item, (), False) for item in items], later=1)
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
        self._write(RESTORED, [(one, {two.field for two in one.fields}) for one in chosen])
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
        self.undo.nil.extend(one.category for one in lines)
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

    def remember(self, added: Sequence[Made]) -> None:
        """What the workbook said of each item: the base of the next comparison; and why its problems may stand."""
        numbers = dict(self.laid.difference.matched)
        numbers |= dict(zip(self.laid.difference.added, (one.draft_number for one in added), strict=True))
        self._explain(numbers)
        self.upload.accepted = {number: place for place, number in numbers.items()}
        self.upload.state, self.upload.accepted_at = ACCEPTED, self.at
        self.upload.touched, self.upload.before = self.undo.touched_json(), self.undo.before
        self.upload.save(update_fields=["accepted", "state", "accepted_at", "touched", "before"])

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

    def _write(self, kind: str, chosen: Sequence[tuple[Change, Collection[str]]]) -> None:
        """The fields named, as the workbook has them; findings of rows that stand as filed are those of the check."""
        found = self._problems()
        changes, checked, unsure = [], [], []
        for one, fields in chosen:
            row, item = self.laid.rows[one.row], self.laid.items[one.item.number]
            values = {name: row.fields[name] for name in fields if name != LEGAL_BASIS}
            changes.append((item, values, row.bases if LEGAL_BASIS in fields else None))
            whole = set(fields) == {two.field for two in one.fields}
            if whole:
                checked.append((item, found.get(one.row, [])))
            else:
                unsure.append(item)
        self.undo.keep(kind, [(item, fields, bases is not None) for item, fields, bases in changes], later=1)
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


def choice_name(number: str, field: str) -> str:
    """The name under which a choice is posted."""
    return f"{number}.{field}"


def not_chosen(changes: Iterable[Change], choices: Mapping[str, str]) -> list[Problem]:
    """A problem for every field edited on both sides for which neither side is chosen."""
    names = [choice_name(one.item.number, field) for one in changes for field in one.conflicts]
    return [refusal("upload.choose", name) for name in names if choices.get(name) not in (OURS, THEIRS)]


def _beside_item(problem: Problem) -> dict[str, Any]:
    return kept_form(problem, TOGETHER if problem.code in _OF_UNIT else ALONE, {}) | {"basis": None}


def _taken(change: Change, choices: Mapping[str, str]) -> set[str]:
    """The fields to be taken from the workbook."""
    return {
        one.field
        for one in change.fields
        if not one.conflict or choices.get(choice_name(change.item.number, one.field)) == THEIRS
    }
