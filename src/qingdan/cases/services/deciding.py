"""The decision: granted or refused, by another than who handled it, on what is in force that day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.cases.models import Case, CaseDecision, CaseTask
from qingdan.cases.queries.devolved import entry_for
from qingdan.cases.queries.facts import DECIDING
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.hats import signed_name
from qingdan.cases.services.accepting import remedies_of
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import get_case, step_case
from qingdan.data.papers import paper_words
from qingdan.data.publication import LIST_NAMES
from qingdan.guides.queries.content import fields_of
from qingdan.licences.services.issuing import NewLicence, issue_licence
from qingdan.rules.application_form import FieldType, asked_fields
from qingdan.rules.case_clock import months_after
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.problem import Problem
from qingdan.rules.review import ListKind

LONGEST_GROUND, LONGEST_WORDS = 200, 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided and why. `clauses`: places in the entry's list of bases, from 1.

    `withheld`: the ground on which a grant is not published (Art. 40).
    """

    granted: bool
    facts: str
    clauses: Sequence[int]
    reasons: str = ""
    conditions: str = ""
    withheld: str = ""


def decide_case(*, number: str, version: int, decided: Decided, by: Actor, at: datetime) -> str:
    """Decides; the code of the decision's paper. Raises Refused with every reason, Stale, Missing."""
    with writing(by):
        case = get_case(by, number, version=version)
        refuse_if(*_too_long(decided))
        today = day_of(at)
        entry = entry_for(case, today)
        bases = frozen(entry.digest)["bases"] if entry else []
        chosen = [bases[one - 1] for one in decided.clauses if 0 < one <= len(bases)]
        clauses = "、".join(f"《{one['instrument']}》{one['locator']}" for one in chosen)
        remedies = remedies_of(case)
        typed = {"reason": decided.reasons, "remedies": remedies, "clause_in_force": bool(clauses)}
        case.decided_on = today
        step_case(case, "grant" if decided.granted else "refuse", by=by, at=at, typed=typed)
        _close_decision(case, decided, by=by, at=at)
        assert entry
        months = frozen(case.version_read.digest)["licence"]["months"]
        until = months_after(today, months) if decided.granted and months else None
        CaseDecision.objects.create(
            region_id=case.region_id, case=case, entry=entry, granted=decided.granted, facts=decided.facts,
            reasons=decided.reasons, clauses=clauses, conditions=decided.conditions, remedies=remedies,
            valid_from=today if decided.granted else None, valid_until=until, withheld=decided.withheld,
            by=by.username, by_name=signed_name(by, DECIDING), on=today, at=at,
        )  # fmt: skip
        licence = _licence(case, decided, until, by=by, at=at) if decided.granted else ""
        facts = {
            "facts": decided.facts,
            "reasons": decided.reasons,
            "clauses": clauses,
            "conditions": decided.conditions,
            "remedies": remedies,
            "licence": licence,
            "valid_until": until.isoformat() if until else "",
            "edition": paper_words("edition").format(
                list=LIST_NAMES[ListKind(entry.edition.list_kind)], number=entry.edition.number
            ),
            "edition_code": entry.edition.code,
            "approver": signed_name(by, DECIDING),
        }
        kind = PaperKind.GRANT if decided.granted else PaperKind.REFUSAL
        return write_paper(case, kind, facts, by=by, at=at).code


def _too_long(decided: Decided) -> Iterator[Problem | None]:
    words = {"facts": decided.facts, "reason": decided.reasons, "conditions": decided.conditions}
    yield from (too_long(text, field, LONGEST_WORDS) for field, text in words.items())
    yield too_long(decided.withheld, "withheld", LONGEST_GROUND)


def _scope(case: Case) -> list[dict[str, str]]:
    """What was granted, where and how much: all that the form asked, but numbers of persons and telephones."""
    fields = asked_fields(fields_of(frozen(case.version_read.digest)), case.answers)
    return [
        {"field": one.label, "answer": f"{text}{one.unit}"}
        for one in fields
        if one.type not in {FieldType.CITIZEN_ID, FieldType.PHONE}
        and (text := case.answers.get(one.name, ""))
    ]


def _close_decision(case: Case, decided: Decided, *, by: Actor, at: datetime) -> None:
    """The decision is the last step of the review."""
    end_review(case, taken="准予" if decided.granted else "不予", opinion=decided.facts, by=by, at=at)


def end_review(case: Case, *, taken: str, opinion: str, by: Actor, at: datetime) -> None:
    """Closes what is open of the chart, in the name of who decides."""
    for task in CaseTask.objects.filter(case=case, done_at=None):
        task.done_at, task.done_by, task.occurred_on = at, by.username, day_of(at)
        task.done_by_name = signed_name(by, DECIDING)
        task.taken, task.opinion = taken, opinion
        task.save()


def _licence(case: Case, decided: Decided, until: date | None, *, by: Actor, at: datetime) -> str:
    kind = frozen(case.version_read.digest)["licence"]["kind"]
    if not kind:
        return ""
    new = NewLicence(
        unit=case.unit.code, kind=kind, item_code=case.item_code, case_number=case.number,
        holder_name=case.applicant_name, holder_id=case.id_number, valid_from=day_of(at), valid_until=until,
        content={"item": case.item_name, "conditions": decided.conditions, "scope": _scope(case)},
        withheld=decided.withheld,
        holder_kind=case.applicant_kind, trial=case.trial,
    )  # fmt: skip
    return issue_licence(new=new, by=by, at=at).number
