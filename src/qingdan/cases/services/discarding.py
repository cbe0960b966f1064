"""Throwing a draft of an application away: nobody but its applicant has seen it, and nothing was received yet.

What was received stays for ever: from then on papers and marks of the clock hold the case, which only grow.
"""

from datetime import datetime

from qingdan.applicants.models import VaultMaterial
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.files.discarding import discard_file
from qingdan.base.files.models import StoredFile
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.cases.models import CaseMaterial
from qingdan.cases.queries.facts import is_own
from qingdan.cases.services.stepping import get_case
from qingdan.rules.case_state import CaseState


def discard_application(*, code: str, by: Actor, at: datetime) -> None:
    """The draft goes with its answers and files; what was kept in the vault stays there. Raises Missing: not a draft,
    or not the own one.
    """
    with writing(by):
        case = get_case(by, code)
        if case.state != CaseState.DRAFT or case.number or not is_own(case, by, day_of(at)):
            raise Missing
        filed = CaseMaterial.objects.filter(case=case)
        codes = list(filed.filter(file__isnull=False).values_list("file__code", flat=True))
        filed.delete()
        case.delete()
        append("ApplicationDiscarded", f"case:{code}", by=by, at=at, unit=case.unit.code)
        kept = VaultMaterial.objects.filter(file__code__in=codes).values("file")
        for file in StoredFile.objects.filter(code__in=codes).exclude(pk__in=kept).select_related("unit"):
            discard_file(file, by=by, at=at)
