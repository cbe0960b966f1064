"""Which approvals already held may count in an investment project, and for which of its matters.

An approval fits the matter whose items its own item is one of, by code or by name; a matter that names no items has
none, since nobody but its department could say which. An item is of one matter of a table alone, so that nobody has to
choose the matter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qingdan.base.actor import Actor
from qingdan.cases.models import Case
from qingdan.licences.models import Licence, LicenceState
from qingdan.licences.queries.held import HeldLicence, licences_of
from qingdan.licences.queries.public import status_on
from qingdan.projects.models import Project
from qingdan.projects.queries.projects import ProjectShown
from qingdan.projects.queries.tables import stage_table
from qingdan.rules.project import StageTable, matter_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Citable:
    """A licence that fits a matter of a project: `code` of its page, its kind and number."""

    matter: str
    code: str
    kind: str
    number: str
    unit_name: str


def citable_approvals(by: Actor, key: str, *, on: date) -> tuple[Citable, ...]:
    """Good licences of the owner of a project of the account that fit a matter, in the order of the plan."""
    own = (
        Project.objects.filter(applicant__user__username=by.username)
        if by.username
        else Project.objects.none()
    )
    found = own.select_related("table", "applicant__user").filter(key=key).first()
    if found is None:
        return ()
    table = stage_table(found.table.content)
    held = licences_of(found.applicant, on=on)
    order = [one.name for one in table.matters]
    fits = [
        Citable(matter=matter, code=one.code, kind=one.kind, number=one.number, unit_name=one.unit_name)
        for one, matter in zip(held, fitting_matters(table, held), strict=True)
        if matter
    ]
    return tuple(sorted(fits, key=lambda one: order.index(one.matter)))


def fitting_matters(table: StageTable, some: Sequence[HeldLicence | Licence]) -> tuple[str, ...]:
    """The matter that each of some licences fits, "" none, in their order."""
    names = item_names(some)
    return tuple(
        matter_of(table, item_code=one.item_code, item_name=names.get(one.case_number, "")) for one in some
    )


def item_names(some: Sequence[HeldLicence | Licence]) -> Mapping[str, str]:
    """Names of the items by which licences were granted, by number of the case."""
    numbers = [one.case_number for one in some]
    return dict(Case.objects.filter(number__in=numbers).values_list("number", "item_name")) if numbers else {}


def cited_counting(found: ProjectShown, *, on: date) -> frozenset[str]:
    """Codes of the cited licences that still count: good on the day, and of an item of their matter."""
    cited = {one.licence: one.matter for one in found.cited}
    rows = Licence.objects.filter(code__in=cited, trial=False) if cited else ()
    good = [one for one in rows if status_on(one, on) == LicenceState.VALID]
    matters = fitting_matters(found.table.table, good)
    return frozenset(one.code for one, matter in zip(good, matters, strict=True) if matter == cited[one.code])
