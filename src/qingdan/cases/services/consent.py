"""Electronic service: only to who agreed to it (行政许可法 Art. 44; 国务院令第716号 Art. 10)."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.cases.queries.facts import parties_of
from qingdan.cases.services.stepping import get_case
from qingdan.rules.case_state import CLOSED, CaseState, Party

OVER = CLOSED | {CaseState.SERVED}


def agree_to_electronic(*, number: str, agreed: bool, by: Actor, at: datetime) -> None:
    """The applicant agrees to electronic service, or takes it back before the decision is served. Raises Missing."""
    with writing(by):
        case = get_case(by, number)
        if Party.APPLICANT not in parties_of(case, by, day_of(at)) or CaseState(case.state) in OVER:
            raise Missing
        case.agreed_to_electronic, case.version = agreed, case.version + 1
        case.save(update_fields=["agreed_to_electronic", "version"])
        kind = "ElectronicServiceAgreed" if agreed else "ElectronicServiceDeclined"
        append(kind, f"case:{case.number or case.code}", by=by, at=at, unit=case.unit.code)
