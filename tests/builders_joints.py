"""A city in which three departments approve together: land (市灯笼局, leads), river (市河道局), building (市营造局)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.builders import CITY, NOW, PASSWORD, SETTER, a_city, a_unit
from tests.builders_cases import (
    ANSWERS,
    APPROVER,
    CHART,
    CITIZEN,
    GUIDE,
    HANDLER,
    HEAD,
    LATER,
    WINDOW,
    WRITER,
    an_applicant,
    submit_signed,
    the_case,
)
from tests.builders_editions import a_power, an_edition
from tests.kept_states import kept

from qingdan.applicants.models import Applicant
from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.people.models import User
from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case
from qingdan.cases.services.accepting import Defect, accept_case
from qingdan.cases.services.applying import (
    CaseReceipt,
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
)
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.intake import AtWindow
from qingdan.cases.services.running import StepDone, do_step
from qingdan.guides.services.writing import publish_guide, save_guide, start_guide
from qingdan.joints.models import JointApplication
from qingdan.joints.queries.intake import joint_intake
from qingdan.joints.queries.own import digest_to_sign
from qingdan.joints.services.applying import (
    NewJoint,
    begin_joint,
    file_joint_material,
    save_joint,
    submit_joint,
)
from qingdan.joints.services.checking import accept_joint, record_check, supplement_joint
from qingdan.joints.services.correcting import correct_answers, file_correction
from qingdan.joints.services.intake import JointAtWindow, take_in_jointly
from qingdan.joints.services.moving import move_on
from qingdan.joints.services.planning import begin_plan, publish_plan, save_plan
from qingdan.rules.role import Role

LAND, RIVER, BUILD, PORT, FIRE = (f"{CITY}{unit}01000100" for unit in ("001", "003", "004", "005", "006"))
"""The items; the building waits for the land."""

NAMES = {LAND: "灯塔用地许可", RIVER: "临河灯塔许可", BUILD: "灯塔营造许可"}
FIVE = {**NAMES, PORT: "港口灯塔许可", FIRE: "灯塔消防许可"}
UNITS = {LAND: "市灯笼局", RIVER: "市河道局", BUILD: "市营造局", PORT: "市港务局", FIRE: "市消防局"}
CENTRE = Actor(
    username="centre", name="管委会", region=CITY, regions=(CITY,), unit=f"{CITY}002",
    roles=frozenset({Role.SERVICE_CENTRE}),
)  # fmt: skip
OFFICE = replace(CENTRE, username="office", name="府办", roles=frozenset({Role.GOVERNMENT_OFFICE}))
PROGRAM = replace(SYSTEM, region=CITY, regions=(CITY,))


def at_unit(who: Actor, item: str) -> Actor:
    """The same sort of person at the department of an item."""
    return replace(who, unit=item[:9], unit_name=UNITS[item], username=f"{who.username}-{item[6:9]}")


@kept
def a_joint_city(
    *, publish: bool = True, names: Mapping[str, str] = NAMES, investment: tuple[str, ...] = (), **plan: Any
) -> str:
    """Items on line that may be approved jointly, and their plan; its code. `investment`: items of such projects."""
    a_city()
    for item in [one for one in names if one[6:9] > "003"]:
        a_unit(int(item[6:9]), UNITS[item])
    an_edition([_power(item) for item in names])
    for item in names:
        _guide(item, investment=item in investment)
    return a_plan(publish=publish, matters=matters_of(names), **plan)


@kept
def a_plan(*, publish: bool = True, **more: Any) -> str:
    """The plan 建灯塔: the building waits for the land; its code."""
    code = begin_plan(name="建灯塔", by=CENTRE, at=NOW)
    version = save_plan(code=code, version=1, name="建灯塔", content=plan_content(**more), by=CENTRE, at=NOW)
    if publish:
        publish_plan(code=code, version=version, by=CENTRE, at=NOW)
    return code


def plan_content(**more: Any) -> dict[str, Any]:
    """What the plan says."""
    return {"lead": LAND[:9], "days": 45, "silence": "", "matters": matters_of(NAMES)} | more


def matters_of(names: Iterable[str]) -> list[dict[str, Any]]:
    """The matters of a plan: the building waits for the land."""
    needs = [{"item": LAND, "ground": "临江市灯笼管理条例第五条"}]
    return [
        {"item": item, "unit": item[:9], "days": 15, "needs": needs if item == BUILD else []}
        for item in names
    ]


@kept
def a_joint_draft(
    plan: str, *, items: tuple[str, ...] = tuple(NAMES), once: str = "joint", at: datetime = NOW
) -> str:
    """A draft of the citizen with all that is asked; its code."""
    with writing(CITIZEN):
        applicant = Applicant.objects.filter(user__username=CITIZEN.username).first() or an_applicant()
    code = begin_joint(
        new=NewJoint(plan=plan, items=items, applicant=applicant.pk, once=once), by=CITIZEN, at=at
    )
    save_joint(code=code, version=1, answers={"f1": "灯火路", "f2": "3", "f3": "左岸"}, by=CITIZEN, at=at)
    for place in (1, 2):
        filed = Filed(place=place, grade="C", source="uploaded")
        file_joint_material(code=code, filed=filed, by=CITIZEN, at=at)
    return code


@kept
def submitted_jointly(plan: str, **more: Any) -> CaseReceipt:
    """Received by all."""
    return submitted_draft(a_joint_draft(plan, **more), at=more.get("at", NOW))


@kept
def submitted_draft(code: str, *, at: datetime = NOW) -> CaseReceipt:
    """A draft sent, standing for it as it is now."""
    with reading(CITIZEN):
        joint = JointApplication.objects.get(code=code)
        signed = digest_to_sign(joint)
    return submit_joint(code=code, version=joint.version, signed=signed, by=CITIZEN, at=at)


def taken_in_jointly(plan: str, *, answers: Mapping[str, str], said: AtWindow, at: datetime = NOW) -> str:
    """Taken in at the lead's window with all papers: the number."""
    by = at_unit(WINDOW, LAND)
    with reading(by):
        form = joint_intake(by, plan, None)
    return take_in_jointly(
        asked=JointAtWindow(plan=plan, items=[*form.chosen], mark=form.mark),
        said=said,
        answers=answers,
        filed=[Filed(place=place, grade="B", source="paper") for place in (1, 2)],
        scans={},
        by=by,
        at=at,
    ).number


