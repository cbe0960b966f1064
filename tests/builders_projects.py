"""Investment projects: a company with its card, the service centre that verifies, an item that demands a code."""

from typing import Any

from tests.builders import CITY, COUNTY, NOW
from tests.builders_cases import ANSWERS, CITIZEN, LAMP, a_serving_city
from tests.kept_states import kept

from qingdan.applicants.models import Applicant, ApplicantKind
from qingdan.base.actor import Actor
from qingdan.base.people.models import User
from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Channel
from qingdan.cases.services.applying import Filed, NewCase, begin_application, file_material, save_application
from qingdan.projects.models import Project
from qingdan.projects.queries.tables import shipped_version
from qingdan.projects.services.cards import register_project
from qingdan.projects.services.tables import save_stage_table
from qingdan.projects.services.verifying import verify_project
from qingdan.rules.project import JointSession, Matter, Stage, StageTable
from qingdan.rules.project_card import ProjectCard
from qingdan.rules.role import Role

CODE = "2605-360900-04-01-123456"
OTHER_CODE = "2605-360902-04-01-65432X"
COMPANY_NUMBER, OTHER_NUMBER = "91360900MA35000077", "91330100799655058B"
CENTRE = Actor(
    username="centre", name="钟心", roles=frozenset({Role.SERVICE_CENTRE}), region=CITY, regions=(CITY,),
    unit="360900002",
)  # fmt: skip
OWNER = Actor(username=CITIZEN.username, name=CITIZEN.name, region=CITY, regions=(CITY, COUNTY))
STRANGER = Actor(username="stranger", name="贾生人", region=CITY, regions=(CITY, COUNTY))


def a_card(**more: str) -> ProjectCard:
    """A card without a fault."""
    said = {
        "code": CODE, "name": "临江灯彩产业园", "kind": "social", "division": COUNTY, "town": "灯火镇",
        "investment": "3500.5", "industry": "工艺美术品制造", "land": "20亩，出让", "contact": "江小灯",
        "contact_phone": "13800000000", "purpose": "建一座做灯笼的厂房",
    }  # fmt: skip
    return ProjectCard(**(said | more))


@kept
def a_company(by: Actor = OWNER, *, number: str = COMPANY_NUMBER, assurance: int = 3) -> str:
    """The company of an account: its key."""
    with writing(by):
        user, _ = User.objects.get_or_create(username=by.username, defaults={"name": by.name})
        made, _ = Applicant.objects.get_or_create(
            user=user,
            kind=ApplicantKind.ORGANISATION,
            id_number=number,
            defaults={
                "name": f"{by.name}灯笼有限公司",
                "id_kind": "uscc",
                "phone": "13800000000",
                "assurance": assurance,
                "made_at": NOW,
            },
        )
    return str(made.pk)


@kept
def a_project(by: Actor = OWNER, *, number: str = COMPANY_NUMBER, once: str = "p", **more: str) -> str:
    """A registered project: its key."""
    company = a_company(by, number=number)
    return register_project(card=a_card(**more), applicant=company, once=once, by=by, at=NOW)


def the_project(key: str, by: Actor = CENTRE) -> Project:
    """As it stands."""
    with reading(by):
        return Project.objects.select_related("table").get(key=key)


@kept
def a_verified_project(**more: Any) -> str:
    """A project whose code the service centre found on the platform: its key."""
    key = a_project(**more)
    verify_project(key=key, version=the_project(key).version, evidence="平台公示页", by=CENTRE, at=NOW)
    return key


def lantern_table() -> StageTable:
    """Two stages: 点灯许可 and 挂灯许可 at once, then an acceptance in parts."""

    def matter(name: str, days: int, **more: Any) -> Matter:
        return Matter(name=name, department="灯笼部门", days=days, **more)

    return StageTable(
        model="four_stage",
        most_days=40,
        stages=(
            Stage(
                name="开灯",
                lead="灯笼部门",
                days=20,
                matters=(matter("点灯", 20, items=("点灯许可",)), matter("挂灯", 10, items=("挂灯许可",))),
            ),
            Stage(
                name="验灯",
                lead="河道部门",
                days=10,
                matters=(
                    matter(
                        "验灯", 5, items=("灯笼验收",), needs=("点灯", "挂灯"),
                        session=JointSession.ACCEPTANCE, in_parts=True,
                    ),
                ),
            ),
        ),
    )  # fmt: skip


@kept
def a_lantern_table() -> None:
    """The city's own table for 社会投资."""
    save_stage_table(kind="social", number=0, table=lantern_table(), note="按灯笼来", by=CENTRE, at=NOW)


@kept
def an_investment_city() -> None:
    """点灯许可 as an item of investment projects, with its own stage table."""
    a_serving_city(investment=True)
    a_lantern_table()


@kept
def an_application_of(code: str, *, once: str = "investment", by: Actor = OWNER) -> str:
    """A draft of the company with everything but perhaps a good code: its code."""
    new = NewCase(item_code=LAMP, once=once, channel=Channel.WEB, applicant=int(a_company(by)))
    draft = begin_application(new=new, by=by, at=NOW)
    save_application(code=draft, version=1, answers={**ANSWERS, "project_code": code}, by=by, at=NOW)
    for place in (1, 2):
        filed = Filed(place=place, grade="C", source="uploaded")
        file_material(code=draft, filed=filed, by=by, at=NOW)
    return draft


def shipped_social() -> StageTable:
    """The four stages of 社会投资 as shipped."""
    return shipped_version("four_stage", "social").table
