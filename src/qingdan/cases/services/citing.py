"""引用批文: a licence that the owner of a project holds counts for a matter of its plan."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.refusal import Missing, Refused, refusal
from qingdan.base.transactions import writing
from qingdan.licences.queries.held import held_licence
from qingdan.projects.models import Project
from qingdan.projects.services.citing import HeldApproval, keep_citation


def cite_approval(*, key: str, matter: str, licence: str, by: Actor, at: datetime) -> None:
    """Lets a licence of the project's owner, good on the day, stand for a matter.

    Raises Missing, Refused: the owner holds no such licence, or the plan has no such matter.
    """
    with writing(by):
        own = Project.objects.filter(key=key, applicant__user__username=by.username)
        project = own.select_related("applicant").first()
        if project is None:
            raise Missing
        held = held_licence(project.applicant, licence, on=day_of(at))
        if held is None:
            raise Refused([refusal("project.not_held", "licence")])
        approval = HeldApproval(
            licence=held.code, number=held.number, name=held.kind, unit_name=held.unit_name,
            issued_on=held.issued_on, valid_until=held.valid_until,
        )  # fmt: skip
        keep_citation(key=key, matter=matter, held=approval, by=by, at=at)
