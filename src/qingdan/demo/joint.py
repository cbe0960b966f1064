"""Joint approval in the demonstration: a published plan of three departments, four applications on their way.

One is being checked, one waits for the applicant's correction, one is reviewed while a matter waits for another, one is
decided by all and waits to be served.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from qingdan.applicants.models import Applicant
from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.cases.models import Case
from qingdan.cases.services.accepting import Defect
from qingdan.cases.services.applying import Filed
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.running import StepDone, do_step
from qingdan.demo.hours import worked_before
from qingdan.demo.people import People
from qingdan.joints.models import JointApplication, Plan
from qingdan.joints.queries.forms import form_of
from qingdan.joints.queries.own import digest_to_sign
from qingdan.joints.services.applying import (
    NewJoint,
    begin_joint,
    file_joint_material,
    save_joint,
    submit_joint,
)
from qingdan.joints.services.checking import accept_joint, record_check, tell_defects
from qingdan.joints.services.moving import move_on
from qingdan.joints.services.planning import begin_plan, publish_plan, save_plan
from qingdan.rules.guide import MaterialSource
from qingdan.rules.role import Role

NAME = "沿河建厂联合审批（示例）"
PERMIT, LAND, FLOOD, INTAKE = (
    "排污许可证核发",
    "临时用地审批",
    "洪水影响评价审批",
    "取水许可",
)
DAYS = {PERMIT: 10, LAND: 10, FLOOD: 15, INTAKE: 10}
_SUFFIX = {"市环境保护局": "", "市国土资源局": "_land", "市水利局": "_water"}
_UNITS = {PERMIT: "市环境保护局", LAND: "市国土资源局", FLOOD: "市水利局", INTAKE: "市水利局"}
_HOURS = timedelta(hours=1)
_STEPS = (
    (5, "", "现场看过（示例）"),
    (6, "不要", "不需要听证、评审（示例）"),
    (8, "", "没有别的意见（示例）"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The departments at one table. `codes`: name of an item → its code; `plan`: the plan's code."""

    people: People
    codes: Mapping[str, str]
    plan: str
    now: datetime

    def staff(self, item: str, post: str, role: Role) -> Actor:
        """Somebody of the department of an item, as its account has the name."""
        unit = Unit.objects.get(region_id=self.people.by.region, name=_UNITS[item])
        user = User.objects.get(username=username_of(item, post))
        return replace(
            self.people.by, username=user.username, name=user.name, unit=unit.code, unit_name=unit.name,
            roles=frozenset({role}),
        )  # fmt: skip

    @property
    def citizen(self) -> Actor:
        """The applicant with an account."""
        user = User.objects.get(username="citizen")
        return replace(self.people.visitor(), username=user.username, name=user.name)

    @property
    def program(self) -> Actor:
        """The program in the region."""
        return replace(SYSTEM, region=self.people.by.region, regions=self.people.by.regions)

    def ago(self, days: int) -> datetime:
        """Some time in the office hours of the working day so many before now."""
        return worked_before(self.now, days, Random(f"joints:{days}"))


def username_of(item: str, post: str) -> str:
    """handler_water: the account of a post at the department of an item; "handler_2": its second officer."""
    post, _, second = post.partition("_")
    return f"{post}{_SUFFIX[_UNITS[item]]}{'_2' if second else ''}"


def play_joints(people: People, codes: Mapping[str, str], now: datetime) -> None:
    """All of it once: what stands is left."""
    if not {PERMIT, LAND, FLOOD, INTAKE} <= codes.keys():
        return
    table = Table(people=people, codes=codes, plan=_plan(people, codes, now), now=now)
    with reading(people.by):
        done = set(JointApplication.objects.filter(once__startswith="demo-").values_list("once", flat=True))
    for place, play in enumerate(_PLAYS, 1):
        if f"demo-joint-{place}" not in done:
            play(table, f"demo-joint-{place}")


def _plan(people: People, codes: Mapping[str, str], now: datetime) -> str:
    """The published plan: taking water waits for the land."""
    with reading(people.by):
        standing = Plan.objects.filter(region_id=people.by.region, name=NAME).first()
        units = dict(Unit.objects.filter(region_id=people.by.region).values_list("name", "code"))
    if standing:
        return standing.code
    ground = "（示例）用地批准是取水许可的依据"
    matters = [
        {
            "item": codes[item],
            "unit": units[_UNITS[item]],
            "days": days,
            "needs": [{"item": codes[LAND], "ground": ground}] if item == INTAKE else [],
        }
        for item, days in DAYS.items()
    ]
    content: dict[str, Any] = {"lead": units[_UNITS[PERMIT]], "days": 45, "silence": "", "matters": matters}
    centre, at = people.centre(), worked_before(now, 30, Random("joints:plan"))
    code = begin_plan(name=NAME, by=centre, at=at)
    version = save_plan(code=code, version=1, name=NAME, content=content, by=centre, at=at)
    publish_plan(code=code, version=version, by=centre, at=at)
    return code


