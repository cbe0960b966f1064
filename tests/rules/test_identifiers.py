"""Telling what a code is: kinds, validity, parts and reasons. All codes are made up unless a standard prints them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.regions import load_regions
from qingdan.data.wording import note_words
from qingdan.rules.codes.check_characters import (
    USCC_ALPHABET,
    citizen_character,
    organisation_character,
    uscc_character,
)
from qingdan.rules.codes.identification import Identification, Surroundings, normalise
from qingdan.rules.identifiers import identify

pytestmark = pytest.mark.requirement("I-identify")
AROUND = Surroundings(regions=load_regions(), on=date(2026, 11, 25))
DIGITS = "0123456789"


def read(text: str) -> Identification:
    return identify(text, AROUND)


def keys(found: Identification) -> list[str]:
    """What is said of it; every remark can be put in words."""
    assert all(note_words(note) for note in (*found.faults, *found.remarks))
    return [note.key.removeprefix("identify.") for note in (*found.faults, *found.remarks)]


KINDS = {
    "uscc": [
        "9144030071526726XG", "91330100799655058B", "91360900MA35000077", " 9144 0300 7152 6726 XG ",
        "9144030071526726xg", "９１４４０３００７１５２６７２６ＸＧ", "91440300\u200b71526726XG\ufeff",
    ],
    "organisation_code": ["D2143569-X", "71526726-X", "799655058", "d2143569－x", "d2143569–X", "71526726X"],
    "citizen_id": [
        "11010519491231002X", "440524188001010014", "11010519491231002x", "936250191703280743",
        "810000199001010019", "830000199001010012",
    ],
    "region": [
        "360924", "360900", "36 09 24", "360902001", "360902001000", "360924000000", "360000000000", "360902001017",
        "440300", "110101", "３６０９８１",
    ],
    "item_code": [
        "000131035000", "210225046000", "430212019W0Y", "430212019w01", "62013400100Y",
        "11620000013897996W262013400100Y", "11620000013897996W262013400100Y01", "36090000102000100",
        "4203010010200101", "3704810302404", "120000YJJQZ01025", "XK14001000", "XK1400100011522427009668517R14522427",
        "511A0138000000-511602000000-000-115113010833722043-1-00",
    ],
    "case_number": ["11620000013897996W262013400100Y201509010001"],
    "project_code": ["2109-360902-04-01-123456", "2017-360921-44-03-012345", "210936090204011234 56",
                     "2109-000052-04-01-12345X"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in KINDS.items() for code in codes])
def test_identify__valid_codes_of_each_kind(kind: str, code: str) -> None:
    found = read(code)

    assert (found.kind, found.valid, found.faults) == (kind, True, ())
    assert read(found.code) == found


@pytest.mark.parametrize(
    ("code", "kind", "faults"),
    [
        ("9144030071526726XA", "uscc", ["check"]),
        ("9144030071526762XG", "uscc", ["check", "inner_check"]),
        ("91440300715I6726XG", "uscc", ["letters", "inner_check"]),
        ("9144O30071526726XG", "uscc", ["letters", "no_region"]),
        ("91990300799655058B", "uscc", ["no_region", "check"]),
        ("9144030071526726X", "uscc", ["length"]),
        ("9144030071526726XGG", "uscc", ["length"]),
        ("913601007996550581", "uscc", ["check"]),  # digits only, no year of birth
        ("D2143569-1", "organisation_code", ["check"]),
        ("771334013", "organisation_code", ["check"]),
        ("110105194912310021", "citizen_id", ["check"]),
        ("11010519491231002A", "citizen_id", ["check"]),
        ("380105194912310020", "citizen_id", ["no_province", "check"]),
        ("360981190712325073", "citizen_id", ["no_such_day"]),
        ("110105189902290020", "citizen_id", ["no_such_day", "check"]),
        ("36098120301232507X", "citizen_id", ["no_such_day", "check"]),
        ("1101051949123100", "unknown", ["unknown"]),
        ("11010519491231002", "citizen_id", ["length"]),
        ("11010519491231002X1", "unknown", ["unknown"]),
        ("1101051949123100211", "citizen_id", ["length"]),
        ("360982070824259", "citizen_id", ["old_citizen_id"]),
        ("990982070824259", "citizen_id", ["old_citizen_id", "no_province"]),
        ("360982071324259", "citizen_id", ["old_citizen_id", "no_such_day"]),
        ("93625019070727070X", "citizen_id", ["check"]),
        ("999250191703280743", "citizen_id", ["no_province", "check"]),
        ("360990", "region", ["no_region"]),
        ("360928", "region", ["no_region"]),
        ("369900", "region", ["no_region"]),
        ("990000", "region", ["no_region"]),
        ("000000", "region", ["no_region"]),
        ("350203", "region", ["region_not_in_table"]),
        ("350203001", "organisation_code", ["check"]),
        ("359021", "region", ["no_region"]),
        ("336000", "region", ["no_region"]),
        ("123456", "region", ["no_region"]),
        ("357121", "region", ["no_region"]),
        ("350021", "region", ["no_region"]),
        ("360902999", "region", ["no_region"]),
        ("360990000000", "region", ["no_region"]),
        ("360900999", "organisation_code", ["check"]),
        ("360000999", "organisation_code", ["check"]),
        ("110101", "region", ["region_not_in_table"]),
        ("", "unknown", ["empty"]),
        (" 　", "unknown", ["empty"]),
        ("市民中心", "unknown", ["no_code"]),
        ("赣府厅字〔2015〕10号", "unknown", ["no_code"]),
        ("12345", "unknown", ["unknown"]),
        ("13800138000", "unknown", ["unknown"]),
        ("0795-3272005", "unknown", ["unknown"]),
        ("ABCDEFGHI", "unknown", ["unknown"]),
        ("ABCDEFGHIJKLMNPQRT", "unknown", ["unknown"]),
        ("1" * 121, "unknown", ["unknown"]),
    ],
)
def test_identify__says_what_is_wrong(code: str, kind: str, faults: list[str]) -> None:
    found = read(code)

    assert (found.kind, keys(found)) == (kind, faults)
    assert found.valid is (faults == ["region_not_in_table"])
    assert found.code == normalise(code)[:120]


def test_remarks__leave_a_code_valid() -> None:
    assert (read("Y1360982MB83290390").valid, keys(read("Y1360982MB83290390"))) == (True, ["inner_check"])
    front = "N136098279965505" + "8"
    found = read(front + uscc_character(front))
    assert (found.valid, keys(found)) == (True, ["unusual_body"])


def test_check__tells_what_it_should_be() -> None:
    (fault,) = read("D2143569-1").faults

    assert fault.params == {"expected": "X", "found": "1"}


def test_letters__forbidden_ones_are_named_once() -> None:
    (fault, *_) = read("91440300ISIZ6726XG").faults

    assert fault.params == {"found": "I、S、Z"}


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (
            "91360924MA35000077",
            {"authority": "9", "body": "市场监督管理（工商）部门登记的企业",
             "category": "1", "region": "360924", "region_name": "宜丰县",
             "region_short_name": "宜丰", "region_full_name": "江西省宜春市宜丰县", "organisation_code": "MA3500007",
             "check": "7"},
        ),
        ("71526726-X", {"front": "71526726", "check": "X", "printed": "71526726-X"}),
        (
            "360982190904136580",
            {"region": "360982", "region_name": "樟树市", "birth_date": "1909-04-13", "serial": "658", "sex": "女",
             "check": "0"},
        ),
        ("360983191605273113", {"sex": "男", "birth_date": "1916-05-27"}),
        ("360982070824259", {"region": "360982", "birth_date": "1907-08-24", "serial": "259", "sex": "男"}),
        ("810000199001010019", {"holder": "港澳居民居住证", "region_name": "香港特别行政区"}),
        ("830000199001010012", {"holder": "台湾居民居住证", "region": "830000"}),
        (
            "936250191703280743",
            {"holder": "外国人永久居留身份证", "region": "36", "region_name": "江西省", "nationality": "250",
             "birth_date": "1917-03-28", "serial": "074", "check": "3"},
        ),
        ("360902001017", {"region": "360902001017", "region_name": "灵泉街道",
                          "region_full_name": "江西省宜春市袁州区灵泉街道"}),
        ("440300", {"region_name": "深圳市", "region_short_name": "深圳", "region_full_name": "广东省深圳市"}),
        ("150000", {"region_short_name": "内蒙古"}),
        ("110100", {"region_name": "市辖区", "region_full_name": "北京市"}),
        ("652100", {"region_full_name": "新疆维吾尔自治区吐鲁番地区"}),  # abolished, still read
        (
            "2109-360902-04-01-123456",
            {"time": "2109", "year": "2021", "month": "2021-09", "region": "360902", "department": "04", "type": "01",
             "random": "12345", "check": "6"},
        ),
        ("2017-360921-44-03-012345", {"time": "2017", "year": "2017", "region_short_name": "奉新"}),
    ],
)  # fmt: skip
def test_parts__named_with_their_meaning(code: str, parts: dict[str, str]) -> None:
    found = read(code)

    assert {name: found.parts.get(name) for name in parts} == parts


@pytest.mark.parametrize(
    ("code", "birth", "said"),
    [
        ("USA360985031270", "1985-03-12", []),
        ("USA360985031271", "1985-03-12", ["unconfirmed_check"]),
        ("USA360923113079", "2023-11-30", []),
        ("USA360923120176", "1923-12-01", []),
        ("USA360923120177", "1923-12-01", ["unconfirmed_check"]),
        ("USA360929131270", "1929-13-12", ["no_such_day", "unconfirmed_check"]),
        ("USA990985031270", "1985-03-12", ["no_province", "unconfirmed_check"]),
    ],
)
def test_old_foreign_number__read_and_its_check_remarked(code: str, birth: str, said: list[str]) -> None:
    found = read(code)
    parts = {"holder": "外国人永久居留身份证", "nationality": "USA", "birth_date": birth, "serial": code[13]}

    assert (found.kind, found.code, keys(found)) == ("citizen_id", code, said)
    assert found.valid is (not {"no_such_day", "no_province"} & set(said))
    assert {name: found.parts[name] for name in parts} == parts
    assert found.parts["check"] == code[-1]


def test_birth__in_the_future_or_too_long_ago() -> None:
    for birth, faults in (
        ("20261126", ["no_birth"]),
        ("20261125", []),
        ("18500101", []),
        ("18491231", ["no_birth"]),
    ):
        front = f"360924{birth}001"
        assert keys(read(front + citizen_character(front))) == faults
    front = "36092420991231001"
    assert identify(front + citizen_character(front), Surroundings(regions=load_regions())).valid


def independent_uscc(front: str) -> str:
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    total = sum(USCC_ALPHABET.index(one) * weight for one, weight in zip(front, weights, strict=True))
    return USCC_ALPHABET[(31 - total % 31) % 31]


@given(st.text(USCC_ALPHABET, min_size=9, max_size=9), st.sampled_from(["91", "11", "52", "Y1"]))
def test_uscc__any_changed_or_swapped_place_is_noticed(body: str, beginning: str) -> None:
    front = f"{beginning}360924{body}"
    code = front + independent_uscc(front)

    assert read(code).valid
    for place in range(18):
        other = USCC_ALPHABET[(USCC_ALPHABET.index(code[place]) + 7) % 31]
        assert not read(code[:place] + other + code[place + 1 :]).valid
    for place in range(17):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or not read(swapped).valid


@given(
    st.text(DIGITS + "ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8), st.integers(0, 7), st.integers(1, 9)
)
def test_organisation_code__one_changed_digit_is_noticed(front: str, place: int, shift: int) -> None:
    check = organisation_character(front)
    total = sum(int(one, 36) * weight for one, weight in zip(front, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    assert {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11)) == check
    assert read(f"{front}-{check}").valid
    if front[place].isdecimal():
        changed = front[:place] + DIGITS[(int(front[place]) + shift) % 10] + front[place + 1 :]
        assert organisation_character(changed) != check


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(1, 9),
)
def test_citizen_id__one_changed_digit_is_noticed(birth: date, serial: int, place: int, shift: int) -> None:
    front = f"360924{birth:%Y%m%d}{serial:03}"
    code = front + citizen_character(front)
    assert read(code).valid
    assert sum("0123456789X".index(one) * 2 ** (17 - n) for n, one in enumerate(code)) % 11 == 1  # ISO 7064
    digit = "0123456789X".index(code[place])
    changed = code[:place] + DIGITS[(digit + shift) % 10] + code[place + 1 :]
    assert changed == code or not read(changed).valid


@given(st.text(max_size=60) | st.text("0123456789ABXYW-－ 　Ｘ", max_size=60))
def test_identify__takes_any_text(text: str) -> None:
    found = read(text)

    assert found.valid is (found.kind != "unknown" and not found.faults)
    assert all(isinstance(value, str) and value for value in found.parts.values())
    assert identify(found.code, AROUND) == found or not found.code.isascii() or len(found.code) == 120
