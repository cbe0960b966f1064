"""清理登记: how far a unit is, what is missing, sending to the principal."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import CITY, NOW, SETTER
from tests.builders_account import signed_in
from tests.builders_filings import BODY, NOTICE_ON, a_ready_unit, filed, received, sent, signed
from tests.builders_powers import CAMPAIGN, OTHER, OWN, an_item

import qingdan
from qingdan.campaigns.services.starting import start_campaign
from qingdan.data.wording import wording

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-050")]
PAGE = "/desk/department/"


def _shown(username: str = "liaison", query: str = "") -> str:
    response = signed_in(username).get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


def _send(username: str = "liaison") -> object:
    form = {"campaign": CAMPAIGN, "unit": OWN}
    return signed_in(username).post(f"{PAGE}send", form)


def test_page__lists_what_is_missing_each_with_its_way() -> None:
    an_item(office="")

    words = _shown()

    assert "1 个保留事项没有流程图" in words and "行政处罚 1" in words
    assert "清理工作报告缺 5 部分" in words and f'href="/desk/department/report/?unit={OWN}"' in words
    assert "<button disabled" in words and "件事办完，才能送签" in words


def test_page__of_a_ready_unit_has_the_button() -> None:
    a_ready_unit()

    words = _shown()

    assert "<button>送负责人签字</button>" in words
    assert '<span class="mark ok">可以报</span>' in words
    assert "0 / 0" not in words and "1 / 1" in words


def test_page__without_anything_begun() -> None:
    assert "没有报" in _shown()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (sent, "等签字"),
        (signed, "已签字"),
        (filed, "回执 临编收〔2026〕0001号"),
        (received, "审核期间不能改"),
    ],
)
def test_page__says_how_the_filing_stands(state: object, words: str) -> None:
    a_ready_unit()
    state()  # type: ignore[operator]

    assert words in _shown()


def test_page__says_that_a_signature_fell() -> None:
    a_ready_unit()
    signed()
    number = an_item("对新灯笼的处罚")

    words = _shown()

    assert "签字作废" in words and f"登记表 {number}" in words


def test_page__of_a_subordinate_body_sends_nothing() -> None:
    words = _shown("body")

    assert "由市灯笼局统一报送" in words and "送负责人签字" not in words


def test_sending__goes_to_the_version() -> None:
    a_ready_unit()

    response = _send()

    assert response.headers["Location"] == f"/desk/filings/{CAMPAIGN}/{OWN}/1/?said=filing_sent"  # type: ignore[attr-defined]


def test_sending__too_early_shows_every_reason() -> None:
    an_item()

    response = _send()

    assert response.status_code == 422  # type: ignore[attr-defined]
    words = response.content.decode()  # type: ignore[attr-defined]
    assert "清理工作报告缺 5 部分" in words and 'role="alert"' in words


@pytest.mark.parametrize(
    ("username", "query"),
    [("stranger", f"?unit={OWN}"), ("liaison", f"?unit={OTHER}"), ("liaison", "?unit=nothing")],
)
def test_page__of_another_unit_is_not_there(username: str, query: str) -> None:
    assert signed_in(username).get(PAGE + query).status_code == 404


def test_page__for_reviewers_and_the_department_above() -> None:
    assert signed_in("reviewer").get(f"{PAGE}?unit={OWN}").status_code == 200
    assert signed_in("liaison").get(f"{PAGE}?unit={BODY}").status_code == 200


def test_drafter__may_not_send() -> None:
    a_ready_unit()

    assert _send("drafter").status_code == 404  # type: ignore[attr-defined]
    assert "送负责人签字" not in _shown("drafter")


def test_page__queries_are_bounded(django_assert_max_num_queries: object) -> None:
    a_ready_unit()
    client = signed_in("liaison")

    with django_assert_max_num_queries(52):  # type: ignore[operator]
        client.get(PAGE)


def test_page__tells_the_last_acts_in_words() -> None:
    a_ready_unit()
    sent()

    recent = _shown().partition("最近改动")[2]

    assert "送签第 1 版" in recent and "加一个事项" in recent
    assert "还没有人动过" not in recent


def test_acts_with_words__are_acts_that_are_recorded() -> None:
    source = "".join(one.read_text() for one in Path(qingdan.__file__).parent.rglob("*.py"))

    named = [key.partition(".")[2] for key in wording() if key.startswith("happened.")]

    assert [one for one in named if f'"{one}"' not in source] == []


def test_page__tells_acts_of_the_campaign_shown_alone() -> None:
    a_ready_unit()
    sent()
    start_campaign(
        region=CITY,
        code="next",
        template="yichun-2015",
        notice_on=NOTICE_ON + timedelta(days=1),
        by=SETTER,
        at=NOW,
    )

    shown = _shown()

    assert "三单一网" in shown and "还没有人动过" in shown.partition("最近改动")[2]
    assert "送签第 1 版" not in shown
