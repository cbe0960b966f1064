"""The five working days of Art. 32: telling once what lacks, accepting, refusing acceptance, no licence needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseDefect, CaseFee
from qingdan.cases.queries.corrections import listed_subjects
from qingdan.cases.queries.facts import again_approved
from qingdan.cases.queries.frozen import frozen, review_on
from qingdan.cases.services.numbers import next_sequence
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.running import begin_review, pin_entry
from qingdan.cases.services.stepping import get_case, step_case
from qingdan.data.calendar import working_days_on
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.problem import Problem

LONGEST_WORDS = 1_000
"""Of what is wrong with one thing, and of how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing that lacks: `subject` material-3 or field-name; what is wrong, how to mend it, by which ground."""

    subject: str
    what: str
    how: str
    ground: str = ""


def notify_defects(
    *,
    number: str,
    version: int,
    defects: Sequence[Defect],
    by: Actor,
    at: datetime,
) -> str:
    """Tells once everything that lacks (Art. 32(4)), again what is new alone and approved by the head (`requests`).

    The code of the notice. Raises Refused, Stale, Missing.
    """
    with writing(by):
        case = get_case(by, number, version=version)
        refuse_if(*unsaid(defects))
        content = frozen(case.version_read.digest)
        known, told = listed_subjects(case), _newly_filed(case)
        typed = {
            "defects": len(defects),
            "unlisted": sum(one.subject not in known for one in defects),
            "only_new": all(one.subject in told for one in defects),
        }
        until = working_days_on(day_of(at), content["correction_days"])
        case.correction_due_on = until
        step_case(case, "notify_defects", by=by, at=at, typed=typed, data={"defects": len(defects)})
        case.rounds += 1
        case.save(update_fields=["rounds"])
        _keep(case, defects, again_approved(case))
        facts = {
            "defects": [{"name": known[one.subject], "what": one.what, "how": one.how} for one in defects],
            "until": until.isoformat(),
            "consequence": "lapse" if content["lapse_is_withdrawal"] else "waits",
            "contact": content["consult_phone"],
            "round": case.rounds,
        }
        return write_paper(case, PaperKind.CORRECTION_NOTICE, facts, by=by, at=at).code


def accept_case(*, number: str, version: int, by: Actor, at: datetime) -> str:
    """Accepts: the decision clock begins, the chart's first steps open (Art. 32(5)); the code of the notice.

    Raises Refused, Stale, Missing.
    """
    with writing(by):
        case = get_case(by, number, version=version)
        step_case(case, "accept", by=by, at=at)
        pin_and_begin(case, at=at)
        return write_paper(case, PaperKind.ACCEPTANCE, acceptance_facts(case), by=by, at=at).code


def refuse_acceptance(
    *, number: str, version: int, reason: str, clause: str, competent: str = "", elsewhere: bool = False, by: Actor,
    at: datetime,
) -> str:  # fmt: skip
    """不予受理, with reason and remedies; `elsewhere`: it is another agency's, which must be named (Art. 32(2)).

    The code of the decision. Raises Refused, Stale, Missing.
    """
    with writing(by):
        case = get_case(by, number, version=version)
        remedies = remedies_of(case)
        typed = {
            "reason": reason,
            "competent_agency": competent,
            "lacks_jurisdiction": elsewhere,
            "remedies": remedies,
        }
        step_case(case, "refuse_acceptance", by=by, at=at, typed=typed, data={"competent": competent})
        facts = {"reason": reason, "clause": clause, "competent": competent, "remedies": remedies}
        return write_paper(case, PaperKind.ACCEPTANCE_REFUSED, facts, by=by, at=at).code


def need_no_licence(*, number: str, version: int, reason: str, by: Actor, at: datetime) -> str:
    """Tells at once that no licence is needed (Art. 32(1)). Raises Refused, Stale, Missing."""
    with writing(by):
        case = get_case(by, number, version=version)
        step_case(case, "need_no_licence", by=by, at=at, typed={"reason": reason})
        return write_paper(case, PaperKind.NOT_REQUIRED, {"reason": reason}, by=by, at=at).code


def pin_and_begin(case: Case, *, at: datetime) -> None:
    """From acceptance on the entry in force that day stays, the case has its place, and the chart runs."""
    assert case.accepted_on
    pin_entry(case, case.accepted_on)
    case.sequence = None if case.trial else next_sequence(case.item_code)
    for fee in frozen(case.version_read.digest)["fees"]:
        CaseFee.objects.create(
            region_id=case.region_id, case=case, name=fee["name"], rate=fee["rate"], basis=fee["basis"],
            amount=fee.get("amount", 0), by=case.made_by, at=at,
        )  # fmt: skip
    begin_review(case, review_on(case.entry.digest), at=at)
    case.save()


def acceptance_facts(case: Case) -> dict[str, object]:
    """What a notice of acceptance says of limits, fee and whom to ask."""
    content = frozen(case.version_read.digest)
    assert case.accepted_on and case.decision_due_on
    fees = [f"{one['name']} {one['rate']}" for one in content["fees"]]
    return {
        "accepted_on": case.accepted_on.isoformat(),
        "statutory": content["statutory"],
        "promised": content["promised"] or content["statutory"],
        "decision_until": case.decision_due_on.isoformat(),
        "promised_until": (case.promised_due_on or case.decision_due_on).isoformat(),
        "fee": "；".join(fees) if fees else "不收费",
        "contact": content["consult_phone"],
        "complaint": content["supervise_phone"],
        "pauses": list(content["pauses"]),
    }


def remedies_of(case: Case) -> str:
    """Where and till when one may ask for review or sue, as the item's guide says it."""
    remedies: str = frozen(case.version_read.digest)["remedies"]
    return remedies


def unsaid(defects: Sequence[Defect]) -> Iterator[Problem | None]:
    """A notice says of each thing what is wrong and how to mend it, in few words."""
    for one in defects:
        for name in ("what", "how"):
            text, field = getattr(one, name), f"{name}-{one.subject}"
            yield too_long(text, field, LONGEST_WORDS) if text.strip() else refusal("desk.required", field)


def _newly_filed(case: Case) -> set[str]:
    """What the last notice asked for."""
    return set(CaseDefect.objects.filter(case=case, round=case.rounds).values_list("subject", flat=True))


def _keep(case: Case, defects: Sequence[Defect], superior_reason: str) -> None:
    CaseDefect.objects.bulk_create(
        CaseDefect(
            region_id=case.region_id, case=case, round=case.rounds, subject=one.subject, what=one.what, how=one.how,
            ground=one.ground, answer=case.answers.get(one.subject.removeprefix("field-"), ""),
            superior_reason=superior_reason,
        )
        for one in defects
    )  # fmt: skip
