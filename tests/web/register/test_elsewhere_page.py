"""改别处: the page on which the places of a suggestion are ticked."""

import re

import pytest
from django.test import Client
from tests.builders import NOW
from tests.builders_uploads import GROUND, UNLIT_ROW, accepted, an_upload, changed

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.people.models import User
from qingdan.base.people.queries import actor_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-022", "C08")]
MISPLACED = changed(UNLIT_ROW, basis=GROUND.replace("第三条", "第四条"))
TWIN = changed(MISPLACED, name="对夜里不点亮桥头灯笼的处罚", reason="<b>第四条")


@pytest.fixture
def clerk(client: Client) -> Actor:
    """The liaison officer who is signed in."""
    return actor_of(User.objects.get(username="liaison-1"), on=day_of(NOW))


def _words(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def _link(client: Client, code: str) -> str:
    """The address behind 改别处 on the page of the first problem that has it."""
    page = f"/desk/register/uploads/{code}/"
    numbers = re.findall(r"problem=(\d+)#d", _words(client, f"{page}?rule=C08"))
    found = re.search(r'href="([^"]+)">改别处', _words(client, f"{page}?rule=C08&problem={numbers[0]}"))
    assert found
    return found[1].replace("&amp;", "&")


def test_elsewhere__is_chosen_and_done_in_both_rows(client: Client, clerk: Actor) -> None:
    code = an_upload(MISPLACED, TWIN, by=clerk)
    address = _link(client, code)

    words = _words(client, address)
    keys = re.findall(r'name="places" value="(\w+)"( checked)?', words)
    assert [bool(checked) for _, checked in keys] == [True, False] and "建议的地方" in words
    response = client.post(
        address.replace("elsewhere?", "elsewhere/adopt?"), {"places": [key for key, _ in keys]}
    )

    assert (
        "said=suggestion_kept" in response.headers["Location"] and "rule=C08" in response.headers["Location"]
    )
    assert _words(client, response.headers["Location"].partition("#")[0]).count('ok">已采用建议') == 3


def test_elsewhere__nothing_ticked_says_so_beside_the_list(client: Client, clerk: Actor) -> None:
    address = _link(client, an_upload(MISPLACED, TWIN, by=clerk))

    response = client.post(address.replace("elsewhere?", "elsewhere/adopt?"), {})

    words = response.content.decode()
    assert response.status_code == 422 and 'href="#f-places"' in words and 'id="e-places"' in words
    assert " checked" not in words


def test_elsewhere__is_escaped(client: Client, clerk: Actor) -> None:
    code = an_upload(changed(TWIN, name="<i>灯笼的处罚"), by=clerk)

    words = _words(client, _link(client, code))

    assert "&lt;b&gt;" in words and "<b>第四条" not in words and "<i>灯笼" not in words


def test_elsewhere__once_accepted_is_gone(client: Client, clerk: Actor) -> None:
    code = an_upload(MISPLACED, TWIN, by=clerk)
    address = _link(client, code)
    accepted(code, by=clerk)

    _words(client, address, 404)
