"""Investment projects of the demonstration: one in the middle of its way, one whose code is still to be verified, and
one for what five departments approve together (`joint_investment`).

The national platform is played by a list that says of itself that it is an example.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from qingdan.applicants.models import Applicant
from qingdan.applicants.queries.accounts import check_code
from qingdan.applicants.services.accounts import Registration, add_applicant, confirm_identity
from qingdan.base.actor import Actor
from qingdan.base.orgs.models import Unit
from qingdan.base.transactions import reading
from qingdan.cases.models import Case, Channel
from qingdan.cases.queries.own import digest_to_sign
from qingdan.cases.services.accepting import accept_case
from qingdan.cases.services.applying import (
    Filed,
    NewCase,
    begin_application,
    file_material,
    save_application,
    submit_application,
)
from qingdan.cases.services.deciding import Decided, decide_case
from qingdan.cases.services.running import StepDone, do_step
from qingdan.data.sample_approvals import sample_guides
from qingdan.demo.cases import REPORT, Counter
from qingdan.demo.stages import name_own_departments
from qingdan.editions.queries.places import place_of
from qingdan.guides.queries.content import PROJECT_CODE
from qingdan.projects.models import Project
from qingdan.projects.services.cards import register_project
from qingdan.projects.services.verifying import verify_by_list
from qingdan.rules.project_card import ProjectCard
from qingdan.rules.role import Role

COMPANY, COMPANY_NUMBER = "宜春示例灯具有限公司（示例）", "91360900MA35000077"
PLATFORM_LIST = "平台名单（演示，不是国家平台的）.csv"
LAND, SOIL = "建设项目用地预审", "生产建设项目水土保持方案审批"
_BEGAN, _HOUR = 46, timedelta(hours=1)
_SHOWROOM = "demo-project-2"
_WAYS = ((5, ""), (6, "不要"), (8, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Officers:
    """The people of a unit, for what was done before the demonstration begins."""

    window: Actor
    handler: Actor
    approver: Actor


def play_projects(counter: Counter) -> None:
    """Both projects and the cases of the first, once: what stands is left."""
    owner = _owner(counter)
    with reading(counter.people.by):
        if Project.objects.filter(once__startswith="demo-project").exists():
            return
    name_own_departments(counter, _BEGAN + 3)
    company = _company(counter, owner)
    code = _factory(counter, company)
    for item, days in ((LAND, 40), (SOIL, 38)):
        number = _accepted(counter, owner, company, (item, code), days)
        _grant(counter, number, item, counter.ago(days - 4))
    _accepted(counter, owner, company, (REPORT, code), 8)
    _workshop(counter, owner, company)


def _company(counter: Counter, owner: Actor) -> str:
    """The company of the demonstration's citizen, its licence seen at a window; its key."""
    at = counter.ago(_BEGAN + 2)
    new = Registration(
        username="", kind="organisation", name=COMPANY, id_number=COMPANY_NUMBER, phone="0795-0000003"
    )
    add_applicant(new=new, by=owner, at=at)
    with reading(owner):
        account = check_code(owner)
        key = Applicant.objects.get(user__username=owner.username, id_number=COMPANY_NUMBER).pk
    confirm_identity(code=account, name=COMPANY, id_number=COMPANY_NUMBER, by=counter.window, at=at)
    return str(key)


def _factory(counter: Counter, company: str) -> str:
    """社会投资, verified against the example list; its code."""
    at = counter.ago(_BEGAN)
    card = _card(
        code=f"{at:%y%m}-360902-04-01-900011",
        name="示例灯具产业园一期（示例）",
        division="360902",
        town="示例工业园",
        investment="3500",
        land="20亩，出让取得（示例）",
        purpose="新建厂房两栋、仓库一栋，生产灯具（示例）。",
    )
    return _verified(counter, company, card, "demo-project-1", at)


def second_phase(counter: Counter, company: str) -> str:
    """社会投资, verified a week ago: what is approved jointly is applied for under its code, which comes back."""
    at = counter.ago(8)
    card = _card(
        code=f"{at:%y%m}-360900-04-01-900031",
        name="示例灯具产业园二期（示例）",
        division="360900",
        town="",
        investment="4800",
        land="18亩，出让取得（示例）",
        purpose="新建厂房一栋、研发楼一栋（示例）。",
    )
    return _verified(counter, company, card, "demo-project-3", at)


def showroom_code(counter: Counter) -> str:
    """The code that the service centre has still to verify."""
    with reading(counter.people.by):
        return Project.objects.get(once=_SHOWROOM).code


