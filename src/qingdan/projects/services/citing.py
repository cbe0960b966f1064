"""引用批文: an approval already held counts for a matter of a project."""

from dataclasses import dataclass
from datetime import date, datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.projects.models import CitedApproval, Project
from qingdan.projects.queries.tables import stage_table


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldApproval:
    """An approval of the licence store, as the stage above found it: held by the project's owner, good."""

    licence: str
    number: str
    name: str
    unit_name: str
    issued_on: date
    valid_until: date | None


def keep_citation(*, key: str, matter: str, held: HeldApproval, by: Actor, at: datetime) -> None:
    """Keeps that the approval counts for the matter; twice is once. `cases.services.citing` asks for it.

    Raises Missing, Refused: the plan has no such matter.
    """
    with writing(by):
        project = Project.objects.select_for_update(of=("self",)).select_related("table").filter(
            key=key, applicant__user__username=by.username
        ).first()  # fmt: skip
        if project is None:
            raise Missing
        names = {one.name for one in stage_table(project.table.content).matters}
        refuse_if(None if matter in names else refusal("desk.choice", "matter"))
        _, made = CitedApproval.objects.get_or_create(
            project=project,
            matter=matter,
            licence=held.licence,
            defaults={
                "region_id": project.region_id,
                "number": held.number,
                "name": held.name,
                "unit_name": held.unit_name,
                "issued_on": held.issued_on,
                "valid_until": held.valid_until,
                "by": by.username,
                "at": at,
            },
        )
        if made:
            data = {"matter": matter, "licence": held.licence}
            append("ApprovalCited", f"project:{key}", by=by, at=at, data=data)
