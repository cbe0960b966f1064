"""Project codes and cards: what is wrong with them, and how they agree with the platform's list."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import CITY, COUNTY
from tests.builders_projects import CODE, COMPANY_NUMBER, OTHER_CODE, a_card

from qingdan.data.regions import load_regions
from qingdan.data.wording import message_of
from qingdan.rules.codes.identification import Surroundings
from qingdan.rules.codes.project_code import (
    is_project_code,
    printed_project_code,
    project_code_faults,
    region_of_project_code,
)
from qingdan.rules.project_card import Compared, card_problems, compared, investment_of, platform_lines

pytestmark = pytest.mark.requirement("RQ-A8")
AROUND = Surroundings(regions=load_regions())
TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (CODE, CODE),
        ("26053609000401123456", CODE),
        ("２６０５－３６０９００－０４－０１－１２３４５６", CODE),
        (" 2605-360902-04-01-65432x ", OTHER_CODE),
        ("2017-360900-04-01-000001", "2017-360900-04-01-000001"),
    ],
)
def test_code__is_printed_with_hyphens_however_it_was_typed(typed: str, printed: str) -> None:
    assert printed_project_code(typed) == printed
    assert project_code_faults(typed, AROUND, today=TODAY) == ()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "identify.project_shape"),
        ("2605-360900-04-01-12345", "identify.project_shape"),
        ("2605-360900-04-01-1234567", "identify.project_shape"),
        ("2613-360900-04-01-123456", "identify.no_month"),
        ("2605-360999-04-01-123456", "identify.no_region"),
        ("2607-360900-04-01-123456", "project.code_when"),
        ("1205-360900-04-01-123456", "project.code_when"),
    ],
)
def test_code__with_a_fault_is_told(typed: str, key: str) -> None:
    assert [one.key for one in project_code_faults(typed, AROUND, today=TODAY)] == [key]


@given(text=st.text(max_size=60))
def test_code__of_any_text_is_printed_the_same_twice(text: str) -> None:
    once = printed_project_code(text)

    assert printed_project_code(once) == once
    assert is_project_code(text) == is_project_code(once)
    assert not is_project_code(text) or len(region_of_project_code(once)) == 6


@pytest.mark.parametrize(
    ("field", "typed", "key"),
    [
        ("name", " ", "desk.required"),
        ("name", "灯" * 121, "desk.too_long"),
        ("kind", "festival", "desk.choice"),
        ("division", "360100", "project.division"),
        ("investment", "很多", "project.investment"),
        ("investment", "-1", "project.investment"),
        ("investment", "NaN", "project.investment"),
        ("investment", "1e99", "project.investment"),
        ("investment", "1.23456", "project.investment"),
        ("contact_phone", "1380", "form.phone"),
        ("code", "灯", "identify.project_shape"),
        ("code", "1" * 41, "desk.too_long"),
    ],
)
def test_card__with_a_fault_says_it_beside_its_field(field: str, typed: str, key: str) -> None:
    found = card_problems(a_card(**{field: typed}), AROUND, places=frozenset({CITY, COUNTY}), today=TODAY)

    assert [(one.key, one.where.field) for one in found] == [(key, field)]
    assert all(message_of(one) for one in found)


def test_card__that_is_right_has_none() -> None:
    assert card_problems(a_card(), AROUND, places=frozenset({CITY, COUNTY}), today=TODAY) == ()
    assert str(investment_of("３５００．５")) == "3500.5"


def test_list__of_the_platform_is_compared_by_code_name_and_owner() -> None:
    rows = [
        "代码,项目名称,单位证照号码",
        f"{CODE},临江 灯彩产业园,{COMPANY_NUMBER}",
        "坏了",
        "",
        f"{OTHER_CODE},别的,1",
    ]
    text = "\r\n".join(rows)
    lines, bad = platform_lines(text)
    by_code = {one.code: one for one in lines}

    assert (len(lines), bad) == (2, (3,))
    assert compared(a_card(), COMPANY_NUMBER, by_code) is Compared.AGREES
    assert compared(a_card(name="别的园"), COMPANY_NUMBER, by_code) is Compared.OTHER_NAME
    assert compared(a_card(), "1", by_code) is Compared.OTHER_OWNER
    assert compared(a_card(code="2604-360900-04-01-123456"), "1", by_code) is Compared.ABSENT


@given(text=st.text(max_size=300))
def test_list__of_any_text_is_read_without_a_fault(text: str) -> None:
    lines, bad = platform_lines(text)

    assert all(is_project_code(one.code) or one.code.count("-") == 4 for one in lines)
    assert len(lines) + len(bad) <= len(text.splitlines()) + 1
