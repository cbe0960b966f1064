"""Taking in at a window: applicant, answers and materials on one form, one case whatever is sent twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.services import Upload
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.models import Channel
from qingdan.cases.services.applying import (
    CaseReceipt,
    Filed,
    NewCase,
    begin_application,
    file_all,
    save_application,
    take_in,
)
from qingdan.cases.services.scans import keep_scans
from qingdan.cases.services.stepping import get_case
from qingdan.rules.application_form import is_citizen_id, is_phone, is_uscc, plain_digits
from qingdan.rules.codes.identification import normalise
from qingdan.rules.problem import Problem

ID_KINDS = ("citizen_id", "uscc", "other")
"""What an applicant shows: identity card, credit code of an organisation, another document (passport …)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWindow:
    """Who stands at the window. `id_kind`: one of `ID_KINDS`; `once` makes a form sent twice one application."""

    once: str
    id_kind: str
    name: str
    id_number: str
    phone: str = ""
    address: str = ""
    agent_name: str = ""

    @property
    def kind(self) -> str:
        """Person or organisation: an organisation shows its credit code."""
        return "organisation" if self.id_kind == "uscc" else "person"


_LENGTHS = {"name": 120, "id_number": 40, "phone": 30, "address": 200, "agent_name": 40}


def take_in_at_window(
    *,
    item_code: str,
    said: AtWindow,
    answers: Mapping[str, str],
    filed: Sequence[Filed],
    scans: Mapping[int, Upload],
    by: Actor,
    at: datetime,
) -> CaseReceipt:
    """Opens the case, keeps what was said and brought, and receives it; papers may lack (Art. 32(4)).

    `scans`: place of a material → the scan that the window made of it. The same `once` again: the number, without
    a second query code. Raises Refused, Missing.
    """
    refuse_if(*window_problems(said))
    with writing(by):
        code = begin_application(new=_new(item_code, said), by=by, at=at)
        case = get_case(by, code)
        if case.number:
            return CaseReceipt(number=case.number, code="")
        save_application(code=code, version=case.version, answers=answers, by=by, at=at)
        case = get_case(by, code)
        kept = keep_scans(filed, scans, unit=case.unit.code, by=by, at=at)
        brought = file_all(case, kept, by=by, at=at)
        append("MaterialFiled", f"case:{code}", by=by, at=at, unit=case.unit.code, data=brought)
        return take_in(code=code, by=by, at=at)


def number_problem(id_kind: str, id_number: str) -> Problem | None:
    """What is wrong with the number on a document: its length, its birthday, its check character."""
    wrong = {"citizen_id": not is_citizen_id(id_number), "uscc": not is_uscc(id_number)}.get(id_kind, False)
    label = {"label": "号码"}
    if not id_number.strip():
        return refusal("form.needed", "id_number", **label)
    return refusal(f"form.{id_kind}", "id_number", **label) if wrong else None


def _new(item_code: str, said: AtWindow) -> NewCase:
    return NewCase(
        item_code=item_code,
        once=said.once,
        channel=Channel.WINDOW,
        kind=said.kind,
        name=said.name.strip(),
        id_number=normalise(said.id_number),
        phone=plain_digits(said.phone),
        address=said.address,
        agent_name=said.agent_name,
    )


def window_problems(said: AtWindow) -> Iterator[Problem | None]:
    """What is wrong with what was said of the person, each beside its field."""
    yield None if said.name.strip() else refusal("form.needed", "name", label="姓名或者名称")
    yield None if said.id_kind in ID_KINDS else refusal("desk.choice", "id_kind")
    yield number_problem(said.id_kind, said.id_number)
    wrong = said.phone.strip() and len(said.phone) <= _LENGTHS["phone"] and not is_phone(said.phone)
    yield refusal("form.phone", "phone", label="电话") if wrong else None
    for name, most in _LENGTHS.items():
        if len(getattr(said, name)) > most:
            yield refusal("desk.too_long", name, most=most, length=len(getattr(said, name)))
