"""Service of the decision (Art. 44) and the archive (国务院令第716号 Art. 12)."""

from dataclasses import dataclass
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Refused, refusal
from qingdan.base.transactions import writing
from qingdan.cases.models import CasePaper, CaseService
from qingdan.cases.queries.archive import failed_checks, record_of
from qingdan.cases.services.papers import write_paper
from qingdan.cases.services.stepping import get_case, step_case
from qingdan.data.case import case_names
from qingdan.rules.case_papers import PaperKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """How it reached whom. `method`: counter, post, electronic, left, announced, delegated; `proof` in words."""

    method: str
    receiver: str
    proof: str
    receiver_id: str = ""


def serve_decision(*, number: str, served: Served, by: Actor, at: datetime) -> None:
    """Records the service with its proof. Raises Refused, Missing."""
    with writing(by):
        case = get_case(by, number)
        if served.method not in case_names("services"):
            raise Refused([refusal("desk.choice", "method")])
        typed = {
            "service_proof": served.proof if served.receiver.strip() else "",
            "electronic": served.method == "electronic",
        }
        step_case(case, "serve", by=by, at=at, typed=typed, data={"method": served.method})
        CaseService.objects.create(
            region_id=case.region_id, case=case, method=served.method, receiver=served.receiver,
            receiver_id=served.receiver_id, proof=served.proof, on=day_of(at), by=by.username, at=at,
        )  # fmt: skip
        decisions = CasePaper.objects.filter(case=case, kind__in=["grant", "refusal", "deemed_renewal"])
        facts = {
            "document": decisions.latest("pk").number,
            "method": case_names("services")[served.method],
            "receiver": served.receiver,
            "proof": served.proof,
            "served_on": day_of(at).isoformat(),
        }
        write_paper(case, PaperKind.SERVICE_RECORD, facts, by=by, at=at)


def archive_case(*, number: str, by: Actor, at: datetime) -> None:
    """Closes the file after its four checks: genuine, whole, usable, safe. Raises Refused, Missing."""
    with writing(by):
        case = get_case(by, number)
        typed = {"failed_checks": len(failed_checks(case))}
        step_case(case, "archive", by=by, at=at, typed=typed, data=record_of(case))
