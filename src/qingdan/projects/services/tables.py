"""The stage tables of a region: started from the shipped ones, changed by the service centre, version by version."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import Region
from qingdan.base.refusal import Missing, Stale, refusal, refuse_if, too_long
from qingdan.base.transactions import writing
from qingdan.data.projects import project_names, shipped_stages, standard_model
from qingdan.projects.models import StageTableVersion
from qingdan.projects.queries.tables import kept_table
from qingdan.rules.canonical import digest
from qingdan.rules.project import StageTable, table_problems
from qingdan.rules.role import Role

LONGEST_NOTE = 200


def save_stage_table(*, kind: str, number: int, table: StageTable, note: str, by: Actor, at: datetime) -> int:
    """A new version of the table of a class, for projects from now on; its number.

    `number`: the version that was changed (0: as shipped). Raises Missing, Stale, Refused with all that is wrong.
    """
    with writing(by):
        if Role.SERVICE_CENTRE not in by.roles or kind not in project_names("classes"):
            raise Missing
        last = _last_number(by.region, kind)
        if number != last:
            raise Stale({}, last)
        said = None if note.strip() else refusal("desk.required", "note")
        refuse_if(*table_problems(table), said, too_long(note, "note", LONGEST_NOTE))
        made = StageTableVersion.objects.create(
            region_id=by.region, kind=kind, number=last + 1, content=kept_table(table), note=note.strip(),
            by=by.username, by_name=by.name, at=at,
        )  # fmt: skip
        data = {"kind": kind, "number": made.number, "digest": digest(made.content)}
        append("StageTableChanged", f"stage_table:{by.region}-{kind}", by=by, at=at, data=data)
        return made.number


def pinned_table(region: str, kind: str, *, by: Actor, at: datetime) -> StageTableVersion:
    """The version that a new project gets; where there is none, the shipped table becomes the first.

    Inside a transaction; two at once make one.
    """
    found = _newest(region, kind)
    if found is None:
        Region.objects.select_for_update(no_key=True).get(code=region)
        found = _newest(region, kind) or StageTableVersion.objects.create(
            region_id=region, kind=kind, number=1, content=shipped_stages(standard_model(), kind),
            by=by.username, by_name=by.name, at=at,
        )  # fmt: skip
    return found


def _newest(region: str, kind: str) -> StageTableVersion | None:
    return StageTableVersion.objects.filter(region_id=region, kind=kind).order_by("-number").first()


def _last_number(region: str, kind: str) -> int:
    """The newest number, while nobody else can write the next."""
    Region.objects.select_for_update(no_key=True).get(code=region)
    found = _newest(region, kind)
    return found.number if found else 0
