"""Units that join a campaign while it runs, and units that leave it with what they had done."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.builders import CITY, COUNTY, NOW, SETTER, a_unit, an_actor
from tests.builders_campaigns import (
    CODE,
    COUNTY_OFFICER,
    LAMP,
    LIAISON,
    OFFICE,
    OFFICER,
    OTHER,
    OWN,
    POST,
    STRANGER,
    a_campaign_city,
    june,
)
from tests.builders_city_file import a_city_file

from qingdan.base.actor import Actor
from qingdan.base.events.queries import faults, history_of
from qingdan.base.orgs.models import UnitKind
from qingdan.base.orgs.services import change_unit, open_unit, replace_units
from qingdan.base.people.services import apply_city, appoint, read_city
from qingdan.base.refusal import Missing, Refused
from qingdan.base.transactions import reading
from qingdan.campaigns.queries.duties import standing_of, standings_of
from qingdan.campaigns.queries.participants import absent_units, left_units
from qingdan.campaigns.queries.people import contacts_of
from qingdan.campaigns.queries.plans import get_plan
from qingdan.campaigns.services.contacts import set_contacts
from qingdan.campaigns.services.duties import fulfil, receive_notice
from qingdan.campaigns.services.joining import join_campaign, leave_campaign
from qingdan.campaigns.services.starting import close_campaign, derive_county_campaigns
from qingdan.rules.role import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
NEW = f"{CITY}007"


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_campaign_city()


def taking_part(by: Actor = OFFICER, campaign: str = CODE) -> list[str]:
    """Codes of the units in a campaign."""
    with reading(by):
        return [one.unit for one in standings_of(by, today=TODAY, campaign=campaign)]


def opened(name: str = "市灯会局", number: int = 7, **more: str) -> None:
    """A unit of the city opened on 12 June: work in self_check runs from 9 June, the filing is due on the 23rd."""
    kind = UnitKind.SUBORDINATE if more else UnitKind.DEPARTMENT
    open_unit(region=CITY, number=number, name=name, kind=kind, **more, by=SETTER, at=june(12))


@pytest.mark.requirement("R-051")
def test_unit_opened_later__joins_and_has_the_time_of_the_others() -> None:
    opened()
    standing = standing_of(OFFICER, NEW, today=TODAY)

    assert taking_part() == [OWN, OTHER, NEW, f"{CITY}901"]
    assert standing.joined_on == date(2026, 6, 12)
    assert [(one.obligation, one.due_on) for one in standing.duties if one.due_on][:2] == [
        ("contacts", date(2026, 6, 17)),
        ("filing", date(2026, 6, 26)),
    ]
    assert [one.kind for one in history_of(f"campaign:{CODE}")] == ["UnitJoined", "CampaignStarted"]


def test_unit_that_joined__is_late_by_its_own_day() -> None:
    opened()
    opened("市灯谜局", 8)
    days = {OTHER: 24, NEW: 26, f"{CITY}008": 27}
    late = [
        fulfil(campaign=CODE, unit=unit, obligation="filing", by=OFFICER, at=june(day)).late
        for unit, day in days.items()
    ]

    assert late == [True, False, True]


@pytest.mark.parametrize(
    ("name", "more"), [("市灯笼站", {"supervising": OWN}), ("市委编办", {}), ("市委机构编制委员会办公室", {})]
)
def test_unit_that_no_campaign_asks__does_not_join(name: str, more: dict[str, str]) -> None:
    opened(name, **more)

    assert NEW not in taking_part()
    assert absent_units(OFFICER) == ()


def test_unit_opened__when_the_campaign_is_closed_stays_out() -> None:
    close_campaign(campaign=CODE, by=OFFICER, at=june(11))
    opened()

    assert NEW not in taking_part()


@pytest.mark.requirement("R-029")
def test_units_of_a_workbook__join(tmp_path: Path) -> None:
    units = {
        "地区": [],
        "单位": [
            ["7", "市灯会局", "", "市政府工作部门", "", "", ""],
            ["2", "袁溪县灯笼局", "", "市政府工作部门", "", "", "袁溪县"],
        ],
        **{sheet: [] for sheet in ("内设机构", "三定职能", "岗位", "人员")},
    }
    derive_county_campaigns(campaign=CODE, by=OFFICER, at=june(2))
    administrator = replace(an_actor(Role.ADMINISTRATOR, unit=2), factor_at=june(12))
    file = read_city(path=a_city_file(tmp_path / "city.xlsx", units), by=administrator, at=june(12))
    apply_city(code=file.code, by=administrator, at=june(12))

    assert NEW in taking_part()
    assert taking_part(campaign=f"{CODE}-{COUNTY}") == [f"{COUNTY}002"]


@pytest.mark.requirement("R-011")
def test_county_campaign__does_not_ask_the_office_that_runs_it() -> None:
    """By its name, or once its people are there; units entered later join."""
    office = open_unit(
        region=COUNTY, number=3, name="袁溪县改革办", kind=UnitKind.DEPARTMENT, by=SETTER, at=NOW
    )
    derive_county_campaigns(campaign=CODE, by=OFFICER, at=june(2))
    county = get_plan(COUNTY_OFFICER).code
    assert taking_part(COUNTY_OFFICER, county) == [office.code]

    open_unit(region=COUNTY, number=2, name="袁溪县灯笼局", kind=UnitKind.DEPARTMENT, by=SETTER, at=june(3))
    an_actor(Role.LIAISON, username="clerk")
    appoint(username="clerk", unit=office.code, role=Role.COUNTY_OFFICE, by=SETTER, at=june(4))
    assert taking_part(COUNTY_OFFICER, county) == [f"{COUNTY}002"]
    assert [one.unit for one in left_units(COUNTY_OFFICER, county)] == [office.code]


@pytest.mark.parametrize(("kind", "targets"), [("merge", (OTHER,)), ("split", (OTHER, NEW))])
def test_unit_merged_or_split__leaves_with_what_it_had_done(kind: str, targets: tuple[str, ...]) -> None:
    opened()
    receive_notice(campaign=CODE, unit=OWN, by=LIAISON, at=june(2))
    people = {"deputy": LAMP, "liaison": POST}
    set_contacts(campaign=CODE, unit=OWN, people=people, by=LIAISON, at=june(2))
    replace_units(
        kind=kind,  # type: ignore[arg-type]
        sources=[OWN],
        targets=targets,
        on=date(2026, 6, 14),
        document="临编〔2026〕1号",
        by=SETTER,
        at=june(15),
    )
    (left,) = left_units(OFFICER)
    standing = standing_of(OFFICER, OWN, today=date(2026, 7, 30))

    assert OWN not in taking_part()
    assert left.left_on == date(2026, 6, 14) and "临编〔2026〕1号" in left.left_why
    assert standing.duty("contacts").is_done  # type: ignore[union-attr]
    assert standing.duty("filing").state == "open"  # type: ignore[union-attr]
    assert len(contacts_of(OFFICER, CODE, unit=OWN)) == 2
    assert faults() == []


def test_what_left__is_handed_in_no_more() -> None:
    words = {"kind": "merge", "sources": [OWN], "targets": [OTHER], "document": "1号"}
    replace_units(**words, on=date(2026, 6, 2), by=SETTER, at=june(3))  # type: ignore[arg-type]
    successor = replace(STRANGER, charges=(OWN,))
    for by in (successor, OFFICER):
        with pytest.raises(Refused) as refused:
            fulfil(campaign=CODE, unit=OWN, obligation="filing", by=by, at=june(4))
        assert [one.key for one in refused.value.problems] == ["campaigns.left"]


def test_unit_that_becomes_a_subordinate_one__leaves() -> None:
    words = {"short_name": "", "law_name": "", "kind": UnitKind.SUBORDINATE, "supervising": OTHER}
    change_unit(unit=OWN, **words, by=SETTER, at=june(5))  # type: ignore[arg-type]

    assert OWN not in taking_part()


def test_office__takes_a_unit_out_and_in_again() -> None:
    leave_campaign(campaign=CODE, unit=OTHER, reason="不在清理范围", by=OFFICER, at=june(3))
    assert [one.left_why for one in left_units(OFFICER)] == ["不在清理范围"]
    assert absent_units(OFFICER) == ((OTHER, "市河道局"),)
    assert absent_units(LIAISON) == () == left_units(LIAISON)

    join_campaign(campaign=CODE, unit=OTHER, by=OFFICER, at=june(4))
    assert standing_of(OFFICER, OTHER, today=TODAY).joined_on == date(2026, 6, 4)
    assert left_units(OFFICER) == ()


@pytest.mark.parametrize("by", [LIAISON, COUNTY_OFFICER])
def test_joining_and_leaving__is_the_offices_business(by: Actor) -> None:
    with pytest.raises(Missing):
        leave_campaign(campaign=CODE, unit=OTHER, reason="x", by=by, at=june(3))
    with pytest.raises(Missing):
        join_campaign(campaign=CODE, unit=OTHER, by=by, at=june(3))


def test_joining_and_leaving__of_what_cannot() -> None:
    a_unit(8, "市灯笼站", UnitKind.SUBORDINATE, supervising=OWN)
    for unit in (f"{CITY}008", f"{COUNTY}001", "x"):
        with pytest.raises(Missing):
            join_campaign(campaign=CODE, unit=unit, by=OFFICER, at=june(3))
    with pytest.raises(Missing):
        leave_campaign(campaign=CODE, unit=OFFICE, reason="x", by=OFFICER, at=june(3))
    with pytest.raises(Refused, match="takes_part"):
        join_campaign(campaign=CODE, unit=OTHER, by=OFFICER, at=june(3))
    with pytest.raises(Refused, match="required"):
        leave_campaign(campaign=CODE, unit=OTHER, reason=" ", by=OFFICER, at=june(3))
