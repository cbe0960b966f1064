"""附件2 on paper."""

from dataclasses import replace
from time import perf_counter

import pytest
from tests.documents.samples import FILLED, HEAD, power_item, sizes, texts

from qingdan.documents.forms import register_form_pdf
from qingdan.documents.model import RegisterForm
from qingdan.documents.register_columns import PRINTED_COLUMNS
from qingdan.registers.writing.form_rows import REGISTER_COLUMNS, FormBasis, FormRow

pytestmark = [pytest.mark.requirement("R-046"), pytest.mark.requirement("G-documents")]
A_FIELD_OF_EACH = {column.field for column in REGISTER_COLUMNS if column.field} - {"legal_basis"}


def test_register__has_heads_items_and_foot(register: RegisterForm) -> None:
    text = "".join(texts(register_form_pdf(register)))

    for words in (
        "附件2", "行政权力清理登记表", "样式为重建", "填报部门（盖章）：市灯笼管理局", "填报人：陈小明",
        "填报日期：2015年4月10日", "对不点灯笼的处罚3", "《临江市灯笼管理条例》", "临江市人大常委会公告第3号",
        "依据文本附件：依据2", "主要负责同志签字", "共3项。其中：行政处罚3项", "—1—",
    ):  # fmt: skip
        assert words in text


def test_register__has_a_place_for_every_column_in_the_order_of_the_form() -> None:
    assert sum((column.columns for column in PRINTED_COLUMNS), ()) == REGISTER_COLUMNS
    assert sum(column.width for column in PRINTED_COLUMNS) == 253


def test_register__prints_every_field() -> None:
    basis = FormBasis(
        level="甲a", title="甲b", document_number="甲c", locator="甲d", quoted="甲e", attachment="甲f"
    )
    values = {
        field: f"值{number}。" for number, field in enumerate(sorted(A_FIELD_OF_EACH - _basis_fields()))
    }
    form = RegisterForm(**HEAD, items=(FormRow(values=values, bases=(basis,)),))

    text = "".join(texts(register_form_pdf(form)))

    assert [value for value in values.values() if value not in text] == []
    assert [part for part in "abcdef" if f"甲{part}" not in text] == []


def _basis_fields() -> set[str]:
    return {"title", "document_number", "locator", "quoted", "attachment"}


def test_register__says_what_the_reviewers_fill_in(register: RegisterForm) -> None:
    text = texts(register_form_pdf(register))[0]

    assert [one.heading for one in REGISTER_COLUMNS[-5:] if f"{one.heading}：" not in text] == []


def test_register__nil_category_stands_with_zero(register: RegisterForm) -> None:
    assert "行政征收0项零报告" in "".join(texts(register_form_pdf(register)))


def test_register__nothing_to_print_says_so() -> None:
    text = "".join(texts(register_form_pdf(RegisterForm(**HEAD))))

    assert "没有填报事项" in text
    assert "共0项" in text


def test_register__many_items_repeat_heads_and_stay_whole() -> None:
    form = RegisterForm(**HEAD, **FILLED, items=tuple(power_item(number) for number in range(1, 41)))

    pdf = register_form_pdf(form)
    printed = texts(pdf)

    assert len(printed) > 5
    assert set(sizes(pdf)) == {"across"}
    assert all("权力名称" in page and "审核栏" in page for page in printed)
    for number in range(1, 41):
        assert [page for page in printed if f"始{number}：" in page and f"终{number}。" in page]


def test_register__item_higher_than_a_page_runs_on_and_loses_nothing() -> None:
    words = "".join(f"第{number}盏。" for number in range(2_000))
    form = RegisterForm(**HEAD, items=(power_item(1, reason=words), power_item(2)))

    printed = texts(register_form_pdf(form))

    assert all(f"第{number}盏" in "".join(printed) for number in (0, 400, 1_999))
    assert "始2：" in printed[-1] and "终2。" in printed[-1]


@pytest.mark.parametrize("lines", range(28, 44, 2))
def test_register__first_page_is_never_empty(lines: int) -> None:
    tall = power_item(1, reason="首行\n" + "行\n" * lines)

    assert "首行" in texts(register_form_pdf(RegisterForm(**HEAD, items=(tall,))))[0]


def test_register__several_bases_are_numbered(register: RegisterForm) -> None:
    one = register.items[0]
    form = replace(register, items=(FormRow(values=one.values, bases=one.bases * 2),))

    text = "".join(texts(register_form_pdf(form)))

    assert "1：地方性法规" in text and "2：地方性法规" in text


def test_register__same_form_gives_same_bytes(register: RegisterForm) -> None:
    assert register_form_pdf(register) == register_form_pdf(register)
    assert register_form_pdf(register) != register_form_pdf(replace(register, filler="王小红"))


@pytest.mark.soak
def test_register__of_300_items_prints_in_seconds() -> None:
    form = RegisterForm(**HEAD, items=tuple(power_item(number) for number in range(300)))
    start = perf_counter()

    printed = texts(register_form_pdf(form))

    assert perf_counter() - start < 30
    assert "始299：" in printed[-1]
