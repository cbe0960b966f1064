"""docs/states/case.md from the table of the life of a case."""

from qingdan.data.case import case_names
from qingdan.data.wording import wording
from qingdan.rules.case_state import ClockEffect, Party
from qingdan.rules.case_table import CASE_LIFE

_EFFECTS = {
    ClockEffect.NONE: "–",
    ClockEffect.CHECK_STARTS: "五个工作日起算",
    ClockEffect.CHECK_ENDS: "五个工作日停",
    ClockEffect.CHECK_LAPSED: "五个工作日到期，视为受理",
    ClockEffect.DECISION_STARTS: "办理期限起算",
    ClockEffect.DECISION_STARTED_AT_RECEIPT: "办理期限自收件之日起算",
    ClockEffect.STANDS: "停",
    ClockEffect.RUNS_AGAIN: "恢复",
    ClockEffect.GROWS: "延长",
    ClockEffect.SERVICE_STARTS: "送达十个工作日起算",
    ClockEffect.ENDS: "结束",
    ClockEffect.HANDED_ON: "这里的期限停，另一机关的从第二天数",
    ClockEffect.CARRIES: "扣除交来以前用掉的天数",
}


def case_page() -> str:
    """The states of a case as a diagram and as a table, with what each step does to the clock."""
    states, actions, parties = case_names("states"), case_names("actions"), case_names("parties")
    met = dict.fromkeys(state for row in CASE_LIFE for state in (*row.sources, row.target))
    lines = [
        "# 办件的状态",
        "",
        "由 `make docs` 生成，出自 `rules/case_table.py`。不在表里的，都不能发生。",
        "",
    ]
    lines += [
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {one} : {states[one]}" for one in met),
        "    [*] --> draft",
    ]
    lines += [
        f"    {one} --> {row.target} : {actions[row.action]}" for row in CASE_LIFE for one in row.sources
    ]
    lines += ["```", "", "| 动作 | 从 | 到 | 谁 | 条件 | 期限 | 事件 |", "|---|---|---|---|---|---|---|"]
    for row in CASE_LIFE:
        who = "、".join(parties[one] for one in Party if one in row.parties)
        guards = " ".join(f"`{one}`" for one in row.guards) or "–"
        sources = "、".join(states[one] for one in row.sources)
        cells = (
            actions[row.action],
            sources,
            states[row.target],
            who,
            guards,
            _EFFECTS[row.effect],
            f"`{row.event}`",
        )
        lines.append(f"| {' | '.join(cells)} |")
    used = dict.fromkeys(guard for row in CASE_LIFE for guard in row.guards)
    said = [f"- `{one}`：{wording()[f'case.{one}']['message'].replace('{count}', 'n')}" for one in used]
    return "\n".join([*lines, "", "## 条件不满足时说什么", "", *said, ""])
