"""Rows of the table chosen and deleted together, and taken back."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.builders_partners import the_item
from tests.builders_powers import OWN, an_item

from qingdan.rules.role import Role

pytestmark = [pytest.mark.requirement("R-022"), pytest.mark.usefixtures("city")]
PAGE = "/desk/register/"


def _text(client: Client, address: str = PAGE) -> str:
    return str(client.get(address).content.decode())


def test_delete_many__offers_to_take_it_back(client: Client) -> None:
    numbers = [an_item(f"对第{n}种灯笼的处罚") for n in range(3)]
    assert f'name="number" value="{numbers[0]}" form="f-numbers"' in _text(client)

    response = client.post(f"{PAGE}delete?tab=penalty", {"number": numbers[:2]})

    words = _text(client, response.headers["Location"])
    assert "删除了 2 行" in words and "恢复这 2 行" in words and "行政处罚 <b>1</b>" in words
    chosen = re.findall(r'type="hidden" name="number" value="([0-9-]+)"', words)
    response = client.post(f"{PAGE}restore?tab=penalty", {"number": chosen})
    words = _text(client, response.headers["Location"])
    assert "已恢复" in words and "行政处罚 <b>3</b>" in words and "恢复这" not in words


def test_restore_many__in_the_tab_of_deleted_rows(client: Client) -> None:
    number = an_item()
    client.post(f"{PAGE}delete", {"number": [number]})

    words = _text(client, f"{PAGE}?tab=deleted")
    assert "恢复勾上的行" in words and "删除勾上的行" not in words
    client.post(f"{PAGE}restore?tab=deleted", {"number": [number]})

    assert the_item(number).deleted_at is None


def test_delete_many__nothing_chosen_says_so(client: Client) -> None:
    an_item()

    response = client.post(f"{PAGE}delete", {})

    words = response.content.decode()
    assert response.status_code == 422 and "先勾上" in words
    assert 'href="#f-numbers"' in words and 'id="f-numbers"' in words


def test_choosing__is_for_who_may_edit(sign_in: Callable[..., Client]) -> None:
    an_item()
    reviewer = sign_in(Role.REVIEWER, 2)

    assert 'name="number"' not in _text(reviewer, f"{PAGE}?unit={OWN}")
    assert reviewer.post(f"{PAGE}delete", {"number": f"{OWN}-00001"}).status_code == 404


@pytest.mark.parametrize("instant", ["heute", "2026-06-01", "9" * 40, "2026-06-01T01:00:00+00:00"])
def test_register__asked_for_an_act_that_never_was(client: Client, instant: str) -> None:
    an_item()

    assert "恢复这" not in _text(client, f"{PAGE}?deleted={instant.replace('+', '%2B')}")
