"""Service of the decision (Art. 44) and the archive (国务院令第716号 Art. 12).

A window records how it handed the decision over; the electronic way is the system's own (`serve_electronically`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import SHANGHAI, day_of
from qingdan.base.refusal import refusal, refuse_if, too_long
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CasePaper, CaseService
from qingdan.cases.queries.archive import failed_checks, record_of
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import get_case, step_case
from qingdan.data.calendar import load_calendar
from qingdan.data.case import case_names
from qingdan.data.labels import long_date
from qingdan.data.papers import paper_words
from qingdan.rules.application_form import is_citizen_id
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_service import SIGNED, ServiceMethod, Signer, remedies_from, served_on
from qingdan.rules.codes.identification import normalise
from qingdan.rules.problem import Problem

_WITH_SIGNER = SIGNED | {ServiceMethod.ELECTRONIC}
DECISIONS = (PaperKind.GRANT, PaperKind.REFUSAL, PaperKind.DEEMED_RENEWAL)
_LENGTHS = {
    "receiver": 40, "receiver_id": 40, "relation": 40, "mail_number": 30, "service_proof": 200, "refused": 200,
    "witnesses": 100,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """How it reached whom, as the window says it. `method`: `ServiceMethod`; `given_on`: the day it was handed over,
    received by post, left or announced.

    `signer`: self, agent, other; `receiver` who signed, `receiver_id` his number, `relation` of another in words.
    `refused` and `witnesses`: of what was left at the home; `proof` in words.
    """

    method: str
    proof: str
    given_on: date | None
    receiver: str = ""
    receiver_id: str = ""
    signer: str = Signer.SELF
    relation: str = ""
    mail_number: str = ""
    refused: str = ""
    witnesses: str = ""


def serve_decision(*, number: str, served: Served, by: Actor, at: datetime) -> None:
    """Records the service with its proof. Raises Refused with every reason, Missing."""
    with writing(by):
        serve_at_counter(get_case(by, number), served, by=by, at=at)


def serve_at_counter(case: Case, served: Served, *, by: Actor, at: datetime) -> None:
    """The same, of a case whose row is locked. Raises Refused."""
    refuse_if(*_problems(case, served, day_of(at)))
    _keep(case, served, by=by, at=at)


def serve_electronically(case: Case, *, by: Actor, at: datetime) -> None:
    """The system puts the decision into the applicant's account, who agreed to it: served at this instant.

    Of a case whose row is locked. Source: 电子签名法 Art. 11, 国务院令第716号 Art. 10. Raises Refused.
    """
    assert case.applicant
    decision = _decision(case)
    local = at.astimezone(SHANGHAI)
    proof = paper_words("arrived").format(
        at=f"{long_date(local.date())}{local:%H:%M:%S}", paper=decision.number, digest=decision.digest[:16]
    )
    served = Served(
        method=ServiceMethod.ELECTRONIC, receiver=case.applicant.name, proof=proof, given_on=day_of(at)
    )
    _keep(case, served, by=by, at=at, data={"paper": decision.number, "arrived_at": at.isoformat()})


def archive_case(*, number: str, by: Actor, at: datetime) -> None:
    """Closes the file after its four checks: genuine, whole, usable, safe. Raises Refused, Missing."""
    with writing(by):
        case = get_case(by, number)
        typed = {"failed_checks": len(failed_checks(case))}
        step_case(case, "archive", by=by, at=at, typed=typed, data=record_of(case))


def _keep(
    case: Case, served: Served, *, by: Actor, at: datetime, data: Mapping[str, object] | None = None
) -> None:
    method = ServiceMethod(served.method)
    proof = served.proof.strip() or (served.mail_number if method is ServiceMethod.POST else "")
    electronic = method is ServiceMethod.ELECTRONIC
    typed = {"service_proof": proof, "electronic": electronic}
    step_case(case, "serve", by=by, at=at, typed=typed, data={"method": method.value, **(data or {})})
    assert served.given_on
    on = served_on(method, served.given_on)
    relation = _relation(served) if method in _WITH_SIGNER else ""
    CaseService.objects.create(
        region_id=case.region_id, case=case, method=method, receiver=served.receiver,
        receiver_id=normalise(served.receiver_id), relation=relation, mail_number=served.mail_number, proof=proof,
        given_on=served.given_on, on=on, by=by.username, at=at,
    )  # fmt: skip
    facts = _record(case, served, on) | {"proof": proof, "relation": relation}
    write_paper(case, PaperKind.SERVICE_RECORD, facts, by=by, at=at)


def _record(case: Case, served: Served, on: date) -> dict[str, Any]:
    """What the record of service says; the remedies are counted from the day of service."""
    remedies = remedies_from(load_calendar(), on)
    return {
        "document": _name_of(_decision(case)),
        "method": case_names("services")[served.method],
        "receiver": case.applicant_name,
        "signed_by": served.receiver if served.method in _WITH_SIGNER else "",
        "mail_number": served.mail_number,
        "given_on": served.given_on.isoformat() if served.given_on else "",
        "served_on": on.isoformat(),
        "refused": served.refused,
        "witnesses": served.witnesses,
        "review_until": remedies.review_until.isoformat(),
        "suit_until": remedies.suit_until.isoformat(),
    }


def _decision(case: Case) -> CasePaper:
    return CasePaper.objects.filter(case=case, kind__in=DECISIONS).latest("pk")


def _name_of(paper: CasePaper) -> str:
    """The decision by name and number, with the licence that went with it."""
    licence = thaw(paper.digest).get("licence", "")
    names = f"{case_names('papers')[paper.kind]} {paper.number}"
    return paper_words("with_licence").format(paper=names, licence=licence) if licence else names


def _relation(served: Served) -> str:
    """Of who signed to whom it is for, in words."""
    return served.relation if served.signer == Signer.OTHER else case_names("signers")[served.signer]


def _problems(case: Case, served: Served, today: date) -> Iterator[Problem]:
    """Everything that is wrong with what a window says of a service."""
    if served.method not in set(ServiceMethod):
        yield refusal("desk.choice", "method")
        return
    method = ServiceMethod(served.method)
    if method is ServiceMethod.ELECTRONIC:
        yield refusal("case.electronic_by_system", "method")
        return
    if case.decided_on is None:
        return
    yield from _lengths(served)
    yield from _day_problems(case, served, today)
    if method in SIGNED:
        yield from _signer_problems(case, served, at_counter=method is ServiceMethod.COUNTER)
    if method is ServiceMethod.POST and not _is_mail_number(served.mail_number):
        yield refusal("case.mail_number", "mail_number")
    if method is ServiceMethod.LEFT:
        yield from (
            refusal("desk.required", one) for one in ("refused", "witnesses") if not getattr(served, one)
        )


def _lengths(served: Served) -> Iterator[Problem]:
    for name, most in _LENGTHS.items():
        text = served.proof if name == "service_proof" else getattr(served, name)
        if problem := too_long(text, name, most):
            yield problem


def _day_problems(case: Case, served: Served, today: date) -> Iterator[Problem]:
    """Not before the decision, not in the future."""
    assert case.decided_on
    if served.given_on is None:
        yield refusal("desk.required", "given_on")
    elif not case.decided_on <= served.given_on <= today:
        days = {"first": long_date(case.decided_on), "last": long_date(today)}
        yield refusal("case.given_between", "given_on", **days)


def _signer_problems(case: Case, served: Served, *, at_counter: bool) -> Iterator[Problem]:
    """Who signed is the applicant, the agent of the application, or another whose relation is said.

    At the counter the number on the document shown is checked too.
    """
    name, number = served.receiver.strip(), normalise(served.receiver_id)
    own = {Signer.SELF: case.applicant_name, Signer.AGENT: case.agent_name}
    if served.signer not in set(Signer):
        yield refusal("desk.choice", "signer")
    elif not name:
        yield refusal("desk.required", "receiver")
    elif served.signer == Signer.OTHER:
        if not served.relation.strip():
            yield refusal("desk.required", "relation")
    elif name != own[Signer(served.signer)]:
        yield refusal(f"case.not_{served.signer}", "receiver", name=own[Signer(served.signer)] or "—")
    if not at_counter:
        return
    if not number:
        yield refusal("desk.required", "receiver_id")
    elif served.signer == Signer.SELF and case.id_number:
        if number != normalise(case.id_number):
            yield refusal("case.not_own_number", "receiver_id")
    elif not is_citizen_id(number):
        yield refusal("case.citizen_id", "receiver_id")


def _is_mail_number(text: str) -> bool:
    """Letters and digits, as posts number what they carry."""
    return 8 <= len(text) <= 30 and text.isascii() and text.isalnum()
