"""进度总表: its figures, the lists behind them, reminders, workbook, and that it asks little of the database."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from tests.builders import CITY, COUNTY, NOW, SETTER, a_unit
from tests.builders_campaigns import CODE, LIAISON, OFFICER, OWN, june
from tests.web.campaign.conftest import As

from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign, Reminder
from qingdan.campaigns.services.duties import fulfil
from qingdan.campaigns.services.questions import ask_question
from qingdan.campaigns.services.starting import derive_county_campaigns
from qingdan.powers.models import PowerItem
from qingdan.rules.power_item import Disposition
from qingdan.rules.role import Role

MOST_QUERIES = 40
BOARD = "/desk/board/"
KINDS = tuple(Disposition)


def _items(unit: str, count: int, disposition: str = "retain") -> None:
    """Rows in bulk: their number is what is tried here."""
    campaign, owner = Campaign.objects.get(code=CODE), Unit.objects.get(code=unit)
    with writing(OFFICER):
        PowerItem.objects.bulk_create(
            PowerItem(
                region_id=CITY,
                campaign=campaign,
                unit=owner,
                draft_number=f"{unit}-{KINDS.index(disposition)}{number:04}",
                order=number,
                category="penalty",
                name=f"对夜间不点亮第{number}盏灯笼的处罚",
                disposition=disposition,
                updated_by="drafter",
                updated_at=NOW,
            )
            for number in range(count)
        )


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.requirement("R-094")
def test_board__shows_who_is_late_before_everything_and_reminds_them(office: Client) -> None:
    page = office.get(BOARD).content.decode()
    assert page.index("要催的") < page.index("各单位进度")
    assert f'value="{OWN}:filing"' in page

    sent = office.post(f"{BOARD}remind/", {"campaign": CODE, "owed": [f"{OWN}:filing", "nonsense"]})
    assert sent.headers["Location"] == f"{BOARD}?campaign={CODE}&said=reminded"
    assert Reminder.objects.filter(obligation="filing").count() == 1
    assert "1 次" in office.get(sent.headers["Location"]).content.decode()
    again = office.post(f"{BOARD}remind/", {"campaign": CODE, "owed": [f"{OWN}:filing"]})
    assert again.status_code == 422


@pytest.mark.requirement("R-051")
def test_board__links_every_number_to_its_rows(office: Client) -> None:
    fulfil(campaign=CODE, unit=OWN, obligation="filing", by=LIAISON, at=june(24))
    _items(OWN, 3)
    _items(OWN, 2, "abolish")
    page = office.get(BOARD).content.decode()

    late = f"{BOARD}units/?campaign={CODE}&obligation=filing&state=late"
    assert late.replace("&", "&amp;") in page
    assert "市灯笼局" in office.get(late).content.decode()
    abolished = f"{BOARD}items/?campaign={CODE}&category=penalty&disposition=abolish"
    assert abolished.replace("&", "&amp;") in page
    assert "2 项" in office.get(abolished).content.decode()
    uncharted = f"{BOARD}charts/?campaign={CODE}&unit={OWN}&missing=1"
    assert uncharted.replace("&", "&amp;") in page
    assert "3 项没有流程图" in office.get(uncharted).content.decode()


def test_board__counts_items_of_a_subordinate_body_for_its_supervising_unit(office: Client) -> None:
    a_unit(50, "市灯具检验所", UnitKind.SUBORDINATE, supervising=OWN)
    _items(f"{CITY}050", 4)

    page = office.get(f"{BOARD}?order=plan&all=1").content.decode()
    assert "市灯具检验所" not in page
    assert f'items/?campaign={CODE}&amp;unit={OWN}">4</a>' in page
    assert "4 项" in office.get(f"{BOARD}items/?campaign={CODE}&unit={OWN}").content.decode()


@pytest.mark.requirement("G-budget")
def test_board__asks_the_database_as_often_for_many_rows_as_for_few(office: Client) -> None:
    _items(OWN, 1)
    ask_question(campaign=CODE, title="要不要分项？", text="", by=LIAISON, at=june(3))
    addresses = (BOARD, f"{BOARD}?all=1", f"{BOARD}print/")
    few = {address: _queries(office, address) for address in addresses}
    units = [a_unit(number, f"市第{number}局") for number in range(100, 167)]
    for unit in units:
        _items(unit.code, 40)
    for number in range(5):
        ask_question(campaign=CODE, title=f"第 {number} 问", text="", by=LIAISON, at=june(3))

    assert {address: _queries(office, address) for address in addresses} == few
    assert max(few.values()) <= MOST_QUERIES


@pytest.mark.parametrize(
    "query", ["kind=department&order=items", "kind=nonsense&order=nonsense", "order=plan"]
)
def test_board__with_filters_in_its_address(office: Client, query: str) -> None:
    assert "市河道局" in office.get(f"{BOARD}?{query}#units").content.decode()


def test_board_lists__with_what_nobody_offers(office: Client) -> None:
    for query in ("units/?obligation=x&state=y", "items/?category=x&page=99", "charts/?unit=x&page=0"):
        assert office.get(f"{BOARD}{query}").status_code == 200
    assert office.get(f"{BOARD}?campaign=nothing").status_code == 404


def test_board_export__is_a_workbook_without_formulas(office: Client) -> None:
    Unit.objects.filter(code=OWN).update(name="=1+1")
    _items(OWN, 2)
    sheet = load_workbook(BytesIO(office.get(f"{BOARD}export/?order=plan").content)).active
    assert sheet is not None
    cells = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=3)}

    assert cells["=1+1"][1:4] == ["市政府工作部门", 2, 2]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} <= {"s", "n"}
    assert "逾期" in str(cells["市河道局"][-1])


@pytest.mark.requirement("R-011")
def test_board__has_a_tab_for_each_county(office: Client, signed_in_as: As) -> None:
    open_unit(region=COUNTY, number=2, name="袁溪县灯笼局", kind=UnitKind.DEPARTMENT, by=SETTER, at=june(2))
    derive_county_campaigns(campaign=CODE, by=OFFICER, at=june(2))
    page = office.get(BOARD).content.decode()

    assert f"?campaign={CODE}-360902" in page
    county = office.get(f"{BOARD}?campaign={CODE}-360902").content.decode()
    assert "袁溪县灯笼局" in county
    assert "市灯笼局" not in county


@pytest.mark.parametrize("role", [Role.LIAISON, Role.REVIEWER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("page", ["", "print/", "export/", "urged/", "units/", "items/", "charts/"])
def test_board__is_for_who_runs_the_campaign(signed_in_as: As, role: Role, page: str) -> None:
    assert signed_in_as(role, 1).get(f"{BOARD}{page}").status_code == 404


def test_board__before_there_is_any_campaign(office: Client) -> None:
    with writing(OFFICER):
        Campaign.objects.all().delete()

    assert office.get(BOARD).headers["Location"] == "/desk/campaigns/"
    assert "开始新的清理工作" in office.get("/desk/campaigns/").content.decode()
