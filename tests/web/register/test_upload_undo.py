"""Undoing an accepted workbook from its page."""

import pytest
from django.test import Client
from tests.builders import NOW
from tests.builders_powers import OWN
from tests.builders_uploads import HANGING_ROW, UNLIT_ROW, accepted, an_upload, items_of

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.people.models import User
from qingdan.base.people.queries import actor_of
from qingdan.powers.services.items import save_item

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-022", "G-hostile")]


@pytest.fixture
def clerk(client: Client) -> Actor:
    """The liaison officer who is signed in."""
    return actor_of(User.objects.get(username="liaison-1"), on=day_of(NOW))


def _words(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_undo__says_what_it_will_do_and_what_it_left(client: Client, clerk: Actor) -> None:
    code = an_upload(UNLIT_ROW, HANGING_ROW, by=clerk)
    accepted(code, by=clerk)
    save_item(number=f"{OWN}-00002", version=1, values={"office": "稽查科"}, by=clerk, at=NOW)
    page = f"/desk/register/uploads/{code}/"

    words = _words(client, page)
    assert "新增的 1 项放进“已删除”" in words and "载入以后又改过的不动" in words
    response = client.post(f"{page}undo")

    assert response.headers["Location"] == f"{page}?said=acceptance_undone"
    words = _words(client, response.headers["Location"])
    assert "已撤销载入。" in words and "撤销时没有动" in words and "挂灯笼的登记" in words
    assert "载入登记表</a>" in words and list(items_of(clerk)) == [f"{OWN}-00002"]


def test_undo__an_earlier_workbook_leads_to_the_later_one(client: Client, clerk: Actor) -> None:
    first, second = an_upload(UNLIT_ROW, by=clerk), an_upload(UNLIT_ROW, HANGING_ROW, by=clerk)
    accepted(first, by=clerk)
    accepted(second, by=clerk)
    page = f"/desk/register/uploads/{first}/"

    words = _words(client, page)
    assert f'href="/desk/register/uploads/{second}/"' in words and f"{page}undo" not in words

    response = client.post(f"{page}undo")
    assert response.status_code == 422 and "先撤销后面那一次" in response.content.decode()
    assert len(items_of(clerk)) == 2
