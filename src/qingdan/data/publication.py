"""Chinese words of what is published: names of the lists, of their changes, of why a power stands no longer."""

from collections.abc import Mapping

from qingdan.data.labels import FIELD_NAMES
from qingdan.rules.power_item import Disposition
from qingdan.rules.review import ListKind

LIST_NAMES: Mapping[ListKind, str] = {
    ListKind.POWER: "权力清单",
    ListKind.RESPONSIBILITY: "责任清单",
    ListKind.APPROVAL: "行政审批事项清单",
}

ENDED_NAMES: Mapping[str, str] = {
    Disposition.ABOLISH: "取消",
    Disposition.DEVOLVE: "下放",
    Disposition.TRANSFER: "转移",
    Disposition.CONSOLIDATE: "整合",
}
"""Why an entry stands in a list that may not be exercised; any other has left it."""

LEFT = "不再列入"
NOT_COUNTED = "不计入期限"
CHANGE_NAMES: Mapping[str, str] = {"added": "新增", "ended": "取消", "changed": "修改"}

DUTY_FIELD_NAMES: Mapping[str, str] = {
    "step": "环节",
    "duty": "责任事项",
    "post": "责任岗位",
    "accountability_ground": "追责情形",
    "legal_basis": "责任设定依据",
    "exemption": "免责情形",
}
"""Fields of a duty, in the order of the official form."""

_PARTS = {"step": "流程图环节", "duty": "责任事项"}
_OF_ENTRIES = {"unit_name": "部门"}


def field_title(field: str) -> str:
    """What a field of an entry that differs is called: 权力名称, 流程图环节 3, 责任事项 2."""
    part, _, number = field.partition(" ")
    if number:
        return f"{_PARTS[part]} {number}"
    return _OF_ENTRIES.get(field) or FIELD_NAMES.get(field, field)


def ended_name(disposition: str) -> str:
    """取消, 下放 …: why a power may not be exercised any more."""
    return ENDED_NAMES.get(disposition, LEFT)
