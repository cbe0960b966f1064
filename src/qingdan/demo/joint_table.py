"""The departments at one table: how the demonstration carries a joint application from step to step by services."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from qingdan.applicants.models import Applicant
from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.cases.models import Case
from qingdan.cases.services.accepting import Defect
from qingdan.cases.services.applying import Filed
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.running import StepDone, do_step
from qingdan.cases.services.serving import Served
from qingdan.data.sample_approvals import sample_guides
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
from qingdan.joints.services.checking import accept_joint, record_check
from qingdan.joints.services.moving import move_on
from qingdan.joints.services.planning import begin_plan, publish_plan, save_plan
from qingdan.joints.services.serving import serve_together
from qingdan.rules.application_form import Field
from qingdan.rules.guide import MaterialSource
from qingdan.rules.role import Role

HOUR = timedelta(hours=1)
SUFFIX = {
    "市环境保护局": "",
    "市国土资源局": "_land",
    "市水利局": "_water",
    "市发展和改革委员会": "_reform",
    "市城乡规划局": "_planning",
}
"""What the user names of a department's accounts end with."""

ANSWERS = {
    "建设地点": "袁州区示例路1号",
    "临近的河流": "示例河",
    "所属行业": "照明器具制造",
    "总投资": "4800",
    "用地面积": "12000",
    "生产线数": "3",
    "每日取水量": "50",
    "弃土量": "600",
}
_STEPS = (
    (5, "", "看过材料，与申报的一致（示例）"),
    (6, "不要", "不需要听证、评审（示例）"),
    (8, "", "没有别的意见（示例）"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A plan of the demonstration. `days`: name of an item → its days, in their order; the first one's unit leads.

    `needs`: item → those that it waits for; `ground`: why. `silence`: the published rule by which it is consent.
    """

    name: str
    days: Mapping[str, int]
    needs: Mapping[str, Sequence[str]]
    ground: str
    silence: str = ""

    @property
    def lead(self) -> str:
        """The item by which the lead is at the table."""
        return next(iter(self.days))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`codes`: name of an item → its code; `plan`: the plan's code; `applicant`: key of the citizen's identity."""

    people: People
    codes: Mapping[str, str]
    layout: Layout
    plan: str
    applicant: int
    now: datetime

    def staff(self, item: str, post: str, role: Role) -> Actor:
        """Somebody of the department of an item, as its account has the name."""
        unit = Unit.objects.get(region_id=self.people.by.region, name=unit_of(item))
        user = User.objects.get(username=username_of(item, post))
        return replace(
            self.people.by, username=user.username, name=user.name, unit=unit.code, unit_name=unit.name,
            roles=frozenset({role}),
        )  # fmt: skip

    @property
    def lead(self) -> Actor:
        """The window of the department that leads."""
        return self.staff(self.layout.lead, "window", Role.WINDOW)

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

    def version(self, number: str) -> int:
        """Of the whole."""
        with reading(self.program):
            return JointApplication.objects.get(number=number).version

    def branch(self, number: str, item: str) -> Case:
        """The case of a matter."""
        with reading(self.program):
            return Case.objects.get(joint=number, item_code=self.codes[item])


@cache
def unit_of(item: str) -> str:
    """The name of the department of an item."""
    return next(one.unit for one in sample_guides() if one.item == item)


def username_of(item: str, post: str) -> str:
    """handler_water: the account of a post at the department of an item; "handler_2": its second officer."""
    post, _, second = post.partition("_")
    return f"{post}{SUFFIX[unit_of(item)]}{'_2' if second else ''}"


def publish_layout(layout: Layout, people: People, codes: Mapping[str, str], now: datetime) -> str:
    """The plan published a while ago; one that stands is left. Its code."""
    with reading(people.by):
        standing = Plan.objects.filter(region_id=people.by.region, name=layout.name).first()
        units = dict(Unit.objects.filter(region_id=people.by.region).values_list("name", "code"))
    if standing:
        return standing.code
    matters = [
        {
            "item": codes[item],
            "unit": units[unit_of(item)],
            "days": days,
            "needs": [{"item": codes[one], "ground": layout.ground} for one in layout.needs.get(item, ())],
        }
        for item, days in layout.days.items()
    ]
    lead = units[unit_of(layout.lead)]
    content: dict[str, Any] = {"lead": lead, "days": 45, "silence": layout.silence, "matters": matters}
    centre, at = people.centre(), worked_before(now, 40, Random("joints:plan"))
    code = begin_plan(name=layout.name, by=centre, at=at)
    version = save_plan(code=code, version=1, name=layout.name, content=content, by=centre, at=at)
    publish_plan(code=code, version=version, by=centre, at=at)
    return code


def key_of(citizen: Actor, **which: str) -> int:
    """The key of one of the citizen's identities."""
    with reading(citizen):
        return Applicant.objects.get(user__username=citizen.username, **which).pk


def drafted(table: Table, once: str, at: datetime, **known: str) -> str:
    """A draft of all the plan's matters, filled in, with its materials. `known`: type of a field → its answer."""
    by = table.citizen
    items = [table.codes[item] for item in table.layout.days]
    new = NewJoint(plan=table.plan, items=items, applicant=table.applicant, once=once)
    code = begin_joint(new=new, by=by, at=at)
    with reading(by):
        form = form_of(JointApplication.objects.get(code=code).form)
    save_joint(code=code, version=1, answers=_answers(form.asked, known), by=by, at=at)
    for one in form.listed:
        if one.source is not MaterialSource.SHARED:
            filed = Filed(place=one.place, grade="C", source="uploaded")
            file_joint_material(code=code, filed=filed, by=by, at=at)
    return code


def _answers(asked: Iterable[Field], known: Mapping[str, str]) -> dict[str, str]:
    return {one.name: known.get(one.type) or ANSWERS[one.label] for one in asked}


def submitted(table: Table, once: str, at: datetime, **known: str) -> str:
    """Applied for on line, whole; the number."""
    by, code = table.citizen, drafted(table, once, at, **known)
    with reading(by):
        draft = JointApplication.objects.select_related("plan", "applicant").get(code=code)
        signed = digest_to_sign(draft)
    return submit_joint(code=code, version=draft.version, signed=signed, by=by, at=at + HOUR / 2).number


def checked(
    table: Table, number: str, items: Iterable[str], at: datetime, defects: Sequence[Defect] = ()
) -> None:
    """Each of some departments has looked: complete, or what it found to lack."""
    for item in items:
        by, version = table.staff(item, "window", Role.WINDOW), table.version(number)
        code = table.codes[item]
        record_check(number=number, item=code, version=version, defects=defects, by=by, at=at)


def accepted(table: Table, once: str, at: datetime, **known: str) -> str:
    """Found complete by all and accepted by the lead; the number."""
    number = submitted(table, once, at, **known)
    checked(table, number, table.layout.days, at + HOUR)
    accept_joint(number=number, version=table.version(number), by=table.lead, at=at + 2 * HOUR)
    return number


def decided(table: Table, number: str, item: str, at: datetime) -> None:
    """Every step within the day, then the decision; the others go on."""
    officer = table.staff(item, "handler", Role.HANDLER)
    for step, exit, opinion in _STEPS:
        said = StepDone(opinion=opinion, exit=exit, visitors=_visitors(item) if step == 5 else ())
        case = table.branch(number, item)
        do_step(number=case.number, version=case.version, step=step, said=said, by=officer, at=at)
    case = table.branch(number, item)
    said_last = Decided(granted=True, facts="材料齐全，与申报的一致（示例）", clauses=(1,))
    decider = table.staff(item, "approver", Role.APPROVER)
    decide_case(number=case.number, version=case.version, decided=said_last, by=decider, at=at + HOUR)
    move_on(number=number, by=table.program, at=at + HOUR)


def served(table: Table, number: str, at: datetime) -> None:
    """All decisions handed over at the lead's counter."""
    case = table.branch(number, table.layout.lead)
    handed = Served(
        method="counter", receiver=case.applicant_name, receiver_id=case.id_number, proof="本人签收（示例）",
        given_on=day_of(at),
    )  # fmt: skip
    serve_together(number=number, served=handed, by=table.lead, at=at)


def _visitors(item: str) -> tuple[str, ...]:
    """Who goes to see it, where the guide says that somebody does."""
    guide = next(one.content for one in sample_guides() if one.item == item)
    return (username_of(item, "handler"), username_of(item, "handler_2")) if guide["visits"] else ()
