"""How a duty stands, in the words of the screens: 还剩 2 个工作日, 逾期 18 个工作日, 4月17日 迟报."""

from qingdan.base.clock import SHANGHAI
from qingdan.campaigns.queries.duties import Duty, DutyState

MARKS = {
    DutyState.OPEN: "",
    DutyState.SOON: "warn",
    DutyState.OVERDUE: "bad",
    DutyState.DONE: "ok",
    DutyState.LATE: "warn",
}


def state_words(duty: Duty) -> str:
    """How it stands, with the day it was done or the working days left or over."""
    if duty.done:
        on = duty.done.at.astimezone(SHANGHAI)
        return f"{on.month}月{on.day}日" + (" 迟报" if duty.done.late else "")
    before = "退回，" if duty.returned else ""
    return before + _time(duty)


def _time(duty: Duty) -> str:
    if duty.working_left is None:
        return "没有报"
    if duty.state is DutyState.OVERDUE:
        return f"逾期 {-duty.working_left} 个工作日" if duty.working_left else "逾期"
    if duty.natural_left == 0:
        return "今天到期"
    if duty.working_left == 0 and duty.due_on:
        return f"{duty.due_on.month}月{duty.due_on.day}日到期"
    return f"还剩 {duty.working_left} 个工作日"
