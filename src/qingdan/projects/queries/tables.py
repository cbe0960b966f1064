"""Stage tables: as kept and as judged, the newest of a class, all versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.data.projects import project_names, shipped_stages, standard_model
from qingdan.projects.models import StageTableVersion
from qingdan.rules.project import Durations, JointSession, Matter, Stage, StageTable, planned_durations


@dataclass(frozen=True, slots=True, kw_only=True)
class TableVersion:
    """A version as the desk lists it. `number` 0: as shipped, nobody has changed it."""

    kind: str
    kind_name: str
    number: int
    table: StageTable
    planned: Durations
    note: str = ""
    by_name: str = ""
    at: datetime | None = None

    @property
    def shipped(self) -> bool:
        """Nobody of the city has changed it: its departments are kinds of department. Who changes it says why."""
        return not self.note


def stage_table(content: Mapping[str, Any]) -> StageTable:
    """A kept table as the rules judge it."""
    return StageTable(
        model=content["model"],
        most_days=content["most_days"],
        stages=tuple(_stage(one) for one in content["stages"]),
    )


def kept_table(table: StageTable) -> dict[str, Any]:
    """The other way round."""
    return {
        "model": table.model,
        "most_days": table.most_days,
        "stages": [
            {
                "name": stage.name,
                "lead": stage.lead,
                "days": stage.days,
                "matters": [
                    {
                        "name": one.name, "department": one.department, "days": one.days, "items": list(one.items),
                        "needs": list(one.needs), "session": one.session.value, "in_parts": one.in_parts,
                    }
                    for one in stage.matters
                ],
            }
            for stage in table.stages
        ],
    }  # fmt: skip


def table_in_use(region: str, kind: str) -> TableVersion:
    """The table that a new project of a class gets: the newest of the region, else the one shipped."""
    found = StageTableVersion.objects.filter(region_id=region, kind=kind).order_by("-number").first()
    return version_shown(found) if found else shipped_version(standard_model(), kind)


def tables_in_use(region: str) -> tuple[TableVersion, ...]:
    """One for each class."""
    return tuple(table_in_use(region, kind) for kind in project_names("classes"))


def table_versions(region: str, kind: str) -> tuple[TableVersion, ...]:
    """All versions of a class, the newest first."""
    found = StageTableVersion.objects.filter(region_id=region, kind=kind).order_by("-number")
    return tuple(version_shown(one) for one in found)


def shipped_version(model: str, kind: str) -> TableVersion:
    """A table as shipped. Raises KeyError: no such model."""
    table = stage_table(shipped_stages(model, kind))
    return TableVersion(
        kind=kind,
        kind_name=project_names("classes")[kind],
        number=0,
        table=table,
        planned=planned_durations(table),
    )


def version_shown(one: StageTableVersion) -> TableVersion:
    """A version of the region."""
    table = stage_table(one.content)
    return TableVersion(
        kind=one.kind,
        kind_name=project_names("classes")[one.kind],
        number=one.number,
        table=table,
        planned=planned_durations(table),
        note=one.note,
        by_name=one.by_name,
        at=one.at,
    )


def _stage(said: Mapping[str, Any]) -> Stage:
    return Stage(
        name=said["name"],
        lead=said["lead"],
        days=said["days"],
        matters=tuple(
            Matter(
                name=one["name"],
                department=one["department"],
                days=one["days"],
                items=tuple(one["items"]),
                needs=tuple(one["needs"]),
                session=JointSession(one["session"]),
                in_parts=one["in_parts"],
            )
            for one in said["matters"]
        ),
    )
