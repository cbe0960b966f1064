"""The stage tables of the demonstration's city: as shipped, with its own departments instead of kinds of department.

Which of the two land and planning offices has a matter is not said by its kind, so those matters are named.
"""

from collections.abc import Mapping
from dataclasses import replace

from qingdan.base.transactions import reading
from qingdan.data.projects import project_names
from qingdan.demo.cases import Counter
from qingdan.projects.queries.tables import table_in_use
from qingdan.projects.services.tables import save_stage_table
from qingdan.rules.project import Stage, StageTable

_OWN: Mapping[str, str] = {
    "发展改革部门": "市发展和改革委员会",
    "自然资源和规划部门": "市城乡规划局",
    "生态环境部门": "市环境保护局",
    "水利部门": "市水利局",
    "住房和城乡建设部门": "市住房和城乡建设局",
    "人民防空部门": "市人民防空办公室",
    "用地预审和选址": "市国土资源局",
    "立项用地规划许可": "市发展和改革委员会",
}
"""A kind of department, or the name of a matter or stage that is another's → the unit of the city."""
_NOTE = "部门改成本市的单位（示例）"


def name_own_departments(counter: Counter, days_ago: int) -> None:
    """A version of the city's own for each class of projects, where there is none yet."""
    centre, at = counter.people.centre(), counter.ago(days_ago)
    for kind in project_names("classes"):
        with reading(centre):
            now = table_in_use(centre.region, kind)
        if now.number == 0:
            table = own_table(now.table)
            save_stage_table(kind=kind, number=0, table=table, note=_NOTE, by=centre, at=at)


def own_table(table: StageTable) -> StageTable:
    """The same stages and matters, led and done by units of the city."""
    return replace(table, stages=tuple(_stage(one) for one in table.stages))


def _stage(stage: Stage) -> Stage:
    matters = tuple(replace(one, department=_own(one.name, one.department)) for one in stage.matters)
    return replace(stage, lead=_own(stage.name, stage.lead), matters=matters)


def _own(name: str, kind: str) -> str:
    return _OWN.get(name) or _OWN.get(kind, kind)
