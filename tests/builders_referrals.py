"""A county below the lantern city: 袁溪县灯笼局 examines 点灯许可 first, 市灯笼局 decides it; people of both."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.builders import CITY, COUNTY, NOW, SETTER, a_city
from tests.builders_cases import (
    ANSWERS,
    APPROVER,
    CHART,
    CITIZEN,
    GUIDE,
    HANDLER,
    LAMP,
    LATER,
    WINDOW,
    a_guide,
    a_licence,
    an_applicant,
    to_sign,
    who_visit,
)
from tests.builders_editions import an_edition
from tests.kept_states import kept

from qingdan.applicants.models import Applicant
from qingdan.base.actor import SYSTEM, Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, Channel
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.applying import (
    CaseReceipt,
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
    submit_application,
)
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.running import StepDone, do_step
from qingdan.cases.services.serving import Served, serve_decision
from qingdan.guides.services.writing import publish_guide, save_guide, start_guide
from qingdan.referrals.models import Referral
from qingdan.referrals.services.sending import send_up
from qingdan.rules.role import Role

BELOW = f"{COUNTY}001"
EXAMINED = f"{BELOW}01000100"
"""点灯许可（初审）, of 袁溪县灯笼局."""

OPINION = "灯都合格，同意上报"
BOTH = replace(SYSTEM, region=CITY, regions=(CITY, COUNTY))
_CHART = {
    **CHART,
    "code": f"{BELOW}-c00000000001",
    "steps": [one if one["number"] != 4 else one | {"name": "书面核对"} for one in CHART["steps"]],  # type: ignore[attr-defined]
}


def in_county(somebody: Actor) -> Actor:
    """The same post at 袁溪县灯笼局."""
    return replace(
        somebody,
        username=f"county_{somebody.username}",
        region=COUNTY,
        regions=(COUNTY,),
        unit=BELOW,
        unit_name="袁溪县灯笼局",
    )


C_WINDOW, C_HANDLER, C_APPROVER = in_county(WINDOW), in_county(HANDLER), in_county(APPROVER)
C_WRITER = in_county(Actor(username="liaison", name="联络", roles=frozenset({Role.LIAISON})))
C_HEAD = in_county(Actor(username="principal", name="焦长", roles=frozenset({Role.PRINCIPAL})))
TRAVELLER = replace(CITIZEN, regions=(CITY, COUNTY))
"""The citizen, as the pages of one's own cases see him: in the city and its counties."""


@kept
def two_levels(**more: Any) -> None:
    """Both items in force, both guides published; `more` stands in the county's."""
    a_city()
    a_county()
    an_edition([a_licence()])
    a_guide()
    examined(**more)


@kept
def a_county() -> None:
    """袁溪县灯笼局."""
    open_unit(
        region=COUNTY, number=1, name="袁溪县灯笼局", kind=UnitKind.DEPARTMENT,
        by=replace(SETTER, region=COUNTY), at=NOW,
    )  # fmt: skip


@kept
def examined(*, code: str = EXAMINED, **more: Any) -> None:
    """The county's item with its guide."""
    an_edition([a_county_licence(code)], region=COUNTY)
    county_guide(code, **more)


def a_county_licence(code: str = EXAMINED) -> dict[str, Any]:
    """Its entry."""
    return a_licence(chart=_CHART) | {"code": code, "unit": BELOW, "unit_name": "袁溪县灯笼局"}


@kept
def county_guide(code: str = EXAMINED, **more: Any) -> int:
    """The county's guide, published; the number of the version."""
    start_guide(item_code=code, by=C_WRITER, at=NOW)
    own = {"licence": {"kind": "", "months": 0}, "visits": [], "sent_up_to": LAMP}
    version = save_guide(code=code, version=1, content={**GUIDE, **own, **more}, by=C_WRITER, at=NOW)
    return publish_guide(code=code, version=version, by=C_HEAD, at=NOW)


@kept
def applied(item: str = EXAMINED, *, at: datetime = NOW, once: str = "once") -> CaseReceipt:
    """The citizen's application, whole."""
    by = TRAVELLER
    with writing(by):
        known = Applicant.objects.filter(user__username=by.username).first()
    applicant = known or an_applicant(by=by)
    new = NewCase(item_code=item, once=once, channel=Channel.WEB, applicant=applicant.pk)
    code = begin_application(new=new, by=by, at=at)
    save_application(code=code, version=1, answers=ANSWERS, by=by, at=at)
    for place in (1, 2):
        file_material(code=code, filed=Filed(place=place, grade="C", source="uploaded"), by=by, at=at)
    return submit_application(code=code, version=2, signed=to_sign(code, by), by=by, at=at)


def seen(number: str) -> Case:
    """A case of either level as it stands."""
    with reading(BOTH):
        return Case.objects.select_related("unit", "version_read", "entry", "applicant").get(number=number)


def pair(number: str) -> Referral:
    """The pair that a case began."""
    with reading(BOTH):
        return Referral.objects.get(first_number=number)


@kept
def examined_case(*, at: datetime = LATER, once: str = "once") -> str:
    """A case of the county of which only the decision is open; its number."""
    number = applied(once=once, at=at - timedelta(hours=1)).number
    accept_case(number=number, version=seen(number).version, by=C_WINDOW, at=at)
    walked(number, C_HANDLER, at)
    return number


@kept
def sent(*, at: datetime = LATER, once: str = "once") -> tuple[str, str]:
    """A case sent up: the county's number, the city's."""
    number = examined_case(at=at, once=once)
    there = send_up(number=number, version=seen(number).version, opinion=OPINION, by=C_APPROVER, at=at)
    return number, there


@kept
def decided_above(number: str, *, granted: bool = True, at: datetime = LATER) -> None:
    """The city reviews and decides."""
    who_visit()
    walked(number, HANDLER, at, visit=True)
    said = Decided(granted=granted, facts="灯都合格", clauses=(1,), reasons="" if granted else "灯不合格")
    decide_case(number=number, version=seen(number).version, decided=said, by=APPROVER, at=at)


def served_below(number: str, *, at: datetime = LATER) -> None:
    """The decision handed to its applicant where the application was taken in."""
    case = seen(number)
    words = {"receiver": case.applicant_name, "receiver_id": case.id_number, "proof": "本人签收"}
    served = Served(method="counter", given_on=day_of(at), **words)
    serve_decision(number=number, served=served, by=C_WINDOW, at=at)


def walked(number: str, by: Actor, at: datetime = LATER, *, visit: bool = False, begun: bool = False) -> None:
    """Every step but the decision done; `begun`: the first is done."""
    for step, way in ((3, ""), (4, ""), (5, "合格"), (6, ""))[begun:]:
        visitors = ("handler", "handler_2") if visit and step == 4 else ()
        said = StepDone(opinion="看过了", exit=way, visitors=visitors)
        do_step(number=number, version=seen(number).version, step=step, said=said, by=by, at=at)
