"""The session was over before the form was sent: nobody's words are lost."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from qingdan.web.shared.signed_out import LOGIN

pytestmark = pytest.mark.requirement("G-hostile")
PAGE = "/desk/register/items/360900012-00001/"


def _sent(**form: str) -> tuple[int, str, str]:
    response = Client().post(f"{PAGE}save", form, headers={"referer": f"http://testserver{PAGE}?page=2"})
    return response.status_code, response.headers.get("Location", ""), response.content.decode()


def test_form_with_words__is_shown_for_copying_with_the_way_back() -> None:
    status, _, page = _sent(name="对夜间不点亮<临街>灯笼的处罚", version="3")

    assert status == 403
    assert "对夜间不点亮&lt;临街&gt;灯笼的处罚</textarea>" in page
    assert f'href="{LOGIN}?next={quote(PAGE, safe="")}%3Fpage%3D2"' in page


def test_form_without_words__leads_back_to_its_page() -> None:
    status, location, _ = _sent(version="3", disposition="retain")

    assert (status, location) == (302, f"{LOGIN}?next={quote(PAGE, safe='')}%3Fpage%3D2")


def test_form_from_elsewhere__leads_to_the_desk() -> None:
    response = Client().post(f"{PAGE}save", {}, headers={"referer": "https://elsewhere.invalid/desk/board/"})

    assert response.headers["Location"] == f"{LOGIN}?next=%2Fdesk%2F"


def test_page__leads_back_to_itself() -> None:
    address = reverse("desk:register") + "?tab=penalty"

    assert Client().get(address).headers["Location"] == f"{LOGIN}?next={quote(address, safe='')}"
