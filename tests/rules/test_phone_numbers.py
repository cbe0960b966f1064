"""Telephone numbers: those of a right length are taken, those with a figure too few or too many are not."""

import re

import pytest

from qingdan.rules.application_form import PHONE_PATTERN, is_phone

pytestmark = pytest.mark.requirement("RQ-G4")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("13800000000", True),
        ("138 0000 0000", True),
        ("+86 13800000000", True),
        ("１３８００００００００", True),
        ("1380000000", False),
        ("138000000000", False),
        ("12800000000", False),
        ("0795-0000003", True),
        ("07950000003", True),
        ("010-00000000", True),
        ("0795-0000003-801", True),
        ("0795-000003", False),
        ("0795-000000003", False),
        ("3210000", True),
        ("321000", False),
        ("400-000-0000", True),
        ("12345", True),
        ("123456", False),
        ("+1 202 000 0000", True),
        ("+86 138", False),
        ("电话", False),
    ],
)
def test_a_number__is_taken_if_it_is_as_long_as_one(text: str, right: bool) -> None:
    assert is_phone(text) is right


def test_the_pattern__is_one_that_a_schema_can_hold() -> None:
    assert re.search(PHONE_PATTERN, "0795-0000003") and not re.search(PHONE_PATTERN, "1380000000")