def the_joint(number: str) -> JointApplication:
    """As it stands."""
    with reading(PROGRAM):
        return JointApplication.objects.get(number=number)


def branch(number: str, item: str) -> Case:
    """The case of a branch as it stands."""
    with reading(PROGRAM):
        return Case.objects.select_related("unit", "version_read", "entry").get(joint=number, item_code=item)


def states(number: str) -> dict[str, str]:
    """State by item."""
    with reading(PROGRAM):
        return dict(Case.objects.filter(joint=number).values_list("item_code", "state"))


@kept
def checked(number: str, item: str, *lacks: str, at: datetime = LATER) -> None:
    """A department says what lacks (subjects); nothing: all is there."""
    record_check(
        number=number,
        item=item,
        version=the_joint(number).version,
        defects=[Defect(subject=one, what="看不清", how="重新拍照") for one in lacks],
        by=at_unit(WINDOW, item),
        at=at,
    )


@kept
def mended(number: str, *, at: datetime = LATER) -> None:
    """The citizen files the first material anew and answers the bank otherwise, then sends what lacked."""
    filed = Filed(place=1, grade="C", source="uploaded")
    file_correction(number=number, filed=filed, by=CITIZEN, at=at)
    correct_answers(number=number, answers={"f3": "右岸"}, by=CITIZEN, at=at)
    supplement_joint(number=number, by=CITIZEN, at=at)


