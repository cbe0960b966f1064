"""A city that registers enterprises: four bodies with their items in force, a pool of codes, people for it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_hex

from tests.builders import CITY, NOW, a_city, a_unit
from tests.builders_editions import a_power, an_edition
from tests.builders_files import PDF, given
from tests.kept_states import kept

from qingdan.base.actor import Actor
from qingdan.base.transactions import reading
from qingdan.registrations.models import BodyTask, Enterprise, Registration
from qingdan.registrations.queries.own import digest_to_sign
from qingdan.registrations.services.answering import DeskAnswer, answer_at_desk
from qingdan.registrations.services.applying import (
    NewRegistration,
    RegistrationReceipt,
    begin_registration,
    file_material,
    save_answers,
    submit_registration,
)
from qingdan.registrations.services.issuing import issue_registration
from qingdan.registrations.services.names import reserve_name
from qingdan.registrations.services.pool import add_range
from qingdan.registrations.services.reviewing import accept_registration
from qingdan.registrations.services.setting_up import name_body, open_mode
from qingdan.rules.registration import RegistrationKind
from qingdan.rules.role import Role

UNITS = {"commerce": 10, "quality": 11, "state_tax": 12, "local_tax": 13}
NAMES = {"commerce": "市工商局", "quality": "市质监局", "state_tax": "市国税局", "local_tax": "市地税局"}
PLACE, FIRST = "临江市", "MA350000"
LATER = NOW + timedelta(hours=1)
THREE, ONE = "three_certificates", "one_code"
SHAREHOLDER_ID, LEGAL_ID = "11010519491231002X", "440524188001010014"
ANSWERS = {
    "type": "有限责任公司", "address_area": "临江市灯火街道", "address": "灯火路1号", "phone": "0795-3000001",
    "capital": "100", "currency": "人民币", "scope": "灯笼制作和销售", "term": "长期", "copies": "1",
    "legal_name": "江小灯", "legal_id": LEGAL_ID, "legal_phone": "13800000000", "legal_post": "执行董事",
    "contact_name": "程联", "contact_phone": "13800000001", "shareholder_count": "1", "shareholder_1_name": "江小灯",
    "shareholder_1_id": SHAREHOLDER_ID, "shareholder_1_amount": "100", "shareholder_1_way": "货币",
    "shareholder_1_until": "2030-01-01",
}  # fmt: skip
CHANGES = {"change_reason": "搬了家", "address": "灯火路2号"}


def unit_code(body: str) -> str:
    """The unit that a body is."""
    return f"{CITY}{UNITS[body]:03d}"


def item_code(body: str) -> str:
    """Its item."""
    return f"{unit_code(body)}01000100"


@kept
def an_officer(body: str, role: Role = Role.HANDLER, name: str = "程办") -> Actor:
    """Somebody of a body."""
    return Actor(
        username=f"{role.value}-{body}", name=name, roles=frozenset({role}), region=CITY, regions=(CITY,),
        unit=unit_code(body), unit_name=NAMES[body],
    )  # fmt: skip


CENTRE = Actor(
    username="centre", name="钟心", roles=frozenset({Role.SERVICE_CENTRE}), region=CITY, regions=(CITY,),
    unit=f"{CITY}002",
)  # fmt: skip
OWNER = Actor(username="citizen", name="江小灯", region=CITY, regions=(CITY,))
REGISTRAR, ISSUER = an_officer("commerce"), an_officer("commerce", Role.APPROVER, "皮准")
WINDOW = an_officer("commerce", Role.WINDOW, "窗小口")


@kept
def a_registering_city(*, codes: int = 40, modes: tuple[str, ...] = (THREE, ONE)) -> None:
    """The four bodies, the modes in force, a pool."""
    a_city()
    for body, number in UNITS.items():
        a_unit(number, NAMES[body])
    an_edition(
        [
            a_power(
                item_code(body), name=f"{NAMES[body]}的登记", unit_name=NAMES[body], category="confirmation"
            )
            for body in UNITS
        ]
    )
    for body in UNITS:
        name_body(body=body, unit=unit_code(body), item_code=item_code(body), by=CENTRE, at=NOW)
    for mode in modes:
        open_mode(mode=mode, since=NOW.date(), ground="市政府文件", by=CENTRE, at=NOW)
    add_range(first=FIRST, size=codes, document="国家代码中心分配", by=CENTRE, at=NOW)


@kept
def a_name(word: str = "灯火", *, by: Actor = OWNER, at: datetime = NOW) -> str:
    """A name that is kept; its code."""
    return reserve_name(word=word, trade="照明", form="有限公司", place=PLACE, by=by, at=at)


@kept
def a_draft(
    word: str = "灯火", *, mode: str = ONE, by: Actor = OWNER, at: datetime = NOW, filed: bool = True,
    answers: Mapping[str, str] = ANSWERS,
) -> str:  # fmt: skip
    """A form filled in, with materials; its code."""
    new = NewRegistration(
        kind=RegistrationKind.FOUND, mode=mode, once=token_hex(8), applicant_name=by.name,
        reservation=a_name(word, by=by, at=at),
    )  # fmt: skip
    code = begin_registration(new=new, by=by, at=at)
    save_answers(code=code, version=1, answers=answers, by=by, at=at)
    for place in range(1, 6) if filed else ():
        a_material(code, place, by=by, at=at)
    return code


def a_material(code: str, place: int, *, by: Actor = OWNER, at: datetime = NOW) -> None:
    """A file for a place of the list."""
    upload = given(PDF + str(place).encode() + b"%%EOF", f"材料{place}.pdf")
    file_material(code=code, place=place, upload=upload, by=by, at=at)


@kept
def submitted(code: str, *, by: Actor = OWNER, at: datetime = NOW) -> RegistrationReceipt:
    """Sent, standing for it as it is now."""
    row = the_registration(code, by)
    with reading(by):
        signed = digest_to_sign(row)
    return submit_registration(code=code, version=row.version, signed=signed, by=by, at=at)


@kept
def received(
    word: str = "灯火", *, mode: str = ONE, by: Actor = OWNER, at: datetime = NOW
) -> RegistrationReceipt:
    """An application in the system."""
    return submitted(a_draft(word, mode=mode, by=by, at=at), by=by, at=at)


@kept
def under_review(word: str = "灯火", *, mode: str = ONE, at: datetime = LATER) -> str:
    """Accepted; its number."""
    number = received(word, mode=mode, at=at - timedelta(hours=1)).number
    accept_registration(number=number, by=REGISTRAR, at=at)
    return number


def answers(
    number: str, body: str, *, phase: str = "review", agreed: bool = True, at: datetime = LATER, **said: str
) -> None:
    """A body answers at its desk."""
    told = DeskAnswer(agreed=agreed, **said)
    answer_at_desk(number=number, body=body, phase=phase, said=told, by=an_officer(body), at=at)


@kept
def agreed_by_all(number: str, *, at: datetime = LATER) -> None:
    """Every body that has a task examines it and agrees, in the order in which they may."""
    while tasks := open_tasks(number, "review"):
        for body in tasks:
            answers(number, body, at=at)


@kept
def confirmed_by_all(number: str, *, at: datetime = LATER) -> None:
    """Every body confirms the result."""
    for body in open_tasks(number, "share"):
        answers(number, body, phase="share", at=at)


def open_tasks(number: str, phase: str) -> list[str]:
    """Bodies that have a task at the desk."""
    with reading(CENTRE):
        rows = BodyTask.objects.filter(registration__number=number, phase=phase, state="open").order_by("pk")
        return list(rows.values_list("body", flat=True))


@kept
def issued(word: str = "灯火", *, mode: str = ONE, at: datetime = LATER) -> str:
    """Decided; its number."""
    number = under_review(word, mode=mode, at=at)
    agreed_by_all(number, at=at)
    issue_registration(number=number, by=ISSUER, at=at)
    return number


@kept
def shared(word: str = "灯火", *, mode: str = ONE, at: datetime = LATER) -> str:
    """Confirmed by everybody; its number."""
    number = issued(word, mode=mode, at=at)
    confirmed_by_all(number, at=at)
    return number


def the_registration(key: str, by: Actor = CENTRE) -> Registration:
    """As it stands, by number or code."""
    with reading(by):
        name = "number" if "-" in key else "code"
        rows = Registration.objects.select_related("unit", "enterprise", "reservation")
        return rows.get(**{name: key})


def the_enterprise(number: str) -> Enterprise:
    """What a registration made."""
    found = the_registration(number).enterprise
    assert found
    return found


def tasks_by_body(number: str, phase: str = "review") -> dict[str, BodyTask]:
    """The tasks of the turn that runs."""
    row = the_registration(number)
    with reading(CENTRE):
        return {
            one.body: one for one in BodyTask.objects.filter(registration=row, phase=phase, turn=row.turn)
        }
