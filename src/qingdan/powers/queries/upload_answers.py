"""What the people of a unit answered to the problems of a checked workbook, before it is laid into the draft.

A suggestion adopted (采用建议) changes what is taken over from the row, not the file, nor the base of the next
comparison: the same file sent again does not undo it. A reason given (不改，说明理由) becomes the item's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from qingdan.powers.models import Upload
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.corrections import Replacement, corrected, corrected_fields, correction
from qingdan.powers.queries.filed import Filed

ADOPTED, EXPLAINED = "adopted", "explained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is to become of a problem: `kind` adopted or explained. `row`: place of its row among those read."""

    kind: str
    row: int
    reason: str = ""
    replaced: tuple[Replacement, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        replaced = [[one.basis, one.part, one.out, one.put] for one in self.replaced]
        return {"kind": self.kind, "row": self.row, "reason": self.reason, "replaced": replaced}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        replaced = tuple(
            Replacement(basis=basis, part=part, out=out, put=put)
            for basis, part, out, put in kept["replaced"]
        )
        return cls(kind=kept["kind"], row=kept["row"], reason=kept["reason"], replaced=replaced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A problem of a row: as kept, its number from 1, the place of the row, what the row says as answered so far.

    `suggestion`: how it would be set right, empty where it cannot be; `answer` None: not answered yet.
    """

    upload: Upload
    number: int
    problem: Mapping[str, Any]
    row: int
    cells: Mapping[str, Any]
    original: Filed
    filed: Filed
    suggestion: tuple[Replacement, ...]
    answer: Answer | None

    @property
    def bases_corrected(self) -> tuple[BasisText, ...]:
        """The bases of the row with the suggestion."""
        return corrected(self.filed.bases or (), self.suggestion) or ()


def answers_to(upload: Upload) -> dict[int, Answer]:
    """The answers by number of the problem, from 1, in the order of the list."""
    kept = sorted((int(number), one) for number, one in upload.answers.items())
    return {number: Answer.from_json(one) for number, one in kept}


def rows_answered(upload: Upload) -> list[Filed]:
    """The rows of an upload with the suggestions adopted."""
    rows = [Filed.from_json(one) for one in upload.filed]
    for one in answers_to(upload).values():
        rows[one.row] = _corrected(rows[one.row], one.replaced)
    return rows


def problem_asked(upload: Upload, number: int) -> Asked | None:
    """A problem by its number; None where there is none, or where it lies in no row. Reads that row alone."""
    lines = upload.result["problems"]
    row = lines[number - 1]["row"] if 0 < number <= len(lines) else None
    if row is None:
        return None
    kept = Upload.objects.filter(pk=upload.pk)
    found = kept.values_list(f"details__{number - 1}", f"rows__{row}", f"filed__{row}").get()
    return asked_of(upload, number, *found)


def asked_of(
    upload: Upload, number: int, problem: Mapping[str, Any], cells: Mapping[str, Any], said: Mapping[str, Any]
) -> Asked:
    """A problem that lies in a row, the row as read, and what it says: all as they were kept."""
    row = upload.result["problems"][number - 1]["row"]
    original = filed = Filed.from_json(said)
    answers = answers_to(upload)
    for one in answers.values():
        filed = _corrected(filed, one.replaced) if one.row == row else filed
    found = correction(problem, original.bases or ())
    return Asked(
        upload=upload,
        number=number,
        problem=problem,
        row=row,
        cells=cells,
        original=original,
        filed=filed,
        suggestion=found if found and corrected(filed.bases or (), found) else (),
        answer=answers.get(number),
    )


def _corrected(filed: Filed, wanted: tuple[Replacement, ...]) -> Filed:
    """The row set right; as it is where one of the words was replaced already."""
    bases = corrected(filed.bases or (), wanted) if wanted else None
    if bases is None:
        return filed
    fields = corrected_fields(filed.fields, wanted)
    return replace(filed, fields=fields, bases=bases if filed.bases is not None else None)
