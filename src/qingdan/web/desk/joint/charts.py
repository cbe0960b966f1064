"""Charts of joint approval: the lanes of an application, a plan at once and one after the other."""

from collections.abc import Iterator, Mapping

from django.utils.safestring import SafeString, mark_safe

from qingdan.data.joint import joint_names
from qingdan.drawing.day_lanes import DayBar, DayLane, DayLanes, Look, draw_day_lanes
from qingdan.joints.queries.desk import JointPage
from qingdan.joints.queries.lanes import Lane
from qingdan.rules.joint_compare import Compared

_STYLES: Mapping[str, tuple[str, str, bool]] = {
    "check": ("c2", "0.55", False),
    "correction": ("c3", "1", False),
    "waiting": ("c3", "0.6", False),
    "review": ("c1", "1", True),
    "pause": ("pause", "1", False),
    "service": ("c2", "0.9", True),
    "left": ("c1", "0.22", False),
    "late": ("late", "1", True),
}
_SERIAL = Look(words="依次办", style="c2", tint="0.6")
_DECIDES, _BESIDE = (
    Look(words="决定总长", style="c1", dark=True),
    Look(words="同时办", style="c1", tint="0.35"),
)


def lanes_chart(found: JointPage) -> SafeString:
    """A lane a department on the working days since receipt, with today and the last day of the whole."""
    marks = [(found.scale, "今天")] if found.scale else []
    if found.ends:
        marks.append((found.ends, "总限到期"))
    chart = DayLanes(
        title=f"{found.name}：各部门办到哪里",
        description="；".join(_said(one) for one in found.lanes),
        looks=looks(),
        lanes=[_lane(one) for one in found.lanes],
        marks=marks,
    )
    return mark_safe(draw_day_lanes(chart))


def looks() -> dict[str, Look]:
    """How each use of days is drawn."""
    words = joint_names("lanes")
    return {
        kind: Look(words=words[kind], style=style, tint=tint, dark=dark)
        for kind, (style, tint, dark) in _STYLES.items()
    }


def plan_chart(tried: Compared, names: Mapping[str, tuple[str, str]], title: str) -> SafeString:
    """The same matters at once, then one after the other, on one scale."""
    chart = DayLanes(
        title=title,
        description=f"同时办要 {tried.parallel} 个工作日，依次办要 {tried.serial} 个工作日，少等 {tried.saved} 个",
        looks={"serial": _SERIAL, "decides": _DECIDES, "beside": _BESIDE},
        lanes=list(_plan_lanes(tried, names)),
        marks=[(tried.parallel, "同时办完")] + ([(tried.serial, "依次办完")] if tried.saved else []),
    )
    return mark_safe(draw_day_lanes(chart))


def _plan_lanes(tried: Compared, names: Mapping[str, tuple[str, str]]) -> Iterator[DayLane]:
    for one in tried.turns:
        kind = "decides" if one.item in tried.way else "beside"
        bar = DayBar(kind=kind, first=one.parallel_from, last=one.parallel_from + one.days)
        yield DayLane(name=names[one.item][0], note=names[one.item][1], bars=[bar])
    bars = [
        DayBar(kind="serial", first=one.serial_from, last=one.serial_from + one.days) for one in tried.turns
    ]
    yield DayLane(name="一个接一个", note="改革以前的办法", bars=bars)


def _lane(one: Lane) -> DayLane:
    bars = [DayBar(kind=bar.use.value, first=bar.first, last=bar.last) for bar in one.bars]
    return DayLane(name=f"{one.unit_name}{'（牵头）' if one.lead else ''}", note=one.item_name, bars=bars)


def _said(one: Lane) -> str:
    words = joint_names("lanes")
    days = "、".join(f"{words[bar.use]} {bar.last - bar.first} 个工作日" for bar in one.bars)
    return f"{one.unit_name}，{one.item_name}：{one.state_name}，{days}"
