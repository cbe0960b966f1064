"""The pages of charts: list, chart, form, comparison, files."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.builders import NOW
from tests.builders_flows import (
    WHOLE,
    a_bpmn_file,
    a_kept_chart,
    a_row,
    a_started_chart,
    rows_of,
    saved,
    the_chart,
)
from tests.builders_powers import CAMPAIGN, LIAISON, OTHER, OWN, STRANGER, an_item

from qingdan.flows.queries.values import CELLS
from qingdan.flows.services import start_own_chart
from qingdan.powers.services.items import delete_item
from qingdan.rules.role import REVIEWING, Role

pytestmark = [pytest.mark.requirement("R-048"), pytest.mark.usefixtures("city")]
HOSTILE = "<script>alert(1)</script>\"灯'&"


def _text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return str(response.content.decode())


def _form(page: str) -> dict[str, str]:
    """The fields of the chart's form, as a browser would send them."""
    form = page.partition('<form id="chart"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'<input [^>]*?name="([\w-]+)" value="([^"]*)"', form))
    sent |= dict(
        re.findall(r'<textarea id="[\w-]+" name="([\w-]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    )
    for name, options in re.findall(r'<select id="[\w-]+" name="([\w-]+)"(.*?)</select>', form, re.DOTALL):
        sent[name] = next(iter(re.findall(r'value="(\w*)" selected', options)), "")
    return {name: unescape(value) for name, value in sent.items()}


def _post(client: Client, code: str, act: str = "save", **form: str) -> tuple[int, str]:
    response = client.post(f"/desk/charts/{code}/{act}", form)
    found = response.headers["Location"] if response.status_code == 302 else response.content.decode()
    return response.status_code, found


def _save(client: Client, code: str, then: str = "", **changes: str) -> tuple[int, str]:
    form = _form(_text(client, f"/desk/charts/{code}/edit")) | changes
    return _post(client, code, **form, **({"then": then} if then else {}))


def test_list__names_what_is_missing_and_how_to_begin(client: Client) -> None:
    an_item()
    an_item("灯笼许可", category="licence")
    a_kept_chart("reward")
    page = _text(client, "/desk/charts/")

    assert page.count("还没有</span>") == 2
    assert "编行政处罚的流程图" in page
    assert "不需要" not in page.partition('id="c-reward"')[2].partition("</tr>")[0]
    assert "0 项" in page.partition('id="c-reward"')[2].partition("</tr>")[0]


def test_list__without_kept_items_says_why_it_is_empty(client: Client) -> None:
    assert "登记表里还没有意见是“保留”的事项" in _text(client, "/desk/charts/")


def test_start__leads_to_the_form_with_the_steps_of_the_template(client: Client) -> None:
    form = {"campaign": CAMPAIGN, "unit": OWN, "category": "penalty", "template": "general_penalty"}
    response = client.post("/desk/charts/start", form)
    page = _text(client, response.headers["Location"])

    assert (response.status_code, "已编出流程图" in page) == (302, True)
    assert "模板相同，" in page
    assert "row-20-kind" in _form(page)


def test_form__every_cell_is_named_by_row_and_column(client: Client) -> None:
    page = _text(client, f"/desk/charts/{a_kept_chart()}/edit")
    labels = re.findall(r'aria-label="(第 \d+ 步 [^"]+)"', page)

    assert len(labels) == len(set(labels)) == len(WHOLE) * len(CELLS)
    assert "第 3 步 下一环节" in labels
    first, second = (page.index(f'id="f-row-{n}-kind"') for n in (1, 2))
    assert first < page.index('id="f-row-1-control"') < second


def test_form__as_shown_changes_nothing(client: Client) -> None:
    code = a_kept_chart()

    assert _save(client, code)[0] == 302
    assert the_chart(code).version == 2


def test_save__keeps_what_was_typed_and_says_so(client: Client) -> None:
    code = a_kept_chart()
    status, address = _save(
        client, code, **{"row-2-name": "数灯笼", "row-3-exits": "是->4;否->2", "before_days": "30"}
    )

    assert (status, "流程图已保存" in _text(client, address)) == (302, True)
    assert rows_of(code)[1]["name"] == "数灯笼"
    assert rows_of(code)[2]["exits"] == "是 → 4；否 → 2"


@pytest.mark.parametrize(
    ("then", "names"), [("add 5", 6), ("drop 2", 4), ("up 2", 5), ("lantern 9", 5), ("add x", 5)]
)
def test_buttons__act_on_a_row_and_save_the_rest(client: Client, then: str, names: int) -> None:
    code = a_kept_chart()
    status, _ = _save(client, code, then, **{"row-1-name": "收件"})

    assert status == 302
    assert len(rows_of(code)) == names
    assert "收件" in {row["name"] for row in rows_of(code)}


def test_added_row__is_where_the_page_goes_on(client: Client) -> None:
    assert _save(client, a_kept_chart(), "add 2")[1].endswith("#f-row-3-name")


def test_refused__shows_what_was_typed_and_every_fault_at_its_cell(client: Client) -> None:
    code = a_kept_chart()
    status, page = _save(
        client, code, **{"row-2-exits": "不知道", "row-4-promised_limit": "尽快", "name": ""}
    )

    assert (status, "有 3 处要改" in page) == (422, True)
    assert {"f-name", "f-row-2-exits", "f-row-4-promised_limit"} <= set(re.findall(r'href="#([\w-]+)"', page))
    assert 'id="e-row-2-exits"' in page
    assert _form(page)["row-2-exits"] == "不知道"
    assert the_chart(code).version == 2


def test_sixty_one_steps__are_refused_with_all_that_was_typed(client: Client) -> None:
    code = a_kept_chart(rows=[a_row("一步", exits="2")] * 60)
    status, page = _save(client, code, "add 60", **{"row-60-name": "最后一步"})

    assert (status, "最多 60 个环节" in page) == (422, True)
    assert _form(page)["row-60-name"] == "最后一步"


def test_stale_page__shows_both_and_saves_when_sent_again(client: Client) -> None:
    code = a_kept_chart()
    old = _form(_text(client, f"/desk/charts/{code}/edit")) | {"row-2-name": "数灯笼"}
    saved(code, [*WHOLE[:1], WHOLE[1] | {"name": "看灯笼"}, *WHOLE[2:]])
    status, page = _post(client, code, **old)

    both = page.partition('class="diff"')[2].partition("</section>")[0]
    assert (status, "看灯笼" in both, "数灯笼" in both) == (422, True, True)
    assert "第 2 步 环节" in page
    assert _post(client, code, **_form(page))[0] == 302
    assert rows_of(code)[1]["name"] == "数灯笼"


def test_hostile_text__is_shown_as_text(client: Client) -> None:
    rows = [WHOLE[0] | {"name": HOSTILE, "post": HOSTILE, "content": HOSTILE}, *WHOLE[1:]]
    code = a_kept_chart(rows=rows)
    saved(code, rows, name=HOSTILE)
    for address in ("", "edit", "template"):
        assert "<script>alert" not in _text(client, f"/desk/charts/{code}/{address}")
    assert "<script>alert" not in _text(client, "/desk/charts/")
    assert _form(_text(client, f"/desk/charts/{code}/edit"))["row-1-content"] == HOSTILE


def test_chart__drawn_and_as_a_table_with_its_problems(client: Client) -> None:
    code = a_kept_chart("reward", rows=[*WHOLE[:3], a_row("告知", "document", exits="9"), WHOLE[4]])
    page = _text(client, f"/desk/charts/{code}/")

    assert "<svg" in page
    assert "通过 → 4；退回 → 2" in page
    assert "没有这一步" in page.partition('id="step-4"')[2]
    assert "第 9 步" in _text(client, f"/desk/charts/{code}/edit").partition('id="p-row-4-exits"')[2]


def test_form__highlights_what_differs_from_the_template(client: Client) -> None:
    code = a_started_chart("licence", template="licence")
    status, _ = _save(client, code, **{"row-2-statutory_limit": "3个工作日"})
    page = _text(client, f"/desk/charts/{code}/edit")

    assert status == 302
    assert 'class="hint differs" id="t-row-2-statutory_limit">模板：5个工作日' in page
    assert "<ins>3个工作日</ins>" in _text(client, f"/desk/charts/{code}/")


def test_comparison__stands_side_by_side_and_may_take_the_templates_steps(client: Client) -> None:
    code = a_kept_chart()
    page = _text(client, f"/desk/charts/{code}/template?template=simple_penalty")

    assert page.count("<svg") >= 2
    assert _post(client, code, "template/use", version="1", template="simple_penalty")[0] == 422
    assert _post(client, code, "template/use", version="2", template="licence")[0] == 422
    assert _post(client, code, "template/use", version="2", template="simple_penalty")[0] == 302
    assert the_chart(code).template == "simple_penalty"


def test_bpmn__goes_out_and_comes_back(client: Client) -> None:
    code, other = a_kept_chart(), a_started_chart("levy")
    sent = client.get(f"/desk/charts/{code}/bpmn")
    file = SimpleUploadedFile("灯笼.bpmn", sent.content)
    back = client.post(f"/desk/charts/{other}/import", {"version": "1", "file": file})

    assert ("attachment" in sent.headers["Content-Disposition"], back.status_code) == (True, 302)
    assert [row["name"] for row in rows_of(other)] == [row["name"] for row in WHOLE]


def test_bpmn__that_cannot_be_read_is_refused_beside_the_file(client: Client) -> None:
    code = a_kept_chart()
    file = SimpleUploadedFile("灯笼.bpmn", b'<!DOCTYPE a [<!ENTITY b "c">]><definitions>&b;</definitions>')
    response = client.post(f"/desk/charts/{code}/import", {"version": "2", "file": file})
    page = response.content.decode()

    assert (response.status_code, "DOCTYPE" in page, 'id="e-file"' in page) == (422, True, True)
    assert _form(page)["row-2-name"] == "查看灯笼"
    assert a_bpmn_file() is not None


def test_print__is_a_pdf_of_one_chart_or_of_all(client: Client) -> None:
    code = a_kept_chart()
    a_started_chart("licence", template="licence")
    for address in (f"/desk/charts/{code}/print", "/desk/charts/print"):
        response = client.get(address)
        assert response.content.startswith(b"%PDF-")
        assert response.headers["Content-Type"] == "application/pdf"


@pytest.mark.requirement("R-025")
def test_savings__count_each_item_by_its_chart(client: Client) -> None:
    for name in ("灯笼甲", "灯笼乙", "灯笼丙"):
        number = an_item(name)
    saved(a_kept_chart(), WHOLE, before_steps="8", before_days="20")
    own = start_own_chart(number=number, by=LIAISON, at=NOW).code
    saved(own, [*WHOLE[:2], WHOLE[4]], before_steps="4", before_days="3")
    page = _text(client, "/desk/charts/")

    assert "20 → 13" in page.partition("环节，3 项合计")[2][:60]
    assert "43 → 21" in page.partition("天数，3 项合计")[2][:60]
    assert "43" in _text(client, "/desk/charts/city")


UNTIMED = [row | {"promised_limit": ""} for row in WHOLE]


def test_savings__a_chart_without_limits_saves_no_days(client: Client) -> None:
    an_item()
    an_item("灯笼奖励", category="reward")
    code = a_kept_chart()
    saved(code, UNTIMED, before_steps="8", before_days="28")
    for address in ("", f"{code}/"):
        page = _text(client, f"/desk/charts/{address}")
        assert ("没有写时限" in page, "28 → " in page) == (True, False)
    assert "8 → 5" in _text(client, "/desk/charts/")

    saved(a_kept_chart("reward"), WHOLE, before_steps="8", before_days="20")
    for address in ("", "city"):
        page = _text(client, f"/desk/charts/{address}")
        assert "环节，2 项合计</dt><dd>16 → 10" in page
        assert "天数，1 项合计</dt><dd>20 → 8" in page


def test_savings__none_in_days_is_said(client: Client) -> None:
    an_item()
    saved(a_kept_chart(), UNTIMED, before_steps="8", before_days="28")

    assert "天数，0 项合计</dt><dd>没有可比的" in _text(client, "/desk/charts/")
    assert 'data-label="天数，现在">—' in _text(client, "/desk/charts/city")


def test_deleted_item__its_chart_rests(client: Client) -> None:
    number = an_item()
    code = start_own_chart(number=number, by=LIAISON, at=NOW).code
    delete_item(number=number, by=LIAISON, at=NOW)

    assert "事项已经删除" in _text(client, f"/desk/charts/{code}/")
    assert code not in _text(client, "/desk/charts/")
    _text(client, f"/desk/charts/{code}/edit", status=404)


def test_own_chart__is_begun_by_the_number_of_the_item(client: Client) -> None:
    number = an_item()

    assert client.post("/desk/charts/start-own", {"item": number}).status_code == 302
    assert client.post("/desk/charts/start-own", {"item": f"{OTHER}-00001"}).status_code == 404
    assert client.post("/desk/charts/start-own", {"item": "灯笼"}).status_code == 404


def test_delete__of_the_version_seen(client: Client) -> None:
    code = a_kept_chart()

    assert _post(client, code, "delete", version="1")[0] == 422
    status, address = _post(client, code, "delete", version="2")
    assert (status, "流程图已删除" in _text(client, address)) == (302, True)
    _text(client, f"/desk/charts/{code}/", status=404)


def test_reviewers__read_all_and_write_nothing(sign_in: Callable[..., Client]) -> None:
    code = a_kept_chart()
    reviewer = sign_in(Role.REVIEWER, unit=2)
    page = _text(reviewer, f"/desk/charts/{code}/")

    assert "改环节表" not in page
    assert code in _text(reviewer, f"/desk/charts/?unit={OWN}")
    _text(reviewer, f"/desk/charts/{code}/edit", status=404)
    assert _post(reviewer, code, version="2")[0] == 404


@pytest.mark.parametrize("role", sorted(REVIEWING))
def test_menu__leads_reviewers_to_the_charts_of_the_city(sign_in: Callable[..., Client], role: Role) -> None:
    a_kept_chart()
    reviewer = sign_in(role, unit=2)
    led = reviewer.get("/desk/charts/")
    page = _text(reviewer, led.headers["Location"])

    assert led.headers["Location"] == "/desk/charts/city"
    assert (f"/desk/charts/?unit={OWN}" in page, "回流程图" in page) == (True, False)


def test_menu__leads_who_drafts_to_the_own_charts(client: Client) -> None:
    assert "流程图" in _text(client, "/desk/charts/")
    assert "回流程图" in _text(client, "/desk/charts/city")


def test_other_unit__answers_as_if_there_were_no_such_chart(client: Client) -> None:
    code = a_kept_chart(by=STRANGER)
    for address in ("", "edit", "template", "bpmn", "print"):
        theirs = client.get(f"/desk/charts/{code}/{address}")
        nothing = client.get(f"/desk/charts/{OTHER}-000000000000/{address}")
        assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert _post(client, code, version="2")[0] == 404
    assert client.get(f"/desk/charts/?unit={OTHER}").status_code == 404


@pytest.mark.parametrize(("address", "most"), [("", 20), ("city", 20)])
def test_queries__stay_as_many_as_charts_grow(client: Client, address: str, most: int) -> None:
    counts = []
    for categories in (("penalty",), ("levy", "reward", "licence", "payment")):
        for category in categories:
            an_item(f"灯笼{category}", category=category)
            a_kept_chart(category)
        with CaptureQueriesContext(connection) as asked:
            _text(client, f"/desk/charts/{address}")
        counts.append(len(asked))

    assert counts[0] == counts[1] <= most


def test_queries__of_a_chart_do_not_grow_with_its_steps(client: Client) -> None:
    counts = []
    for code in (a_kept_chart("levy"), a_started_chart("penalty", template="general_penalty")):
        for address in ("", "edit"):
            with CaptureQueriesContext(connection) as asked:
                _text(client, f"/desk/charts/{code}/{address}")
            counts.append(len(asked))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 20
