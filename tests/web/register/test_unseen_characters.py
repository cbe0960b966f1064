"""Characters that show nothing, or turn what stands after them, in names typed and imported."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.builders import NOW
from tests.builders_files import a_workbook, given
from tests.builders_partners import the_item
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, an_item
from tests.builders_uploads import HEADING, UNLIT_ROW, accepted, an_upload, changed, items_of

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.people.models import User
from qingdan.base.people.queries import actor_of
from qingdan.base.transactions import writing
from qingdan.powers.models import PowerItem
from qingdan.powers.services.intake import upload_register
from qingdan.powers.services.reading import read_upload

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G-hostile")]
NAME = "对夜间不点亮沿街灯笼的处罚"
TURNED = "对夜间\u202e不点亮\u202c沿\u200b街\ufeff灯笼\u2066的\u2069处罚"
UNSEEN = "\u202e\u202c\u200b\ufeff\u2066\u2069"


def _none_in(words: str) -> bool:
    return not set(UNSEEN) & set(words)


def test_typed__is_kept_as_it_looks(client: Client) -> None:
    number = an_item("灯")

    client.post(
        f"/desk/register/items/{number}/save",
        {
            "version": "1",
            "name": TURNED,
            "office": "灯\u200b火科",
            "basis-0-quotation": "",
            "basis-0-instrument": "",
        },
    )

    item = the_item(number)
    assert (item.name, item.office) == (NAME, "灯火科")
    assert _none_in(client.get(f"/desk/register/items/{number}/").content.decode())


def test_typed__is_searched_as_it_looks(client: Client) -> None:
    an_item()

    assert NAME in client.get("/desk/register/", {"words": "沿\u200b街"}).content.decode()


def test_workbook__is_checked_shown_and_taken_over_as_it_looks(client: Client) -> None:
    clerk: Actor = actor_of(User.objects.get(username="liaison-1"), on=day_of(NOW))
    code = an_upload(changed(UNLIT_ROW, name=TURNED, office="\u202e科火灯"), by=clerk)

    words = client.get(f"/desk/register/uploads/{code}/").content.decode()
    assert _none_in(words) and _none_in(client.get(f"/desk/register/uploads/{code}/accept").content.decode())
    accepted(code, by=clerk)

    (item,) = items_of(clerk).values()
    assert (item.name, item.office) == (NAME, "科火灯")


def test_workbook__with_a_backslash_and_a_zero_is_read(client: Client) -> None:
    content = a_workbook(changed(UNLIT_ROW, reason="\\u0000 是一个例子"), header=HEADING)
    code = upload_register(
        file=given(content, "登记表.xlsx"), unit=OWN, campaign=CAMPAIGN, by=LIAISON, at=NOW
    ).code

    read_upload(code=code, step=lambda *_: None, by=LIAISON, at=NOW)
    accepted(code)

    assert next(iter(items_of().values())).reason == "\\u0000 是一个例子"


def test_export__leaves_out_what_came_in_otherwise(client: Client) -> None:
    number = an_item()
    with writing(LIAISON):
        PowerItem.objects.filter(draft_number=number).update(name=TURNED)

    content = b"".join(client.get("/desk/register/export").streaming_content)  # type: ignore[attr-defined]

    cells = [str(cell.value) for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert NAME in cells and all(map(_none_in, cells))
