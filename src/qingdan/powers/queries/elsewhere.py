"""Where else what a finding suggests belongs (改别处): other bases and texts of its row, other rows that say the same.

Readings. Another row is offered only where the check found the very same there: the same words may be right beside
another quotation. In its own row they are offered wherever they stand: a person says where they are wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qingdan.powers.models import Upload
from qingdan.powers.queries.corrections import IN_TEXT, Replacement, in_texts, possible
from qingdan.powers.queries.items import FIELDS
from qingdan.powers.queries.upload_answers import Asked, answers_to, asked_of
from qingdan.rules.canonical import digest

MOST = 200  # other rows that are offered at once
_AROUND = 12  # letters shown before and after


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place to put the suggestion: `key` names it in a form, `problem` is whose row it lies in.

    `field`: legal_basis or a text field; `basis` the place of the basis from 1, 0 for a text. `before` and `after`: the
    words around. `suggested`: the one place that the finding itself names.
    """

    key: str
    problem: int
    cell: str
    about: str
    field: str
    basis: int
    before: str
    out: str
    put: str
    after: str
    suggested: bool
    wanted: tuple[Replacement, ...]


def places_of(asked: Asked) -> tuple[Place, ...]:
    """Every place where the suggestion of a problem belongs, the one it is for first, then its row, then other rows."""
    line = asked.upload.result["problems"][asked.number - 1]
    own = [_place(asked, line, one) for one in _in_row(asked)]
    return (*sorted(own, key=lambda one: not one.suggested), *_in_other_rows(asked))


def count_elsewhere(asked: Asked) -> int:
    """How many places there are but the suggested one; of other rows as many as say the same. Cheap."""
    own = sum(one not in asked.suggestion for one in _in_row(asked))
    return own + len(_twins(asked))


def _in_row(asked: Asked) -> Iterator[Replacement]:
    yield from possible(asked.problem, asked.filed.bases or ())
    texts = {name: text for name, text in asked.filed.fields.items() if name in FIELDS}
    yield from in_texts(asked.problem, texts)


def _twins(asked: Asked) -> list[int]:
    """Numbers of the problems of other rows that say the same in the same words and are not answered."""
    lines: Sequence[Mapping[str, Any]] = asked.upload.result["problems"]
    me, answered = lines[asked.number - 1], answers_to(asked.upload)
    if not possible(asked.problem, asked.original.bases or ()):
        return []
    return [
        number
        for number, one in enumerate(lines, 1)
        if (one["code"], one["message"]) == (me["code"], me["message"])
        and one["row"] not in (None, me["row"])
        and number not in answered
    ][:MOST]


def _in_other_rows(asked: Asked) -> Iterator[Place]:
    twins = _twins(asked)
    if not twins:
        return
    kept = Upload.objects.filter(pk=asked.upload.pk).values_list("details", "rows", "filed")
    details, rows, filed = kept.get()
    lines = asked.upload.result["problems"]
    for number in twins:
        line, row = lines[number - 1], lines[number - 1]["row"]
        other = asked_of(asked.upload, number, details[number - 1], rows[row], filed[row])
        if other.suggestion:
            yield _place(other, line, other.suggestion[0], whole=True)


def _place(asked: Asked, line: Mapping[str, Any], one: Replacement, *, whole: bool = False) -> Place:
    bases = asked.filed.bases or ()
    text = asked.filed.fields[one.part] if one.basis == IN_TEXT else getattr(bases[one.basis], one.part)
    before, _, after = text.partition(one.out)
    return Place(
        key=str(asked.number) if whole else digest([one.basis, one.part, one.out, one.put])[:16],
        problem=asked.number,
        cell=line["place"],
        about=line["about"],
        field=one.part if one.basis == IN_TEXT else "legal_basis",
        basis=one.basis + 1,
        before=before[-_AROUND:],
        out=one.out,
        put=one.put,
        after=after[:_AROUND],
        suggested=not whole and one in asked.suggestion,
        wanted=asked.suggestion if whole else (one,),
    )
