"""Lists of items by pages, of one unit or all, in one state or all."""

from typing import Any

from qingdan.reviews.queries.queue import BACK, DISPUTED, DONE, WAITING, Queue
from qingdan.web.shared.pager import page_of
from qingdan.web.shared.request import DeskRequest

SHOWN = {WAITING: "待办", BACK: "退回", DISPUTED: "综合组", DONE: "已办"}


def lines_in(request: DeskRequest, queue: Queue) -> dict[str, Any]:
    """The lines that a list's page shows: what was asked for, in the address or in the refused form."""
    form = request.POST or request.GET
    unit, shown = form.get("unit", ""), form.get("shown", WAITING)
    lines = queue.of_unit(unit)
    chosen = [one for one in lines if shown in {"all", one.waits}]
    here = page_of(chosen, request)
    there = {one.waits for one in queue.lines}
    return {
        "queue": queue,
        "unit": unit,
        "shown": shown,
        "choices": [(key, word) for key, word in SHOWN.items() if key == WAITING or key in there],
        "here": here,
        "count": len(chosen),
    }
