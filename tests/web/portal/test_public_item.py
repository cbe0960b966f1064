"""An item as a citizen reads it: basis, chart, duties, rights, versions, what became of it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from tests.builders import NOW, TODAY
from tests.builders_editions import BASIS, CHART, CODES, PLASTIC_CODE, UNLIT_CODE, a_power, a_step, an_edition
from tests.builders_partners import LEGAL
from tests.builders_powers import QUOTED

from qingdan.base.snapshots.models import Snapshot
from qingdan.base.transactions import reading
from qingdan.library.store import FILE_NAME
from qingdan.powers.services.legal import keep_instrument
from qingdan.web.portal.state import visitor_of

pytestmark = [pytest.mark.usefixtures("public_city"), pytest.mark.requirement("R-004", "R-026")]
ITEM = f"/items/{UNLIT_CODE}"


def page(address: str = ITEM, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status
    return str(unescape(answer.content.decode()))


def words(address: str = ITEM, status: int = 200) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(address, status)))


@pytest.mark.parametrize(
    "said",
    [
        "实施主体 市灯笼局",
        "《临江市灯笼管理条例》第三条",
        "引文与条文一致",
        "承诺时限 10个工作日",
        "同样内容的环节表（4 步）",
        "通过 → 4；退回 → 2",
        "核对灯笼有没有点亮",
        "出自责任清单 2026年第1号",
        "提起行政诉讼",
        "2 权力清单 2026年第2号 本页",
        "版本 1 与版本 2 的差别",
        "按 2026年5月20日 有效的文本核对",
    ],
)
def test_item__says(said: str) -> None:
    assert said in words()


def test_item__shows_the_change_of_the_version_word_by_word() -> None:
    assert '<span class="lines"><del>20</del><ins>10</ins>个工作日</span>' in page()


def test_item__shows_the_article_from_the_library_and_keeps_it_nowhere() -> None:
    article = "第三条 夜间不点亮沿街灯笼的"
    with reading(visitor_of("360900")):
        assert not Snapshot.objects.filter(content__contains=article).exists()

    assert re.search(r"<details><summary>条文</summary><blockquote[^>]*>[^<]*夜间不点亮沿街灯笼的", page())


@pytest.mark.parametrize(("level", "read"), [("normative_document", True), ("mandate", False)])
def test_item__shows_local_texts_that_the_legal_office_entered(level: str, read: bool) -> None:
    basis = {
        "instrument": "临江市龙舟灯管理办法",
        "document_number": "",
        "locator": "第二条",
        "quotation": "",
    }
    an_edition([a_power(bases=[basis])])
    assert "法规库没有这一文本，没有核对" in page()

    texts = {"title": basis["instrument"], "document_number": "临府令第3号", "issuer": "临江市人民政府"}
    days = {
        "valid_from": "2020-01-01",
        "level": level,
        "text": "第一条 为了龙舟灯。\n第二条 龙舟灯夜里要点亮。",
    }
    keep_instrument(values=texts | days, by=LEGAL, at=NOW)

    found = page()
    assert "法规库没有这一文本，没有核对" not in found
    assert ("龙舟灯夜里要点亮" in found) is read


def test_item__without_full_texts_shows_what_the_list_quotes() -> None:
    library = settings.QINGDAN_HOME / FILE_NAME
    away = library.with_name("away")
    library.rename(away)
    try:
        found = page()
    finally:
        away.rename(library)

    assert "法规库没有这一文本，没有核对" in found and "清单引用的文字" in found
    assert "引文与条文一致" in page()


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ({"locator": "第四条"}, "引文在另一条"),
        ({"locator": "第三十条"}, "没有找到这一条"),
        ({"quotation": ""}, "有这一条"),
        ({"instrument": "", "locator": "", "quotation": "凭经验"}, "没有核对"),
    ],
)
def test_item__marks_the_verdict_on_each_basis(basis: dict[str, str], said: str) -> None:
    an_edition([a_power(bases=[BASIS | basis])])

    assert said in words()


def test_item__as_of_an_earlier_day_says_that_it_is_old() -> None:
    found = words(f"{ITEM}?on=2026-05-20")

    assert "这是旧版" in found and "承诺时限 20个工作日" in found and "1 权力清单 2026年第1号 本页" in found
    assert "这是旧版" not in words()


def test_item__on_a_day_before_it_was_there() -> None:
    found = words(f"{ITEM}?on=2026-01-01", status=404)

    assert "2026年1月1日的清单里没有这一项" in found and "从 2026年5月2日 起" in found


def test_item__that_was_abolished_is_struck_and_has_no_rights_to_claim() -> None:
    found = page(f"/items/{PLASTIC_CODE}")

    assert "<h1><del>对用塑料纸糊制大型灯笼的处罚</del></h1>" in found
    assert "这一项已经取消，不得再行使" in found and "提起行政诉讼" not in found


def test_item__that_left_the_list_keeps_its_address() -> None:
    an_edition([a_power()])

    assert "现行清单里没有这一项，不得行使" in words(f"/items/{CODES[2]}")


def test_item__to_come_says_from_when() -> None:
    an_edition([a_power(), a_power(CODES[5])], effective_on=TODAY + timedelta(days=9_000))

    assert "现在还没有生效" in words(f"/items/{CODES[5]}")


def test_item__merged_leads_to_the_other() -> None:
    an_edition(
        [a_power(disposition="consolidate", merged_into=PLASTIC_CODE, chart={}), a_power(PLASTIC_CODE)]
    )

    assert f'并入 <a href="/items/{PLASTIC_CODE}">' in page()


def test_item__with_a_long_chart_shows_every_drawing() -> None:
    steps = [
        a_step(1, "立案", "start"),
        *(a_step(n, f"第{n}步") for n in range(2, 20)),
        a_step(20, "结案", "end"),
    ]
    an_edition([a_power(chart=CHART | {"steps": steps})])

    assert page().count("<svg") == 2


def test_difference__of_two_days_of_an_item() -> None:
    found = page(f"{ITEM}/difference/?from=2026-05-20&to=2026-06-01")

    assert "<del>20</del><ins>10</ins>" in found and "版本 1，权力清单 2026年第1号" in found
    assert "两天的内容相同" in words(f"{ITEM}/difference/?from=2026-06-01&to=2026-06-02")
    assert "没有这一项" in words(f"{ITEM}/difference/?from=2026-01-01&to=2026-06-02")


def test_quotation__of_the_list_is_what_was_published() -> None:
    an_edition([a_power(bases=[BASIS | {"instrument": "某市没有的条例"}])])

    assert QUOTED in page()
