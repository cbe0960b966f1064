"""The five working days of Art. 32, of several departments: each looks, the lead tells once, all is accepted."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, Refused, Stale, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.models import Case
from qingdan.cases.queries.corrections import listed_subjects
from qingdan.cases.queries.facts import parties_of, project_verified
from qingdan.cases.queries.frozen import frozen
from qingdan.cases.queries.recusal import demand_unconcerned
from qingdan.cases.services.accepting import Defect, acceptance_facts, unsaid
from qingdan.cases.services.papers import write_paper
from qingdan.data.calendar import working_days_on
from qingdan.data.joint import joint_words
from qingdan.joints.queries.clock import last_day, promised_day, promised_of
from qingdan.joints.queries.corrections import shared_defects
from qingdan.joints.services.branches import Whole, append_joint, take, whole_of
from qingdan.joints.services.correcting import brought, demand_mender, untouched
from qingdan.joints.services.receiving import title, write_receipt
from qingdan.rules.case_papers import PaperKind
from qingdan.rules.case_state import COUNTER, CaseState, Party
from qingdan.rules.joint_run import JointState, accepted, lost_with, moved_on, supplemented, told, withdrawn
from qingdan.rules.problem import Problem


def record_check(
    *, number: str, item: str, version: int, defects: Sequence[Defect], by: Actor, at: datetime
) -> None:
    """A department says whether all is there for its matter, and what lacks; nobody else is asked anything by that.

    `version`: of the whole as the page showed it. What other departments found since then is nothing to this one.
    Raises Missing, Stale: somebody of the own department was quicker, or the applicant has changed something; Refused:
    another's matter, told already, not of the guide, no verified project.
    """
    with writing(by):
        whole = whole_of(by, number)
        case = _mine(whole, item, by)
        row = whole.rows[item]
        if version < row.changed_in:
            raise Stale({"version": str(whole.joint.version)}, whole.joint.version)
        known = listed_subjects(case)
        refuse_if(
            None if case.state == CaseState.RECEIVED else refusal("joint.checked_over", "defects"),
            _too_late([case], at),
            refusal("joint.told_once", "defects") if defects and whole.joint.told_on else None,
            None if defects or project_verified(case) else refusal("case.project_verified", "verdict"),
            *(
                None if one.subject in known else refusal("case.defects_published", "defects", count=1)
                for one in defects
            ),
            *unsaid(defects),
        )
        row.checked, row.checked_at, row.changed_in = not defects, at, whole.next_version
        row.checked_by, row.checked_by_name = by.username, by.name
        row.defects = [{"subject": one.subject, "what": one.what, "how": one.how} for one in defects]
        row.save()
        case.check_done = row.unit_id != whole.joint.lead_id  # the lead has still to tell or to accept
        case.save(update_fields=["check_done"])
        take(whole, (), by=by, at=at)
        append_joint("BranchChecked", whole.joint, {"item": item, "defects": len(defects)}, by=by, at=at)


def tell_defects(*, number: str, version: int, by: Actor, at: datetime) -> str:
    """The lead tells the applicant, this once, everything that all departments found; the code of the notice.

    Raises Missing, Stale, Refused: a department has not looked yet, nothing lacks, told already.
    """
    with writing(by):
        whole = led(number, version, by)
        unseen = [one for one in _received(whole) if whole.rows[one.item_code].checked is None]
        lacking = [one for one in _received(whole) if whole.rows[one.item_code].checked is False]
        refuse_if(
            refusal("joint.unseen", "send", names=_names(unseen)) if unseen else None,
            None if lacking else refusal("case.defects_listed", "send"),
            refusal("joint.told_once", "send") if whole.joint.told_on else None,
        )
        whole.joint.told_on = day_of(at)
        take(whole, told(whole.branches), by=by, at=at)
        code = write_paper(whole.carrier, PaperKind.CORRECTION_NOTICE, _notice(whole, at), by=by, at=at).code
        said = {"items": [one.item_code for one in lacking]}
        append_joint("JointDefectsNotified", whole.joint, said, by=by, at=at)
        return code


def supplement_joint(*, number: str, by: Actor, at: datetime) -> None:
    """The applicant has filed what lacked: those departments look again, five days anew; the others are left alone.

    Raises Missing, Refused: something that the notice listed was not touched, each by name.
    """
    with writing(by):
        whole = whole_of(by, number)
        demand_mender(whole, by, at)
        steps = supplemented(whole.branches)
        lacked = shared_defects(whole.joint, whole.cases)
        refuse_if(None if steps else refusal("case.wrong_state", "send"), *untouched(whole, lacked))
        given = brought(whole, lacked)
        take(whole, steps, by=by, at=at)
        until = max(whole.cases[one.item].check_due_on or day_of(at) for one in steps)
        write_receipt(whole, PaperKind.SUPPLEMENT_RECEIPT, given, until, by=by, at=at)
        append_joint("JointSupplemented", whole.joint, {"items": [one.item for one in steps]}, by=by, at=at)


def accept_joint(*, number: str, version: int, by: Actor, at: datetime) -> str:
    """The lead accepts for all (联合受理): the clock of the whole begins, and of each branch; the code of the notice.

    Raises Missing, Stale, Refused: a department has not looked yet, or something lacks.
    """
    with writing(by):
        whole = led(number, version, by)
        waiting = [one for one in _received(whole) if not whole.rows[one.item_code].checked]
        refuse_if(
            None if _received(whole) else refusal("case.wrong_state", "send"),
            _too_late(_received(whole), at),
            refusal("joint.not_complete", "send", names=_names(waiting)) if waiting else None,
            refusal("joint.in_correction", "send") if whole.state is JointState.CORRECTING else None,
        )
        return accept(whole, day_of(at), by=by, at=at)


def accept(whole: Whole, on: date, *, deemed: bool = False, by: Actor, at: datetime) -> str:
    """Accepts all that is received, from a day on; the code of the notice. `deemed`: the five days were let pass.

    Whose condition has failed meanwhile ends instead.
    """
    take(whole, moved_on(whole.branches), by=by, at=at)
    whole.joint.accepted_on = on
    take(whole, accepted(whole.branches, deemed=deemed), on=on, by=by, at=at)
    facts = _acceptance(whole) | ({"ground": joint_words("deemed_ground")} if deemed else {})
    kind = PaperKind.DEEMED_ACCEPTANCE if deemed else PaperKind.ACCEPTANCE
    code = write_paper(whole.carrier, kind, facts, by=by, at=at).code
    said = {"on": on.isoformat()}
    append_joint("JointDeemedAccepted" if deemed else "JointAccepted", whole.joint, said, by=by, at=at)
    return code


def withdraw_joint(*, number: str, items: Collection[str], by: Actor, at: datetime) -> None:
    """The applicant takes back all, or some matters; what waited for them ends with them. Raises Missing, Refused."""
    with writing(by):
        whole = whole_of(by, number)
        _demand_own(whole, by, at)
        steps, lost = withdrawn(whole.branches, items), lost_with(whole.branches, items)
        refuse_if(None if steps else refusal("joint.nothing_to_withdraw", "items"))
        take(whole, (*steps, *lost), by=by, at=at)
        said = {"items": [one.item for one in steps], "ended": [one.item for one in lost]}
        append_joint("JointWithdrawn", whole.joint, said, by=by, at=at)


def _received(whole: Whole) -> list[Case]:
    return [one for one in whole.cases.values() if one.state == CaseState.RECEIVED]


def _too_late(cases: Sequence[Case], at: datetime) -> Problem | None:
    """After five working days in silence all is accepted from receipt on, whatever is said then (Art. 32(4))."""
    over = any(one.check_due_on and day_of(at) > one.check_due_on for one in cases)
    return refusal("case.within_check", "send") if over else None


def _mine(whole: Whole, item: str, by: Actor) -> Case:
    """The case of the own unit that a person at the counter, or who handles, may look at. Raises Missing, Refused."""
    case = whole.cases.get(item)
    if case is None or not parties_of(case, by) & COUNTER:
        raise Missing
    demand_unconcerned(case, by)
    return case


def led(number: str, version: int | None, by: Actor) -> Whole:
    """The whole (`version`: None any), for the lead's people at the counter.

    Raises Missing, Stale, Refused: the own application.
    """
    whole = whole_of(by, number, version=version)
    if by.unit != whole.joint.lead.code or not parties_of(whole.carrier, by) & COUNTER:
        raise Missing
    demand_unconcerned(whole.carrier, by)
    return whole


def _demand_own(whole: Whole, by: Actor, at: datetime) -> None:
    if Party.APPLICANT not in parties_of(whole.carrier, by, day_of(at)):
        raise Missing


def _names(cases: Sequence[Case]) -> str:
    return "、".join(f"{one.unit.name}（{one.item_name}）" for one in cases)


def _notice(whole: Whole, at: datetime) -> dict[str, Any]:
    """One list of everything, each with who asks for it."""
    cases = [one for one in whole.cases.values() if one.state == CaseState.CORRECTING]
    contents = [frozen(one.version_read.digest) for one in cases]
    until = max(working_days_on(day_of(at), one["correction_days"]) for one in contents)
    lapses = all(one["lapse_is_withdrawal"] for one in contents)
    return {
        "case": whole.joint.number,
        "item_name": title(whole),
        "defects": [line for one in cases for line in _lines(one, whole.rows[one.item_code].defects)],
        "until": until.isoformat(),
        "consequence": "lapse" if lapses else "waits",
        "contact": frozen(whole.carrier.version_read.digest)["consult_phone"],
        "round": 1,
    }


def _lines(case: Case, defects: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    known = listed_subjects(case)
    return [
        {"name": f"{known[one['subject']]}（{case.unit.name}）", "what": one["what"], "how": one["how"]}
        for one in defects
    ]


def _acceptance(whole: Whole) -> dict[str, object]:
    """What the notice says: the days of the whole instead of one item's."""
    end = last_day(whole.joint)
    running = [one for one in whole.cases.values() if one.accepted_on]
    if not running or end is None:
        raise Refused([refusal("joint.nothing_accepted", "send")])
    words = joint_words("statutory")
    promised = promised_of(whole.joint, whole.cases)
    return {
        **acceptance_facts(running[0]),
        "case": whole.joint.number,
        "item_name": title(whole),
        "accepted_on": str(whole.joint.accepted_on),
        "statutory": words.format(days=whole.joint.days),
        "promised": words.format(days=promised),
        "decision_until": end.isoformat(),
        "promised_until": (promised_day(whole.joint, whole.cases) or end).isoformat(),
    }
