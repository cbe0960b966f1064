"""The clock of a case as officers and citizens see and hear it."""

from datetime import date

import pytest

from qingdan.cases.queries.progress import DayShown
from qingdan.cases.queries.urgency import Chip, Tone
from qingdan.web.shared.clock_marks import clock_chip, day_cells

pytestmark = pytest.mark.requirement("RQ-G6")


def a_day(use: str = "used", *, ends: tuple[str, ...] = (), today: bool = False) -> str:
    shown = DayShown(day=date(2026, 6, 4), use=use, number=3, printed="4", today=today, ends=ends)
    return day_cells([shown], accepted=date(2026, 6, 1))


def test_a_day__says_to_the_ear_what_it_is_to_the_clock() -> None:
    assert "2026年6月4日，第 3 个审查日</span>" in a_day()
    assert "停止计时" in a_day("pause") and "第 3 个" not in a_day("pause")
    assert "第 3 个审查日，超期" in a_day("late")
    assert "还没有到" in a_day("left")
    assert "今天：</span>" in a_day(today=True)


def test_a_last_day__names_every_limit_that_ends() -> None:
    assert "<b>承诺到期</b>" in a_day(ends=("promised",))
    assert "<b>承诺、法定到期</b>" in a_day(ends=("statutory", "promised"), today=True)
    assert "<b>答复到期</b>" in a_day(ends=("check",))
    assert "<b>今天</b>" in a_day(today=True) and "<b>" not in a_day()


@pytest.mark.parametrize(
    ("tone", "words"),
    [
        (Tone.LATE, "超 2 个工作日"),
        (Tone.BROKEN, "超承诺 2 个工作日"),
        (Tone.TODAY, "今天到期"),
        (Tone.SOON, "剩 2 个工作日"),
        (Tone.CALM, "剩 2 个工作日"),
    ],
)
def test_a_chip__says_how_much_time_there_is(tone: Tone, words: str) -> None:
    assert f">{words}</span>" in clock_chip(Chip(tone=tone, days=2))


def test_a_chip__says_nothing_where_no_day_counts_and_names_none_where_none_is_known() -> None:
    assert ">承诺剩 2 个工作日</span>" in clock_chip(Chip(tone=Tone.CALM, days=2, promised=True))
    assert clock_chip(Chip(tone=Tone.NONE)) == ""
    assert ">暂停</span>" in clock_chip(Chip(tone=Tone.PAUSED))
