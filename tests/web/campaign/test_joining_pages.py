"""Who takes part: units that the office lets in and out, and the marks of it on the pages."""

import pytest
from django.test import Client
from tests.builders import SETTER, a_unit
from tests.builders_campaigns import CODE, OFFICER, OTHER, OWN, june
from tests.web.campaign.conftest import As

from qingdan.base.orgs.services import replace_units
from qingdan.campaigns.models import Participation
from qingdan.campaigns.services.joining import leave_campaign
from qingdan.rules.role import Role

pytestmark = pytest.mark.requirement("G-organisations")
DIRECTORY, UNIT = "/desk/directory/", f"/desk/directory/{OTHER}/"
FORM = {"campaign": CODE}


def test_office__takes_a_unit_out_and_in_again(office: Client) -> None:
    assert office.post(f"{UNIT}leave/", {**FORM, "reason": ""}).status_code == 422
    left = office.post(f"{UNIT}leave/", {**FORM, "reason": "不在清理范围"})
    page = office.get(left.headers["Location"]).content.decode()
    assert "已退出" in page and "不在清理范围" in page and "退出清理工作" not in page
    directory = office.get(DIRECTORY).content.decode()
    assert "没有参加的单位" in directory and "已经退出的单位" in directory
    assert "1 个现有单位没有参加" in office.get("/desk/board/").content.decode()
    assert "已退出" in office.get(f"/desk/units/{OTHER}/").content.decode()

    joined = office.post(f"{UNIT}join/", FORM)
    assert "期限从今天起算" in office.get(joined.headers["Location"]).content.decode()
    assert "没有参加的单位" not in office.get(DIRECTORY).content.decode()
    assert office.post(f"{UNIT}join/", FORM).status_code == 422


def test_unit_opened_later__is_on_the_pages_and_says_since_when(office: Client) -> None:
    a_unit(7, "市灯会局")
    page = office.get("/desk/directory/360900007/").content.decode()

    assert "2026年6月1日加入" in page and "2026年6月4日" in page  # three working days after joining
    assert "市灯会局" in office.get("/desk/board/?all=1").content.decode()
    assert ">参加</a>" in office.get("/desk/units/360900007/").content.decode()


def test_unit_merged__is_read_and_marked_as_gone(office: Client) -> None:
    words = {"kind": "merge", "sources": [OWN], "targets": [OTHER], "document": "临编〔2026〕1号"}
    replace_units(**words, on=june(3).date(), by=SETTER, at=june(3))  # type: ignore[arg-type]
    page = office.get(f"/desk/directory/{OWN}/").content.decode()

    assert "并入市河道局" in page
    assert "市灯笼局" not in office.get("/desk/board/?all=1").content.decode().partition("问题答复台")[0]


@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADING_GROUP, Role.ADMINISTRATOR])
def test_joining__is_not_there_for_others(signed_in_as: As, role: Role) -> None:
    leave_campaign(campaign=CODE, unit=OTHER, reason="x", by=OFFICER, at=june(2))
    client = signed_in_as(role, 1)

    assert client.post(f"{UNIT}join/", FORM).status_code == 404
    assert client.post(f"/desk/directory/{OWN}/leave/", {**FORM, "reason": "x"}).status_code == 404
    assert Participation.objects.active().count() == 2
    assert (
        "没有参加" not in client.get(f"/desk/units/{OTHER}/").content.decode() or role == Role.LEADING_GROUP
    )