def _in_check(table: Table, once: str) -> None:
    """Received yesterday: the lead has looked, the others have not."""
    at = table.ago(1)
    number = _submitted(table, once, at)
    _checked(table, number, PERMIT, at=at + _HOURS)


def _in_correction(table: Table, once: str) -> None:
    """The water office missed something; the lead has told all of it once."""
    at = table.ago(3)
    number = _submitted(table, once, at)
    lacks = [Defect(subject="material-1", what="缺度汛措施一章（示例）", how="请原编制单位补充并盖章")]
    for item in (PERMIT, LAND, INTAKE):
        _checked(table, number, item, at=at + _HOURS)
    _checked(table, number, FLOOD, lacks, at=at + _HOURS)
    by = table.staff(PERMIT, "window", Role.WINDOW)
    tell_defects(number=number, version=_version(table, number), by=by, at=at + 2 * _HOURS)


def _in_review(table: Table, once: str) -> None:
    """Three review, taking water waits for the land."""
    _accepted(table, once, table.ago(6))


def _all_decided(table: Table, once: str) -> None:
    """All have decided: to be served together."""
    at = table.ago(20)
    number = _accepted(table, once, at)
    for place, item in enumerate((LAND, PERMIT, FLOOD, INTAKE), 2):
        _decided(table, number, item, at=table.ago(20 - 3 * place))


_PLAYS: tuple[Callable[[Table, str], None], ...] = (_in_check, _in_correction, _in_review, _all_decided)
"""In this order they are numbered: a further one goes to the end."""


def _submitted(table: Table, once: str, at: datetime) -> str:
    """Applied for on line, whole; the number."""
    by = table.citizen
    with reading(by):
        applicant = Applicant.objects.get(user__username=by.username).pk
    items = [table.codes[item] for item in DAYS]
    new = NewJoint(plan=table.plan, items=items, applicant=applicant, once=once)
    code = begin_joint(new=new, by=by, at=at)
    with reading(by):
        form = form_of(JointApplication.objects.get(code=code).form)
    answers = {one.name: "12" if one.type == "number" else "袁州区示例路1号" for one in form.asked}
    save_joint(code=code, version=1, answers=answers, by=by, at=at)
    for one in form.listed:
        if one.source is not MaterialSource.SHARED:
            filed = Filed(place=one.place, grade="C", source="uploaded")
            file_joint_material(code=code, filed=filed, by=by, at=at)
    with reading(by):
        draft = JointApplication.objects.select_related("plan", "applicant").get(code=code)
        signed = digest_to_sign(draft)
    return submit_joint(code=code, version=draft.version, signed=signed, by=by, at=at + _HOURS / 2).number


def _checked(
    table: Table, number: str, item: str, defects: list[Defect] | None = None, *, at: datetime
) -> None:
    by = table.staff(item, "window", Role.WINDOW)
    version = _version(table, number)
    record_check(number=number, item=table.codes[item], version=version, defects=defects or [], by=by, at=at)


def _accepted(table: Table, once: str, at: datetime) -> str:
    number = _submitted(table, once, at)
    for item in DAYS:
        _checked(table, number, item, at=at + _HOURS)
    by = table.staff(PERMIT, "window", Role.WINDOW)
    accept_joint(number=number, version=_version(table, number), by=by, at=at + 2 * _HOURS)
    return number


def _decided(table: Table, number: str, item: str, *, at: datetime) -> None:
    """Every step within the day, then the decision; the others go on."""
    officer = table.staff(item, "handler", Role.HANDLER)
    for step, exit, opinion in _STEPS:
        visitors = (username_of(item, "handler"), username_of(item, "handler_2")) if step == 5 else ()
        said = StepDone(opinion=opinion, exit=exit, visitors=visitors)
        case = _branch(table, number, item)
        do_step(number=case.number, version=case.version, step=step, said=said, by=officer, at=at)
    case = _branch(table, number, item)
    decided = Decided(granted=True, facts="材料齐全，现场与申报的一致（示例）", clauses=(1,))
    decider = table.staff(item, "approver", Role.APPROVER)
    decide_case(number=case.number, version=case.version, decided=decided, by=decider, at=at + _HOURS)
    move_on(number=number, by=table.program, at=at + _HOURS)


def _branch(table: Table, number: str, item: str) -> Case:
    with reading(table.program):
        return Case.objects.get(joint=number, item_code=table.codes[item])


def _version(table: Table, number: str) -> int:
    with reading(table.program):
        return JointApplication.objects.get(number=number).version
