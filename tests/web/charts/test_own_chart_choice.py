"""Choosing an item for a chart of its own: by its name, without typing a draft number."""

import re

import pytest
from django.test import Client
from tests.builders import NOW
from tests.builders_flows import the_chart
from tests.builders_powers import LIAISON, OTHER, STRANGER, an_item

from qingdan.flows.queries.own_items import SHOWN
from qingdan.powers.services.items import delete_item

pytestmark = [pytest.mark.requirement("R-048"), pytest.mark.usefixtures("city")]
PAGE = "/desk/charts/"


def _offered(client: Client, words: str = "") -> list[str]:
    page = client.get(PAGE, {"find": words} if words else {}).content.decode()
    return re.findall(r'name="item" value="([0-9-]+)"', page)


def test_choices__of_a_short_register_are_all_there(client: Client) -> None:
    kept, bare = an_item(), an_item("灯笼登记", category="")
    deleted = an_item("对偷灯笼的处罚")
    delete_item(number=deleted, by=LIAISON, at=NOW)
    an_item(unit=OTHER, by=STRANGER)

    assert _offered(client) == [kept] and bare not in _offered(client)


def test_choices__of_a_long_register_are_found_by_words(client: Client) -> None:
    numbers = [an_item(f"对第{n}种灯笼不点亮的处罚", bases=()) for n in range(SHOWN + 2)]

    assert _offered(client) == []
    assert "登记表里有 22 项可以单独编图" in client.get(PAGE).content.decode()
    assert _offered(client, "灯笼") == numbers[:SHOWN]
    assert "还有 2 项，多写几个字" in client.get(PAGE, {"find": "灯笼"}).content.decode()
    assert _offered(client, "第21种 处罚") == [numbers[21]]
    assert _offered(client, numbers[3]) == [numbers[3]]
    assert "没有名称里有这些字的事项" in client.get(PAGE, {"find": "龙舟"}).content.decode()


def test_choice__begins_the_chart_and_is_offered_no_more(client: Client) -> None:
    number = an_item()

    response = client.post(f"{PAGE}start-own", {"item": number})

    code = re.findall(r"/desk/charts/([^/]+)/edit", response.headers["Location"])[0]
    assert the_chart(code).item_id and _offered(client) == []
