"""Starting a campaign, its gates, the counties' own, reminders, closing."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.builders import CITY, COUNTY, a_city, an_actor
from tests.builders_campaigns import (
    CODE,
    COUNTY_OFFICER,
    LIAISON,
    OFFICER,
    OTHER,
    OWN,
    STRANGER,
    a_campaign_city,
    june,
)

from qingdan.base.events.queries import faults
from qingdan.base.files.queries import path_of
from qingdan.base.messages.models import Message
from qingdan.base.refusal import Missing, Refused
from qingdan.campaigns.queries.duties import standings_of
from qingdan.campaigns.queries.papers import get_campaign_file, list_documents, list_forms
from qingdan.campaigns.queries.plans import get_plan, list_campaigns, preview
from qingdan.campaigns.queries.progress import late_list, soon_list
from qingdan.campaigns.services.duties import fulfil
from qingdan.campaigns.services.reminders import remind
from qingdan.campaigns.services.starting import (
    close_campaign,
    derive_county_campaigns,
    open_phase,
    record_happening,
    start_campaign,
)
from qingdan.rules.campaign_template import Happening
from qingdan.rules.role import Role

pytestmark = pytest.mark.django_db
ADOPTED = Happening.POWER_LIST_ADOPTED


def test_preview__by_the_day_of_filing_shifts_every_date() -> None:
    found = preview("yichun-2015", county=False, how="filing", on=date(2027, 3, 16))

    assert found.dues["filing"].on == date(2027, 3, 16)
    assert (found.notice_on, found.is_provisional) == (date(2027, 2, 22), True)
    assert preview("yichun-2015", county=False, how="own", on=None).dues["filing"].on == date(2015, 4, 15)
    with pytest.raises(Missing):
        preview("none", county=False, how="own", on=None)


@pytest.mark.requirement("R-002", "R-124")
def test_start__lays_out_documents_with_their_tasks_and_forms_with_their_label() -> None:
    a_campaign_city()
    plan, *others = list_documents(LIAISON, CODE)
    forms = list_forms(LIAISON, CODE)

    assert {"filing", "contacts", "county_plan"} <= set(plan.obligations)
    assert len(others) == 4
    assert [(one.attachment, one.number, one.reconstructed) for one in forms] == [
        (number, 1, True) for number in (1, 2, 3, 4)
    ]


@pytest.mark.requirement("R-124")
def test_start__keeps_each_form_as_a_file_that_says_it_is_reconstructed() -> None:
    a_campaign_city()
    texts = {}
    for one in list_forms(LIAISON, CODE):
        assert one.file and one.file[1].endswith("（样式为重建）.xlsx")
        sheet = load_workbook(BytesIO(path_of(get_campaign_file(LIAISON, one.file[0])).read_bytes())).active
        assert sheet is not None
        texts[one.form] = "\n".join(str(cell.value or "") for row in sheet.iter_rows() for cell in row)

    assert all("样式为重建" in text for text in texts.values())
    assert "市灯笼局" in texts["form_1"] and "袁溪县人民政府" not in texts["form_1"]
    assert "设定依据" in texts["form_2"] and "行政给付" in texts["form_4"]


@pytest.mark.requirement("R-124")
def test_start__in_a_county_keeps_the_forms_there() -> None:
    a_campaign_city()
    derive_county_campaigns(campaign=CODE, by=OFFICER, at=june(2))
    forms = list_forms(COUNTY_OFFICER)

    assert len(forms) == 4
    assert all(
        one.file and get_campaign_file(COUNTY_OFFICER, one.file[0]).region_id == COUNTY for one in forms
    )


def test_start__with_a_code_that_is_taken() -> None:
    a_campaign_city()

    with pytest.raises(Refused) as refused:
        start_campaign(region=CITY, code=CODE, template="yichun-2015", by=OFFICER, at=june(2))
    assert [one.where.field for one in refused.value.problems] == ["code"]


@pytest.mark.requirement("R-043", "R-095")
def test_responsibility_stage__stays_shut_until_the_power_list_is_adopted() -> None:
    a_campaign_city()
    phase = {"campaign": CODE, "phase": "responsibility_drafting"}
    later = date(2026, 12, 1)
    with pytest.raises(Refused) as refused:
        open_phase(**phase, by=OFFICER, at=june(2))
    assert [one.key for one in refused.value.problems] == ["R-043.power_list_adopted"]
    assert not get_plan(OFFICER, CODE).is_open("responsibility_drafting", later)
    with pytest.raises(Refused):
        fulfil(campaign=CODE, unit=OWN, obligation="responsibility_filing", by=LIAISON, at=june(2))

    record_happening(campaign=CODE, what=ADOPTED, on=date(2026, 6, 3), by=OFFICER, at=june(3))
    open_phase(**phase, by=OFFICER, at=june(3))
    assert get_plan(OFFICER, CODE).is_open("responsibility_drafting", date(2026, 6, 3))
    fulfil(campaign=CODE, unit=OWN, obligation="responsibility_filing", by=LIAISON, at=june(4))


@pytest.mark.parametrize("on", [date(2026, 6, 4), date(2026, 5, 31)])
def test_happening__of_tomorrow_or_before_the_notice(on: date) -> None:
    a_campaign_city()

    with pytest.raises(Refused):
        record_happening(campaign=CODE, what=ADOPTED, on=on, by=OFFICER, at=june(3))


@pytest.mark.requirement("R-011", "R-042")
def test_county_campaigns__follow_the_plan_for_counties_on_the_plans_own_dates() -> None:
    a_city()
    start_campaign(region=CITY, code="2015", template="yichun-2015", by=OFFICER, at=june(1))
    (started,) = derive_county_campaigns(campaign="2015", by=OFFICER, at=june(1))
    plan = get_plan(COUNTY_OFFICER)

    assert (plan.code, plan.county) == (started.code, True)
    assert plan.schedule.dues["county_power_list_published"].on == date(2015, 7, 31)
    assert plan.schedule.dues["county_responsibility_list_published"].on == date(2015, 10, 31)
    assert [one.region for one in list_campaigns(OFFICER)] == [CITY, COUNTY]
    assert [one.region for one in list_campaigns(COUNTY_OFFICER)] == [COUNTY]
    with pytest.raises(Refused):
        derive_county_campaigns(campaign="2015", by=OFFICER, at=june(1))


@pytest.mark.requirement("R-011", "G-walls")
def test_county_campaign__is_run_by_the_county_which_never_sees_the_citys() -> None:
    a_city()
    start_campaign(region=CITY, code="2015", template="yichun-2015", by=OFFICER, at=june(1))
    (started,) = derive_county_campaigns(campaign="2015", by=OFFICER, at=june(1))
    phase = get_plan(COUNTY_OFFICER).schedule.phases[0].phase.code
    open_phase(campaign=started.code, phase=phase, by=COUNTY_OFFICER, at=june(2))

    assert phase in get_plan(COUNTY_OFFICER).opened


@pytest.mark.requirement("R-094")
def test_remind__tells_the_unit_once_a_day_and_never_of_what_is_done() -> None:
    a_campaign_city()
    an_actor(Role.LIAISON, unit=1)
    an_actor(Role.DRAFTER, unit=1)
    fulfil(campaign=CODE, unit=OTHER, obligation="filing", by=STRANGER, at=june(20))
    owed = [(OWN, "filing"), (OTHER, "filing"), (OWN, "no_such")]

    assert remind(campaign=CODE, owed=owed, by=OFFICER, at=june(24)) == 1
    with pytest.raises(Refused):
        remind(campaign=CODE, owed=owed, by=OFFICER, at=june(24, 17))
    assert remind(campaign=CODE, owed=owed, by=OFFICER, at=june(25)) == 1
    late = late_list(standings_of(OFFICER, today=date(2026, 6, 25)))
    unit, duty = next(pair for pair in late if pair[1].obligation == "filing")
    assert (unit.unit, duty.reminders, duty.reminded_at) == (OWN, 2, june(25))
    assert [one.user.username for one in Message.objects.order_by("pk")] == ["liaison-1"] * 2
    assert "2026年6月23日" in Message.objects.all()[0].text
    assert faults() == []


@pytest.mark.requirement("R-094")
@pytest.mark.parametrize(
    ("day", "soon", "late"), [(17, False, False), (18, True, False), (23, True, False), (24, False, True)]
)
def test_lists__as_the_last_day_comes_nearer(day: int, soon: bool, late: bool) -> None:
    """19 June 2026 is a holiday (端午), 20 and 21 are a weekend."""
    a_campaign_city()
    found = standings_of(OFFICER, today=date(2026, 6, day), campaign=CODE)

    assert any(duty.obligation == "filing" for _, duty in soon_list(found)) is soon
    assert any(duty.obligation == "filing" for _, duty in late_list(found)) is late


@pytest.mark.parametrize("act", [close_campaign, derive_county_campaigns])
def test_running__is_not_for_units(act: object) -> None:
    a_campaign_city()

    with pytest.raises(Missing):
        act(campaign=CODE, by=LIAISON, at=june(2))  # type: ignore[operator]


def test_closed_campaign__takes_nothing_more() -> None:
    a_campaign_city()
    close_campaign(campaign=CODE, by=OFFICER, at=june(2))

    with pytest.raises(Refused) as refused:
        fulfil(campaign=CODE, unit=OWN, obligation="filing", by=LIAISON, at=june(3))
    assert [one.key for one in refused.value.problems] == ["campaigns.closed"]


def test_standings__of_a_unit_are_its_own_and_of_another_region_nobodys() -> None:
    a_campaign_city()
    today = date(2026, 6, 2)

    assert [one.unit for one in standings_of(LIAISON, today=today, campaign=CODE)] == [OWN]
    assert len(standings_of(OFFICER, today=today, campaign=CODE)) == 3
    with pytest.raises(Missing):
        standings_of(replace(COUNTY_OFFICER), today=today, campaign=CODE)
