"""A new query code for a case: where the old one was lost, or somebody else has read it."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing
from qingdan.base.secret_codes import new_code, secret_digest
from qingdan.base.transactions import writing
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.services.stepping import get_case
from qingdan.rules.case_state import CaseState, Party


def renew_query_code(*, number: str, by: Actor, at: datetime) -> str:
    """The new code of an applicant's own case; the old one opens it no more. Raises Missing: not the own, a draft.

    The code is answered once and never kept.
    """
    with writing(by):
        case = get_case(by, number)
        if Party.APPLICANT not in parties_of(case, by, day_of(at)) or case.state == CaseState.DRAFT:
            raise Missing
        code = new_code()
        case.secret_digest = secret_digest(case.number, code)
        case.save(update_fields=["secret_digest"])
        append("QueryCodeRenewed", f"case:{case.number}", by=by, at=at, unit=case.unit.code)
    return code
