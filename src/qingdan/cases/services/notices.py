"""What an applicant is told of a case: in the account, and from there by e-mail (`qingdan.base.messages`)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from qingdan.applicants.models import Applicant
from qingdan.applicants.queries.accounts import speaks_for
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.messages.services import send
from qingdan.base.people.models import User
from qingdan.base.transactions import writing
from qingdan.base.worded import Worded
from qingdan.cases.models import Case
from qingdan.data.labels import long_date
from qingdan.data.wording import wording

TOLD: Mapping[str, str] = {
    "ApplicationReceived": "received",
    "ApplicationTakenIn": "received",
    "DefectsNotified": "defects",
    "Supplemented": "supplemented",
    "CaseAccepted": "accepted",
    "DeemedAccepted": "deemed",
    "AcceptanceRefused": "not_accepted",
    "LicenceNotRequired": "not_required",
    "ClockStopped": "paused",
    "ClockResumed": "resumed",
    "ClockResumedByDay": "resumed",
    "LimitExtended": "extended",
    "DeadlinesMoved": "moved",
    "LicenceGranted": "granted",
    "LicenceRefused": "refused",
    "DeemedRenewed": "granted",
    "DeemedWithdrawn": "lapsed",
    "CaseTerminated": "terminated",
    "BranchBegun": "branch_begun",
    "BranchEnded": "branch_ended",
    "DecisionServed": "served",
    "DecisionVoided": "voided",
    "CaseSentUp": "sent_up",
    "CasePassedOn": "passed_on",
    "CaseMoved": "passed_on",
    "ObjectionAnswered": "objection_answered",
}
"""Kinds of events → keys of their words ("notice.<key>")."""


def tell_applicant(*, number: str, kind: str, event: str, by: Actor, at: datetime) -> int:
    """Tells the applicant's account, and the agent's who made the case while its proxy for it lasts; how many.

    `event`: its digest, told once.
    """
    with writing(by):
        found = _OF_APPLICANT.ask(number=number)
        applicant = found[0].applicant if found else None
        if applicant is None:
            return 0
        case = found[0]
        people = [applicant.user, *_agents(case, applicant, day_of(at))]
        words = wording()[f"notice.{TOLD[kind]}"]["message"]
        facts = {
            "item": case.item_name,
            "number": number,
            "until": long_date(case.due_on) if case.due_on else "规定的期限",
        }
        return send(
            subject=wording()["notice.subject"]["message"].format(item=case.item_name),
            text=words.format(**facts),
            link=f"/my/cases/{number}/",
            once=f"case:{number}:{event[:20]}",
            users=people,
            by=by,
            at=at,
        )


_OF_APPLICANT = Worded(
    lambda: Case.objects.filter(number="?number", applicant__isnull=False).select_related("applicant__user"),
    {"?number": "number"},
)


def _agents(case: Case, applicant: Applicant, on: date) -> Iterable[User]:
    """Who made the case on line for somebody else, while the proxy lasts."""
    if applicant.user.username == case.made_by or case.channel not in {"web", "mobile"}:
        return ()
    speaks = speaks_for(case.made_by, applicant, on=on, items=case.items)
    return User.objects.filter(username=case.made_by) if speaks else ()
