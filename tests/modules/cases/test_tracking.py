"""Number and query code: ten thousand guesses find nothing, and a wrong number asks as much as a wrong code."""

import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.builders import TODAY
from tests.builders_cases import CITIZEN, a_serving_city, submitted

from qingdan.base.refusal import Missing
from qingdan.base.secret_codes import new_code
from qingdan.base.transactions import reading
from qingdan.cases.queries.tracking import as_printed, case_by_code, tracked_case

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("RQ-G6")]
NOWHERE = "260601-360900-001-99999-7"


ONE_QUESTION = 4  # with the beginning of its transaction, its regions and its end


@pytest.fixture(autouse=True)
def city(db: None) -> None:
    a_serving_city()


def is_found(number: str, code: str) -> bool:
    """Whether there is such a case."""
    with reading(CITIZEN):
        try:
            case_by_code(number, code, CITIZEN)
        except Missing:
            return False
    return True


def asked(number: str, code: str) -> tuple[int, bool]:
    """How many questions it took, and whether there is such a case."""
    with reading(CITIZEN), CaptureQueriesContext(connection) as questions:
        found = is_found(number, code)
    return len(questions), found


def test_code__is_found_by_its_own_number_alone() -> None:
    receipt = submitted()
    with reading(CITIZEN):
        progress, objections = tracked_case(receipt.number, receipt.code, by=CITIZEN, today=TODAY)

    assert (progress.number, objections) == (receipt.number, ())
    assert asked(receipt.number, "AAAAA-AAAAA") == asked(NOWHERE, receipt.code) == (ONE_QUESTION, False)


@pytest.mark.parametrize("number", ["", " ", "x" * 300, "２６０６０１", "'; --", "260601-360900-001-00001"])
def test_number__that_is_none_finds_nothing(number: str) -> None:
    assert asked(number, "AAAAA-AAAAA")[1] is False


@pytest.mark.soak
def test_guesses__ten_thousand_find_nothing() -> None:
    receipt = submitted()
    codes = {new_code() for _ in range(5_000)} | {secrets.token_hex(5) for _ in range(5_000)}

    assert not any(is_found(receipt.number, one) for one in codes)


@pytest.mark.parametrize(
    "typed", ["260601360900001000017", "260601 360900 001 00001 7", NOWHERE.replace("9999", "0000")]
)
def test_number__is_read_however_it_is_typed(typed: str) -> None:
    assert as_printed(typed).count("-") == 4
