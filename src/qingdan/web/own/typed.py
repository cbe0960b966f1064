"""What was typed on the steps of an application: rows of its form, the mark of a page, its version."""

import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from qingdan.rules.application_form import Field, plain_digits
from qingdan.web.own.pages import Mine

Rows = list[dict[str, Any]]


def form_rows(
    my: Mine,
    fields: Sequence[Field],
    answers: Mapping[str, str],
    wanted_by: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Rows:
    """The fields with what was kept; where it was not, for it was too long or somebody else was quicker, what was typed
    here. `wanted_by`: of a form for several, name of a field → who asks for it."""
    typed: Mapping[str, Any] = my.request.POST if my.refusal else {}
    labels = {one.name: one.label for one in fields}
    return [
        {
            "field": one,
            "value": str(typed.get(f"field-{one.name}", answers.get(one.name, ""))),
            "when": labels.get(one.when_field, ""),
            "wanted_by": wanted_by.get(one.name, ()),
        }
        for one in fields
    ]


def sections_of(rows: Rows) -> list[tuple[str, Rows]]:
    """The fields by section, in the order of the form."""
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row["field"].section, []).append(row)
    return list(found.items())


def answers_in(my: Mine, fields: Sequence[Field]) -> dict[str, str]:
    """What was answered to these fields; one that the form did not send is left out."""
    posted = my.request.POST
    return {one.name: str(posted[f"field-{one.name}"]) for one in fields if f"field-{one.name}" in posted}


def contact_in(my: Mine) -> dict[str, Any]:
    """How the applicant is reached, and whether the decision may come by this way."""
    return {
        "phone": plain_digits(my.word("phone", 30))[:30],
        "address": my.word("address", 200),
        "agreed_to_electronic": my.request.POST.get("electronic") == "1",
    }


def once_of(my: Mine) -> str:
    """The mark of this page: kept where it is shown again, new where the old one was used up."""
    used = my.refusal is not None and any(one.where.field == "once" for one in my.refusal.problems)
    return ("" if used else my.word("once", 32)) or secrets.token_hex(16)


def version_of(my: Mine) -> int:
    """The version that a form was made of; 0 where it says none."""
    word = my.word("version", 9)
    return int(word) if word.isascii() and word.isdecimal() else 0
