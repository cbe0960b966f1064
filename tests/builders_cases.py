"""A city in which one licence runs on line: 点灯许可 of 市灯笼局, with its chart, its guide and the people for it."""

from datetime import datetime, timedelta
from typing import Any

from tests.builders import CITY, NOW, PASSWORD, SETTER, a_city
from tests.builders_editions import a_power, a_step, an_edition
from tests.builders_powers import OWN
from tests.kept_states import kept

from qingdan.applicants.models import Applicant, ApplicantKind
from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.people.models import User
from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, Channel
from qingdan.cases.queries.own import digest_to_sign
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.applying import (
    CaseReceipt,
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
    submit_application,
    take_in,
)
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.running import StepDone, do_step
from qingdan.cases.services.serving import Served, serve_decision
from qingdan.guides.services.writing import publish_guide, save_guide, start_guide
from qingdan.rules.role import Role

LAMP = f"{OWN}01000100"
"""点灯许可."""

DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=1)


def _officer(role: Role, name: str) -> Actor:
    return Actor(
        username=role.value,
        name=name,
        roles=frozenset({role}),
        region=CITY,
        regions=(CITY,),
        unit=OWN,
        unit_name="市灯笼局",
    )


WINDOW = _officer(Role.WINDOW, "窗小口")
HANDLER = _officer(Role.HANDLER, "程办")
APPROVER = _officer(Role.APPROVER, "皮准")
HEAD = _officer(Role.PRINCIPAL, "焦长")
WRITER = _officer(Role.LIAISON, "联络")
CITIZEN = Actor(username="citizen", name="江小灯", region=CITY, regions=(CITY,))
ID_NUMBER = "11010519491231002X"

CHART = {
    "code": f"{OWN}-c00000000001",
    "name": "点灯许可",
    "category": "licence",
    "template": "licence",
    "clock_from": 2,
    "clock_until": 7,
    "steps": [
        a_step(1, "申请", "start", post="申请人"),
        a_step(2, "受理", "document", post="窗口"),
        a_step(3, "分办", exits=[{"to": 4, "condition": ""}, {"to": 5, "condition": ""}]),
        a_step(4, "踏勘", promised_limit="3个工作日", exits=[{"to": 6, "condition": ""}]),
        a_step(5, "书面审查", "decision", exits=[{"to": 6, "condition": "合格"}, {"to": 3, "condition": "重办"}]),
        a_step(6, "汇总"),
        a_step(7, "决定", "decision", post="负责人", exits=[{"to": 8, "condition": one} for one in ("准予", "不予")]),
        a_step(8, "送达", "end", post="窗口"),
    ],
}  # fmt: skip

GUIDE = {
    "conditions": ["有合格的灯"],
    "no_prohibitions": True,
    "materials": [
        {"name": "灯笼合格证", "source": "applicant", "basis": "临江市灯笼管理条例第三条", "form": "", "sample": ""},
        {"name": "房屋证明", "source": "agency", "basis": "临江市灯笼管理条例第三条"},
        {"name": "消防意见", "source": "shared", "resource": "fire", "basis": "临江市灯笼管理条例第三条"},
    ],
    "statutory": "20个工作日",
    "promised": "10个工作日",
    "pauses": ["expert_review", "hearing"],
    "free": True,
    "places": ["灯火路1号"],
    "hours": "工作日9点到17点",
    "consult_phone": "0795-0000001",
    "supervise_phone": "0795-0000002",
    "result": "点灯许可证",
    "delivery": ["counter", "electronic"],
    "remedies": "六十日内向市政府申请复议，或者六个月内向法院起诉",
    "questions": [{"question": "要多久", "answer": "十个工作日"}],
    "fields": [
        {"name": "street", "label": "街道"},
        {"name": "lamps", "label": "盏数", "type": "number", "unit": "盏", "least": 1, "most": 99},
    ],
    "lapse_is_withdrawal": True,
    "licence": {"kind": "点灯许可证", "months": 36},
    "visits": [4],
}  # fmt: skip
ANSWERS = {"street": "灯火路", "lamps": "3"}


def a_licence(**more: Any) -> dict[str, Any]:
    """The entry of 点灯许可."""
    values = {"category": "licence", "chart": CHART, "statutory_limit": "20个工作日"} | more
    return a_power(LAMP, name="点灯许可", **values)


@kept
def a_serving_city(**guide: Any) -> None:
    """The item in force, its guide published."""
    a_city()
    an_edition([a_licence()])
    a_guide(**guide)


@kept
def a_guide(**more: Any) -> None:
    """The published guide of 点灯许可."""
    start_guide(item_code=LAMP, by=WRITER, at=NOW)
    version = save_guide(code=LAMP, version=1, content={**GUIDE, **more}, by=WRITER, at=NOW)
    publish_guide(code=LAMP, version=version, by=HEAD, at=NOW)