@kept
def accepted_jointly(plan: str, *, at: datetime = LATER, **more: Any) -> str:
    """Under review by all that wait for nobody; the number."""
    number = submitted_jointly(plan, **more).number
    for item in states(number):
        checked(number, item, at=at)
    accept_joint(number=number, version=the_joint(number).version, by=at_unit(WINDOW, LAND), at=at)
    return number


@kept
def decided_branch(number: str, item: str, *, granted: bool = True, at: datetime = LATER) -> None:
    """A department reviews and decides; the worker does what follows."""
    decided_without_worker(number, item, granted=granted, at=at)
    move_on(number=number, by=PROGRAM, at=at)


@kept
def decided_without_worker(number: str, item: str, *, granted: bool = True, at: datetime = LATER) -> None:
    """A department reviews and decides."""
    _reviewed(branch(number, item).number, item, granted=granted, at=at)


def _reviewed(number: str, item: str, *, granted: bool, at: datetime) -> None:
    officers_of(item)
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        visitors = (f"handler-{item[6:9]}", f"second-{item[6:9]}") if step == 4 else ()
        said = StepDone(opinion="看过了", exit=way, visitors=visitors)
        version = the_case(number, PROGRAM).version
        do_step(number=number, version=version, step=step, said=said, by=at_unit(HANDLER, item), at=at)
    decide_case(
        number=number,
        version=the_case(number, PROGRAM).version,
        decided=Decided(granted=granted, facts="都看过", clauses=(1,), reasons="" if granted else "太近河"),
        by=at_unit(APPROVER, item),
        at=at,
    )


@kept
def alone(once: str, at: datetime = NOW) -> str:
    """One application for the land by itself, accepted; its number."""
    with writing(CITIZEN):
        applicant = Applicant.objects.filter(user__username=CITIZEN.username).first() or an_applicant()
    new = NewCase(item_code=LAND, once=once, applicant=applicant.pk)
    code = begin_application(new=new, by=CITIZEN, at=at)
    save_application(code=code, version=1, answers=ANSWERS, by=CITIZEN, at=at)
    for place in (1, 2):
        file_material(code=code, filed=Filed(place=place, grade="C", source="uploaded"), by=CITIZEN, at=at)
    number = submit_signed(code=code, version=2, by=CITIZEN, at=at).number
    case = the_case(number, PROGRAM)
    accept_case(number=number, version=case.version, by=at_unit(WINDOW, LAND), at=LATER)
    return number


def decided_alone(number: str) -> None:
    """Reviewed and granted as a branch is."""
    _reviewed(number, LAND, granted=True, at=LATER)


@kept
def officers_of(item: str) -> None:
    """Accounts of the two who go and see."""
    for username in (f"handler-{item[6:9]}", f"second-{item[6:9]}"):
        if not User.objects.filter(username=username).exists():
            open_account(username=username, name=f"程{username}", password=PASSWORD, by=SETTER, at=NOW)
            appoint(username=username, unit=item[:9], role=Role.HANDLER, by=SETTER, at=NOW)


def _power(item: str) -> dict[str, Any]:
    chart = {**CHART, "code": f"{item[:9]}-c00000000001", "name": FIVE[item]}
    more = {"category": "licence", "chart": chart, "statutory_limit": "20个工作日", "unit_name": UNITS[item]}
    return a_power(item, name=FIVE[item], implementing_body=UNITS[item], **more)  # type: ignore[return-value]


def _guide(item: str, *, investment: bool) -> None:
    writer, head = at_unit(WRITER, item), at_unit(HEAD, item)
    start_guide(item_code=item, by=writer, at=NOW)
    content = {
        **GUIDE,
        "parallel": True,
        "investment": investment,
        "promised": "15个工作日",
        "licence": {"kind": FIVE[item], "months": 36},
    }
    if item == RIVER:
        content["fields"] = [*GUIDE["fields"], {"name": "bank", "label": "岸别"}]
    version = save_guide(code=item, version=1, content=content, by=writer, at=NOW)
    publish_guide(code=item, version=version, by=head, at=NOW)
