"""Chinese names of what a flow chart is made of: kinds of steps, columns of its table, kinds of differences."""

from collections.abc import Mapping

from qingdan.rules.flow_graph import DifferenceKind, StepKind

STEP_KIND_NAMES: Mapping[StepKind, str] = {
    StepKind.START: "起点",
    StepKind.ACT: "办理",
    StepKind.DECISION: "判断",
    StepKind.DOCUMENT: "文书",
    StepKind.END: "终点",
}

STEP_FIELD_NAMES: Mapping[str, str] = {
    "number": "序",
    "kind": "种类",
    "name": "环节",
    "post": "岗位",
    "office": "科室",
    "content": "办理内容",
    "standard": "审查标准",
    "statutory_limit": "法定期限",
    "promised_limit": "承诺期限",
    "counted": "计入期限",
    "document": "文书",
    "risk_level": "风险等级",
    "risk": "风险表现",
    "control": "防控措施",
    "exits": "下一环节",
}
"""Fields of `Step`, in the order of the table that is edited."""

DIFFERENCE_NAMES: Mapping[DifferenceKind, str] = {
    DifferenceKind.ADDED: "多出的环节",
    DifferenceKind.REMOVED: "缺少的环节",
    DifferenceKind.ORDER: "次序不同",
    **{kind: STEP_FIELD_NAMES[kind.value] for kind in DifferenceKind if kind.value in STEP_FIELD_NAMES},
}
