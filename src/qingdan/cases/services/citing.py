"""引用批文: a licence that the owner of a project holds counts for a matter of its plan, the one its item is of."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Refused, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.cases.queries.citable import fitting_matters, item_names
from qingdan.licences.queries.held import HeldLicence, held_licence
from qingdan.projects.models import CitedApproval, Project
from qingdan.projects.queries.tables import stage_table


def cite_approval(*, key: str, licence: str, by: Actor, at: datetime) -> None:
    """Lets a licence of the project's owner, good on the day, stand for the matter of its item; twice is once.

    Raises Missing, Refused: the owner holds no such licence, or no matter of the plan is of its item.
    """
    with writing(by):
        project = _own(key, by)
        held = held_licence(project.applicant, licence, on=day_of(at))
        if held is None:
            raise Refused([refusal("project.not_held", "licence")])
        matter = _matter(project, held)
        if _kept(project, matter, held, by, at):
            data = {"matter": matter, "licence": held.code}
            append("ApprovalCited", f"project:{key}", by=by, at=at, data=data)


def _matter(project: Project, held: HeldLicence) -> str:
    """Raises Refused: no matter of the project is of the licence's item."""
    (matter,) = fitting_matters(stage_table(project.table.content), [held])
    item = item_names([held]).get(held.case_number, held.item_code)
    said = refusal("project.not_of_plan", "licence", licence=f"{held.kind} {held.number}", item=item)
    refuse_if(None if matter else said)
    return matter


def _own(key: str, by: Actor) -> Project:
    """The project with its owner, its row locked. Raises Missing."""
    own = Project.objects.select_for_update(of=("self",)).filter(applicant__user__username=by.username)
    found = own.select_related("table", "applicant__user").filter(key=key).first() if by.username else None
    if found is None:
        raise Missing
    return found


def _kept(project: Project, matter: str, held: HeldLicence, by: Actor, at: datetime) -> bool:
    """Whether it was kept now; False: it was before."""
    said = {
        "region_id": project.region_id,
        "number": held.number,
        "name": held.kind,
        "unit_name": held.unit_name,
        "issued_on": held.issued_on,
        "valid_until": held.valid_until,
        "by": by.username,
        "at": at,
    }
    once = {"project": project, "matter": matter, "licence": held.code}
    return CitedApproval.objects.get_or_create(**once, defaults=said)[1]
