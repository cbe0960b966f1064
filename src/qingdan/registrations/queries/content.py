"""What is said of a registration or an enterprise: to a body its own parts alone, to all what is registered."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qingdan.data.labels import long_date
from qingdan.data.registrations import asked_materials, form_fields, parts_of, registration_bodies, words_of
from qingdan.registrations.models import Enterprise, Registration
from qingdan.rules.application_form import Field, FieldType, asked_fields
from qingdan.rules.canonical import digest
from qingdan.rules.registration import RegistrationKind

REGISTERED = (
    "type",
    "address_area",
    "address",
    "capital",
    "currency",
    "scope",
    "term",
    "term_until",
    "legal_name",
)
"""Fields of the form that the register itself holds (市场主体登记管理条例 Art. 8)."""


def parts_for(kind: RegistrationKind, body: str) -> tuple[str, ...]:
    """The parts of the form that are a body's business; of an end the facts of the enterprise go with it."""
    parts = dict.fromkeys((*parts_of(kind), "company"))
    sees = registration_bodies()[body].sees
    return tuple(one for one in parts if one in sees)


def answers_for(registration: Registration, body: str) -> dict[str, str]:
    """The answers that a body gets to see."""
    kind = RegistrationKind(registration.kind)
    fields = [
        field for part in parts_for(kind, body) for field in form_fields(kind, registration.answers, part)
    ]
    return {one.name: text for one in fields if (text := registration.answers.get(one.name, ""))}


def read_out(
    fields: Sequence[Field], answers: Mapping[str, str], *, gaps: bool = False
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Answers as people read them, (label, words), under the headings of the form.

    What is not answered is left out; with `gaps` it stands there empty where an answer is demanded.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for one in asked_fields(fields, answers):
        words = answer_words(one, answers.get(one.name, ""))
        if words or (gaps and one.required):
            found.setdefault(one.section, []).append((one.label, words))
    return tuple((section, tuple(rows)) for section, rows in found.items())


def answer_words(field: Field, text: str) -> str:
    """An answer with its unit; a day as one says it, whatever else was typed for one as it is."""
    if field.type is FieldType.DAY:
        try:
            return long_date(date.fromisoformat(text))
        except ValueError:
            return text
    return f"{text}{field.unit}" if text else ""


def correctable(kind: RegistrationKind) -> tuple[str, ...]:
    """What a notice of correction may be about, by name: the materials that are asked, the fields of the form."""
    fields = form_fields(kind, {})
    materials = (one.name for one in asked_materials(kind))
    return tuple(dict.fromkeys((*materials, *(f"{one.section}：{one.label}"[:60] for one in fields))))


def facts_registered(
    name: str, numbers: Mapping[str, str], answers: Mapping[str, str], *, standing: bool
) -> str:
    """The digest by which two registers agree on an enterprise."""
    return digest(
        {
            "name": name,
            "standing": standing,
            "numbers": {kind: numbers[kind] for kind in sorted(numbers)},
            "answers": {field: answers.get(field, "") for field in REGISTERED},
        }
    )


def digest_of_enterprise(enterprise: Enterprise) -> str:
    """The same of one that is registered."""
    return facts_registered(
        enterprise.name, enterprise.numbers, enterprise.answers, standing=enterprise.standing
    )


def registered_rows(answers: Mapping[str, str]) -> list[dict[str, str]]:
    """What a certificate prints: label and answer."""
    fields = {one.name: one for one in form_fields(RegistrationKind.FOUND, answers)}
    printed = words_of("printed")
    return [
        {
            "field": printed.get(name, fields[name].label),
            "answer": answer_words(fields[name], answers[name]),
        }
        for name in REGISTERED
        if answers.get(name)
    ]


def packet_of(registration: Registration, body: str, *, phase: str, turn: int) -> dict[str, Any]:
    """What is sent to a body's own system."""
    enterprise = registration.enterprise
    return {
        "registration": registration.number,
        "round": turn,
        "phase": phase,
        "kind": registration.kind,
        "mode": registration.mode,
        "name": registration.name,
        "numbers": dict(enterprise.numbers if phase == "share" and enterprise else registration.numbers),
        "digest": enterprise.digest if phase == "share" and enterprise else "",
        "answers": answers_for(registration, body),
    }
