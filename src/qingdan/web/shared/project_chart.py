"""The chart of time of an investment project: planned days beside what was done, and which department has it."""

from collections.abc import Iterator
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from qingdan.cases.queries.of_project import MatterShown, ProjectCourse
from qingdan.drawing.time_bars import TimeBars, TimeRow, draw_time_bars


def time_chart(name: str, course: ProjectCourse, today: date) -> SafeString:
    """The picture; the page says the same in its tables."""
    done = f"{course.total} 个事项，办成 {course.done} 个。浅色是计划，深色是办理。"
    chart = TimeBars(
        title=f"{name}的进度",
        description=done,
        first=course.began_on,
        last=course.until,
        today=today,
        today_words="今天",
        rows=tuple(_rows(course, today)),
    )
    return mark_safe(draw_time_bars(chart))


def _rows(course: ProjectCourse, today: date) -> Iterator[TimeRow]:
    for stage in course.stages:
        yield TimeRow(label=f"{stage.name}（{stage.lead}牵头，{stage.days} 个工作日）")
        for one in stage.matters:
            yield TimeRow(label=one.matter.name, planned=one.planned, real=_real(one, today))


def _real(one: MatterShown, today: date) -> list[tuple[date, date]]:
    return [
        (case.received_on, max(case.ended_on or today, case.received_on))
        for case in one.cases
        if case.received_on
    ]
