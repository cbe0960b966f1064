"""What was granted in an investment project: gathered by its code, for its later applications and for the public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from qingdan.cases.models import Case, CaseDecision
from qingdan.licences.models import Licence
from qingdan.projects.models import CitedApproval
from qingdan.rules.case_state import CaseState
from qingdan.rules.codes.identification import bare_number

DECIDED = frozenset({CaseState.GRANTED, CaseState.REFUSED, CaseState.SERVED, CaseState.ARCHIVED})
"""A decision was made and stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectGrant:
    """What was granted in a project, for the public: no names of persons. `licence`: code of its page, "" none."""

    item_code: str
    item_name: str
    unit_name: str
    on: date
    licence: str
    number: str


def cases_under(code: str, owner_number: str) -> QuerySet[Case]:
    """The cases of a project that were received, by its code and its unit's number."""
    wanted = {owner_number, bare_number(owner_number)}
    return Case.objects.filter(project_code=code, id_number__in=wanted).exclude(number="")


def approvals_of_project(code: str, owner_number: str) -> frozenset[str]:
    """Codes of the licences that are of a project: granted in its cases, or cited for it."""
    numbers = cases_under(code, owner_number).values_list("number", flat=True)
    granted = Licence.objects.filter(case_number__in=numbers)
    cited = CitedApproval.objects.filter(project__code=code, project__owner_number=bare_number(owner_number))
    return frozenset((*granted.values_list("code", flat=True), *cited.values_list("licence", flat=True)))


def public_grants(
    code: str, owner_number: str, regions: Sequence[str]
) -> tuple[tuple[ProjectGrant, ...], int]:
    """The grants of a project, in their order, and how many are withheld on a ground of law.

    Those of a trial run, and those undone since, are none.
    """
    cases = cases_under(code, owner_number).filter(region_id__in=regions, trial=False, state__in=DECIDED)
    decided = CaseDecision.objects.filter(case__in=cases, granted=True).select_related("case__unit")
    open_ones = list(decided.filter(withheld="").order_by("on", "pk"))
    numbers = [one.case.number for one in open_ones]
    papers = {
        one.case_number: one for one in Licence.objects.filter(case_number__in=numbers, withheld="").only(
            "case_number", "code", "number"
        )
    }  # fmt: skip
    lines = tuple(_grant(one, papers.get(one.case.number)) for one in open_ones)
    return lines, decided.exclude(withheld="").count()


def _grant(one: CaseDecision, licence: Licence | None) -> ProjectGrant:
    return ProjectGrant(
        item_code=one.case.item_code,
        item_name=one.case.item_name,
        unit_name=one.case.unit.name,
        on=one.on,
        licence=licence.code if licence else "",
        number=licence.number if licence else "",
    )
