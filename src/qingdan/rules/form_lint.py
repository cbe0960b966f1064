"""An application form as an officer builds it: what keeps it from being asked of anybody.

Source: 行政许可法 Art. 29 (the form asks nothing that has to do with nothing), Art. 31; RQ-G4 (one form engine).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from qingdan.rules.application_form import Field, FieldType
from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Problem, beside

_VAGUE = pattern(r"^(?:其他|其它|备注|有关情况|相关信息)$")
_Named = Mapping[str, tuple[int, Field]]
Found = Iterator[Problem]


def form_faults(fields: Sequence[Field]) -> tuple[Problem, ...]:
    """Everything that is wrong with the form itself, each beside its field (`field-1`, counted from 1)."""
    named = {one.name: (place, one) for place, one in reversed(list(enumerate(fields, 1)))}
    return tuple(
        problem
        for place, one in enumerate(fields, 1)
        for check in _CHECKS
        for problem in check(place, one, named)
    )


def _label(place: int, one: Field, named: _Named) -> Found:
    if not one.label.strip():
        yield _wrong("no_label", place)
    elif _VAGUE.search(one.label.strip()):
        yield _wrong("vague_label", place, label=one.label)
    if named[one.name][0] != place:
        yield _wrong("same_name", place)


def _choices(place: int, one: Field, _named: _Named) -> Found:
    if one.type is not FieldType.CHOICE:
        return
    if len(one.choices) < 2:
        yield _wrong("few_choices", place)
    elif len(set(one.choices)) < len(one.choices):
        yield _wrong("same_choice", place)


def _bounds(place: int, one: Field, _named: _Named) -> Found:
    if one.type is FieldType.NUMBER and not one.unit.strip():
        yield _wrong("no_unit", place)
    if one.least is not None and one.most is not None and one.least > one.most:
        yield _wrong("bounds_crossed", place)


def _condition(place: int, one: Field, named: _Named) -> Found:
    """It depends on a field that was asked before it, and on an answer that can be given there."""
    if not one.when_field:
        return
    before, other = named.get(one.when_field, (place, one))
    if before >= place:
        yield _wrong("condition_not_before", place)
    elif other.type is FieldType.CHOICE and one.when_value not in other.choices:
        yield _wrong("condition_no_answer", place, answer=one.when_value)
    elif not one.when_value.strip():
        yield _wrong("condition_no_answer", place, answer="")


def _order_of_days(place: int, one: Field, named: _Named) -> Found:
    if not one.not_before:
        return
    before, other = named.get(one.not_before, (place, one))
    if before == place or one.type is not FieldType.DAY or other.type is not FieldType.DAY:
        yield _wrong("not_before_no_day", place)


_CHECKS: tuple[Callable[[int, Field, _Named], Found], ...] = (
    _label,
    _choices,
    _bounds,
    _condition,
    _order_of_days,
)


def _wrong(key: str, place: int, **params: str | int) -> Problem:
    return beside(f"guide.form_{key}", f"field-{place}", {"place": place, **params})
