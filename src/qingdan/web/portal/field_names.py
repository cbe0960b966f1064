"""What pages call a field of an entry that differs."""

from qingdan.data.labels import FIELD_NAMES

OF_PARTS = {"step": "流程图环节", "duty": "责任事项"}
OF_ENTRIES = {"unit_name": "部门"}


def field_title(field: str) -> str:
    """权力名称, 流程图环节 3, 责任事项 2."""
    part, _, number = field.partition(" ")
    if number:
        return f"{OF_PARTS[part]} {number}"
    return OF_ENTRIES.get(field) or FIELD_NAMES.get(field, field)