def _workshop(counter: Counter, owner: Actor, company: str) -> None:
    """小型低风险, registered yesterday: the service centre has its code to verify."""
    at = counter.ago(1)
    card = replace(
        _card(
            code=f"{at:%y%m}-360900-04-01-90002X",
            name="示例灯具展厅（示例）",
            division="360900",
            town="",
            investment="280.5",
            land="",
            purpose="把一层旧厂房改成展厅（示例）。",
        ),
        kind="small",
    )
    register_project(card=card, applicant=company, once=_SHOWROOM, by=owner, at=at)


def _card(
    *, code: str, name: str, division: str, town: str, investment: str, land: str, purpose: str
) -> ProjectCard:
    return ProjectCard(
        code=code,
        name=name,
        kind="social",
        division=division,
        town=town,
        investment=investment,
        industry="照明器具制造",
        land=land,
        contact="示例联系人",
        contact_phone="0795-0000003",
        purpose=purpose,
    )


def _verified(counter: Counter, company: str, card: ProjectCard, once: str, at: datetime) -> str:
    """Registered, and within the hour found on the list; its code."""
    owner = _owner(counter)
    register_project(card=card, applicant=company, once=once, by=owner, at=at)
    listed = f"代码,项目名称,单位证照号码\n{card.code},{card.name},{COMPANY_NUMBER}\n"
    verify_by_list(text=listed, source=PLATFORM_LIST, by=counter.people.centre(), at=at + _HOUR)
    return card.code


def _owner(counter: Counter) -> Actor:
    """The citizen, who registers projects all over the city."""
    with reading(counter.people.by):
        beside = place_of(counter.people.by.region).beside
    return replace(counter.citizen, regions=tuple(code for code, _ in beside))


def _accepted(counter: Counter, owner: Actor, company: str, what: tuple[str, str], days: int) -> str:
    """Applied for under the project's code and accepted within the hour; the number."""
    (item, code), at = what, counter.ago(days)
    number = _submitted(counter.codes[item], _guide(item), owner, (company, code), at)
    window = _officers(counter, item).window
    accept_case(number=number, version=_version(window, number), by=window, at=at + _HOUR)
    return number


def _submitted(
    item: str, guide: Mapping[str, Any], owner: Actor, project: tuple[str, str], at: datetime
) -> str:
    company, code = project
    new = NewCase(
        item_code=item, once=f"demo-project-{item[-20:]}", channel=Channel.WEB, applicant=int(company)
    )
    draft = begin_application(new=new, by=owner, at=at)
    answers = {
        one["name"]: "1200" if one["type"] == "number" else "袁州区示例工业园" for one in guide["fields"]
    }
    save_application(code=draft, version=1, answers={**answers, PROJECT_CODE: code}, by=owner, at=at)
    for place in range(1, len(guide["materials"]) + 1):
        filed = Filed(place=place, grade="C", source="uploaded")
        file_material(code=draft, filed=filed, by=owner, at=at)
    with reading(owner):
        signed = digest_to_sign(Case.objects.get(code=draft))
    return submit_application(code=draft, version=2, signed=signed, by=owner, at=at).number


def _grant(counter: Counter, number: str, item: str, at: datetime) -> None:
    """Every step done and the decision made on a day."""
    officers = _officers(counter, item)
    for step, way in _WAYS:
        said = StepDone(opinion="看过材料，与申报的一致（示例）", exit=way)
        version = _version(officers.handler, number)
        do_step(number=number, version=version, step=step, said=said, by=officers.handler, at=at)
    decided = Decided(granted=True, facts="材料齐全，符合条件（示例）", clauses=(1,))
    version = _version(officers.approver, number)
    decide_case(number=number, version=version, decided=decided, by=officers.approver, at=at + _HOUR)


def _officers(counter: Counter, item: str) -> _Officers:
    unit = Unit.objects.get(region_id=counter.people.by.region, name=_unit_of(item))

    def somebody(role: Role, name: str) -> Actor:
        return replace(
            counter.people.by, username=f"{role.value}-{unit.code}", name=name, unit=unit.code,
            unit_name=unit.name, roles=frozenset({role}), regions=(counter.people.by.region,),
        )  # fmt: skip

    return _Officers(
        window=somebody(Role.WINDOW, "窗口（示例）"),
        handler=somebody(Role.HANDLER, "承办（示例）"),
        approver=somebody(Role.APPROVER, "批准（示例）"),
    )


def _unit_of(item: str) -> str:
    return next(one.unit for one in sample_guides() if one.item == item)


def _guide(item: str) -> Mapping[str, Any]:
    return next(one.content for one in sample_guides() if one.item == item)


def _version(by: Actor, number: str) -> int:
    with reading(by):
        return Case.objects.get(number=number).version
