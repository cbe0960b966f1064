"""The page of an item's disposition and the acts on it."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.builders import NOW, a_unit
from tests.builders_partners import COUNTY_UNIT, a_county_office, the_consent, the_item
from tests.builders_powers import LIAISON, OTHER, STRANGER, an_item

from qingdan.powers.services.items import save_item
from qingdan.rules.role import Role

SignIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-023", "R-040", "R-041")]


def _address(number: str, act: str = "") -> str:
    return f"/desk/register/items/{number}/disposition{act}"


def _words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def _post(client: Client, number: str, act: str, **form: object) -> tuple[int, str]:
    response = client.post(_address(number, f"/{act}"), form)
    return response.status_code, response.content.decode()


def _save(client: Client, number: str, **form: object) -> tuple[int, str]:
    return _post(client, number, "save", **{"version": "1", "shown": form.get("disposition", ""), **form})


def test_page__says_what_is_missing_and_offers_the_reasons(client: Client) -> None:
    words = _words(client, _address(an_item()))

    assert "保留的事项要写相应责任" in words and "跨县域" in words
    assert "怎样下放" not in words and "提请省级" not in words


@pytest.mark.parametrize(
    ("disposition", "shown"),
    [
        ("abolish", "近三年行使次数"),
        ("devolve", "怎样下放"),
        ("transfer", "过渡期起日"),
        ("consolidate", "相近的事项"),
        ("refer_up", "填附件3 这一行"),
        ("", "还没有选清理意见"),
    ],
)
def test_page__has_the_fields_of_each_disposition(client: Client, disposition: str, shown: str) -> None:
    assert shown in _words(client, _address(an_item(disposition=disposition)))


def test_save__keeps_and_shows_what_was_recorded(client: Client) -> None:
    number = an_item()
    form = {"disposition": "devolve", "reason_code": "nearby", "reason": "就近", "receiver": "县灯火部门"}
    status, _ = _save(client, number, **form, mode="statutory", on="2026-12-01")

    assert status == 302
    assert (the_item(number).disposition, the_item(number).reason_code) == ("devolve", "nearby")
    words = _words(client, f"{_address(number)}?said=disposed")
    assert "清理意见已保存" in words and 'value="2026-12-01"' in words


def test_save__of_another_disposition_drops_the_reason_of_the_last(client: Client) -> None:
    number = an_item(reason_code="reserved")
    status, _ = _save(client, number, disposition="abolish", reason_code="reserved", shown="retain")

    assert (status, the_item(number).reason_code) == (302, "")


def test_save__refused_keeps_what_was_typed_with_the_problem_beside_its_field(client: Client) -> None:
    number = an_item()
    days = {"transition_from": "2026-06-01", "transition_until": "2026-12-01"}
    status, words = _save(client, number, disposition="transfer", receiver="灯笼协会", **days)

    assert status == 422
    assert 'id="e-transition_until">过渡期至少一年' in words and 'value="2026-12-01"' in words
    assert 'value="灯笼协会"' in words and the_item(number).disposition == "retain"


def test_save__on_a_stale_page_shows_both(client: Client) -> None:
    number = an_item()
    save_item(number=number, version=1, values={"reason": "他人写的"}, by=LIAISON, at=NOW)
    status, words = _save(client, number, disposition="retain", reason="我写的")

    assert status == 422
    assert "他人写的" in words and "我写的" in words and 'name="version" value="2"' in words


def test_counties__are_asked(client: Client) -> None:
    a_county_office()
    number = an_item(disposition="devolve")
    assert "袁溪县编办" in _words(client, _address(number))
    assert _post(client, number, "counties", counties=[COUNTY_UNIT])[0] == 302
    assert "还没有答复" in _words(client, _address(number))
    status, words = _post(client, number, "counties")
    assert status == 422 and "还没有选承接的县级单位" in words


def test_merge__and_taken_apart_again(client: Client) -> None:
    target, source = an_item(disposition="consolidate"), an_item("对夜间不点亮临街灯笼的处罚")
    assert f'value="{source}"' in _words(client, _address(target))
    assert _post(client, target, "merge", sources=[source])[0] == 302
    assert "已并入这一项的" in _words(client, _address(target))
    assert "不再单独公布" in _words(client, _address(source))
    assert _post(client, source, "dissolve", source=source)[0] == 302
    assert the_item(source).disposition == ""
    assert _post(client, source, "merge", target=target)[0] == 302
    assert the_item(source).receiver == the_item(target).name
    assert _post(client, target, "merge", sources=[target])[0] == 422


def test_other_department__is_asked_to_merge(client: Client) -> None:
    number = an_item(disposition="consolidate")
    assert _post(client, number, "ask", unit=OTHER, note="河灯那一项")[0] == 302
    assert the_consent(STRANGER).note == "河灯那一项"
    status, words = _post(client, number, "ask", unit=OTHER, note="")
    assert status == 422 and 'id="e-note"' in words


@pytest.mark.requirement("R-034")
def test_law_change__is_proposed_and_withdrawn(client: Client) -> None:
    number = an_item(disposition="abolish", reason_code="unused")
    words = _words(client, _address(number))
    assert "送法制办" in words and '<option value="临江市灯笼管理条例">第三条' in words
    form = {"instrument": "临江市灯笼管理条例", "ground": "unused", "proposal": "删去第三条"}
    assert _post(client, number, "propose", **form)[0] == 302
    words = _words(client, _address(number))
    assert "答复以前不取消" in words and "删去第三条" in words
    code = words.partition('name="code" value="')[2][:16]
    assert _post(client, number, "withdraw", code=code)[0] == 302
    status, words = _post(client, number, "propose", instrument="", ground="", proposal="")
    assert status == 422 and 'id="e-ground"' in words


@pytest.mark.requirement("G-access")
def test_disposition__of_another_unit_is_as_one_that_is_not(sign_in: SignIn) -> None:
    number = an_item()
    stranger = sign_in(unit=3)
    assert stranger.get(_address(number)).status_code == 404
    for act in ("save", "counties", "merge", "dissolve", "ask", "propose", "withdraw"):
        assert _post(stranger, number, act, disposition="abolish", sources=[number])[0] in (404, 422), act
    assert the_item(number).version == 1


def test_reviewer__reads_and_changes_nothing(sign_in: SignIn) -> None:
    number = an_item(disposition="devolve")
    reviewer = sign_in(Role.REVIEWER, 2)
    words = _words(reviewer, _address(number))
    assert "保存清理意见" not in words and "disabled" in words
    assert _save(reviewer, number, disposition="abolish")[0] == 404


@pytest.mark.requirement("G-budget")
def test_queries__of_the_page(client: Client, django_assert_max_num_queries: object) -> None:
    a_unit(9, "市灯会局")
    number = an_item(disposition="consolidate")
    for n in range(12):
        an_item(f"对夜间不点亮第{n}条街灯笼的处罚")
    with django_assert_max_num_queries(36):  # type: ignore[operator]
        _words(client, _address(number))
