"""The form of one item."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import NOW
from tests.builders_powers import LIAISON, MISPLACED, QUOTED, UNLIT, an_item

from qingdan.base.transactions import reading
from qingdan.powers.models import LegalBasis, PowerItem
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.queries.items import get_item_for
from qingdan.powers.services.items import delete_item, save_item
from qingdan.rules.role import Role

pytestmark = [pytest.mark.requirement("R-022"), pytest.mark.usefixtures("city")]


def _address(number: str, act: str = "") -> str:
    return f"/desk/register/items/{number}/{act}"


def _text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return str(response.content.decode())


def _item(number: str) -> PowerItem:
    with reading(LIAISON):
        return get_item_for(LIAISON, number)


def _form(page: str) -> dict[str, str]:
    """The fields of the form as the browser would send them."""
    form = page.partition('<form id="item"')[2].partition("</form>")[0]
    sent = dict(
        re.findall(r'<input (?:type="\w+" )?(?:id="[\w-]+" )?name="([\w-]+)"[^>]*?value="([^"]*)"', form)
    )
    sent |= dict(
        re.findall(r'<textarea id="[\w-]+" name="([\w-]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    )
    for name, options in re.findall(r'<select id="[\w-]+" name="(\w+)"(.*?)</select>', form, re.DOTALL):
        sent[name] = next(iter(re.findall(r'value="(\w*)" selected', options)), "")
    return sent


def _post(client: Client, number: str, act: str = "save", **form: str) -> tuple[int, str]:
    response = client.post(_address(number, act), form)
    page = response.content.decode() if response.status_code != 302 else response.headers["Location"]
    return response.status_code, page


def test_item__has_every_field_and_its_problems(client: Client) -> None:
    page = _text(client, _address(an_item(bases=(MISPLACED,))))

    assert {
        "category",
        "fee",
        "duty",
        "transition_until",
        "basis-0-quotation",
        "basis-1-instrument",
    } <= _form(page).keys()
    assert "本条现行有效" in page
    assert "按2012年3月1日的文本" in page
    beside = page.partition('id="p-basis-0"')[2].partition("</fieldset>")[0]
    assert "C08" in beside
    assert "没收灯笼" in beside
    assert "不改，说明理由" in beside


def test_save__form_as_shown_changes_nothing(client: Client) -> None:
    number = an_item(bases=(UNLIT, MISPLACED))

    assert _post(client, number, **_form(_text(client, _address(number))))[0] == 302
    assert _item(number).version == 1


def test_save__keeps_what_was_typed(client: Client) -> None:
    number = an_item()
    form = _form(_text(client, _address(number))) | {
        "fee": "不收",
        "basis-1-quotation": "另一条",
        "disposition": "devolve",
    }
    status, address = _post(client, number, **form)

    assert status == 302
    page = _text(client, address)
    assert "已保存" in page
    item = _item(number)
    assert (item.fee, item.disposition, item.basis_printed.count("\n")) == ("不收", "devolve", 1)


@pytest.mark.parametrize(
    ("then", "ending"),
    [("laws", "/laws"), ("basis", "#basis-1"), ("360900001-00002", "00002/?said=item_saved")],
)
def test_save__goes_on_to_where_it_was_asked(client: Client, then: str, ending: str) -> None:
    number = an_item()
    an_item("对偷灯笼的处罚")

    assert _post(client, number, **_form(_text(client, _address(number))), then=then)[1].endswith(ending)


def test_bases__are_moved_and_left_out(client: Client) -> None:
    number = an_item(bases=(UNLIT, MISPLACED))
    _post(client, number, **_form(_text(client, _address(number))), lift="1")
    assert _item(number).basis_printed == f"{MISPLACED.printed}\n{UNLIT.printed}"

    _post(client, number, **_form(_text(client, _address(number))), drop="0")
    assert _item(number).basis_printed == UNLIT.printed


@pytest.mark.requirement("G-hostile")
def test_save__what_another_saved_is_shown_beside_and_kept_where_untouched(client: Client) -> None:
    number = an_item()
    form = _form(_text(client, _address(number)))
    save_item(
        number=number,
        version=1,
        values={"name": "别人的名称", "office": "别人的科"},
        bases=(MISPLACED,),
        by=LIAISON,
        at=NOW,
    )
    status, page = _post(client, number, **form | {"name": "我的名称", "remark": "我的备注"})

    assert status == 422
    differences = page.partition('id="refused"')[2].partition('id="unsaved"')[0]
    assert "别人的名称" in differences
    assert "我的名称" in differences
    again = _form(page)
    assert (again["name"], again["remark"], again["version"]) == ("我的名称", "我的备注", "2")
    assert (again["office"], again["basis-0-locator"]) == ("别人的科", "第四条")
    assert _item(number).name == "别人的名称"

    assert _post(client, number, **again)[0] == 302
    item = _item(number)
    assert (item.name, item.office, item.basis_printed) == ("我的名称", "别人的科", MISPLACED.printed)


def test_save__refusal_stands_beside_each_field_and_keeps_the_words(client: Client) -> None:
    number = an_item()
    form = _form(_text(client, _address(number)))
    wrong = {"name": "灯" * 301, "transition_from": "明年", "basis-0-instrument": "法" * 201, "version": "1"}
    status, page = _post(client, number, **form | wrong)

    assert status == 422
    assert "<title>有 3 处要改：" in page
    for field in ("name", "transition_from", "basis-0-instrument"):
        assert f'href="#f-{field}"' in page
        assert f'id="f-{field}"' in page
        assert f'id="e-{field}"' in page
    assert "灯" * 301 in page
    assert _item(number).version == 1


def test_save__hostile_text_is_shown_literally(client: Client) -> None:
    number = an_item()
    hostile = '</textarea><script>alert("灯")</script>'
    form = _form(_text(client, _address(number))) | {
        "name": hostile,
        "office": '" onfocus="x',
        "basis-0-quotation": hostile,
    }
    _post(client, number, **form)
    page = _text(client, _address(number))

    assert _item(number).name == hostile
    assert "<script>alert" not in page
    assert 'onfocus="x' not in page.replace("&quot;", "")


def test_delete__is_said_and_taken_back(client: Client) -> None:
    number = an_item()
    page = _text(client, _post(client, number, "delete")[1])
    assert "恢复这一行" in page
    assert "<fieldset disabled" in page
    assert "核对通过" not in page and "位置</h2>" not in page and "整项的问题" not in page
    assert page.count('<span class="mark">已删除</span>') == 2
    deleted = _text(client, "/desk/register/?tab=deleted")
    assert "通过</span>" not in deleted and '<span class="mark">已删除</span>' in deleted

    assert "已恢复" in _text(client, _post(client, number, "restore")[1])
    assert _item(number).deleted_at is None


def test_move__up_before_the_previous(client: Client) -> None:
    first, second = an_item(), an_item("对偷灯笼的处罚")
    _post(client, second, "move", before=first)

    assert _item(second).order < _item(first).order


def test_laws__found_by_words_and_put_into_the_item(client: Client) -> None:
    number = an_item(bases=())
    address = _address(number, "laws")
    assert "临江市灯笼管理条例" in _text(client, f"{address}?words=灯笼")
    assert "法规库里没有" in _text(client, f"{address}?words=没有这样的")
    assert "看不懂" in _text(client, f"{address}?title=临江市灯笼管理条例&place=随便")
    assert "没有这一条" in _text(client, f"{address}?title=临江市灯笼管理条例&place=99")
    page = _text(client, f"{address}?title=临江市灯笼管理条例&place=3")
    assert "本条现行有效" in page
    assert QUOTED in page

    form = {"instrument": UNLIT.instrument, "locator": "第三条", "quotation": f"第三条　{QUOTED}"}
    assert [_post(client, number, "laws/use", **form)[0] for _ in range(2)] == [302, 302]
    with reading(LIAISON):
        rows = LegalBasis.objects.filter(item__draft_number=number).values_list("instrument", "locator")
        assert list(rows) == [("临江市灯笼管理条例", "第三条")]


def test_titles__are_options_for_the_field(client: Client) -> None:
    page = _text(client, "/desk/register/titles?basis-0-instrument=灯笼管理")

    assert '<option value="临江市灯笼管理条例">' in page
    assert _text(client, "/desk/register/titles").strip() == ""


@pytest.mark.requirement("C25")
def test_text__attached_to_a_basis_settles_that_it_is_missing(client: Client) -> None:
    number = an_item(
        bases=(BasisText(instrument="临江市灯笼小屋办法", locator="第二条", quotation="小屋挂灯应当登记。"),)
    )
    assert "C25" in _text(client, _address(number))
    file = SimpleUploadedFile("办法.txt", "第二条　小屋挂灯应当登记。".encode())
    response = client.post(
        _address(number, "text"), {"basis": "0", "instrument-0": "临江市灯笼小屋办法", "file-0": file}
    )

    page = _text(client, response.headers["Location"])
    assert "依据文本已附上" in page
    assert "办法.txt" in page
    assert "C25" not in page
    assert client.post(_address(number, "text"), {"basis": "0", "instrument-0": "别的"}).status_code == 422
    assert _item(number).version == 2


def test_reason__lets_a_warning_stand_and_is_taken_back(client: Client) -> None:
    number = an_item(bases=(MISPLACED,))
    page = _text(client, _address(number))
    key = re.findall(r"reason\?key=([\w.]+)", page)[0]
    assert "为什么不改" in _text(client, f"{_address(number, 'reason')}?key={key}")
    assert _post(client, number, "reason/keep", key=key, reason=" ")[0] == 422

    page = _text(client, _post(client, number, "reason/keep", key=key, reason="原文就是这样")[1])
    assert "不改的理由：原文就是这样" in page
    page = _text(client, _post(client, number, "reason/withdraw", key=key)[1])
    assert "不改的理由" not in page
    _text(client, f"{_address(number, 'reason')}?key=C99.none", 404)


def test_history__shows_the_texts_before_and_after(client: Client) -> None:
    number = an_item()
    _post(
        client,
        number,
        **_form(_text(client, _address(number))) | {"disposition": "devolve", "name": "对熄灯的处罚"},
    )
    page = _text(client, _address(number, "history"))

    assert "周守清" in page
    assert "权力名称" in page
    assert "对熄灯的处罚" in page
    assert "<p>下放</p>" in page


@pytest.mark.requirement("G-access")
@pytest.mark.parametrize("act", ["", "history", "laws", "reason"])
def test_pages__of_another_unit_are_not_there(sign_in: Callable[..., Client], act: str) -> None:
    number = an_item(bases=(MISPLACED,))

    _text(sign_in(unit=3), _address(number, act), 404)
    _text(sign_in(Role.ADMINISTRATOR, unit=2), _address(number, act), 404)
    _text(sign_in(unit=1), _address("360900001-09999", act), 404)
    _text(sign_in(Role.DRAFTER, unit=1), "/desk/register/items/1%00/", 404)


@pytest.mark.requirement("G-access")
@pytest.mark.parametrize(
    "act",
    ["save", "quick", "delete", "restore", "move", "reason/keep", "reason/withdraw", "text", "laws/use"],
)
def test_acts__of_another_unit_are_not_there(sign_in: Callable[..., Client], act: str) -> None:
    number = an_item()

    for somebody in (sign_in(unit=3), sign_in(Role.REVIEWER, unit=2)):
        assert somebody.post(_address(number, act), {"version": "1", "name": "x"}).status_code == 404
        assert somebody.get(_address(number, act)).status_code in {302, 404}
    assert _item(number).version == 1


@pytest.mark.requirement("G-access")
def test_item__reviewer_reads(sign_in: Callable[..., Client]) -> None:
    page = _text(sign_in(Role.REVIEWER, unit=2), _address(an_item()))

    assert "<fieldset disabled" in page
    assert "删除这一行" not in page
    assert "data-hx-post" not in page


@pytest.mark.requirement("G-budget")
def test_item__queries_do_not_grow(client: Client) -> None:
    counts = []
    for rows in (1, 8):
        for n in range(rows):
            number = an_item(f"对第{rows}批第{n}种灯笼的处罚", bases=(UNLIT, MISPLACED) * rows)
        with CaptureQueriesContext(connection) as queries:
            _text(client, _address(number))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_autosave__gets_the_page_with_the_new_version(client: Client) -> None:
    number = an_item()
    form = _form(_text(client, _address(number))) | {"remark": "自动存下"}
    headers = {"HX-Request": "true"}
    response = client.post(_address(number, "save"), form, headers=headers, follow=True)
    page = response.content.decode()

    assert 'id="version" value="2"' in page
    delete_item(number=number, by=LIAISON, at=NOW)
    refused = client.post(
        _address(number, "save"), form | {"version": "3", "remark": "迟了"}, headers=headers
    )
    assert refused.status_code == 422
    assert "先恢复，再修改" in refused.content.decode().partition('id="refused"')[2][:400]


def test_adopt__sets_the_basis_right_and_keeps_what_was_typed(client: Client) -> None:
    number = an_item(bases=(MISPLACED,))
    page = _text(client, _address(number))
    button = re.search(r'<button class="second" formaction="([^"]+)" name="finding" value="([^"]+)">', page)
    assert button and button[1] == _address(number, "adopt") and "改为 <ins>第三条</ins>" in page

    form = _form(page) | {"finding": button[2], "office": "灯油科"}
    status, _ = _post(client, number, "adopt", **form)

    item = _item(number)
    assert (status, item.office, item.basis_printed) == (302, "灯油科", UNLIT.printed)
    assert "采用建议" not in _text(client, _address(number))
