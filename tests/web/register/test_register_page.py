"""The table of a register."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import NOW
from tests.builders_powers import LIAISON, MISPLACED, OWN, UNLIT, an_item

from qingdan.base.transactions import reading
from qingdan.powers.models import PowerItem
from qingdan.powers.queries.items import get_item_for
from qingdan.powers.services.items import delete_item, save_item
from qingdan.rules.role import Role

pytestmark = [pytest.mark.requirement("R-022"), pytest.mark.usefixtures("city")]
PAGE = "/desk/register/"


def _text(client: Client, address: str = PAGE, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return str(response.content.decode())


def _item(number: str) -> PowerItem:
    with reading(LIAISON):
        return get_item_for(LIAISON, number)


def test_register__shows_tabs_and_rows(client: Client) -> None:
    an_item(bases=(MISPLACED,)), an_item("灯笼登记", category="other")
    page = _text(client)

    assert "行政处罚 <b>1</b>" in page
    assert "对夜间不点亮沿街灯笼的处罚" in page
    assert "临江市灯笼管理条例第四条" in page
    assert '<span class="mark warn">C08 条文不存在，或者引文与条文不符</span>' in page
    assert "灯笼登记" not in page
    assert "灯笼登记" in _text(client, f"{PAGE}?tab=other")


def test_register__empty_says_what_to_do(client: Client) -> None:
    page = _text(client)

    assert "这一类还没有事项" in page
    assert "加一行" in page


def test_register__hostile_text_is_escaped(client: Client) -> None:
    number = an_item("<script>alert(1)</script>{{ 7 }}", office='"><img src=x>')
    page = _text(client, f"{PAGE}?open={number}&words=<script>&unit={OWN}")

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}" in page


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=99999999", "problem='", "tab=none", "disposition=%00", "words=%00"]
)
def test_register__odd_addresses_are_answered(client: Client, query: str) -> None:
    an_item()

    assert "登记表" in _text(client, f"{PAGE}?{query}")


def test_add__opens_a_blank_row_once(client: Client) -> None:
    form = {
        "category": "penalty",
        "unit": OWN,
        "once": re.findall('name="once" value="(.+?)"', _text(client))[0],
    }
    first, second = (client.post(f"{PAGE}add", form) for _ in range(2))

    assert first.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    page = _text(client, first.headers["Location"])
    assert "已加一行" in page
    assert 'form="quick"' in page
    with reading(LIAISON):
        assert PowerItem.objects.values_list("category", flat=True)[0] == "penalty"


def test_quick__saves_the_open_row(client: Client) -> None:
    number = an_item(bases=(MISPLACED,))
    page = _text(client, f"{PAGE}?open={number}")
    assert "引文" in page.partition('id="w-0"')[2][:80]
    form = {
        "version": "1",
        "name": "对熄灯的处罚",
        "office": "夜灯科",
        "disposition": "devolve",
        "locator-0": "第三条",
    }
    response = client.post(f"{PAGE}items/{number}/quick", form)

    assert urlsplit(response.headers["Location"]).fragment == f"row-{number}"
    item = _item(number)
    assert (item.name, item.office, item.disposition) == ("对熄灯的处罚", "夜灯科", "devolve")
    assert item.basis_printed == UNLIT.printed


@pytest.mark.requirement("G-hostile")
def test_quick__on_a_row_changed_meanwhile_shows_both(client: Client) -> None:
    number = an_item()
    save_item(number=number, version=1, values={"name": "别人写的"}, by=LIAISON, at=NOW)
    response = client.post(f"{PAGE}items/{number}/quick", {"version": "1", "name": "我写的"})
    page = response.content.decode()

    assert response.status_code == 422
    assert "别人写的" in page
    assert "我写的" in page
    assert 'name="version" value="2"' in page
    assert _item(number).name == "别人写的"


def test_quick__says_at_the_field_what_is_wrong(client: Client) -> None:
    number = an_item()
    response = client.post(f"{PAGE}items/{number}/quick", {"version": "1", "name": "灯" * 301})
    page = response.content.decode()

    assert response.status_code == 422
    assert "最多 300 个字，现在有 301 个" in page
    assert 'aria-describedby="e-name"' in page


def test_deleted__have_a_tab_of_their_own(client: Client) -> None:
    number = an_item()
    delete_item(number=number, by=LIAISON, at=NOW)
    page = _text(client, f"{PAGE}?tab=deleted")

    assert "已删除 <b>1</b>" in page
    assert "恢复" in page


@pytest.mark.requirement("G-access")
def test_register__of_others_is_not_there(sign_in: Callable[..., Client]) -> None:
    number = an_item()
    stranger = sign_in(unit=3)

    _text(stranger, f"{PAGE}?unit={OWN}", 404)
    _text(stranger, f"{PAGE}?open={number}", 404)
    assert stranger.post(f"{PAGE}add", {"unit": OWN}).status_code == 404
    assert stranger.post(f"{PAGE}items/{number}/quick", {"version": "1", "name": "x"}).status_code == 404
    _text(sign_in(Role.ADMINISTRATOR, unit=2), PAGE, 404)


@pytest.mark.requirement("G-access")
def test_register__reviewer_reads_and_does_not_write(sign_in: Callable[..., Client]) -> None:
    number = an_item()
    reviewer = sign_in(Role.REVIEWER, unit=2)
    page = _text(reviewer, f"{PAGE}?unit={OWN}&open={number}")

    assert "对夜间不点亮沿街灯笼的处罚" in page
    assert "加一行" not in page
    assert 'form="quick"' not in page
    assert reviewer.post(f"{PAGE}add", {"unit": OWN}).status_code == 404


@pytest.mark.requirement("G-access")
def test_register__asks_to_sign_in() -> None:
    response = Client().get(PAGE)

    assert response.status_code == 302
    assert "/login/" in response.headers["Location"]


@pytest.mark.requirement("G-budget")
def test_register__queries_do_not_grow(client: Client) -> None:
    counts = []
    for rows in (2, 8):
        for n in range(rows):
            an_item(f"对第{rows}批第{n}种灯笼的处罚")
        with CaptureQueriesContext(connection) as queries:
            _text(client)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 25
