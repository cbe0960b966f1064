"""预检: what an applicant should look at again before sending, though it stops nothing (RQ-G4; approval.md §7 U4).

What blocks is found by `qingdan.rules.application_form` and by the guards of the case; here is what often leads to a
notice of what lacks: another number than the account's, a day in the past, the same file for two materials, no
telephone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.rules.application_form import Answers, Field, FieldType, asked_fields
from qingdan.rules.codes.identification import normalise
from qingdan.rules.problem import Problem, Severity, beside

_OWN_NUMBER = {FieldType.CITIZEN_ID: "person", FieldType.USCC: "organisation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What is looked at. `kind`, `id_number`: of who applies; `files`: place of a material → digest of its file."""

    kind: str
    id_number: str
    phone: str
    answers: Answers
    files: Mapping[int, str]


def check_warnings(fields: Sequence[Field], application: Application, *, today: date) -> tuple[Problem, ...]:
    """Everything worth a second look, each beside its field or material (`field-name`, `material-3`)."""
    asked = asked_fields(fields, application.answers)
    return (
        *(found for one in asked for found in _of_field(one, application, today)),
        *_same_files(application.files),
        *([] if application.phone.strip() else [_look("no_phone", "phone")]),
    )


def _of_field(one: Field, application: Application, today: date) -> Iterator[Problem]:
    text = application.answers.get(one.name, "").strip()
    own = _OWN_NUMBER.get(one.type) == application.kind
    if text and own and normalise(text) != application.id_number:
        yield _look("other_number", f"field-{one.name}", label=one.label)
    if one.type is FieldType.DAY and text and text < today.isoformat() and _is_plan(one):
        yield _look("day_over", f"field-{one.name}", label=one.label)


def _is_plan(one: Field) -> bool:
    """Whether a day is one to come: the form says 计划, 拟, 预计."""
    return any(word in one.label for word in ("计划", "拟", "预计"))


def _same_files(files: Mapping[int, str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for place, digest in sorted(files.items()):
        if digest in first:
            yield _look("same_file", f"material-{place}", place=place, other=first[digest])
        first.setdefault(digest, place)


def _look(key: str, field: str, **params: str | int) -> Problem:
    return beside(f"check.{key}", field, params, Severity.WARNING)