@kept
def an_applicant(*, assurance: int = 3, by: Actor = CITIZEN) -> Applicant:
    """The citizen, as sure as asked."""
    user, _ = User.objects.get_or_create(username=by.username, defaults={"name": by.name})
    return Applicant.objects.create(
        user=user, kind=ApplicantKind.PERSON, name=by.name, id_kind="citizen_id", id_number=ID_NUMBER,
        phone="13800000000", assurance=assurance, made_at=NOW,
    )  # fmt: skip


@kept
def an_application(*, at: datetime = NOW, once: str = "once", filed: tuple[int, ...] = (1, 2)) -> str:
    """A draft of the citizen with its answers and materials; its code."""
    with writing(CITIZEN):
        applicant = Applicant.objects.filter(user__username=CITIZEN.username).first() or an_applicant()
    new = NewCase(item_code=LAMP, once=once, channel=Channel.WEB, applicant=applicant.pk)
    code = begin_application(new=new, by=CITIZEN, at=at)
    save_application(code=code, version=1, answers=ANSWERS, by=CITIZEN, at=at)
    for place in filed:
        paper = Filed(place=place, grade="C", source="uploaded")
        file_material(code=code, filed=paper, by=CITIZEN, at=at)
    return code


def to_sign(code: str, by: Actor = CITIZEN) -> str:
    """The digest of what the applicant sees before submitting."""
    with reading(by):
        return digest_to_sign(Case.objects.get(code=code))


@kept
def submit_signed(*, code: str, version: int, by: Actor = CITIZEN, at: datetime = NOW) -> CaseReceipt:
    """Submits, standing for the application as it is now."""
    return submit_application(code=code, version=version, signed=to_sign(code, by), by=by, at=at)


@kept
def submitted(*, at: datetime = NOW, once: str = "once") -> CaseReceipt:
    """The application in the system."""
    return submit_signed(code=an_application(at=at, once=once), version=2, by=CITIZEN, at=at)


@kept
def taken_in(*, at: datetime = NOW, once: str = "at-window") -> CaseReceipt:
    """An application that a window took in with nothing but a name."""
    new = NewCase(item_code=LAMP, once=once, channel=Channel.WINDOW, name="张三", id_number=ID_NUMBER)
    code = begin_application(new=new, by=WINDOW, at=at)
    return take_in(code=code, by=WINDOW, at=at)


def the_case(number: str, by: Actor = WINDOW) -> Case:
    """As it stands."""
    with reading(by):
        return Case.objects.select_related("unit", "version_read", "entry", "applicant").get(number=number)


@kept
def accepted(*, at: datetime = LATER, once: str = "once") -> str:
    """A case under review; its number."""
    number = submitted(once=once).number
    accept_case(number=number, version=the_case(number).version, by=WINDOW, at=at)
    return number


@kept
def who_visit() -> None:
    """Accounts of the two officers who go and see, where there are none yet."""
    for username, name in (("handler", "程办"), ("handler_2", "程二")):
        if not User.objects.filter(username=username).exists():
            open_account(username=username, name=name, password=PASSWORD, by=SETTER, at=NOW)
            appoint(username=username, unit=OWN, role=Role.HANDLER, by=SETTER, at=NOW)


@kept
def stepped(
    number: str, step: int, exit: str = "", *, by: Actor = HANDLER, at: datetime = LATER, **said: Any
) -> None:
    """A step of the chart done."""
    if step == 4:
        who_visit()
    said = {"opinion": "看过了", "visitors": ("handler", "handler_2") if step == 4 else ()} | said
    do_step(
        number=number,
        version=the_case(number).version,
        step=step,
        said=StepDone(exit=exit, **said),
        by=by,
        at=at,
    )


@kept
def reviewed(*, at: datetime = LATER, once: str = "once") -> str:
    """A case of which only the decision is open."""
    number = accepted(at=at, once=once)
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, "")):
        stepped(number, step, way, at=at)
    return number


@kept
def decided(*, granted: bool = True, at: datetime = LATER, once: str = "once", **more: Any) -> str:
    """A decided case."""
    number = reviewed(at=at, once=once)
    words = {"facts": "灯都合格", "clauses": (1,), "reasons": "" if granted else "灯不合格"} | more
    decide_case(
        number=number,
        version=the_case(number).version,
        decided=Decided(granted=granted, **words),
        by=APPROVER,
        at=at,
    )
    return number


@kept
def handed_over(number: str, *, at: datetime = LATER, by: Actor = WINDOW, **more: Any) -> None:
    """The decision handed to its applicant at the counter."""
    case = the_case(number)
    words = {"receiver": case.applicant_name, "receiver_id": case.id_number, "proof": "本人签收"} | more
    words = {"method": "counter", "given_on": day_of(at)} | words
    serve_decision(number=number, served=Served(**words), by=by, at=at)
