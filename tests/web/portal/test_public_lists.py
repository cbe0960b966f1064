"""Lists as a citizen reads them: in force, of a day, filtered, beside another edition, by department."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from tests.builders import CITY, COUNTY, NOW, SETTER, TODAY
from tests.builders_editions import REWARD_CODE, UNLIT_CODE, a_power, a_reward, an_edition
from tests.builders_powers import OTHER, OWN

from qingdan.base.clock import day_of, now
from qingdan.base.orgs.models import UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.rules.review import ListKind

pytestmark = [pytest.mark.usefixtures("public_city"), pytest.mark.requirement("R-004", "R-011")]
LIST = "/lists/power_list/"


def page(address: str = LIST) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return str(unescape(answer.content.decode()))


def words(address: str = LIST) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(address)))


def names(address: str) -> list[str]:
    """The items in the table, those struck with a ×."""
    table = page(address).partition("<tbody")[2].partition("</tbody>")[0]
    found = re.findall(r'<th role="rowheader" scope="row">(<del>)?<a [^>]*>([^<]*)', table)
    return [f"{'×' if struck else ''}{name}" for struck, name in found]


UNLIT, PLASTIC, BROKEN, REWARD = (
    "对夜间不点亮沿街灯笼的处罚",
    "对用塑料纸糊制大型灯笼的处罚",
    "对损坏沿街灯笼的处罚",
    "对护灯有功者的奖励",
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [UNLIT, f"×{PLASTIC}", BROKEN, REWARD]),
        ("?on=2026-05-20", [UNLIT, PLASTIC, REWARD]),
        ("?category=reward", [REWARD]),
        (f"?unit={OWN}", [UNLIT, f"×{PLASTIC}", BROKEN]),
        ("?q=塑料", [f"×{PLASTIC}"]),
        ("?q=灯笼管理条例", [UNLIT, f"×{PLASTIC}", BROKEN, REWARD]),
        ("?against=1&changes=1", [UNLIT, f"×{PLASTIC}", BROKEN]),
        ("?q=%00nothing", []),
        ("?category=nothing&unit=x&against=77&page=-3&on=2026-99-99", []),
    ],
)
def test_list__filtered(query: str, found: list[str]) -> None:
    assert names(LIST + query) == found


def test_list__names_its_edition_and_where_it_comes_from() -> None:
    found = words()

    for said in (
        "临江市权力清单 2026年第2号",
        "审议 市政府第6次常务会议， 2026年5月20日",
        "核验本版",
        "行政处罚 3 项",
    ):
        assert said in found
    assert '<meta name="qingdan-edition" content="' in page()
    assert f'href="{LIST}2/download.csv"' in page()


def test_list__beside_another_edition_strikes_what_was_abolished() -> None:
    found = words(f"{LIST}?against=1")

    assert "与 权力清单 2026年第1号 比： 新增 1 项 ，修改 1 项， 取消、下放等 1 项" in found


def test_list__shows_what_left_it_since_the_other_edition() -> None:
    an_edition([a_power()])

    assert f"×{REWARD}" in names(f"{LIST}?against=2") and "不再列入" in words(f"{LIST}?against=2")


def test_edition__that_is_old_leads_to_the_one_in_force() -> None:
    assert "这是旧版。现行版见 权力清单" in words(f"{LIST}1/")
    assert "这是旧版" not in words(f"{LIST}2/")


def test_edition__to_come_says_so() -> None:
    an_edition([a_power()], effective_on=TODAY + timedelta(days=9_000))

    assert "现在还没有生效" in words(f"{LIST}3/")


def test_department__has_its_own_part_and_what_it_has_not() -> None:
    found = words(f"/departments/{OTHER}/")

    assert "市河道局权力清单" in found and names(f"/departments/{OTHER}/") == [REWARD]
    assert "行政处罚、行政强制" in found and "本部门经清理没有职权" in found


def test_department__that_has_nothing_is_missing() -> None:
    assert Client().get("/departments/360900002/").status_code == 404


def test_duties__are_a_list_of_their_own() -> None:
    assert names("/lists/responsibility_list/") == [UNLIT]
    assert "1 条责任事项" in words("/lists/responsibility_list/")


def test_county__has_its_own_list_beside_the_city() -> None:
    assert "还没有现行的权力清单" in words(f"/{COUNTY}/lists/power_list/")
    kind = UnitKind.DEPARTMENT
    open_unit(region=COUNTY, number=1, name="袁溪县灯笼局", kind=kind, by=SETTER, at=NOW)
    code = f"{COUNTY}00102000100"
    an_edition([a_power(code, unit_name="袁溪县灯笼局", name="对县灯笼的处罚")], region=COUNTY)

    assert names(f"/{COUNTY}/lists/power_list/") == ["对县灯笼的处罚"]
    assert "袁溪县灯笼局" in words(f"/items/{code}") and "袁溪县政务服务网" in words(f"/{COUNTY}/")
    assert len(names(LIST)) == 4


def test_list__of_many_is_shown_by_pages() -> None:
    many = [a_power(f"{OWN}02{n:04d}00", name=f"对第{n}盏灯笼的处罚") for n in range(1, 231)]
    an_edition([*many, a_reward()])

    assert (len(names(LIST)), len(names(f"{LIST}?page=3")), len(names(f"{LIST}?page=all"))) == (100, 31, 231)
    assert "显示 201–231 项" in words(f"{LIST}?page=99")


def test_difference__of_two_editions_word_by_word() -> None:
    found = page(f"{LIST}difference/?from=1&to=2")

    assert "<del>20</del><ins>10</ins>" in found
    assert f'<del><a href="/items/{UNLIT_CODE[:11]}000200' in found
    assert "内容完全相同" in page(f"{LIST}difference/?from=2026-06-01&to=2")
    assert "没有现行的权力清单" in page(f"{LIST}difference/?from=2020-01-01&to=2")


def test_home__shows_lists_changes_and_departments() -> None:
    found = words("/")

    for said in (
        "2 个部门有事项，共 3 项",
        "与 1 项权力逐项对应的责任事项、责任岗位、追责情形，共 1 条",
        "新增 1 项，取消、下放等 1 项，修改 1 项",
        "市河道局",
    ):
        assert said in found


def test_home__of_a_city_without_lists() -> None:
    found = words(f"/{COUNTY}/")

    assert found.count("还没有公布") == 2 and "按部门找" not in found


def test_verify__shows_the_whole_digest() -> None:
    edition = an_edition([a_power(), a_reward()], kind=ListKind.POWER)

    assert edition.digest in page(f"{LIST}3/verify/")
    assert REWARD_CODE not in page(f"{LIST}3/verify/")


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("/", ['rel="alternate"', "/feeds/changes.atom", "/api/v1/openapi.json", "/anchors.json"]),
        ("/lists/power_list/", ['rel="alternate"', "/lists/power_list/2/evidence.zip"]),
        ("/lists/power_list/1/", ["/lists/power_list/1/evidence.zip"]),
        (
            "/lists/power_list/1/verify/",
            ["/lists/power_list/1/evidence.zip", "/qingdan_verify.py", "/anchors.json"],
        ),
    ],
)
def test_open_data__is_offered_on_the_page(address: str, links: list[str]) -> None:
    shown = page(address)

    assert [one for one in links if one not in shown] == []


def test_department__that_comes_into_the_list_later_shows_from_when() -> None:
    day = day_of(now()) + timedelta(days=30)
    late = a_power(f"{CITY}00202000100", unit=f"{CITY}002", unit_name="市编办", name="对损坏河灯的处罚")
    an_edition([a_power(), late], effective_on=day)

    found = Client().get(f"/departments/{CITY}002/")
    searched = Client().get("/search", {"q": "没有这样的事"}).content.decode()

    assert found.status_code == 200 and "对损坏河灯的处罚" in found.content.decode()
    assert f"从 {day.year}年{day.month}月{day.day}日 起施行" in found.content.decode()
    assert "第3号</a>自" in searched
