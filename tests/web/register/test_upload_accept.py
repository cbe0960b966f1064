"""The page of the difference, and accepting it."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.builders import COUNTY, NOW
from tests.builders_files import given
from tests.builders_partners import COUNTY_UNIT, a_county_office
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, WHOLE, a_campaign
from tests.builders_uploads import (
    HANGING_ROW,
    UNLIT_ROW,
    accepted,
    an_upload,
    changed,
    items_of,
    laid,
)

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.people.models import User
from qingdan.base.people.queries import actor_of
from qingdan.powers.services.intake import upload_register
from qingdan.powers.services.items import add_item, save_item
from qingdan.powers.services.reading import read_upload
from qingdan.rules.role import Role

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-022", "G-hostile")]
FIRST, SECOND = f"{OWN}-00001", f"{OWN}-00002"


@pytest.fixture
def clerk(client: Client) -> Actor:
    """The liaison officer who is signed in."""
    return actor_of(User.objects.get(username="liaison-1"), on=day_of(NOW))


@pytest.fixture
def both(clerk: Actor) -> str:
    """An upload that changes what was edited here too, and lacks an item."""
    accepted(an_upload(UNLIT_ROW, HANGING_ROW, by=clerk), by=clerk)
    save_item(number=FIRST, version=1, values={"office": "稽查科"}, by=clerk, at=NOW)
    return an_upload(changed(UNLIT_ROW, office="法规科", reason="改过<b>"), by=clerk)


def _take(client: Client, code: str, clerk: Actor, **form: object) -> object:
    token = form.pop("token", None) or laid(code, clerk).token
    return client.post(f"/desk/register/uploads/{code}/take", {"token": token, **form})


def test_accept__names_what_is_new(client: Client, clerk: Actor) -> None:
    code = an_upload(UNLIT_ROW, HANGING_ROW, by=clerk)

    words = client.get(f"/desk/register/uploads/{code}/accept").content.decode()

    assert "新增 2 项" in words and "挂灯笼的登记" in words and "登记表!3" in words
    assert "改动</h2>" not in words and "上次的文件里有" not in words


def test_accept__shows_both_sides(client: Client, clerk: Actor, both: str) -> None:
    words = client.get(f"/desk/register/uploads/{both}/accept").content.decode()

    assert "承办机构：两边都改过" in words and "<del>稽查</del>科" in words and "<ins>法规</ins>科" in words
    assert (
        "意见理由：文件改了" in words
        and "&lt;b&gt;" in words
        and "<b>" not in words.partition("意见理由：")[2]
    )
    assert f'name="delete" value="{SECOND}"' in words and "checked" not in words


def test_take__without_a_choice_shows_the_page_again(client: Client, clerk: Actor, both: str) -> None:
    response = _take(client, both, clerk, delete=[SECOND])

    words = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 422 and "两边都改过，选一个" in words  # type: ignore[attr-defined]
    assert f'id="f-{FIRST}.office"' in words and f'href="#f-{FIRST}.office"' in words
    assert f'value="{SECOND}" checked' in words and len(items_of(clerk)) == 2


def test_take__lays_it_into_the_draft(client: Client, clerk: Actor, both: str) -> None:
    response = _take(client, both, clerk, **{f"{FIRST}.office": "theirs", "delete": [SECOND]})

    assert response.headers["Location"].endswith("?said=register_accepted")  # type: ignore[attr-defined]
    item = items_of(clerk)[FIRST]
    assert (item.office, item.reason, list(items_of(clerk))) == ("法规科", "改过<b>", [FIRST])
    assert "已载入登记表" in client.get(response.headers["Location"]).content.decode()  # type: ignore[attr-defined]


def test_take__sent_twice_is_done_once(client: Client, clerk: Actor) -> None:
    code = an_upload(UNLIT_ROW, by=clerk)
    token = laid(code, clerk).token
    _take(client, code, clerk, token=token)

    again = _take(client, code, clerk, token=token)

    assert again.status_code == 422 and "已经载入过" in again.content.decode()  # type: ignore[attr-defined]
    assert len(items_of(clerk)) == 1


def test_take__from_a_stale_page_shows_the_new_difference(client: Client, clerk: Actor, both: str) -> None:
    token = laid(both, clerk).token
    save_item(number=SECOND, version=1, values={"office": "法规科"}, by=clerk, at=NOW)

    response = _take(client, both, clerk, token=token, **{f"{FIRST}.office": "theirs"})

    words = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 422 and "登记表有人改过" in words  # type: ignore[attr-defined]
    assert 'value="theirs" checked' in words and items_of(clerk)[FIRST].office == "稽查科"


def test_export__comes_back_without_a_difference(client: Client, clerk: Actor) -> None:
    accepted(an_upload(UNLIT_ROW, HANGING_ROW, by=clerk), by=clerk)
    save_item(
        number=FIRST,
        version=1,
        values={"reason": "=HYPERLINK(1)", "remark": "第一行\n第二行"},
        by=clerk,
        at=NOW,
    )

    content = b"".join(client.get("/desk/register/export").streaming_content)  # type: ignore[attr-defined]
    file = given(content, "登记表.xlsx")
    code = upload_register(file=file, unit=OWN, campaign=CAMPAIGN, by=clerk, at=NOW).code
    read_upload(code=code, step=lambda *_: None, by=clerk, at=NOW)

    difference = laid(code, clerk).difference
    assert [(one.field, one.ours, one.theirs) for two in difference.changed for one in two.fields] == []
    assert (difference.added, difference.missing, difference.same) == ((), (), 2)


def test_export__holds_no_formula(client: Client, clerk: Actor) -> None:
    accepted(an_upload(UNLIT_ROW, by=clerk), by=clerk)
    hostile = {"reason": "=cmd|'/c calc'!A1", "office": "+1+1", "fee": "@SUM(1)", "remark": "-2"}
    save_item(number=FIRST, version=1, values=hostile, by=clerk, at=NOW)

    content = b"".join(client.get("/desk/register/export").streaming_content)  # type: ignore[attr-defined]

    cells = [cell for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert "=cmd|'/c calc'!A1" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_export__of_a_county_unit_is_for_the_city_office(sign_in: Callable[..., Client]) -> None:
    a_county_office()
    a_campaign(COUNTY, "lanterns-county")
    clerk = replace(LIAISON, region=COUNTY, regions=(COUNTY,), unit=COUNTY_UNIT)
    add_item(campaign="lanterns-county", unit=COUNTY_UNIT, values=WHOLE, by=clerk, at=NOW)
    office = sign_in(Role.ESTABLISHMENT_OFFICE, 2)

    content = b"".join(office.get(f"/desk/register/export?unit={COUNTY_UNIT}").streaming_content)  # type: ignore[attr-defined]

    cells = [cell.value for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert WHOLE["name"] in cells
    assert WHOLE["name"] in office.get(f"/desk/register/?unit={COUNTY_UNIT}").content.decode()


def test_export__of_another_unit_is_not_there(sign_in: Callable[..., Client]) -> None:
    stranger = sign_in(Role.LIAISON, 3)

    own = stranger.get("/desk/register/export")
    assert own.status_code == 200
    assert b"".join(own.streaming_content)  # type: ignore[attr-defined]
    assert stranger.get(f"/desk/register/export?unit={OWN}").status_code == 404
