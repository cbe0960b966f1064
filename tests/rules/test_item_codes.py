"""Item codes and case numbers: parts and what is wrong. Codes are made up unless the domain report prints them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.data.regions import load_regions
from qingdan.data.wording import note_words
from qingdan.rules.codes.check_characters import USCC_ALPHABET, uscc_character
from qingdan.rules.codes.identification import Identification, Surroundings
from qingdan.rules.identifiers import identify

pytestmark = pytest.mark.requirement("I-identify")
BODY, BASIC = "11620000013897996W", "62013400100Y"


def read(text: str) -> Identification:
    return identify(text, Surroundings(regions=load_regions()))


def keys(found: Identification) -> list[str]:
    """What is said of it; every remark can be put in words."""
    assert all(note_words(note) for note in (*found.faults, *found.remarks))
    return [note.key.removeprefix("identify.") for note in (*found.faults, *found.remarks)]


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (
            "620368173W00",
            {"source": "62", "source_name": "甘肃省", "type": "03", "type_name": "行政强制", "department": "68",
             "main_item": "173", "sub_item": "W00", "sub_item_meaning": "地方设定，没有子项"},
        ),
        ("000131035000", {"source": "00", "source_name": "国家", "sub_item_meaning": "没有子项"}),
        ("21042220200Y", {"type_name": "行政征收", "sub_item": "00Y", "sub_item_meaning": "主项，下有子项"}),
        ("512045111W01", {"type_name": "公共服务", "sub_item": "W01", "sub_item_meaning": "地方设定，子项1"}),
        ("512045111012", {"sub_item_meaning": "子项12"}),
        ("430212019W0Y", {"sub_item_meaning": "地方设定，主项，下有子项"}),
        (
            f"{BODY}2{BASIC}",
            {"implementing_body": BODY, "region": "620000", "region_name": "甘肃省", "level": "2", "level_name": "省级",
             "basic_code": BASIC, "type_name": "行政许可", "main_item": "001", "handling_item": None},
        ),
        (f"{BODY}4{BASIC}0A", {"level_name": "县级", "handling_item": "0A"}),
        (
            "36090000102000100",
            {"scheme": "宜春（拟）", "region": "360900", "region_name": "宜春市", "department": "001", "type": "02",
             "type_name": "行政处罚", "main_item": "0001", "sub_item": "00"},
        ),
        ("3704810302404", {"scheme": "滕州", "type_name": "行政强制", "main_item": "02404"}),
        ("120000YJJQZ01025", {"scheme": "天津", "department": "YJJQZ", "serial": "01025", "region_name": "天津市"}),
        ("4203010010200101", {"scheme": "湖北", "region": "420301", "department": "001", "sub_item": "01"}),
        ("XK14001000", {"scheme": "贵州", "category": "XK", "main_item": "14001", "sub_item": "000"}),
        ("XK1400100011522427009668517R14522427", {"scheme": "贵州（实施）", "uscc": "11522427009668517R",
                                                  "region": "522427"}),
        ("511A0138000000-511602000000-000-115113010833722043-1-00", {"scheme": "四川", "category": "1A"}),
        (
            f"{BODY}2{BASIC}201509010017",
            {"item_code": f"{BODY}2{BASIC}", "date": "2015-09-01", "serial": "0017", "basic_code": BASIC},
        ),
    ],
)  # fmt: skip
def test_parts__of_each_scheme(code: str, parts: dict[str, str | None]) -> None:
    found = read(code)

    assert found.valid
    assert {name: found.parts.get(name) for name in parts} == parts


@pytest.mark.parametrize(
    ("code", "kind", "faults"),
    [
        ("270423157000", "item_code", ["no_source"]),
        ("448856019W01", "item_code", ["no_type"]),
        ("440056019001", "item_code", ["no_type"]),
        ("440156000001", "item_code", ["no_main_item"]),
        ("44015601900X", "item_code", ["no_sub_item"]),
        ("440156019Y00", "item_code", ["no_sub_item"]),
        ("44015601901Y", "item_code", ["no_sub_item"]),
        ("44015601900W", "item_code", ["no_sub_item"]),
        ("278856000Z01", "item_code", ["no_source", "no_type", "no_main_item", "no_sub_item"]),
        ("4401560X9001", "item_code", ["item_shape"]),
        ("449956019001", "item_code", ["unusual_type"]),
        ("441156019001", "item_code", ["unusual_type"]),
        ("44015601900", "unknown", ["unknown"]),
        ("4401560190010", "unknown", ["unknown"]),
        (f"{BODY}7{BASIC}", "item_code", ["no_level"]),
        (f"{BODY}0{BASIC}", "item_code", ["no_level"]),
        (f"{BODY}X{BASIC}", "item_code", ["no_level"]),
        ("A" * 31, "unknown", ["unknown"]),
        ("20150901会议纪要", "unknown", ["no_code"]),
        (f"{BODY[:17]}A2{BASIC}", "item_code", ["in_body", "check"]),
        (f"{BODY}2629934001001", "item_code", ["unusual_type"]),
        (f"{BODY}2628834001001", "item_code", ["no_type"]),
        (f"{BODY}2{BASIC}0", "item_code", ["item_length"]),
        (f"{BODY}2{BASIC[:11]}", "item_code", ["item_length"]),
        ("36090000121000100", "item_code", ["no_type"]),
        ("36099900102000100", "item_code", ["no_region"]),
        ("XK1400100011522427009668517A14522427", "item_code", ["in_body"]),
        (f"{BODY}2{BASIC}201513010017", "case_number", ["no_such_day"]),
        (f"{BODY}9{BASIC}201512010017", "case_number", ["no_level"]),
        (f"{BODY}X{BASIC}201512010017", "case_number", ["no_level"]),
        (f"{'A' * 31}201512010017", "unknown", ["unknown"]),
        (f"{BODY}2{BASIC}20151201017", "case_number", ["length"]),
        ("2113-360902-04-01-123456", "project_code", ["no_month"]),
        ("2100-360902-04-01-123456", "project_code", ["no_month"]),
        ("2101-360902-04-01-123456", "project_code", []),
        ("2112-360902-04-01-123456", "project_code", []),
        ("2013-360902-04-01-123456", "project_code", []),
        ("2020-360902-04-01-123456", "project_code", []),
        ("2021-360902-04-01-123456", "project_code", ["no_month"]),
        ("2109-360990-04-01-123456", "project_code", ["no_region"]),
        ("2109-990000-04-01-123456", "project_code", ["no_region"]),
        ("2109-360902-04-01-12345", "project_code", ["project_shape"]),
        ("209-360902-04-01-123456", "project_code", ["project_shape"]),
    ],
)
def test_faults__of_each_scheme(code: str, kind: str, faults: list[str]) -> None:
    found = read(code)

    assert (found.kind, keys(found)) == (kind, faults)
    assert found.valid is (faults in ([], ["unusual_type"]))
    assert found.code == code


def own_number(day: str = "150901", region: str = "360924", unit: str = "012", serial: str = "00345") -> str:
    front = day + region + unit + serial
    return front + uscc_character(front)


def test_own_case_number__parts_grouping_and_joint_case() -> None:
    code = own_number()
    grouped = "-".join((code[:6], code[6:12], code[12:15], code[15:20], code[20]))
    expected = {
        "date": "2015-09-01",
        "region_name": "宜丰县",
        "unit": "012",
        "serial": "00345",
        "check": code[20],
    }

    for text in (code, grouped, code.lower()):
        found = read(text)
        assert (found.kind, found.valid, found.code.replace("-", "")) == ("case_number", True, code)
        assert {name: found.parts[name] for name in expected} == expected
    assert read(f"{code}-02").parts["joint"] == "02"
    assert keys(read(f"{code}-00")) == ["no_joint"]


@pytest.mark.parametrize(
    ("code", "faults"),
    [
        (own_number(day="151301"), ["no_such_day"]),
        (own_number(region="360990"), ["no_region"]),
        (own_number()[:20] + "I", ["letters"]),
        (own_number()[:20] + ("1" if own_number()[20] == "0" else "0"), ["check"]),
    ],
)
def test_own_case_number__faults(code: str, faults: list[str]) -> None:
    assert keys(read(code)) == faults


@given(st.integers(0, 999), st.integers(0, 99_999), st.integers(12, 20))
def test_own_case_number__one_changed_place_is_noticed(unit: int, serial: int, place: int) -> None:
    code = own_number(unit=f"{unit:03}", serial=f"{serial:05}")
    others = USCC_ALPHABET if place == 20 else "0123456789"
    changed = [code[:place] + one + code[place + 1 :] for one in others if one != code[place]]

    assert read(code).valid
    assert not any(read(one).valid for one in changed)
