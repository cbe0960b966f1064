"""Pages of units: who sees them, what an administrator changes, and never without the second factor."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders import COUNTY, NOW, SETTER, TODAY, a_city, an_actor
from tests.builders_account import signed_in

from qingdan.base.events.models import Event
from qingdan.base.orgs.models import InnerOffice, Mandate, Post, Unit, UnitKind
from qingdan.base.orgs.services import open_unit
from qingdan.base.people.models import User
from qingdan.base.people.queries import actor_of
from qingdan.base.people.services import appoint
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-029")]
LANTERNS = "360900001"


@pytest.fixture
def administrator() -> Client:
    """An administrator of the city, the second factor shown a minute ago."""
    a_city()
    return signed_in(an_actor(Role.ADMINISTRATOR, unit=2).username, factor_ago=60)


def in_county(name: str, number: int = 1) -> Unit:
    """A unit of the county."""
    return open_unit(region=COUNTY, number=number, name=name, kind=UnitKind.COUNTY, by=SETTER, at=NOW)


def test_units__by_kind_with_the_counties_in_tabs(administrator: Client) -> None:
    in_county("县灯笼局")
    page = administrator.get(reverse("desk:units")).content.decode()
    assert "市灯笼局" in page
    assert "市政府工作部门" in page
    assert "县灯笼局" not in page
    assert "县灯笼局" in administrator.get(reverse("desk:units"), {"region": COUNTY}).content.decode()


@pytest.mark.parametrize(("search", "found"), [("河道", 1), ("360900003", 1), ("没有", 0), ("", 3)])
def test_units__search(administrator: Client, search: str, found: int) -> None:
    page = administrator.get(reverse("desk:units"), {"search": search}).content.decode()
    assert page.count('href="/desk/units/360900') == found


def test_units__of_another_city_are_none(administrator: Client) -> None:
    page = administrator.get(reverse("desk:units"), {"region": "360100"}).content.decode()
    assert "登记新单位" not in page
    assert administrator.get(reverse("desk:unit", args=["360100001"])).status_code == 404


def test_unit__shows_functions_as_a_tree(administrator: Client) -> None:
    forms = [
        ("desk:add_office", {"office_name": "审批科", "office_number": "1"}),
        ("desk:add_post", {"post_name": "审批岗", "post_office": "审批科"}),
        ("desk:add_function", {"mandate_number": "1", "mandate_text": "管理灯笼"}),
        ("desk:add_function", {"mandate_number": "2", "mandate_text": "审批灯笼", "mandate_parent": "1"}),
    ]
    for name, typed in forms:
        assert administrator.post(reverse(name, args=[LANTERNS]), typed).status_code == 302
    page = administrator.get(reverse("desk:unit", args=[LANTERNS])).content.decode()
    assert page.index("管理灯笼") < page.index('class="depth-1"') < page.index("审批灯笼")
    assert "岗位：审批岗" in page
    assert InnerOffice.objects.count() == Post.objects.count() == 1
    assert Mandate.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "typed", "field"),
    [
        ("desk:add_office", {"office_name": "审批科", "office_number": "一"}, "office_number"),
        ("desk:add_function", {"mandate_number": "1", "mandate_text": ""}, "text"),
        ("desk:rename_unit", {"name": "", "on": "2026-03-01", "document": "文"}, "name"),
        ("desk:rename_unit", {"name": "市河道局", "on": "2026-03-01", "document": "文"}, "name"),
        ("desk:rename_unit", {"name": "新局", "on": "2999-03-01", "document": "文"}, "on"),
        ("desk:rename_unit", {"name": "新局", "on": "三月", "document": "文"}, "on"),
        ("desk:rename_unit", {"name": "新局", "on": "2026-03-01", "document": ""}, "document"),
        ("desk:merge_unit", {"target": "360100001", "on": "2026-03-01", "document": "文"}, "targets"),
        ("desk:split_unit", {"targets": ["360900003"], "on": "2026-03-01", "document": "文"}, "targets"),
    ],
)
def test_change__refused_beside_its_field(
    administrator: Client, name: str, typed: dict[str, str], field: str
) -> None:
    events = Event.objects.count()
    answer = administrator.post(reverse(name, args=[LANTERNS]), typed)
    assert answer.status_code == 422
    assert [one.where.field for one in answer.context["refusal"].problems] == [field]
    assert Event.objects.count() == events


def test_open_unit__then_its_page(administrator: Client) -> None:
    typed = {"region": "360900", "number": "9", "name": "市龙舟局", "kind": "department"}
    answer = administrator.post(reverse("desk:open_unit"), typed, follow=True)
    assert "单位已登记" in answer.content.decode()
    assert Unit.objects.get(code="360900009").name == "市龙舟局"
    again = administrator.post(reverse("desk:open_unit"), typed)
    assert {one.key for one in again.context["refusal"].problems} == {"orgs.number_taken", "orgs.name_taken"}


def test_rename__history_shows_the_old_name(administrator: Client) -> None:
    typed = {"name": "市灯会局", "on": "2026-03-01", "document": "临编〔2026〕1号", "form": "rename"}
    administrator.post(reverse("desk:rename_unit", args=[LANTERNS]), typed)
    page = administrator.get(reverse("desk:unit", args=[LANTERNS])).content.decode()
    assert "由 市灯笼局 更名为" in page
    assert "临编〔2026〕1号" in page
    assert Unit.objects.get(code=LANTERNS).name == "市灯会局"


def test_merge__people_move_and_drafts_stay_readable(administrator: Client) -> None:
    liaison = User.objects.get(username=an_actor(Role.LIAISON).username)
    heir = an_actor(Role.LIAISON, unit=3)
    typed = {
        "target": "360900003",
        "on": "2026-03-01",
        "document": "临编〔2026〕2号",
        f"to-{liaison.code}-liaison": "360900003",
    }
    assert administrator.post(reverse("desk:merge_unit", args=[LANTERNS]), typed).status_code == 302
    assert str(Unit.objects.get(code=LANTERNS).valid_until) == "2026-03-01"
    moved = actor_of(liaison, on=TODAY)
    assert (moved.unit, moved.roles) == ("360900003", {Role.LIAISON})
    assert moved.may_see(LANTERNS)
    assert actor_of(User.objects.get(username=heir.username), on=TODAY).may_see(LANTERNS)
    page = administrator.get(reverse("desk:unit", args=[LANTERNS])).content.decode()
    assert "已撤并" in page


def test_merge__code_is_never_given_again(administrator: Client) -> None:
    typed = {"target": "360900003", "on": "2026-03-01", "document": "文"}
    administrator.post(reverse("desk:merge_unit", args=[LANTERNS]), typed)
    again = {"region": "360900", "number": "1", "name": "市灯笼局", "kind": "department"}
    assert administrator.post(reverse("desk:open_unit"), again).status_code == 422
    assert administrator.post(reverse("desk:merge_unit", args=[LANTERNS]), typed).status_code == 404


def test_split__role_not_moved_ends(administrator: Client) -> None:
    principal = User.objects.get(username=an_actor(Role.PRINCIPAL).username)
    typed = {"targets": ["360900002", "360900003"], "on": "2026-03-01", "document": "文"}
    assert administrator.post(reverse("desk:split_unit", args=[LANTERNS]), typed).status_code == 302
    assert actor_of(principal, on=TODAY).roles == frozenset()


CHANGES = (
    "add_office",
    "add_post",
    "add_function",
    "rename_unit",
    "merge_unit",
    "split_unit",
    "complete_unit",
    "change_unit",
)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("factor_ago", [None, 901])
def test_change__without_a_fresh_factor_nothing_is_done(name: str, factor_ago: float | None) -> None:
    a_city()
    client = signed_in(an_actor(Role.ADMINISTRATOR, unit=2).username, factor_ago=factor_ago)
    events = Event.objects.count()
    address = reverse(f"desk:{name}", args=[LANTERNS])
    typed = {
        "name": "市灯会局",
        "office_name": "科",
        "office_number": "1",
        "on": "2026-03-01",
        "document": "文",
    }
    answer = client.get(address) if name in CHANGES[-2:] else client.post(address, typed)
    assert answer["Location"].startswith("/accounts/2fa/totp/activate/")
    assert Event.objects.count() == events


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("role", [Role.LIAISON, Role.ESTABLISHMENT_OFFICE, Role.PRINCIPAL])
def test_change__for_others_does_not_exist(name: str, role: Role) -> None:
    a_city()
    client = signed_in(an_actor(role).username, factor_ago=1)
    address = reverse(f"desk:{name}", args=[LANTERNS])
    answer = client.get(address) if name in CHANGES[-2:] else client.post(address, {})
    assert answer.status_code == 404


def test_change__of_the_city_by_a_county_administrator_does_not_exist() -> None:
    a_city()
    in_county("县编办")
    User.objects.create_user("county", name="县管理员")
    appoint(username="county", unit="360902001", role=Role.ADMINISTRATOR, by=SETTER, at=NOW)
    client = signed_in("county", factor_ago=1)
    assert client.get(reverse("desk:change_unit", args=[LANTERNS])).status_code == 404
    assert client.get(reverse("desk:change_unit", args=["360902001"])).status_code == 200
