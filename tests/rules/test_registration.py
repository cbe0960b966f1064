"""The life of a registration, its codes and answers: properties, and the vectors of the standards."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.registrations import registration_modes
from qingdan.rules.application_form import is_uscc
from qingdan.rules.codes.check_characters import USCC_ALPHABET
from qingdan.rules.company_name import clashes, company_name, name_problems, type_problem
from qingdan.rules.registration import (
    CLOSED,
    FAILED,
    REGISTRATION_LIFE,
    RegistrationFacts,
    RegistrationParty,
    RegistrationState,
    open_actions,
    step_of,
    step_problems,
)
from qingdan.rules.registration_answer import ExpectedAnswer, read_answer
from qingdan.rules.registration_codes import (
    Knowledge,
    NumberKind,
    codes_of_range,
    compose_uscc,
    is_organisation_code,
    is_registration_number,
    is_tax_number,
    next_front,
    number_problems,
    organisation_code,
    registration_number,
    tax_number,
)

pytestmark = pytest.mark.requirement("RQ-A13", "R-085")
FRONTS = st.text(USCC_ALPHABET, min_size=8, max_size=8)
REGIONS = st.sampled_from(["360900", "360902", "360981"])
EVERYBODY = frozenset(RegistrationParty)
TODAY = date(2026, 6, 1)
READY = RegistrationFacts(
    parties=EVERYBODY, actor="a", today=TODAY, reason="理由", defects=1, check_due_on=TODAY - timedelta(days=1),
    correction_due_on=TODAY - timedelta(days=1),
)  # fmt: skip
_S = RegistrationState


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("D2143569X", True), ("715267266", False), ("71526726X", True), ("799655058", True), ("MA3500007", True),
        ("MA350000O", False), ("IOSVZ0000", False), ("", False),
    ],
)  # fmt: skip
def test_organisation_code__of_the_standard(code: str, right: bool) -> None:
    assert is_organisation_code(code) is right


def test_uscc__of_the_vectors() -> None:
    assert compose_uscc(category="1", region="360900", code="MA3500007") == "91360900MA35000077"
    assert compose_uscc(category="1", region="330100", code="799655058") == "91330100799655058B"


@given(FRONTS, REGIONS, st.sampled_from("123"))
def test_uscc__is_valid_and_holds_its_code(front: str, region: str, category: str) -> None:
    code = organisation_code(front)
    uscc = compose_uscc(category=category, region=region, code=code)

    assert is_organisation_code(code) and is_uscc(uscc) and uscc[8:17] == code
    assert is_tax_number(tax_number(region=region, code=code))


@given(FRONTS, REGIONS, st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_uscc__with_one_sign_wrong_is_found_out(front: str, region: str, place: int, sign: str) -> None:
    uscc = compose_uscc(category="1", region=region, code=organisation_code(front))
    wrong = uscc[:place] + sign + uscc[place + 1 :]

    assert is_uscc(wrong) is (wrong == uscc)


@given(REGIONS, st.integers(1, 99_999_999), st.integers(0, 14), st.sampled_from("0123456789"))
def test_registration_number__with_one_digit_wrong_is_found_out(
    region: str, order: int, place: int, digit: str
) -> None:
    number = registration_number(region=region, order=order)
    wrong = number[:place] + digit + number[place + 1 :]

    assert is_registration_number(number)
    assert is_registration_number(wrong) is (wrong == number)


@given(FRONTS, st.integers(1, 200))
def test_range__has_so_many_different_codes(front: str, count: int) -> None:
    try:
        codes = list(codes_of_range(front, count))
    except OverflowError:
        assert front > next_front("Y" * 7 + "0")[:4]
        return

    assert len(set(codes)) == count == len(codes)
    assert codes == sorted(codes, key=lambda one: [USCC_ALPHABET.index(sign) for sign in one[:8]])


@pytest.mark.parametrize(
    ("kind", "number", "numbers", "keys"),
    [
        ("organisation_code", "MA3500007", {}, []),
        ("organisation_code", "MA350000-7", {}, []),
        ("organisation_code", "MA3500008", {}, ["registration.number_shape"]),
        ("organisation_code", "MA3500007", {"organisation_code": "MA3500015"}, ["registration.number_other"]),
        ("tax_number", "360900MA3500007", {"organisation_code": "MA3500007"}, []),
        ("tax_number", "360902MA3500007", {"organisation_code": "MA3500007"}, ["registration.number_other"]),
        ("tax_number", "360902MA3500007", {}, ["registration.number_region"]),
        ("uscc", "91360900MA35000077", {}, []),
        ("uscc", "91330100799655058B", {}, ["registration.number_region"]),
        ("uscc", "９１３６０９００MA35000077", {"organisation_code": "MA3500007"}, []),
        ("registration_number", "1" * 15, {}, ["registration.number_shape"]),
    ],
)  # fmt: skip
def test_number__is_held_against_what_is_known(
    kind: str, number: str, numbers: Mapping[str, str], keys: list[str]
) -> None:
    problems = number_problems(NumberKind(kind), number, Knowledge(region="360900", numbers=numbers))

    assert [one.key for one in problems] == keys


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=10,
)
EXPECTED = ExpectedAnswer(
    registration="n-1", round=1, known=Knowledge(region="360900"), gives=NumberKind.ORGANISATION_CODE
)


@given(ANYTHING)
def test_answer__of_nonsense_is_none_and_says_why(content: Any) -> None:
    answer, problems = read_answer(content, EXPECTED)

    assert answer is None and problems


@given(st.dictionaries(st.sampled_from(["registration", "result", "number", "round", "reason"]), ANYTHING))
def test_answer__is_taken_only_when_it_is_whole(content: dict[str, Any]) -> None:
    answer, problems = read_answer(content, EXPECTED)

    assert (answer is None) is bool(problems)
    if answer:
        assert content["registration"] == "n-1"
        assert is_organisation_code(answer.number) if answer.agreed else answer.reason


def test_answer__right_one_is_read() -> None:
    said = {"registration": "n-1", "round": 1, "result": "agree", "number": "ma350000-7", "more": [1]}
    answer, problems = read_answer(said, EXPECTED)

    assert problems == () and answer and (answer.agreed, answer.number) == (True, "MA3500007")


@given(st.lists(st.sampled_from([row.action for row in REGISTRATION_LIFE]), max_size=60))
def test_life__whatever_is_tried_ends_once_and_never_skips_a_body(actions: list[str]) -> None:
    """Bodies have agreed only after they said so; told once; what failed stays failed."""
    state, facts = _S.DRAFT, replace(READY, unanswered=("质监",), unconfirmed=("国税",))
    for action in actions:
        if step_problems(action, state, facts):
            continue
        row = step_of(action)
        assert state not in FAILED
        assert action != "issue" or not facts.unanswered
        assert action != "report_tax" or not facts.unconfirmed
        assert action != "notify_defects" or facts.rounds == 0
        facts = _after(action, facts)
        state = row.target or state
        assert open_actions(state, facts) or state in CLOSED


def _after(action: str, facts: RegistrationFacts) -> RegistrationFacts:
    match action:
        case "agree":
            return replace(facts, unanswered=())
        case "accept" | "deem_accepted":
            return replace(facts, unanswered=("质监",))
        case "confirm":
            return replace(facts, unconfirmed=())
        case "notify_defects":
            return replace(facts, rounds=facts.rounds + 1)
        case "extend":
            return replace(facts, extended=True)
        case _:
            return facts


def test_life__every_state_is_reached_and_left_by_somebody() -> None:
    reached = {row.target for row in REGISTRATION_LIFE if row.target}
    left = {source for row in REGISTRATION_LIFE for source in row.sources}

    assert reached | {_S.DRAFT} == set(_S)
    assert set(_S) - left == FAILED


def test_modes__switch_on_the_day() -> None:
    on = {day: [one.key for one in registration_modes().values() if one.usual_on(day)] for day in _DAYS}

    assert on == {_DAYS[0]: ["three_certificates"], _DAYS[1]: ["one_code"], _DAYS[2]: ["one_code"]}


_DAYS = (date(2015, 9, 30), date(2015, 10, 1), TODAY)


@pytest.mark.parametrize(
    ("word", "trade", "taken"),
    [("灯火", "照明", True), ("灯火", "照明灯具", True), ("灯火", "餐饮", False), ("月光", "照明", False)],
)
def test_name__clashes_with_the_same_word_in_a_like_trade(word: str, trade: str, taken: bool) -> None:
    standing = company_name(region="临江市", word="灯火", trade="照明", form="有限公司")
    asked = company_name(region="临江市", word=word, trade=trade, form="有限责任公司")

    assert bool(clashes(asked, [standing])) is taken


@pytest.mark.parametrize(
    ("word", "trade", "form", "fields"),
    [
        ("灯火", "照明", "有限公司", []),
        ("灯", "照明", "有限公司", ["word"]),
        ("Lamp", "", "公司", ["word", "trade", "form"]),
        ("灯火政府", "照明", "有限公司", ["word"]),
        ("灯" * 13, "照明", "有限公司", ["word"]),
    ],
)
def test_name__of_the_wrong_shape_is_told(word: str, trade: str, form: str, fields: list[str]) -> None:
    name = company_name(region="临江市", word=word, trade=trade, form=form)

    assert [one.where.field for one in name_problems(name)] == fields


@pytest.mark.parametrize(
    ("kind", "form", "wrong"),
    [
        ("个体工商户", "有限责任公司", "registration.name_of_other_type"),
        ("个体工商户", "有限公司", "registration.name_of_other_type"),
        ("个体工商户", "股份有限公司", "registration.name_of_other_type"),
        ("个体工商户", "专业合作社", "registration.name_of_other_type"),
        ("个体工商户", "合伙企业", "registration.name_of_other_type"),
        ("个体工商户", "店", ""),
        ("有限责任公司", "有限公司", ""),
        ("有限责任公司", "有限责任公司", ""),
        ("有限责任公司", "股份有限公司", "registration.name_of_other_type"),
        ("有限责任公司", "中心", "registration.name_without_form"),
        ("股份有限公司", "股份有限公司", ""),
        ("股份有限公司", "有限公司", "registration.name_of_other_type"),
        ("个人独资企业", "有限公司", "registration.name_of_other_type"),
        ("个人独资企业", "厂", ""),
        ("合伙企业", "合伙企业", ""),
        ("合伙企业", "中心", ""),
        ("农民专业合作社", "店", "registration.name_without_form"),
        ("农民专业合作社", "专业合作社", ""),
    ],
)
def test_name__ends_with_the_form_of_its_type(kind: str, form: str, wrong: str) -> None:
    found = type_problem(kind, f"临江市灯火照明{form}")

    assert (found.key if found else "") == wrong


def test_life__the_window_tells_before_acceptance_and_leaves_objections_to_the_handler() -> None:
    window = RegistrationFacts(parties=frozenset({RegistrationParty.WINDOW}), defects=1, reason="不归本机关")

    tells = {one for one in RegistrationState if "notify_defects" in open_actions(one, window)}
    assert tells == {RegistrationState.RECEIVED}
    assert "refuse_acceptance" in open_actions(RegistrationState.RECEIVED, window)
    assert step_problems("notify_defects", RegistrationState.OBJECTED, window)[0].key == "registration.party"
