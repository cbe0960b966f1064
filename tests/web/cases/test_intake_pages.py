"""Taking in at the window: one screen, wrong numbers refused beside their field, one case however often it is sent."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders_cases import CITIZEN, ID_NUMBER, LAMP, WINDOW, an_applicant, the_case
from tests.builders_files import PDF, PNG, given

from qingdan.base.transactions import reading, writing
from qingdan.cases.models import Case, CaseMaterial

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G4", "RQ-P3")]
TYPED = {
    "item": LAMP,
    "once": "a" * 32,
    "id_kind": "citizen_id",
    "name": "江小灯",
    "id_number": ID_NUMBER,
    "phone": "13800000000",
    "answer-street": "灯火路",
    "answer-lamps": "3",
    "material-1": "paper",
    "material-2": "scan",
}


def _send(desk: Any, who: str = "window", **more: Any) -> Any:
    return desk(who).post("/desk/intake/send/", TYPED | more)


def _grades(number: str) -> list[tuple[int, str, str]]:
    with reading(WINDOW):
        filed = CaseMaterial.objects.filter(case__number=number)
        return list(filed.order_by("place").values_list("place", "grade", "source"))


def test_the_item__is_found_by_words_or_code(desk) -> None:
    for words in ("点灯", LAMP, LAMP[-8:]):
        assert 'name="answer-lamps"' in desk("window").get(f"/desk/intake/?item={words}").text
    assert "没有找到" in desk("window").get("/desk/intake/?item=河道").text


def test_another_unit__has_no_such_item(desk) -> None:
    assert "answer-lamps" not in desk("stranger").get(f"/desk/intake/?item={LAMP}").text
    assert desk("approver").get("/desk/intake/").status_code == 404


def test_one_screen__makes_a_case_with_all_that_was_brought(desk) -> None:
    answer = _send(desk)
    receipt = desk("window").get(answer["Location"]).text
    number = answer["Location"].split("/")[3]

    case = the_case(number)
    assert (case.state, case.channel, case.applicant_name, case.answers["lamps"]) == (
        "received",
        "window",
        "江小灯",
        "3",
    )
    assert _grades(number) == [(1, "B", "paper"), (2, "C", "paper")]
    assert number in receipt and "最晚答复" in receipt and "只显示这一次" in receipt and "/papers/" in receipt


def test_sent_twice__is_one_case(desk) -> None:
    addresses = {_send(desk)["Location"] for _ in range(3)}

    assert len(addresses) == 1
    with reading(WINDOW):
        assert Case.objects.filter(once="a" * 32).count() == 1


def test_papers_that_lack__are_taken_all_the_same(desk) -> None:
    lacking = {"material-1": "", "material-2": "", "answer-street": "", "answer-lamps": "很多"}

    assert _send(desk, **lacking).status_code == 302


WRONG = (
    ({"name": " "}, "name", "没有填"),
    ({"id_number": "110105194912310021"}, "id_number", "公民身份号码"),
    ({"id_kind": "uscc"}, "id_number", "统一社会信用代码"),
    ({"id_number": ""}, "id_number", "没有填"),
    ({"id_kind": "nonsense"}, "id_kind", "选项"),
    ({"phone": "1" * 31}, "phone", "最多 30 个字"),
)


@pytest.mark.parametrize(("more", "field", "words"), WRONG)
def test_a_wrong_word__is_refused_beside_its_field(
    desk, more: dict[str, str], field: str, words: str
) -> None:
    answer = _send(desk, **more)

    assert answer.status_code == 422 and f'id="e-{field}"' in answer.text and words in answer.text
    assert 'value="灯火路"' in answer.text and 'value="paper" checked' in answer.text


def test_a_scan__is_kept_with_its_paper_and_given_as_an_attachment(desk) -> None:
    scans = {"scan-1": given(PDF, "合格证.pdf"), "scan-2": given(PNG, "房屋.png")}
    number = _send(desk, **scans, **{"material-2": ""})["Location"].split("/")[3]
    case, file = desk("handler").get(f"/desk/cases/{number}/").text, f"/desk/cases/{number}/materials/1/"
    answer = desk("handler").get(file)

    assert file in case and f"/desk/cases/{number}/materials/2/" in case
    assert b"".join(answer.streaming_content) == PDF
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and answer["X-Content-Type-Options"] == "nosniff"
    )
    assert _grades(number) == [(1, "B", "paper"), (2, "C", "paper")]
    assert desk("stranger").get(file).status_code == 404


BAD_SCANS = ((b"<svg onload=alert(1)>", "灯.svg"), (b"MZ" + PDF, "灯.pdf"), (b"", "灯.pdf"))


@pytest.mark.parametrize(("content", "name"), BAD_SCANS)
def test_a_file_that_is_no_scan__is_refused_beside_its_material(desk, content: bytes, name: str) -> None:
    answer = _send(desk, **{"scan-1": given(PDF, "灯.pdf"), "scan-2": given(content, name)})

    assert answer.status_code == 422 and 'id="e-material-2"' in answer.text and "重新选" in answer.text
    with reading(WINDOW):
        assert not Case.objects.filter(once="a" * 32).exists()


def test_a_scan_of_an_unlisted_material__is_not_taken(desk) -> None:
    answer = _send(desk, **{"scan-9": given(PDF, "灯.pdf")})

    assert answer.status_code == 422 and "办事指南里没有这份材料" in answer.text


def test_an_unlisted_material__is_not_taken(desk) -> None:
    answer = _send(desk, **{"material-9": "paper"})

    assert answer.status_code == 422 and "办事指南里没有这份材料" in answer.text


def test_hostile_words__are_only_words(desk) -> None:
    answer = _send(desk, name="<script>alert(1)</script>\x00", **{"answer-street": "{{ 7|add:7 }}<b>"})
    page = desk("window").get(answer["Location"].replace("receipt/", "").partition("?")[0]).text

    assert "<script>alert" not in page and "&lt;b&gt;" in page


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        ("citizen_id", ID_NUMBER, "号码对"),
        ("citizen_id", "110105194912310021", "号码填错了"),
        ("uscc", ID_NUMBER, "号码填错了"),
        ("other", "E12345678", "号码对"),
        ("citizen_id", "", ""),
    ],
)
def test_a_number__is_checked_while_it_is_typed(desk, kind: str, number: str, words: str) -> None:
    answer = desk("window").get(f"/desk/intake/check/?id_kind={kind}&id_number={number}")

    assert words in answer.text


def test_queries_of_intake__stay_few(desk) -> None:
    with CaptureQueriesContext(connection) as asked:
        desk("window").get(f"/desk/intake/?item={LAMP}")

    assert len(asked) <= 12


@pytest.mark.parametrize("more", [{"name": "李四"}, {"once": ""}])
def test_the_same_page__for_another_person_is_refused_and_shows_no_receipt(
    desk: Any, more: dict[str, str]
) -> None:
    _send(desk)
    answer = _send(desk, **more)
    fresh = re.findall(r'name="once" value="([0-9a-f]+)"', answer.text)[0]

    assert answer.status_code == 422 and "没有收下这一次" in answer.text
    assert _send(desk, **more | {"once": fresh}).status_code == 302
    with reading(WINDOW):
        assert Case.objects.exclude(number="").count() == 2


def test_check__hints_at_a_number_known_under_another_name(desk) -> None:
    with writing(CITIZEN):
        an_applicant()
    asked = f"/desk/intake/check/?id_kind=citizen_id&id_number={ID_NUMBER}&name="
    assert "登记过别的姓名" in desk("window").get(f"{asked}江大灯").text
    assert "登记过别的姓名" not in desk("window").get(f"{asked}江小灯").text
