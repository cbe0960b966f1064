"""A whole city from a workbook: every wrong cell is named, nothing is half done, a second time changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import NOW, SETTER, TODAY, a_city, an_actor
from tests.builders_city_file import ROWS, a_city_file

from qingdan.base.actor import SYSTEM
from qingdan.base.events.models import Event
from qingdan.base.orgs.models import InnerOffice, Mandate, Post, Region, Unit
from qingdan.base.people.city_plan import plan_city
from qingdan.base.people.city_workbook import empty_city_workbook, read_city_workbook
from qingdan.base.people.models import Appointment, CityFile, User
from qingdan.base.people.queries import actor_of
from qingdan.base.people.services import apply_city, import_city, read_city
from qingdan.base.refusal import Missing, Refused
from qingdan.data.wording import message_of
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-029")]
Changed = Mapping[str, Sequence[Sequence[str]]]


def wrong(path: Path, changed: Changed) -> list[str]:
    """What the import of a changed workbook says, sentence by sentence."""
    with pytest.raises(Refused) as caught:
        import_city(a_city_file(path / "city.xlsx", changed), by=SYSTEM, at=NOW)
    return [message_of(one) for one in caught.value.problems]


def with_row(sheet: str, *row: str) -> Changed:
    """The rows of a sheet and one more."""
    return {sheet: [*ROWS[sheet], list(row)]}


def test_import_city__into_an_empty_city(tmp_path: Path) -> None:
    import_city(a_city_file(tmp_path / "city.xlsx"), by=SYSTEM, at=NOW)

    assert Region.objects.get(code="360902").parent_id == "360900"
    assert Unit.objects.get(code="360900009").supervising == Unit.objects.get(name="市灯笼局")
    assert Unit.objects.get(code="360902001").name == "县灯笼局"
    assert InnerOffice.objects.get(name="审批科").unit.code == "360900001"
    assert Mandate.objects.get(number=2).parent == Mandate.objects.get(number=1)
    assert Post.objects.get(name="审批岗").office == InnerOffice.objects.get(name="审批科")
    chen = User.objects.get(username="chen.min")
    assert not chen.has_usable_password()
    assert actor_of(chen, on=TODAY).roles == {Role.LIAISON, Role.DRAFTER}
    assert Appointment.objects.filter(user=chen, post__name="审批岗").count() == 2


def test_import_city__again_changes_nothing(tmp_path: Path) -> None:
    path = a_city_file(tmp_path / "city.xlsx")
    import_city(path, by=SYSTEM, at=NOW)
    before = Event.objects.count()

    assert import_city(path, by=SYSTEM, at=NOW) == 0
    assert Event.objects.count() == before + 1


def test_import_city__later_workbook_corrects_and_adds(tmp_path: Path) -> None:
    import_city(a_city_file(tmp_path / "city.xlsx"), by=SYSTEM, at=NOW)
    later = {
        "单位": [["1", "市灯笼局", "灯局", "市政府工作部门", "", "灯笼主管部门", ""]],
        "三定职能": [["市灯笼局", "2", "1", "审批科", "审批各类灯笼", "", ""]],
        "人员": [["CHEN.MIN", "陈敏", "市灯笼局", "联络员、分管领导", "", "", "0795-2", ""]],
    }
    assert import_city(a_city_file(tmp_path / "later.xlsx", later), by=SYSTEM, at=NOW) == 4

    chen = User.objects.get(username="chen.min")
    assert Unit.objects.get(code="360900001").short_name == "灯局"
    assert Mandate.objects.get(number=2).text == "审批各类灯笼"
    assert (chen.phone, chen.email) == ("0795-2", "chen@example.gov.cn")
    assert Role.DEPUTY in actor_of(chen, on=TODAY).roles
    assert Unit.objects.filter(valid_until=None).count() == 3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (with_row("地区", "36090", "某县", "县"), "“地区”第 4 行：代码要填六位数字的行政区划代码"),
        (with_row("地区", "360999", "某市", "市"), "“地区”第 4 行：级别要填“市”或“县”"),
        (with_row("单位", "2", "", "", "所属单位", "市灯笼局", "", ""), "“单位”第 5 行：单位名称没有填"),
        (with_row("单位", "1", "市河道局", "", "其他处级机构", "", "", ""), "编号1给过“市灯笼局”"),
        (with_row("单位", "0", "市河道局", "", "其他处级机构", "", "", ""), "编号要填 1 到 999"),
        (with_row("单位", "²", "市河道局", "", "其他处级机构", "", "", ""), "编号要填 1 到 999"),
        (with_row("单位", "3", "市灯笼局", "", "其他处级机构", "", "", ""), "“市灯笼局”前面已经有了"),
        (with_row("单位", "3", "市河道局", "", "局", "", "", ""), "类别要填六类之一"),
        (with_row("单位", "3", "河道站", "", "所属单位", "", "", ""), "所属单位要填主管部门"),
        (with_row("单位", "3", "河道站", "", "所属单位", "河道局", "", ""), "主管部门“河道局”没有登记"),
        (with_row("单位", "3", "河道站", "", "所属单位", "河道站", "", ""), "主管部门“河道站”没有登记"),
        (with_row("单位", "3", "县河道局", "", "其他处级机构", "", "", "某县"), "地区“某县”没有登记"),
        (with_row("单位", "3", "河" * 61, "", "其他处级机构", "", "", ""), "有 61 个字，最多 60 个"),
        (with_row("单位", "3", "市河\n道局", "", "其他处级机构", "", "", ""), "单位名称里有换行"),
        (with_row("内设机构", "市河道局", "办公室", "1", ""), "单位名称“市河道局”没有登记"),
        (with_row("内设机构", "市灯笼局", "办公室", "一", ""), "序号要填数字"),
        (with_row("三定职能", "市灯笼局", "3", "3", "", "巡查", "", ""), "要填前面已有的、比 3 小的序号"),
        (with_row("三定职能", "市灯笼局", "3", "", "巡查科", "巡查", "", ""), "内设机构“巡查科”没有登记"),
        (with_row("岗位", "市灯笼局", "巡查科", "巡查岗", ""), "内设机构“巡查科”没有登记"),
        (with_row("人员", "a", "王五", "市灯笼局", "联络员", "", "", "", ""), "用户名用 2 到 40 个字母"),
        (with_row("人员", "System", "王五", "市灯笼局", "联络员", "", "", "", ""), "不能是 system"),
        (with_row("人员", "王五", "王五", "市灯笼局", "联络员", "", "", "", ""), "用户名用 2 到 40 个字母"),
        (with_row("人员", "wang.wu", "王五", "市灯笼局", "局长", "", "", "", ""), "角色里有认不出的词"),
        (with_row("人员", "wang.wu", "王五", "市灯笼局", "联络员", "", "wang", "", ""), "不像邮箱地址"),
        (with_row("人员", "wang.wu", "王五", "市灯笼局", "联络员", "某岗", "", "", ""), "岗位“某岗”没有登记"),
        (with_row("人员", "chen.min", "王五", "市灯笼局", "联络员", "", "", "", ""), "这个用户名是“陈敏”的"),
    ],
)
def test_import_city__wrong_cell_is_named_and_nothing_is_done(
    tmp_path: Path, changed: Changed, said: str
) -> None:
    assert said in "\n".join(wrong(tmp_path, changed))
    assert not Region.objects.exists()
    assert not User.objects.exists()
    assert not Event.objects.exists()


def test_import_city__all_wrong_cells_at_once(tmp_path: Path) -> None:
    changed = {
        **with_row("内设机构", "市河道局", "办公室", "1", ""),
        **with_row("岗位", "某局", "", "某岗", ""),
    }
    assert len(wrong(tmp_path, changed)) == 2


@pytest.mark.parametrize(
    ("changed", "cells"),
    [
        (with_row("地区", "36", "某县", "乡"), ["A4", "C4"]),
        (with_row("单位", "x", "河道站", "", "局", "河道局", "", "某县"), ["A5", "D5", "G5"]),
        (with_row("单位", "x", "河道站", "", "局", "河道局", "", ""), ["A5", "D5", "E5"]),
        (with_row("内设机构", "市河道局", "办公室", "一", ""), ["A4", "C4"]),
        (with_row("三定职能", "市灯笼局", "3", "9", "巡查科", "巡查", "", ""), ["C4", "D4"]),
        (
            with_row("人员", "王", "", "市灯笼局", "局长", "某岗", "wang", "", ""),
            ["A4", "B4", "D4", "E4", "F4"],
        ),
        ({"地区": []}, [None]),
    ],
)
def test_import_city__every_wrong_cell_of_a_row(
    tmp_path: Path, changed: Changed, cells: list[str | None]
) -> None:
    path = a_city_file(tmp_path / "city.xlsx", changed)
    with pytest.raises(Refused) as caught:
        import_city(path, by=SYSTEM, at=NOW)
    named = [one.where.cell for one in caught.value.problems]

    assert [one for one in named if one in cells] == cells


def test_import_city__a_wrong_number_does_not_make_its_people_wrong(tmp_path: Path) -> None:
    units = {"单位": [["x", *row[1:]] for row in ROWS["单位"]]}

    assert len(wrong(tmp_path, units)) == len(ROWS["单位"])


def test_import_city__place_of_a_wrong_cell(tmp_path: Path) -> None:
    path = a_city_file(tmp_path / "city.xlsx", with_row("人员", "", "王五", "市灯笼局", "联络员"))
    with pytest.raises(Refused) as caught:
        import_city(path, by=SYSTEM, at=NOW)
    where = caught.value.problems[0].where
    assert (where.sheet, where.row, where.cell) == ("人员", 4, "A4")


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_read_city_workbook__not_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "city.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        read_city_workbook(path)
    assert [message_of(one) for one in caught.value.problems]


def test_empty_city_workbook__is_read_as_empty_with_all_columns(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(empty_city_workbook())
    with pytest.raises(Refused) as caught:
        read_city_workbook(path)
    assert [one.key for one in caught.value.problems] == ["city.nothing"]


def test_read_and_apply__preview_first(tmp_path: Path) -> None:
    a_city()
    administrator = replace(an_actor(Role.ADMINISTRATOR, unit=2), factor_at=NOW)
    file = read_city(path=a_city_file(tmp_path / "city.xlsx"), by=administrator, at=NOW)
    assert not User.objects.filter(username="chen.min").exists()

    changes = plan_city(read_city_workbook(tmp_path / "city.xlsx"), "360900").changes
    assert ("单位", "市灯笼局", False, (("简称", "", "灯笼局"), ("法律上的名称", "", "灯笼主管部门"))) in [
        (one.sheet, one.name, one.new, one.differences) for one in changes
    ]
    apply_city(code=file.code, by=administrator, at=NOW)
    assert User.objects.get(username="chen.min").name == "陈敏"
    assert CityFile.objects.get().rows == {}
    with pytest.raises(Missing):
        apply_city(code=file.code, by=administrator, at=NOW)


def test_apply__compared_anew_with_what_stands(tmp_path: Path) -> None:
    a_city()
    administrator = replace(an_actor(Role.ADMINISTRATOR, unit=2), factor_at=NOW)
    file = read_city(path=a_city_file(tmp_path / "city.xlsx"), by=administrator, at=NOW)
    User.objects.create_user("chen.min", name="陈民")
    with pytest.raises(Refused):
        apply_city(code=file.code, by=administrator, at=NOW)
    assert not Unit.objects.filter(name="市灯笼检测站").exists()


@pytest.mark.parametrize("minutes", [None, 16])
def test_import__needs_the_second_factor(tmp_path: Path, minutes: int | None) -> None:
    a_city()
    administrator = an_actor(Role.ADMINISTRATOR, unit=2)
    if minutes:
        administrator = replace(administrator, factor_at=NOW.replace(hour=0, minute=44))
    with pytest.raises(Refused):
        read_city(path=a_city_file(tmp_path / "city.xlsx"), by=administrator, at=NOW)


def test_import__by_others_is_not_there(tmp_path: Path) -> None:
    a_city()
    liaison = replace(an_actor(Role.LIAISON), factor_at=NOW)
    with pytest.raises(Missing):
        import_city(a_city_file(tmp_path / "city.xlsx"), by=liaison, at=NOW)
    assert SETTER.username == SYSTEM.username
