"""What papers say in words: whom they speak to, who took in, which days are not sure, who approved, where to go."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.builders_cases import (
    APPROVER,
    ID_NUMBER,
    WINDOW,
    a_serving_city,
    accepted,
    decided,
    submitted,
    taken_in,
    the_case,
)

from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import reading
from qingdan.cases.models import CasePaper
from qingdan.cases.queries.printed_papers import paper_in_words, printed_paper
from qingdan.data.calendar import is_provisional
from qingdan.documents.case_paper import PrintedPaper
from qingdan.licences.models import Licence
from qingdan.licences.queries.printing import printed_licence

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G5")]
BEFORE_NEW_YEAR = datetime(2026, 12, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def _printed(number: str, kind: str) -> PrintedPaper:
    with reading(WINDOW):
        return printed_paper(CasePaper.objects.filter(case__number=number, kind=kind).latest("pk"))


def _said(number: str, kind: str) -> dict[str, str]:
    return {one.label: one.text for one in _printed(number, kind).parts}


def test_receipt__of_an_application_on_line_names_no_officer() -> None:
    number = submitted().number

    assert _said(number, "receipt")["经办人"] == "网上提交"
    assert _printed(number, "receipt").opening.startswith("你办理")


def test_receipt__of_a_window_with_nothing_brought_lists_nothing() -> None:
    paper = _printed(taken_in().number, "receipt")
    materials = next(one for one in paper.parts if one.label == "收到的材料")

    assert materials.rows == (("没有收到申请表和材料，只登记了申请的事项和申请人",),)
    assert {one.label: one.text for one in paper.parts}["经办人"] == WINDOW.name


def test_papers__say_of_a_last_day_in_an_unpublished_year_that_it_is_provisional() -> None:
    receipt = _printed(submitted(at=BEFORE_NEW_YEAR).number, "receipt")

    assert "2027年1月5日（暂定）以前告知" in receipt.opening  # the first of January is no working day
    said = {one.label: one.text for one in receipt.parts}
    assert said["最迟告知日"] == "2027年1月5日（暂定）"
    assert "放假安排还没有公布" in said["暂定的日子"]


def test_papers__say_nothing_of_the_kind_in_a_published_year() -> None:
    number = accepted()

    assert "暂定的日子" not in _said(number, "acceptance")
    assert (is_provisional(date(2026, 12, 31)), is_provisional(date(2027, 1, 4))) == (False, True)


@pytest.mark.parametrize("granted", [True, False])
def test_decision__names_list_number_approver_and_government(granted: bool) -> None:
    number = decided(granted=granted)
    said = _said(number, "grant" if granted else "refusal")

    assert said["清单版次"] == "《权力清单》第1号"
    assert (said["证件号码"], said["批准人"]) == (ID_NUMBER, APPROVER.name)
    assert said["复议机关"] == f"{the_case(number).region.name}人民政府"


def test_licence__shows_a_masked_number_and_what_was_applied_for() -> None:
    number = decided()
    with reading(WINDOW):
        licence = printed_licence(Licence.objects.select_related("unit").get(case_number=number))
    parts = {one.label: one for one in licence.parts}

    assert parts["证件号码"].text == f"＊＊＊＊{ID_NUMBER[-4:]}"
    assert parts["许可的地点、范围（按申请表）"].rows == (("街道", "灯火路"), ("盏数", "3盏"))


def test_papers__speak_to_an_organisation_as_such() -> None:
    number = submitted().number
    with reading(WINDOW):
        content = thaw(CasePaper.objects.get(case__number=number).digest)
    paper = paper_in_words(
        {**content, "you": "organisation"}, number=number, digest="", signature="", verification=""
    )

    assert paper.opening.startswith("你单位办理")
